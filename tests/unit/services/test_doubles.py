"""What may have come twice, and what has not."""

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hzl_client.model.application import Summary
from hzl_client.model.record import MOST_DOUBLES, Folder, Record
from hzl_client.services.doubles import doubles

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def record(number, summary=None, **values):
    made = Record(
        id=f"r{number}",
        message_id=f"m{number}",
        folder=Folder.INBOX,
        home=Folder.INBOX,
        read=False,
        received_at=NOON - timedelta(hours=number),
        submitted_at=None,
        size=1,
        opened=True,
        summary=summary,
    )
    return replace(made, **values)


def person(title, born="12.03.1961", **values):
    return Summary(title, "HzL", "59505 Beispiel", "", 1, 0, birth_date=born, **values)


def pair(one, two):
    return doubles([record(1, one), record(2, two)])


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Müller, Änne", "MUELLER, Aenne"),
        ("Beispiel, Monika Anna", "Beispiel,  Monika"),
        ("Testmann, Jonas und Aurélie", "Testmann, Jonas"),
        ("Testmann, Jonas, Aurélie und Zoë", "Testmann, Jonas"),
        ("von der Heide, Émile", "Von  der Heide, Emile"),
        ("Beispiel, Hans-Peter", "Beispiel, Hans Peter"),
        ("Beispiel, Hans-Peter Karl", "Beispiel, Hanspeter"),
        ("Beispiel, Hans Peter", "Beispiel, HansPeter"),
        ("Müller-Lüdenscheidt, Eva", "MUELLER LUEDENSCHEIDT, Eva"),
        ("D'Angelo, Eva", "D’Angelo, Eva"),
        ("Beispiel, Jonas und Eva", "Beispiel, Jonas, Emil und Zoë"),
    ],
)
def test_the_same_person_in_another_spelling(one, two):
    assert pair(person(one), person(two)) == {"r1": ("r2",), "r2": ("r1",)}


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (person("Muster, Ute"), person("Muster, Ute", "13.03.1961")),
        (person("Muster, Ute"), person("Muster, Uta")),
        (person("Muster, Ute"), person("Master, Ute")),
        (person("Muster, Ute", ""), person("Muster, Ute", "")),
        (person("antrag"), person("antrag")),
        (person(", Ute"), person(", Ute")),
        (person("Muster, "), person("Muster, ")),
        (person("-, -"), person("-, -")),
        (person("Muster, Anna-Lena"), person("Muster, Anna-Maria")),  # twins
        (None, None),
    ],
)
def test_others_and_nobody_known_are_no_doubles(one, two):
    assert pair(one, two) == {}


@pytest.mark.parametrize("name", ["message_uuid", "case_id"])
def test_the_same_number_is_a_double_whoever_it_is(name):
    one, two = (person("A, B", **{name: "AB-1"}), person("C, D", **{name: "ab-1"}))
    assert pair(one, two) == {"r1": ("r2",), "r2": ("r1",)}


def test_the_same_message_id_is_a_double_even_if_unreadable():
    found = doubles([record(1, message_id="m"), record(2, message_id="m")])
    assert found == {"r1": ("r2",), "r2": ("r1",)}
    assert doubles([record(1, message_id=""), record(2, message_id="")]) == {}


def test_what_lies_in_the_trash_has_been_dealt_with():
    same = person("Muster, Ute")
    found = doubles([record(1, same, folder=Folder.TRASH), record(2, same)])
    assert found == {}


@pytest.mark.parametrize(
    ("folder", "days", "told"),
    [
        (Folder.FILED, 183, True),
        (Folder.FILED, 184, False),
        (Folder.TRANSFERRED, 400, True),
        (Folder.INBOX, 4000, True),
    ],
)
def test_whom_we_know_from_long_ago_may_apply_again(folder, days, told):
    """Only what was filed then; a message that comes twice is told all the same."""
    before = NOON - timedelta(days=days)
    old = record(2, person("Muster, Ute"), folder=folder, received_at=before)
    new = record(1, person("Muster, Ute"), received_at=NOON)
    both = {"r1": ("r2",), "r2": ("r1",)}
    assert doubles([new, old]) == (both if told else {})
    assert doubles([new, replace(old, message_id=new.message_id)]) == both


def test_the_newest_others_come_first_and_there_is_an_end():
    found = doubles([record(number, person("Muster, Ute")) for number in range(20)])
    assert found["r0"] == tuple(f"r{n}" for n in range(1, MOST_DOUBLES + 1))
    assert found["r3"] == ("r0", "r1", "r2", "r4", "r5", "r6")
    assert len(found) == 20


@given(
    st.lists(
        st.tuples(st.text(max_size=12), st.sampled_from(["", "01.01.2000"])),
        max_size=8,
    )
)
def test_it_is_mutual_and_never_oneself(people):
    records = [record(n, person(*each)) for n, each in enumerate(people)]
    found = doubles(records)
    for one, others in found.items():
        assert one not in others
        assert all(
            one in found[other] or len(found[other]) >= MOST_DOUBLES for other in others
        )


@pytest.mark.parametrize("same", [True, False])
def test_ten_thousand_are_compared_quickly(same):
    records = [
        record(n, person("Müller, Änne" if same else f"Müller {n}, Änne"))
        for n in range(10_000)
    ]
    begun = time.process_time()
    doubles(records)
    assert time.process_time() - begun < 1.5

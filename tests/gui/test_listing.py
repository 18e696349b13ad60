"""Sorted, searched and filtered: which rows a folder shows."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from hzl_client.model.application import Summary
from hzl_client.model.finding import Finding
from hzl_client.model.record import Folder, Record
from hzl_client.model.work import Work
from hzl_client.ui.models import filters
from hzl_client.ui.models.ordering import Order, Sorting
from hzl_client.ui.presenters import catalogue
from hzl_client.ui.presenters.catalogue import Catalogue, look_at
from hzl_client.ui.presenters.listing import Listing, Wish

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)  # a Wednesday
SUMMARY = Summary("Muster, Émile", "HzL", "59999 Musterhausen", "", 1, 0)


class Stored:
    def __init__(self, *records):
        self.records = records

    def all(self):
        return self.records

    def last_fetch(self):
        return None


def record(number, title="", *, age=timedelta(), **others):
    summary = replace(SUMMARY, title=title or f"Muster {number}", **others)
    return Record(
        id=f"r{number}",
        message_id=f"urn:beispiel:{number}",
        folder=Folder.INBOX,
        home=Folder.INBOX,
        read=False,
        received_at=NOW - age,
        submitted_at=None,
        size=1000 * number,
        opened=True,
        summary=summary,
    )


def shown(*records, stays=frozenset(), **wish):
    return Listing().shown(look_at(Stored(*records), NOW), Wish(**wish), stays)


def ids(*records, **wish):
    return [row.id for row in shown(*records, **wish).rows]


# --- sorting ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("order", "upwards"),
    [
        (Order.RECEIVED, ["r2", "r3", "r1"]),
        (Order.PERSON, ["r2", "r3", "r1"]),
        (Order.DATE, ["r1", "r3", "r2"]),
        (Order.ATTACHMENTS, ["r3", "r1", "r2"]),
        (Order.SIZE, ["r1", "r2", "r3"]),
    ],
)
def test_every_order_in_both_directions(order, upwards):
    three = (
        record(1, "Özdemir", documents=1, application_date="02.11.2025"),
        record(
            2,
            "Ärmel",
            age=timedelta(days=2),
            documents=4,
            application_date="01.02.2026",
        ),
        record(3, "Oder", age=timedelta(days=1), application_date="31.01.2026"),
    )
    assert ids(*three, sorting=Sorting(order, downwards=False)) == upwards
    down = ids(*three, sorting=Sorting(order, downwards=True))
    assert down == upwards[::-1]


@pytest.mark.parametrize("downwards", [True, False])
def test_what_is_not_known_comes_last_either_way(downwards):
    dated = record(1, application_date="02.11.2025")
    undated = (record(2), record(3, application_date="bald"))
    order = Sorting(Order.DATE, downwards=downwards)
    assert ids(*undated, dated, sorting=order)[0] == "r1"
    unreadable = replace(record(4), summary=None)
    order = Sorting(Order.PERSON, downwards=downwards)
    assert ids(unreadable, dated, sorting=order) == ["r1", "r4"]


def test_equal_ones_stay_newest_first():
    two = (record(1, age=timedelta(days=1), documents=2), record(2, documents=2))
    for downwards in (True, False):
        order = Sorting(Order.ATTACHMENTS, downwards=downwards)
        assert ids(*two, sorting=order) == ["r2", "r1"]


@pytest.mark.parametrize("order", Order)
@pytest.mark.parametrize("downwards", [True, False])
def test_an_order_is_remembered_as_text(order, downwards):
    sorting = Sorting(order, downwards=downwards)
    assert Sorting.read(sorting.text) == sorting


@pytest.mark.parametrize("text", ["", "size", "size sideways", "colour up", " down"])
def test_an_order_nobody_knows_is_the_usual_one(text):
    assert Sorting.read(text) == Sorting()


# --- searching --------------------------------------------------------------------


@pytest.mark.parametrize(
    "needle",
    [
        "mueller",
        "MÜLLER",
        "muller aurelie",
        "12.03.1961",
        "1961-03-12",
        "02.11.2026",
        "musterhausen",
        "beispiel:7",
        "V-0815",
        "mietvertrag maerz",
        "kind, zoe",
    ],
)
def test_everything_a_summary_knows_is_searched(needle):
    wanted = record(
        7,
        "Müller, Aurélie",
        birth_date="12.03.1961",
        application_date="02.11.2026",
        case_id="V-0815",
        people=("Müller, Aurélie", "Kind, Zoë"),
        files=("Mietvertrag März.pdf",),
    )
    assert ids(record(1, place="50667 Köln"), wanted, needle=needle) == ["r7"]


def test_several_words_must_all_be_found():
    assert ids(record(1, "Weiß, Ute"), needle="weiss jonas") == []


def test_only_the_folder_is_searched():
    trashed = replace(record(1), folder=Folder.TRASH)
    assert ids(trashed, needle="muster") == []
    assert ids(trashed, folder=Folder.TRASH, needle="muster") == ["r1"]


# --- filtering --------------------------------------------------------------------


def some():
    return (
        record(1, documents=2),
        replace(record(2, documents=1, age=timedelta(days=2)), read=True),
        replace(
            record(3, age=timedelta(days=3)), problems=(Finding("author-signature"),)
        ),
        record(4, age=timedelta(days=40)),
    )


@pytest.mark.parametrize(
    ("on", "left"),
    [
        ({filters.UNREAD}, ["r1", "r3", "r4"]),
        ({filters.ATTACHMENTS}, ["r1", "r2"]),
        ({filters.NOTED}, ["r3"]),
        ({filters.TODAY}, ["r1"]),
        ({filters.WEEK}, ["r1", "r2"]),
        ({filters.UNREAD, filters.ATTACHMENTS}, ["r1"]),
        ({filters.NOTED, filters.TODAY}, []),
    ],
)
def test_filters_and_several_at_once_mean_all_of_them(on, left):
    assert ids(*some(), filters=frozenset(on)) == left


def test_each_chip_counts_what_it_would_leave():
    rows = shown(*some(), filters=frozenset({filters.UNREAD})).filters
    counts = {row.key: (row.count, row.on) for row in rows}
    assert counts == {
        filters.UNREAD: (3, True),
        filters.TODAY: (1, False),
        filters.WEEK: (1, False),
        filters.NOTED: (1, False),
        filters.ATTACHMENTS: (1, False),
    }


def test_a_chip_stands_there_for_the_folder_not_for_the_search():
    """Else they would jump while somebody types."""
    found = shown(*some(), needle="nobody")
    assert [row.count for row in found.filters] == [0] * 5
    assert shown(replace(record(1, age=timedelta(days=40)), read=True)).filters == ()


def test_a_filter_that_is_on_can_be_turned_off_where_nothing_fits():
    (row,) = shown(filters=frozenset({filters.NOTED})).filters
    assert (row.key, row.count, row.on) == (filters.NOTED, 0, True)


def test_who_is_read_does_not_vanish_while_one_reads():
    read = replace(record(2), read=True)
    wish = {"filters": frozenset({filters.UNREAD})}
    assert ids(record(1), read, stays=frozenset({"r2"}), **wish) == ["r2", "r1"]
    assert ids(record(1), read, **wish) == ["r1"]


def worked_on(number, **work):
    return replace(record(number), work=Work(**work))


def test_labels_are_filters_and_found_as_all_notes_are():
    work = {
        "labels": ("Eilig", "Rückfrage"),
        "file_reference": "50.2/17",
        "note": "Büro",
    }
    two = (worked_on(1, **work), worked_on(2, labels=("Eilig",)))
    rows = shown(*two, record(3)).filters
    assert [(r.name, r.count) for r in rows if ":" in r.key] == [
        ("Eilig", 2),
        ("Rückfrage", 1),
    ]
    both = frozenset(map(filters.of_label, ("Eilig", "Rückfrage")))
    assert ids(*two, filters=both) == ["r1"]
    for needle in ("rueckfrage", "50.2/17", "buero"):
        assert ids(*two, needle=needle) == ["r1"]


def test_of_many_labels_the_most_used_have_a_chip_and_what_is_on():
    many = [worked_on(n, labels=(f"E{n}",)) for n in range(20)]
    often = [worked_on(100 + n, labels=("Oft",)) for n in range(2)]
    on = frozenset({filters.of_label("E19")})
    names = [r.name for r in shown(*many, *often, filters=on).filters if ":" in r.key]
    assert len(names) == filters.MOST_LABELS + 1
    assert {"Oft", "E19"} <= set(names)


@pytest.mark.parametrize(
    ("due", "ids_due"),
    [("2026-11-24", ["r1"]), ("2026-11-25", ["r1"]), ("2026-11-26", [])],
)
def test_a_wiedervorlage_is_due_from_its_day_on(due, ids_due):
    waiting = worked_on(1, due=date.fromisoformat(due))
    on = frozenset({filters.DUE})
    assert ids(waiting, record(2), filters=on) == ids_due


def test_what_may_have_come_twice_is_a_filter():
    twice = (record(1, case_id="V-1"), record(2, case_id="V-1"), record(3))
    assert ids(*twice, filters=frozenset({filters.DOUBLE})) == ["r2", "r1"]


@pytest.mark.parametrize(
    ("moment", "days"),
    [
        (datetime(2026, 11, 24, 23, 30, tzinfo=UTC), {filters.TODAY, filters.WEEK}),
        (datetime(2026, 11, 24, 22, 30, tzinfo=UTC), {filters.WEEK}),
        (datetime(2026, 11, 22, 23, 0, tzinfo=UTC), {filters.WEEK}),
        (datetime(2026, 11, 22, 22, 59, tzinfo=UTC), set()),
        (datetime(2026, 11, 29, 23, 0, tzinfo=UTC), set()),
    ],
)
def test_days_and_weeks_begin_where_the_office_is(moment, days):
    assert filters.days_of(moment, None, NOW) == days


# --- looking again ----------------------------------------------------------------


def test_nobody_is_looked_at_anew_who_did_not_change(monkeypatch):
    records = some()
    first = look_at(Stored(*records), NOW)
    looked = []
    monkeypatch.setattr(
        catalogue, "signs_of", lambda record: looked.append(record) or ()
    )
    changed = (*records[:-1], replace(records[-1], subject="Anderes"))
    look_at(Stored(*changed), NOW, first)
    assert {each.id for each in looked} == {changed[-1].id}


def test_what_did_not_change_stays_the_same_object():
    first = look_at(Stored(*some()), NOW)
    changed = (replace(some()[0], read=True), *some()[1:])
    second = look_at(Stored(*changed), NOW + timedelta(minutes=1), first)
    before, after = (c.listed(Folder.INBOX) for c in (first, second))
    assert [a is b for a, b in zip(before, after, strict=True)] == [
        False,
        True,
        True,
        True,
    ]
    assert not after[0].row.unread


def test_what_was_today_is_yesterday_after_midnight():
    first = look_at(Stored(record(1)), NOW)
    later = look_at(Stored(record(1)), NOW + timedelta(days=1), first)
    (item,) = later.listed(Folder.INBOX)
    assert item.row.time.startswith("gestern")
    assert filters.TODAY not in item.marks


def test_folders_count_the_unread_or_all():
    trashed = replace(record(9), folder=Folder.TRASH, read=True)
    counts = look_at(Stored(*some(), trashed), NOW).counts
    assert counts == {Folder.INBOX: 3, Folder.TRASH: 1}
    assert Catalogue().counts == {}

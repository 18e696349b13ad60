"""Whatever a message holds, it ends in a folder with its reasons."""

import logging
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.fake_shelf import NOON, FakeShelf, delivery
from helpers.openings import (
    PDF,
    XML,
    application,
    content,
    opened_delivery,
    signed,
    sniff,
)
from hzl_client.errors import (
    DiskFailed,
    MalformedMime,
    MessageTooLarge,
    NoRecipientKey,
    OutOfMemory,
    SealBroken,
)
from hzl_client.model.application import Application
from hzl_client.model.delivery import Content, OpenedDelivery, Trust
from hzl_client.model.finding import Finding
from hzl_client.model.octets import Octets
from hzl_client.model.record import Folder, Record
from hzl_client.services.open_stored import OpenStored
from hzl_client.services.understanding import Understanding

CITIZEN = "Beispiel, Änne"


def read_xml(contents: tuple[Content, ...]) -> Application | None:
    heads = [each.octets.read(0, 100) for each in contents]
    return application() if XML in heads else None


def no_reason(_contents: tuple[Content, ...]) -> tuple[Finding, ...]:
    return ()


def run(
    outcome: OpenedDelivery | Exception,
    understanding: Understanding | None = None,
) -> Record:
    shelf = FakeShelf()
    shelf.add(delivery(), NOON)

    def open_message(_message: Octets) -> OpenedDelivery:
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    reader = understanding or Understanding(read_xml, no_reason)
    OpenStored(shelf, open_message, reader, sniff).run("r1")
    return shelf.record("r1")


def codes(record: Record) -> list[str]:
    return [finding.code for finding in (*record.problems, *record.findings)]


def test_a_signed_application_goes_to_the_inbox_with_its_summary():
    record = run(opened_delivery(content(), content(PDF), signatures=(signed(),)))
    assert record.folder is record.home is Folder.INBOX
    assert record.summary is not None
    assert record.summary.title == "Muster, Émile"
    assert codes(record) == []


def test_an_unsigned_application_goes_to_the_inbox_and_says_so():
    record = run(opened_delivery(content(trust=Trust.UNSIGNED)))
    assert (record.folder, codes(record)) == (Folder.INBOX, ["unsigned-content"])


def test_a_container_for_a_foreign_reader_beside_a_readable_one():
    problem = Finding("no-recipient-key", "enc")
    record = run(
        opened_delivery(content(), signatures=(signed(),), problems=(problem,))
    )
    assert (record.folder, record.problems) == (Folder.INBOX, (problem,))


@pytest.mark.parametrize("code", ["symmetric", "dangling-reference"])
def test_a_lost_attachment_beside_a_signed_application(code):
    record = run(
        opened_delivery(content(), signatures=(signed(),), problems=(Finding(code),))
    )
    assert (record.folder, codes(record)) == (Folder.INBOX, [code])


@pytest.mark.parametrize(
    "bad",
    [
        opened_delivery(content(), signatures=(signed(), signed(valid=False))),
        opened_delivery(content(), content(PDF, Trust.INVALID), signatures=(signed(),)),
    ],
)
def test_an_invalid_author_signature_means_quarantine(bad):
    record = run(bad)
    assert record.folder is record.home is Folder.QUARANTINE
    assert record.summary is not None  # it can still be looked at, with the warning


def test_nothing_for_us_means_quarantine_with_the_reason():
    record = run(opened_delivery(problems=(Finding("no-recipient-key", "enc"),)))
    assert (record.folder, codes(record)) == (Folder.QUARANTINE, ["no-recipient-key"])


def test_contents_that_nobody_can_look_at_mean_quarantine():
    record = run(opened_delivery(content(b"\0\1\2"), signatures=(signed(),)))
    assert record.folder is Folder.QUARANTINE
    assert "nothing-readable" in codes(record)


def test_a_document_without_application_can_be_worked_with():
    record = run(opened_delivery(content(PDF), signatures=(signed(),)))
    assert (record.folder, codes(record)) == (Folder.INBOX, ["no-application"])


def test_broken_xml_says_why_it_is_no_application():
    why = Finding("xml-unreadable", "1")
    reader = Understanding(lambda _: None, lambda _: (why,))
    broken = opened_delivery(content(b"<broken"), content(PDF), signatures=(signed(),))
    record = run(broken, reader)
    assert (record.folder, record.problems) == (Folder.QUARANTINE, (why,))


@pytest.mark.parametrize(
    "error", [MalformedMime(), MessageTooLarge(), NoRecipientKey()]
)
def test_what_does_not_open_at_all_is_kept_in_quarantine(error):
    record = run(error)
    assert record.opened
    assert (record.folder, codes(record)) == (Folder.QUARANTINE, [error.code])


def test_a_bug_in_opening_stops_nothing_and_quotes_nobody(caplog):
    with caplog.at_level(logging.ERROR):
        record = run(ValueError(f"no number: {CITIZEN!r}"))
    assert record.problems == (Finding("unexpected", "ValueError"),)
    assert "ValueError at open_message" in caplog.text
    assert CITIZEN not in caplog.text
    caplog.clear()


def test_a_bug_in_a_standard_stops_nothing_either(caplog):
    def trip(_contents: tuple[Content, ...]) -> Application | None:
        raise KeyError(CITIZEN)

    record = run(
        opened_delivery(content(), content(PDF), signatures=(signed(),)),
        Understanding(trip, no_reason),
    )
    assert (record.folder, codes(record)) == (
        Folder.QUARANTINE,
        ["unexpected", "no-application"],
    )
    assert CITIZEN not in caplog.text
    caplog.clear()


@pytest.mark.parametrize("error", [DiskFailed(), SealBroken(), OutOfMemory()])
def test_what_the_surroundings_do_is_not_the_content_s_fault(error):
    with pytest.raises(type(error)):
        run(error)


def short_of_memory(*_: object) -> None:
    raise MemoryError


def test_no_memory_for_now_is_not_the_content_s_fault_either():
    with pytest.raises(OutOfMemory):
        run(MemoryError())
    with pytest.raises(OutOfMemory):
        run(opened_delivery(content()), Understanding(short_of_memory, no_reason))


def test_what_fails_without_ending_the_program_is_tried_every_time():
    shelf, tries = FakeShelf(), []
    shelf.add(delivery(), NOON)

    def open_message(_message: Octets) -> OpenedDelivery:
        tries.append(1)
        if len(tries) < 5:
            raise MemoryError
        return opened_delivery(content(), signatures=(signed(),))

    service = OpenStored(shelf, open_message, Understanding(read_xml, no_reason), sniff)
    for _ in range(5):
        service.heal()
    assert len(tries) == 5
    assert shelf.record("r1").folder is Folder.INBOX


def test_healing_opens_what_a_crash_left_and_passes_over_damage(caplog):
    shelf = FakeShelf()
    for number in range(3):
        shelf.add(delivery(f"m{number}", bytes([number])), NOON)

    def open_message(message: Octets) -> OpenedDelivery:
        if message.read(0, 1) == b"\1":
            raise DiskFailed("bad sector")
        return opened_delivery(content())

    service = OpenStored(shelf, open_message, Understanding(read_xml, no_reason), sniff)
    with caplog.at_level(logging.WARNING):
        service.heal()
    assert shelf.unopened() == ("r2",)
    assert "r2 stays unopened: disk-failed" in caplog.text
    caplog.clear()


CONTENTS = st.builds(
    content, st.sampled_from([XML, PDF, b"", b"\0"]), st.sampled_from(Trust)
)
SIGNATURES = st.builds(lambda ok: signed(valid=ok), st.booleans())
PROBLEMS = st.builds(Finding, st.sampled_from(["symmetric", "no-recipient-key"]))


@given(
    st.lists(CONTENTS, max_size=3),
    st.lists(SIGNATURES, max_size=3),
    st.lists(PROBLEMS, max_size=2),
)
def test_the_inbox_holds_nothing_that_contradicts_its_signature(
    contents, signatures, problems
):
    record = run(
        opened_delivery(
            *contents, signatures=tuple(signatures), problems=tuple(problems)
        )
    )
    contradicted = any(c.trust is Trust.INVALID for c in contents) or not all(
        s.valid for s in signatures
    )
    heads = [c.octets.read(0, 9) for c in contents]
    looked_at = XML in heads or (PDF[:9] in heads and not problems)
    expected = Folder.INBOX if looked_at and not contradicted else Folder.QUARANTINE
    assert record.folder is expected
    if not looked_at:
        assert record.problems


def test_sections_are_made_for_whoever_reads_and_not_for_a_fetch():
    """What goes wrong in them closes no mailbox either."""

    def arrange():
        raise ValueError(CITIZEN)

    bad = replace(application(), arrange=arrange)
    reader = Understanding(lambda _: bad, no_reason)
    record = run(opened_delivery(content()), reader)
    assert (record.folder, codes(record)) == (Folder.INBOX, [])
    understood = reader.of((content(),))
    assert understood.application is None
    assert [problem.code for problem in understood.problems] == ["unexpected"]


def test_what_ends_the_program_each_time_it_is_opened_closes_no_mailbox():
    class Killed(BaseException):
        """As if the operating system had ended the process."""

    shelf = FakeShelf()
    for number in (1, 2):
        shelf.add(delivery(f"m{number}", f"message {number}".encode()), NOON)
    opened: list[str] = []

    def open_message(_message: Octets) -> OpenedDelivery:
        opened.append("tried")
        if len(opened) < 3:
            raise Killed
        return opened_delivery(content())

    service = OpenStored(shelf, open_message, Understanding(read_xml, no_reason), sniff)
    for _ in range(2):
        with pytest.raises(Killed):
            service.heal()
    service.heal()
    assert shelf.unopened() == ()
    assert codes(shelf.record("r1")) == ["opening-failed"]
    assert shelf.record("r1").folder is Folder.QUARANTINE
    assert shelf.record("r2").folder is Folder.INBOX
    assert len(opened) == 3

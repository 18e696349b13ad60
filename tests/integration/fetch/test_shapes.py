"""Every shape of a delivery, through the whole program: folder, findings, contents."""

from dataclasses import dataclass

import pytest

from hzl_client.intermediary import samples
from hzl_client.intermediary.shapes import SHAPES
from hzl_client.model.octets import sha256_hex
from hzl_client.model.record import Folder
from hzl_client.model.watch import Watch

SAMPLE = "01_alleinstehend"


@dataclass(frozen=True)
class Expected:
    folder: Folder = Folder.INBOX
    problems: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    level: str = "good"
    missing: int = 0  # of the attachments; all there is where nothing opens
    application: bool = True


QUARANTINE = Folder.QUARANTINE
LOST = {"level": "neutral", "missing": 1}
SHUT = {"level": "bad", "missing": 5, "application": False}
EXPECTED = {
    "unsigned": Expected(findings=("unsigned-content",), level="neutral"),
    "stranger": Expected(level="neutral"),
    "forged": Expected(QUARANTINE, ("author-signature",), level="bad"),
    "foreign-reader": Expected(QUARANTINE, ("no-recipient-key",), **SHUT),
    "extra-foreign-reader": Expected(problems=("no-recipient-key",), level="neutral"),
    "damaged": Expected(QUARANTINE, ("symmetric",), **SHUT),
    "broken-xml": Expected(
        QUARANTINE,
        ("xml-unreadable",),
        ("no-application",),
        level="neutral",
        application=False,
    ),
    "attachment-damaged": Expected(problems=("symmetric", "author-signature"), **LOST),
    "attachment-missing": Expected(
        problems=("dangling-reference", "author-signature"), **LOST
    ),
}
# The large one has tests of its own: fifty times the time of all others.
ALL = [name for name in SHAPES if name != "large"]


def sent_files() -> list[str]:
    sample = samples.load(SAMPLE)
    files = [sample.message, *sample.attachments]
    return [sha256_hex(file.octets) for file in files]


@pytest.mark.parametrize("name", ALL)
def test_one_shape(running, desk, name):
    message_id = running.send(name, SAMPLE)
    expected = EXPECTED.get(name, Expected())
    report = desk.fetch.run(Watch())
    (record_id,) = report.stored
    assert report.error is None
    assert report.quarantined == report.stored * (expected.folder is QUARANTINE)
    opened = desk.reading.open(record_id)
    record = opened.record
    assert record.message_id == message_id
    assert record.folder is expected.folder
    assert tuple(each.code for each in record.problems) == expected.problems
    assert tuple(each.code for each in record.findings) == expected.findings
    assert opened.verdict.level == expected.level
    assert (opened.application is not None) == expected.application
    held = {sha256_hex(content.octets) for content in opened.contents}
    missing = [digest for digest in sent_files() if digest not in held]
    broken = name == "broken-xml"  # that one came half, and is kept so
    assert len(missing) == expected.missing + broken
    assert running.post.waiting(running.pki.recipient_cipher.der) == 0


def test_all_shapes_in_one_dialog(running, desk, asked):
    """What does not open stops nothing behind it."""
    ids = [running.send(name, SAMPLE) for name in ALL]
    asked.clear()
    report = desk.fetch.run(Watch())
    assert report.error is None
    assert asked == ["InitDialog", *["FetchDelivery"] * (len(ALL) + 1), "ExitDialog"]
    assert [desk.reading.open(each).record.message_id for each in report.stored] == ids
    shut = [name for name, each in EXPECTED.items() if each.folder is QUARANTINE]
    assert len(report.quarantined) == len(shut)
    assert running.post.waiting(running.pki.recipient_cipher.der) == 0

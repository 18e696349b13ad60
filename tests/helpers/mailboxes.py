"""A real practice mailbox, what a sender put into its post, and what came of it."""

import subprocess
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast
from uuid import uuid4

from hzl_client import compose
from hzl_client.intermediary import sender
from hzl_client.intermediary.samples import File, Sample
from hzl_client.intermediary.server import Intermediary
from hzl_client.model.octets import MemoryOctets, sha256_hex
from hzl_client.model.watch import Watch
from hzl_client.services.desk import Desk
from hzl_client.services.fetch import FetchReport
from hzl_client.services.practice import PracticeIntermediary
from hzl_client.services.profile import MailboxEntry


def practice_mailbox(profile: Path, running: Intermediary) -> MailboxEntry:
    """Made as for anyone who starts practising; the intermediary runs in the test."""
    no_process = cast("subprocess.Popen[str]", None)
    place = PracticeIntermediary(
        running.url, running.pki.folder, running.control_url, "", no_process
    )
    return compose.create_practice_mailbox(profile, place)


def fetch(entry: MailboxEntry, watch: Watch | None = None) -> FetchReport:
    """Open the mailbox, fetch once, close it."""
    with compose.open_desk(entry) as desk:
        return desk.fetch.run(watch or Watch())


def unique_sample(token: str, size: int = 0) -> Sample:
    """Small, and every one of its files unlike any other message's."""
    pdf = f"%PDF-1.7 {token}\n".encode() + token.encode() * (size // len(token))
    xml = f"<antrag><name>Muster {token}</name></antrag>".encode()
    attachments = (File("anhang_0001.pdf", MemoryOctets(pdf)),)
    return Sample(File("antrag.xml", MemoryOctets(xml)), attachments)


@dataclass
class Sent:
    """Everything a sender has put in: message ids, and the SHA-256 of every file."""

    running: Intermediary
    ids: list[str] = field(default_factory=list)
    digests: list[str] = field(default_factory=list)

    def put_in(self, count: int, shape: str = "embedded", size: int = 0) -> None:
        with sender.Platform(self.running.url, self.running.pki) as platform:
            for _ in range(count):
                sample = unique_sample(uuid4().hex, size)
                self.ids.append(platform.deliver(shape, sample))
                self.digests.append(sha256_hex(sample.message.octets))
                self.digests += [sha256_hex(f.octets) for f in sample.attachments]

    def losses(self, desk: Desk) -> "Difference":
        """What of it is not in the mailbox, and what is there more than once."""
        records = desk.records.all()
        held = [
            sha256_hex(content.octets)
            for record in records
            for content in desk.reading.open(record.id).contents
        ]
        ids = [record.message_id for record in records]
        return Difference.between((*self.ids, *self.digests), (*ids, *held))

    def unacknowledged(self) -> list[str]:
        cards = self.running.post.cards()
        waiting = {card.message_id for card in cards if card.reception is None}
        return [message_id for message_id in self.ids if message_id in waiting]


@dataclass(frozen=True)
class Difference:
    lost: tuple[str, ...]
    surplus: tuple[str, ...]

    @classmethod
    def between(cls, wanted: Iterable[str], found: Iterable[str]) -> "Difference":
        expected, there = Counter(wanted), Counter(found)
        lost = tuple((expected - there).elements())
        return cls(lost, tuple((there - expected).elements()))


NOTHING = Difference((), ())

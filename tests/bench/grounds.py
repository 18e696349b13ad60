"""What the measurements stand on: a practice intermediary and mailboxes over it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from hzl_client import compose, xmlkit
from hzl_client.intermediary import pki, samples
from hzl_client.intermediary.main import PKI_FOLDER
from hzl_client.intermediary.samples import File, Sample
from hzl_client.intermediary.sender import Platform
from hzl_client.keys.spool import SealedSpool
from hzl_client.model.octets import CHUNK, MemoryOctets, Octets, in_memory
from hzl_client.services.practice import PracticeIntermediary
from hzl_client.services.profile import MailboxEntry

SAMPLE = "01_alleinstehend"
ATTACHMENTS = (100_000, 25_000)  # bytes; with 5 kB of XML the usual 130 kB
FILES = ("recipient_cipher", "recipient_signature")
PASSPHRASE = "messung-messung"
_ROOT = Path(__file__).resolve().parents[2]
# Children find the bench's modules, and its key store instead of the machine's.
ENVIRONMENT = {
    **os.environ,
    "PYTHONPATH": os.pathsep.join((str(_ROOT / "tests"), str(_ROOT / "src"))),
    "PYTHON_KEYRING_BACKEND": "bench.key_store.FileKeyring",
    "QT_QPA_PLATFORM": "offscreen",
}


@dataclass(frozen=True, slots=True)
class Ground:
    folder: Path
    practice: PracticeIntermediary

    @property
    def profile(self) -> Path:
        return self.folder / "profile"

    def mailbox(self) -> MailboxEntry:
        """The practice mailbox; reused, as its keys are."""
        return compose.create_practice_mailbox(self.profile, self.practice)

    def platform(self) -> Platform:
        return Platform(self.practice.url, pki.load(self.practice.pki_folder))


@contextmanager
def ground(folder: Path) -> Iterator[Ground]:
    """With keys as in the reference's measurements, which are shorter than ours."""
    pki.create(folder / "state" / PKI_FOLDER, bits=2048)
    with compose.start_practice_intermediary(folder / "state") as practice:
        yield Ground(folder, practice)


def live_mailbox(ground: Ground, name: str = "live") -> MailboxEntry:
    """As in earnest: no practice, and unlocked by the operating system's key store."""
    settings = replace(ground.mailbox().settings, practice=False, title="Messung")
    folder = ground.practice.pki_folder
    identity = [(pki.p12_file(folder, name).read_bytes(), pki.PIN) for name in FILES]
    profile = ground.folder / name
    return compose.create_mailbox(
        profile, settings, identity, PASSPHRASE, key_store=True
    )


def usual_sample() -> Sample:
    """About 130 kB: a real application without the document inside its XML."""
    sample = samples.load(SAMPLE)
    attachments = tuple(
        File(f"anhang_{number:04}.pdf", _like_a_pdf(size))
        for number, size in enumerate(ATTACHMENTS, 1)
    )
    return replace(
        sample,
        message=replace(sample.message, octets=_without_document(sample)),
        attachments=attachments,
    )


def readable_sample() -> Sample:
    return samples.load(SAMPLE)


def deliver(ground: Ground, count: int) -> None:
    """Real applications, as they come from the platform."""
    sample = readable_sample()
    with ground.platform() as platform:
        for _ in range(count):
            platform.deliver("embedded", sample)


def with_attachment(mib: int) -> Sample:
    """The application, and one attachment that is as long as this."""
    spool, block = SealedSpool(), Random(mib).randbytes(CHUNK)  # noqa: S311
    for _ in range(mib):
        spool.write(block)
    attachment = File("anhang_0001.bin", spool.finish())
    return replace(usual_sample(), attachments=(attachment,))


def size_of(sample: Sample) -> int:
    return sum(file.octets.size for file in (sample.message, *sample.attachments))


def _without_document(sample: Sample) -> Octets:
    root = xmlkit.parse(in_memory(sample.message.octets))
    for element in list(root.iter()):
        element.tail = None
        if len(element):
            element.text = None
        parent = element.getparent()
        if parent is not None and xmlkit.local_name(element) == "dokument":
            parent.remove(element)
    return MemoryOctets(xmlkit.canonical(root))


def _like_a_pdf(size: int) -> Octets:
    """Nothing that compresses; the same every time."""
    return MemoryOctets(b"%PDF-1.7\n" + Random(size).randbytes(size))  # noqa: S311

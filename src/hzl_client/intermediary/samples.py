"""The practice applications: what lies in `resources/samples`, as a sender has it."""

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

from hzl_client import resources
from hzl_client.errors import NoSuchSample
from hzl_client.keys.spool import SealedSpool
from hzl_client.model.octets import CHUNK, MemoryOctets, Octets

_MEDIA_TYPES = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".xml": "text/xml",
}
LARGE_BYTES = 50 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class File:
    name: str
    octets: Octets

    @property
    def media_type(self) -> str:
        suffix = Path(self.name).suffix.lower()
        return _MEDIA_TYPES.get(suffix, "application/octet-stream")


@dataclass(frozen=True, slots=True)
class Sample:
    """`subject` is what the process card will show."""

    message: File
    attachments: tuple[File, ...]
    subject: str = "Antrag Hilfe zum Lebensunterhalt (Übung)"


def names() -> tuple[str, ...]:
    folders = (path for path in resources.path("samples").iterdir() if path.is_dir())
    return tuple(sorted(folder.name for folder in folders))


def load(sample: str | Path) -> Sample:
    """By name, or from a folder with one XML file and files `anhang_…` beside it."""
    folder = sample if isinstance(sample, Path) else _folder(sample)
    messages = sorted(folder.glob("*.xml"))
    if len(messages) != 1:
        raise NoSuchSample("folder without exactly one XML file", found=len(messages))
    attachments = sorted(folder.glob("anhang_*"))
    return Sample(_read(messages[0]), tuple(_read(path) for path in attachments))


def with_large_attachment(sample: Sample) -> Sample:
    """As many bytes as a scanned file may well have; they look like a PDF's."""
    spool = SealedSpool()
    block = hashlib.shake_256(b"practice").digest(CHUNK)
    spool.write(b"%PDF-1.7\n")
    for _ in range(LARGE_BYTES // CHUNK):
        spool.write(block)
    large = File("anhang_0099.pdf", spool.finish())
    return replace(sample, attachments=(*sample.attachments, large))


def _folder(name: str) -> Path:
    if name not in names():
        raise NoSuchSample("no such sample", sample=name[:64])
    return resources.path("samples") / name


def _read(path: Path) -> File:
    return File(path.name, MemoryOctets(path.read_bytes()))

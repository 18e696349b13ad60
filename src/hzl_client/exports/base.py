"""What an exporter can do: write one application where the user said."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from hzl_client.model.application import Application
from hzl_client.model.delivery import Content
from hzl_client.model.octets import Octets
from hzl_client.model.record import Record


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """`name` is relative to the export's folder, with / between its parts."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class ExportReport:
    """Only made after every file was read back and its digest compared."""

    folder: Path
    files: tuple[ExportedFile, ...]


@dataclass(frozen=True, slots=True)
class ExportItem:
    """`message` is the untouched order message; `application` None if unreadable.

    `contents` are the opened contents of the record: they say how far each file can be
    trusted, and what the application does not use goes along as it is.
    """

    record: Record
    message: Octets
    application: Application | None
    contents: tuple[Content, ...] = ()


class Exporter(Protocol):
    def export(self, item: ExportItem, target: Path) -> ExportReport: ...

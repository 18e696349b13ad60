"""One application as a folder: the original, what it contains, and its fields."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from hzl_client.exports.base import ExportedFile, ExportItem, ExportReport
from hzl_client.exports.names import (
    LONGEST_NAME,
    LONGEST_PATH,
    SHORTEST_NAME,
    NameBook,
    safe_name,
)
from hzl_client.exports.staging import SUFFIX, Staging, staged
from hzl_client.exports.table import csv_chunks, encoded, json_chunks
from hzl_client.model.application import Application, Document
from hzl_client.model.delivery import Content, Trust
from hzl_client.model.octets import chunks, sha256_hex

ENCLOSURES = "Anlagen"
MESSAGE, XML, CSV, JSON = "nachricht.osci", "antrag.xml", "felder.csv", "felder.json"
MANIFEST = "manifest.json"
FORMAT = "hzl-client-export-1"
_LONGEST_FOLDER = 80
_GERMAN_DATE = re.compile(r"([0-9]{2})\.([0-9]{2})\.([0-9]{4})")
# For contents without an ending, so that the system knows how to open them.
_ENDINGS = {
    "application/pdf": ".pdf",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/tiff": ".tif",
    "text/plain": ".txt",
    "text/xml": ".xml",
    "application/xml": ".xml",
}
_WORST_FIRST = (Trust.INVALID, Trust.UNSIGNED, Trust.SIGNED)


class FolderExporter:
    """Writes beside the final name and renames: a folder without `.tmp` is whole."""

    def export(self, item: ExportItem, target: Path) -> ExportReport:
        room = _Room.below(target)
        wanted = safe_name(_title(item), room.folder, "Nachricht")
        with staged(target, wanted, room.folder) as (staging, final):
            _Writing(item, staging, room.file).run()
            files = staging.files
        return ExportReport(final, files)


@dataclass(frozen=True, slots=True)
class _Room:
    """How long names may be here, so that Windows can open every path."""

    folder: int
    file: int

    @classmethod
    def below(cls, target: Path) -> "_Room":
        fixed = len(str(target.absolute())) + len(SUFFIX) + len(f"//{ENCLOSURES}/")
        left = LONGEST_PATH - fixed
        folder = min(_LONGEST_FOLDER, max(SHORTEST_NAME, left // 2))
        file = min(LONGEST_NAME, max(SHORTEST_NAME, left - folder))
        return cls(folder, file)


def _title(item: ExportItem) -> str:
    """Sorts by date in any file manager."""
    received = item.record.received_at.astimezone(ZoneInfo("Europe/Berlin"))
    date = received.date().isoformat()
    if item.application is None:
        return f"{date} Nachricht {item.record.id[:8]}"
    summary = item.application.summary
    if found := _GERMAN_DATE.fullmatch(summary.application_date):
        date = f"{found[3]}-{found[2]}-{found[1]}"
    return f"{date} {summary.title}"


class _Writing:
    """One export under way; every file is written once and entered in the manifest."""

    def __init__(self, item: ExportItem, staging: Staging, limit: int) -> None:
        self._item = item
        self._staging = staging
        self._top = NameBook(limit)
        self._enclosures = NameBook(limit)
        for ours in (MESSAGE, XML, CSV, JSON, MANIFEST, ENCLOSURES):
            self._top.take(ours)
        self._trust = _trust_by_digest(item.contents)
        self._entries: list[dict[str, Any]] = []

    def run(self) -> None:
        self._write(MESSAGE, chunks(self._item.message), role="message")
        if self._item.application is not None:
            self._application(self._item.application)
        self._unused_contents()
        manifest = self._manifest()
        self._staging.write(MANIFEST, encoded(manifest))

    def _application(self, application: Application) -> None:
        trust: Trust | None = None
        if application.xml is not None:
            file = self._write(XML, chunks(application.xml), role="xml")
            trust = self._trust.get(file.sha256)
        for document in sorted(application.documents, key=lambda d: not d.main):
            self._document(document, trust)
        self._write(CSV, csv_chunks(application), role="fields")
        self._write(JSON, json_chunks(application), role="fields")

    def _document(self, document: Document, trust_of_xml: Trust | None) -> None:
        facts: dict[str, Any] = {
            "original_name": document.name,
            "media_type": document.media_type,
            "declared_type": document.declared_type,
            "state": document.state.value,
            "embedded": document.embedded,
        }
        if document.octets is None:
            self._entries.append({"name": None, "role": "enclosure", **facts})
            return
        role = "application" if document.main else "enclosure"
        name = self._file_name(document.name, document.media_type, main=document.main)
        inherited = trust_of_xml if document.embedded else None
        self._write(name, chunks(document.octets), inherited, role=role, **facts)

    def _unused_contents(self) -> None:
        """What no part of an application accounts for; all of it without one."""
        written = {file.sha256 for file in self._staging.files}
        for number, content in enumerate(self._item.contents, start=1):
            if sha256_hex(content.octets) in written:
                continue
            said = content.name or f"Inhalt {number}"
            name = self._file_name(said, content.media_type, main=False)
            self._write(
                name,
                chunks(content.octets),
                role="content",
                original_name=content.name,
                media_type=content.media_type,
            )

    def _file_name(self, said: str, media_type: str, *, main: bool) -> str:
        if "." not in said:
            said += _ENDINGS.get(media_type, "")
        if main:
            return self._top.take(said, "Antrag.pdf")
        return f"{ENCLOSURES}/{self._enclosures.take(said)}"

    def _write(
        self,
        name: str,
        data: Iterator[bytes],
        inherited: Trust | None = None,
        **facts: object,
    ) -> ExportedFile:
        file = self._staging.write(name, data)
        entry: dict[str, Any] = {
            "name": file.name,
            "size": file.size,
            "sha256": file.sha256,
            **facts,
        }
        if trust := self._trust.get(file.sha256, inherited):
            entry["trust"] = trust.value
        self._entries.append(entry)
        return file

    def _manifest(self) -> dict[str, Any]:
        record, application = self._item.record, self._item.application
        submitted = record.submitted_at
        return {
            "format": FORMAT,
            "record": record.id,
            "message_id": record.message_id,
            "received_at": record.received_at.isoformat(),
            "submitted_at": submitted.isoformat() if submitted else None,
            "standard": application.standard if application else None,
            "version": application.version if application else None,
            "test": application.summary.test if application else None,
            "trust": _worst(self._item.contents),
            "problems": [{"code": f.code, "detail": f.detail} for f in record.problems],
            "findings": [{"code": f.code, "detail": f.detail} for f in record.findings],
            "files": self._entries,
        }


def _trust_by_digest(contents: tuple[Content, ...]) -> dict[str, Trust]:
    """The worst, where the same bytes came twice."""
    found: dict[str, Trust] = {}
    for content in contents:
        digest = sha256_hex(content.octets)
        known = found.get(digest, Trust.SIGNED)
        found[digest] = min(known, content.trust, key=_WORST_FIRST.index)
    return found


def _worst(contents: tuple[Content, ...]) -> str | None:
    trusts = [content.trust for content in contents]
    return min(trusts, key=_WORST_FIRST.index).value if trusts else None

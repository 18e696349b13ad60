"""The list of one folder: what a row says, to the eye and to a screen reader."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from PySide6.QtCore import QMimeData, QModelIndex, Qt

from hzl_client import texts
from hzl_client.model.record import MOST_DOUBLES, Folder, Record
from hzl_client.texts.folders import FOLDERS
from hzl_client.ui import days, words
from hzl_client.ui.models.ordering import Order
from hzl_client.ui.models.row_list import RECORDS, Index, RowList
from hzl_client.ui.plain import tip, visible

UNREADABLE: Final = "Nicht lesbare Nachricht"
NOT_KNOWN: Final = "Inhalt unbekannt"
FROM_QUARANTINE: Final = "aus Quarantäne"
NOT_OPENED: Final = "Noch nicht entschlüsselt"
ROW_ROLE: Final = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class RecordRow:
    """`mark` is the short word of the chip, `reasons` its whole sentences."""

    id: str
    folder: Folder
    unread: bool
    title: str
    about: str
    where: str
    attachments: int
    time: str
    mark: str
    reasons: tuple[str, ...]
    test: bool
    date: str = ""  # of the application itself, TT.MM.JJJJ
    size: str = ""
    hints: int = 0  # of the checks, that nobody has ticked yet
    labels: tuple[str, ...] = ()
    due: str = ""  # "heute fällig", "seit 3 Tagen überfällig", "Wiedervorlage 01.12."
    due_mark: str = ""  # the same as short as it can be said
    due_tone: str = "neutral"
    reference: str = ""
    doubles: tuple[str, ...] = ()  # ids of others that may be the same
    double: str = ""  # and the sentence that says so

    def beside(self, order: Order) -> str:
        """What stands beside the name: that after which the list is sorted."""
        if order is Order.SIZE:
            return self.size
        if order is Order.DATE:
            return self.date or "ohne Datum"
        return self.time

    @property
    def spoken(self) -> str:
        """Everything the row shows, as one sentence after the other."""
        parts = (
            "Ungelesen" if self.unread else "Gelesen",
            "Testantrag" if self.test else "",
            self.title,
            self.about,
            self.where,
            f"Eingang {self.time}",
            f"Antrag vom {self.date}" if self.date else "",
            counted_attachments(self.attachments),
            self.size,
            *self.worked,
            *self.reasons,
        )
        return ". ".join(part.rstrip(".") for part in parts if part) + "."

    @property
    def worked(self) -> tuple[str, ...]:
        """What the office has noted, and what it may have twice."""
        return (
            f"Aktenzeichen {self.reference}" if self.reference else "",
            f"Etiketten: {', '.join(self.labels)}" if self.labels else "",
            self.due,
            self.double,
        )


def received(record: Record) -> datetime:
    """The moment people mean: arrival at the server, else when it was fetched."""
    return record.submitted_at or record.received_at


def newest_first(records: tuple[Record, ...]) -> tuple[Record, ...]:
    return tuple(sorted(records, key=lambda r: (received(r), r.id), reverse=True))


def row_of(
    record: Record, now: datetime, doubles: tuple[Record, ...] = ()
) -> RecordRow:
    summary = record.summary
    noted = (*record.problems, *(f for f in record.findings if not f.quiet))
    # Where exactly it is stands in the checks; here it says what it means.
    reasons = tuple(dict.fromkeys(texts.sentence(f.code) for f in noted))
    about = summary.service if summary else ""
    if record.folder is Folder.QUARANTINE and reasons:
        about = reasons[0]
    due, due_tone = _due(record.work.due, now)
    return RecordRow(
        id=record.id,
        folder=record.folder,
        unread=not record.read,
        title=title_of(record),
        about=about or NOT_KNOWN,
        where=_where(record),
        attachments=summary.documents if summary else 0,
        time=words.when(received(record), now),
        mark=_mark(record, len(reasons)),
        reasons=reasons,
        test=bool(summary and summary.test),
        date=summary.application_date if summary else "",
        size=words.size(record.size),
        hints=record.work.open_hints or 0,
        labels=record.work.labels,
        due=due,
        due_mark=_due_mark(record.work.due, due_tone),
        due_tone=due_tone,
        reference=record.work.file_reference,
        doubles=tuple(other.id for other in doubles),
        double=double_words(doubles),
    )


def _due(due: date | None, now: datetime) -> tuple[str, str]:
    if due is None:
        return "", "neutral"
    said, tone = days.away(due, words.local(now).date())
    if tone == "neutral":
        said = f"Wiedervorlage {days.german(due)}"
    return said, tone


def _due_mark(due: date | None, tone: str) -> str:
    short = {"bad": "überfällig", "warn": "heute fällig"}
    return short.get(tone) or (f"{due:%d.%m.}" if due else "")


def double_words(others: tuple[Record, ...]) -> str:
    if not others:
        return ""
    came = f"Eingang vom {words.stamp(received(others[0]))}"
    least = "mindestens " if len(others) >= MOST_DOUBLES else ""
    more = f" und {least}{len(others) - 1} weitere" if len(others) > 1 else ""
    where = FOLDERS[others[0].folder]
    return f"Möglicherweise doppelt: {came} ({where}){more}"


def _where(record: Record) -> str:
    """What is open, known once somebody has read the application; a narrow list cuts
    the place, not that."""
    place = record.summary.place if record.summary else words.size(record.size)
    left = record.work.open_hints
    counted = words.count(left, "Hinweis", "Hinweise") if left else ""
    return " · ".join(part for part in (counted, place) if part)


def title_of(record: Record) -> str:
    if record.summary:
        return record.summary.title
    return UNREADABLE if record.opened else NOT_OPENED


def counted_attachments(documents: int) -> str:
    return words.count(documents, "Anlage", "Anlagen") if documents else ""


def _mark(record: Record, reasons: int) -> str:
    if record.folder is Folder.QUARANTINE:
        return ""  # the whole reason stands in the second line
    if record.home is Folder.QUARANTINE:
        return FROM_QUARANTINE
    return words.count(reasons, "Befund", "Befunde") if reasons else ""


class RecordsModel(RowList[RecordRow]):
    def key(self, row: RecordRow) -> Hashable:
        return row.id

    def keys(self, rows: Sequence[RecordRow]) -> list[Hashable]:
        return [row.id for row in rows]

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsDragEnabled

    def mimeTypes(self) -> list[str]:
        return [RECORDS]

    def mimeData(self, _indexes: Sequence[QModelIndex]) -> QMimeData:
        """Only that it is our own selection; no other program learns anything."""
        data = QMimeData()
        data.setData(RECORDS, b"")
        return data

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.row(index)
        if row is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return visible(row.spoken)
        return tip(_tool_tip(row)) if role == Qt.ItemDataRole.ToolTipRole else None

    def number_of(self, record_id: str) -> int:
        """Its row, or -1."""
        return self.find(record_id).row()


def _tool_tip(row: RecordRow) -> str:
    counted = counted_attachments(row.attachments)
    dated = f"Antrag vom {row.date}" if row.date else ""
    about = (row.title, row.about, row.where, dated, counted, row.size)
    lines = (*about, *row.worked, *row.reasons)
    return "\n".join(dict.fromkeys(line for line in lines if line))

"""The fields of one application as a flat list of headings and label/value rows."""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt

from hzl_client.model.application import Application, Field, Section
from hzl_client.ui import words
from hzl_client.ui.models.row_list import Index, RowList

UNKNOWN: Final = "nicht im Katalog"
LONGEST: Final = 4000  # signs of one value drawn; the copy is always whole
ROW_ROLE: Final = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class HeadingRow:
    title: str
    number: int  # of the section, as titles may repeat
    fields: int
    open: bool

    @property
    def spoken(self) -> str:
        state = "aufgeklappt" if self.open else "zugeklappt"
        return f"Abschnitt {self.title}, {angaben(self.fields)}, {state}"


@dataclass(frozen=True, slots=True)
class FieldRow:
    """`mark` and `note` stand in small type below label and value."""

    path: str
    label: str
    value: str
    copy_text: str
    mark: str
    note: str
    technical: bool
    empty: bool
    details: str

    @property
    def spoken(self) -> str:
        extra = "".join(f", {part}" for part in (self.note, self.mark) if part)
        return f"{self.label}: {self.value}{extra}"


AnyRow = HeadingRow | FieldRow


@dataclass(frozen=True, slots=True)
class FieldFilter:
    needle: str = ""
    technical: bool = True
    closed: frozenset[int] = frozenset()


def angaben(number: int) -> str:
    return words.count(number, "Angabe", "Angaben")


def field_row(field: Field) -> FieldRow:
    value = field.text
    if len(value) > LONGEST:
        value = value[:LONGEST] + " … (gekürzt, beim Kopieren vollständig)"
    notes = (field.note, field.code.note if field.code else "")
    return FieldRow(
        path=field.path,
        label=field.label,
        value=value,
        copy_text=field.copy_text,
        mark="" if field.known else UNKNOWN,
        note=" · ".join(dict.fromkeys(note for note in notes if note)),
        technical=field.technical,
        empty=field.empty,
        details=_details(field),
    )


def _details(field: Field) -> str:
    lines = [f"Stelle im XML: {field.path}"]
    if not field.known:
        lines.append("Diese Angabe ist nicht im Katalog; der Name ist abgeleitet.")
    if field.code and field.code.list_uri:
        edition = field.code.list_version
        lines.append(
            f"Codeliste: {field.code.list_uri}"
            + (f", Fassung {edition}" if edition else "")
        )
    return "\n".join(lines)


class FieldIndex:
    """One application prepared for filtering: a key press must not cost 50 ms."""

    def __init__(self, application: Application) -> None:
        self.leaves = application.leaves
        self.total = len(application.fields)
        self._sections = [_prepared(section) for section in application.sections]

    @property
    def technical(self) -> int:
        return sum(r.technical for _, fields in self._sections for r, _ in fields)

    def rows(self, wanted: FieldFilter) -> tuple[AnyRow, ...]:
        needles = wanted.needle.casefold().split()
        found: list[AnyRow] = []
        for number, (title, fields) in enumerate(self._sections):
            hits = [
                row
                for row, haystack in fields
                if (wanted.technical or not row.technical)
                and all(needle in haystack for needle in needles)
            ]
            if not hits:
                continue
            # A search looks into closed sections as well.
            is_open = bool(needles) or number not in wanted.closed
            found.append(HeadingRow(title, number, len(hits), is_open))
            if is_open:
                found.extend(hits)
        return tuple(found)

    def counter(self, wanted: FieldFilter) -> str:
        """ "162 von 162 Angaben", and in words what is not shown and why."""
        everything = FieldFilter(wanted.needle, technical=wanted.technical)
        shown = sum(isinstance(row, FieldRow) for row in self.rows(everything))
        hidden = 0 if wanted.technical else self.technical
        counted = f"{words.grouped(shown)} von {angaben(self.leaves)}"
        if hidden:
            counted += f" · {words.grouped(hidden)} technische ausgeblendet"
        return counted

    @property
    def dropped(self) -> int:
        """Leaves that became no field: must be 0, and is said aloud if it is not."""
        return self.leaves - self.total


def _prepared(section: Section) -> tuple[str, list[tuple[FieldRow, str]]]:
    prepared = []
    for field in section.fields:
        row = field_row(field)
        code = field.code.value if field.code else ""
        parts = (section.title, row.label, field.text, field.copy_text, code, row.mark)
        prepared.append((row, "\n".join(parts).casefold()))
    return section.title, prepared


class FieldsModel(RowList[AnyRow]):
    def key(self, row: AnyRow) -> Hashable:
        return row.path if isinstance(row, FieldRow) else row.number

    def show_new(self, rows: tuple[AnyRow, ...]) -> None:
        """Another application: same paths mean other values, so start afresh."""
        self._reset(rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.row(index)
        if row is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return row.label if isinstance(row, FieldRow) else row.title
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.spoken
        if role == Qt.ItemDataRole.ToolTipRole and isinstance(row, FieldRow):
            return row.details
        return None

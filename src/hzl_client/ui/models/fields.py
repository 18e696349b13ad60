"""The fields of one application as a flat list of headings and label/value rows."""

import re
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Final

from PySide6.QtCore import Qt

from hzl_client.model.application import Application, Field
from hzl_client.model.comparison import NOT_COMPARED, Compared, Comparison
from hzl_client.model.folding import Folded, words_of
from hzl_client.model.printed import Place
from hzl_client.ui import words
from hzl_client.ui.models.placing import PRINTED, Alone, Placed, placed
from hzl_client.ui.models.row_list import MANY_RANGES, Index, RowList
from hzl_client.ui.models.sources import DIFFERS, NOT_READ, PDF_ONLY, Source, source_of
from hzl_client.ui.plain import tip, visible

UNKNOWN: Final = "nicht im Katalog"
HIDDEN: Final = -1  # number of the heading above what the office hides
HIDDEN_TITLE: Final = "Ausgeblendet"
LONGEST: Final = 4000  # signs of one value drawn; the copy is always whole
SHORT: Final = 300  # of a name, a note or an address, none of which has use for more
LONGEST_PATH: Final = 1000
ROW_ROLE: Final = Qt.ItemDataRole.UserRole + 1
FOUND_ROLE: Final = ROW_ROLE + 1
_AMOUNT: Final = re.compile(
    r"([0-9]{1,12}|[0-9]{1,3}(?:\.[0-9]{3}){1,3})[.,]([0-9]{1,2})(?:\s?€)?"
)


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
    """`mark` and `note` stand in small type below label and value, the sign of the
    `source` beside them."""

    path: str
    label: str
    value: str
    copy_text: str
    mark: str
    note: str
    technical: bool
    empty: bool
    details: str
    place: Place | None = None  # in the printed form
    source: Source = NOT_READ

    @property
    def spoken(self) -> str:
        source = "" if self.source is DIFFERS else self.source.words  # the mark says it
        parts = (self.note, *self.mark.split("\n"), source)
        extra = "".join(f", {part}" for part in parts if part)
        return f"{self.label}: {self.value}{extra}"


AnyRow = HeadingRow | FieldRow


@dataclass(frozen=True, slots=True)
class FieldFilter:
    needle: str = ""
    technical: bool = True
    closed: frozenset[int] = frozenset((HIDDEN,))


def angaben(number: int) -> str:
    return words.count(number, "Angabe", "Angaben")


def field_row(
    field: Field,
    compared: Compared | None = None,
    *,
    marked: bool = True,
    known: bool = False,
) -> FieldRow:
    """Not `marked`: of other XML nothing is in a catalogue; the head says it once.
    `known`: the form was read."""
    code_note = field.code.note if field.code else ""
    source = source_of(compared, known=known)
    notes = (_brief(field.note), _brief(code_note), _otherwise(compared, source))
    unknown = marked and not field.known
    marks = (source.words if source is DIFFERS else "", UNKNOWN if unknown else "")
    return FieldRow(
        path=field.path,
        label=_brief(field.label),
        value=_cut(field.text),
        copy_text=field.copy_text,
        mark="\n".join(mark for mark in marks if mark),
        note=" · ".join(dict.fromkeys(note for note in notes if note)),
        technical=field.technical,
        empty=field.empty,
        details=_details(field, source),
        place=compared.printed.place if compared and compared.printed else None,
        source=source,
    )


def printed_row(alone: Alone) -> FieldRow:
    """What only the form says."""
    printed = alone.printed
    return FieldRow(
        path=alone.key,
        label=_brief(printed.caption),
        value=_cut(printed.text),
        copy_text=printed.text,
        mark="",
        note="",
        technical=False,
        empty=False,
        details=f"Nur im PDF, Seite {printed.place.page + 1}: "
        + _brief(" › ".join(printed.heading)),
        place=printed.place,
        source=PDF_ONLY,
    )


def _cut(value: str) -> str:
    if len(value) > LONGEST:
        return value[:LONGEST] + " … (gekürzt, beim Kopieren vollständig)"
    return value


def _brief(text: str, most: int = SHORT) -> str:
    return text if len(text) <= most else text[:most] + " … (gekürzt)"


def _otherwise(compared: Compared | None, source: Source) -> str:
    if compared is None or source is not DIFFERS:
        return ""
    return f"im PDF: {_cut(compared.said)}"


def _details(field: Field, source: Source) -> str:
    lines = [f"Stelle im XML: {_brief(field.path, LONGEST_PATH)}"]
    if source.sentence:
        lines.append(source.sentence)
    if field.own_label:
        lines.append(f"Bezeichnung Ihres Amtes; sonst: {_brief(field.own_label)}")
    if not field.known:
        lines.append("Diese Angabe ist nicht im Katalog; der Name ist abgeleitet.")
    if len(field.text) > LONGEST:
        whole = words.grouped(len(field.text))
        first = words.grouped(LONGEST)
        lines.append(f"{whole} Zeichen, davon hier {first}; kopiert werden alle.")
    if field.code and field.code.list_uri:
        edition = _brief(field.code.list_version)
        lines.append(
            f"Codeliste: {_brief(field.code.list_uri)}"
            + (f", Fassung {edition}" if edition else "")
        )
    return "\n".join(lines)


class FieldIndex:
    """One application prepared for filtering: a key press must not cost 50 ms."""

    def __init__(
        self, application: Application, comparison: Comparison = NOT_COMPARED
    ) -> None:
        self.leaves = application.leaves
        self.total = len(application.fields)
        self.printed_only = len(comparison.printed_only)
        marked = any(field.known for field in application.fields)
        self._sections = sorted(
            (
                _prepared(section, comparison, marked=marked)
                for section in placed(application.sections, comparison)
            ),
            key=lambda each: each.hidden,  # behind all others
        )
        self._first_hidden = sum(not each.hidden for each in self._sections)
        everything = [[row for row, _ in each.rows] for each in self._sections]
        plain = [[row for row in rows if not row.technical] for rows in everything]
        self._unsought = {True: everything, False: plain}
        self._technical = sum(map(len, everything)) - sum(map(len, plain))
        self._asked: tuple[str, bool] | None = None
        self._sought: list[list[FieldRow]] = []
        # A worker makes the index; what is shown first is ready when it is handed over.
        usual = (FieldFilter(technical=False), FieldFilter())
        self._ready = {wanted: self._rows(wanted) for wanted in usual}

    def rows(self, wanted: FieldFilter) -> tuple[AnyRow, ...]:
        return self._ready.get(wanted) or self._rows(wanted)

    def _rows(self, wanted: FieldFilter) -> tuple[AnyRow, ...]:
        searching = bool(words_of(wanted.needle))
        shown: list[AnyRow] = []
        hidden: list[AnyRow] = []
        for section, hits in zip(self._sections, self._hits(wanted), strict=True):
            if not hits:
                continue
            # A search looks into closed sections as well.
            is_open = searching or section.number not in wanted.closed
            title = _brief(section.title)
            found = hidden if section.hidden else shown
            found.append(HeadingRow(title, section.number, len(hits), is_open))
            if is_open:
                found.extend(hits)
        is_open = searching or HIDDEN not in wanted.closed
        return (*shown, *_put_away(hidden, is_open=is_open))

    def _hits(self, wanted: FieldFilter) -> list[list[FieldRow]]:
        """By section. List, counter and marks ask the same one after the other."""
        needles = words_of(wanted.needle)
        if not needles:
            return self._unsought[wanted.technical]
        asked = (wanted.needle, wanted.technical)
        if asked != self._asked:
            self._asked = asked
            self._sought = [
                [
                    row
                    for row, own in section.rows
                    if (wanted.technical or not row.technical)
                    and _holds(own, section.above, needles)
                ]
                for section in self._sections
            ]
        return self._sought

    def counter(self, wanted: FieldFilter) -> str:
        """ "162 von 162 Angaben", and in words what is not shown and why."""
        by_section = self._hits(wanted)
        rows = list(chain.from_iterable(by_section))
        printed = sum(row.path.startswith(PRINTED) for row in rows)
        shown = len(rows) - printed
        hidden = 0 if wanted.technical else self._technical
        away = sum(map(len, by_section[self._first_hidden :]))
        counted = f"{words.grouped(shown)} von {angaben(self.leaves)}"
        if printed:
            counted += f" · {words.grouped(printed)} nur im PDF"
        if away:
            counted += f" · {words.grouped(away)} davon unter „{HIDDEN_TITLE}“"
        if hidden:
            counted += f" · {words.grouped(hidden)} technische ausgeblendet"
        return counted

    def found(self, wanted: FieldFilter) -> tuple[str, ...]:
        """The paths of the fields that hold what is sought, in their order."""
        if not words_of(wanted.needle):
            return ()
        return tuple(row.path for row in chain.from_iterable(self._hits(wanted)))

    @property
    def dropped(self) -> int:
        """Leaves that became no field: must be 0, and is said aloud if it is not."""
        return self.leaves - self.total


def _holds(own: Folded, above: Folded, needles: tuple[Folded, ...]) -> bool:
    """Words may stand in the title above, but not all: a name that only stands there
    would find every field of that person."""
    found = False  # (a loop: as many as twenty thousand are asked at every key)
    for needle in needles:
        if own.holds((needle,)):
            found = True
        elif not above.holds((needle,)):
            return False
    return found


@dataclass(frozen=True, slots=True)
class _Prepared:
    """`above` is the title and `rows` have their texts as a search compares them."""

    number: int
    title: str
    hidden: bool
    above: Folded
    rows: list[tuple[FieldRow, Folded]]


def _put_away(rows: list[AnyRow], *, is_open: bool) -> Iterator[AnyRow]:
    """Under one heading, closed unless somebody looks there or searches."""
    if rows:
        fields = sum(row.fields for row in rows if isinstance(row, HeadingRow))
        yield HeadingRow(HIDDEN_TITLE, HIDDEN, fields, is_open)
        yield from rows if is_open else ()


def _prepared(section: Placed, comparison: Comparison, *, marked: bool) -> _Prepared:
    rows = [_row(each, comparison, marked=marked) for each in section.entries]
    above = Folded.of(section.title)
    return _Prepared(section.number, section.title, section.hidden, above, rows)


def _row(
    each: Field | Alone, comparison: Comparison, *, marked: bool
) -> tuple[FieldRow, Folded]:
    if isinstance(each, Alone):
        row = printed_row(each)
        return row, _haystack(row, each.printed.caption, each.printed.text)
    compared = comparison.fields.get(each.path)
    row = field_row(each, compared, marked=marked, known=comparison.known)
    code = each.code.value if each.code else ""
    return row, _haystack(row, each.label, each.text, code)


def _haystack(row: FieldRow, *more: str) -> Folded:
    texts = (row.copy_text, row.mark, *more, *_spellings(row.copy_text))
    return Folded.of("\n".join(texts))


def _spellings(text: str) -> tuple[str, ...]:
    """Of an amount, as XML, people and forms write it."""
    found = _AMOUNT.fullmatch(text)
    if found is None:
        return ()
    whole, cents = found[1].replace(".", ""), f"{found[2]:0<2}"
    grouped = words.grouped(int(whole))
    return f"{whole}.{cents}", f"{whole},{cents}", f"{grouped},{cents}"


class FieldsModel(RowList[AnyRow]):
    found: frozenset[str] = frozenset()  # paths of what a search found

    def show_found(self, paths: frozenset[str]) -> None:
        other, self.found = self.found ^ paths, paths
        if not other:
            return
        numbers = [n for n, row in enumerate(self.rows) if self.key(row) in other]
        if len(numbers) > MANY_RANGES:  # one for all is faster
            self.dataChanged.emit(self.index(numbers[0]), self.index(numbers[-1]))
            return
        for number in numbers:
            self.dataChanged.emit(self.index(number), self.index(number))

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
            spoken = visible(row.spoken)
            return spoken + (", Fundstelle" if self._is_found(row) else "")
        if role == Qt.ItemDataRole.ToolTipRole and isinstance(row, FieldRow):
            return tip(row.details)
        return self._is_found(row) if role == FOUND_ROLE else None

    def _is_found(self, row: AnyRow) -> bool:
        return isinstance(row, FieldRow) and row.path in self.found

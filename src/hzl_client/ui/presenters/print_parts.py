"""What of the opened application can be printed, and what a wish for it comes to."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from hzl_client.documents.document import OpenDocument
from hzl_client.documents.process import Documents
from hzl_client.model.comparison import NOT_COMPARED, Comparison
from hzl_client.model.octets import Octets
from hzl_client.services.second_source import SecondSource
from hzl_client.settings import MailboxSettings
from hzl_client.ui import words
from hzl_client.ui.dialogs.questions import PrintOffer, PrintRow, PrintTicks, PrintWish
from hzl_client.ui.models.records import received
from hzl_client.ui.presenters.opened import Opened
from hzl_client.ui.printing.blocks import Block
from hzl_client.ui.printing.cover import Case, FileLine, cover_blocks
from hzl_client.ui.printing.field_table import field_blocks
from hzl_client.ui.printing.job import (
    Draft,
    Going,
    PrintFile,
    open_for_printing,
    sheets_of,
)
from hzl_client.ui.printing.sheet import A4, PRACTICE, TEST, Stamp, area_of
from hzl_client.ui.printing.typesetting import Fonts
from hzl_client.ui.views.documents_tab import DocumentRow

NOT_A_PAGE: Final = "keine druckbare Dateiart; bitte speichern und selbst öffnen"
NOT_WANTED: Final = "nicht ausgewählt"
SIGNS: Final = 10  # of the message id, enough to tell two apart


@dataclass(frozen=True, slots=True)
class Prepared:
    draft: Draft
    pages: int  # on A4
    left_out: tuple[str, ...]  # wanted, but not to be printed
    parts: tuple[str, ...]  # what is in it, a line each


@dataclass(frozen=True, slots=True)
class Printable:
    """`rows` are its files, those that are missing included."""

    opened: Opened
    rows: tuple[DocumentRow, ...]

    @property
    def form(self) -> str:
        """The key of the application's own PDF, "" if there is none."""
        files = self.opened.files
        return next((f.key for f in files if f.main and f.octets is not None), "")

    def offer(self, ticks: PrintTicks) -> PrintOffer:
        return PrintOffer(
            ticks=ticks,
            title=self.opened.head.title,
            fields=self.opened.application is not None,
            form=bool(self.form),
            attachments=tuple(
                PrintRow(r.key, r.name, r.about, "" if r.showable else _why_not(r))
                for r in self.rows
                if r.key != self.form
            ),
        )


def _why_not(row: DocumentRow) -> str:
    return row.warning or (NOT_A_PAGE if row.present else row.state)


def pages_in_words(number: int) -> str:
    return words.count(number, "Seite", "Seiten")


def _in_attachments(files: list[PrintFile]) -> str:
    """How many in all, and which file most of them are from."""
    most = max(files, key=lambda file: len(file.pages))
    name = words.brief(" ".join(most.name.split()))
    if len(files) == 1:
        return f"Anlage „{name}“: {pages_in_words(len(most.pages))}"
    total = pages_in_words(sum(len(file.pages) for file in files))
    from_one = f"davon „{name}“: {pages_in_words(len(most.pages))}"
    return f"{words.count(len(files), 'Anlage', 'Anlagen')}: {total}, {from_one}"


class Preparing:
    """On a worker thread: looks at each file once, and sets what is words."""

    def __init__(
        self,
        case: Printable,
        wish: PrintWish,
        settings: MailboxSettings,
        going: Going,
    ) -> None:
        self._case, self._opened, self._wish = case, case.opened, wish
        self._settings, self._going = settings, going
        self._files: list[PrintFile] = []
        self._form: PrintFile | None = None
        self._lines: list[FileLine] = []
        self._left_out: list[str] = []

    def run(
        self, documents: Documents, second_source: SecondSource, family: str
    ) -> Prepared:
        for row in self._case.rows:
            if self._going.cancel.is_set():
                break
            self._look_at(row, documents)
        texts = tuple(self._texts(second_source))
        draft = Draft(self._stamp(), texts, tuple(self._files))
        stopped = self._going.cancel.is_set
        pages = len(sheets_of(draft, Fonts(family), area_of(A4), stopped))
        return Prepared(draft, pages, tuple(self._left_out), tuple(self._parts(pages)))

    def _parts(self, pages: int) -> Iterator[str]:
        """Words first, then files, as they come out."""
        form = self._form
        attachments = [file for file in self._files if file is not form]
        in_files = sum(len(file.pages) for file in self._files)
        wish = self._wish
        asked = (("Deckblatt", wish.cover), ("Felder", wish.fields))
        if said := " und ".join(name for name, wanted in asked if wanted):
            yield f"{said}: {pages_in_words(pages - in_files)}"
        if form is not None:
            yield f"Antrag (PDF): {pages_in_words(len(form.pages))}"
        if attachments:
            yield _in_attachments(attachments)

    def _texts(self, second_source: SecondSource) -> list[tuple[Block, ...]]:
        opened, wish, texts = self._opened, self._wish, []
        if wish.cover:
            case = Case(
                opened.record, opened.application, opened.head, self._settings.title
            )
            texts.append(cover_blocks(case, tuple(self._lines), datetime.now(UTC)))
        if wish.fields and opened.application is not None:
            comparison = self._compared(second_source)
            texts.append(
                field_blocks(opened.application, comparison, technical=wish.technical)
            )
        return texts

    def _compared(self, second_source: SecondSource) -> Comparison:
        opened = self._opened
        if opened.application is None:
            return NOT_COMPARED
        day = received(opened.record).date()
        form = opened.octets.get(opened.main)
        return second_source.of(opened.application, form, day).comparison

    # --- files ----------------------------------------------------------------------

    def _look_at(self, row: DocumentRow, documents: Documents) -> None:
        if not self._wanted(row):
            self._line(row, NOT_WANTED if row.present else row.state, printed=False)
            return
        octets = self._opened.octets.get(row.key)
        document, why = None, _why_not(row)
        if octets is not None and row.showable:
            document, why = open_for_printing(documents, octets)
        if document is None or octets is None:
            self._left_out.append(row.name)
            self._line(row, f"nicht gedruckt: {why}", printed=False)
        else:
            self._add(row, document, octets)

    def _wanted(self, row: DocumentRow) -> bool:
        """What cannot be ticked is wanted with the others: it is told, not missing."""
        wish = self._wish
        if row.key == self._case.form:
            return wish.form
        return row.key in wish.attachments or (
            row.present and not row.showable and bool(wish.attachments)
        )

    def _add(self, row: DocumentRow, document: OpenDocument, octets: Octets) -> None:
        file = PrintFile(row.name, octets, document.pages)
        self._files.append(file)
        if row.key == self._case.form:
            self._form = file
        pages = pages_in_words(len(document.pages))
        more = document.page_total - len(document.pages)
        if more:
            self._left_out.append(row.name)
            pages += f", {words.grouped(more)} weitere nicht"
        self._line(row, pages, printed=not more)

    def _line(self, row: DocumentRow, outcome: str, *, printed: bool) -> None:
        about = " · ".join(part for part in (row.about, row.state) if part)
        self._lines.append(FileLine(row.name, about, outcome, printed))

    # --- header ---------------------------------------------------------------------

    def _stamp(self) -> Stamp:
        record, mark = self._opened.record, ""
        if self._opened.head.test:
            mark = TEST
        if self._settings.practice:
            mark = PRACTICE
        short = record.message_id[-SIGNS:]
        return Stamp(
            received=words.stamp(received(record)),
            message=short if short == record.message_id else f"…{short}",
            mailbox=self._settings.title,
            mark=mark,
        )

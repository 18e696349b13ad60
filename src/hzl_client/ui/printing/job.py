"""Prints one application: words and pages one after the other, never more than one page
in memory. Runs on a worker thread; what cannot be drawn is told, not left out."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from threading import Event
from typing import Final

from PySide6.QtGui import QPainter

from hzl_client.documents.document import OpenDocument, PageSize, Reason
from hzl_client.documents.process import Documents
from hzl_client.errors import DocumentLocked, DocumentUnreadable, PrintFailed
from hzl_client.model.octets import Octets
from hzl_client.texts import sentence
from hzl_client.ui.dialogs.questions import Paper
from hzl_client.ui.printing.blocks import Block
from hzl_client.ui.printing.sheet import Area, SheetPainter, Stamp, area_of, fit
from hzl_client.ui.printing.typesetting import Fonts, TextPage, Typesetter

LOCKED: Final = "kennwortgeschützt"
NO_PAGE: Final = "Diese Seite von „{name}“ ließ sich nicht drucken. {why}"


@dataclass(slots=True)
class Going:
    """What the worker tells, and hears, while it goes on; plain values only."""

    cancel: Event = field(default_factory=Event)
    done: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class PrintFile:
    name: str
    octets: Octets
    pages: tuple[PageSize, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything to print but the paper: `texts` begin on a page of their own each."""

    stamp: Stamp
    texts: tuple[tuple[Block, ...], ...]
    files: tuple[PrintFile, ...]


@dataclass(frozen=True, slots=True)
class PrintReport:
    """`lost` are the pages of files that could not be drawn, in words."""

    sheets: int
    cancelled: bool = False
    lost: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FilePage:
    file: PrintFile
    number: int


Sheet = tuple[int, TextPage | FilePage]  # numbered from 1


def sheets_of(
    draft: Draft, fonts: Fonts, area: Area, stopped: Callable[[], bool]
) -> tuple[Sheet, ...]:
    """Not all of them once it is `stopped`."""
    setter = Typesetter(fonts, area.width, area.height, stopped)
    pages: list[TextPage | FilePage] = []
    for text in draft.texts:
        pages += setter.pages(text)
    for file in draft.files:
        pages += [FilePage(file, number) for number in range(len(file.pages))]
    return tuple(enumerate(pages, 1))


def open_for_printing(
    documents: Documents, octets: Octets
) -> tuple[OpenDocument | None, str]:
    """What it has, let go of at once; else why it cannot be printed."""
    try:
        document = documents.open(octets)
    except DocumentLocked:
        return None, LOCKED
    except DocumentUnreadable as error:
        return None, reason_of(error)
    documents.release(document.handle)
    return document, ""


def reason_of(error: DocumentUnreadable) -> str:
    return sentence(f"document-{Reason(str(error.facts['reason']))}")


class PrintJob:
    def __init__(
        self,
        draft: Draft,
        documents: Documents,
        family: str,
        going: Going,
    ) -> None:
        self._draft, self._documents = draft, documents
        self._fonts, self._going = Fonts(family), going
        self._open: tuple[PrintFile, int] | None = None
        self._lost: list[str] = []

    def run(self, paper: Paper) -> PrintReport:
        area = area_of(paper.device.pageLayout())
        stopped = self._going.cancel.is_set
        sheets = sheets_of(self._draft, self._fonts, area, stopped)
        if stopped():
            return PrintReport(0, cancelled=True, lost=())
        wanted = tuple(sheet for sheet in sheets if paper.takes(sheet[0]))
        order = tuple(_in_copies(wanted, paper))
        self._going.total, self._going.done = len(order), 0
        painter = QPainter()
        if not order or not painter.begin(paper.device):
            raise PrintFailed("the printer did not begin")
        try:
            self._draw(painter, paper, order, area, len(sheets))
        finally:
            self._release()
            ended = painter.end()
        cancelled = self._going.cancel.is_set()
        if not ended and not cancelled:
            raise PrintFailed("the printer did not end")
        lost = tuple(dict.fromkeys(self._lost))
        return PrintReport(self._going.done, cancelled=cancelled, lost=lost)

    def _draw(
        self,
        painter: QPainter,
        paper: Paper,
        order: tuple[Sheet, ...],
        area: Area,
        total: int,
    ) -> None:
        sheet = SheetPainter(painter, self._fonts, self._draft.stamp)
        for count, (number, page) in enumerate(order):
            if self._going.cancel.is_set():
                paper.abort()
                return
            if count and not paper.device.newPage():
                raise PrintFailed("no further page", page=count + 1)
            sheet.header(area, number, total)
            if isinstance(page, FilePage):
                self._draw_file(sheet, page, area)
            else:
                sheet.text(page, area)
            self._going.done = count + 1

    def _draw_file(self, sheet: SheetPainter, page: FilePage, area: Area) -> None:
        size = page.file.pages[page.number]
        place = fit(area, size.width, size.height)
        try:
            handle = self._handle(page.file)
            picture = self._documents.render(
                handle, page.number, place.pixels, place.rotation
            )
        except (DocumentUnreadable, DocumentLocked) as error:
            if self._going.cancel.is_set():
                return
            self._lost.append(f"{page.file.name}, Seite {page.number + 1}")
            why = reason_of(error) if isinstance(error, DocumentUnreadable) else ""
            sheet.sentence(NO_PAGE.format(name=page.file.name, why=why))
        else:
            sheet.picture(picture, place.rect)

    def _handle(self, file: PrintFile) -> int:
        if self._open is None or self._open[0] is not file:
            self._release()
            self._open = file, self._documents.open(file.octets).handle
        return self._open[1]

    def _release(self) -> None:
        if self._open is not None:
            self._documents.release(self._open[1])
            self._open = None


def _in_copies(sheets: tuple[Sheet, ...], paper: Paper) -> Iterator[Sheet]:
    """Whole sets one after the other, or each page so often."""
    if paper.collate:
        for _ in range(paper.copies):
            yield from sheets
    else:
        for sheet in sheets:
            yield from (sheet,) * paper.copies

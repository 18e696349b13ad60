"""The printed form, read page by page into what was entered; pure, without a library.

All or nothing: one part that is not understood makes the whole form unknown, since
whoever compares it with the XML must not take half of it for all.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from hzl_client.documents.document import (
    MAX_FIELDS,
    MAX_FORM_PAGES,
    MAX_FORM_TEXT,
)
from hzl_client.documents.printed_page import (
    Box,
    Caption,
    Entry,
    Page,
    Part,
    SmallPrint,
    Title,
    UnknownLayout,
    aligned,
    take_apart,
)
from hzl_client.model.printed import (
    UNKNOWN_FORM,
    Place,
    PrintedField,
    PrintedFile,
    PrintedForm,
)

_COLUMN_HEAD: Final = "Dateiname (Dateiname für maschinelle Weiterverarbeitung)"
_NAME: Final = 1_000  # letters; no file system has names of more than 255
_FILE: Final = re.compile(r"(.+) \((anhang_[0-9]{1,9}(?:\.[A-Za-z0-9]{1,16})?)\)")


def read(pages: Iterable[Page]) -> PrintedForm:
    reading = _Reading()
    try:
        for number, page in enumerate(pages):
            reading.page(number, take_apart(page))
        return reading.form()
    except UnknownLayout:
        return UNKNOWN_FORM


class _Reading:
    """What was read so far, and what the next part may belong to."""

    def __init__(self) -> None:
        self._number = 0
        self._titles = ["", "", ""]
        self._fields: list[PrintedField] = []
        self._files: list[PrintedFile] = []
        self._categories: list[str] = []
        self._size = 0
        self._at_top = True  # of a page: nothing but its running title came yet
        self._waiting: tuple[int, Caption] | None = None  # page, and the caption
        self._open_list: Box | None = None  # the place of its category
        self._name = ""  # of a file, as far as it was printed
        self._last: PrintedField | None = None  # it may go on at the top of a page

    def page(self, number: int, parts: tuple[Part, ...]) -> None:
        if number >= MAX_FORM_PAGES:
            raise UnknownLayout("too many pages")
        self._number, self._at_top = number, True
        for part in parts:
            self._read(part)
        if not self._titles[0] or all(isinstance(part, SmallPrint) for part in parts):
            raise UnknownLayout("a page without anything known")

    def form(self) -> PrintedForm:
        self._close_list()
        if self._waiting is not None or not self._fields:
            raise UnknownLayout("nothing where something should come")
        return PrintedForm(
            known=True,
            fields=tuple(self._fields),
            files=tuple(self._files),
            categories=tuple(self._categories),
        )

    def _read(self, part: Part) -> None:
        match part:
            case Title():
                self._title(part)
            case Caption():
                self._close_list()
                self._expect_nothing_waits()
                self._waiting, self._last = (self._number, part), None
                self._at_top = False
            case SmallPrint():
                self._small_print(part)
            case Entry():
                self._close_list()
                self._entry(part)
                self._at_top = False

    def _title(self, title: Title) -> None:
        if title.level == 0 and title.text == self._titles[0]:
            return  # every page repeats it
        self._close_list()
        self._expect_nothing_waits()
        self._count(title.text)
        self._titles[title.level :] = [title.text, "", ""][: 3 - title.level]
        self._last, self._at_top = None, False

    def _expect_nothing_waits(self) -> None:
        if self._waiting is not None:
            raise UnknownLayout("a caption of nothing")

    def _small_print(self, small: SmallPrint) -> None:
        if self._waiting is not None and small.text == _COLUMN_HEAD:
            _, category = self._waiting
            self._count(category.text)
            self._categories.append(category.text)
            self._open_list, self._waiting = category.box, None
        elif self._open_list is not None and aligned(self._open_list, small.box):
            self._file_line(small)
        elif _FILE.fullmatch(small.text):
            raise UnknownLayout("a file outside any list")

    def _file_line(self, small: SmallPrint) -> None:
        """A long name goes on in the next line; nobody can tell a break from a blank.

        The box is that of the last line, where the delivered name stands.
        """
        self._name = f"{self._name} {small.text}".strip()
        if len(self._name) > _NAME:
            raise UnknownLayout("a very long name of a file")
        if found := _FILE.fullmatch(self._name):
            original, delivered = found.groups()
            self._count(self._name + self._categories[-1])
            place = self._place(small.box)
            file = PrintedFile(self._categories[-1], original, delivered, place)
            self._files.append(file)
            self._name = ""

    def _close_list(self) -> None:
        if self._name:
            raise UnknownLayout("a file without its delivered name")
        self._open_list = None

    def _entry(self, entry: Entry) -> None:
        caption = entry.caption
        if caption:
            self._expect_nothing_waits()
        elif self._waiting is not None:
            caption = self._caption_from_page_before(*self._waiting, entry)
        elif self._at_top and self._last is not None:
            self._go_on(self._last, entry)
            return
        elif entry.ticked is not None:
            caption = entry.text  # a square whose label is all there is to it
        if not caption:
            raise UnknownLayout("a frame without a caption")
        self._add(entry, caption)

    def _caption_from_page_before(
        self, number: int, caption: Caption, entry: Entry
    ) -> str:
        here = self._at_top and number == self._number - 1
        if not here or entry.ticked is not None:
            raise UnknownLayout("a caption far from any frame")
        self._waiting = None
        return caption.text

    def _go_on(self, before: PrintedField, entry: Entry) -> None:
        """Only frames do: a square may as well be one that stands alone."""
        if before.ticked is not None or entry.ticked is not None:
            raise UnknownLayout("squares without a question")
        self._count(entry.text)
        text = "\n".join(part for part in (before.text, entry.text) if part)
        self._fields[-1] = self._last = replace(before, text=text)

    def _add(self, entry: Entry, caption: str) -> None:
        if not self._titles[0]:
            raise UnknownLayout("an entry above the first title")
        heading = tuple(title for title in self._titles if title)
        self._count("".join(heading) + caption + entry.text)
        place = self._place(entry.box)
        near = (entry.question, entry.label)
        beside = tuple(self._place(box) for box in near if box is not None)
        field = PrintedField(heading, caption, entry.text, place, entry.ticked, beside)
        self._fields.append(field)
        self._last = field
        if len(self._fields) > MAX_FIELDS:
            raise UnknownLayout("too many fields")

    def _place(self, box: Box) -> Place:
        edges = (round(edge, 2) for edge in (box.x0, box.y0, box.x1, box.y1))
        return Place(self._number, *edges)

    def _count(self, text: str) -> None:
        self._size += len(text.encode())
        if self._size > MAX_FORM_TEXT:
            raise UnknownLayout("too much text")

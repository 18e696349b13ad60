"""The answers of the printed form, taken apart once for all fields."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final, Self

from hzl_client.model.printed import PrintedField
from hzl_client.standards.captions import Name, words_of
from hzl_client.standards.spellings import Shape, folded, forms, shape

_DATE: Final = ("tag", "monat", "jahr")
DECLARED: Final = -1  # the piece that is the sentence beside a box to tick
WHOLE: Final = 0  # the piece that is all of it; parts of a list have numbers above
_PARTED: Final = re.compile(r", |\n")
_SENTENCE: Final = 4  # words; a box to tick beside that many is a declaration


@dataclass(frozen=True, slots=True)
class Entry:
    """`pieces` are the spellings of all of it, then of each part where it is a list;
    `declared` those of the sentence a box was ticked beside. `titles` are the words of
    those it stands under. `owner` is whose it is: the path of a person's card, "" where
    nobody can be told, None where it is somebody the XML does not know."""

    number: int
    printed: PrintedField
    name: Name
    titles: frozenset[str]
    pieces: tuple[frozenset[str], ...]
    declared: frozenset[str]
    shape: Shape
    owner: str | None = ""

    @classmethod
    def of(cls, number: int, printed: PrintedField, titles: frozenset[str]) -> Self:
        parts = [part for part in _PARTED.split(printed.text) if part.strip()]
        pieces = (printed.text, *(parts if len(parts) > 1 else ()))
        name = Name.of(printed.caption)
        return cls(
            number,
            printed,
            name,
            titles,
            tuple(forms(each, telephone=name.telephone) for each in pieces),
            forms(printed.caption) if _declares(printed) else frozenset(),
            shape(printed.text),
        )

    @property
    def parts(self) -> range:
        return range(WHOLE + 1, len(self.pieces))

    @property
    def answers(self) -> frozenset[str]:
        return self.declared.union(*self.pieces)

    def forms(self, piece: int) -> frozenset[str]:
        return self.declared if piece == DECLARED else self.pieces[piece]

    def pieces_with(self, wanted: frozenset[str]) -> list[int]:
        pieces = (DECLARED, WHOLE, *self.parts)
        return [piece for piece in pieces if self.forms(piece) & wanted]

    def is_free(self, piece: int, taken: set[int]) -> bool:
        if piece == DECLARED:
            return piece not in taken
        if piece == WHOLE:
            return taken <= {DECLARED}
        return piece not in taken and WHOLE not in taken


def _declares(printed: PrintedField) -> bool:
    """A box to tick beside a sentence, which is an answer itself."""
    caption = printed.caption
    said = len(caption.split()) >= _SENTENCE and not caption.endswith("?")
    return bool(printed.ticked) and said


def entries_of(printed: Iterable[PrintedField]) -> list[Entry]:
    """What was answered: boxes with a cross, and what is not empty."""
    answered = [e for e in _dates(printed) if e.text.strip() and e.ticked is not False]
    titles = {heading: _words(heading) for heading in {e.heading for e in answered}}
    return [Entry.of(n, each, titles[each.heading]) for n, each in enumerate(answered)]


def _words(heading: tuple[str, ...]) -> frozenset[str]:
    return frozenset[str]().union(*map(words_of, heading))


def _dates(printed: Iterable[PrintedField]) -> Iterator[PrintedField]:
    """As printed, but a date in three boxes as one."""
    boxes: list[PrintedField] = []
    for each in printed:
        boxes.append(each)
        captions = tuple(folded(box.caption) for box in boxes)
        if captions == _DATE:
            yield _date(boxes)
            boxes = []
        elif captions != _DATE[: len(captions)]:
            yield from boxes
            boxes = []
    yield from boxes


def _date(boxes: list[PrintedField]) -> PrintedField:
    first, last = boxes[0].place, boxes[-1].place
    place = replace(first, x1=last.x1, y1=max(box.place.y1 for box in boxes))
    heading = boxes[0].heading
    day, month, year = (box.text.strip() for box in boxes)
    whole = f"{day:0>2}.{month:0>2}.{year}"
    text = (
        whole if day and month and year else ".".join(filter(None, (day, month, year)))
    )
    beside = tuple(each for box in boxes for each in box.beside)
    title = heading[-1] if heading else ""
    return PrintedField(heading[:-1], title, text, place, beside=beside)

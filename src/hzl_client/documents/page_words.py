"""The letters of a page in reading order: its words, and where a text stands."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from operator import itemgetter
from typing import Any, Final
from unicodedata import combining

from hzl_client.documents.document import MAX_TEXT, MAX_WORDS, Rect, Word
from hzl_client.documents.reading_order import reading_order
from hzl_client.model.folding import Folded

_NO_LETTERS: Final = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x9f\ud800-\udfff]")
_GAPS: Final = re.compile(r"[\s\u00ad\u2010-]+")
_HYPHENS: Final = "-\u00ad\u2010"
UNREADABLE: Final = "\ufffd"
_ROUGHLY: Final = 4  # letters; machines know neither the font nor its widths
_CORE: Final = 0.25  # of the height of a letter


@dataclass(frozen=True, slots=True)
class Letter:
    """With the accents that stand on it; its box lies on the page as it is read. Not
    `painted`: it is there for machines, as over the picture of a scan."""

    text: str
    box: Rect
    size: float
    painted: bool = True

    @property
    def blank(self) -> bool:
        return self.text.isspace()


Line = tuple[Letter, ...]


def lines_of(
    raw: Mapping[str, Any],
    turn: Callable[[Any], Rect],
    is_painted: Callable[[Any], bool],
) -> list[Line]:
    """`raw` is what the library calls a rawdict; `is_painted` is asked of a span."""
    given = (line for block in raw["blocks"] for line in block["lines"])
    lines = [tuple(_letters(line, turn, is_painted)) for line in given]
    lines = [line for line in lines if not all(letter.blank for letter in line)]
    return [lines[n] for n in reading_order([around(line) for line in lines])]


def _letters(
    line: Mapping[str, Any],
    turn: Callable[[Any], Rect],
    is_painted: Callable[[Any], bool],
) -> Iterator[Letter]:
    last: Letter | None = None
    for span in line["spans"]:
        painted = is_painted(span)
        for char in span["chars"]:
            text = _NO_LETTERS.sub(UNREADABLE, char["c"])
            if last is not None and text and combining(text):
                last = replace(last, text=last.text + text)
                continue
            if last is not None:
                yield last
            last = Letter(text, turn(char["bbox"]), span["size"], painted)
    if last is not None:
        yield last


def around(letters: Line) -> Rect:
    lefts, tops, rights, bottoms = zip(*(letter.box for letter in letters), strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def words(lines: list[Line], seen: Callable[[Line], bool]) -> tuple[Word, ...]:
    """No more than anybody reads."""
    found: list[Word] = []
    room = MAX_TEXT
    for number, line in enumerate(lines):
        for letters in _words(line):
            text = "".join(letter.text for letter in letters)
            room -= len(text)
            if room < 0 or len(found) == MAX_WORDS:
                return tuple(found)
            found.append(Word(text, around(letters), number, hidden=not seen(letters)))
    return tuple(found)


def _words(line: Line) -> Iterator[Line]:
    letters: list[Letter] = []
    for letter in line:
        if not letter.blank:
            letters.append(letter)
        elif letters:
            yield tuple(letters)
            letters = []
    if letters:
        yield tuple(letters)


# --- letters upon letters -------------------------------------------------------------


class Painted:
    """What people read where letters stand that are not painted."""

    def __init__(self, lines: Sequence[Line]) -> None:
        letters = [letter for line in lines for letter in line]
        if all(letter.painted for letter in letters):
            letters = []
        painted = (each for each in enumerate(letters) if each[1].painted)
        self._letters = sorted(painted, key=lambda each: _middle(each[1])[1])
        self._heights = [_middle(letter)[1] for _, letter in self._letters]

    def reads_otherwise(self, letters: Line) -> bool:
        """Another text is painted there."""
        if not self._within(around(letters)):
            return False
        read = self._within(_stretched(letters))
        own = "".join(letter.text for letter in letters)
        return not _squeezed(read).holds((_squeezed(own),))

    def _within(self, place: Rect) -> str:
        """In the order of the lines, wherever they run on a turned page."""
        left, top, right, bottom = place
        first = bisect_left(self._heights, top)
        level = self._letters[first : bisect_right(self._heights, bottom)]
        found = [each for each in level if left <= _middle(each[1])[0] <= right]
        return "".join(
            letter.text for _, letter in sorted(found, key=itemgetter(0))
        ).strip()


def _middle(letter: Letter) -> tuple[float, float]:
    x0, y0, x1, y1 = letter.box
    return (x0 + x1) / 2, (y0 + y1) / 2


def _runs_across(letters: Line) -> bool:
    """The page, as most do; on a turned one others do."""
    (x0, y0), (x1, y1) = _middle(letters[0]), _middle(letters[-1])
    return abs(x1 - x0) >= abs(y1 - y0)


def _stretched(letters: Line) -> Rect:
    """Along the line."""
    x0, y0, x1, y1 = around(letters)
    more = _ROUGHLY * letters[0].size
    if _runs_across(letters):
        return x0 - more, y0, x1 + more, y1
    return x0, y0 - more, x1, y1 + more


def core(letters: Line) -> Rect:
    """Where each of them has ink, and a line that frames them has none; a mere dot may
    stand where such a line does."""
    x0, y0, x1, y1 = around(letters)
    if not any(letter.text.isalnum() for letter in letters):
        return x0, y0, x1, y1
    if _runs_across(letters):
        margin = (y1 - y0) * _CORE
        return x0, y0 + margin, x1, y1 - margin
    margin = (x1 - x0) * _CORE
    return x0 + margin, y0, x1 - margin, y1


# --- searching ------------------------------------------------------------------------


def may_hold(text: str, needle: str) -> bool:
    """A quick look before the letters are asked for; never no where `find` finds."""
    return _squeezed(text).holds((_squeezed(needle),))


def _squeezed(text: str) -> Folded:
    return Folded.of(_GAPS.sub("", text))


def find(
    lines: list[Line], needle: str, *, whole: bool = False
) -> Iterator[tuple[Line, ...]]:
    """The letters of each place, line by line; blanks and ends of lines are one.
    `whole`: not amid a longer word or number."""
    sought = Folded.of(" ".join(needle.split()))
    letters = list(_run(lines))
    kinds: tuple[Callable[[Folded], str], ...] = (_bare, _spelled)
    if sought.bare == sought.spelled and all(x.text.isascii() for _, x in letters):
        kinds = kinds[:1]  # both are the same
    places = {place for form in kinds for place in _places(letters, form(sought), form)}
    end = 0
    for first, last in sorted(places):
        if first >= end and not (whole and _goes_on(letters, first, last)):
            end = last
            yield _by_line(letters[first:last])


_Numbered = tuple[int, Letter]


def _goes_on(letters: list[_Numbered], first: int, last: int) -> bool:
    before, after = letters[max(first - 2, 0) : first], letters[last : last + 2]
    return _continues(letters[first], before[::-1]) or _continues(
        letters[last - 1], after
    )


def _continues(edge: _Numbered, beyond: list[_Numbered]) -> bool:
    """Numbers go on behind a dot or a comma, too: 20,00 is no part of 1.120,00, nor is
    1.120."""
    sign, *others = (letter.text[:1] for _, letter in (edge, *beyond))
    nearest, next_one = (*others, "", "")[:2]
    if nearest.isalnum():
        return sign.isalnum()
    return sign.isdigit() and nearest in (".", ",") and next_one.isdigit()


def _run(lines: list[Line]) -> Iterator[_Numbered]:
    """All letters one after the other; a word that was parted is one again."""
    for number, line in enumerate(lines):
        following = lines[number + 1][0].text if number + 1 < len(lines) else ""
        parted = len(line) > 1 and line[-1].text in _HYPHENS and following.islower()
        for letter in line[:-1] if parted else line:
            yield number, letter
        if not parted:
            yield number, Letter(" ", line[-1].box, 0)


def _bare(text: Folded) -> str:
    return text.bare


def _spelled(text: Folded) -> str:
    return text.spelled


def _places(
    letters: list[_Numbered], sought: str, form: Callable[[Folded], str]
) -> Iterator[tuple[int, int]]:
    """First letter, and the one behind the last."""
    text: list[str] = []
    owners: list[int] = []
    for number, (_, letter) in enumerate(letters):
        folded = " " if letter.blank else form(_folded(letter.text))
        if folded == " " and text and text[-1] == " ":
            continue
        text += folded
        owners += [number] * len(folded)
    whole = "".join(text)
    start = whole.find(sought) if sought else -1
    while start >= 0:
        yield owners[start], owners[start + len(sought) - 1] + 1
        start = whole.find(sought, start + len(sought))


@lru_cache(maxsize=4096)
def _folded(letter: str) -> Folded:
    return Folded.of(letter)


def _by_line(letters: list[_Numbered]) -> tuple[Line, ...]:
    lines: dict[int, list[Letter]] = {}
    for number, letter in letters:
        if not letter.blank:
            lines.setdefault(number, []).append(letter)
    return tuple(tuple(line) for line in lines.values())

"""The letters of a page in reading order: its words, and where a text stands."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final
from unicodedata import combining

from hzl_client.documents.document import MAX_TEXT, MAX_WORDS, Rect, Word
from hzl_client.documents.reading_order import reading_order
from hzl_client.model.folding import Folded

_NO_LETTERS: Final = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x9f\ud800-\udfff]")
_GAPS: Final = re.compile(r"[\s\u00ad\u2010-]+")
_HYPHENS: Final = "-\u00ad\u2010"
UNREADABLE: Final = "\ufffd"


@dataclass(frozen=True, slots=True)
class Letter:
    """With the accents that stand on it; its box lies on the page as it is read."""

    text: str
    box: Rect
    size: float

    @property
    def blank(self) -> bool:
        return self.text.isspace()


Line = tuple[Letter, ...]


def lines_of(raw: Mapping[str, Any], turn: Callable[[Any], Rect]) -> list[Line]:
    """`raw` is what the library calls a rawdict."""
    given = (line for block in raw["blocks"] for line in block["lines"])
    lines = [tuple(_letters(line, turn)) for line in given]
    lines = [line for line in lines if not all(letter.blank for letter in line)]
    return [lines[n] for n in reading_order([around(line) for line in lines])]


def _letters(line: Mapping[str, Any], turn: Callable[[Any], Rect]) -> Iterator[Letter]:
    last: Letter | None = None
    for span in line["spans"]:
        for char in span["chars"]:
            text = _NO_LETTERS.sub(UNREADABLE, char["c"])
            if last is not None and text and combining(text):
                last = Letter(last.text + text, last.box, last.size)
                continue
            if last is not None:
                yield last
            last = Letter(text, turn(char["bbox"]), span["size"])
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


# --- searching ------------------------------------------------------------------------


def may_hold(text: str, needle: str) -> bool:
    """A quick look before the letters are asked for; never no where `find` finds."""
    return _squeezed(text).holds((_squeezed(needle),))


def _squeezed(text: str) -> Folded:
    return Folded.of(_GAPS.sub("", text))


def find(lines: list[Line], needle: str) -> Iterator[tuple[Line, ...]]:
    """The letters of each place, line by line; blanks and ends of lines are one."""
    sought = Folded.of(" ".join(needle.split()))
    letters = list(_run(lines))
    kinds: tuple[Callable[[Folded], str], ...] = (_bare, _spelled)
    if sought.bare == sought.spelled and all(x.text.isascii() for _, x in letters):
        kinds = kinds[:1]  # both are the same
    places = {place for form in kinds for place in _places(letters, form(sought), form)}
    end = 0
    for first, last in sorted(places):
        if first >= end:
            end = last
            yield _by_line(letters[first:last])


_Numbered = tuple[int, Letter]


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

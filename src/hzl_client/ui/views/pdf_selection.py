"""Which words of a document are selected; numbers only.

A word is known by its page and its number on it, in reading order.
"""

from dataclasses import dataclass

from hzl_client.documents.document import Rect, Word

Words = tuple[Word, ...]
Spot = tuple[int, int]  # page, number of the word
Span = tuple[Spot, Spot]  # the first and the last


@dataclass(frozen=True, slots=True)
class Selection:
    """From what was taken first (a word, a line) to where somebody went on."""

    first: Spot
    last: Spot

    @classmethod
    def between(cls, began: Span, ended: Span) -> "Selection":
        return cls(min(began[0], ended[0]), max(began[1], ended[1]))

    @property
    def pages(self) -> range:
        return range(self.first[0], self.last[0] + 1)

    def on(self, page: int, words: Words) -> Words:
        """The selected ones of this page, hidden ones included."""
        if page not in self.pages:
            return ()
        start = self.first[1] if page == self.first[0] else 0
        end = self.last[1] + 1 if page == self.last[0] else len(words)
        return words[start:end]


def word_at(words: Words, x: float, y: float) -> int | None:
    """The number of the word at this place that people see there."""
    for number, word in enumerate(words):
        x0, y0, x1, y1 = word.place
        if not word.hidden and x0 <= x <= x1 and y0 <= y <= y1:
            return number
    return None


def nearest(words: Words, x: float, y: float) -> int | None:
    """The one a hand beside all words means: of the nearest line first."""
    seen = [number for number, word in enumerate(words) if not word.hidden]
    if not seen:
        return None

    def away(number: int) -> tuple[float, float]:
        x0, y0, x1, y1 = words[number].place
        return max(y0 - y, 0, y - y1), max(x0 - x, 0, x - x1)

    return min(seen, key=away)


def line_around(words: Words, number: int) -> tuple[int, int]:
    """First and last word of the line this word stands in."""
    same = [n for n, word in enumerate(words) if word.line == words[number].line]
    return same[0], same[-1]


def runs(words: Words) -> list[Rect]:
    """One place for the words of a line that stand beside each other."""
    places: list[Rect] = []
    line = -1
    for word in words:
        if word.hidden:
            continue
        if word.line == line:
            places[-1] = _around(places[-1], word.place)
        else:
            places.append(word.place)
        line = word.line
    return places


def _around(one: Rect, other: Rect) -> Rect:
    lows = (min(a, b) for a, b in zip(one[:2], other[:2], strict=True))
    highs = (max(a, b) for a, b in zip(one[2:], other[2:], strict=True))
    x0, y0, x1, y1 = *lows, *highs
    return x0, y0, x1, y1

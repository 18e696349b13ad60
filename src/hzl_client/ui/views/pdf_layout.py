"""Where each page of a document lies, at a zoom and a rotation; numbers only."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from enum import Enum
from typing import Final

from hzl_client.documents.document import PageSize, Rect

SMALLEST, LARGEST = 0.1, 4.0
PERCENTS: Final = (10, 25, 33, 50, 67, 75, 90, 100, 110, 125, 150, 200, 250, 300, 400)
MAX_LENGTH: Final = 60_000  # of one side on screen; pages of 1 × 14,400 pt do exist


class Fit(Enum):
    WIDTH = "width"
    PAGE = "page"


Zoom = Fit | float  # a number is a factor: 1.0 shows a page as large as its paper


@dataclass(frozen=True, slots=True)
class Box:
    """A page on the long roll of all pages."""

    x: int
    y: int
    width: int
    height: int

    @property
    def bottom(self) -> int:
        return self.y + self.height


@dataclass(frozen=True, slots=True)
class Room:
    """The space pages are laid out in. `unit`: pixels of one point at 100 %."""

    width: int
    height: int
    margin: int
    unit: float


class PageLayout:
    """All pages below each other, centred; a wide roll is as wide as its widest."""

    def __init__(
        self, pages: tuple[PageSize, ...], zoom: Zoom, rotation: int, room: Room
    ) -> None:
        self._pages, self._rotation, self._room = pages, rotation, room
        sizes = [turned(page, rotation) for page in pages]
        self.scales = [self._scale(size, zoom) for size in sizes]
        widths = [
            max(1, round(size.width * scale))
            for size, scale in zip(sizes, self.scales, strict=True)
        ]
        self.width = max((*(w + 2 * room.margin for w in widths), room.width))
        self.boxes: list[Box] = []
        y = room.margin
        for size, scale, width in zip(sizes, self.scales, widths, strict=True):
            height = max(1, round(size.height * scale))
            self.boxes.append(Box((self.width - width) // 2, y, width, height))
            y += height + room.margin
        self.height = max(y, room.height)
        self._tops = [box.y for box in self.boxes]
        self._bottoms = [box.bottom for box in self.boxes]

    def between(self, top: int, bottom: int) -> range:
        """The pages of which something lies within these lines."""
        return range(bisect_right(self._bottoms, top), bisect_left(self._tops, bottom))

    def nearest(self, y: int) -> int:
        """The page at this line, or the one above the gap it falls into."""
        return max(0, bisect_right(self._tops, y) - 1)

    def place(self, page: int, rect: Rect) -> tuple[float, float, float, float]:
        """x, y, width, height on the roll of a rectangle given in points."""
        box, scale = self.boxes[page], self.scales[page]
        x0, y0, x1, y1 = _turn(rect, self._pages[page], self._rotation)
        return (
            box.x + x0 * scale,
            box.y + y0 * scale,
            (x1 - x0) * scale,
            (y1 - y0) * scale,
        )

    def point(self, page: int, across: float, down: float) -> tuple[float, float]:
        """In points on the upright page; given as fractions of the turned one."""
        match self._rotation % 360:
            case 90:
                x, y = down, 1 - across
            case 180:
                x, y = 1 - across, 1 - down
            case 270:
                x, y = 1 - down, across
            case _:
                x, y = across, down
        return x * self._pages[page].width, y * self._pages[page].height

    def percent(self, page: int) -> int:
        return round(self.scales[page] / self._room.unit * 100)

    def _scale(self, size: PageSize, zoom: Zoom) -> float:
        unit = self._room.unit
        if isinstance(zoom, Fit):  # however small that is
            scale = min(self._fitting(size, zoom), LARGEST * unit)
        else:
            scale = min(max(zoom, SMALLEST), LARGEST) * unit
        return min(scale, MAX_LENGTH / max(size.width, size.height))

    def _fitting(self, size: PageSize, zoom: Fit) -> float:
        room = self._room
        scale = max(1, room.width - 2 * room.margin) / size.width
        if zoom is Fit.PAGE:
            scale = min(scale, max(1, room.height - 2 * room.margin) / size.height)
        return scale


def next_step(factor: float, direction: int) -> float:
    """The next usual zoom, up (1) or down (-1)."""
    percent = round(factor * 100)
    if direction > 0:
        return next((step for step in PERCENTS if step > percent), PERCENTS[-1]) / 100
    below = (step for step in reversed(PERCENTS) if step < percent)
    return next(below, PERCENTS[0]) / 100


def turned(size: PageSize, rotation: int) -> PageSize:
    return PageSize(size.height, size.width) if rotation % 180 else size


def _turn(rect: Rect, size: PageSize, rotation: int) -> Rect:
    """Clockwise, within the page that turns with it."""
    x0, y0, x1, y1 = rect
    match rotation % 360:
        case 90:
            return size.height - y1, x0, size.height - y0, x1
        case 180:
            return size.width - x1, size.height - y1, size.width - x0, size.height - y0
        case 270:
            return y0, size.width - x1, y1, size.width - x0
        case _:
            return rect

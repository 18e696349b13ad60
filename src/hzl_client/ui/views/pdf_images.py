"""Pictures of pages, the least recently seen forgotten first, within a byte limit."""

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtGui import QImage


@dataclass(frozen=True, slots=True)
class Wish:
    """A page as wide as so many pixels of the screen."""

    page: int
    width: int
    rotation: int


@dataclass(frozen=True, slots=True)
class PageImage:
    image: QImage
    blank: bool = False


class PageImages:
    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._images: OrderedDict[Wish, PageImage] = OrderedDict()
        self._size = 0

    def __len__(self) -> int:
        return len(self._images)

    @property
    def size(self) -> int:
        return self._size

    def __contains__(self, wish: Wish) -> bool:
        return wish in self._images

    def get(self, wish: Wish) -> PageImage | None:
        if wish in self._images:
            self._images.move_to_end(wish)
        return self._images.get(wish)

    def likeness(self, wish: Wish) -> PageImage | None:
        """Another size of the same page, the nearest, to be shown meanwhile."""
        same = [
            known
            for known in self._images
            if (known.page, known.rotation) == (wish.page, wish.rotation)
        ]
        if not same:
            return None
        return self._images[min(same, key=lambda known: abs(known.width - wish.width))]

    def put(self, wish: Wish, image: PageImage, needed: frozenset[Wish]) -> None:
        """What is `needed` stays whatever the limit says: it would be asked again."""
        self._remove(wish)
        self._images[wish] = image
        self._size += image.image.sizeInBytes()
        for old in tuple(self._spare(needed | {wish})):
            if self._size <= self._limit:
                break
            self._remove(old)

    def clear(self) -> None:
        self._images.clear()
        self._size = 0

    def _spare(self, needed: frozenset[Wish]) -> Iterator[Wish]:
        return (wish for wish in self._images if wish not in needed)

    def _remove(self, wish: Wish) -> None:
        if (old := self._images.pop(wish, None)) is not None:
            self._size -= old.image.sizeInBytes()

"""The order in which people read the lines of a page, whatever order the file has.

The file's own order is the best guess: a form names each answer after its caption, also
in two columns. It is only put right where it contradicts the eye: of two lines that
stand one below the other, the upper one is read first.
"""

from heapq import heapify, heappop, heappush
from typing import Final

from hzl_client.documents.document import Rect

MAX_LINES: Final = 2_000  # every two are compared; no page for people has more


def reading_order(boxes: list[Rect]) -> list[int]:
    """The numbers of the boxes, in the order to read them."""
    if len(boxes) > MAX_LINES:
        return list(range(len(boxes)))
    below: list[list[int]] = [[] for _ in boxes]
    waits = [0] * len(boxes)
    for lower, box in enumerate(boxes):
        above = [n for n, other in enumerate(boxes) if _stands_above(other, box)]
        if any(n > lower for n in above):  # drawn too early, such as the page's foot
            above = [n for n, other in enumerate(boxes) if _is_higher(other, box)]
        waits[lower] = len(above)
        for upper in above:
            below[upper].append(lower)
    ready = [number for number, count in enumerate(waits) if count == 0]
    heapify(ready)
    order = []
    while ready:
        order.append(number := heappop(ready))
        for lower in below[number]:
            waits[lower] -= 1
            if waits[lower] == 0:
                heappush(ready, lower)
    return order


def _stands_above(upper: Rect, lower: Rect) -> bool:
    beside = min(upper[2], lower[2]) <= max(upper[0], lower[0])
    return not beside and _is_higher(upper, lower)


def _is_higher(upper: Rect, lower: Rect) -> bool:
    """Never both ways round: it holds only from a smaller middle to a larger one."""
    overlap = upper[3] - lower[1]
    smaller = min(upper[3] - upper[1], lower[3] - lower[1])
    middles = upper[1] + upper[3], lower[1] + lower[3]
    return middles[0] < middles[1] and overlap <= smaller / 2

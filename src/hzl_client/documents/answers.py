"""What the child answers, as frames; read with distrust, a hostile file may own it."""

import math
from collections.abc import Mapping
from typing import TypeVar

from hzl_client.documents import document as d
from hzl_client.documents.frames import BrokenFrame, Frame

T = TypeVar("T")


def opened(document: d.OpenDocument) -> Frame:
    header = {
        "handle": document.handle,
        "pages": [[page.width, page.height] for page in document.pages],
        "page_total": document.page_total,
        "media_type": document.media_type,
        "repaired": document.repaired,
        "dynamic_form": document.dynamic_form,
    }
    return Frame(header, b"")


def read_opened(frame: Frame) -> d.OpenDocument:
    pages = _get(frame.header, "pages", list)
    if not 1 <= len(pages) <= d.MAX_PAGES:
        raise BrokenFrame("number of pages")
    total = _whole(frame.header, "page_total")
    if total < len(pages):
        raise BrokenFrame("fewer pages than sizes")
    return d.OpenDocument(
        handle=_whole(frame.header, "handle"),
        pages=tuple(d.PageSize(*_numbers(page, 2, least=1.0)) for page in pages),
        page_total=total,
        media_type=_get(frame.header, "media_type", str),
        repaired=_get(frame.header, "repaired", bool),
        dynamic_form=_get(frame.header, "dynamic_form", bool),
    )


def picture(image: d.Picture) -> Frame:
    header = {
        "width": image.width,
        "height": image.height,
        "stride": image.stride,
        "blank": image.blank,
    }
    return Frame(header, image.rgb)


def read_picture(frame: Frame) -> d.Picture:
    width, height, stride = (
        _whole(frame.header, name) for name in ("width", "height", "stride")
    )
    if not (1 <= width <= d.MAX_SIDE and 1 <= height <= d.MAX_SIDE):
        raise BrokenFrame("sides of a picture")
    # The library adds padding of its own choice, never another line.
    if not width * 3 <= stride <= width * 3 + 64 or len(frame.body) != stride * height:
        raise BrokenFrame("bytes of a picture")
    blank = _get(frame.header, "blank", bool)
    return d.Picture(width, height, stride, frame.body, blank)


def found(part: d.Found) -> Frame:
    hits = [[hit.page, *map(list, hit.rects)] for hit in part.hits]
    return Frame({"hits": hits, "next_page": part.next_page}, b"")


def read_found(frame: Frame) -> d.Found:
    hits = _get(frame.header, "hits", list)
    if len(hits) > d.MAX_HITS:
        raise BrokenFrame("number of hits")
    following = frame.header.get("next_page")
    return d.Found(
        hits=tuple(_read_hit(hit) for hit in hits),
        next_page=None if following is None else _whole(frame.header, "next_page"),
    )


def _read_hit(raw: object) -> d.Hit:
    if not isinstance(raw, list) or len(raw) < 2:
        raise BrokenFrame("a hit is a page and its places")
    page, *rects = raw
    places = tuple(_read_rect(rect) for rect in rects)
    return d.Hit(_whole({"page": page}, "page"), places)


def _read_rect(raw: object) -> d.Rect:
    x0, y0, x1, y1 = _numbers(raw, 4)
    return x0, y0, x1, y1


def text(content: str) -> Frame:
    return Frame({"text": content}, b"")


def read_text(frame: Frame) -> str:
    return _get(frame.header, "text", str)


def refused(reason: d.Reason) -> Frame:
    return Frame({"refused": reason.value}, b"")


def locked(*, wrong: bool) -> Frame:
    return Frame({"locked": True, "wrong": wrong}, b"")


def read_locked(frame: Frame) -> bool | None:
    """None: not locked. False: a password is needed. True: it was the wrong one."""
    if "locked" not in frame.header:
        return None
    return _get(frame.header, "wrong", bool)


def read_refused(frame: Frame) -> d.Reason | None:
    if "refused" not in frame.header:
        return None
    try:
        return d.Reason(_get(frame.header, "refused", str))
    except ValueError as error:
        raise BrokenFrame("an unknown reason") from error


def _get(header: Mapping[str, object], name: str, kind: type[T]) -> T:
    value = header.get(name)
    if not isinstance(value, kind):
        raise BrokenFrame(f"{name} is no {kind.__name__}")
    return value


def _whole(header: Mapping[str, object], name: str) -> int:
    value = _get(header, name, int)
    if isinstance(value, bool) or not 0 <= value <= 2**31 - 1:
        raise BrokenFrame(f"{name} is no small whole number")
    return value


def _numbers(raw: object, count: int, least: float = -1e6) -> tuple[float, ...]:
    if not isinstance(raw, list) or len(raw) != count:
        raise BrokenFrame(f"expected {count} numbers")
    for value in raw:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise BrokenFrame("not a number")
        if not math.isfinite(value) or not least <= value <= 1e6:
            raise BrokenFrame("a number out of any page")
    return tuple(float(value) for value in raw)

"""What the child answers, as frames; read with distrust, a hostile file may own it."""

import json
import re
from collections.abc import Mapping
from typing import Final, TypeVar

from hzl_client.documents import document as d
from hzl_client.documents.frames import BrokenFrame, Frame
from hzl_client.model.printed import (
    UNKNOWN_FORM,
    Place,
    PrintedField,
    PrintedFile,
    PrintedForm,
)

T = TypeVar("T")

_HALF: Final = re.compile(r"[\ud800-\udfff]")
# Quotes and line breaks take two bytes; a field needs 170 beside its text.
MAX_FORM: Final = d.MAX_FORM_TEXT * 2 + d.MAX_FIELDS * 200
MAX_PAGE: Final = d.MAX_TEXT * 6 + d.MAX_WORDS * 120  # letters as \uXXXX


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
    header = {"hits": hits, "next_page": part.next_page, "readable": part.readable}
    return Frame(header, b"")


def read_found(frame: Frame) -> d.Found:
    hits = _get(frame.header, "hits", list)
    if len(hits) > d.MAX_HITS:
        raise BrokenFrame("number of hits")
    following = frame.header.get("next_page")
    return d.Found(
        hits=tuple(_read_hit(hit) for hit in hits),
        next_page=None if following is None else _whole(frame.header, "next_page"),
        readable=_whole(frame.header, "readable"),
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


def words(found: tuple[d.Word, ...]) -> Frame:
    """In the body: it may be longer than any header."""
    rows = [[w.text, w.line, w.hidden, *w.place] for w in found]
    return Frame({}, json.dumps({"words": rows}, separators=(",", ":")).encode())


def read_words(frame: Frame) -> tuple[d.Word, ...]:
    rows = _get(_read_json(frame.body, MAX_PAGE), "words", list)
    found = tuple(map(_read_word, _at_most(rows, d.MAX_WORDS)))
    if sum(len(word.text) for word in found) > d.MAX_TEXT:
        raise BrokenFrame("more text than we would send")
    return found


def _read_word(raw: object) -> d.Word:
    text, line, hidden, *place = _row(raw, 7)
    return d.Word(
        text=_text(text),
        place=_read_rect(place),
        line=_whole({"line": line}, "line"),
        hidden=_get({"hidden": hidden}, "hidden", bool),
    )


def form(printed: PrintedForm) -> Frame:
    """In the body: it may be longer than any header."""
    if not printed.known:
        return Frame({"known": False}, b"")
    parts = {
        "fields": [
            [
                *(list(f.heading), f.caption, f.text, f.ticked, _place(f.place)),
                [_place(place) for place in f.beside],
            ]
            for f in printed.fields
        ],
        "files": [
            [f.category, f.original, f.delivered, _place(f.place)]
            for f in printed.files
        ],
        "categories": list(printed.categories),
    }
    text = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
    return Frame({"known": True}, text.encode())


def _place(place: Place) -> list[float]:
    return [place.page, place.x0, place.y0, place.x1, place.y1]


def read_form(frame: Frame, pages: int) -> PrintedForm:
    """`pages` is how many the document has."""
    if not _get(frame.header, "known", bool):
        return UNKNOWN_FORM
    parts = _read_json(frame.body, MAX_FORM)
    fields, files, categories = (
        _at_most(_get(parts, name, list), d.MAX_FIELDS)
        for name in ("fields", "files", "categories")
    )
    if not fields:
        raise BrokenFrame("a form without a field")
    kinds = tuple(_text(kind) for kind in categories)
    return PrintedForm(
        known=True,
        fields=tuple(_read_field(field, pages) for field in fields),
        files=tuple(_read_file(file, pages, frozenset(kinds)) for file in files),
        categories=kinds,
    )


def _read_json(body: bytes, limit: int) -> Mapping[str, object]:
    if len(body) > limit:
        raise BrokenFrame("more than we would send")
    try:
        parts = json.loads(body.decode())
    except (ValueError, RecursionError) as error:
        raise BrokenFrame("a body that is no JSON") from error
    if not isinstance(parts, dict):
        raise BrokenFrame("a body that is no object")
    return parts


def _read_field(raw: object, pages: int) -> PrintedField:
    heading, caption, text, ticked, place, beside = _row(raw, 6)
    if not isinstance(heading, list) or not isinstance(ticked, bool | None):
        raise BrokenFrame("a heading or a tick")
    if not isinstance(beside, list):
        raise BrokenFrame("what stands beside an entry")
    return PrintedField(
        heading=tuple(_text(title) for title in _at_most(heading, 3)),
        caption=_text(caption),
        text=_text(text, least=0),
        place=_read_place(place, pages),
        ticked=ticked,
        beside=tuple(_read_place(each, pages) for each in _at_most(beside, 2)),
    )


def _read_file(raw: object, pages: int, categories: frozenset[str]) -> PrintedFile:
    *texts, place = _row(raw, 4)
    category, original, delivered = (_text(text) for text in texts)
    if category not in categories:
        raise BrokenFrame("a file of no category")
    return PrintedFile(category, original, delivered, _read_place(place, pages))


def _read_place(raw: object, pages: int) -> Place:
    page, *edges = _row(raw, 5)
    number = _whole({"page": page}, "page")
    x0, y0, x1, y1 = _numbers(edges, 4)
    if number >= min(pages, d.MAX_FORM_PAGES) or x0 > x1 or y0 > y1:
        raise BrokenFrame("a place on no page")
    return Place(number, x0, y0, x1, y1)


def _row(raw: object, count: int) -> list[object]:
    if not isinstance(raw, list) or len(raw) != count:
        raise BrokenFrame(f"expected {count} values")
    return raw


def _text(raw: object, least: int = 1) -> str:
    if not isinstance(raw, str) or not least <= len(raw) <= d.MAX_FORM_TEXT:
        raise BrokenFrame("no text of sensible length")
    if _HALF.search(raw):
        raise BrokenFrame("half a letter, which no file could be written with")
    return raw


def _at_most(entries: list[T], limit: int) -> list[T]:
    if len(entries) > limit:
        raise BrokenFrame("more than we would send")
    return entries


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
        if not least <= value <= 1e6:  # nor is NaN; huge whole numbers fit no float
            raise BrokenFrame("a number out of any page")
    return tuple(float(value) for value in raw)

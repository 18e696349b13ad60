"""Frames and answers on the pipe to the document child."""

import io
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hzl_client.documents import answers, frames
from hzl_client.documents import document as d
from hzl_client.documents.frames import BrokenFrame, Frame

SMALL = st.integers(0, 2**31 - 1)
POINTS = st.floats(-1e6, 1e6)
SIDES = st.floats(1, 1e6)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)
OPENED = st.builds(
    d.OpenDocument,
    handle=SMALL,
    pages=st.lists(st.builds(d.PageSize, SIDES, SIDES), min_size=1).map(tuple),
    page_total=st.integers(10_000, 50_000),
    media_type=st.sampled_from(sorted(d.OPENABLE)),
    repaired=st.booleans(),
    dynamic_form=st.booleans(),
)
HITS = st.builds(
    d.Hit, SMALL, st.lists(st.tuples(*[POINTS] * 4), min_size=1).map(tuple)
)
FOUND = st.builds(d.Found, st.lists(HITS).map(tuple), st.none() | SMALL)
PICTURE = {"width": 2, "height": 2, "stride": 6, "blank": False}
READERS = (
    answers.read_opened,
    answers.read_picture,
    answers.read_found,
    answers.read_text,
    answers.read_locked,
    answers.read_refused,
)


def render(frame: Frame) -> bytes:
    return frames.render_head(frame.header, len(frame.body)) + frame.body


def read(raw: bytes, max_body: int = 1000) -> Frame | None:
    return frames.read(io.BytesIO(raw), max_body)


@given(st.dictionaries(st.text(), st.text() | st.integers()), st.binary())
def test_read_undoes_render(header, body):
    assert read(render(Frame(header, body))) == Frame(header, body)


def test_the_stream_may_end_between_frames_only():
    raw = render(Frame({"a": 1}, b"body"))
    assert read(b"") is None
    for size in range(1, len(raw)):
        with pytest.raises(BrokenFrame):
            read(raw[:size])


@given(st.binary(max_size=100))
def test_noise_is_refused_but_never_crashes(raw):
    with suppress(BrokenFrame):
        read(raw)


@pytest.mark.parametrize("header", [b"[]", b"1", b"{", b"\xff", b"[" * 100_000])
def test_the_header_is_an_object(header):
    raw = frames._LENGTHS.pack(len(header), 0) + header
    with pytest.raises(BrokenFrame):
        read(raw)


def test_lengths_are_believed_only_up_to_a_limit():
    with pytest.raises(BrokenFrame):
        read(render(Frame({}, bytes(1001))))
    with pytest.raises(BrokenFrame):
        read(frames._LENGTHS.pack(frames.MAX_HEADER + 1, 0) + b"{}")


@given(OPENED)
def test_opened_round_trip(document):
    assert answers.read_opened(answers.opened(document)) == document


@given(FOUND)
def test_found_round_trip(part):
    assert answers.read_found(answers.found(part)) == part


@given(st.integers(1, 20), st.integers(1, 20), st.integers(0, 3), st.booleans())
def test_picture_round_trip(width, height, padding, blank):
    stride = width * 3 + padding
    picture = d.Picture(width, height, stride, bytes(stride * height), blank)
    assert answers.read_picture(answers.picture(picture)) == picture


@given(st.text())
def test_text_round_trip(content):
    assert answers.read_text(answers.text(content)) == content


@pytest.mark.parametrize("reason", d.Reason)
def test_refusal_round_trip(reason):
    assert answers.read_refused(answers.refused(reason)) is reason
    assert answers.read_refused(answers.text("")) is None


@pytest.mark.parametrize("wrong", [True, False])
def test_locked_round_trip(wrong):
    assert answers.read_locked(answers.locked(wrong=wrong)) is wrong
    assert answers.read_locked(answers.text("")) is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("width", 0),
        ("width", 3),
        ("width", True),
        ("width", "2"),
        ("height", 3),
        ("height", 10**12),
        ("stride", 5),
        ("stride", 10**6),
        ("blank", 1),
    ],
)
def test_a_picture_is_as_long_as_it_says(name, value):
    with pytest.raises(BrokenFrame):
        answers.read_picture(Frame(PICTURE | {name: value}, bytes(12)))


@given(
    st.sampled_from(READERS),
    st.sampled_from(["pages", "hits", "text", "width", "refused", "locked", "wrong"]),
    JSON,
)
def test_a_hostile_answer_is_read_or_refused_but_never_crashes(reader, name, value):
    header = dict(answers.opened(d.OpenDocument(1, (d.PageSize(1, 1),), 1)).header)
    header |= PICTURE | {"hits": [[0, [0, 0, 1, 1]]], "text": "", name: value}
    with suppress(BrokenFrame):
        reader(Frame(header, bytes(12)))


@pytest.mark.parametrize(
    "page",
    [[1], [0, 5], [1, float("nan")], [1, 10**400], [1, True], "12", 5],
)
def test_page_sizes_are_two_sensible_numbers(page):
    header = answers.opened(d.OpenDocument(1, (d.PageSize(1, 1),), 1)).header
    with pytest.raises(BrokenFrame):
        answers.read_opened(Frame({**header, "pages": [page]}, b""))


@pytest.mark.parametrize(("pages", "total"), [([], 0), ([[1, 1]], 0)])
def test_a_document_has_pages(pages, total):
    header = answers.opened(d.OpenDocument(1, (d.PageSize(1, 1),), 1)).header
    with pytest.raises(BrokenFrame):
        answers.read_opened(Frame({**header, "pages": pages, "page_total": total}, b""))

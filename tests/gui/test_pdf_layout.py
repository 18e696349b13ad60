"""Where pages lie, and which pictures are kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QImage

from hzl_client.documents.document import PageSize
from hzl_client.ui.views.pdf_images import PageImage, PageImages, Wish
from hzl_client.ui.views.pdf_layout import (
    LARGEST,
    MAX_LENGTH,
    SMALLEST,
    Fit,
    PageLayout,
    Room,
    next_step,
)

A4 = PageSize(595, 842)
ROOM = Room(width=620, height=800, margin=10, unit=4 / 3)
PAGES = st.lists(
    st.builds(PageSize, st.floats(1, 20_000), st.floats(1, 20_000)), min_size=1
).map(tuple)
ZOOMS = st.sampled_from(Fit) | st.floats(SMALLEST, LARGEST)
TURNS = st.sampled_from([0, 90, 180, 270])


def test_fit_to_the_width():
    box = PageLayout((A4, A4), Fit.WIDTH, 0, ROOM).boxes[1]
    assert (box.x, box.width, box.height) == (10, 600, 849)


def test_fit_the_whole_page():
    box = PageLayout((A4,), Fit.PAGE, 0, ROOM).boxes[0]
    assert (box.y, box.height) == (10, 780)
    assert box.x > 10


@pytest.mark.parametrize("fit", Fit)
def test_a_page_fits_however_large_it_is(fit):
    layout = PageLayout((PageSize(18_000, 15_000),), fit, 0, ROOM)
    (box,) = layout.boxes
    assert (box.x, box.width, box.height) == (10, 600, 500)
    assert (layout.width, layout.height) == (ROOM.width, ROOM.height)
    cramped = Room(width=15, height=15, margin=10, unit=4 / 3)
    assert PageLayout((A4,), fit, 0, cramped).boxes[0].width == 1


def test_a_hundred_percent_is_as_large_as_the_paper():
    layout = PageLayout((A4,), 1.0, 0, ROOM)
    assert layout.boxes[0].width == round(595 / 72 * 96)
    assert layout.percent(0) == 100


def test_turned_pages_are_laid_out_by_their_turned_size():
    box = PageLayout((A4,), 1.0, 90, ROOM).boxes[0]
    assert box.width > box.height


@given(PAGES, ZOOMS, TURNS)
def test_pages_lie_below_each_other_within_the_roll(pages, zoom, rotation):
    layout = PageLayout(pages, zoom, rotation, ROOM)
    bottom = 0
    for number, box in enumerate(layout.boxes):
        assert box.y >= bottom + ROOM.margin
        assert 1 <= box.width <= MAX_LENGTH
        assert 1 <= box.height <= MAX_LENGTH
        assert ROOM.margin <= box.x + 1
        assert box.x + box.width <= layout.width
        assert layout.nearest(box.y) == number
        assert number in layout.between(box.y, box.y + 1)
        bottom = box.bottom
    assert layout.height >= bottom


@given(PAGES, st.integers(0, 100_000), st.integers(1, 2000))
def test_in_sight_is_exactly_what_overlaps(pages, top, height):
    layout = PageLayout(pages, 1.0, 0, ROOM)
    seen = [
        number
        for number, box in enumerate(layout.boxes)
        if box.bottom > top and box.y < top + height
    ]
    assert list(layout.between(top, top + height)) == seen


@given(TURNS)
def test_a_place_turns_with_its_page(rotation):
    layout = PageLayout((A4,), 1.0, rotation, ROOM)
    box = layout.boxes[0]
    x, y, width, height = layout.place(0, (0, 0, 59.5, 84.2))  # the upper left tenth
    across, down = (x - box.x) / box.width, (y - box.y) / box.height
    corner = {0: (0, 0), 90: (0.9, 0), 180: (0.9, 0.9), 270: (0, 0.9)}[rotation]
    assert (across, down) == pytest.approx(corner, abs=0.01)
    assert (width / box.width, height / box.height) == pytest.approx(
        (0.1, 0.1), abs=0.01
    )


def test_an_empty_roll_fills_its_room():
    layout = PageLayout((), Fit.WIDTH, 0, ROOM)
    assert (layout.width, layout.height) == (620, 800)
    assert list(layout.between(0, 800)) == []


def test_steps_go_through_the_usual_sizes():
    assert next_step(1.0, 1) == 1.1
    assert next_step(1.0, -1) == 0.9
    assert next_step(1.07, -1) == 1.0
    assert next_step(LARGEST, 1) == LARGEST
    assert next_step(SMALLEST, -1) == SMALLEST


# --- pictures -------------------------------------------------------------------------


def picture(width: int = 10, height: int = 10) -> PageImage:
    return PageImage(QImage(width, height, QImage.Format.Format_RGB32))


BYTES = 10 * 10 * 4


def test_the_least_recently_seen_picture_goes_first():
    images = PageImages(3 * BYTES)
    wishes = [Wish(page, 10, 0) for page in range(4)]
    for wish in wishes[:3]:
        images.put(wish, picture(), frozenset())
    images.get(wishes[0])
    images.put(wishes[3], picture(), frozenset())
    assert [wish in images for wish in wishes] == [True, False, True, True]
    assert images.size == 3 * BYTES


def test_what_is_in_sight_stays_whatever_the_limit():
    images = PageImages(1)
    wishes = frozenset(Wish(page, 10, 0) for page in range(3))
    for wish in wishes:
        images.put(wish, picture(), wishes)
    assert all(wish in images for wish in wishes)
    images.put(Wish(9, 10, 0), picture(), frozenset())
    assert len(images) == 1


def test_a_picture_that_comes_twice_is_counted_once():
    images = PageImages(10 * BYTES)
    for _ in range(2):
        images.put(Wish(0, 10, 0), picture(), frozenset())
    assert (len(images), images.size) == (1, BYTES)
    images.clear()
    assert (len(images), images.size) == (0, 0)


def test_meanwhile_the_nearest_size_of_the_same_page_is_shown():
    images = PageImages(100 * BYTES)
    near, far = picture(), picture()
    images.put(Wish(0, 90, 0), near, frozenset())
    images.put(Wish(0, 10, 0), far, frozenset())
    images.put(Wish(1, 100, 0), picture(), frozenset())
    images.put(Wish(0, 100, 90), picture(), frozenset())
    assert images.likeness(Wish(0, 100, 0)) is near
    assert images.likeness(Wish(2, 100, 0)) is None

"""Opening, drawing, searching and reading, in the real child."""

import struct

import pytest

from helpers.pdf_files import locked_pdf, pdf, png, tiff, words
from hzl_client import resources
from hzl_client.documents.document import MAX_PAGES, MAX_PIXELS, MAX_SIDE, Reason
from hzl_client.errors import DocumentLocked, DocumentUnreadable
from hzl_client.model.octets import MemoryOctets

SAMPLES = resources.path("samples")
WHITE = b"\xff\xff\xff"


def octets(data: bytes) -> MemoryOctets:
    return MemoryOctets(data)


def refusal(documents, data):
    with pytest.raises(DocumentUnreadable) as caught:
        documents.open(octets(data))
    return Reason(caught.value.facts["reason"])


@pytest.fixture
def two_pages(documents):
    data = pdf(words("Hallo Straße"), words("Zweite Seite", y=100))
    document = documents.open(octets(data))
    yield document
    documents.release(document.handle)


def dark_rows(picture):
    """Relative heights at which something stands on white."""
    rows = [
        picture.rgb[y * picture.stride : y * picture.stride + picture.width * 3]
        for y in range(picture.height)
    ]
    dark = [y for y, row in enumerate(rows) if row != WHITE * picture.width]
    return dark[0] / picture.height, dark[-1] / picture.height


def test_pages_and_their_sizes(two_pages):
    assert [(p.width, p.height) for p in two_pages.pages] == [(595, 842)] * 2
    assert two_pages.page_total == 2
    assert not two_pages.repaired
    assert not two_pages.dynamic_form


@pytest.mark.parametrize("width", [90, 613, 1000, 2400])
def test_a_page_has_exactly_the_width_asked_for(documents, two_pages, width):
    picture = documents.render(two_pages.handle, 0, width)
    assert picture.width == width
    assert abs(picture.height - width * 842 / 595) <= 1
    assert len(picture.rgb) == picture.stride * picture.height
    assert not picture.blank


def test_the_page_asked_for_is_drawn(documents, two_pages):
    assert dark_rows(documents.render(two_pages.handle, 0, 600))[1] < 0.2
    assert dark_rows(documents.render(two_pages.handle, 1, 600))[0] > 0.8


@pytest.mark.parametrize("rotation", [90, 270, -90, 450])
def test_a_turned_page_is_as_wide_as_asked_after_turning(
    documents, two_pages, rotation
):
    picture = documents.render(two_pages.handle, 0, 842, rotation)
    assert (picture.width, picture.height) == (842, 595)


def test_upside_down(documents, two_pages):
    assert dark_rows(documents.render(two_pages.handle, 0, 600, 180))[0] > 0.8


@pytest.mark.parametrize("size", [(14400, 14400), (1, 14400), (14400, 1)])
def test_huge_and_thin_pages_stay_within_the_limits(documents, size):
    document = documents.open(octets(pdf(words("x"), size=size)))
    picture = documents.render(document.handle, 0, 100_000)
    assert picture.width * picture.height <= MAX_PIXELS * 1.01
    assert max(picture.width, picture.height) <= MAX_SIDE


def test_search_ignores_case_and_says_where(documents, two_pages):
    (hit,) = documents.search(two_pages.handle, "straße")
    assert hit.page == 0
    ((x0, y0, x1, y1),) = hit.rects
    assert 72 < x0 < x1 < 200
    assert 842 - 715 < y0 < 842 - 700 < y1 < 842 - 690
    assert [h.page for h in documents.search(two_pages.handle, "seite")] == [1]
    assert documents.search(two_pages.handle, "fehlt") == ()


def test_places_are_those_of_the_page_as_it_is_read(documents):
    document = documents.open(octets(pdf(words("Quer"), page=b"/Rotate 90")))
    assert (document.pages[0].width, document.pages[0].height) == (842, 595)
    (hit,) = documents.search(document.handle, "quer")
    ((x0, y0, x1, y1),) = hit.rects
    assert y1 - y0 > x1 - x0  # it reads from top to bottom
    assert 690 < x0 < x1 < 720
    assert 60 < y0 < y1 < 110


def test_search_goes_on_where_a_step_ended(documents):
    document = documents.open(octets(pdf(*[words("Treffer")] * 300)))
    page, steps, hits = 0, 0, []
    while page is not None:
        found = documents.search_from(document.handle, "treffer", page)
        assert found.next_page is None or found.next_page > page
        page, steps = found.next_page, steps + 1
        hits += found.hits
    assert [hit.page for hit in hits] == list(range(300))
    assert documents.search(document.handle, "treffer") == tuple(hits)


def test_text_is_what_people_can_see(documents):
    hidden = (
        b"3 Tr " + words("unsichtbar", y=600) + b"0 Tr 1 1 1 rg "
        b"" + words("weiss", y=500) + b"0 g " + words("winzig", y=400, size=0.5)
    )
    for turn in (b"", b"/Rotate 90"):
        document = documents.open(octets(pdf(words("lesbar") + hidden, page=turn)))
        assert documents.text(document.handle, 0) == "lesbar"


def test_white_letters_on_dark_ground_are_seen(documents):
    banner = b"0 0 0.5 rg 50 680 300 60 re f 1 1 1 rg " + words("Kopfzeile")
    document = documents.open(octets(pdf(banner)))
    assert documents.text(document.handle, 0) == "Kopfzeile"


def test_an_empty_page_is_reported(documents):
    document = documents.open(octets(pdf(b"", words("x"))))
    assert documents.render(document.handle, 0, 400).blank
    assert not documents.render(document.handle, 1, 400).blank


def test_a_form_that_only_adobe_draws_is_reported(documents):
    data = pdf(words("Please wait"), catalog=b"/AcroForm<</Fields[]/XFA(x)>>")
    assert documents.open(octets(data)).dynamic_form


def test_a_damaged_file_is_shown_and_named(documents):
    document = documents.open(octets(pdf(words("halb"))[:-200]))
    assert document.repaired
    assert documents.text(document.handle, 0) == "halb"


def test_bytes_before_the_pdf_do_no_harm(documents):
    document = documents.open(octets(b"From: scanner\r\n\r\n" + pdf(words("da"))))
    assert documents.text(document.handle, 0) == "da"


def test_pages_beyond_the_limit_are_counted_only(documents):
    document = documents.open(octets(pdf(*[b""] * (MAX_PAGES + 5))))
    assert len(document.pages) == MAX_PAGES
    assert document.page_total == MAX_PAGES + 5


@pytest.mark.parametrize(
    "data",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"<html><body>Hallo</body></html>",
        b"<?xml version='1.0'?><a/>",
        b"PK\x03\x04word/",
        b"Hallo",
        b"RIFF\x24\x00\x00\x00WEBPVP8 ",
    ],
)
def test_only_pdf_and_pictures_are_opened(documents, data):
    assert refusal(documents, data) is Reason.KIND


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", Reason.EMPTY),
        (pdf(words("x"))[:60], Reason.EMPTY),
        (b"%PDF-1.4\n<svg xmlns='http://www.w3.org/2000/svg'/>", Reason.DAMAGED),
        (png(10, 10)[:20], Reason.DAMAGED),
    ],
)
def test_what_has_no_pages_is_refused_by_name(documents, data, reason):
    assert refusal(documents, data) is reason


class Endless:
    """A file that is far too long; nobody may read on after its head."""

    size = 10**12

    def read(self, start: int, length: int) -> bytes:
        assert start == 0
        return b"%PDF-1.7\n".ljust(length)


def test_a_file_beyond_the_limit_is_not_even_read(documents):
    with pytest.raises(DocumentUnreadable) as caught:
        documents.open(Endless())
    assert caught.value.facts["reason"] == Reason.LARGE


def test_password(documents):
    data = octets(locked_pdf("geheim", "Nur mit Kennwort"))
    for password, wrong in (("", False), ("falsch", True)):
        with pytest.raises(DocumentLocked) as caught:
            documents.open(data, password)
        assert caught.value.facts["wrong"] is wrong
    document = documents.open(data, "geheim")
    assert documents.text(document.handle, 0) == "Nur mit Kennwort"
    assert not documents.render(document.handle, 0, 300).blank


def test_a_page_that_does_not_exist(documents, two_pages):
    for page in (2, 10_000):
        with pytest.raises(DocumentUnreadable):
            documents.render(two_pages.handle, page, 100)


def test_a_released_document_is_gone(documents, two_pages):
    documents.release(two_pages.handle)
    documents.release(two_pages.handle)
    with pytest.raises(DocumentUnreadable) as caught:
        documents.render(two_pages.handle, 0, 100)
    assert caught.value.facts["reason"] == Reason.CLOSED


def test_pictures(documents):
    document = documents.open(octets(png(300, 200)))
    assert document.media_type == "image/png"
    picture = documents.render(document.handle, 0, 300)
    assert (picture.width, picture.height) == (300, 200)
    assert picture.rgb[:3] == b"\x20\x60\xa0"
    assert documents.search(document.handle, "x") == ()
    assert documents.text(document.handle, 0) == ""


def turned(jpeg: bytes, orientation: int) -> bytes:
    """The same picture, with an EXIF note how the camera was held."""
    entry = struct.pack("<HHHIHHI", 1, 0x0112, 3, 1, orientation, 0, 0)
    exif = b"Exif\x00\x00II*\x00\x08\x00\x00\x00" + entry
    block = b"\xff\xe1" + struct.pack("!H", len(exif) + 2) + exif
    return jpeg[:2] + block + jpeg[2:]


def pixels(documents, data, rotation=0):
    """Rows of pixels of a small picture, as it is seen."""
    document = documents.open(octets(data))
    seen = rows(documents, document, 0, rotation)
    documents.release(document.handle)
    return seen


def rows(documents, document, number, rotation=0):
    page = document.pages[number]
    width = page.height if rotation % 180 else page.width
    picture = documents.render(document.handle, number, round(width), rotation)
    return [
        [
            picture.rgb[y * picture.stride + x * 3 : y * picture.stride + x * 3 + 3]
            for x in range(picture.width)
        ]
        for y in range(picture.height)
    ]


def mirrored(rows):
    return [row[::-1] for row in rows]


def clockwise(rows):
    return [list(row) for row in zip(*rows[::-1], strict=True)]


def same(one, other):
    """But for what scaling does to a pixel here and there."""
    if (len(one), len(one[0])) != (len(other), len(other[0])):
        return False
    points = [(y, x) for y in range(0, len(one), 9) for x in range(0, len(one[0]), 9)]
    near = sum(
        max(abs(a - b) for a, b in zip(one[y][x], other[y][x], strict=True)) < 40
        for y, x in points
    )
    return near > len(points) * 0.97


# What a reader has to do for each note (EXIF 2.3, tag 274).
ORIENTATIONS = {
    1: lambda rows: rows,
    2: mirrored,
    3: lambda rows: clockwise(clockwise(rows)),
    4: lambda rows: rows[::-1],
    5: lambda rows: mirrored(clockwise(rows)),
    6: clockwise,
    7: lambda rows: clockwise(mirrored(rows)),
    8: lambda rows: clockwise(clockwise(clockwise(rows))),
}


@pytest.mark.parametrize("orientation", ORIENTATIONS)
def test_a_photo_stands_upright(documents, orientation):
    photo = (SAMPLES / "01_alleinstehend/anhang_0003.jpg").read_bytes()
    stored = pixels(documents, turned(photo, 1))
    seen = pixels(documents, turned(photo, orientation))
    matching = [n for n, work in ORIENTATIONS.items() if same(seen, work(stored))]
    assert matching == [orientation]


@pytest.mark.parametrize("orientation", ORIENTATIONS)
def test_a_scan_stands_upright(documents, orientation):
    stripes = b"".join(bytes((x * 4, y * 6, 0)) for y in range(40) for x in range(64))
    plain, lying = (64, 40, stripes), (64, 40, stripes)
    document = documents.open(octets(tiff(plain, lying, held=(1, orientation))))
    stored, seen = (rows(documents, document, page) for page in (0, 1))
    matching = [n for n, work in ORIENTATIONS.items() if same(seen, work(stored))]
    assert matching == [orientation]
    turned_by_hand = rows(documents, document, 1, 90)
    assert same(turned_by_hand, clockwise(seen))


def test_a_picture_is_turned_by_hand(documents):
    photo = (SAMPLES / "01_alleinstehend/anhang_0003.jpg").read_bytes()
    assert same(pixels(documents, photo, 90), clockwise(pixels(documents, photo)))


def test_a_tiff_of_several_pages(documents):
    data = tiff((30, 20, b"\xff\x00\x00"), (20, 30, b"\x00\x00\xff"))
    document = documents.open(octets(data))
    assert document.page_total == 2
    assert documents.render(document.handle, 0, 30).rgb[:3] == b"\xff\x00\x00"
    assert documents.render(document.handle, 1, 20).rgb[:3] == b"\x00\x00\xff"


@pytest.mark.parametrize(
    "file",
    sorted(
        file
        for file in SAMPLES.rglob("*")
        if file.suffix.lower() in {".pdf", ".png", ".jpg", ".jpeg"}
    ),
    ids=lambda file: f"{file.parent.name}-{file.name}",
)
def test_every_sample_can_be_read(documents, file):
    document = documents.open(octets(file.read_bytes()))
    for page in range(len(document.pages)):
        assert not documents.render(document.handle, page, 300).blank
    documents.release(document.handle)

"""Every point of the measurements on hostile files has a test; the missing ones here.

Whatever such a file does, it costs the child at most: the next document is read.
"""

from contextlib import suppress
from pathlib import Path
from time import monotonic

import pytest

from helpers.pdf_files import locked_pdf, pdf, stream, words
from hzl_client.documents.document import Reason
from hzl_client.documents.process import Documents
from hzl_client.errors import DocumentUnreadable
from hzl_client.model.octets import MemoryOctets
from hzl_client.model.printed import UNKNOWN_FORM

TESTS = Path(__file__).parents[2]
UNIT = "unit/documents/test_"
POINTS = {
    "1 no pages": (
        ("unit/documents/test_documents.py", "what_has_no_pages_is_refused_by_name"),
    ),
    "2 passwords": (
        (UNIT + "documents.py", "password"),
        (UNIT + "hostile_files.py", "an_owners_password_keeps_nobody_out"),
    ),
    "3 silently blank": (
        (UNIT + "hostile_files.py", "nested_arrays_are_told"),
        (UNIT + "documents.py", "an_empty_page_is_reported"),
        (UNIT + "documents.py", "a_form_that_only_adobe_draws_is_reported"),
        ("gui/test_pdf_view.py", "an_empty_page_says_so"),
    ),
    "4 pictures behind text": (
        (UNIT + "hostile_files.py", "a_search_decodes_no_picture"),
    ),
    "5 drawings without end": (
        (UNIT + "printed_form.py", "too_many_drawings_are_unknown"),
        (UNIT + "printed_form.py", "a_form_that_never_ends_is_unknown_and_not_tried"),
    ),
    "6 costly pages": (
        (UNIT + "document_child_dies.py", "a_page_that_never_ends_is_given_up_and_"),
        (UNIT + "hostile_files.py", "costly_pages_end_in_time"),
        (UNIT + "documents.py", "huge_and_thin_pages_stay_within_the_limits"),
        (UNIT + "document_child_dies.py", "a_picture_of_a_gigabyte_is_refused"),
    ),
    "7 content decides": (
        (UNIT + "sniff.py", "content_decides"),
        (UNIT + "documents.py", "only_pdf_and_pictures_are_opened"),
        (UNIT + "documents.py", "a_photo_stands_upright"),
        (UNIT + "hostile_files.py", "pictures_the_library_cannot_read_are_refused"),
    ),
    "8 office files": (
        (UNIT + "documents.py", "only_pdf_and_pictures_are_opened"),
        ("gui/test_workplace.py", "what_cannot_be_shown_is_saved_after_a_warning"),
    ),
    "9 hidden text": (
        (UNIT + "page_words.py", "hidden_text_is_marked_and_not_found"),
        ("gui/test_pdf_selection.py", "hidden_text_is_marked_told_and_not_copied"),
        (UNIT + "printed_form.py", "hidden_text_is_no_entry"),
    ),
    "10 XML": (
        ("unit/ground/test_xmlkit.py", "what_is_not_plain_xml_is_refused_by_name"),
        ("unit/ground/test_xmlkit.py", "depth_is_limited"),
        ("unit/ground/test_xmlkit.py", "any_bytes_give_a_root_or_a_named_error"),
    ),
    "11 Pillow": ((UNIT + "hostile_files.py", "pillow_is_not_used"),),
    "12 big but harmless": (
        (UNIT + "documents.py", "pages_beyond_the_limit_are_counted_only"),
        ("unit/ground/test_xmlkit.py", "the_number_of_elements_is_limited"),
    ),
}


@pytest.mark.parametrize("point", POINTS)
def test_every_point_has_its_tests(point):
    for file, name in POINTS[point]:
        assert f"def test_{name}" in (TESTS / file).read_text(encoding="utf-8")


def test_pillow_is_not_used():
    for file in (TESTS.parent / "src").rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        assert "import PIL" not in text, file
        assert "from PIL" not in text, file


def test_an_owners_password_keeps_nobody_out(documents):
    document = documents.open(MemoryOctets(locked_pdf("", "für alle zu lesen")))
    assert documents.text(document.handle, 0) == "für alle zu lesen"
    assert not documents.render(document.handle, 0, 300).blank


DEEP = b"[" * 100_000


@pytest.mark.parametrize(
    "data",
    [pdf(DEEP, words("zweite")), pdf(b"[" * 300 + b"]" * 300, words("zweite"))],
    ids=["never closed", "closed"],
)
def test_nested_arrays_are_told(documents, data):
    """As a damaged page, or as one on which nothing is to be seen."""
    document = documents.open(MemoryOctets(data))
    try:
        told = documents.render(document.handle, 0, 300).blank
    except DocumentUnreadable as error:
        told = error.facts["reason"] == Reason.DAMAGED
    assert told
    assert documents.form(document.handle) == UNKNOWN_FORM
    assert documents.text(document.handle, 1) == "zweite"


@pytest.fixture
def hasty():
    with Documents(seconds=2.0) as made:
        made.warm_up()
        yield made


def assert_works(documents):
    document = documents.open(MemoryOctets(pdf(words("harmlos"))))
    assert documents.text(document.handle, 0) == "harmlos"


def with_huge_picture() -> bytes:
    """A kilobyte that would be 1.2 GB if somebody looked at it."""
    entries = (
        b"/Type/XObject/Subtype/Image/Width 20000/Height 20000/BitsPerComponent 8"
        b"/ColorSpace/DeviceRGB/Filter/RunLengthDecode"
    )
    picture = stream(b"\x81\xff" * 400 + b"\x80", entries)
    content = words("Text davor") + b"q 500 0 0 500 0 0 cm /P Do Q "
    return pdf(content, resources=b"/XObject<</P 10 0 R>>", objects=(picture,))


def test_a_search_decodes_no_picture(hasty):
    document = hasty.open(MemoryOctets(with_huge_picture()))
    child = hasty._child.pid
    assert hasty.search(document.handle, "steht nicht da") == ()
    assert hasty._child.pid == child


def tiling_bomb() -> bytes:
    pattern = stream(
        b"0 0 1 1 re f " * 500,
        b"/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 1 1]"
        b"/XStep 0.01/YStep 0.01/Resources<<>>",
    )
    return pdf(
        b"/Pattern cs /T scn 0 0 595 842 re f",
        resources=b"/Pattern<</T 10 0 R>>",
        objects=(pattern,),
    )


def much_used_content() -> bytes:
    data = pdf(b"0 0 300 300 re f " * 300)
    return data.replace(b"/Contents 51 0 R", b"/Contents[" + b"51 0 R " * 10_000 + b"]")


@pytest.mark.parametrize("bomb", [tiling_bomb, much_used_content])
def test_costly_pages_end_in_time(hasty, bomb):
    document = hasty.open(MemoryOctets(bomb()))
    begun = monotonic()
    with suppress(DocumentUnreadable):
        hasty.render(document.handle, 0, 1_600)
    assert monotonic() - begun < 20  # two seconds, and a new child on a busy machine
    assert_works(hasty)


@pytest.mark.parametrize(
    "data",
    [b"RIFF\x24\x00\x00\x00WEBPVP8 ", b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00"],
    ids=["webp", "heic"],
)
def test_pictures_the_library_cannot_read_are_refused(documents, data):
    with pytest.raises(DocumentUnreadable) as caught:
        documents.open(MemoryOctets(data))
    assert caught.value.facts["reason"] == Reason.KIND


def test_text_that_takes_the_child_down_leaves_the_picture(hasty):
    """What a page shows and what it says are given up one by one."""
    document = hasty.open(MemoryOctets(pdf(words("Bild"))))
    hasty._sessions[document.handle].bad_pages[-2] = Reason.TIME
    with pytest.raises(DocumentUnreadable):
        hasty.words(document.handle, 0)
    assert not hasty.render(document.handle, 0, 300).blank

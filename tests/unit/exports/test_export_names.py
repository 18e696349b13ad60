"""Names that every file system takes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hzl_client.exports.names import LONGEST_NAME, NameBook, numbered, safe_name
from hzl_client.model.composed import composed

ILLEGAL = set('<>:"/\\|?*') | {chr(code) for code in range(32)}


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("Mietvertrag.pdf", "Mietvertrag.pdf"),
        ("KV Bescheinigung (2) (final).pdf", "KV Bescheinigung (2) (final).pdf"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("C:\\Windows\\a.pdf", "C__Windows_a.pdf"),
        ("a\x00b\tc\nd.pdf", "ab c d.pdf"),
        ("con", "_con"),
        ("CON.pdf", "_CON.pdf"),
        ("Com1.tar.gz", "_Com1.tar.gz"),
        ("lpt¹", "_lpt¹"),
        ("nul .txt", "_nul.txt"),
        ("console.pdf", "console.pdf"),
        ("COM10.pdf", "COM10.pdf"),
        ("name. . ", "name"),
        (" .htaccess", "htaccess"),
        ("", "Datei"),
        ("...", "Datei"),
        ("\u202efdp.exe", "fdp.exe"),
        ("a\u200bb\ufeff.pdf", "ab.pdf"),
        ("A\u0308nne.pdf", "Änne.pdf"),
        ('a|b?c*d<e>f"g.pdf', "a_b_c_d_e_f_g.pdf"),
    ],
)
def test_names(name, safe):
    assert safe_name(name) == safe


def test_a_long_name_keeps_its_ending():
    name = safe_name("ä" * 300 + ".pdf")
    assert name.endswith("ä.pdf")
    assert len(name.encode()) <= LONGEST_NAME


def test_what_is_too_long_for_an_ending_is_cut():
    assert len(safe_name("a." + "b" * 300).encode()) <= LONGEST_NAME


def test_cutting_leaves_no_blank_before_the_ending():
    assert safe_name("abc def.pdf", 8) == "abc.pdf"


@given(st.text(max_size=200), st.integers(24, 200))
def test_any_text_becomes_a_name_windows_takes(text, limit):
    name = safe_name(text, limit)
    assert name
    assert len(name.encode()) <= limit
    assert not ILLEGAL & set(name)
    assert name[-1] not in " ."
    assert name[0] not in " ."
    stem = name.partition(".")[0].rstrip().upper()
    assert stem not in {"CON", "PRN", "AUX", "NUL", "COM1", "LPT1"}


@given(
    st.lists(st.sampled_from(("a.pdf", "A.PDF", "ä.pdf", "a\u0308.pdf", "ß", "SS", "")))
)
def test_no_name_is_handed_out_twice(names):
    book = NameBook(40)
    taken = [book.take(name) for name in names]
    compared = {composed("NFC", name.casefold()) for name in taken}
    assert len(compared) == len(names)


def test_doubles_are_numbered_before_the_ending():
    book = NameBook(20)
    assert [book.take("a.pdf") for _ in range(3)] == ["a.pdf", "a (2).pdf", "a (3).pdf"]


def test_doubles_of_long_names_stay_within_the_limit():
    book = NameBook(24)
    names = [book.take("x" * 100 + ".pdf") for _ in range(12)]
    assert len(set(names)) == 12
    assert all(len(name) <= 24 for name in names)
    assert all(name.endswith(".pdf") for name in names)


def test_folders_are_numbered_within_the_limit():
    assert numbered("abc", 1, 24) == "abc"
    assert numbered("a" * 24, 12, 24) == "a" * 19 + " (12)"

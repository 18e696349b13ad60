import base64 as reference

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hzl_client.xmlsec import base64


def as_the_library_writes(data: bytes) -> str:
    """The rule of NOTES 3, one line of Python."""
    encoded = reference.encodebytes(data)
    full = data and len(data) % 57 == 0
    return (encoded if full else encoded[:-1]).decode()


@given(st.binary(max_size=400))
def test_layout_and_round_trip(data: bytes) -> None:
    text = base64.encode(data)
    assert text == as_the_library_writes(data)
    assert base64.decode_strict(text) == data
    assert base64.decode_strict(text.encode()) == data


@pytest.mark.parametrize("extra", [-1, 0, 1, 56, 57])
def test_no_seam_shows_between_pieces_of_a_mebibyte(extra: int) -> None:
    data = bytes(range(256)) * 8192 + b"x" * (57 * 40 + extra)
    text = base64.encode(data)
    assert text == as_the_library_writes(data)
    assert base64.decode_strict(text) == data


@given(st.binary(max_size=60), st.data())
def test_white_space_may_stand_anywhere(data: bytes, draw: st.DataObject) -> None:
    text = base64.encode(data)
    at = draw.draw(st.integers(0, len(text)))
    white = draw.draw(st.text(" \t\r\n", max_size=5))
    assert base64.decode_strict(text[:at] + white + text[at:]) == data


@given(st.binary(max_size=100), st.lists(st.integers(1, 7), min_size=1))
def test_pieces_may_be_cut_anywhere(data: bytes, sizes: list[int]) -> None:
    text = base64.encode(data).encode()
    pieces, at = [], 0
    while at < len(text):
        size = sizes[len(pieces) % len(sizes)]
        pieces.append(text[at : at + size])
        at += size
    assert b"".join(base64.decode_chunks(pieces)) == data


@given(st.binary(min_size=1, max_size=60), st.data())
def test_a_damaged_character_is_refused_or_changes_the_bytes(
    data: bytes, draw: st.DataObject
) -> None:
    text = bytearray(base64.encode(data).replace("\n", "").encode())
    at = draw.draw(st.integers(0, len(text) - 1))
    text[at] ^= 1 << draw.draw(st.integers(0, 7))
    try:
        read = base64.decode_strict(bytes(text))
    except ValueError:
        return
    assert read != data


@pytest.mark.parametrize(
    "text",
    [
        "QQ",  # padding missing
        "QQ=",
        "Q===",
        "=QQQ",
        "QQ==QQ==",  # data behind the padding
        "QQ== QUFB",
        "QR==",  # stray bits before the padding
        "QUJ=",
        "QQ==\x00",
        "QU-_",  # the other alphabet
        "QUFB!",
        "QUFB\x0b",
        "QUFB\u00a0",
        "QÄ==",
        "====",
    ],
)
def test_everything_foreign_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  (the contract is the bare class)
        base64.decode_strict(text)


def test_nothing_is_nothing() -> None:
    assert base64.encode(b"") == ""
    assert base64.decode_strict(" \n") == b""


def test_the_padding_ends_it_in_the_next_piece_too() -> None:
    assert list(base64.decode_chunks([b"QQ==", b" ", b"\n"])) == [b"A"]
    for second in (b"QQ==", b"QUFB", b"Q"):
        with pytest.raises(ValueError):  # noqa: PT011
            list(base64.decode_chunks([b"QQ==", second]))

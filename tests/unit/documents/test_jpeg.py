"""A JPEG that breaks off is told from a whole one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hzl_client import resources
from hzl_client.documents import jpeg
from hzl_client.documents.process import Documents
from hzl_client.model.octets import MemoryOctets

PHOTO = resources.read("samples/01_alleinstehend/anhang_0003.jpg")
HEAD = b"\xff\xd8"
SCAN = b"\xff\xda\x00\x02\x11\x22\xff\x00\x33"
END = b"\xff\xd9"


def segment(payload: bytes, marker: int = 0xE1) -> bytes:
    return bytes((0xFF, marker)) + (len(payload) + 2).to_bytes(2) + payload


THUMBNAIL = segment(HEAD + SCAN + END)


@pytest.mark.parametrize(
    "data",
    [
        PHOTO,
        HEAD + SCAN + END,
        HEAD + THUMBNAIL + SCAN + END,
        HEAD + SCAN + END + b"what cameras add",
        HEAD + b"\xff\xff" + THUMBNAIL + SCAN + SCAN + END,
    ],
)
def test_a_whole_one(data):
    assert jpeg.is_whole(data)


@pytest.mark.parametrize(
    "data",
    [
        PHOTO[: len(PHOTO) // 2],
        PHOTO[:-2],
        HEAD + SCAN,
        HEAD + THUMBNAIL + SCAN,
        HEAD + THUMBNAIL,
        HEAD + segment(b"\xff\xd9" * 20)[:10],
        HEAD,
        b"",
    ],
)
def test_one_that_breaks_off(data):
    assert not jpeg.is_whole(data)


@given(st.binary(max_size=60))
def test_noise_has_an_answer(noise):
    assert jpeg.is_whole(HEAD + noise) in (True, False)


def test_half_a_photo_is_shown_and_said():
    with Documents() as documents:
        whole = documents.open(MemoryOctets(PHOTO))
        half = documents.open(MemoryOctets(PHOTO[: len(PHOTO) // 2]))
    assert not whole.repaired
    assert half.repaired

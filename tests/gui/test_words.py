from datetime import UTC, datetime, timedelta

import pytest

from hzl_client.documents import sniff
from hzl_client.ui import words
from hzl_client.ui.actions import german_keys

NOON = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)  # noon in Berlin, a Tuesday


@pytest.mark.parametrize(
    ("age", "said"),
    [
        (timedelta(hours=3), "heute 09:00"),
        (timedelta(hours=13), "gestern 23:00"),
        (timedelta(days=3), "Sa 21.11. 12:00"),
        (timedelta(days=6), "Mi 18.11. 12:00"),
        (timedelta(days=7), "17.11.2026"),
        (timedelta(days=-1), "25.11.2026"),  # a clock that is wrong
    ],
)
def test_moments_are_named_as_people_do(age, said):
    assert words.when(NOON - age, NOON) == said


def test_summer_and_winter_time_are_berlins():
    assert words.stamp(datetime(2026, 7, 1, 10, tzinfo=UTC)) == "01.07.2026 12:00 Uhr"
    assert words.stamp(datetime(2026, 1, 1, 10, tzinfo=UTC)) == "01.01.2026 11:00 Uhr"


@pytest.mark.parametrize(
    ("octets", "said"),
    [
        (0, "0 Byte"),
        (999, "999 Byte"),
        (36_200, "36 kB"),
        (999_499, "999 kB"),
        (999_501, "1,0 MB"),
        (4_812_000, "4,8 MB"),
        (999_499_999, "999,5 MB"),
        (1_500_000_000, "1,5 GB"),
    ],
)
def test_sizes(octets, said):
    assert words.size(octets).replace(words.NO_BREAK, " ") == said


def test_counts_have_the_right_form_and_stay_together():
    assert words.count(1, "Anlage", "Anlagen") == "1\u00a0Anlage"
    assert words.count(0, "Anlage", "Anlagen") == "0\u00a0Anlagen"
    assert words.count(1204, "Angabe", "Angaben") == "1.204\u00a0Angaben"


def test_kinds_of_files_have_names():
    docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    assert words.kind("application/pdf") == "PDF-Dokument"
    assert words.kind(docx) == "Word-Dokument"
    for _, media_type in sniff._MAGIC:
        assert "/" not in words.kind(media_type)
    for other in ("text/html", "image/svg+xml", "image/bmp", "video/mp4"):
        assert "/" not in words.kind(other)
    assert words.kind("application/x-msdownload") == "Programm"
    assert words.kind("application/x-strange") == "application/x-strange"


def test_a_fingerprint_is_in_groups_of_four():
    shown = words.fingerprint("0123456789abcdef" * 4)
    assert shown.startswith("0123 4567 89AB CDEF 0123")
    assert len(shown.split()) == 16


def test_keys_are_named_as_on_a_german_keyboard():
    assert german_keys("Ctrl+Shift+Del") == "Strg+Umschalt+Entf"

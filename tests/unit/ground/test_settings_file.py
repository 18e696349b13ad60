"""Settings survive the file; what does not fit is named and changes nothing."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hzl_client import settings
from hzl_client.errors import HzlError, InvalidSetting, NoMailbox
from hzl_client.settings import MailboxSettings, ProxyMode

PIN = st.text("0123456789abcdef", min_size=64, max_size=64)
PINS = st.lists(PIN, max_size=3).map(tuple)
TITLE = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(
    lambda text: text.strip()
)
SETTINGS = st.builds(
    MailboxSettings,
    title=TITLE,
    url=st.sampled_from(["http://127.0.0.1:8080/osci", "https://osci.example/x"]),
    intermediary_cipher=TITLE,
    supplier_pins=PINS,
    expected_authors=PINS,
    practice=st.booleans(),
    legacy_algorithms=st.booleans(),
    proxy=st.sampled_from(ProxyMode),
    proxy_url=st.sampled_from(["", "http://proxy.example:3128"]),
)


@given(SETTINGS)
def test_load_undoes_save(tmp_path_factory, written):
    folder = tmp_path_factory.mktemp("settings")
    settings.save(folder, written)
    assert settings.load(folder) == written
    assert [path.name for path in folder.iterdir()] == [settings.FILE]


def test_no_file_is_no_mailbox(tmp_path):
    with pytest.raises(NoMailbox):
        settings.load(tmp_path)


@pytest.mark.parametrize(
    "change",
    [
        {"title": "  "},
        {"url": "ftp://x"},
        {"url": "osci.example"},
        {"supplier_pins": ["abc"]},
        {"supplier_pins": 7},
        {"proxy": "vielleicht"},
        {"unbekannt": 1},
        {"office_recipients": ["059990001001"]},
        {"office_recipients": "soa:059990001001"},
        {"office_towns": [""]},
        {"office_towns": ["59999"]},
        {"office_postcodes": ["5999"]},
        {"office_postcodes": ["٥٩٩٩٩"]},
        {"office_postcodes": [59999]},
        {"office_postcodes": ["59999"] * 501},
    ],
)
def test_what_does_not_fit_is_named(tmp_path, change):
    good = MailboxSettings("Sozialamt", "http://127.0.0.1/osci", "PEM")
    settings.save(tmp_path, good)
    file = tmp_path / settings.FILE
    file.write_text(json.dumps(json.loads(file.read_text("utf-8")) | change), "utf-8")
    with pytest.raises(InvalidSetting):
        settings.load(tmp_path)


@given(st.binary(max_size=200))
def test_a_damaged_file_is_named_never_a_crash(tmp_path_factory, raw):
    folder = tmp_path_factory.mktemp("damaged")
    (folder / settings.FILE).write_bytes(raw)
    with suppress(HzlError):
        settings.load(folder)

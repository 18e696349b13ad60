"""What the IT of a machine decides for all its mailboxes."""

import json
from dataclasses import replace

import pytest

from hzl_client import machine
from hzl_client import settings as settings_file
from hzl_client.errors import InvalidMachineSettings, InvalidSetting, SettingLocked
from hzl_client.services import profile
from hzl_client.settings import MailboxSettings, ProxyMode
from hzl_client.texts.facts import fact_lines

GIVEN = {"title": "Amt", "url": "http://one.example", "intermediary_cipher": "pem"}
LOCKED = {"locked": {"proxy": "manual", "proxy_url": "http://proxy.example:3128"}}


@pytest.fixture
def place(tmp_path, monkeypatch):
    """The machine's folder and a mailbox's."""
    for name in ("machine", "mailbox"):
        (tmp_path / name).mkdir()
    monkeypatch.setattr(machine, "folder", lambda: tmp_path / "machine")
    return tmp_path


def decide(place, document):
    text = document if isinstance(document, str) else json.dumps(document)
    (place / "machine" / "settings.json").write_text(text, encoding="utf-8")


@pytest.mark.usefixtures("place")
def test_without_a_file_nothing_is_decided():
    assert machine.load() == machine.MachineSettings()
    assert machine.load().settle(GIVEN) == MailboxSettings(**GIVEN)


def test_a_preset_fills_what_nobody_chose(place):
    decide(place, {"preset": {"url": "http://two.example", "legacy_algorithms": True}})
    made = machine.load().settle(GIVEN)
    assert (made.url, made.legacy_algorithms) == ("http://one.example", True)


def test_a_preset_can_be_all_that_is_needed(place):
    decide(place, {"preset": {"url": "http://t.example", "intermediary_cipher": "p"}})
    assert machine.load().settle({"title": "Amt"}).url == "http://t.example"


@pytest.mark.usefixtures("place")
def test_what_nobody_decided_is_asked_for():
    with pytest.raises(InvalidSetting) as caught:
        machine.load().settle({"title": "Amt", "url": "http://one.example"})
    assert caught.value.facts["setting"] == "intermediary_cipher"


def test_a_locked_value_counts_for_every_mailbox(place):
    settings_file.save(place / "mailbox", MailboxSettings(**GIVEN))
    decide(place, LOCKED)
    found = machine.load_mailbox(place / "mailbox")
    assert (found.proxy, found.proxy_url) == (
        ProxyMode.MANUAL,
        "http://proxy.example:3128",
    )


def test_a_practice_mailbox_never_leaves_the_machine(place):
    decide(place, LOCKED)
    practice = MailboxSettings(**GIVEN, practice=True, proxy=ProxyMode.NONE)
    settings_file.save(place / "mailbox", practice)
    assert machine.load_mailbox(place / "mailbox") == practice
    machine.save_mailbox(place / "mailbox", practice)


def test_a_locked_value_cannot_be_changed(place):
    settings_file.save(place / "mailbox", MailboxSettings(**GIVEN))
    decide(place, {"locked": {"supplier_pins": ["ab" * 32]}})
    before = (place / "mailbox" / "settings.json").read_bytes()
    with pytest.raises(SettingLocked) as caught:
        machine.save_mailbox(
            place / "mailbox",
            machine.load_mailbox(place / "mailbox").with_pin("cd" * 32),
        )
    assert caught.value.facts["setting"] == "supplier_pins"
    assert (place / "mailbox" / "settings.json").read_bytes() == before


def test_the_office_can_be_locked(place):
    settings_file.save(place / "mailbox", MailboxSettings(**GIVEN))
    decide(place, {"locked": {"office_postcodes": ["59999"]}})
    found = machine.load_mailbox(place / "mailbox")
    assert found.office_postcodes == ("59999",)
    with pytest.raises(SettingLocked):
        machine.save_mailbox(place / "mailbox", replace(found, office_postcodes=()))


def test_another_choice_than_the_locked_one_is_refused(place):
    decide(place, LOCKED)
    with pytest.raises(SettingLocked):
        machine.load().settle({**GIVEN, "proxy": ProxyMode.NONE})
    assert machine.load().settle({**GIVEN, "proxy": ProxyMode.MANUAL})


def test_when_the_lock_goes_the_mailbox_has_its_own_value_again(place):
    own = MailboxSettings(**GIVEN, proxy=ProxyMode.NONE)
    settings_file.save(place / "mailbox", own)
    decide(place, LOCKED)
    changed = machine.load_mailbox(place / "mailbox").with_pin("cd" * 32)
    machine.save_mailbox(place / "mailbox", changed)
    decide(place, {})
    assert machine.load_mailbox(place / "mailbox") == own.with_pin("cd" * 32)


@pytest.mark.parametrize(
    ("document", "setting"),
    [
        ("{", ""),
        ("[]", ""),
        ("[" * 100_000, ""),
        ('{"preset": {}, "locked": []}', "locked"),
        ('{"lokced": {}}', "lokced"),
        ('{"locked": {"prxy": "none"}}', "prxy"),
        ('{"locked": {"title": "Amt"}}', "title"),
        ('{"locked": {"practice": true}}', "practice"),
        ('{"locked": {"proxy": "somehow"}}', "proxy"),
        ('{"locked": {"legacy_algorithms": "false"}}', "legacy_algorithms"),
        ('{"locked": {"supplier_pins": "abc"}}', "supplier_pins"),
        ('{"locked": {"supplier_pins": [1]}}', "supplier_pins"),
        ('{"locked": {"supplier_pins": []}}', "supplier_pins"),
        ('{"locked": {"proxy": "none"}, "locked": {}}', ""),
        ('{"locked": {"proxy": "none", "proxy": "system"}}', ""),
        ('{"locked": {"proxy": "manual"}}', "proxy_url"),
        ('{"preset": {"proxy": "manual", "proxy_url": ""}}', "proxy_url"),
        ('{"preset": {"url": "ftp://x"}}', "url"),
        ('{"preset": {"url": null}}', "url"),
        ('{"a": "' + "x" * machine.MAX_BYTES + '"}', ""),
    ],
)
def test_what_is_not_wholly_understood_stops_the_program(place, document, setting):
    decide(place, document)
    with pytest.raises(InvalidMachineSettings) as caught:
        machine.load()
    assert caught.value.facts["setting"] == setting
    assert caught.value.facts["file"].endswith("settings.json")


def test_a_file_saved_by_notepad_is_understood(place):
    decide(place, "\ufeff" + json.dumps(LOCKED))
    assert machine.load().locked["proxy"] is ProxyMode.MANUAL


def test_the_window_stands_still_and_names_file_and_setting(place):
    """Neither a mailbox that is left out nor one without its locked values."""
    mailbox = place / "mailboxes" / "amt"
    mailbox.mkdir(parents=True)
    settings_file.save(mailbox, MailboxSettings(**GIVEN))
    decide(place, '{"locked": {"prxy": "none"}}')
    with pytest.raises(InvalidMachineSettings) as caught:
        profile.mailboxes(place)
    said = dict(fact_lines(caught.value))
    assert said["Einstellung"] == "prxy"
    assert said["Datei"] == str(place / "machine" / "settings.json")

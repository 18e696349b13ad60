"""Who the office is: set on the command line, asked for by the checks."""

import json
from datetime import date

import pytest

from helpers.applications import read_sample
from hzl_client import compose, settings
from hzl_client.checks.case import Around
from hzl_client.cli import entry
from hzl_client.model.printed import UNKNOWN_FORM
from hzl_client.settings import MailboxSettings

PLACE = ("--recipient", "soa:1", "--town", "Ahlen", "--town", " Beckum ", "--town", "")
HINTS = {"recipient-other-office", "town-other", "postal-code-other"}


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "mailboxes" / "amt"
    folder.mkdir(parents=True)
    settings.save(folder, MailboxSettings("Amt", "http://127.0.0.1:1", "PEM"))
    return folder


@pytest.fixture
def office(capsys, tmp_path):
    def office(*arguments: str):
        place = ("--profile", str(tmp_path), "--json")
        status = entry.main(["mailbox", "office", *place, *arguments])
        return status, json.loads(capsys.readouterr().out)

    return office


@pytest.mark.usefixtures("folder")
def test_it_is_set_told_and_emptied(office):
    nothing = {
        "office_recipients": [],
        "office_towns": [],
        "office_postcodes": [],
        "reference_pattern": "",
    }
    assert office() == (0, {"mailbox": "amt", "office": nothing, "error": None})
    status, told = office(*PLACE)
    known = {"office_recipients": ["soa:1"], "office_towns": ["Ahlen", "Beckum"]}
    assert (status, told["office"]) == (0, {**nothing, **known})
    assert office("--postcode", "59227")[1]["office"]["office_towns"]
    status, told = office("--town", "")
    assert told["office"]["office_towns"] == []
    assert told["office"]["office_postcodes"] == ["59227"]


def test_what_is_no_postal_code_is_named_and_changes_nothing(office, folder):
    before = settings.load(folder)
    status, told = office("--postcode", "5922")
    assert (status, told["error"]["code"]) == (3, "invalid-setting")
    assert told["error"]["facts"]["reason"] == "office-postcodes"
    assert settings.load(folder) == before


@pytest.mark.usefixtures("folder")
def test_a_pattern_of_file_references_is_set_and_a_wrong_one_named(office):
    assert office("--reference-pattern", " 50.1-##/* ")[1]["office"] == {
        "office_recipients": [],
        "office_towns": [],
        "office_postcodes": [],
        "reference_pattern": "50.1-##/*",
    }
    status, told = office("--reference-pattern", "****")
    assert (status, told["error"]["facts"]["reason"]) == (3, "reference-pattern")
    assert office("--reference-pattern", "")[1]["office"]["reference_pattern"] == ""


def test_the_checks_ask_for_the_office_each_time(office, folder):
    check = compose._checks(lambda: settings.load(folder))

    def found():
        sample = read_sample("01_alleinstehend")
        day = date(2026, 11, 28)
        hints = check(sample, UNKNOWN_FORM, day, around=Around())
        return {hint.id for hint in hints} & HINTS

    assert found() == set()
    office(*PLACE, "--postcode", "59227")
    assert found() == HINTS
    office("--recipient", "soa:059990001001", "--town", "Musterhausen")
    assert found() == {"postal-code-other"}

"""What the command line says: German everywhere, one object for programs."""

import json
from datetime import UTC, datetime

import pytest

from hzl_client import errors
from hzl_client.__main__ import window_options
from hzl_client.cli import entry
from hzl_client.cli.arguments import parser
from hzl_client.cli.output import (
    Exit,
    Output,
    count,
    error_document,
    exit_code,
    local_time,
)

CITIZEN = "Beispiel, Änne"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "es fehlt: BEFEHL"),
        (["fetch", "--nonsense"], "unbekannte Angaben: --nonsense"),
        (["nonsense"], "'nonsense' gibt es nicht (zur Wahl stehen"),
        (["show"], "es fehlt: NACHRICHT"),
        (["export", "--to"], "--to: es fehlt eine Angabe"),
        (["list", "--folder", "x"], "'x' gibt es nicht"),
        (["mailbox", "pin"], "eine dieser Angaben fehlt: --sha256 --certificate"),
        (
            ["mailbox", "pin", "--sha256", "a", "--certificate", "b"],
            "nicht zusammen mit",
        ),
        (["list", "--json=1"], "die Angabe '1' ist hier nicht möglich"),
        (["list", "--fold", "inbox"], "unbekannte Angaben"),
    ],
)
def test_a_wrong_call_is_explained_in_german(arguments, said, capsys):
    with pytest.raises(SystemExit) as left:
        entry.main(arguments)
    assert left.value.code == Exit.USAGE
    shown = capsys.readouterr().err
    assert said in shown
    assert shown.startswith("Aufruf: ")


def every_help(capsys):
    for command in (
        "",
        "fetch",
        "list",
        "show",
        "export",
        "mailbox create",
        "osci open",
    ):
        with pytest.raises(SystemExit):
            parser().parse_args([*command.split(), "--help"])
        yield command, capsys.readouterr().out


def test_help_is_german_and_lists_the_exit_codes(capsys):
    for command, shown in every_help(capsys):
        assert "Rückgabewerte" in shown, command
        for english in ("usage:", "options:", "show this", "positional"):
            assert english not in shown, command


def test_options_may_stand_before_or_behind_the_command():
    before = parser().parse_args(["--profile", "p", "--json", "list"])
    behind = parser().parse_args(["list", "--profile", "p", "--json"])
    assert (before.profile, before.json) == (behind.profile, behind.json)


@pytest.mark.parametrize(
    ("arguments", "chosen"),
    [
        ([], {}),
        (["--profile", "p"], {"--profile": "p"}),
        (["--mailbox=m", "--profile=p"], {"--mailbox": "m", "--profile": "p"}),
        (["--profile"], None),
        (["--help"], None),
        (["fetch"], None),
        (["--profile", "p", "fetch"], None),
    ],
)
def test_the_window_opens_without_a_command(arguments, chosen):
    assert window_options(arguments) == chosen


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (errors.WrongPin(), Exit.USER),
        (errors.HostUnreachable(), Exit.SURROUNDINGS),
        (errors.RefusedOrder("9601"), Exit.PEER),
        (errors.SupplierNotPinned(), Exit.TRUST),
        (ZeroDivisionError(), Exit.BUG),
    ],
)
def test_the_family_of_an_error_is_its_exit_code(error, code):
    assert exit_code(error) is code


def test_an_error_for_people_has_advice_facts_and_code(capsys):
    error = errors.SupplierNotPinned("first", fingerprint="ab" * 32, subject="CN=X")
    assert Output(as_json=False).error(error) is Exit.TRUST
    out, shown = capsys.readouterr()
    assert out == ""
    for part in ("Fingerabdruck (SHA-256): abab", "Inhaber: CN=X", "vergleichen"):
        assert part in shown or part.capitalize() in shown
    assert shown.endswith("Code: supplier-not-pinned\n")


def test_an_error_for_programs_is_the_only_object(capsys):
    Output(as_json=True).error(errors.Fault("9400"))
    out, shown = capsys.readouterr()
    assert shown == ""
    document = json.loads(out)["error"]
    assert document["code"] == "fault:9400"
    assert document["facts"] == {"osci_code": "9400"}
    assert set(document) == {
        "code",
        "area",
        "message",
        "lost",
        "advice",
        "facts",
    }


def test_a_bug_quotes_nobody():
    def trip() -> None:
        raise ValueError(CITIZEN)

    with pytest.raises(ValueError, match="Beispiel") as caught:
        trip()
    document = error_document(caught.value)
    assert document["code"].startswith("unexpected (ValueError at trip:")
    assert CITIZEN not in json.dumps(document, ensure_ascii=False)


def test_times_are_local_and_numbers_agree():
    assert local_time(datetime(2026, 7, 1, 22, 30, tzinfo=UTC)) == "02.07.2026 00:30"
    assert local_time(None) == ""
    assert count(1, "Datei", "Dateien") == "1 Datei"
    assert count(0, "Datei", "Dateien") == "0 Dateien"

"""The office's overlay on the command line: checked, chosen, and used when reading."""

import json

import pytest

from helpers.code_lists import genericode
from hzl_client import compose
from hzl_client.cli import entry

FELDER = {
    "format": 1,
    "felder": [{"pfad": "familienname/name", "label": "Zuname"}],
    "ausgeblendet": ["nachrichtenkopf.g2g"],
}


@pytest.fixture
def profile(tmp_path):
    return tmp_path / "profil"


@pytest.fixture
def run(capsys, profile):
    def run(*arguments: str):
        status = entry.main([*arguments, "--json", "--profile", str(profile)])
        return status, json.loads(capsys.readouterr().out)

    return run


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "anpassung"
    made.mkdir()
    (made / "felder.json").write_text(json.dumps(FELDER))
    (made / "liste.xml").write_bytes(genericode(("1", "eins"), uri="urn:l"))
    return made


def test_a_folder_in_order(run, folder, capsys):
    status, told = run("overlay", "check", str(folder))
    assert status == 0
    assert told["files"] == ["felder.json", "liste.xml"]
    assert (told["names"], told["hidden"], told["error"]) == (1, 1, None)
    (only,) = told["code_lists"]
    assert (only["uri"], only["version"], only["codes"]) == ("urn:l", "1", 1)
    assert entry.main(["overlay", "check", str(folder)]) == 0
    assert capsys.readouterr().out.startswith("2 Dateien gelten, 1 Bezeichnung, ")


def test_all_mistakes_are_told_and_the_status_says_so(run, folder, capsys):
    (folder / "a.json").write_text('{\n"format": 1,,\n}')
    (folder / "b.xml").write_text("<a/>")
    status, told = run("overlay", "check", str(folder))
    assert status == 3
    assert [p["facts"]["file"] for p in told["problems"]] == ["a.json", "b.xml"]
    assert told["error"]["code"] == "invalid-overlay"
    assert told["files"] == ["felder.json", "liste.xml"]
    assert entry.main(["overlay", "check", str(folder)]) == 3
    printed = capsys.readouterr().out
    assert "a.json, Zeile 2, Spalte 13: Hier ist die Datei kein gültiges JSON." in (
        printed
    )
    assert "Fehlerhaft (2):" in printed


def test_what_hides_nothing_is_told(run, folder, capsys):
    hidden = {"format": 1, "ausgeblendet": ["dritte/postfach", "person/pflege"]}
    (folder / "weg.json").write_text(json.dumps(hidden))
    status, told = run("overlay", "check", str(folder))
    assert (status, told["without_effect"]) == (0, ["person/pflege"])
    assert entry.main(["overlay", "check", str(folder)]) == 0
    assert "Ohne Wirkung: „person/pflege“ auszublenden" in capsys.readouterr().out


def test_a_folder_that_is_not_there(run, tmp_path):
    status, told = run("overlay", "check", str(tmp_path / "nirgends"))
    assert (status, told["error"]["facts"]["reason"]) == (3, "no-folder")


@pytest.fixture
def mailbox(profile, tmp_path):
    with compose.start_practice_intermediary(tmp_path / "post") as intermediary:
        intermediary.send("embedded", "01_alleinstehend")
        yield compose.create_practice_mailbox(profile, intermediary)


def labels(told):
    sections = told["application"]["sections"]
    return {f["path"]: f["label"] for s in sections for f in s["fields"]}


def named(told, end):
    return next(label for path, label in labels(told).items() if path.endswith(end))


def test_the_mailbox_reads_with_what_the_office_says(run, mailbox, folder, profile):
    status, told = run("fetch")
    assert status == 0
    record = told["stored"][0]
    before = run("show", record)[1]
    assert named(before, "familienname/name") == "Familienname"
    assert named(before, "unterkunft/kaltmiete") == "Kaltmiete"

    folder.rename(profile / "anpassung")  # the usual place
    status, told = run("overlay", "check")
    assert (status, told["folder"]) == (0, str(profile / "anpassung"))
    after = run("show", record)[1]
    assert named(after, "familienname/name") == "Zuname"
    assert labels(after).keys() == labels(before).keys()
    assert list(labels(after))[-1].startswith("nachrichtenkopf.g2g/")

    elsewhere = profile.parent / "netz"
    elsewhere.mkdir()
    (elsewhere / "falsch.json").write_text("{")
    status, told = run("mailbox", "overlay", "--folder", str(elsewhere))
    assert (status, told["folder"], told["overlay"]) == (0, *[str(elsewhere)] * 2)
    assert named(run("show", record)[1], "familienname/name") == "Familienname"
    with compose.open_desk(compose.mailboxes(profile)[0]) as desk:
        assert [e.facts["file"] for e in desk.overlay_problems] == ["falsch.json"]
    assert run("overlay", "check")[0] == 3
    status, told = run("mailbox", "overlay", "--folder", "")
    assert (told["overlay"], told["folder"]) == ("", str(profile / "anpassung"))
    assert mailbox.settings.overlay == ""

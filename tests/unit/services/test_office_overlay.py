"""The folder of an overlay: each file by itself, and never in anybody's way."""

import json
from pathlib import Path

import pytest

from helpers.code_lists import genericode
from hzl_client.errors import InvalidOverlay
from hzl_client.services import office_overlay
from hzl_client.texts.facts import REASONS
from hzl_client.texts.overlay import problem_line


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "anpassung"
    made.mkdir()
    return made


def write(folder, file, **said):
    text = json.dumps({"format": 1, **said}, ensure_ascii=False)
    (folder / file).write_text(text, encoding="utf-8")


def names(*paths):
    return [{"pfad": path, "label": f"Name {path}"} for path in paths]


def load(folder, *, chosen=True):
    return office_overlay.load(folder, chosen=chosen)


def lines(found):
    return [problem_line(each) for each in found.problems]


def test_no_folder_is_no_overlay_unless_somebody_chose_it(tmp_path):
    nowhere = tmp_path / "nirgends"
    assert load(nowhere, chosen=False) == office_overlay.OfficeOverlay()
    assert lines(load(nowhere)) == [
        f"{nowhere}: Der Ordner fehlt oder ist nicht lesbar."
    ]
    (tmp_path / "datei").write_text("x")
    assert [e.facts["reason"] for e in load(tmp_path / "datei").problems] == [
        "no-folder"
    ]


def test_files_of_one_folder_speak_together(folder):
    write(folder, "a.json", felder=names("a"), reihenfolge=["a"])
    write(folder, "b.JSON", felder=names("b"), ausgeblendet=["b"])
    (folder / "c.xml").write_bytes(genericode(("1", "eins"), uri="urn:l"))
    (folder / "d.gc").write_bytes(genericode(("1", "uno"), uri="urn:l", version="2"))
    (folder / "LIESMICH.txt").write_text("für Menschen")
    (folder / "~$a.json").write_text("Spur eines Programms")
    (folder / ".c.xml").write_text("Spur eines Systems")
    (folder / "unterordner").mkdir()
    found = load(folder)
    assert found.problems == ()
    assert sorted(found.files) == ["a.json", "b.JSON", "c.xml", "d.gc"]
    assert {each.pattern for each in found.overlay.names} == {("a",), ("b",)}
    assert {each.version for each in found.overlay.code_lists} == {"1", "2"}


def test_one_bad_file_stops_no_other(folder):
    (folder / "a.json").write_text("{kaputt")
    write(folder, "b.json", felder=names("b"))
    (folder / "c.xml").write_text("<a>")
    (folder / "d.xml").write_bytes(genericode(("1", "eins")))
    (folder / "e.json").write_bytes(b" " * (office_overlay.MAX_JSON + 1))
    found = load(folder)
    assert found.files == ("b.json", "d.xml")
    assert [e.facts["file"] for e in found.problems] == ["a.json", "e.json", "c.xml"]
    assert [each.label for each in found.overlay.names] == ["Name b"]


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("felder", names("x", "y")),
        ("gruppen", names("x")),
        ("reihenfolge", ["x"]),
        ("bereiche", ["vorgang"]),
        ("codelisten", [{"kennung": "urn:l", "text": "name"}]),
    ],
)
def test_two_files_that_say_the_same_leave_no_doubt_which_counts(folder, kind, value):
    write(folder, "a.json", **{kind: value})
    write(folder, "b.json", **{kind: value})
    found = load(folder)
    assert found.files == ("a.json",)
    assert lines(found) == [f"b.json, {kind}: Das steht schon in einer anderen Datei."]


def test_one_edition_of_a_list_in_two_files_is_told(folder):
    (folder / "a.xml").write_bytes(genericode(("1", "eins")))
    (folder / "b.xml").write_bytes(genericode(("1", "uno")))
    found = load(folder)
    assert [each.texts["1"] for each in found.overlay.code_lists] == ["eins"]
    assert lines(found) == ["b.xml: Das steht schon in einer anderen Datei (a.xml)."]


def test_columns_may_be_said_in_any_file(folder):
    columns = ("Nummer", "Staat", "Angehörigkeit")
    raw = genericode(("000", "DE", "deutsch"), columns=columns, key="Nummer")
    (folder / "a.xml").write_bytes(raw)
    said = {"kennung": "urn:beispiel:liste", "text": "Angehörigkeit"}
    write(folder, "z.json", codelisten=[said])
    (only,) = load(folder).overlay.code_lists
    assert only.texts == {"000": "deutsch"}


@pytest.mark.parametrize(
    ("hidden", "idle"),
    [
        ("nachrichtenkopf.g2g", False),
        ("dritte/postfach", False),
        ("@produktversion", False),
        ("person/pflege", True),
        ("@farbe", True),
        ("person/hobby", False),  # named in this very file
        ("kurs", False),  # lies inside what is named
    ],
)
def test_a_hidden_group_without_any_named_field_is_told(folder, hidden, idle):
    write(folder, "a.json", felder=names("hobby/kurs/art"), ausgeblendet=[hidden])
    found = office_overlay.without_effect(load(folder).overlay)
    assert found == ((hidden,) if idle else ())


def test_too_many_files_are_told(folder):
    for number in range(office_overlay.MAX_FILES + 1):
        write(folder, f"{number:03}.json")
    found = load(folder)
    assert len(found.files) == office_overlay.MAX_FILES
    (problem,) = found.problems
    assert (problem.facts["reason"], problem.facts["found"]) == (
        "too-many-files",
        f"{office_overlay.MAX_FILES:03}.json",
    )


def test_what_is_no_file_of_an_overlay_does_not_count(folder):
    for number in range(office_overlay.MAX_FILES):
        (folder / f"{number:03}.txt").write_text("für Menschen")
    write(folder, "x.json", felder=names("a"))
    found = load(folder)
    assert (found.files, found.problems) == (("x.json",), ())


# --- the whole --------------------------------------------------------------------


def reasons(found):
    return [(e.facts["file"], e.facts["reason"]) for e in found.problems]


def test_all_files_together_have_a_limit_of_bytes(folder, monkeypatch):
    for name in "abc":
        write(folder, f"{name}.json", felder=names(f"{name}/x"), hinweis="x" * 1000)
    write(folder, "d.json", felder=names("d"))
    monkeypatch.setattr(office_overlay, "MAX_BYTES", 2500)
    found = load(folder)
    assert reasons(found) == [("c.json", "overlay-too-large")]
    assert found.files == ("a.json", "b.json", "d.json")  # what still fits counts


def test_all_files_together_have_a_limit_of_entries(folder, monkeypatch):
    monkeypatch.setattr(office_overlay, "MAX_ENTRIES", 5)
    write(folder, "a.json", felder=names("a", "b"), ausgeblendet=["a"])
    columns = [{"kennung": f"urn:{n}", "text": "name"} for n in range(2)]
    write(folder, "b.json", codelisten=columns, gruppen=names("x"))
    write(folder, "c.json", reihenfolge=["a", "b"])
    found = load(folder)
    assert reasons(found) == [("b.json", "overlay-too-many-entries")]
    assert found.files == ("a.json", "c.json")
    assert (found.overlay.columns, found.overlay.groups) == ((), ())
    write(folder, "b.json")
    write(folder, "d.json", gruppen=names("x"))  # the one refused said nothing
    assert reasons(load(folder)) == [("d.json", "overlay-too-many-entries")]


def test_all_lists_together_have_a_limit_of_codes(folder, monkeypatch):
    monkeypatch.setattr(office_overlay, "MAX_CODES", 3)
    rows = (("1", "eins"), ("2", "zwei"))
    for name in "abc":
        used = rows[:1] if name == "c" else rows
        (folder / f"{name}.xml").write_bytes(genericode(*used, uri=f"urn:{name}"))
    found = load(folder)
    assert reasons(found) == [("b.xml", "overlay-too-many-codes")]
    assert [each.uri for each in found.overlay.code_lists] == ["urn:a", "urn:c"]


def test_the_sentences_and_the_handbook_name_the_true_limits():
    handbook = (Path(__file__).parents[3] / "docs" / "anpassung.md").read_text(
        encoding="utf-8"
    )
    for reason, limit in (
        ("too-many-files", f"{office_overlay.MAX_FILES}"),
        ("overlay-too-large", f"{office_overlay.MAX_BYTES >> 20} MB"),
        ("overlay-too-many-entries", f"{office_overlay.MAX_ENTRIES:,}"),
        ("overlay-too-many-codes", f"{office_overlay.MAX_CODES:,}"),
    ):
        said = limit.replace(",", ".")
        assert said in REASONS[reason]
        assert said in handbook


def test_many_files_may_hide_the_same_groups(folder):
    ways = [f"gruppe{n}/ende" for n in range(90)]
    for number in range(200):
        write(folder, f"{number:03}.json", ausgeblendet=ways)
    found = load(folder)
    assert (len(found.files), len(found.overlay.hidden)) == (200, 90)


def test_a_file_that_cannot_be_read_is_told(folder, monkeypatch):
    write(folder, "a.json")
    write(folder, "b.json")
    path_open = Path.open

    def broken(file, *arguments):
        if file.name == "a.json":
            raise PermissionError(13, "kein Zugriff")
        return path_open(file, *arguments)

    monkeypatch.setattr(Path, "open", broken)
    found = load(folder)
    assert found.files == ("b.json",)
    assert lines(found) == ["a.json: Die Datei fehlt oder ist nicht lesbar."]


def test_a_name_that_turns_the_writing_is_spelled_out(folder):
    error = InvalidOverlay("x", file="x\u202egnp.json", reason="not-json")
    assert problem_line(error).startswith("x[U+202E]gnp.json: ")
    (folder / "x\u202egnp.json").write_text("{")
    (line,) = lines(load(folder))
    assert line.startswith("x[U+202E]gnp.json")

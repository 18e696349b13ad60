"""Licences and bill of materials beside the program."""

import json

import pytest
from installer.tools import BuildFailed

from installer import licences, parts, sbom


@pytest.fixture
def some(tmp_path):
    text = tmp_path / "COPYING"
    text.write_text("the words", encoding="utf-8")
    return [
        parts.Part("HzL-Client", "1.2.3", "EUPL-1.2", (text,)),
        parts.Part("lxml", "6.1.3", "BSD-3-Clause", (text,), "pkg:pypi/lxml@6.1.3"),
        parts.Part("bzip2", "", "bzip2-1.0.6", ()),
    ]


def test_every_text_lies_under_the_name_of_its_part(tmp_path, some):
    licences.write_licences(some, tmp_path / "Lizenzen")
    assert (tmp_path / "Lizenzen" / "lxml" / "COPYING.txt").read_text() == "the words"
    page = (tmp_path / "Lizenzen" / "LIESMICH.txt").read_text(encoding="utf-8")
    for part in some:
        assert part.name in page
        assert part.licence in page


def bill(folder, some, version="1.2.3"):
    target = folder / "Lizenzen" / "sbom.cdx.json"
    target.parent.mkdir(exist_ok=True)
    sbom.write_sbom(some, folder, target, version)
    return target.read_bytes()


@pytest.fixture
def tree(tmp_path):
    folder = tmp_path / "tree"
    folder.mkdir()
    (folder / "python313.dll").write_bytes(b"MZ")
    (folder / "readme.txt").write_bytes(b"no binary")
    return folder


def test_the_bill_names_parts_and_binaries(tree, some):
    document = json.loads(bill(tree, some))
    assert (document["bomFormat"], document["specVersion"]) == ("CycloneDX", "1.6")
    assert document["metadata"]["component"]["version"] == "1.2.3"
    found = {entry["name"]: entry for entry in document["components"]}
    assert set(found) == {"lxml", "bzip2", "python313.dll"}
    assert found["lxml"]["purl"] == "pkg:pypi/lxml@6.1.3"
    assert found["lxml"]["licenses"] == [{"expression": "BSD-3-Clause"}]
    assert "version" not in found["bzip2"]
    (digest,) = found["python313.dll"]["hashes"]
    assert digest["alg"] == "SHA-256"
    references = [entry["bom-ref"] for entry in document["components"]]
    assert len(references) == len(set(references))


def test_the_same_tree_has_the_same_bill(tree, some):
    first = bill(tree, some)
    assert bill(tree, some) == first
    (tree / "python313.dll").write_bytes(b"MZ!")
    other = json.loads(bill(tree, some))
    assert other["serialNumber"] != json.loads(first)["serialNumber"]


def test_a_package_without_a_licence_stops_the_build(tmp_path):
    information = tmp_path / "bare-1.0.dist-info"
    information.mkdir()
    (information / "METADATA").write_text("Name: bare\nVersion: 1.0\nLicense: MIT\n")
    places = parts.Places(tmp_path, tmp_path, tmp_path)
    with pytest.raises(BuildFailed, match=r"bare 1\.0 brings no licence"):
        parts._wheel("bare", information, None, places)


@pytest.mark.parametrize("there", [(), ("a-1.dist-info", "a-2.dist-info")])
def test_a_licence_that_is_not_there_exactly_once_stops_the_build(tmp_path, there):
    for name in there:
        (tmp_path / name).mkdir()
        (tmp_path / name / "COPYING").write_text("the words", encoding="utf-8")
    places = parts.Places(tmp_path, tmp_path, tmp_path)
    with pytest.raises(BuildFailed, match=f"is there {len(there)} times"):
        parts._text("wheels:a-*.dist-info/COPYING", places)

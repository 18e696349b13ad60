"""The source of the MSI, made from a small tree."""

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from installer.wxs import Product

from installer import wxs

NS = "{http://schemas.microsoft.com/wix/2006/wi}"


@pytest.fixture
def product(tmp_path: Path) -> Product:
    tree = tmp_path / "program"
    for name in ("HzL-Client.exe", "lib/a & b/ä.py", "lib/x.py", "Lizenzen/EUPL.txt"):
        file = tree / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(name)
    return Product(tree, "26.11.0")


def parsed(product: Product) -> ET.Element:
    return ET.fromstring(wxs.render(product))  # noqa: S314 - ours


def placed(element: ET.Element, path: str = "") -> list[str]:
    """Where the files of a directory element go, by the names of its folders."""
    found = []
    for child in element:
        if child.tag == f"{NS}Directory":
            found += placed(child, f"{path}{child.get('Name')}/")
        for file in child.findall(f"{NS}File"):
            assert file.get("Source") == path + str(file.get("Name"))
            found.append(path + str(file.get("Name")))
    return found


def test_every_file_is_there_once_at_its_place(product):
    (folder,) = [
        each for each in parsed(product).iter() if each.get("Id") == "INSTALLDIR"
    ]
    expected = [f.relative_to(product.tree).as_posix() for f in wxs.files(product.tree)]
    assert sorted(placed(folder)) == sorted(expected)


def test_every_component_belongs_to_the_feature_and_is_for_64_bits(product):
    root = parsed(product)
    components = list(root.iter(f"{NS}Component"))
    names = [each.get("Id") for each in components]
    assert sorted(names) == sorted(
        str(each.get("Id")) for each in root.iter(f"{NS}ComponentRef")
    )
    assert {each.get("Win64") for each in components} == {"yes"}
    guids = [each.get("Guid") for each in components]
    assert len(set(guids)) == len(guids) == len(set(names))


def test_what_windows_knows_a_component_by_stays_in_the_next_version(product):
    older = parsed(product)
    (product.tree / "lib" / "new.py").write_text("")
    newer = parsed(Product(product.tree, "26.12.0"))

    def known(root: ET.Element) -> dict[str | None, str | None]:
        return {
            each.get("Id"): each.get("Guid") for each in root.iter(f"{NS}Component")
        }

    assert known(older).items() <= known(newer).items()
    assert len(known(newer)) == len(known(older)) + 1


def test_each_version_is_a_product_of_one_family(product):
    older, newer = (
        parsed(Product(product.tree, version)).find(f"{NS}Product")
        for version in ("26.11.0", "26.12.0")
    )
    assert older is not None
    assert newer is not None
    assert older.get("UpgradeCode") == newer.get("UpgradeCode") == wxs.UPGRADE_CODE
    assert older.get("Id") != newer.get("Id")


def test_the_upgrade_code_is_the_one_on_the_machines_outside():
    assert wxs.UPGRADE_CODE == "B5C0C5C8-0F0B-4C55-8B5A-6C2B0A1D7E43"
    assert wxs.guid("lib/x.py") == "E7DEA0CB-D6EA-5B28-BD8C-C6632986E2ED"

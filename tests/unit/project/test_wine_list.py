"""The list of what wine cannot do names tests that are there."""

import re

import pytest
from installer.tools import ROOT

from helpers import wine

TESTS = {file.name: file for file in (ROOT / "tests").rglob("test_*.py")}


@pytest.mark.parametrize("name", wine.NOT_UNDER_WINE)
def test_every_entry_is_an_existing_test(name):
    file, function = re.fullmatch(r"\*/(\w+\.py)::(\w+)\*?", name).groups()
    text = TESTS[file].read_text(encoding="utf-8")
    assert f"def {function}" in text


def test_only_the_named_ones_are_skipped():
    assert wine.reason_to_skip("tests/unit/keys/test_vault.py::test_seal") is None
    known = (
        "tests/unit/documents/test_document_limits.py::test_memory_ends_at_the_limit"
    )
    assert "Job Object" in wine.reason_to_skip(known)

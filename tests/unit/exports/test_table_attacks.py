"""Beginnings that some spreadsheet takes for a formula, beyond the plain ones."""

import pytest

from hzl_client.exports.table import neutral


@pytest.mark.parametrize("start", ["\n=", "\uff1d", "\uff20", "\uff0b", "\uff0d"])
def test_line_ends_and_wide_signs_begin_no_formula(start):
    assert neutral(f"{start}1+1") == f"'{start}1+1"

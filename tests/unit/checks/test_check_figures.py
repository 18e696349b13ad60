"""The table of amounts, ages and periods: read strictly, or not at all."""

import json
from datetime import date

import pytest

from hzl_client import resources
from hzl_client.checks import figures
from hzl_client.checks.figures import Name
from hzl_client.errors import ChecksDamaged

RAW = resources.read(figures.FILE)
DAY = date(2026, 11, 28)


def changed(name, **values):
    document = json.loads(RAW)
    document["figures"][name][0].update(values)
    return json.dumps(document).encode()


def with_versions(name, *versions):
    document = json.loads(RAW)
    first = document["figures"][name][0]
    document["figures"][name] = [{**first, **each} for each in versions]
    return json.dumps(document).encode()


def test_the_table_of_this_program_is_whole():
    table = figures.parse(RAW)
    assert table == figures.load()
    assert set(table.figures) == set(Name)


def test_what_nobody_looked_up_is_not_verified():
    table = figures.load().on(DAY)
    amounts = (Name.ASSET_ALLOWANCE, Name.ASSET_DEPENDANT, Name.CAR_ALLOWANCE)
    assert not any(table[name].verified for name in (*amounts, Name.AGE_LIMIT))
    named = [each for each in table.values() if "nachgeschlagen" in each.source]
    assert named
    assert not any(each.verified for each in named)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"[]",
        b"{}",
        b"\xff",
        b"[" * 100_000,
        b'{"format": 1, "format": 1}',
        RAW.replace(b'"format": 1', b'"format": 2'),
        RAW.replace(b'"format": 1', b'"format": true'),
        RAW.replace(b'"2026-11-30"', b'"heute"'),
        RAW.replace(b'"working_age"', b'"retiring_age"'),
        changed("working_age", value="15"),
        changed("working_age", value=True),
        changed("working_age", value=-1),
        changed("working_age", value=[]),
        changed("working_age", verified="ja"),
        changed("working_age", valid_from="2005"),
        changed("working_age", source=" "),
        changed("working_age", extra=1),
        changed("age_limit", value=67),
        changed("age_limit", value=[]),
        changed("age_limit", value=[[1]]),
        changed("age_limit", value=[[1950, 800], [1949, 801]]),
        changed("age_limit", value=[[1950, 800], [1951, 799]]),
        changed("free_movement", value=[0]),
        changed("free_movement", value="000"),
        with_versions("working_age"),
        with_versions("working_age", {}, {}),
        with_versions("working_age", {}, {"valid_from": "1999-01-01"}),
    ],
)
def test_a_damaged_table_is_refused_by_name(raw):
    with pytest.raises(ChecksDamaged) as caught:
        figures.parse(raw)
    assert caught.value.facts["file"] == "checks.json"


def test_a_missing_table_is_refused_by_name(monkeypatch, tmp_path):
    monkeypatch.setattr(resources, "folder", lambda: tmp_path)
    with pytest.raises(ChecksDamaged):
        figures.load.__wrapped__()


def test_the_version_of_the_day_counts():
    raw = with_versions(
        "car_allowance",
        {"value": 7500, "valid_from": "2023-01-01", "verified": True},
        {"value": 9000, "valid_from": "2027-01-01", "verified": True},
    )
    table = figures.parse(raw)
    on = {
        day: table.on(date.fromisoformat(day))[Name.CAR_ALLOWANCE]
        for day in ("2022-12-31", "2023-01-01", "2026-12-31", "2027-01-01")
    }
    assert [each.number for each in on.values()] == [7500, 7500, 7500, 9000]
    assert [each.verified for each in on.values()] == [False, True, True, True]

"""`dev.py test` runs its tests in shares; together they are all of them, once."""

from pathlib import Path, PurePosixPath

import dev

TESTS = dev.ROOT / "tests"
ALL = {path.relative_to(dev.ROOT).as_posix() for path in TESTS.rglob("test_*.py")}


def chosen(share: tuple[str, ...]) -> list[str]:
    places = [place for place in share if not place.startswith("--")]
    left_out = [place.removeprefix("--ignore=") for place in share if "=" in place]
    assert all((dev.ROOT / place).exists() for place in (*places, *left_out))
    return [file for file in ALL if is_in(file, places) and not is_in(file, left_out)]


def is_in(file: str, places: list[str]) -> bool:
    return any(PurePosixPath(file).is_relative_to(place) for place in places)


def test_every_test_file_belongs_to_one_share():
    found = [file for share in (*dev.SHARES, dev.CLOCKS) for file in chosen(share)]
    assert sorted(found) == sorted(ALL)
    assert Path(__file__).relative_to(dev.ROOT).as_posix() in found

"""Every seed and some hundred changes of seeds through every target, without atheris.

`dev.py fuzz` goes on from here for hours; this keeps what it found from coming back.
"""

from collections.abc import Iterator
from random import Random
from time import perf_counter, process_time

import pytest

from fuzz.mutate import mutated, words
from fuzz.targets import CORPUS, TARGETS
from hzl_client.errors import HzlError

SECONDS = 0.45  # for the changes of one target; all seeds are read in any case
AT_LEAST = 15  # changes, however slow the machine
AT_MOST = 300
SECONDS_EACH = 2.0  # none is larger than 20 kB, and the slowest takes 30 ms
BYTES = 1_000_000  # of the whole corpus

pytestmark = pytest.mark.filterwarnings("ignore:Parsed a serial number")


def _seeds(folder: str) -> list[bytes]:
    return [path.read_bytes() for path in sorted((CORPUS / folder).iterdir())]


def _changes(name: str) -> Iterator[bytes]:
    target, random = TARGETS[name], Random(name)  # noqa: S311
    seeds = _seeds(target.corpus)
    for _ in range(AT_MOST):
        yield mutated(random.choice(seeds), random, xml=target.xml)


@pytest.mark.parametrize("name", TARGETS)
def test_nothing_but_a_named_error_comes_out(name: str) -> None:
    target = TARGETS[name]
    for seed in _seeds(target.corpus):
        target.run(seed)
    began = perf_counter()
    for number, data in enumerate(_changes(name)):
        before = process_time()
        target.run(data)
        assert process_time() - before < SECONDS_EACH
        if number >= AT_LEAST and perf_counter() - began > SECONDS:
            break


def test_the_corpus_is_small_and_each_folder_has_a_target() -> None:
    files = [path for path in CORPUS.rglob("*") if path.is_file()]
    assert max(path.stat().st_size for path in files) <= 20_000
    assert sum(path.stat().st_size for path in files) <= BYTES
    folders = {path.name for path in CORPUS.iterdir()}
    assert folders == {target.corpus for target in TARGETS.values()}


def test_the_dictionary_holds_bytes_and_no_empty_word() -> None:
    assert b"\r\n--" in words()
    assert all(words())


def test_a_target_lets_nothing_but_named_errors_through(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The net has no hole: our own mistakes come out, theirs do not."""
    target = TARGETS["mime"]

    def broken(_message: object) -> None:
        raise KeyError

    def refused(_message: object) -> None:
        raise HzlError

    monkeypatch.setattr("hzl_client.osci.mime.parse", refused)
    target.run(b"x")
    monkeypatch.setattr("hzl_client.osci.mime.parse", broken)
    with pytest.raises(KeyError):
        target.run(b"x")

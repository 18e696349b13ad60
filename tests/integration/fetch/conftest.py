"""One intermediary and one empty mailbox for many tests: making them takes time."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from helpers.mailboxes import Sent, practice_mailbox
from helpers.practice import practice_intermediary
from hzl_client import compose
from hzl_client.intermediary.server import Intermediary
from hzl_client.services.desk import Desk


@pytest.fixture(scope="session")
def office(tmp_path_factory) -> Iterator[Intermediary]:
    with practice_intermediary(tmp_path_factory.mktemp("state")) as intermediary:
        yield intermediary


@pytest.fixture(scope="session")
def empty_mailbox(office, tmp_path_factory) -> Path:
    profile = tmp_path_factory.mktemp("empty") / "profile"
    practice_mailbox(profile, office)
    return profile


@pytest.fixture
def running(office) -> Iterator[Intermediary]:
    """Left without waiting messages and faults: one failure shall not become many."""
    yield office
    office.faults.clear()
    for card in office.post.cards():
        office.post.received(card.number, datetime.now(UTC))


@pytest.fixture
def profile(empty_mailbox, tmp_path) -> Path:
    return shutil.copytree(empty_mailbox, tmp_path / "profile")


@pytest.fixture
def entry(profile):
    (found,) = compose.mailboxes(profile)
    return found


@pytest.fixture
def desk(entry) -> Iterator[Desk]:
    """Gives up at the first lost answer, so that tests see what came of it."""
    with compose.open_desk(entry) as opened:
        yield replace(opened, fetch=replace(opened.fetch, pauses=()))


@pytest.fixture
def sent(running) -> Sent:
    return Sent(running)


@pytest.fixture
def asked(running, monkeypatch) -> list[str]:
    """The kind of every request the intermediary understood, in order."""
    kinds: list[str] = []
    take = running.faults.take

    def note(kind: str) -> object:
        kinds.append(kind)
        return take(kind)

    monkeypatch.setattr(running.faults, "take", note)
    return kinds

"""A chosen application opens at once; running down the list does not open each row."""

import pytest

from hzl_client.errors import SealBroken
from hzl_client.services.reading import Reading


@pytest.fixture
def opened(monkeypatch):
    """The ids that were opened, in this order."""
    ids, real = [], Reading.open

    def open_and_note(reading, record_id):
        ids.append(record_id)
        return real(reading, record_id)

    monkeypatch.setattr(Reading, "open", open_and_note)
    return ids


@pytest.fixture
def ids(opened, window, workplace, qtbot):
    """Three rows, the first one open and everything at rest."""
    ids = window.records.ids
    window.records.choose(ids[0])
    qtbot.waitUntil(lambda: workplace.reading.opened is not None)
    qtbot.wait(100)
    opened.clear()
    return ids


def test_nobody_waits_for_a_row_that_is_chosen(window, workplace, qtbot, opened, ids):
    workplace.reading._settle.setInterval(60_000)
    window.records.choose(ids[1])
    qtbot.waitUntil(lambda: workplace.reading.opened.record.id == ids[1])
    assert opened == [ids[1]]


def test_rows_that_are_passed_stay_closed(window, workplace, qtbot, opened, ids):
    for record_id in (ids[1], ids[0], ids[1], ids[0], ids[2]):
        window.records.choose(record_id)
    qtbot.waitUntil(lambda: workplace.reading.opened.record.id == ids[2])
    qtbot.wait(100)
    assert opened == [ids[1], ids[2]]


def test_there_and_back_again_shows_what_is_chosen(
    window, workplace, qtbot, opened, ids
):
    window.records.choose(ids[1])
    window.records.choose(ids[0])
    qtbot.waitUntil(lambda: opened == [ids[1], ids[0]])
    qtbot.wait(100)
    assert workplace.reading.opened.record.id == ids[0]
    assert window.application.fields.counter.text()


def test_what_cannot_be_opened_is_tried_once(
    window, workplace, qtbot, monkeypatch, ids
):
    tried = []

    def broken(_reading, record_id):
        tried.append(record_id)
        raise SealBroken("damaged")

    monkeypatch.setattr(Reading, "open", broken)
    window.records.choose(ids[1])
    qtbot.waitUntil(window.error_panel.isVisible)
    qtbot.wait(100)
    assert tried == [ids[1]]
    assert workplace.reading.opened is None

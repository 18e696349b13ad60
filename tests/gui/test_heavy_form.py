"""A form that takes long does not hold up the next application."""

import pytest

from helpers.applications import with_form
from helpers.desks import put
from helpers.pdf_files import form_bomb, words
from hzl_client.ui.models.fields import FieldRow

SOON = 8_000  # ms; each wait for a hostile page takes twelve seconds
BOMB = form_bomb(words("zweite Seite"))


@pytest.fixture
def bomb(qtbot, desk, window, workplace):
    record_id = put(desk.shelf, with_form("02_paar_zwei_kinder", BOMB))
    workplace.inbox.refresh()
    qtbot.waitUntil(lambda: record_id in window.records.ids)
    return record_id


def page_shown(window, page=0):
    canvas = window.pdf.canvas
    return window.pdf._document is not None and canvas._wish(page) in canvas._images


def linked(window):
    rows = (row for row in window.application.fields.rows if isinstance(row, FieldRow))
    return any(row.source and "PDF" in row.source.words for row in rows)


def test_the_next_application_does_not_wait_for_it(qtbot, window, bomb):
    title = window.application.header._title
    window.records.choose(bomb)
    qtbot.wait(1_500)  # its page is being drawn, and its form waits for that
    window.records.choose("r2")
    qtbot.waitUntil(lambda: "Erdacht" in title.text(), timeout=SOON)
    qtbot.waitUntil(lambda: page_shown(window), timeout=SOON)
    qtbot.waitUntil(lambda: linked(window), timeout=SOON)

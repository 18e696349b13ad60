"""Hints in the tab "Prüfung": ticked as seen, counted, kept, and told to everybody."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible

from helpers.applications import sample_contents
from helpers.desks import put
from hzl_client.errors import SealBroken, StoreDamaged
from hzl_client.model.hint import Evidence, Hint
from hzl_client.model.printed import Place
from hzl_client.model.record import NO_WORK, Folder
from hzl_client.ui.models import filters
from hzl_client.ui.models.entries import TICK
from hzl_client.ui.presenters.checking import hint_entries, open_hints
from hzl_client.ui.presenters.hinting import HintPresenter
from hzl_client.ui.views import painting
from hzl_client.ui.views.application_panel import CHECKS, hints_in_words

pytestmark = pytest.mark.usefixtures("workplace")
IBAN = "hint:iban-check-digit"


def hints_of(window):
    entries = window.application.checks.entries
    return [each for each in entries if each.key.startswith("hint:")]


def about(window):
    return window.application.header._about.text().replace("\u00a0", " ")


def read(qtbot, window, record_id="r1"):
    """Chooses a record and waits until both its sources have been read."""
    before = window.application.header._title.text()
    window.records.choose(record_id)
    header = window.application.header
    qtbot.waitUntil(lambda: header._title.text() != before, timeout=20_000)
    qtbot.waitUntil(lambda: hints_of(window) != [], timeout=20_000)
    window.application.show_tab(CHECKS)
    return hints_of(window)


def tick(qtbot, window, key=IBAN):
    checks = window.application.checks
    checks.choose(key)
    qtbot.keyClick(checks, Qt.Key.Key_Space)


def entry(window, key=IBAN):
    return next(each for each in hints_of(window) if each.key == key)


def test_space_ticks_a_hint_and_again_opens_it(qtbot, window, desk):
    total = len(read(qtbot, window))
    panel = window.application
    assert panel.tabs.words(CHECKS) == f"Prüfung {total}"
    assert about(window).endswith(f"4 Anlagen · {total} Hinweise offen")
    assert entry(window).spoken.endswith("noch nicht gesehen")
    tick(qtbot, window)
    qtbot.waitUntil(lambda: entry(window).ticked is True)
    assert entry(window).spoken.endswith(". gesehen")
    assert panel.checks.current_key == IBAN
    assert panel.tabs.words(CHECKS) == f"Prüfung {total - 1}"
    assert about(window).endswith(f"{total - 1} Hinweise offen")
    heading = panel.checks.entries[2].title
    assert heading == f"Bitte ansehen · {total - 1} von {total} offen"
    work = desk.records.record("r1").work
    assert (len(work.seen), work.open_hints) == (1, total - 1)
    history = panel.history
    qtbot.waitUntil(lambda: "abgehakt (Die Prüf" in history.entries[-1].title)
    tick(qtbot, window)
    qtbot.waitUntil(lambda: entry(window).ticked is False)
    assert panel.tabs.words(CHECKS) == f"Prüfung {total}"
    assert desk.records.record("r1").work.open_hints == total


def test_a_tick_is_taken_back_like_anything_else(qtbot, window, desk):
    read(qtbot, window)
    tick(qtbot, window)
    qtbot.waitUntil(lambda: desk.records.record("r1").work.seen != {})
    qtbot.waitUntil(window.actions_.undo.isEnabled)
    window.actions_.undo.trigger()
    qtbot.waitUntil(lambda: desk.records.record("r1").work.seen == {})
    said = "Zurückgenommen: Hinweis ist wieder offen."
    qtbot.waitUntil(lambda: window.notice.words.text() == said)


def test_a_click_on_the_box_ticks_and_a_click_beside_it_does_not(qtbot, window):
    read(qtbot, window)
    checks, left = window.application.checks, Qt.MouseButton.LeftButton
    checks.choose(IBAN)
    rect = checks.visualRect(checks.currentIndex())
    delegate = checks.itemDelegate()
    box = delegate._box(rect, entry(window))
    assert rect.contains(box)
    assert box.width() == painting.box_size(TICK, delegate._brush).width()
    with qtbot.assertNotEmitted(checks.tick_requested, wait=50):
        beside = box.topLeft() - QPoint(box.width(), 0)
        qtbot.mouseClick(checks.viewport(), left, pos=beside)
    qtbot.mouseClick(checks.viewport(), left, pos=box.center())
    qtbot.waitUntil(lambda: entry(window).ticked is True)


def test_a_hint_of_the_printed_form_leads_to_its_place(qtbot, window):
    """Of the XML it leads to the field; what only the form says has a page."""
    seen = Evidence("Antrag.pdf: IBAN", "DE67", place=Place(3, 50.0, 50.0, 90.0, 60.0))
    hint = Hint("iban-length", "Zu kurz.", "q", (seen,))
    read(qtbot, window)
    hints = window.findChildren(HintPresenter)[0]
    hints.found((hint,), NO_WORK, form=True)
    checks = window.application.checks
    checks.choose("hint:iban-length")
    qtbot.keyClick(checks, Qt.Key.Key_Return)
    assert window.application.tabs.currentIndex() == CHECKS
    assert window.pdf.canvas.marked
    assert window.pdf.canvas.page == 3


def test_assistive_technology_knows_the_state(qtbot, window):
    read(qtbot, window)
    checks = window.application.checks
    checks.choose(IBAN)

    def state():
        row = QAccessible.queryAccessibleInterface(checks).child(
            checks.currentIndex().row()
        )
        assert row.text(QAccessible.Text.Name) == entry(window).spoken
        return row.state()

    assert state().checkable
    assert not state().checked
    tick(qtbot, window)
    qtbot.waitUntil(lambda: entry(window).ticked is True)
    assert state().checked


def test_only_hints_have_a_box(qtbot, window):
    read(qtbot, window)
    checks = window.application.checks
    with qtbot.assertNotEmitted(checks.tick_requested, wait=50):
        tick(qtbot, window, "verdict")
    others = [e for e in checks.entries if not e.key.startswith("hint:")]
    assert all(each.ticked is None for each in others)


def test_what_is_wrong_with_the_message_stands_above_the_hints(qtbot, window):
    window.folders.choose(Folder.QUARANTINE)
    read(qtbot, window, "r4")
    titles = [e.title for e in window.application.checks.entries if e.heading]
    assert titles[:2] == ["Ergebnis", "Befunde der Nachricht"]
    assert titles[2].startswith("Bitte ansehen")
    assert titles[3].startswith("Signaturen")


def test_what_may_have_come_twice_is_a_hint(qtbot, window, desk, workplace):
    again = put(desk.shelf, sample_contents("02_paar_zwei_kinder"))
    workplace.inbox.refresh()
    qtbot.waitUntil(lambda: again in window.records.ids)
    read(qtbot, window)
    twin = entry(window, "hint:possible-duplicate")
    assert "Testmann, Jonas und Aurélie: Eingang vom " in twin.detail


def test_all_of_them_seen_is_said(qtbot, window, desk):
    total = len(read(qtbot, window))
    for key in [each.key for each in hints_of(window)]:
        tick(qtbot, window, key)
        qtbot.waitUntil(lambda key=key: entry(window, key).ticked is True)
    assert window.application.tabs.words(CHECKS) == "Prüfung"
    assert about(window).endswith(f"alle {total} Hinweise gesehen")
    assert window.application.checks.entries[2].title.endswith("alles gesehen")
    assert desk.records.record("r1").work.open_hints == 0


def test_ticks_are_there_again_after_another_application(qtbot, window):
    total = len(read(qtbot, window))
    tick(qtbot, window)
    qtbot.waitUntil(lambda: entry(window).ticked is True)
    read(qtbot, window, "r2")
    assert not any(each.ticked for each in hints_of(window))
    read(qtbot, window, "r1")
    assert entry(window).ticked is True
    assert window.application.tabs.words(CHECKS) == f"Prüfung {total - 1}"


def test_the_number_of_last_time_is_there_at_once(qtbot, window, desk):
    desk.shelf.change_work("r2", lambda work: replace(work, open_hints=3))
    window.records.choose("r2")
    qtbot.waitUntil(lambda: "Erdacht" in window.application.header._title.text())
    assert about(window).endswith("3 Hinweise offen")
    assert window.application.tabs.words(CHECKS) == "Prüfung 3"


def test_the_list_knows_and_can_be_narrowed_to_what_is_open(qtbot, window):
    total = len(read(qtbot, window))
    said = f"{total}\u00a0Hinweise · 59999 Musterhausen"
    records = window.records
    qtbot.waitUntil(lambda: said in records._model.rows[0].spoken)
    assert records._model.rows[0].where == said
    chip = records.filters._chips[filters.HINTS]
    assert chip.text() == "Hinweise offen 1"
    chip.click()
    qtbot.waitUntil(lambda: records.ids == ("r1",))
    tick(qtbot, window)
    left = f"{total - 1}\u00a0Hinweise · "
    qtbot.waitUntil(lambda: left in records._model.rows[0].spoken)


def test_a_tick_that_cannot_be_kept_is_told_and_not_shown(
    qtbot, window, desk, monkeypatch
):
    read(qtbot, window)

    def fail(*_):
        raise StoreDamaged

    monkeypatch.setattr(desk.shelf, "change_work", fail)
    tick(qtbot, window)
    qtbot.waitUntil(window.error_panel.isVisible)
    assert entry(window).ticked is False
    monkeypatch.undo()
    tick(qtbot, window)
    qtbot.waitUntil(lambda: entry(window).ticked is True)


@pytest.mark.parametrize("error", [SealBroken, StoreDamaged])
def test_damaged_ticks_cost_neither_the_form_nor_the_hints(
    qtbot, window, desk, monkeypatch, error
):
    def fail(*_):
        raise error

    monkeypatch.setattr(desk.shelf, "change_work", fail)
    found = read(qtbot, window)
    assert "nur im PDF" in window.application.fields.counter.text()
    assert [each.ticked for each in found] == [False] * len(found)
    keys = [each.key for each in window.application.checks.entries]
    assert keys[keys.index("no-ticks") + 1] == found[0].key
    assert not window.error_panel.isVisible()
    monkeypatch.undo()
    read(qtbot, window, "r2")
    keys = [each.key for each in window.application.checks.entries]
    assert "no-ticks" not in keys


def test_details_lead_to_the_tab_by_keyboard(qtbot, window):
    read(qtbot, window)
    panel = window.application
    panel.show_tab(0)
    details = panel.header.details
    assert details.accessibleName() == "Einzelheiten der Prüfung"
    details.setFocus()
    qtbot.keyClick(details, Qt.Key.Key_Space)
    assert panel.tabs.currentIndex() == CHECKS


def test_without_a_hint_it_is_said_and_without_the_form_too(qtbot, window, desk):
    read(qtbot, window)
    assert open_hints((), ()) == ()
    titles = [each.title for each in hint_entries((), (), form=False)]
    assert titles[0] == "Prüfregeln"
    assert titles[1].startswith("Keine der Prüfregeln")
    assert titles[2].startswith("Ein lesbares Antragsformular")
    assert hints_in_words(0, hint_entries((), (), form=True)) == ""
    assert hints_in_words(None, ()) == ""
    assert desk.records.record("r1").work.open_hints


def test_what_is_not_listed_beside_a_hint_is_counted():
    hint = Hint("x", "Regel.", "Quelle", (Evidence("Datei", "a.pdf"),), further=1270)
    *_, entry = hint_entries((hint,), (), form=True)
    assert entry.detail.splitlines() == [
        "Datei: a.pdf",
        "und 1.270 weitere",
        "Grundlage: Quelle",
    ]

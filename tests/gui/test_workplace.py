"""The window at work: reading, fetching, trash, quarantine, export."""

from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from helpers.applications import sample_contents
from hzl_client.errors import (
    DiskFailed,
    HostUnreachable,
    StoreDamaged,
    SupplierNotPinned,
)
from hzl_client.model.record import Folder
from hzl_client.ui.dialogs.questions import Confirmation, Stranger
from hzl_client.ui.presenters import reading
from hzl_client.ui.views.application_panel import (
    CHECKS,
    DOCUMENTS,
    FIELDS,
    HISTORY,
)

pytestmark = pytest.mark.usefixtures("workplace")


def shown(qtbot, window, record_id):
    """Chooses a record and waits until its fields and its page are there."""
    window.records.choose(record_id)
    qtbot.waitUntil(lambda: window.pdf._document is not None, timeout=20_000)


def titles(window):
    return [row.title for row in window.records._model.rows]


def texts(view):
    return [entry.title for entry in view.entries]


# --- reading ----------------------------------------------------------------------


def test_the_list_is_newest_first_and_says_everything(window):
    assert titles(window) == [
        "Testmann, Jonas und Aurélie",
        "Erdacht, Karl-Heinz",
        "Beispiel, Monika Anna",
    ]
    index = window.records.view.model().index(1, 0)
    spoken = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("Ungelesen. Testantrag. Erdacht, Karl-Heinz.")
    for part in ("Hilfe zum Lebensunterhalt", "59999 Musterhausen", "Eingang "):
        assert part in spoken
    assert "5\u00a0Anlagen" in spoken


def test_choosing_shows_all_four_tabs_and_the_pdf_and_marks_as_read(
    qtbot, window, desk
):
    shown(qtbot, window, "r1")
    panel = window.application
    assert panel.header._title.text() == "Testmann, Jonas und Aurélie"
    assert (
        "Antrag\u00a0vom\u00a002.11.2026 · 4\u00a0Personen"
        in panel.header._about.text()
    )
    assert panel.fields.counter.text().startswith("162 von 162\u00a0Angaben")
    assert panel.tabs.words(DOCUMENTS) == "Anlagen 4"
    assert "Antrag.pdf" in texts(panel.documents.list)
    assert "Signatur rechnerisch gültig" in texts(panel.checks)
    assert "Beim Intermediär abgeholt und sicher gespeichert." in texts(panel.history)
    assert len(window.pdf._document.pages) == 6
    qtbot.waitUntil(lambda: desk.records.record("r1").read)
    qtbot.waitUntil(lambda: not window.records._model.rows[0].unread)


def test_running_down_the_list_shows_only_where_one_stops(qtbot, window, desk):
    for record_id in ("r1", "r2", "r3"):
        window.records.choose(record_id)
    qtbot.waitUntil(lambda: "Beispiel" in window.application.header._title.text())
    qtbot.waitUntil(lambda: desk.records.record("r3").read)
    assert not desk.records.record("r1").read


def test_marking_as_unread_brings_the_dot_back(qtbot, window, desk):
    shown(qtbot, window, "r1")
    qtbot.waitUntil(lambda: not window.records._model.rows[0].unread)
    window.actions_.unread.trigger()
    qtbot.waitUntil(lambda: window.records._model.rows[0].unread)
    assert not desk.records.record("r1").read


def test_copying_a_field_fills_the_clipboard_and_says_so(qtbot, window):
    shown(qtbot, window, "r1")
    view = window.application.fields.view
    view.setCurrentIndex(view.model().index(1, 0))
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert QGuiApplication.clipboard().text() == "Antragsteller 1"
    assert window.application.fields.footer.text() == "„Rolle“ ist kopiert."


def test_an_attachment_opens_in_the_middle(qtbot, window):
    shown(qtbot, window, "r1")
    documents = window.application.documents
    documents.list.choose(_key(documents, "anhang_0003.jpeg"))
    assert documents.open.isEnabled()
    qtbot.keyClick(documents.list, Qt.Key.Key_Return)
    qtbot.waitUntil(
        lambda: (
            window.pdf._document is not None and len(window.pdf._document.pages) == 1
        )
    )
    assert window.pdf._document.media_type == "image/jpeg"


def test_what_cannot_be_shown_is_saved_after_a_warning(
    qtbot, window, answers, tmp_path
):
    shown(qtbot, window, "r2")
    documents = window.application.documents
    qtbot.waitUntil(
        lambda: "Stellungnahme Wohnform.docx" in texts(documents.list), timeout=20_000
    )
    documents.list.choose(_key(documents, "anhang_0003.docx"))
    assert not documents.open.isEnabled()
    documents.save.click()
    qtbot.waitUntil(window.notice.isVisible)
    assert isinstance(answers.asked[0], Confirmation)
    assert "Schadprogramme" in answers.asked[0].text
    original = next(c for c in sample_contents("03_mit_betreuung") if "docx" in c.name)
    saved = tmp_path / "Stellungnahme Wohnform.docx"  # as its row says
    assert saved.read_bytes() == original.octets.data
    assert "nicht verschlüsselt" in window.notice.words.text()
    assert [p.name for p in tmp_path.glob("*.tmp")] == []


@pytest.mark.parametrize(
    ("shown", "delivered", "saved"),
    [
        ("Mietvertrag 2019.pdf", "anhang_0001.pdf", "Mietvertrag 2019.pdf"),
        ("Foto.JPG", "anhang_0002.jpg", "Foto.JPG"),
        ("Rechnung.exe", "anhang_0003.pdf", "Rechnung.exe.pdf"),
        ("a/b: c", "anhang_0004", "a_b_ c"),
    ],
)
def test_a_printed_name_does_not_decide_what_kind_of_file_it_is(
    shown, delivered, saved
):
    assert reading._file_name(shown, delivered) == saved


def test_an_attachment_is_named_above_its_page_as_in_its_row(
    qtbot, window, desk, monkeypatch
):
    gate, usual = Event(), type(desk.second_source).of

    def held(source, *parts):
        gate.wait(20)
        return usual(source, *parts)

    monkeypatch.setattr(type(desk.second_source), "of", held)
    shown(qtbot, window, "r1")
    documents, name = window.application.documents, window.pdf.tools.name
    documents.list.choose(_key(documents, "anhang_0001.pdf"))
    qtbot.keyClick(documents.list, Qt.Key.Key_Return)
    assert name.text() == "anhang_0001.pdf"
    gate.set()
    qtbot.waitUntil(lambda: name.text() == "Mietvertrag_2019.pdf", timeout=20_000)
    assert "Mietvertrag_2019.pdf" in texts(documents.list)


def test_files_that_ask_for_a_password_say_so_if_the_record_changes_meanwhile(
    qtbot, window, desk, workplace
):
    gate = Event()

    class Slow:
        def give_up(self, unwanted):
            pass

        def among(self, files, _unwanted):
            gate.wait(20)
            return frozenset(key for key in files if key.endswith("0002.pdf"))

    desk.locked_files = Slow()
    shown(qtbot, window, "r1")
    before = workplace.reading.opened
    workplace.reading.reopen()
    qtbot.waitUntil(lambda: workplace.reading.opened is not before)
    gate.set()

    def told():
        return any("mit Kennwort" in row.state for row in workplace.reading.documents)

    qtbot.waitUntil(told)
    (row,) = [r for r in workplace.reading.documents if "mit Kennwort" in r.state]
    assert row.key.endswith("0002.pdf")


class Looking:
    """Says of two files that they are locked, or that a file is damaged."""

    def __init__(self, error=None):
        self.asked, self._error = [], error

    def give_up(self, unwanted):
        pass

    def among(self, files, _unwanted):
        self.asked.append(tuple(files))
        if self._error:
            raise self._error
        return frozenset(key for key in files if key.endswith("0002.pdf"))


def hints_about_locked_files(window):
    entries = window.application.checks.entries
    return [each for each in entries if "kennwortgeschützt" in each.detail]


def test_files_are_looked_through_once_for_the_list_and_the_hints(
    qtbot, window, desk, workplace
):
    desk.locked_files = looking = Looking()
    with qtbot.waitSignal(workplace.reading._linking.compared, timeout=20_000):
        shown(qtbot, window, "r1")
    qtbot.waitUntil(lambda: bool(hints_about_locked_files(window)))
    assert any("mit Kennwort" in row.state for row in workplace.reading.documents)
    assert len(looking.asked) == 1


def test_a_file_that_cannot_be_looked_at_costs_no_other_hint(
    qtbot, window, desk, workplace
):
    desk.locked_files = Looking(StoreDamaged())
    with qtbot.waitSignal(workplace.reading._linking.compared, timeout=20_000):
        shown(qtbot, window, "r1")
    assert window.error_panel.trouble.code == "store-damaged"
    assert not hints_about_locked_files(window)
    assert window.application.checks.entries


def test_a_store_that_fails_is_an_error_with_advice(qtbot, window, desk, monkeypatch):
    def fail(_record_id):
        raise StoreDamaged

    monkeypatch.setattr(desk.shelf, "contents", fail)
    window.records.choose("r2")
    qtbot.waitUntil(window.error_panel.isVisible)
    trouble = window.error_panel.trouble
    assert trouble.code == "store-damaged"
    assert trouble.what
    assert trouble.lost
    assert trouble.do
    window.error_panel._copy.click()
    assert "Code: store-damaged" in QGuiApplication.clipboard().text()


def test_what_cannot_be_marked_as_read_is_shown(
    qtbot, window, desk, workplace, monkeypatch
):
    def fail(*_):
        raise DiskFailed(reason="SQLITE_FULL")

    monkeypatch.setattr(desk.shelf, "mark_read", fail)
    window.records.choose("r2")
    qtbot.waitUntil(window.error_panel.isVisible)
    assert window.error_panel.trouble.code == "disk-failed"
    assert workplace.reading.opened.record.id == "r2"


# --- searching --------------------------------------------------------------------


def test_searching_looks_at_name_and_place_and_keeps_the_choice(qtbot, window):
    window.records.choose("r2")
    window.commands.search.setText("karl musterhausen")
    assert titles(window) == ["Erdacht, Karl-Heinz"]
    assert window.records.current == "r2"
    assert window.records._count.text() == "1 von 3"
    window.commands.search.setText("niemand")
    assert window.records.empty.isVisible()
    qtbot.mouseClick(window.records.empty._button, Qt.MouseButton.LeftButton)
    assert len(titles(window)) == 3


# --- trash ------------------------------------------------------------------------


def test_del_moves_to_the_trash_and_undo_brings_it_back(qtbot, window, desk):
    window.records.choose("r2")
    window.records.view.setFocus()
    qtbot.keyClick(window.records.view, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: len(window.records.ids) == 2)
    assert desk.records.record("r2").folder is Folder.TRASH
    assert "im Papierkorb" in window.notice.words.text()
    assert window.records.current  # the neighbour is chosen now
    qtbot.keyClick(
        window.records.view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier
    )
    qtbot.waitUntil(lambda: len(window.records.ids) == 3)
    assert desk.records.record("r2").folder is Folder.INBOX
    assert not window.actions_.undo.isEnabled()


def test_del_in_another_list_is_not_meant_for_the_application(qtbot, window, desk):
    shown(qtbot, window, "r2")
    panel = window.application
    for number, view in ((FIELDS, panel.fields.view), (DOCUMENTS, panel.documents)):
        panel.show_tab(number)
        view.setFocus()
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Delete)
    qtbot.wait(50)
    assert desk.shelf.record("r2").folder is Folder.INBOX


def test_several_go_and_come_back_together(qtbot, window):
    window.records.view.selectAll()
    window.actions_.trash.trigger()
    qtbot.waitUntil(lambda: not window.records.ids)
    assert window.records.empty._title.text() == "Der Posteingang ist leer"
    qtbot.mouseClick(window.notice.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(window.records.ids) == 3)


def trashed(qtbot, window, record_id):
    window.records.choose(record_id)
    window.actions_.trash.trigger()
    qtbot.waitUntil(lambda: record_id not in window.records.ids)
    window.folders.choose(Folder.TRASH)
    qtbot.waitUntil(lambda: window.records.ids == (record_id,))
    window.records.choose(record_id)


def test_deleting_for_good_asks_first(qtbot, window, desk, answers):
    trashed(qtbot, window, "r1")
    answers.yes = False
    window.actions_.delete.trigger()
    assert answers.asked[-1].yes == "Endgültig löschen"
    assert "r1" in desk.shelf.listed
    answers.yes = True
    window.records.view.setFocus()
    qtbot.keyClick(window.records.view, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: "r1" not in desk.shelf.listed)
    qtbot.waitUntil(lambda: not window.records.ids)
    assert not window.actions_.undo.isEnabled()


def test_restoring_goes_back_to_where_it_came_from(qtbot, window, desk):
    window.folders.choose(Folder.QUARANTINE)
    trashed(qtbot, window, "r4")
    index = window.records.view.model().index(0, 0)
    assert "Quarantäne" in window.records._model.row(index).mark
    window.actions_.restore.trigger()
    qtbot.waitUntil(lambda: not window.records.ids)
    assert desk.records.record("r4").folder is Folder.QUARANTINE


# --- quarantine -------------------------------------------------------------------


def test_quarantine_says_why_and_the_original_can_be_saved(
    qtbot, window, desk, tmp_path
):
    window.folders.choose(Folder.QUARANTINE)
    window.records.choose("r4")
    row = window.records._model.rows[0]
    assert row.about == "Die Signatur der absendenden Stelle ist ungültig."
    assert row.about.rstrip(".") in row.spoken
    assert window.actions_.export.text() == "Original speichern …"
    qtbot.waitUntil(lambda: "Zukunft" in window.application.header._title.text())
    window.application.show_tab(CHECKS)
    assert "Signatur rechnerisch ungültig" in texts(window.application.checks)
    window.actions_.export.trigger()
    qtbot.waitUntil(lambda: "geprüft" in window.notice.words.text())
    (folder,) = tmp_path.glob("*/manifest.json")
    sizes = {file.stat().st_size for file in folder.parent.iterdir()}
    assert desk.shelf.message("r4").size in sizes


# --- export -----------------------------------------------------------------------


def test_export_reports_success_only_after_its_report_and_is_in_the_history(
    qtbot, window, desk, answers, tmp_path
):
    shown(qtbot, window, "r1")
    window.actions_.export.trigger()
    qtbot.waitUntil(lambda: "geprüft" in window.notice.words.text())
    said = window.notice.words.text()
    assert "Die Kopie ist nicht verschlüsselt." in said
    (manifest,) = tmp_path.glob("*/manifest.json")
    assert manifest.parent.name in said
    qtbot.mouseClick(window.notice.button, Qt.MouseButton.LeftButton)
    assert answers.shown == [manifest.parent]
    history = window.application.history
    qtbot.waitUntil(lambda: any("Exportiert" in title for title in texts(history)))
    assert desk.records.record("r1").folder is Folder.INBOX


def test_several_are_exported_one_after_the_other(qtbot, window, answers, tmp_path):
    window.records.view.selectAll()
    window.actions_.export.trigger()
    qtbot.waitUntil(lambda: "3\u00a0Anträge exportiert" in window.notice.words.text())
    assert len(list(tmp_path.glob("*/manifest.json"))) == 3
    assert "3\u00a0Anträge" in answers.asked[0]


def test_an_export_that_fails_is_no_success(qtbot, window, answers, tmp_path):
    answers.target = tmp_path / "file"
    answers.target.write_bytes(b"in the way")
    window.records.choose("r1")
    window.actions_.export.trigger()
    qtbot.waitUntil(window.error_panel.isVisible)
    assert "geprüft" not in window.notice.words.text()
    assert not window.notice.isVisible()


# --- fetching ---------------------------------------------------------------------


def test_fetching_shows_each_step_and_the_result(qtbot, window, desk):
    desk.fetch.messages = [sample_contents("01_alleinstehend")] * 2
    desk.fetch.gate.clear()
    window.actions_.fetch.trigger()
    panel = window.fetch_panel
    qtbot.waitUntil(lambda: "Nachricht 1" in panel._headline.text())
    assert panel.isVisible()
    assert not window.actions_.fetch.isEnabled()
    assert "500\u00a0kB von 1,0\u00a0MB" in panel._amount.text()
    words = [label.text() for label in panel._steps.values()]
    assert words == ["▸ laden", "sichern", "entschlüsseln", "prüfen", "quittieren"]
    desk.fetch.gate.set()
    qtbot.waitUntil(window.notice.isVisible)
    assert window.notice.words.text() == "2\u00a0neue Anträge."
    assert not panel.isVisible()
    assert window.actions_.fetch.isEnabled()
    qtbot.waitUntil(lambda: len(window.records.ids) == 5)


def test_the_choice_stays_while_others_arrive(qtbot, window, desk):
    shown(qtbot, window, "r2")
    document = window.pdf._document
    desk.fetch.messages = [sample_contents("01_alleinstehend")]
    window.actions_.fetch.trigger()
    qtbot.waitUntil(lambda: len(window.records.ids) == 4)
    assert window.records.current == "r2"
    assert window.pdf._document is document


def test_cancelling_keeps_what_is_secured(qtbot, window, desk):
    desk.fetch.messages = [sample_contents("01_alleinstehend")] * 3
    desk.fetch.gate.clear()
    window.actions_.fetch.trigger()
    qtbot.waitUntil(lambda: "Nachricht 1" in window.fetch_panel._headline.text())
    assert "Abbrechen" in window.fetch_panel._safe.text()
    window.fetch_panel.cancel.click()
    qtbot.waitUntil(window.notice.isVisible)
    assert window.notice.words.text().startswith("Abgebrochen. Gesichert: ")
    assert "Alles Weitere liegt noch beim Intermediär." in window.notice.words.text()


def test_nothing_new_is_said_too(qtbot, window):
    window.actions_.fetch.trigger()
    qtbot.waitUntil(window.notice.isVisible)
    assert window.notice.words.text() == "Keine neuen Anträge."


def test_an_error_blocks_nothing_and_offers_another_try(qtbot, window, desk):
    desk.fetch.error = HostUnreachable("no route", host="intermediaer.example")
    window.actions_.fetch.trigger()
    panel = window.error_panel
    qtbot.waitUntil(panel.isVisible)
    assert "nichts verloren" in panel._lost.text()
    assert "host-unreachable" in panel._code.text()
    assert window.records.view.isEnabled()
    assert "Rechner: intermediaer.example" in panel.trouble.to_copy
    desk.fetch.error = None
    panel._retry.click()
    qtbot.waitUntil(window.notice.isVisible)
    assert desk.fetch.runs == 2
    assert not panel.isVisible()


FINGERPRINT = "0123456789abcdef" * 4


@pytest.mark.parametrize("yes", [True, False], ids=["confirmed", "refused"])
def test_an_unknown_intermediary_is_asked_about(qtbot, window, desk, answers, yes):
    answers.yes = yes
    desk.fetch.error = SupplierNotPinned(
        "first contact", fingerprint=FINGERPRINT, subject="Intermediär Beispiel"
    )
    window.actions_.fetch.trigger()
    qtbot.waitUntil(lambda: bool(answers.asked))
    assert answers.asked == [Stranger("Intermediär Beispiel", FINGERPRINT)]
    if yes:
        qtbot.waitUntil(lambda: desk.fetch.runs == 2)
        assert desk.pinned == [FINGERPRINT]
        qtbot.waitUntil(lambda: window.notice.words.text() == "Keine neuen Anträge.")
    else:
        qtbot.waitUntil(window.notice.isVisible)
        assert "noch nicht bestätigt" in window.notice.words.text()
        assert (desk.pinned, desk.fetch.runs) == ([], 1)


# --- folders and status -----------------------------------------------------------


def test_folders_count_and_empty_ones_say_what_to_do(window):
    index = window.folders.model().index(0, 0)
    said = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "Posteingang, 3\u00a0ungelesene Anträge"
    window.folders.choose(Folder.TRASH)
    assert window.records.empty.isVisible()
    assert "Entf" in window.records.empty._hint.text()
    assert window.actions_.restore.isVisible()
    assert not window.actions_.trash.isVisible()


def test_the_status_line_says_only_what_was_proven(window):
    assert window.status._fetched.text() == "Noch nie abgeholt"
    assert window.status._certificate.text() == "Zertifikat noch 214\u00a0Tage"
    assert window.band.isVisible()
    assert "ÜBUNGSPOSTFACH" in window.band.text()


def test_history_has_times(qtbot, window):
    shown(qtbot, window, "r1")
    window.application.show_tab(HISTORY)
    assert all(
        entry.aside.endswith(" Uhr") for entry in window.application.history.entries
    )


def test_who_closes_the_folder_dialog_exports_nothing(qtbot, window, desk, answers):
    answers.target = None
    window.records.choose("r1")
    window.actions_.export.trigger()
    assert answers.asked
    qtbot.wait(20)
    assert not any(event.code == "exported" for event in desk.shelf.history("r1"))


def _key(documents, name):
    """Under its own name, or the citizen's once the form has been read."""
    rows = documents._rows.values()
    return next(r.key for r in rows if name in (r.name, *r.about.split(" · ")))

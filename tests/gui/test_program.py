"""The window as a program: opening, switching and closing mailboxes, in good order."""

import gc
import sys
from dataclasses import replace
from threading import Event, Thread

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from helpers.applications import sample_contents
from helpers.desks import NOW, Answers, FakeDesk, put_samples
from hzl_client import app, compose
from hzl_client.documents.process import Documents
from hzl_client.documents.running import RunningChild
from hzl_client.model.octets import MemoryOctets
from hzl_client.services.fetch import FetchReport
from hzl_client.services.profile import MailboxEntry
from hzl_client.store.lock import MailboxLock
from hzl_client.ui.dialogs.crash import running_places
from hzl_client.ui.look import BASE_POINTS
from hzl_client.ui.presenters import closing
from hzl_client.ui.presenters.start import FAILED, NO_MAILBOX
from hzl_client.ui.remembered import Remembered

MINUTE = 60_000  # ms; a practice mailbox makes keys first


@pytest.fixture
def programs(qtbot, look, tmp_path):
    """Makes programs over one profile and closes them."""
    made = []

    def make(answers=None):
        program = app.Program(tmp_path, lambda _look, _window: answers or Answers())
        qtbot.addWidget(program.window)
        made.append(program)
        return program

    yield make
    for program in made:
        assert program.close()
    look.apply()


class Mailboxes:
    """Two mailboxes whose desks are in memory."""

    def __init__(self, profile, child):
        self.desks = {slug: FakeDesk(child) for slug in ("amt", "zweites")}
        self.entries = []
        for slug, desk in self.desks.items():
            put_samples(desk.shelf)
            desk.settings = replace(desk.settings, title=f"Postfach {slug}")
            settings = replace(desk.settings, practice=False)
            self.entries.append(MailboxEntry(slug, profile / slug, settings))
        self.opened = []

    def open_desk(self, entry, _passphrase):
        self.opened.append(entry.slug)
        desk = self.desks[entry.slug]
        desk.closed = False
        return desk


@pytest.fixture
def two(monkeypatch, tmp_path):
    with Documents() as documents:  # its own: a program that ends closes them
        found = Mailboxes(tmp_path, documents)
        monkeypatch.setattr(compose, "mailboxes", lambda _profile: tuple(found.entries))
        monkeypatch.setattr(compose, "open_desk", found.open_desk)
        yield found


def test_the_style_sheet_comes_once_when_the_window_is_built(programs, monkeypatch):
    built = len(QApplication.topLevelWidgets())
    seen = []
    monkeypatch.setattr(
        QApplication,
        "setStyleSheet",
        lambda _self, _sheet: seen.append(len(QApplication.topLevelWidgets())),
    )
    programs()
    monkeypatch.undo()
    (there,) = seen
    assert there > built


@pytest.mark.parametrize(("system", "scale"), [(9.0, 1.5), (8.0, 1.0), (8.0, 1.5)])
def test_text_has_its_size_from_the_start(
    qtbot, qapp, programs, tmp_path, system, scale
):
    font = qapp.font()
    font.setPointSizeF(system)
    qapp.setFont(font)
    kept = Remembered(tmp_path)
    kept.keep("text-size", scale)
    kept.save()
    window = programs().window
    with qtbot.waitExposed(window):
        window.show()
    labels = [each for each in window.findChildren(QLabel) if each.isVisible()]
    usual = BASE_POINTS * scale
    assert labels
    assert min(each.font().pointSizeF() for each in labels) >= 0.9 * usual
    assert qapp.font().pointSizeF() == usual
    # Large buttons fold to symbols, as they always did.
    assert scale == 1.0 or window.minimumSizeHint().width() < 1000


@pytest.fixture
def opened(qtbot, programs, two):
    """The program with its first mailbox open."""
    program = programs()
    program.start("amt")
    qtbot.waitUntil(lambda: len(program.window.records.ids) == 3)
    assert two.opened == ["amt"]
    return program


def switch(program, number):
    menu = program.window.commands._mailbox_menu.menu()
    menu.actions()[number].trigger()


# --- one mailbox after the other --------------------------------------------------


@pytest.mark.usefixtures("opened")
def test_collecting_garbage_does_not_go_through_what_was_loaded():
    """A hundred milliseconds each time, in which nothing else gets on."""
    assert gc.get_freeze_count() > 10_000


def test_nor_through_the_list(opened):
    folders = opened.workplace.inbox._catalogue.folders
    assert folders
    assert all(each is not folders for each in gc.get_objects())


def test_leaving_one_mailbox_for_another_closes_the_first(qtbot, opened, two):
    first = opened.workplace
    opened.window.records.choose("r1")
    qtbot.waitUntil(lambda: opened.window.pdf._document is not None, timeout=20_000)
    switch(opened, 1)
    assert not opened.window.actions_.fetch.isEnabled()
    assert opened.window.records.ids == ()  # nothing of the first one is left
    assert opened.window.pdf._document is None
    qtbot.waitUntil(lambda: opened.workplace not in (first, None))
    qtbot.waitUntil(lambda: len(opened.window.records.ids) == 3)
    assert two.opened == ["amt", "zweites"]
    assert two.desks["amt"].closed
    assert not two.desks["zweites"].closed
    assert opened.window.status._mailbox.text() == "Postfach: Postfach zweites"
    assert opened.remembered.text("mailbox") == "zweites"


def test_nobody_leaves_a_mailbox_that_is_being_fetched_into(qtbot, opened, two):
    desk = two.desks["amt"]
    desk.fetch.messages = [sample_contents("01_alleinstehend")]
    desk.fetch.gate.clear()
    opened.window.actions_.fetch.trigger()
    switch(opened, 1)
    assert "sobald Abruf oder Export fertig" in opened.window.notice.words.text()
    assert two.opened == ["amt"]
    desk.fetch.gate.set()
    qtbot.waitUntil(lambda: not opened.workplace.busy)
    switch(opened, 1)
    qtbot.waitUntil(lambda: two.opened == ["amt", "zweites"])


def test_after_switching_the_old_presenters_do_nothing_more(qtbot, opened, two):
    switch(opened, 1)
    qtbot.waitUntil(opened.window.actions_.fetch.isEnabled)
    opened.window.actions_.fetch.trigger()
    qtbot.waitUntil(opened.window.notice.isVisible)
    assert (two.desks["amt"].fetch.runs, two.desks["zweites"].fetch.runs) == (0, 1)


# --- closing ----------------------------------------------------------------------


def test_closing_closes_the_mailbox(opened, two):
    assert opened.window.close()
    assert opened.close()
    assert two.desks["amt"].closed


def test_closing_while_a_fetch_runs_ends_it_first_and_says_so(qtbot, opened, two):
    desk = two.desks["amt"]
    desk.fetch.messages = [sample_contents("01_alleinstehend")] * 3
    desk.fetch.gate.clear()
    window = opened.window
    window.actions_.fetch.trigger()
    qtbot.waitUntil(lambda: "Nachricht 1" in window.fetch_panel._headline.text())
    assert not window.close()
    assert window.isVisible()
    assert window.notice.words.text() == closing.SAID
    assert window.fetch_panel._headline.text() == "Der Abruf wird beendet …"
    qtbot.waitUntil(lambda: not window.isVisible())
    assert not opened.workplace.busy
    assert opened.close()
    assert desk.closed


class DeadLine:
    """A fetch that hangs in a connection and hears no cancel."""

    def __init__(self):
        self.end, self.running = Event(), Event()

    def run(self, _watch):
        self.running.set()
        self.end.wait(30)
        return FetchReport((), (), 0, cancelled=True, error=None, at=NOW)


def test_a_dead_line_holds_the_window_only_for_a_while(qtbot, opened, two, monkeypatch):
    monkeypatch.setattr(closing, "PATIENCE", 0.2)
    monkeypatch.setattr(app, "END_SECONDS", 0.1)
    desk, line = two.desks["amt"], DeadLine()
    desk.fetch = line
    opened.window.actions_.fetch.trigger()
    assert line.running.wait(5)
    assert not opened.window.close()
    qtbot.waitUntil(lambda: not opened.window.isVisible())
    assert not opened.close()
    assert not desk.closed  # nothing is closed under its feet
    line.end.set()
    assert opened.tasks.drain(5)


def test_a_document_that_is_waited_for_does_not_hold_the_end(opened):
    deaf = (sys.executable, "-c", "import time; time.sleep(60)")
    started = Event()

    def start():
        started.set()
        return RunningChild(deaf)

    documents = Documents(start)
    opened.doors._desk.documents = documents
    pages = MemoryOctets(b"%PDF-1.7 ")
    outcome = []
    opened.tasks.run(
        lambda: documents.open(pages), outcome.append, outcome.append, opened
    )
    assert started.wait(5)
    assert opened.close()  # long before anyone gives up waiting for the child
    assert outcome == []  # nobody is told any more


def test_who_leaves_says_where_its_threads_are():
    release = Event()
    thread = Thread(target=release.wait, args=(10,))
    thread.start()
    places = running_places()
    release.set()
    thread.join()
    assert any(place.startswith("threading.py:") for place in places), places


# --- no mailbox, a mailbox in use -------------------------------------------------


def test_an_empty_profile_offers_practice(qtbot, programs):
    program = programs()
    program.start()
    qtbot.waitUntil(lambda: program.window.start._title.text() == NO_MAILBOX.title)
    assert program.window.focusWidget() is program.window.start._button
    assert not program.window.actions_.delete.isVisible()
    assert not program.window.actions_.fetch.isEnabled()


# --- the real practice mailbox ----------------------------------------------------


@pytest.fixture(scope="module")
def practice(tmp_path_factory):
    """A profile with a practice mailbox and five messages waiting."""
    profile = tmp_path_factory.mktemp("practice")
    doors = app.ProfileDoors(profile)
    try:
        slug = doors.create_practice()
    finally:
        doors.close()
    return profile, slug


@pytest.fixture
def real(qtbot, look, practice):
    program = app.Program(practice[0], lambda _look, _window: Answers())
    qtbot.addWidget(program.window)
    yield program
    assert program.close()
    look.apply()


@pytest.mark.timeout(180)
def test_who_leaves_at_once_waits_for_no_practice_office(qtbot, real, practice):
    real.start(practice[1])
    qtbot.waitUntil(real.doors._lock.locked, timeout=MINUTE)
    assert real.window.close()
    assert real.close()
    assert real.workplace is None
    assert real.doors._practice is None


@pytest.mark.timeout(180)
def test_a_second_program_is_told_who_has_the_mailbox(qtbot, real, practice):
    profile, slug = practice
    (entry,) = compose.mailboxes(profile)
    window = real.window
    with MailboxLock(entry.folder):
        real.start(slug)
        qtbot.waitUntil(window.error_panel.isVisible, timeout=MINUTE)
        trouble = window.error_panel.trouble
        assert trouble.code == "mailbox-in-use"
        assert trouble.do
        assert window.start._title.text() == FAILED.title
        assert real.doors._practice is None  # the other one's is left alone
    window.error_panel.hide()
    qtbot.mouseClick(window.start._button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(window.actions_.fetch.isEnabled, timeout=MINUTE)
    assert window.band.isVisible()


@pytest.mark.timeout(180)
def test_the_main_job_with_a_practice_mailbox(qtbot, real, practice):
    window = real.window
    real.start(practice[1])
    qtbot.waitUntil(window.actions_.fetch.isEnabled, timeout=MINUTE)
    window.actions_.fetch.trigger()
    qtbot.waitUntil(lambda: len(window.records.ids) == 4, timeout=MINUTE)
    qtbot.waitUntil(window.notice.isVisible, timeout=MINUTE)
    assert window.notice.words.text() == "4\u00a0neue Anträge, 1 in Quarantäne."
    qtbot.mouseClick(window.notice.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(window.records.ids) == 1)
    (row,) = window.records._model.rows
    assert row.about == "Der Inhalt ist nicht für uns verschlüsselt."
    window.records.choose(row.id)
    header = window.application.header
    qtbot.waitUntil(lambda: header._title.text() == row.title)
    assert "(enc)" not in header._notes.text.text()
    checks = [entry.title for entry in window.application.checks.entries]
    assert any("(enc)" in title for title in checks)
    process = real.doors._practice.process
    assert window.close()
    assert real.close()
    assert process.returncode == 0

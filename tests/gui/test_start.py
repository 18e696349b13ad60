"""From an empty window to an open mailbox, and the dialogs on the way."""

import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from hzl_client.errors import MailboxInUse, WrongPassphrase
from hzl_client.ui.dialogs.asking import Asking
from hzl_client.ui.dialogs.confirm import ConfirmDialog
from hzl_client.ui.dialogs.crash import CrashDialog, CrashHook, crash_of
from hzl_client.ui.dialogs.passphrase import PassphraseDialog
from hzl_client.ui.dialogs.questions import Confirmation, Stranger
from hzl_client.ui.dialogs.stranger import StrangerDialog
from hzl_client.ui.presenters.start import (
    FAILED,
    LOCKED,
    NO_MAILBOX,
    Mailbox,
    StartPresenter,
)

SECRET = "richtig-lang"


class FakeDoors:
    def __init__(self, *mailboxes, passphrase=None, error=None):
        self.found = mailboxes
        self.passphrase, self.error = passphrase, error
        self.opened = []

    def mailboxes(self):
        return self.found

    def open(self, slug, passphrase):
        if self.error is not None:
            raise self.error
        if self.passphrase != passphrase:
            raise WrongPassphrase
        self.opened.append(slug)
        return slug

    def create_practice(self):
        self.found = (Mailbox("uebung", "Übungspostfach"),)
        return "uebung"


AMT = Mailbox("amt", "Sozialamt")
OTHER = Mailbox("zweites", "Zweites Postfach")


@pytest.fixture
def start(window, pool, remembered, answers):
    """Starts over such doors; gives the list of what was opened."""

    def begin(doors, leave=lambda: True):
        desks = []
        presenter = StartPresenter(window, doors, pool, remembered, answers)
        presenter.start(desks.append, leave)
        return desks

    return begin


def said(window):
    return window.start._title.text()


def test_without_a_mailbox_the_window_offers_practice_and_tells_what_it_needs(
    qtbot, window, start
):
    desks = start(FakeDoors())
    qtbot.waitUntil(lambda: said(window) == NO_MAILBOX.title)
    assert "IT" in window.start._hint.text()
    assert not window.actions_.fetch.isEnabled()
    assert not window.actions_.preview.isEnabled()
    assert not window.actions_.printing.isEnabled()
    assert not window.commands.search.isEnabled()
    qtbot.mouseClick(window.start._button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: desks == ["uebung"])


def test_an_open_mailbox_offers_nothing_about_an_application_nobody_chose(window):
    window.show_start(NO_MAILBOX)
    window.show_workspace(practice=False)
    actions = window.actions_
    assert actions.fetch.isEnabled()
    assert actions.preview.isEnabled()
    assert not actions.printing.isEnabled()
    assert not actions.export.isEnabled()
    assert not any(move.isEnabled() for move in actions.moves.values())


def test_the_only_mailbox_opens_by_itself(qtbot, window, start):
    desks = start(FakeDoors(AMT))
    qtbot.waitUntil(lambda: desks == ["amt"])
    assert window.commands._mailbox.text() == "Sozialamt"


def test_a_passphrase_is_asked_for_and_asked_again(qtbot, window, start, answers):
    doors = FakeDoors(AMT, passphrase=SECRET)
    answers.secret = "falsch"
    desks = start(doors)
    qtbot.waitUntil(lambda: len(answers.asked) == 2)
    assert answers.asked == [("Sozialamt", False), ("Sozialamt", True)]
    assert said(window) == LOCKED.title
    assert desks == []
    answers.asked.clear()
    answers.secret = SECRET
    doors.passphrase = SECRET
    window.start._button.click()  # the question was closed; here it comes back


def test_the_right_passphrase_opens(qtbot, start, answers):
    answers.secret = SECRET
    desks = start(FakeDoors(AMT, passphrase=SECRET))
    qtbot.waitUntil(lambda: desks == ["amt"])


def test_an_error_says_what_to_do_and_can_be_tried_again(qtbot, window, start):
    doors = FakeDoors(AMT, error=MailboxInUse("held", pid=7, host="pc7"))
    desks = start(doors)
    qtbot.waitUntil(window.error_panel.isVisible)
    assert window.error_panel.trouble.code == "mailbox-in-use"
    assert "pc7" in window.error_panel.trouble.to_copy
    assert said(window) == FAILED.title
    doors.error = None
    window.start._button.click()
    qtbot.waitUntil(lambda: desks == ["amt"])


def test_the_last_mailbox_opens_again_and_can_be_switched(
    qtbot, window, start, remembered
):
    remembered.keep("mailbox", "zweites")
    desks = start(FakeDoors(AMT, OTHER))
    qtbot.waitUntil(lambda: desks == ["zweites"])
    menu = window.commands._mailbox_menu
    assert menu.text() == "Zweites Postfach"
    menu.menu().actions()[0].trigger()
    qtbot.waitUntil(lambda: desks == ["zweites", "amt"])
    assert remembered.text("mailbox") == "amt"


def test_nothing_is_switched_while_something_runs(qtbot, window, start):
    doors = FakeDoors(AMT, OTHER)
    desks = start(doors, leave=lambda: False)
    qtbot.waitUntil(lambda: desks == ["amt"])
    window.commands._mailbox_menu.menu().actions()[1].trigger()
    qtbot.wait(20)
    assert doors.opened == ["amt"]


# --- dialogs ----------------------------------------------------------------------


def labels(dialog):
    return "\n".join(label.text() for label in dialog.findChildren(QLabel))


def test_the_passphrase_is_hidden_until_one_wants_to_see_it(qtbot, window, look):
    dialog = PassphraseDialog(look, "Sozialamt", window, wrong=True)
    dialog.show()
    qtbot.addWidget(dialog)
    assert "passt nicht" in labels(dialog)
    assert not dialog.open_button.isEnabled()
    qtbot.keyClicks(dialog.box, SECRET)
    assert dialog.box.displayText() != SECRET
    with qtbot.waitSignal(dialog.entered) as entered:
        qtbot.keyClick(dialog.box, Qt.Key.Key_Return)
    assert entered.args == [SECRET]


def test_a_stranger_shows_holder_and_fingerprint_and_no_is_the_default(
    qtbot, window, look
):
    dialog = StrangerDialog(
        look, Stranger("Intermediär", "0123456789abcdef" * 4), window
    )
    qtbot.addWidget(dialog)
    assert dialog.cancel.isDefault()
    groups = dialog.fingerprint.text().split()
    assert len(groups) == 16
    assert groups[0] == "0123"
    assert "Intermediär" in labels(dialog)
    with qtbot.waitSignal(dialog.accepted):
        dialog.confirm.click()


def test_a_confirmation_names_what_happens_and_no_is_the_default(window, look):
    done = []
    question = Confirmation("Löschen?", "Für immer.", "Endgültig löschen")
    Asking(look, window).confirm(question, lambda: done.append(True))
    dialog = window.findChild(ConfirmDialog)
    assert dialog.cancel.isDefault()
    assert "Für immer." in labels(dialog)
    assert dialog.yes.text() == "Endgültig löschen"
    assert done == []
    dialog.yes.click()
    assert done == [True]


def test_a_crash_names_places_but_never_what_a_citizen_wrote(qtbot, look):
    try:
        int("Testmann, Aurélie")
    except ValueError as error:
        crash = crash_of(error)
    dialog = CrashDialog(look, crash, None)
    qtbot.addWidget(dialog)
    assert "ValueError" in crash.to_copy
    assert "test_start.py" in crash.to_copy
    assert "Aurélie" not in crash.to_copy + labels(dialog)


def test_what_nobody_caught_reaches_the_hook_from_any_thread(qtbot, monkeypatch):
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr("threading.excepthook", None)
    hook, seen = CrashHook(), []
    hook.install(seen.append)
    try:
        {}["x"]
    except KeyError as error:
        sys.excepthook(KeyError, error, error.__traceback__)
    qtbot.waitUntil(lambda: len(seen) == 1)
    assert seen[0].kind == "KeyError"
    hook.uninstall()

"""Tab "Bearbeitung": where the application stands, and what the office notes on it."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QTextCursor, QWheelEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFormLayout,
    QLabel,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QWidget,
)

from hzl_client.model.record import Folder
from hzl_client.model.work import LONGEST_NOTE, LONGEST_REFERENCE
from hzl_client.texts.folders import FOLDERS
from hzl_client.ui import days, rows, tokens, words
from hzl_client.ui.look import Look
from hzl_client.ui.models.sheet import Sheet, Typed
from hzl_client.ui.views.banner import announce, restyle
from hzl_client.ui.views.label_chips import LabelChips

STATES: Final = (
    Folder.INBOX,
    Folder.IN_PROGRESS,
    Folder.TRANSFERRED,
    Folder.FILED,
)
SOON: Final = (
    ("Morgen", 1),
    ("In 1 Woche", 7),
    ("In 2 Wochen", 14),
    ("In 4 Wochen", 28),
)
NO_DAY: Final = "Das ist kein Datum. Beispiele: 01.12.2026, 1.12., +14"


class _Note(QPlainTextEdit):
    left = Signal()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()


class _StateBox(QComboBox):
    """Moves an application, so only by a choice from its open list: an arrow key, a
    letter or the wheel on the way past would move one after the other."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        moving = event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down)
        if moving or event.text().strip():
            self.showPopup()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # the tab scrolls


class WorkTab(QScrollArea):
    state_chosen = Signal(Folder)
    reference_entered = Signal(str)
    due_entered = Signal(object)  # date or None
    due_refused = Signal(str)  # what is no day
    label_added = Signal(str)
    label_removed = Signal(str)
    label_dropped = Signal()
    note_edited = Signal(str)
    note_left = Signal()
    turned = Signal()  # to another application, under the hands of who writes here

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._sheet: Sheet | None = None
        self._today = date.min
        self._full = False  # somebody has tried to write more than there is room for
        self.state = _StateBox()
        for folder in STATES:
            self.state.addItem(FOLDERS[folder], folder)
        self.place = rows.label(role="muted")
        self.reference = rows.Entry()
        self.reference.setMaxLength(LONGEST_REFERENCE)
        self.reference_hint = rows.label(role="warn", wrap=True)
        self.due = rows.Entry()
        self.due.setPlaceholderText(self.tr("TT.MM.JJJJ"))
        self.due.setMinimumWidth(look.px(104))  # a whole date
        self.due_hint = rows.label(role="muted", wrap=True)
        self.soon = self._make_soon()
        self.labels = LabelChips(look)
        self.note = _Note()
        self.note.setTabChangesFocus(True)
        self.note.setMinimumHeight(look.px(90))
        self.saved = rows.label(role="muted", wrap=True)
        self._lay_out()
        self._connect()

    def _make_soon(self) -> QPushButton:
        button = rows.Button(self._look, self.tr("Wählen"), "due")
        button.setAccessibleName(self.tr("Wiedervorlage wählen"))
        menu = QMenu(button)
        for name, number in SOON:
            menu.addAction(name).triggered.connect(
                lambda _=False, n=number: self._choose(self._day(n))
            )
        menu.addSeparator()
        menu.addAction(self.tr("Aufheben")).triggered.connect(
            lambda: self._choose(None)
        )
        button.setMenu(menu)
        return button

    def _lay_out(self) -> None:
        px = self._look.px
        page = QWidget()
        rows.pane(page, "application")
        form = QFormLayout(page)
        form.setContentsMargins(*(px(n) for n in (tokens.L, 12, tokens.L, 12)))
        form.setVerticalSpacing(px(tokens.S))
        form.setHorizontalSpacing(px(tokens.M))
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        due = rows.row(gap=px(6))
        due.addWidget(self.due, 1)
        due.addWidget(self.soon)
        for name, buddy, parts in (
            ("Stand", self.state, (self.state, self.place)),
            ("Aktenzeichen", self.reference, (self.reference, self.reference_hint)),
            ("Wiedervorlage", self.due, (due, self.due_hint)),
            ("Etiketten", self.labels.box, (self.labels,)),
            ("Notiz", self.note, (self.note, self.saved)),
        ):
            cell = rows.column(gap=px(3))
            for part in parts:
                if isinstance(part, QWidget):
                    cell.addWidget(part)
                else:
                    cell.addLayout(part)
            title = rows.label(name, role="muted")
            title.setBuddy(buddy)
            if buddy is not self.labels.box:
                buddy.setAccessibleName(name)
            form.addRow(title, cell)
        self.setWidget(page)
        self.setAccessibleName(self.tr("Bearbeitung"))
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def _connect(self) -> None:
        self.state.activated.connect(self._on_state)
        self.reference.editingFinished.connect(self._on_reference)
        self.due.editingFinished.connect(self._on_due)
        self.labels.added.connect(self.label_added)
        self.labels.removed.connect(self.label_removed)
        self.labels.dropped.connect(self.label_dropped)
        self.note.textChanged.connect(self._on_note)
        self.note.left.connect(self.note_left)

    @property
    def focus_target(self) -> QWidget:
        return self.state if self.state.isVisible() else self.reference

    # --- what is shown --------------------------------------------------------------

    def show_sheet(self, sheet: Sheet, today: date) -> None:
        """What somebody is typing stays; another application begins afresh."""
        before = self._sheet
        afresh = before is None or before.record_id != sheet.record_id
        self._sheet, self._today = sheet, today
        self.state.setVisible(sheet.folder is not None)
        self.place.setVisible(sheet.folder is None)
        self.place.setText(f"Liegt in: {sheet.place}")
        if sheet.folder is not None:
            self.state.setCurrentIndex(STATES.index(sheet.folder))
        other = before is None or before.reference != sheet.reference
        if afresh or (other and not self.reference.isModified()):
            self.reference.setText(sheet.reference)
        other = before is None or before.due != sheet.due
        if afresh or (other and not self.due.isModified()):
            self.due.setText(days.german(sheet.due))
            self._show_due()
        _show_hint(self.reference_hint, sheet.reference_hint, "warn")
        self.labels.show_labels(sheet.labels, sheet.known_labels)
        if afresh:
            self.labels.begin_afresh()
        known = Typed() if before is None or afresh else before.typed
        self._put_back(sheet.typed, known)
        if afresh:
            self._full = False
            self._show_note(sheet.note)
            self.show_saved("")
            if before is not None and self._writing:
                self.turned.emit()

    def take_as_stored(self) -> None:
        """Something has been taken back: whatever the next sheet has, it is shown."""
        if self._sheet is not None:
            reference, (due,) = self.reference.text(), self._day_typed or (None,)
            self._sheet = replace(self._sheet, reference=reference, due=due)

    def _put_back(self, typed: Typed, before: Typed) -> None:
        """What could not be stored stands where it was typed, unless somebody types
        there; turning away hands it over again."""
        for line, text in ((self.reference, typed.reference), (self.due, typed.due)):
            if text is not None and not line.isModified():
                line.setText(text)
                line.setModified(True)
        if typed.due is not None and self._day_typed is None:
            _show_hint(self.due_hint, NO_DAY, "bad")
        self.labels.put_back(typed.label, before.label)

    @property
    def _writing(self) -> bool:
        focus = QApplication.focusWidget()
        return focus is not None and self.isAncestorOf(focus)

    def _show_note(self, note: str) -> None:
        self.note.blockSignals(True)  # noqa: FBT003 - nobody has typed this
        self.note.setPlainText(note)
        self.note.blockSignals(False)  # noqa: FBT003

    def replace_note(self, note: str) -> None:
        """Taken back from elsewhere."""
        if note != self.note.toPlainText():
            self._show_note(note)

    def show_saved(self, said: str) -> None:
        if self._full:
            said = f"Mehr als {words.grouped(LONGEST_NOTE)} Zeichen fasst sie nicht."
        self.saved.setText(said)
        self.saved.setVisible(bool(said))

    def _show_due(self) -> None:
        due = self._sheet.due if self._sheet else None
        said, tone = days.away(due, self._today) if due else ("", "neutral")
        _show_hint(self.due_hint, said, "muted" if tone == "neutral" else tone)

    # --- what is entered ------------------------------------------------------------

    def _on_state(self, number: int) -> None:
        folder = STATES[number]
        if self._sheet and folder is not self._sheet.folder:
            self.state_chosen.emit(folder)

    def commit(self) -> None:
        """What is typed counts, though the keyboard has not left its line."""
        self._on_reference()
        self._on_due()

    def _on_reference(self) -> None:
        if not self.reference.isModified():
            return  # handed over already
        sheet, typed = self._sheet, self.reference.text()
        self.reference.setModified(False)
        if sheet and (typed != sheet.reference or sheet.typed.reference is not None):
            self.reference_entered.emit(typed)

    def _day(self, number: int) -> date:
        return self._today + timedelta(days=number)

    def _choose(self, due: date | None) -> None:
        self.due.setText(days.german(due))
        self._show_due()
        self.due_entered.emit(due)

    def _on_due(self) -> None:
        """What is no day stays to be corrected, and the old one counts."""
        sheet = self._sheet
        if not self.due.isModified() or sheet is None:
            return
        read = self._day_typed
        if read is None:
            self._refuse_due()
            return
        self.due.setModified(False)
        (due,) = read
        if due == sheet.due:
            self.due.setText(days.german(due))
            self._show_due()
        if due != sheet.due or sheet.typed.due is not None:
            self.due_entered.emit(due)

    @property
    def _day_typed(self) -> tuple[date | None] | None:
        """None if it is no day; an empty line is that there is none."""
        try:
            return (days.read_day(self.due.text(), self._today),)
        except ValueError:
            return None

    def _refuse_due(self) -> None:
        if self.due_hint.text() != NO_DAY:
            announce(self.due, NO_DAY)
        _show_hint(self.due_hint, NO_DAY, "bad")
        self.due_refused.emit(self.due.text())

    def _on_note(self) -> None:
        note = self.note.toPlainText()
        self._full = len(note) > LONGEST_NOTE
        if self._full:
            note = note[:LONGEST_NOTE]
            self._show_note(note)
            self.note.moveCursor(QTextCursor.MoveOperation.End)
        self.show_saved("")
        self.note_edited.emit(note)


def _show_hint(label: QLabel, said: str, role: str) -> None:
    label.setText(said)
    label.setVisible(bool(said))
    label.setProperty("role", role)
    restyle(label)

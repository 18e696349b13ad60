"""The top row: what can be done, how the window is divided, search, which mailbox."""

from enum import Enum

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QMenu, QSizePolicy, QToolButton, QWidget

from hzl_client.ui import rows, tokens
from hzl_client.ui.actions import Actions, german_keys
from hzl_client.ui.look import Look


class Mode(Enum):
    """Which panes are there."""

    ALL = "all"
    READ = "read"
    DOCUMENT = "document"
    FIELDS = "fields"


MODES = {
    Mode.ALL: ("view-all", "Alles", "Ordner, Liste, PDF und Angaben zeigen"),
    Mode.READ: ("view-read", "Lesen", "Nur PDF und Angaben zeigen (F11)"),
    Mode.DOCUMENT: ("view-document", "nur PDF", "Nur das PDF zeigen (Umschalt+F11)"),
    Mode.FIELDS: ("view-fields", "nur Daten", "Nur die Angaben zeigen (Strg+F11)"),
}


class _CommandButton(QToolButton):
    """A button that is what its action is: words, icon, enabled, visible.

    It has a parent from the start: a visible widget without one is a window of its own.
    """

    changed = Signal()  # its width may be another one now

    def __init__(
        self,
        look: Look,
        action: QAction,
        parent: QWidget,
        kind: str = "",
        keys: str = "",
    ) -> None:
        super().__init__(parent)
        self._look, self._action, self._keys = look, action, keys
        self.setProperty("kind", kind)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(action.trigger)
        action.changed.connect(self._on_changed)
        look.changed.connect(self._on_changed)
        self._on_changed()

    def _on_changed(self) -> None:
        action = self._action
        text = action.text() + (f"  {self._keys}" if self._keys else "")
        same = (text, action.isVisible()) == (self.text(), not self.isHidden())
        self.setText(text)
        self.setIcon(action.icon())
        self.setIconSize(QSize(self._look.px(17), self._look.px(17)))
        self.setToolTip(action.toolTip())
        self.setAccessibleName(action.text())
        self.setEnabled(action.isEnabled())
        self.setVisible(action.isVisible())
        if not same:
            self.changed.emit()


class _Search(rows.SearchBox):
    """Esc takes the search back, the arrow down leads to what was found."""

    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif key in _INTO_THE_LIST:
            self.entered.emit()
        else:
            super().keyPressEvent(event)


_INTO_THE_LIST = (
    *(Qt.Key.Key_Down, Qt.Key.Key_PageDown),
    *(Qt.Key.Key_Return, Qt.Key.Key_Enter),
)


class CommandBar(QWidget):
    searched = Signal(str)
    found_entered = Signal()  # from the search box into the list
    mode_chosen = Signal(Mode)
    mailbox_chosen = Signal(str)  # slug

    def __init__(
        self, look: Look, actions: Actions, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._look = look
        rows.pane(self, "commands")
        keys = german_keys(actions.fetch.shortcut().toString())
        self.fetch = _CommandButton(look, actions.fetch, self, "primary", keys)
        self.buttons = [
            self.fetch,
            *(
                _CommandButton(look, action, self)
                for action in (
                    actions.preview,
                    actions.export,
                    actions.printing,
                    actions.trash,
                    actions.restore,
                    actions.delete,
                )
            ),
        ]
        self.search = _Search(look, self.tr("Suchen (Strg+F)"))
        self.search.setAccessibleName(self.tr("Anträge durchsuchen"))
        self.search.textChanged.connect(self.searched)
        self.search.entered.connect(self.found_entered)
        self._modes = self._make_modes()
        self._mailbox = rows.ElidedLabel("strong")
        self._mailbox.setAlignment(
            Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        )
        self._mailbox_icon = rows.IconLabel(look, "mailbox", "muted", 20)
        self._mailbox_icon.hide()
        self._mailbox_menu = QToolButton()
        self._mailbox_menu.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._mailbox_menu.hide()
        self._lay_out()
        for button in self.buttons:
            button.changed.connect(self._fit)
        look.changed.connect(self._fit)

    def _make_modes(self) -> dict[Mode, QToolButton]:
        group = QButtonGroup(self)
        made: dict[Mode, QToolButton] = {}
        for mode, (icon, text, tip) in MODES.items():
            button = rows.IconButton(self._look, icon, tip)
            button.setText(text)
            button.setCheckable(True)
            button.setProperty("segment", "next" if made else "first")
            button.clicked.connect(lambda _=False, m=mode: self.mode_chosen.emit(m))
            group.addButton(button)
            made[mode] = button
        made[Mode.ALL].setChecked(True)
        return made

    def _lay_out(self) -> None:
        px = self._look.px
        layout = rows.row(self, gap=px(6))
        layout.setContentsMargins(*(px(n) for n in (tokens.M, 8, tokens.M, 8)))
        for button in self.buttons:
            layout.addWidget(button)
        layout.addSpacing(px(tokens.M))
        self._segment = rows.row()
        for mode in self._modes.values():
            self._segment.addWidget(mode)
        layout.addLayout(self._segment)
        layout.addStretch(1)
        self.search.setMinimumWidth(px(170))
        self.search.setMaximumWidth(px(380))
        layout.addWidget(self.search, 3)
        layout.addSpacing(px(tokens.S))
        layout.addWidget(self._mailbox_icon)
        self._mailbox.setMaximumWidth(px(260))
        self._mailbox.setSizePolicy(
            QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed
        )
        layout.addWidget(self._mailbox)
        layout.addWidget(self._mailbox_menu)

    # --- what is shown --------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Words beside the symbols as far as there is room: fetching keeps its own,
        then come the other commands, then the parts of the window."""
        modes, commands = list(self._modes.values()), self.buttons[1:]
        for worded in ([*commands, *modes], commands, []):
            for button in (*commands, *modes):
                button.setToolButtonStyle(
                    Qt.ToolButtonStyle.ToolButtonTextBesideIcon
                    if button in worded
                    else Qt.ToolButtonStyle.ToolButtonIconOnly
                )
            self._segment.invalidate()  # Qt forgets the size of the outer one only
            if self.sizeHint().width() <= self.width():
                return

    def allow(self, *, work: bool) -> None:
        """Without a mailbox there is nothing to search and nothing to divide."""
        self.search.setEnabled(work)
        for button in self._modes.values():
            button.setEnabled(work)

    def show_mode(self, mode: Mode) -> None:
        self._modes[mode].setChecked(True)

    def show_mailboxes(
        self, entries: tuple[tuple[str, str], ...], current: str
    ) -> None:
        """(slug, title) of each; with only one its name is a label, else a menu."""
        titles = dict(entries)
        title = titles.get(current, "")
        self._mailbox.setText(title)
        self._mailbox_icon.setVisible(bool(entries))
        self._mailbox.setVisible(len(entries) <= 1)
        self._mailbox_menu.setVisible(len(entries) > 1)
        self._mailbox_menu.setText(title)
        self._mailbox_menu.setAccessibleName(f"Postfach wechseln, offen ist {title}")
        menu = QMenu(self._mailbox_menu)
        for slug, name in entries:
            action = menu.addAction(name)
            action.setCheckable(True)
            action.setChecked(slug == current)
            action.triggered.connect(
                lambda _=False, s=slug: self.mailbox_chosen.emit(s)
            )
        self._mailbox_menu.setMenu(menu)
        self._fit()

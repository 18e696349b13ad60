"""What an empty place says: why it is empty and what to do next."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from hzl_client.ui import rows, tokens
from hzl_client.ui.look import Look

WIDEST = 480


@dataclass(frozen=True, slots=True)
class EmptyText:
    """`action` is the text of a button, if there is something to do here."""

    icon: str
    title: str
    hint: str = ""
    action: str = ""


class EmptyHint(QWidget):
    action_requested = Signal()

    def __init__(
        self, look: Look, parent: QWidget | None = None, *, kind: str = ""
    ) -> None:
        super().__init__(parent)
        self._icon = rows.IconLabel(look, "inbox", "muted", 36)
        self._title = rows.label(role="strong", wrap=True)
        self._hint = rows.label(role="muted", wrap=True)
        self._button = rows.Button(look, "", kind=kind)
        self._button.clicked.connect(self.action_requested)
        for text in (self._title, self._hint):
            text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        # Lines longer than that are hard to read; wide panes centre the block.
        block = QWidget()
        block.setMaximumWidth(look.px(WIDEST))
        inner = rows.column(block, gap=look.px(tokens.S))
        inner.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignHCenter)
        inner.addWidget(self._title)
        inner.addWidget(self._hint)
        inner.addSpacing(look.px(tokens.XS))
        inner.addWidget(self._button, 0, Qt.AlignmentFlag.AlignHCenter)
        middle = rows.row()
        middle.addStretch(1)
        middle.addWidget(block, 1000)
        middle.addStretch(1)
        layout = rows.column(self, margin=look.px(tokens.XL))
        layout.addStretch(1)
        layout.addLayout(middle)
        layout.addStretch(2)

    def focus_action(self) -> None:
        if not self._button.isHidden():
            self._button.setFocus()

    def allow(self, *, action: bool) -> None:
        self._button.setEnabled(action)

    def show_text(self, text: EmptyText) -> None:
        self._icon.show_icon(text.icon, "muted")
        self._title.setText(text.title)
        self._hint.setText(text.hint)
        self._hint.setVisible(bool(text.hint))
        self._button.setText(text.action)
        self._button.setAccessibleName(text.action)
        self._button.setVisible(bool(text.action))

"""The bottom line: only what was proven, never a hope."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from hzl_client.ui import rows, tokens
from hzl_client.ui.look import Look
from hzl_client.ui.views.banner import restyle


class StatusStrip(QWidget):
    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        rows.pane(self, "status")
        self._fetched = rows.ElidedLabel("muted")
        self._certificate = rows.label(role="muted")
        self._mailbox = rows.ElidedLabel("muted")
        self._mailbox.setAlignment(
            Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        )
        layout = rows.row(self, gap=look.px(tokens.XL))
        layout.setContentsMargins(*(look.px(n) for n in (tokens.L, 5, tokens.L, 5)))
        layout.addWidget(self._fetched, 3)
        layout.addWidget(self._certificate)
        layout.addWidget(self._mailbox, 2)

    def show_fetched(self, text: str) -> None:
        self._fetched.setText(text)

    def show_certificate(self, text: str, tone: str = "muted") -> None:
        self._certificate.setText(text)
        self._certificate.setProperty("role", tone)
        restyle(self._certificate)

    def show_mailbox(self, text: str) -> None:
        self._mailbox.setText(text)

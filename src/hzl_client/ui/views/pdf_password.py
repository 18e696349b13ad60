"""Asks for the password of a document, in the place where it would be shown."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from hzl_client.ui import rows, tokens
from hzl_client.ui.look import Look
from hzl_client.ui.views.banner import announce


class PdfPassword(QWidget):
    entered = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        icon = rows.IconLabel(look, "lock", "muted", 36)
        title = rows.label(
            self.tr("Dieses Dokument ist mit einem Kennwort geschützt"),
            role="strong",
            wrap=True,
        )
        title.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        prompt = rows.label(self.tr("&Kennwort"))
        self.box = QLineEdit()
        self.box.setEchoMode(QLineEdit.EchoMode.Password)
        self.box.setAccessibleName(self.tr("Kennwort des Dokuments"))
        self.box.setMinimumWidth(look.px(200))
        prompt.setBuddy(self.box)
        self.button = rows.Button(
            look, self.tr("Öffnen"), kind="primary", tip=self.tr("Dokument öffnen")
        )
        self.wrong = rows.label(role="bad", wrap=True)
        self.wrong.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.box.returnPressed.connect(self._on_entered)
        self.button.clicked.connect(self._on_entered)
        line = rows.row(gap=look.px(tokens.S))
        line.addStretch(1)
        line.addWidget(prompt)
        line.addWidget(self.box)
        line.addWidget(self.button)
        line.addStretch(1)
        layout = rows.column(self, margin=look.px(tokens.XL), gap=look.px(tokens.M))
        layout.addStretch(1)
        layout.addWidget(icon, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(title)
        layout.addLayout(line)
        layout.addWidget(self.wrong)
        layout.addStretch(2)

    def ask(self, *, wrong: bool) -> None:
        self.box.clear()
        text = self.tr("Dieses Kennwort passt nicht. Bitte noch einmal.")
        self.wrong.setText(text if wrong else "")
        self.setEnabled(True)
        if wrong:
            self.box.setFocus()
            announce(self.wrong, text)

    def _on_entered(self) -> None:
        if self.box.text():
            self.setEnabled(False)  # until the answer comes
            self.entered.emit(self.box.text())

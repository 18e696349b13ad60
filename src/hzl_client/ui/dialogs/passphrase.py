"""Asks for the passphrase of a mailbox whose key the system does not hold."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QLineEdit, QWidget

from hzl_client.ui import rows, tokens
from hzl_client.ui.look import Look
from hzl_client.ui.views.banner import Banner


class PassphraseDialog(QDialog):
    entered = Signal(str)

    def __init__(
        self, look: Look, mailbox: str, parent: QWidget, *, wrong: bool = False
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Postfach öffnen"))
        px = look.px
        title = rows.label(mailbox, role="heading", wrap=True)
        hint = rows.label(
            self.tr("Bitte geben Sie die Passphrase dieses Postfachs ein."), wrap=True
        )
        failed = Banner(look)
        failed.show_text(
            self.tr(
                "Diese Passphrase passt nicht. Bitte achten Sie auf die Feststelltaste."
            ),
            "bad",
        )
        failed.setVisible(wrong)
        self.box = QLineEdit()
        self.box.setEchoMode(QLineEdit.EchoMode.Password)
        self.box.setAccessibleName(self.tr("Passphrase"))
        self.box.setMinimumWidth(px(320))
        shown = QCheckBox(self.tr("Passphrase anzeigen"))
        shown.toggled.connect(self._on_shown)
        self.open_button = rows.Button(look, self.tr("Öffnen"), "lock", "primary")
        self.open_button.setDefault(True)
        self.open_button.setEnabled(False)
        cancel = rows.Button(look, self.tr("Abbrechen"))
        self.box.textChanged.connect(
            lambda text: self.open_button.setEnabled(bool(text))
        )
        self.open_button.clicked.connect(self._on_open)
        cancel.clicked.connect(self.reject)
        buttons = rows.row(gap=px(tokens.S))
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(self.open_button)
        layout = rows.column(self, margin=px(tokens.XL), gap=px(tokens.M))
        for part in (title, hint, failed, self.box, shown):
            layout.addWidget(part)
        layout.addStretch(1)
        layout.addLayout(buttons)
        self.box.setFocus()
        rows.fit_height(self, px(400))

    def _on_shown(self, shown: bool) -> None:  # noqa: FBT001 - a slot
        mode = QLineEdit.EchoMode
        self.box.setEchoMode(mode.Normal if shown else mode.Password)

    def _on_open(self) -> None:
        text = self.box.text()
        self.accept()
        self.entered.emit(text)

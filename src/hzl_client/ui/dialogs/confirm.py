"""Asks before something that cannot be taken back; the safe answer is the default."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from hzl_client.ui import rows, tokens
from hzl_client.ui.dialogs.questions import Confirmation
from hzl_client.ui.look import Look


class ConfirmDialog(QDialog):
    def __init__(
        self, look: Look, question: Confirmation, parent: QWidget | None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(question.title)
        px = look.px
        self.yes = rows.Button(look, question.yes)
        self.cancel = rows.Button(look, self.tr("Abbrechen"), kind="primary")
        self.cancel.setDefault(True)
        self.yes.clicked.connect(self.accept)
        self.cancel.clicked.connect(self.reject)
        buttons = rows.row(gap=px(tokens.S))
        buttons.addStretch(1)
        buttons.addWidget(self.yes)
        buttons.addWidget(self.cancel)
        layout = rows.column(self, margin=px(tokens.XL), gap=px(tokens.M))
        layout.addWidget(rows.label(question.title, role="heading", wrap=True))
        layout.addWidget(rows.label(question.text, wrap=True))
        layout.addStretch(1)
        layout.addLayout(buttons)
        self.cancel.setFocus()
        rows.fit_height(self, px(460))

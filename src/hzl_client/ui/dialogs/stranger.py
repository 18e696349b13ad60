"""First contact with an intermediary: a person compares the fingerprint."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QDialog, QWidget

from hzl_client.ui import rows, tokens, words
from hzl_client.ui.dialogs.questions import Stranger
from hzl_client.ui.look import Look
from hzl_client.ui.views.banner import Banner

LINE = 40  # signs per line of the fingerprint: eight groups of four


class StrangerDialog(QDialog):
    def __init__(self, look: Look, stranger: Stranger, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Intermediär bestätigen"))
        px = look.px
        title = rows.label(
            self.tr("Dieser Intermediär ist noch nicht bestätigt"), role="heading"
        )
        hint = rows.label(
            self.tr(
                "Bitte vergleichen Sie den Fingerabdruck mit dem, den Ihnen der "
                "Betreiber auf anderem Weg mitgeteilt hat (Schreiben, Telefon). "
                "Bestätigen Sie nur, wenn alle Zeichen übereinstimmen."
            ),
            wrap=True,
        )
        facts = rows.LabelledRows()
        holder = rows.label(stranger.holder, role="strong", wrap=True)
        facts.add(self.tr("Inhaber des Zertifikats"), holder)
        self.fingerprint = rows.label(_lines(stranger.fingerprint))
        mono = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        mono.setPointSizeF(look.font(1.1).pointSizeF())
        self.fingerprint.setFont(mono)
        for label in (holder, self.fingerprint):
            label.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse
                | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
        facts.add(self.tr("Fingerabdruck (SHA-256)"), self.fingerprint)
        safe = Banner(look)
        safe.show_text(
            self.tr(
                "Bis zur Bestätigung wird nichts abgeholt. Es geht nichts verloren."
            ),
            "neutral",
        )
        confirm = rows.Button(look, self.tr("Stimmt überein, jetzt abholen"), "good")
        self.cancel = rows.Button(look, self.tr("Abbrechen"))
        self.cancel.setDefault(True)
        confirm.clicked.connect(self.accept)
        self.cancel.clicked.connect(self.reject)
        self.confirm = confirm
        buttons = rows.row(gap=px(tokens.S))
        buttons.addStretch(1)
        buttons.addWidget(confirm)
        buttons.addWidget(self.cancel)
        layout = rows.column(self, margin=px(tokens.XL), gap=px(tokens.M))
        layout.addWidget(title)
        layout.addWidget(hint)
        layout.addWidget(facts)
        layout.addWidget(safe)
        layout.addStretch(1)
        layout.addLayout(buttons)
        self.cancel.setFocus()
        rows.fit_height(self, px(600))


def _lines(fingerprint: str) -> str:
    groups = words.fingerprint(fingerprint)
    return "\n".join(groups[i : i + LINE].strip() for i in range(0, len(groups), LINE))

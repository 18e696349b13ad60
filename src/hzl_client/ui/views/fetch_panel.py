"""What a fetch is doing right now, message by message, and the safe way to stop it."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QFrame, QLabel, QProgressBar, QWidget

from hzl_client.model.watch import Step
from hzl_client.ui import rows, tokens
from hzl_client.ui.look import Look
from hzl_client.ui.views.banner import restyle

STEPS: Final = (
    (Step.LOAD, "laden"),
    (Step.SECURE, "sichern"),
    (Step.DECRYPT, "entschlüsseln"),
    (Step.CHECK, "prüfen"),
    (Step.ACKNOWLEDGE, "quittieren"),
)
BAR: Final = 1000  # a progress bar counts in int; bytes may not fit one


@dataclass(frozen=True, slots=True)
class FetchState:
    """`step` is where message number `message` is; `part` from 0 to 1, or None."""

    step: Step
    message: int
    secured: int
    part: float | None
    amount: str  # "1,2 MB von 4,8 MB · 2,3 MB/s"
    stopping: bool = False

    @property
    def headline(self) -> str:
        if self.stopping:
            return "Der Abruf wird beendet …"
        if self.step is Step.CONNECT or not self.message:
            return "Verbindung zum Intermediär wird aufgebaut …"
        return f"Nachricht {self.message} wird abgeholt …"

    @property
    def safe(self) -> str:
        if not self.secured:
            return "Abbrechen ist jederzeit möglich: Es geht nichts verloren."
        done = "1 ist" if self.secured == 1 else f"{self.secured} sind"
        return f"{done} gesichert. Beim Abbrechen bleibt, was gesichert ist."


class _StepLabel(QLabel):
    def __init__(self, word: str) -> None:
        super().__init__(word)
        self._word = word
        self._state = ""
        self.setProperty("step", "open")

    def sizeHint(self) -> QSize:
        """Room for the widest state, so that nothing moves from step to step."""
        font = self.font()
        font.setBold(True)
        width = QFontMetrics(font).horizontalAdvance(f"▸ ✓ {self._word}")
        return QSize(width, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def show_state(self, state: str) -> None:
        """`state` is done, now or open; a sign says so beside the colour."""
        if state == self._state:
            return
        self._state = state
        sign = {"done": "✓ ", "now": "▸ "}.get(state, "")
        self.setText(sign + self._word)
        self.setProperty("step", state)
        restyle(self)


class FetchPanel(QFrame):
    cancel_requested = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        px = look.px
        self.setProperty("banner", "neutral")
        self.setProperty("strip", True)  # noqa: FBT003
        self._headline = rows.label(role="strong")
        self._amount = rows.label(role="muted")
        self._safe = rows.ElidedLabel("muted")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Fortschritt der Nachricht"))
        self._bar.setFixedHeight(px(6))
        self._steps = {step: _StepLabel(word) for step, word in STEPS}
        self.cancel = rows.Button(look, self.tr("Abbrechen"), "close")
        self.cancel.clicked.connect(self.cancel_requested)
        first = rows.row(gap=px(tokens.L))
        first.addWidget(self._headline)
        for label in self._steps.values():
            first.addWidget(label)
        first.addStretch(1)
        second = rows.row(gap=px(tokens.L))
        second.addWidget(self._safe, 1)
        second.addWidget(self._amount, 0, Qt.AlignmentFlag.AlignRight)
        texts = rows.column(gap=px(5))
        texts.addLayout(first)
        texts.addWidget(self._bar)
        texts.addLayout(second)
        layout = rows.row(self, gap=px(tokens.L))
        layout.setContentsMargins(*(px(n) for n in (tokens.L, 8, tokens.L, 8)))
        layout.addLayout(texts, 1)
        layout.addWidget(self.cancel)
        self.hide()

    def show_state(self, state: FetchState) -> None:
        self._headline.setText(state.headline)
        self._safe.setText(state.safe)
        self._amount.setText(state.amount)
        self._show_bar(state.part)
        self.cancel.setEnabled(not state.stopping)
        order = [step for step, _ in STEPS]
        now = order.index(state.step) if state.step in order else -1
        for number, step in enumerate(order):
            word = "done" if number < now else "now" if number == now else "open"
            self._steps[step].show_state(word)

    def _show_bar(self, part: float | None) -> None:
        """Unknown sizes move to and fro instead of lying about a share."""
        if part is None:
            self._bar.setRange(0, 0)
            return
        self._bar.setRange(0, BAR)
        self._bar.setValue(round(min(1.0, part) * BAR))

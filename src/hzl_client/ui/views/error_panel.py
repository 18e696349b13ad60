"""An error as a person needs it: what, is anything lost, what to do, a code to copy."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QWidget

from hzl_client.ui import rows, tokens
from hzl_client.ui.look import Look
from hzl_client.ui.views.banner import Strip, announce


@dataclass(frozen=True, slots=True)
class Trouble:
    """`code` and `facts` are what IT asks for; nothing in it is about a person."""

    what: str
    lost: str
    do: str
    area: str
    code: str
    at: str
    facts: tuple[tuple[str, str], ...] = ()
    retry: str = ""  # text of the button, if trying again makes sense

    @property
    def to_copy(self) -> str:
        facts = [f"{name}: {value}" for name, value in self.facts]
        where = (f"Bereich: {self.area}", f"Code: {self.code}", f"Zeit: {self.at}")
        return "\n".join((self.what, *where, *facts))


class ErrorPanel(Strip):
    """Stands between toolbar and panes; work goes on below it."""

    retry_requested = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._trouble: Trouble | None = None
        self._then: Callable[[], None] | None = None
        self.setProperty("banner", "bad")
        icon = rows.IconLabel(look, "bad", "bad", 22)
        self._what = rows.label(role="strong", wrap=True)
        self._lost = rows.label(wrap=True)
        self._do = rows.label(wrap=True)
        self._code = rows.ElidedLabel("small")
        self._retry = rows.Button(look, self.tr("Erneut versuchen"), "fetch")
        self._copy = rows.Button(look, self.tr("Angaben für die IT kopieren"), "copy")
        self._close = rows.IconButton(look, "close", self.tr("Meldung schließen"))
        self._retry.clicked.connect(self._on_retry)
        self._copy.clicked.connect(self._on_copy)
        self._close.clicked.connect(self.hide)
        px = look.px
        texts = rows.column(gap=px(3))
        for part in (self._what, self._lost, self._do, self._code):
            texts.addWidget(part)
        buttons = rows.row(gap=px(tokens.S))
        buttons.addWidget(self._retry)
        buttons.addWidget(self._copy)
        buttons.addStretch(1)
        texts.addSpacing(px(tokens.XS))
        texts.addLayout(buttons)
        layout = rows.row(self, gap=px(tokens.M))
        layout.setContentsMargins(*(px(n) for n in (tokens.L, 10, tokens.S, 10)))
        layout.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(texts, 1)
        layout.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    @property
    def buttons(self) -> tuple[QAbstractButton, ...]:
        return (self._retry, self._copy, self._close)

    @property
    def trouble(self) -> Trouble | None:
        return self._trouble

    def show_trouble(
        self, trouble: Trouble, then: Callable[[], None] | None = None
    ) -> None:
        """`then` tries again what failed; without it, it was a fetch."""
        self._trouble, self._then = trouble, then
        self._what.setText(trouble.what)
        self._lost.setText(trouble.lost)
        self._do.setText(trouble.do)
        where = (f"Bereich: {trouble.area}", f"Code: {trouble.code}", trouble.at)
        self._code.setText("  ·  ".join(where))
        self._retry.setText(trouble.retry)
        self._retry.setAccessibleName(trouble.retry)
        self._retry.setVisible(bool(trouble.retry))
        self.setAccessibleName(self._what.text())
        self.show()
        announce(self, f"{trouble.what} {trouble.lost} {trouble.do}")

    def show_aside(self, trouble: Trouble) -> None:
        """Of work that nobody asked for: it takes no offer away to try again what was
        entered. Whoever opens that application once more is told."""
        if self._then is None or not self.isVisible():
            self.show_trouble(trouble)

    def _on_retry(self) -> None:
        self.hide()
        if self._then is not None:
            self._then()
        else:
            self.retry_requested.emit()

    def _on_copy(self) -> None:
        if self._trouble:
            QGuiApplication.clipboard().setText(self._trouble.to_copy)

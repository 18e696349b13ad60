"""Our own bug, told decently: what happened, and what to hand to IT.

Nothing a citizen wrote may stand in it, so it names places in the program and the
kind of the exception, never its message.
"""

import logging
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import CodeType, TracebackType

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QWidget

from hzl_client.texts import advice_for
from hzl_client.ui import rows, tokens, words
from hzl_client.ui.look import Look

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Crash:
    kind: str
    places: tuple[str, ...]
    at: datetime

    @property
    def to_copy(self) -> str:
        lines = (f"Fehler: {self.kind}", f"Zeit: {words.stamp(self.at)}", *self.places)
        return "\n".join(lines)


def crash_of(error: BaseException) -> Crash:
    return Crash(type(error).__name__, tuple(_places(error)), datetime.now(UTC))


def _places(error: BaseException) -> Iterator[str]:
    trace: TracebackType | None = error.__traceback__
    while trace is not None:
        yield _place(trace.tb_frame.f_code, trace.tb_lineno)
        trace = trace.tb_next


def _place(code: CodeType, line: int) -> str:
    return f"{Path(code.co_filename).name}:{line} {code.co_name}"


def running_places() -> tuple[str, ...]:
    """Where every other thread of Python is, the innermost place of each."""
    here = threading.get_ident()
    frames = sys._current_frames().items()  # noqa: SLF001 - there is no other way
    return tuple(_place(f.f_code, f.f_lineno) for i, f in frames if i != here)


class CrashHook(QObject):
    """Catches what nobody caught, on any thread, and shows it on the GUI thread."""

    crashed = Signal(object)

    def install(self, show: Callable[[Crash], None]) -> None:
        self.crashed.connect(show, Qt.ConnectionType.QueuedConnection)
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread_exception

    def uninstall(self) -> None:
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__

    def _on_exception(
        self,
        kind: type[BaseException],
        error: BaseException,
        trace: TracebackType | None,
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        crash = crash_of(error)
        log.critical("unexpected failure: %s at %s", crash.kind, crash.places[-1:])
        self.crashed.emit(crash)

    def _on_thread_exception(self, arguments: threading.ExceptHookArgs) -> None:
        if arguments.exc_value is not None:
            self._on_exception(
                arguments.exc_type, arguments.exc_value, arguments.exc_traceback
            )


class CrashDialog(QDialog):
    def __init__(self, look: Look, crash: Crash, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Unerwarteter Fehler"))
        self._crash = crash
        px = look.px
        advice = advice_for(RuntimeError())
        details = QPlainTextEdit(crash.to_copy)
        details.setReadOnly(True)
        details.setTabChangesFocus(True)
        details.setAccessibleName(self.tr("Angaben für die IT"))
        details.setMinimumHeight(px(120))
        copy = rows.Button(look, self.tr("Angaben für die IT kopieren"), "copy")
        close = rows.Button(look, self.tr("Weiterarbeiten"), kind="primary")
        copy.clicked.connect(self._on_copy)
        close.clicked.connect(self.accept)
        close.setDefault(True)
        buttons = rows.row(gap=px(tokens.S))
        buttons.addWidget(copy)
        buttons.addStretch(1)
        buttons.addWidget(close)
        layout = rows.column(self, margin=px(tokens.XL), gap=px(tokens.M))
        layout.addWidget(rows.label(advice.what, role="heading", wrap=True))
        layout.addWidget(rows.label(advice.lost, wrap=True))
        layout.addWidget(rows.label(advice.do, wrap=True))
        layout.addWidget(details, 1)
        layout.addLayout(buttons)
        rows.fit_height(self, px(520))
        close.setFocus()

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._crash.to_copy)

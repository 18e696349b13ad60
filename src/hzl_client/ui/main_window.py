"""The one window: arranges the views, folds what does not fit, moves the focus."""

from collections.abc import Callable, Sequence
from typing import TypeGuard

from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QLayout,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QWidget,
)
from shiboken6 import isValid

from hzl_client.ui import rows
from hzl_client.ui.actions import make_actions
from hzl_client.ui.look import STEP, Look
from hzl_client.ui.remembered import Remembered
from hzl_client.ui.views.application_panel import ApplicationPanel
from hzl_client.ui.views.banner import NoticeBar, Strip
from hzl_client.ui.views.command_bar import CommandBar, Mode
from hzl_client.ui.views.empty import EmptyHint, EmptyText
from hzl_client.ui.views.error_panel import ErrorPanel
from hzl_client.ui.views.fetch_panel import FetchPanel
from hzl_client.ui.views.focus_ring import FocusRing
from hzl_client.ui.views.folder_list import FolderList
from hzl_client.ui.views.pdf_view import PdfView
from hzl_client.ui.views.record_list import RecordList
from hzl_client.ui.views.search_line import SearchLine
from hzl_client.ui.views.status_strip import StatusStrip

ROOMY = 1560  # below this width the folders fold to symbols with names
FIRST_SHARES = (23, 42, 35)  # list, PDF, fields
PRACTICE = "ÜBUNGSPOSTFACH – keine echten Anträge, keine echten Personen"


def _usable(widget: QWidget | None) -> TypeGuard[QWidget]:
    """Still there, to be seen and to be used."""
    if widget is None or not isValid(widget):
        return False
    return widget.isVisible() and widget.isEnabled()


class MainWindow(QWidget):
    def __init__(self, look: Look, remembered: Remembered) -> None:
        super().__init__()
        self._look, self._remembered = look, remembered
        self._mode = Mode.ALL
        self.may_close: Callable[[], bool] = lambda: True
        self._worked_at: QWidget | None = None  # before a strip had the keyboard
        # What lost the keyboard as its pane went, and what has it instead.
        self._moved: tuple[QWidget | None, QWidget | None] = (None, None)
        self._divided = False  # the panes have their widths from last time
        self.setWindowTitle(self.tr("HzL-Anträge"))
        self.actions_ = make_actions(self, look)
        self.commands = CommandBar(look, self.actions_)
        self.band = rows.label(PRACTICE, role="practice")
        self.band.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.band.hide()
        self.fetch_panel = FetchPanel(look)
        self.error_panel = ErrorPanel(look)
        self.notice = NoticeBar(look)
        self.folders = FolderList(look)
        self.records = RecordList(look)
        self.pdf = PdfView(look)
        self.application = ApplicationPanel(look)
        self.search = SearchLine(look)
        self.start = EmptyHint(look, kind="primary")
        self.status = StatusStrip(look)
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._reader = QSplitter(Qt.Orientation.Horizontal)
        self._workspace = QWidget()
        self._stack = QStackedWidget()
        self._lay_out()
        self._ring = FocusRing(look, self)
        self._connect()
        self._restore()
        self._allow(work=False)
        self.actions_.undo.setEnabled(False)  # until something has been done

    def _lay_out(self) -> None:
        reader = QWidget()
        column = rows.column(reader)
        column.addWidget(self.search)
        column.addWidget(self._reader, 1)
        self.search.hide()
        list_, *readers = FIRST_SHARES
        self._fill(self._reader, (self.pdf, self.application), readers)
        self._fill(self._splitter, (self.records, reader), (list_, sum(readers)))
        inner = rows.row(self._workspace)
        inner.addWidget(self.folders)
        inner.addWidget(self._splitter, 1)
        self._stack.addWidget(self.start)
        self._stack.addWidget(self._workspace)
        layout = rows.column(self)
        # What does not fit folds; so the window may become narrower than its parts.
        layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self.setMinimumSize(self._look.px(860), self._look.px(480))
        for part in (
            self.commands,
            self.band,
            self.fetch_panel,
            self.error_panel,
            self.notice,
        ):
            layout.addWidget(part)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self.status)

    def _fill(
        self, splitter: QSplitter, panes: Sequence[QWidget], shares: Sequence[int]
    ) -> None:
        for number, (pane, share) in enumerate(zip(panes, shares, strict=True)):
            splitter.addWidget(pane)
            splitter.setStretchFactor(number, share)
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(self._look.px(5))

    def _connect(self) -> None:
        actions = self.actions_
        for action in (actions.trash, actions.delete):
            # Del in another list would mean what is chosen there.
            self.removeAction(action)
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            self.records.view.addAction(action)
        actions.search.triggered.connect(self._focus_search)
        actions.find_next.triggered.connect(lambda: self._find(1))
        actions.find_previous.triggered.connect(lambda: self._find(-1))
        self.pdf.search_requested.connect(self.search.open_search)
        self.application.fields.search_requested.connect(self.search.open_search)
        searching = self.application.show_searching
        self.search.opened.connect(lambda: searching(searching=True))
        self.search.closed.connect(lambda: searching(searching=False))
        self.search.closed.connect(self._on_search_closed)
        self.application.work.turned.connect(self.records.view.setFocus)
        actions.next_pane.triggered.connect(lambda: self._move_focus(1))
        actions.previous_pane.triggered.connect(lambda: self._move_focus(-1))
        for action, mode in (
            (actions.reading, Mode.READ),
            (actions.only_document, Mode.DOCUMENT),
            (actions.only_fields, Mode.FIELDS),
        ):
            action.triggered.connect(lambda _=False, m=mode: self._toggle(m))
        for strip in (self.error_panel, self.notice):
            strip.left.connect(self._leave_strip)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus_changed)
        actions.larger.triggered.connect(lambda: self._scale(STEP))
        actions.smaller.triggered.connect(lambda: self._scale(-STEP))
        actions.normal.triggered.connect(lambda: self._look.set_scale(1.0))
        self.commands.mode_chosen.connect(self.show_mode)
        self.records.moved_on.connect(self.notice.move_on)
        self.commands.search.textEdited.connect(self.notice.move_on)
        self.application.tabs.tabBarClicked.connect(self.notice.move_on)
        self.folders.folder_chosen.connect(self.notice.hide)

    # --- start page or workspace ----------------------------------------------------

    def show_start(self, text: EmptyText) -> None:
        self.start.show_text(text)
        self.band.hide()
        self._stack.setCurrentWidget(self.start)
        self._allow(work=False)
        self.start.focus_action()

    def show_workspace(self, *, practice: bool) -> None:
        self.band.setVisible(practice)
        self._stack.setCurrentWidget(self._workspace)
        self._allow(work=True)
        self.records.view.setFocus()
        if not self._divided:
            QTimer.singleShot(0, self, self._divide)  # widths fit a laid out page only

    def _allow(self, *, work: bool) -> None:
        """Nothing that needs a mailbox is offered without one; what needs an
        application as well is offered by whoever knows which one is chosen."""
        self.commands.allow(work=work)
        for action in (self.actions_.restore, self.actions_.delete):
            action.setVisible(False)  # until there is a trash
        for action in (self.actions_.fetch, self.actions_.preview):
            action.setEnabled(work)
        if work:
            return
        for action in (
            self.actions_.export,
            self.actions_.printing,
            self.actions_.trash,
            self.actions_.restore,
            self.actions_.delete,
            self.actions_.unread,
            *self.actions_.moves.values(),
        ):
            action.setEnabled(False)

    # --- which panes ----------------------------------------------------------------

    @property
    def mode(self) -> Mode:
        return self._mode

    def show_mode(self, mode: Mode) -> None:
        focus: QWidget | None = self.focusWidget()
        self._mode = mode
        self.commands.show_mode(mode)
        self.folders.setVisible(mode is Mode.ALL)
        self.records.setVisible(mode is Mode.ALL)
        self.pdf.setVisible(mode is not Mode.FIELDS)
        self.application.setVisible(mode is not Mode.DOCUMENT)
        self._keep_focus(focus)

    def _keep_focus(self, focus: QWidget | None) -> None:
        """From a pane that goes the keyboard moves on to one that stays, and back when
        it is there again."""
        if focus is None or not self.isVisible():
            return
        before, moved_to = self._moved
        if not focus.isVisible():
            self._focus(self.application if self.pdf.isHidden() else self.pdf)
            first = focus if focus is not moved_to else before
            self._moved = (first, self.focusWidget())
        elif focus is moved_to and _usable(before):
            before.setFocus(Qt.FocusReason.OtherFocusReason)
            self._moved = (None, None)

    def _toggle(self, mode: Mode) -> None:
        self.show_mode(Mode.ALL if self._mode is mode else mode)

    def _fit(self) -> None:
        self.folders.fold(self.width() < self._look.px(ROOMY))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        """A screen with another scaling needs pages and icons in its own pixels; the
        window may keep its size on the way there."""
        done = super().event(event)
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._look.changed.emit()
        return done

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    # --- keyboard -------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button in focus; Qt does that in dialogs only."""
        focus: QWidget | None = self.focusWidget()
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and isinstance(focus, QPushButton | QToolButton):
            focus.click()
        else:
            super().keyPressEvent(event)

    def _stops(self) -> list[QWidget]:
        """Where F6 stops: what is said and the panes in reading order, then the
        commands."""
        panes = (
            self.error_panel,
            self.notice,
            self.folders,
            self.records,
            self.search,
            self.pdf,
            self.application,
            self.commands,
        )
        return [pane for pane in panes if pane.isVisible()]

    def _move_focus(self, step: int) -> None:
        stops = self._stops()
        focus: QWidget | None = self.focusWidget()
        here = -1 if step > 0 else 0
        for number, stop in enumerate(stops):
            if focus is not None and (stop is focus or stop.isAncestorOf(focus)):
                here = number
        self._focus(stops[(here + step) % len(stops)])

    def _focus(self, stop: QWidget) -> None:
        reason = Qt.FocusReason.ShortcutFocusReason
        if stop is self.application:
            self.application.focus_page()
        elif stop is self.search:
            self.search.box.setFocus(reason)
        elif stop is self.commands:
            self.commands.fetch.setFocus(reason)
        elif isinstance(stop, Strip):
            stop.focus_first()
        elif isinstance(stop, RecordList | PdfView):
            stop.focus_target.setFocus(reason)
        else:
            stop.setFocus(reason)

    def _on_focus_changed(self, old: QWidget | None, new: QWidget | None) -> None:
        """Where one worked before something was pressed in a strip."""
        if old is None or old.window() is not self or self._in_strip(old):
            return
        if new is not None and self._in_strip(new):
            self._worked_at = old

    def _in_strip(self, widget: QWidget) -> bool:
        return any(s.isAncestorOf(widget) for s in (self.error_panel, self.notice))

    def _leave_strip(self) -> None:
        if _usable(self._worked_at):
            self._worked_at.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            panes = (self.records, self.pdf, self.application, self.commands)
            self._focus(next(pane for pane in panes if pane.isVisible()))

    def _focus_search(self) -> None:
        """The list's search box, unless one reads an application."""
        focus: QWidget | None = self.focusWidget()
        reading = (self.search, self.pdf, self.application)
        if focus is not None and any(pane.isAncestorOf(focus) for pane in reading):
            self.search.open_search()
        else:
            self.commands.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.commands.search.selectAll()

    def _find(self, step: int) -> None:
        if self.search.text:
            self.search.step_requested.emit(step)
        elif self._stack.currentWidget() is self._workspace:
            self.search.open_search()

    def _on_search_closed(self) -> None:
        """The keyboard goes on where the eye is."""
        focus: QWidget | None = self.focusWidget()
        if focus is not None and self.search.isAncestorOf(focus):
            self._focus(self.pdf if self.pdf.isVisible() else self.application)

    def _scale(self, step: float) -> None:
        self._look.set_scale(self._look.scale + step)
        self._fit()

    # --- what is remembered ---------------------------------------------------------

    def _restore(self) -> None:
        kept = self._remembered
        self._look.set_scale(kept.number("text-size", 1.0))
        if not self.restoreGeometry(kept.state("geometry")):
            self.resize(self._first_size())
        self.application.fields.show_technical(kept.flag("technical", default=True))
        self.application.show_tab(int(kept.number("tab", 0)))
        self.pdf.restore(kept.text("document"))
        mode = kept.text("panes", Mode.ALL.value)
        self.show_mode(Mode(mode) if mode in {m.value for m in Mode} else Mode.ALL)

    def _divide(self) -> None:
        self._divided = True
        list_, *readers = FIRST_SHARES
        for name, splitter, shares in (
            ("list-width", self._splitter, (list_, sum(readers))),
            ("reader-widths", self._reader, readers),
        ):
            state = self._remembered.state(name)
            if state.isEmpty() or not splitter.restoreState(state):
                whole = splitter.width()
                splitter.setSizes([whole * s // sum(shares) for s in shares])

    def _first_size(self) -> QSize:
        available = self.screen().availableSize()
        return QSize(min(1500, available.width()), min(950, available.height()))

    def remember(self) -> None:
        kept = self._remembered
        kept.keep_state("geometry", self.saveGeometry())
        if self._divided and self._mode is Mode.ALL:
            kept.keep_state("list-width", self._splitter.saveState())
            kept.keep_state("reader-widths", self._reader.saveState())
        kept.keep("panes", self._mode.value)
        kept.keep("text-size", self._look.scale)
        kept.keep_flag("technical", self.application.fields.technical.isChecked())
        kept.keep("document", self.pdf.state)
        kept.keep("tab", self.application.tabs.currentIndex())
        kept.save()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.remember()
        if self.may_close():
            super().closeEvent(event)
        else:
            event.ignore()

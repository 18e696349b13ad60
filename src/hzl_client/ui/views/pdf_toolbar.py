"""The tools above a document: name, pages, zoom, turning, searching."""

from contextlib import suppress
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QComboBox, QFrame, QLineEdit, QWidget

from hzl_client.ui import rows, tokens
from hzl_client.ui.look import Look
from hzl_client.ui.views.pdf_layout import Fit, Zoom

# Widths in letters: with less the name gives way, then the zoom; at last two rows.
NAMED, TIGHT, TIGHTEST = 100, 70, 60
PERCENTS: Final = (50, 75, 100, 125, 150, 200, 300, 400)


class PdfToolbar(QWidget):
    page_requested = Signal(int)  # from 0
    zoom_requested = Signal(object)  # Zoom
    zoom_step_requested = Signal(int)  # 1 or -1
    rotate_requested = Signal()
    search_requested = Signal()
    strip_toggled = Signal(bool)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._page, self._last = 0, 0
        self._zoom: tuple[Zoom, int] = (Fit.WIDTH, 100)
        # The end of a name tells one attachment from the other.
        self.name = rows.ElidedLabel("strong", cut=Qt.TextElideMode.ElideMiddle)
        self.strip = rows.IconButton(look, "pages", self.tr("Seitenleiste"))
        self.back = rows.IconButton(
            look,
            "up",
            self.tr("Vorige Seite"),
            tip=self.tr("Vorige Seite (Strg+Bild↑)"),
        )
        self.forward = rows.IconButton(
            look,
            "down",
            self.tr("Nächste Seite"),
            tip=self.tr("Nächste Seite (Strg+Bild↓)"),
        )
        self.number = QLineEdit()
        self.total = rows.label(role="muted")
        self.smaller = rows.IconButton(
            look,
            "zoom-out",
            self.tr("Verkleinern"),
            tip=self.tr("Verkleinern (Strg+−)"),
        )
        self.zoom = QComboBox()
        self.larger = rows.IconButton(
            look, "zoom-in", self.tr("Vergrößern"), tip=self.tr("Vergrößern (Strg++)")
        )
        self.turn = rows.IconButton(
            look,
            "rotate",
            self.tr("Drehen"),
            tip=self.tr("Nach rechts drehen (Strg+R)"),
        )
        self.search = rows.IconButton(
            look,
            "search",
            self.tr("Suchen"),
            tip=self.tr("Im Antrag und in seinen Anlagen suchen (Strg+F)"),
        )
        self._worded = (self.turn, self.search)
        self._lines = [_line() for _ in range(3)]
        self._set_up_boxes()
        self._connect()
        self._arrange()
        look.changed.connect(self._on_look_changed)
        self._on_look_changed()
        self.show_document("", 0, 0)

    def _set_up_boxes(self) -> None:
        self.strip.setCheckable(True)
        self.number.setAccessibleName(self.tr("Seite"))
        self.number.setToolTip(self.tr("Seitenzahl eingeben und Enter drücken"))
        self.number.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.number.setValidator(QIntValidator(1, 999_999, self.number))
        self.zoom.setEditable(True)
        self.zoom.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.zoom.setCompleter(None)  # type: ignore[arg-type]
        self.zoom.setAccessibleName(self.tr("Zoom"))
        if (box := self.zoom.lineEdit()) is not None:  # has the focus instead of it
            box.setAccessibleName(self.tr("Zoom"))
        self.zoom.setToolTip(self.tr("Größe der Darstellung"))
        self.zoom.addItem(self.tr("Seitenbreite"), Fit.WIDTH)
        self.zoom.addItem(self.tr("Ganze Seite"), Fit.PAGE)
        for percent in PERCENTS:
            self.zoom.addItem(_percent(percent), percent / 100)
        for button, text in zip(
            self._worded, (self.tr("Drehen"), self.tr("Suchen")), strict=True
        ):
            button.setText(text)

    def _connect(self) -> None:
        self.back.clicked.connect(lambda: self.page_requested.emit(self._page - 1))
        self.forward.clicked.connect(lambda: self.page_requested.emit(self._page + 1))
        self.number.returnPressed.connect(self._on_number)
        self.number.editingFinished.connect(self._show_number)
        self.smaller.clicked.connect(lambda: self.zoom_step_requested.emit(-1))
        self.larger.clicked.connect(lambda: self.zoom_step_requested.emit(1))
        self.zoom.activated.connect(
            lambda index: self.zoom_requested.emit(self.zoom.itemData(index))
        )
        if (edit := self.zoom.lineEdit()) is not None:
            edit.returnPressed.connect(self._on_zoom_typed)
            edit.editingFinished.connect(lambda: self.show_zoom(*self._zoom))
        self.turn.clicked.connect(self.rotate_requested)
        self.search.clicked.connect(self.search_requested)
        self.strip.clicked.connect(self.strip_toggled)

    def _arrange(self) -> None:
        px = self._look.px
        self._rows = rows.row(self, gap=px(2))
        self._rows.setContentsMargins(*(px(n) for n in (tokens.S, 5, tokens.S, 5)))
        first, second = rows.row(gap=px(2)), rows.row(gap=px(2))
        self._rows.addLayout(first, 1)
        self._rows.addLayout(second)
        first.addWidget(self.strip)
        first.addSpacing(px(tokens.XS))
        first.addWidget(self.name, 1000)
        first.addStretch(1)  # where the name is not shown
        first.addSpacing(px(tokens.XS))
        for tool in (self.back, self.number, self.total, self.forward):
            first.addWidget(tool)
        second.addStretch(1)
        groups = (
            (self.smaller, self.zoom, self.larger),
            (self.turn,),
            (self.search,),
        )
        for group, line in zip(groups, self._lines, strict=True):
            second.addSpacing(px(tokens.XS))
            second.addWidget(line)
            second.addSpacing(px(tokens.XS))
            for button in group:
                second.addWidget(button)

    # --- what is shown --------------------------------------------------------------

    def show_document(self, name: str, pages: int, total: int) -> None:
        """`pages` is 0 while there is nothing to work with."""
        self.name.setText(name)
        self._page, self._last = 0, pages - 1
        self.total.setText(self.tr("von {total}").format(total=total) if pages else "")
        for tool in (self.smaller, self.zoom, self.larger, self.turn, self.search):
            tool.setEnabled(pages > 0)
        self.number.setEnabled(pages > 1)
        self.strip.setEnabled(pages > 1)
        self._show_number()

    def show_page(self, page: int) -> None:
        self._page = page
        self._show_number()

    def show_zoom(self, zoom: Zoom, percent: int) -> None:
        self._zoom = (zoom, percent)
        if isinstance(zoom, Fit):
            self.zoom.setCurrentIndex(self.zoom.findData(zoom))
            factor = self.tr("{percent} Prozent").format(percent=percent)
            self.zoom.setAccessibleDescription(factor)
        else:
            self.zoom.setEditText(_percent(percent))
            self.zoom.setAccessibleDescription("")

    def _show_number(self) -> None:
        self.number.setText(str(self._page + 1) if self._last >= 0 else "")
        self._show_tools()

    def _show_tools(self) -> None:
        self.back.setEnabled(self._page > 0)
        self.forward.setEnabled(self._page < self._last)

    # --- events ---------------------------------------------------------------------

    def _on_number(self) -> None:
        if self.number.text():
            page = min(max(int(self.number.text()) - 1, 0), self._last)
            self.page_requested.emit(page)
        self._show_number()
        self.number.selectAll()

    def _on_zoom_typed(self) -> None:
        """A number with or without a sign; anything else is put right again."""
        typed = self.zoom.currentText().replace("%", "").replace(",", ".").strip()
        if self.zoom.findText(self.zoom.currentText()) < 0 and typed.isascii():
            with suppress(ValueError, OverflowError):  # no number, or infinitely large
                self.zoom_requested.emit(int(float(typed)) / 100)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_words()

    def _fit_words(self) -> None:
        """Words beside the symbols where there is room for them and for the name."""
        roomy = self.width() >= self.fontMetrics().averageCharWidth() * 105
        style = (
            Qt.ToolButtonStyle.ToolButtonTextBesideIcon
            if roomy
            else Qt.ToolButtonStyle.ToolButtonIconOnly
        )
        for button in self._worded:
            button.setToolButtonStyle(style)
        # What has a key or another way as well gives up its room first.
        letters = self.width() // self.fontMetrics().averageCharWidth()
        for named in (self.name, *self._lines):
            named.setVisible(letters >= NAMED)
        two = letters < TIGHTEST
        for tool in (self.smaller, self.larger):
            tool.setVisible(letters >= TIGHT or two)
        way = QBoxLayout.Direction
        self._rows.setDirection(way.TopToBottom if two else way.LeftToRight)

    def _on_look_changed(self) -> None:
        letter = self.fontMetrics().horizontalAdvance("0")
        self.number.setFixedWidth(letter * 4 + self._look.px(14))
        self.zoom.setFixedWidth(letter * 11 + self._look.px(28))
        self._fit_words()


def _percent(percent: int) -> str:
    return f"{percent}\u00a0%"


def _line() -> QFrame:
    line = QFrame()
    line.setProperty("line", "true")
    line.setFixedWidth(1)
    return line

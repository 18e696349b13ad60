"""Chips that narrow the list, each with what it would leave."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QToolButton, QWidget

from hzl_client.ui import tokens
from hzl_client.ui.flow import FlowLayout
from hzl_client.ui.look import Look
from hzl_client.ui.models.filters import FilterRow
from hzl_client.ui.plain import tip

LONGEST = 150  # pixels of a chip's words; the rest is in the tooltip
LINES = 2  # more would take the list its place


class _Chip(QToolButton):
    """What is on has a cross: one more click and it is gone."""

    def __init__(self, look: Look, key: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._look, self.key = look, key
        self._widest = ""
        self.setCheckable(True)
        self.setProperty("chip", "true")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)

    def show_row(self, row: FilterRow) -> None:
        look = self._look
        side = look.px(12)
        self._widest = self._cut(row.widest)
        self.setChecked(row.on)
        self.setText(self._cut(row.text))
        self.setIcon(look.icon("close", "accent"))
        self.setIconSize(QSize(side, side))
        style = Qt.ToolButtonStyle
        self.setToolButtonStyle(
            style.ToolButtonTextBesideIcon if row.on else style.ToolButtonTextOnly
        )
        self.setAccessibleName(row.spoken)
        self.setToolTip(tip(f"{row.spoken}{', eingeschaltet' if row.on else ''}"))
        self.updateGeometry()

    def _cut(self, text: str) -> str:
        middle, longest = Qt.TextElideMode.ElideMiddle, self._look.px(LONGEST)
        return self.fontMetrics().elidedText(text, middle, longest)

    def sizeHint(self) -> QSize:
        """Always the widest: nothing jumps while somebody types."""
        advance = self.fontMetrics().horizontalAdvance
        more = advance(self._widest) - advance(self.text())
        return super().sizeHint() + QSize(max(0, more), 0)


class _More(QToolButton):
    """Unfolds the chips there is no room for, and folds them again."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("chip", "true")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def show_hidden(self, number: int) -> None:
        self.setText(f"+{number}" if number else "weniger")
        said = f"{number} weitere Filter zeigen" if number else "Weniger Filter zeigen"
        self.setAccessibleName(said)
        self.setToolTip(said)


class FilterBar(QWidget):
    filters_changed = Signal(frozenset)  # the keys of those that are on

    def __init__(self, look: Look, after: QWidget) -> None:
        """`after` has the keyboard before the first chip."""
        super().__init__()
        self._look, self._after = look, after
        self._rows: tuple[FilterRow, ...] = ()
        self._chips: dict[str, _Chip] = {}
        self._flow = FlowLayout(self, look.px(tokens.XS))
        self._unfolded = False
        self.more = _More(self)
        self.more.clicked.connect(self._on_more)
        look.changed.connect(self._on_look_changed)
        self.hide()

    @property
    def chips(self) -> tuple[_Chip, ...]:
        return tuple(self._chips.values())

    def show_filters(self, rows: tuple[FilterRow, ...]) -> None:
        """Most keys in the search box change numbers only."""
        if rows == self._rows:
            return
        self._rows = rows
        if tuple(self._chips) != tuple(row.key for row in rows):
            self._make_chips()
        for row in rows:
            self._chips[row.key].show_row(row)
        self._fit()
        self.setVisible(bool(rows))

    def _make_chips(self) -> None:
        """In their order, with those that were there already."""
        before, self._chips = self._chips, {}
        while self._flow.takeAt(0) is not None:
            pass
        for row in self._rows:
            chip = before.pop(row.key, None) or self._new(row.key)
            QWidget.setTabOrder([self._after, *self._chips.values()][-1], chip)
            self._chips[row.key] = chip
            self._flow.addWidget(chip)
        self._flow.addWidget(self.more)
        QWidget.setTabOrder([self._after, *self._chips.values()][-1], self.more)
        for chip in before.values():
            chip.hide()
            chip.deleteLater()

    def _new(self, key: str) -> _Chip:
        chip = _Chip(self._look, key, self)
        chip.clicked.connect(self._on_clicked)
        chip.show()
        return chip

    def _on_clicked(self) -> None:
        on = frozenset(key for key, chip in self._chips.items() if chip.isChecked())
        self.filters_changed.emit(on)

    # --- room -------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _on_more(self) -> None:
        self._unfolded = not self._unfolded
        self._fit()

    def _fit(self) -> None:
        """What is on, and of the others as many as there is room for."""
        everything = list(self._chips.values())
        fitting = self._fitting(everything)
        shown = everything if self._unfolded else fitting
        for chip in everything:
            chip.setVisible(chip in shown)
        self.more.show_hidden(len(everything) - len(shown))
        self.more.setVisible(len(fitting) < len(everything))

    def _fitting(self, everything: list[_Chip]) -> list[_Chip]:
        if self._fits(everything):
            return everything
        self.more.show_hidden(len(everything))
        shown = list(everything)
        off = [chip for chip in everything if not chip.isChecked()]
        while off and not self._fits([*shown, self.more]):
            shown.remove(off.pop())
        return shown

    def _fits(self, buttons: Sequence[QToolButton]) -> bool:
        widths = [button.sizeHint().width() for button in buttons]
        return self._flow.lines(widths, self.width()) <= LINES

    def _on_look_changed(self) -> None:
        self._flow.set_gap(self._look.px(tokens.XS))
        for row in self._rows:
            self._chips[row.key].show_row(row)
        self._fit()

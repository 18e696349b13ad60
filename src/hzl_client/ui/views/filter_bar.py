"""Chips that narrow the list, each with what it would leave."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QToolButton, QWidget

from hzl_client.ui import tokens
from hzl_client.ui.flow import FlowLayout
from hzl_client.ui.look import Look
from hzl_client.ui.models.filters import FilterRow
from hzl_client.ui.plain import tip

LONGEST = 150  # pixels of a chip's words; the rest is in the tooltip


class _Chip(QToolButton):
    """What is on has a cross: one more click and it is gone."""

    def __init__(self, look: Look, key: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._look, self.key = look, key
        self.setCheckable(True)
        self.setProperty("chip", "true")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)

    def show_row(self, row: FilterRow) -> None:
        look = self._look
        side = look.px(12)
        self.setChecked(row.on)
        self.setText(
            self.fontMetrics().elidedText(
                row.text, Qt.TextElideMode.ElideMiddle, look.px(LONGEST)
            )
        )
        self.setIcon(look.icon("close", "accent"))
        self.setIconSize(QSize(side, side))
        style = Qt.ToolButtonStyle
        self.setToolButtonStyle(
            style.ToolButtonTextBesideIcon if row.on else style.ToolButtonTextOnly
        )
        self.setAccessibleName(row.spoken)
        self.setToolTip(tip(f"{row.spoken}{', eingeschaltet' if row.on else ''}"))


class FilterBar(QWidget):
    filters_changed = Signal(frozenset)  # the keys of those that are on

    def __init__(self, look: Look, after: QWidget) -> None:
        """`after` has the keyboard before the first chip."""
        super().__init__()
        self._look, self._after = look, after
        self._rows: tuple[FilterRow, ...] = ()
        self._chips: dict[str, _Chip] = {}
        self._flow = FlowLayout(self, look.px(tokens.XS))
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

    def _on_look_changed(self) -> None:
        self._flow.set_gap(self._look.px(tokens.XS))
        for row in self._rows:
            self._chips[row.key].show_row(row)

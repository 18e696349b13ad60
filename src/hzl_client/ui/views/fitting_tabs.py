"""Tabs that always fit: where room is short they have shorter names; where that is not
enough, all but the chosen one show a symbol with their number, and at last that one
too. Should even that be too wide, they scroll."""

from dataclasses import dataclass
from enum import Enum
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QTabBar, QWidget

from hzl_client.ui.look import Look
from hzl_client.ui.views.banner import restyle


class _Words(Enum):
    WHOLE = "whole"
    SHORT = "short"
    NONE = "none"


@dataclass(slots=True)
class _Tab:
    name: str
    short: str
    icon: str
    number: int = 0

    def text(self, words: _Words) -> str:
        name = {_Words.WHOLE: self.name, _Words.SHORT: self.short, _Words.NONE: ""}
        number = str(self.number) if self.number else ""
        return " ".join(part for part in (name[words], number) if part)


STEPS: Final = (  # with less room around them; the words of all; of the chosen one
    (False, _Words.WHOLE, _Words.WHOLE),
    (False, _Words.SHORT, _Words.SHORT),
    (False, _Words.NONE, _Words.WHOLE),
    (True, _Words.NONE, _Words.WHOLE),
    (True, _Words.NONE, _Words.SHORT),
    (True, _Words.NONE, _Words.NONE),
)


class FittingTabs(QTabBar):
    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._tabs: list[_Tab] = []
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(False)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.currentChanged.connect(self._fit)
        look.changed.connect(self._fit)

    def add(self, name: str, short: str, icon: str) -> None:
        self._tabs.append(_Tab(name, short, icon))
        self.addTab(name)
        self._fit()

    def show_number(self, index: int, number: int) -> None:
        """Beside the name; 0 shows none."""
        self._tabs[index].number = number
        self._fit()

    def words(self, index: int) -> str:
        """All of them, however many are shown."""
        return self._tabs[index].text(_Words.WHOLE)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def _fit(self) -> None:
        if len(self._tabs) != self.count():
            return
        for tight, words, chosen in STEPS:
            self._be_tight(tight=tight)
            for index in range(self.count()):  # after that: Qt lays them out again
                self._show(index, chosen if index == self.currentIndex() else words)
            if self._needed() <= self.width():
                break
        self.setUsesScrollButtons(self._needed() > self.width())

    def _be_tight(self, *, tight: bool) -> None:
        """With less room around the words, too."""
        if bool(self.property("tight")) is not tight:
            self.setProperty("tight", tight)
            restyle(self)

    def _needed(self) -> int:
        return sum(self.tabSizeHint(index).width() for index in range(self.count()))

    def _show(self, index: int, words: _Words) -> None:
        tab = self._tabs[index]
        whole, bare = tab.text(_Words.WHOLE), words is _Words.NONE
        side = self._look.px(16)
        self.setIconSize(QSize(side, side))
        self.setTabText(index, tab.text(words))
        self.setTabIcon(index, self._look.icon(tab.icon) if bare else QIcon())
        self.setTabToolTip(index, "" if words is _Words.WHOLE else whole)
        self.setAccessibleTabName(index, whole)

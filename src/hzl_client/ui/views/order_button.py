"""Says after what the list is sorted, and lets one choose."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from hzl_client.ui.look import Look
from hzl_client.ui.models.ordering import ORDERS, Order, Sorting

SHORT = {Order.PERSON: "Person", Order.ATTACHMENTS: "Anlagen", Order.DATE: "Antrag"}


class OrderButton(QToolButton):
    sorting_chosen = Signal(Sorting)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._sorting = Sorting()
        self._menu = QMenu(self)
        self._orders = QActionGroup(self)
        self._directions = QActionGroup(self)
        self._by_order = {order: self._order_action(order) for order in Order}
        self._menu.addSeparator()
        self._up, self._down = (self._direction_action(d) for d in (False, True))
        self.setMenu(self._menu)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setProperty("order", "true")
        look.changed.connect(self._tell)
        self.show_sorting(self._sorting)

    def _order_action(self, order: Order) -> QAction:
        action = self._action(ORDERS[order][0], self._orders)
        action.triggered.connect(lambda: self.sorting_chosen.emit(Sorting.usual(order)))
        return action

    def _direction_action(self, downwards: bool) -> QAction:  # noqa: FBT001
        action = self._action("", self._directions)
        action.triggered.connect(
            lambda: self.sorting_chosen.emit(Sorting(self._sorting.order, downwards))
        )
        return action

    def _action(self, text: str, group: QActionGroup) -> QAction:
        action = self._menu.addAction(text)
        action.setCheckable(True)
        group.addAction(action)
        return action

    def show_sorting(self, sorting: Sorting) -> None:
        self._sorting = sorting
        self._by_order[sorting.order].setChecked(True)
        for action, downwards in ((self._up, False), (self._down, True)):
            either = Sorting(sorting.order, downwards)
            action.setText(either.direction[:1].upper() + either.direction[1:])
            action.setChecked(either == sorting)
        self._tell()

    def _tell(self) -> None:
        sorting, side = self._sorting, self._look.px(14)
        self.setText(SHORT.get(sorting.order, sorting.name))
        self.setIcon(self._look.icon("down" if sorting.downwards else "up"))
        self.setIconSize(QSize(side, side))
        said = f"Sortiert nach {sorting.name}, {sorting.direction}"
        self.setAccessibleName(said)
        self.setToolTip(f"{said}. Klicken, um anders zu sortieren.")

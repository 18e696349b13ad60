"""In which order the list stands: after what, and from which end."""

from dataclasses import dataclass
from enum import Enum
from typing import Final, Self


class Order(Enum):
    RECEIVED = "received"
    PERSON = "person"
    DATE = "date"
    ATTACHMENTS = "attachments"
    SIZE = "size"


# The name; how it stands upwards, and downwards.
ORDERS: Final = {
    Order.RECEIVED: ("Eingang", "älteste zuerst", "neueste zuerst"),
    Order.PERSON: ("Antragstellende Person", "A bis Z", "Z bis A"),
    Order.DATE: ("Antragsdatum", "älteste zuerst", "neueste zuerst"),
    Order.ATTACHMENTS: ("Anzahl der Anlagen", "wenigste zuerst", "meiste zuerst"),
    Order.SIZE: ("Größe", "kleinste zuerst", "größte zuerst"),
}


@dataclass(frozen=True, slots=True)
class Sorting:
    order: Order = Order.RECEIVED
    downwards: bool = True

    @classmethod
    def usual(cls, order: Order) -> Self:
        """Names begin with A; of everything else the newest or largest comes first."""
        return cls(order, downwards=order is not Order.PERSON)

    @property
    def name(self) -> str:
        return ORDERS[self.order][0]

    @property
    def direction(self) -> str:
        return ORDERS[self.order][1 + self.downwards]

    # --- as it is remembered ----------------------------------------------------------

    @property
    def text(self) -> str:
        return f"{self.order.value} {'down' if self.downwards else 'up'}"

    @classmethod
    def read(cls, text: str) -> Self:
        name, _, direction = text.partition(" ")
        known = {order.value: order for order in Order}
        if name not in known or direction not in ("up", "down"):
            return cls()
        return cls(known[name], direction == "down")


USUAL: Final = Sorting()

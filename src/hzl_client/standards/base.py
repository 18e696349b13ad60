"""What a standard can do: say whether a document is its own, and read it."""

from typing import Protocol

from hzl_client.model.application import Application
from hzl_client.model.delivery import Content
from hzl_client.xmlkit import Element


class Standard(Protocol):
    def recognises(self, root: Element) -> bool:
        """By the root's local name and namespace family, never by a file name."""
        ...

    def read(
        self, root: Element, xml: Content, others: tuple[Content, ...]
    ) -> Application:
        """Every leaf becomes a field; `others` are the delivery's other contents."""
        ...

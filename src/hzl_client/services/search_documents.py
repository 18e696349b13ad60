"""Looks for a text in one document after the other, in short steps."""

from collections.abc import Iterator
from dataclasses import dataclass
from threading import Event

from hzl_client.documents.document import Hit
from hzl_client.documents.process import Documents
from hzl_client.model.octets import Octets


@dataclass(frozen=True, slots=True)
class Looked:
    """One step: `pages` of `total` have been looked at, `readable` of them had text."""

    hits: tuple[Hit, ...]
    pages: int
    total: int
    readable: int


@dataclass(frozen=True, slots=True)
class SearchDocuments:
    """`documents` is a child of its own: what hangs in a search keeps no page back."""

    documents: Documents

    def steps(
        self,
        octets: Octets,
        password: str,
        text: str,
        unwanted: Event,
        *,
        whole: bool = False,
    ) -> Iterator[Looked]:
        """Each `next` is short work for a worker thread; closing it lets go of all.
        `whole`: not amid a longer word or number.

        Raises DocumentUnreadable or DocumentLocked where one cannot look on.
        """
        document = self.documents.open(octets, password, unwanted)
        total = len(document.pages)
        page: int | None = 0
        readable = 0
        try:
            while page is not None:
                found = self.documents.search_from(
                    document.handle, text, page, whole=whole
                )
                page, readable = found.next_page, readable + found.readable
                done = total if page is None else page
                yield Looked(found.hits, done, total, readable)
        finally:
            self.documents.release(document.handle)

    def give_up(self, unwanted: Event) -> None:
        """Nobody waits any longer for the step that runs."""
        self.documents.give_up(unwanted)

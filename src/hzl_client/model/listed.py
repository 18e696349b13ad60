"""Which document is which entry of the form's list of evidence.

The form knows each file by two names: the citizen's own, and the one it was delivered
under. The XML may name it by either. Names are joined only where nothing else could be
meant.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from hzl_client.model.application import Document, DocumentState
from hzl_client.model.composed import folded_name
from hzl_client.model.printed import PrintedFile


@dataclass(frozen=True, slots=True)
class Listed:
    """`entries`: what each document is, by its key. `elsewhere`: documents the XML
    misses under the citizen's name, which came under the other one."""

    entries: dict[str, PrintedFile]
    elsewhere: frozenset[str]

    def left(
        self, files: tuple[PrintedFile, ...], documents: tuple[Document, ...]
    ) -> list[PrintedFile]:
        """Those of the list that are none of these documents."""
        found = {
            folded_name(self.entries[each.key].delivered)
            for each in documents
            if each.key in self.entries
        }
        return [file for file in files if folded_name(file.delivered) not in found]


def join(documents: tuple[Document, ...], files: tuple[PrintedFile, ...]) -> Listed:
    entries = dict(_by_delivered_name(documents, files))
    came = {entries[key].delivered for key in entries.keys() & _came(documents)}
    elsewhere = set[str]()
    for document, file in _by_own_name(documents, files, entries):
        if file.delivered not in came:
            entries[document.key] = file
        elif document.state is DocumentState.MISSING:
            elsewhere.add(document.key)
    return Listed(entries, frozenset(elsewhere))


def _came(documents: tuple[Document, ...]) -> set[str]:
    return {each.key for each in documents if each.state is not DocumentState.MISSING}


def _by_delivered_name(
    documents: tuple[Document, ...], files: tuple[PrintedFile, ...]
) -> Iterator[tuple[str, PrintedFile]]:
    listed = {folded_name(file.delivered): file for file in files}
    for document in documents:
        names = (folded_name(document.delivered), folded_name(document.name))
        if name := next((name for name in names if name in listed), ""):
            yield document.key, listed[name]


def _by_own_name(
    documents: tuple[Document, ...],
    files: tuple[PrintedFile, ...],
    joined: dict[str, PrintedFile],
) -> list[tuple[Document, PrintedFile]]:
    """A name that two files or two documents have says nothing."""
    originals = Counter(folded_name(file.original) for file in files)
    names = Counter(folded_name(document.name) for document in documents)
    listed = {folded_name(file.original): file for file in files}
    free = [
        each
        for each in documents
        if not (each.main or each.delivered or each.key in joined)
    ]
    return [
        (document, listed[name])
        for document in free
        if originals[name := folded_name(document.name)] == names[name] == 1
    ]

"""Where a field may stand in a form that could only be read as text: its value is
searched for, and the first place is taken for it."""

import re
from collections.abc import Iterator
from threading import Event
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from hzl_client.documents.document import MAX_NEEDLE, Hit
from hzl_client.errors import DocumentLocked, DocumentUnreadable
from hzl_client.model.octets import Octets
from hzl_client.services.search_documents import SearchDocuments
from hzl_client.ui.models.fields import FieldRow
from hzl_client.ui.tasks import Tasks
from hzl_client.ui.words import grouped

PAUSE: Final = 120  # ms; who walks through the fields waits for none of them
_TELLING: Final = 3  # letters; shorter values stand everywhere
_CODE: Final = re.compile(r" \([^()]*\)$")  # "weiblich (w)"
_AMOUNT: Final = re.compile(r"(-?[0-9]{1,15})[.,]([0-9]{1,2})")  # sent, or copied


def needles(row: FieldRow) -> tuple[str, ...]:
    """What to look for, the likeliest first; nothing for answers like "Ja"."""
    if row.empty or row.value in ("Ja", "Nein"):
        return ()
    texts = (
        *(row.value, _CODE.sub("", row.value), row.copy_text),
        *_printed_amounts(row.copy_text),
    )
    lines = (text.strip() for text in texts if "\n" not in text)
    fitting = (text for text in lines if _TELLING <= len(text) <= MAX_NEEDLE)
    return tuple(dict.fromkeys(fitting))


def _printed_amounts(text: str) -> tuple[str, ...]:
    """The XML says 1068.75 where a form prints 1.068,75 or 1068,75."""
    found = _AMOUNT.fullmatch(text)
    if found is None:
        return ()
    whole, cents = found.groups()
    return tuple(f"{each},{cents:0<2}" for each in (grouped(int(whole)), whole))


class TextPlaces(QObject):
    found = Signal(str, object)  # path, and a Hit or None
    failed = Signal(object)  # an exception that has nothing to do with the document

    def __init__(self, search: SearchDocuments, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._search, self._tasks = search, tasks
        self._form: Octets | None = None
        self._wanted: FieldRow | None = None
        self._unwanted = Event()  # told when something else is wanted
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self._look)

    def begin(self, form: Octets) -> None:
        self._form = form

    def end(self) -> None:
        self._form = None
        self.seek(None)

    @property
    def active(self) -> bool:
        return self._form is not None

    def seek(self, row: FieldRow | None) -> None:
        """The answer comes as a signal, unless something else is wanted by then."""
        self._pause.stop()
        self._search.give_up(self._unwanted)
        self._wanted, self._unwanted = row, Event()
        if row is not None and self._form is not None and needles(row):
            self._pause.start()

    def _look(self) -> None:
        row, form, unwanted = self._wanted, self._form, self._unwanted
        if row is None or form is None:
            return

        def show(hit: Hit | None) -> None:
            if self._wanted is row:
                self.found.emit(row.path, hit)

        def failed(error: Exception) -> None:
            """What is wrong with the document is said where it is shown."""
            if not isinstance(error, DocumentUnreadable | DocumentLocked):
                self.failed.emit(error)

        self._tasks.run(
            lambda: next(self._hits(form, row, unwanted), None), show, failed, self
        )

    def _hits(self, form: Octets, row: FieldRow, unwanted: Event) -> Iterator[Hit]:
        for needle in needles(row):
            for looked in self._search.steps(form, "", needle, unwanted, whole=True):
                yield from looked.hits

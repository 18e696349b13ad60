"""Notes on their way from the keyboard to the store: none is lost, none overtaken."""

from dataclasses import dataclass, field
from threading import Lock

from hzl_client.errors import HzlError, NoSuchRecord, WorkDamaged
from hzl_client.services.working import Working


@dataclass(slots=True)
class Notes:
    """On any thread: the window puts what is typed, a worker what is taken back. What
    was put last is the note, whatever a look at the store from before says; what could
    not be saved is tried again."""

    working: Working
    _newest: dict[str, str] = field(default_factory=dict)
    _unsaved: set[str] = field(default_factory=set)
    _guard: Lock = field(default_factory=Lock)
    _saving: Lock = field(default_factory=Lock)

    def put(self, record_id: str, note: str) -> None:
        with self._guard:
            self._newest[record_id] = note
            self._unsaved.add(record_id)

    def newest(self, record_id: str, stored: str) -> str:
        with self._guard:
            return self._newest.get(record_id, stored)

    @property
    def unsaved(self) -> frozenset[str]:
        with self._guard:
            return frozenset(self._unsaved)

    def save(self) -> frozenset[str]:
        """One after the other, the newest of each; of which records. Raises the last
        failure."""
        failure: HzlError | None = None
        with self._saving:
            with self._guard:
                waiting, self._unsaved = self._unsaved, set()
            for record_id in waiting:
                try:
                    self.working.set_note(record_id, self.newest(record_id, ""))
                except NoSuchRecord:
                    continue  # deleted meanwhile: there is nothing to note any more
                except WorkDamaged as error:
                    failure = error  # for good: once more would fail for ever
                except HzlError as error:
                    failure = error
                    with self._guard:
                        self._unsaved.add(record_id)
        if failure is not None:
            raise failure
        return frozenset(waiting)

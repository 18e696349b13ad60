"""What was entered and is not stored: kept until it is, whatever is shown meanwhile."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from hzl_client.ui.models.sheet import Typed
from hzl_client.ui.presenters.undoing import Back

Work = Callable[[str], Back | None]


class Part(StrEnum):
    """Its value is its name on the screen."""

    REFERENCE = "Aktenzeichen"
    DUE = "Wiedervorlage"
    LABEL = "Etikett"


Key = tuple[str, Part, str]


@dataclass(frozen=True, slots=True, eq=False)
class Entered:
    """`about` says whose application it is, `said` what has happened once it is stored,
    and `known` what to say where everything was so before."""

    record_id: str
    about: str
    part: Part
    typed: str
    work: Work
    said: str
    known: str = ""
    removes: bool = False  # a label; there is nothing to show in its line

    @property
    def key(self) -> Key:
        """A later entry with the same one takes the place of this."""
        label = self.typed.casefold() if self.part is Part.LABEL else ""
        return self.record_id, self.part, label


@dataclass(slots=True)
class Unkept:
    _newest: dict[Key, Entered] = field(default_factory=dict)
    _failed: dict[Key, Entered] = field(default_factory=dict)
    _no_days: dict[str, str] = field(default_factory=dict)

    def begin(self, entered: Entered) -> None:
        """What takes the place of something that failed has failed until it is proven:
        meanwhile its application may be shown again."""
        self._newest[entered.key] = entered
        if entered.key in self._failed:
            self._failed[entered.key] = entered
        if entered.part is Part.DUE:
            self._no_days.pop(entered.record_id, None)

    def end(self, entered: Entered) -> None:
        """Stored, or refused for good."""
        if self._newest.get(entered.key) is entered:
            del self._newest[entered.key]
            self._failed.pop(entered.key, None)

    def fail(self, entered: Entered) -> None:
        """Unless something else has been entered in its place."""
        if self._newest.get(entered.key) is entered:
            self._failed[entered.key] = entered

    def drop_label(self, record_id: str) -> None:
        for key, entered in tuple(self._failed.items()):
            mine = entered.record_id == record_id and entered.part is Part.LABEL
            if mine and not entered.removes:
                del self._failed[key]

    def put_no_day(self, record_id: str, typed: str) -> None:
        """What is typed in place of a day; it cannot even be tried."""
        self._no_days[record_id] = typed
        self._failed.pop((record_id, Part.DUE, ""), None)

    def no_day(self, record_id: str) -> str:
        return self._no_days.get(record_id, "")

    @property
    def waiting(self) -> tuple[Entered, ...]:
        """What can be tried again."""
        return tuple(self._failed.values())

    def of(self, record_id: str) -> Typed:
        failed = self._failed.values()
        mine = [e for e in failed if e.record_id == record_id and not e.removes]
        typed = {each.part: each.typed for each in reversed(mine)}
        due = self._no_days.get(record_id, typed.get(Part.DUE))
        return Typed(typed.get(Part.REFERENCE), due, typed.get(Part.LABEL, ""))

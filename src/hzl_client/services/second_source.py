"""The printed form of an application, read and held beside its XML; and what somebody
should look at in both."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from threading import Event
from typing import Final, Protocol

from hzl_client.checks.case import NOTHING_AROUND, Around
from hzl_client.documents.process import Documents
from hzl_client.errors import DocumentLocked, DocumentUnreadable
from hzl_client.model.application import Application
from hzl_client.model.comparison import Comparison
from hzl_client.model.hint import Hint
from hzl_client.model.octets import Octets
from hzl_client.model.printed import UNKNOWN_FORM, Legible, PrintedForm

ANY_TEXT: Final = "antrag"  # what is looked for; whether it is found does not matter
# A page is read in a hundredth of this; after the form had all its time, another page
# is not worth as much again.
GLANCE_SECONDS: Final = 3.0
Compare = Callable[[Application, PrintedForm], Comparison]


class Check(Protocol):
    def __call__(
        self,
        application: Application,
        printed: PrintedForm,
        today: date,
        *,
        around: Around,
    ) -> tuple[Hint, ...]: ...


@dataclass(frozen=True, slots=True)
class Beside:
    printed: PrintedForm
    legible: Legible
    comparison: Comparison
    hints: tuple[Hint, ...]


@dataclass(frozen=True, slots=True)
class SecondSource:
    """`documents` is not the child of who reads pages: nobody waits for a form that
    takes long."""

    documents: Documents
    compare: Compare
    check: Check

    def of(
        self,
        application: Application,
        form: Octets | None,
        received: date,
        around: Around = NOTHING_AROUND,
        unwanted: Event | None = None,
    ) -> Beside:
        """`around` is what else is known; it is completed here. Without a readable form
        nothing is compared and some hints are missing: it is a help, never an obstacle.
        Raises ChecksDamaged."""
        printed, legible = self._printed(form, unwanted)
        comparison = self.compare(application, printed)
        around = replace(around, comparison=comparison)
        hints = self.check(application, printed, received, around=around)
        return Beside(printed, legible, comparison, hints)

    def give_up(self, unwanted: Event) -> None:
        """Nobody looks at that application any longer."""
        self.documents.give_up(unwanted)

    def _printed(
        self, form: Octets | None, unwanted: Event | None
    ) -> tuple[PrintedForm, Legible]:
        """Opened beside what is shown, and let go of at once."""
        if form is None:
            return UNKNOWN_FORM, Legible.CLOSED
        try:
            handle = self.documents.open(form, unwanted=unwanted).handle
            try:
                printed = self.documents.form(handle)
                legible = Legible.FORM if printed.known else self._legible(handle)
            finally:
                self.documents.release(handle)
        except (DocumentUnreadable, DocumentLocked):
            return UNKNOWN_FORM, Legible.CLOSED
        return printed, legible

    def _legible(self, handle: int) -> Legible:
        """Whether any page has text, in short steps: whoever searches may go first."""
        page: int | None = 0
        while page is not None:
            found = self.documents.search_from(handle, ANY_TEXT, page, GLANCE_SECONDS)
            if found.readable:
                return Legible.TEXT
            page = found.next_page
        return Legible.PICTURE

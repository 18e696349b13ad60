"""The printed form of an application, read and held beside its XML; and what somebody
should look at in both."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from hzl_client.checks.case import NOTHING_AROUND, Around
from hzl_client.documents.process import Documents
from hzl_client.errors import DocumentLocked, DocumentUnreadable
from hzl_client.model.application import Application
from hzl_client.model.comparison import Comparison
from hzl_client.model.hint import Hint
from hzl_client.model.octets import Octets
from hzl_client.model.printed import UNKNOWN_FORM, PrintedForm

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
    comparison: Comparison
    hints: tuple[Hint, ...]


@dataclass(frozen=True, slots=True)
class SecondSource:
    documents: Documents
    compare: Compare
    check: Check

    def of(
        self,
        application: Application,
        form: Octets | None,
        received: date,
        around: Around = NOTHING_AROUND,
    ) -> Beside:
        """`around` is what else is known; it is completed here. Without a readable form
        nothing is compared and some hints are missing: it is a help, never an obstacle.
        Raises ChecksDamaged."""
        printed = UNKNOWN_FORM if form is None else self._printed(form)
        comparison = self.compare(application, printed)
        around = replace(around, comparison=comparison)
        hints = self.check(application, printed, received, around=around)
        return Beside(printed, comparison, hints)

    def _printed(self, form: Octets) -> PrintedForm:
        """Opened beside what is shown, and let go of at once."""
        try:
            handle = self.documents.open(form).handle
            try:
                return self.documents.form(handle)
            finally:
                self.documents.release(handle)
        except (DocumentUnreadable, DocumentLocked):
            return UNKNOWN_FORM

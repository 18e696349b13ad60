"""The printed form of an application, read and held beside its XML."""

from collections.abc import Callable
from dataclasses import dataclass

from hzl_client.documents.process import Documents
from hzl_client.errors import DocumentLocked, DocumentUnreadable
from hzl_client.model.application import Application
from hzl_client.model.comparison import NOT_COMPARED, Comparison
from hzl_client.model.octets import Octets
from hzl_client.model.printed import PrintedForm


@dataclass(frozen=True, slots=True)
class SecondSource:
    documents: Documents
    compare: Callable[[Application, PrintedForm], Comparison]

    def of(self, application: Application, form: Octets) -> Comparison:
        """NOT_COMPARED where the form cannot be read; a help, never an obstacle. It is
        opened beside what is shown and let go of at once."""
        try:
            handle = self.documents.open(form).handle
            try:
                printed = self.documents.form(handle)
            finally:
                self.documents.release(handle)
        except (DocumentUnreadable, DocumentLocked):
            return NOT_COMPARED
        return self.compare(application, printed)

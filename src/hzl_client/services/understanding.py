"""Read an application out of contents; whatever they hold, this comes back."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from hzl_client.errors import HzlError, OutOfMemory, SurroundingsError
from hzl_client.model.application import Application
from hzl_client.model.delivery import Content
from hzl_client.model.finding import Finding

_log = logging.getLogger(__name__)

Contents = tuple[Content, ...]


@dataclass(frozen=True, slots=True)
class Understood:
    """`problems` say why there is no application, or are empty."""

    application: Application | None
    problems: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Understanding:
    """`read` gives the application or None, `why_not` the reasons for None."""

    read: Callable[[Contents], Application | None]
    why_not: Callable[[Contents], tuple[Finding, ...]]

    def of(self, contents: Contents, *, whole: bool = True) -> Understood:
        """A citizen's upload must neither stop the mailbox nor close the window. Not
        `whole`: its sections are not made here and now."""
        try:
            application = self.read(contents)
            if application and whole:
                _ = application.sections, application.own_fields
            problems = () if application else self.why_not(contents)
        except SurroundingsError:
            raise  # not the content's fault
        except MemoryError as error:
            raise OutOfMemory("an application") from error
        except Exception as error:  # noqa: BLE001 - see above
            return Understood(None, (as_problem(error),))
        return Understood(application, problems)


def as_problem(error: Exception) -> Finding:
    """A bug found by content is logged by its place alone: the message of a foreign
    exception may quote what a citizen wrote."""
    if isinstance(error, HzlError):
        return Finding(error.name)
    kind = type(error).__name__
    _log.error("reading failed: %s at %s", kind, place_of(error))
    return Finding("unexpected", kind)


def place_of(error: BaseException) -> str:
    """Function and line where it was raised, without a word of its message."""
    traceback, place = error.__traceback__, "unknown"
    while traceback is not None:
        code = traceback.tb_frame.f_code
        place = f"{code.co_name}:{traceback.tb_lineno}"
        traceback = traceback.tb_next
    return place

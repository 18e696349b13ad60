"""What came of holding the XML beside the printed form; nothing here decides."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from hzl_client.model.printed import PrintedField


class State(Enum):
    EQUAL = "equal"
    DIFFERS = "differs"
    XML_ONLY = "xml-only"


@dataclass(frozen=True, slots=True)
class Compared:
    """`printed` is where the form says it, or says otherwise; None for XML_ONLY.
    `said` is what it says there: its text, or the sentence a box was ticked beside."""

    state: State
    printed: PrintedField | None = None
    said: str = ""


@dataclass(frozen=True, slots=True)
class PrintedOnly:
    """An answer that stands in print alone. `owner` is the path of the card of the
    person who gave it, "" where nobody can be told."""

    printed: PrintedField
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """`fields` by path, without technical ones and files, and without empty ones the
    form does not fill; `printed_only` in the order of the form. `known` False: the form
    could not be read, and nothing was compared."""

    known: bool = False
    fields: Mapping[str, Compared] = field(default_factory=dict)
    printed_only: tuple[PrintedOnly, ...] = ()


NOT_COMPARED = Comparison()

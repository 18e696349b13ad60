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
    """`printed` is where the form says it, or says otherwise; None for XML_ONLY."""

    state: State
    printed: PrintedField | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """`fields` by path, without technical and empty ones and files; `printed_only`
    are answers of the form that stand nowhere in the XML. `known` False: the form
    could not be read, and nothing was compared."""

    known: bool = False
    fields: Mapping[str, Compared] = field(default_factory=dict)
    printed_only: tuple[PrintedField, ...] = ()


NOT_COMPARED = Comparison()

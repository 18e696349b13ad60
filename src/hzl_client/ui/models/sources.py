"""Where a value comes from, as the list, the paper and the screen reader say it."""

from dataclasses import dataclass
from typing import Final

from hzl_client.model.comparison import Compared, State


@dataclass(frozen=True, slots=True)
class Source:
    """`brief` stands in a column of the list, `sign` where that is narrow."""

    sign: str
    brief: str
    words: str
    sentence: str = ""


DIFFERS: Final = Source(
    "≠",
    "weicht ab",
    "weicht vom PDF ab",
    "Das PDF sagt etwas anderes. Bitte beide Stellen ansehen.",
)
PDF_ONLY: Final = Source("PDF", "nur PDF", "nur PDF")
NOT_READ: Final = Source("", "", "")  # nothing was compared
_NOT_COMPARED: Final = Source("XML", "XML", "XML")
_BY_STATE: Final = {
    State.EQUAL: Source(
        "=", "gleich", "XML und PDF gleich", "XML und PDF sagen dasselbe."
    ),
    State.DIFFERS: DIFFERS,
    State.XML_ONLY: Source("XML", "nur XML", "nur XML", "Steht so nicht im PDF."),
}
_SHOWN: Final = (*_BY_STATE.values(), PDF_ONLY, _NOT_COMPARED)
SIGNS: Final = tuple(each.sign for each in _SHOWN)
BRIEF: Final = tuple(each.brief for each in _SHOWN)


def source_of(compared: Compared | None, *, known: bool) -> Source:
    """`known`: the form was read. Technical fields are not looked for in it."""
    if not known:
        return NOT_READ
    return _BY_STATE[compared.state] if compared else _NOT_COMPARED

"""A hint (Prüfhinweis): what somebody should look at, and what it was seen in.

Never a verdict, never an amount somebody is entitled to, and it stops nothing.
"""

from dataclasses import dataclass
from typing import NamedTuple

DATED = "Stand 2024, bitte prüfen"


class Evidence(NamedTuple):
    """`path` is that of the field in the application; "" for the printed form, the
    list of files and what the program added itself."""

    label: str
    value: str
    path: str = ""


@dataclass(frozen=True, slots=True)
class Hint:
    """`id` is fixed and stands once in the hints of an application; `rule` and `source`
    are ready for the screen; `dated` is DATED where a figure of the rule has no
    current source, else ""."""

    id: str
    rule: str
    source: str
    evidence: tuple[Evidence, ...]
    dated: str = ""

"""A hint (Prüfhinweis): what somebody should look at, and what it was seen in.

Never a verdict, never an amount somebody is entitled to, and it stops nothing.
"""

import json
from dataclasses import dataclass
from hashlib import sha256
from typing import NamedTuple

from hzl_client.model.printed import Place

DATED = "Stand 2024, bitte prüfen"


class Evidence(NamedTuple):
    """`path` is that of the field in the application; "" for the printed form, the
    list of files and what the program added itself. `place` is where the printed form
    says it, if that is known. `own_value` is the value in our words where the office
    has others for it."""

    label: str
    value: str
    path: str = ""
    place: Place | None = None
    own_value: str = ""


@dataclass(frozen=True, slots=True)
class Hint:
    """`id` is fixed and stands once in the hints of an application; `rule` and `source`
    are ready for the screen; `dated` is DATED where a figure of the rule has no
    current source, else ""; `further` counts what it was seen in as well."""

    id: str
    rule: str
    source: str
    evidence: tuple[Evidence, ...]
    dated: str = ""
    further: int = 0

    @property
    def gist(self) -> str:
        """The first sentence of the rule, without its full stop."""
        return self.rule.partition(". ")[0].removesuffix(".")

    @property
    def key(self) -> str:
        """Another one where the evidence is another: what somebody ticked as seen is
        this. Labels may change with the catalogue and do not count beside a path; nor
        do the words of the office."""
        said = [(e.path or e.label, e.own_value or e.value) for e in self.evidence]
        if self.further:
            said.append(("", str(self.further)))
        digest = sha256(json.dumps(said).encode("ascii")).hexdigest()
        return f"{self.id}:{digest[:32]}"

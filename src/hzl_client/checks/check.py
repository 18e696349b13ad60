"""A check: a rule in words, and a pure function that finds what it was seen in."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice

from hzl_client.checks.amounts import grouped
from hzl_client.checks.case import Case
from hzl_client.checks.figures import Name
from hzl_client.model.hint import DATED, Evidence, Hint

MAX_EVIDENCE = 30  # more than that nobody reads beside a hint; they are counted
_MAX_COUNTED = 10_000


@dataclass(frozen=True, slots=True)
class Check:
    """`find` returns nothing where all is well or its data is missing. `rule` names
    its figures in braces: „älter als {oldest_age} Jahre“; `figures` are all it uses."""

    id: str
    rule: str
    source: str
    find: Callable[[Case], Iterable[Evidence]]
    figures: tuple[Name, ...] = ()

    def run(self, case: Case) -> Hint | None:
        found = tuple(dict.fromkeys(islice(self.find(case), _MAX_COUNTED)))
        if not found:
            return None
        used = [case.figures[name] for name in self.figures]
        words = {name.value: grouped(case.number(name)) for name in self.figures}
        return Hint(
            self.id,
            self.rule.format_map(words),
            self.source,
            found[:MAX_EVIDENCE],
            "" if all(figure.verified for figure in used) else DATED,
            max(0, len(found) - MAX_EVIDENCE),
        )

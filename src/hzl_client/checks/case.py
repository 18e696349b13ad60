"""One application under examination, and how a check finds values in it.

Values are found by local names of their path from behind, never by position: most
groups of the HzL application are known from invented samples only. Whatever is not
found is simply not there; the printed form is asked where the XML is silent.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import islice

from hzl_client.checks import days
from hzl_client.checks.amounts import amount
from hzl_client.checks.figures import Figure, Name
from hzl_client.model.application import Application, Field
from hzl_client.model.comparison import NOT_COMPARED, Comparison
from hzl_client.model.composed import composed
from hzl_client.model.hint import Evidence
from hzl_client.model.printed import PrintedField, PrintedForm

_INDEX = re.compile(r"\[[0-9]+\]$")
_YES = frozenset({"ja", "true", "1"})
_NO = frozenset({"nein", "false", "0"})
_PARTNER = re.compile(r"\bEhe(?!mal)|Partner|Lebensgef", re.IGNORECASE)
_FORMER = re.compile(r"geschieden|ehemalig|früher|\bEx(\b|part)", re.IGNORECASE)
# Four people fill 160 fields; some checks hold every person against every other.
MAX_ROWS = 5_000
# Characters; no number, name or answer is longer, and patterns need time for texts.
MAX_TEXT = 500
Found = tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Office:
    """What is configured for this mailbox; nothing: checks that need it are silent."""

    recipients: tuple[str, ...] = ()  # leser/kennung: "soa:059990001001"
    towns: tuple[str, ...] = ()
    postcodes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A field that is not empty, with its way taken apart."""

    field: Field
    steps: tuple[str, ...]
    names: tuple[str, ...]

    def ends(self, *names: str) -> bool:
        return self.names[-len(names) :] == names

    @property
    def text(self) -> str:
        return self.field.text.strip()

    @property
    def code(self) -> str:
        return self.field.code.value if self.field.code else self.field.raw.strip()

    @property
    def evidence(self) -> Evidence:
        return Evidence(self.field.label, self.text, self.field.path)


@dataclass(frozen=True, slots=True)
class Group:
    """All that stands below one element: an income, a person, the accommodation."""

    steps: tuple[str, ...]
    rows: tuple[Row, ...]

    def find(self, *names: str) -> Row | None:
        return next((row for row in self.rows if row.ends(*names)), None)

    def text(self, *names: str) -> str:
        row = self.find(*names)
        return row.text if row else ""

    @property
    def kind(self) -> str:
        """What it says of itself: everything below an element called …art."""
        words = (r.text for r in self.rows if any(n.endswith("art") for n in r.names))
        return " ".join(words)

    @property
    def said(self) -> Evidence:
        """Its kind in the clearest words, else its first row."""
        kinds = [r for r in self.rows if any(n.endswith("art") for n in r.names)]
        named = [r for r in kinds if r.ends("name")]
        said = next(iter((*named, *kinds, *self.rows))).evidence
        return said._replace(label=said.label.removesuffix(" (Text)"))

    def inside(self, other: "Group") -> bool:
        return self.steps[: len(other.steps)] == other.steps


@dataclass(frozen=True, slots=True)
class Human:
    """A `person` or `dritte` of the XML."""

    group: Group
    relations: tuple[Group, ...] = ()

    @property
    def role(self) -> str:
        return self.group.text("personID") or self.group.text("dritteID")

    @property
    def name(self) -> str:
        names = (self.group.text(n, "name") for n in ("vorname", "familienname"))
        return " ".join(name for name in names if name) or self.role

    @property
    def birth(self) -> Row | None:
        return self.group.find("geburt", "datum")

    @property
    def born(self) -> date | None:
        return days.day(self.birth.text) if self.birth else None

    @property
    def applicant(self) -> bool:
        return is_yes(self.group.text("antragsteller"))

    @property
    def partner(self) -> bool:
        related = " ".join((self.role, *(group.kind for group in self.relations)))
        former = _FORMER.search(related) is not None
        return _PARTNER.search(related) is not None and not former

    def aged(self, on: date) -> int | None:
        """None where nobody can know it, and before birth."""
        if self.born is None or self.born > on:
            return None
        return days.age(self.born, on)

    def seen(self, value: str) -> Evidence:
        return Evidence(self.name, value, self.birth.field.path if self.birth else "")


@dataclass(frozen=True, slots=True)
class Around:
    """What was found beside the application: its comparison with the printed form,
    others of this mailbox that may be the same, and by their keys the documents that
    ask for a password."""

    comparison: Comparison = NOT_COMPARED
    others: Found = ()
    locked: frozenset[str] = frozenset()


NOTHING_AROUND = Around()


@dataclass(frozen=True)
class Case:
    """`received` stands for today: no check looks at a clock."""

    application: Application
    printed: PrintedForm
    received: date
    office: Office
    figures: Mapping[Name, Figure]
    around: Around = NOTHING_AROUND

    @cached_property
    def applied(self) -> date:
        """The day that counts: ages are those of the application date."""
        return applied_on(self.application, self.received)

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        rows = map(_row, islice(self.application.own_fields, MAX_ROWS))
        return tuple(row for row in rows if not row.field.empty and row.text)

    @cached_property
    def answers(self) -> tuple[PrintedField, ...]:
        """Of the printed form; none where it is not known."""
        return tuple(map(_clipped, islice(self.printed.fields, MAX_ROWS)))

    @cached_property
    def persons(self) -> tuple[Human, ...]:
        return self._humans("person")

    @cached_property
    def third_parties(self) -> tuple[Human, ...]:
        return self._humans("dritte")

    @property
    def applicants(self) -> tuple[Human, ...]:
        return tuple(human for human in self.persons if human.applicant)

    @cached_property
    def minors(self) -> tuple[Human, ...]:
        grown = self.number(Name.AGE_OF_MAJORITY)
        ages = ((human, human.aged(self.applied)) for human in self.persons)
        return tuple(human for human, age in ages if age is not None and age < grown)

    def number(self, name: Name) -> int:
        return self.figures[name].number

    def find(self, *names: str) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.ends(*names))

    def groups(self, name: str, within: Group | None = None) -> tuple[Group, ...]:
        members: dict[tuple[str, ...], list[Row]] = {}
        for row in self.rows if within is None else within.rows:
            if name in row.names[:-1]:
                depth = row.names.index(name) + 1
                members.setdefault(row.steps[:depth], []).append(row)
        return tuple(Group(steps, tuple(rows)) for steps, rows in members.items())

    def owner(self, row: Row) -> Human | None:
        people = (*self.persons, *self.third_parties)
        own = (h for h in people if row.steps[: len(h.group.steps)] == h.group.steps)
        return next(own, None)

    def values(self, names: Iterable[tuple[str, ...]], caption: str = "") -> Found:
        """From the XML; from the printed form what the XML does not say as well."""
        rows = [row for row in self.rows if any(row.ends(*each) for each in names)]
        found = [row.evidence for row in rows]
        known = {plain(each.value) for each in found}
        printed = self.entered(caption) if caption else ()
        return (*found, *(each for each in printed if plain(each.value) not in known))

    def only(self, name: str, caption: str = "") -> Evidence | None:
        """The value where there is exactly one."""
        found = self.values([(name,)], caption)
        return found[0] if len(found) == 1 else None

    def entered(self, caption: str, heading: str = "") -> Found:
        """What was typed into the printed form; both are patterns."""
        return tuple(
            printed(field)
            for field in self.answers
            if field.ticked is None
            and field.text.strip()
            and re.search(caption, field.caption, re.IGNORECASE)
            and re.search(heading, " ".join(field.heading), re.IGNORECASE)
        )

    def ticked(self, question: str, answer: str = "Ja") -> Found:
        """Boxes with a cross: the question is the caption or the title above it."""
        return tuple(
            printed(field)
            for field in self.answers
            if field.ticked
            and answer.casefold() in (field.text.casefold(), field.caption.casefold())
            and re.search(question, _asked(field), re.IGNORECASE)
        )

    def yes(self, name: str, question: str) -> Found:
        """Who says so in the XML, else in the printed form."""
        rows = tuple(row.evidence for row in self.find(name) if is_yes(row.text))
        return rows or self.ticked(question)

    def _humans(self, name: str) -> tuple[Human, ...]:
        relations = self.groups("beziehung")
        return tuple(
            Human(group, tuple(each for each in relations if each.inside(group)))
            for group in self.groups(name)
        )


def applied_on(application: Application, received: date) -> date:
    return days.day(application.summary.application_date) or received


def is_yes(text: str) -> bool:
    return text.casefold() in _YES


def is_no(text: str) -> bool:
    return text.casefold() in _NO


def folded(text: str) -> str:
    """Letters and digits only, however they were written."""
    plain = composed("NFC", text).casefold()
    return "".join(sign for sign in plain if sign.isalnum())


def plain(text: str) -> str:
    """Equal for the same amount, and for the same letters and digits."""
    value = amount(text)
    return folded(text) if value is None else str(value.normalize())


def printed(field: PrintedField) -> Evidence:
    value = field.text.strip() or "angekreuzt"
    if field.ticked is False:
        value = "nicht angekreuzt"
    return Evidence(f"Antrag.pdf: {field.caption}", value, place=field.place)


def _asked(field: PrintedField) -> str:
    return " ".join((*field.heading[-1:], field.caption))


def _row(field: Field) -> Row:
    steps = tuple(field.path.split("/"))
    field = replace(field, text=field.text[:MAX_TEXT], raw=field.raw[:MAX_TEXT])
    return Row(field, steps, tuple(_INDEX.sub("", step) for step in steps))


def _clipped(field: PrintedField) -> PrintedField:
    return replace(
        field,
        heading=tuple(title[:MAX_TEXT] for title in field.heading),
        caption=field.caption[:MAX_TEXT],
        text=field.text[:MAX_TEXT],
    )

"""The two sources beside each other: what the XML says, and what the form printed.

Equal values are found by their words, whatever the two call them; what differs is
told and never resolved. The XML is the thinner one (most answers stand in print only).
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from hzl_client.model.application import Application, Field, FieldKind
from hzl_client.model.comparison import NOT_COMPARED, Compared, Comparison, State
from hzl_client.model.composed import composed
from hzl_client.model.printed import PrintedField, PrintedForm

_TELLING = 3  # characters; a shorter value says little where captions differ
_MOST_ALIKE = 200  # entries that say the same; a real form has some dozen "Ja"
_DAY = ("tag", "monat", "jahr")
# Captions of the form that name what the XML calls otherwise.
_SAME = {
    "vornamen": "vorname",
    "doktorgrade": "titel",
    "e-mail-adresse": "kontakt",
    "telefonnummer": "kontakt",
    "mobiltelefonnummer": "kontakt",
    "plz": "postleitzahl",
}
_AMOUNT = re.compile(r"-?[0-9]{1,3}(?:\.?[0-9]{3})*,[0-9]{2}")
_WORD = re.compile(r"\w{3,}")
_NUMBER = ("hausnummer", "teilnummerDerHausnummer")  # in the order they are written
_IBAN = re.compile(r"[a-z]{2}[0-9]{2}[0-9a-z]{11,30}")
_PLAIN_AMOUNT = re.compile(r"-?[0-9]+\.[0-9]{2}")


def compare(application: Application, form: PrintedForm) -> Comparison:
    if not form.known:
        return NOT_COMPARED
    entries = tuple(
        e for e in _entries(form.fields) if e.text and e.ticked is not False
    )
    owners = _owners(application, entries)
    parts = {each.path: each.text for each in application.own_fields if not each.empty}
    asked = [
        _Asked(each, _values(each, parts), _Name.of(each.label))
        for each in application.own_fields
        if not (each.technical or each.empty or each.kind is FieldKind.FILE)
    ]
    read = [_Entry.of(n, entry, owners) for n, entry in enumerate(entries)]
    answers = _index(read, lambda entry: entry.answers)
    equal = {each.field.path: each.equal(answers) for each in asked}
    used = {entry for entry in equal.values() if entry is not None}
    free = [entry for entry in read if entry.printed not in used]
    names = _index(free, lambda entry: (entry.name.same,))
    found: dict[str, Compared] = {}
    for each in asked:
        same, other = equal[each.field.path], each.differing(names)
        if same is not None:
            found[each.field.path] = Compared(State.EQUAL, same)
        elif other is not None:
            found[each.field.path] = Compared(State.DIFFERS, other)
        else:
            found[each.field.path] = Compared(State.XML_ONLY)
    used |= {each.printed for each in found.values() if each.printed is not None}
    rest = tuple(entry for entry in entries if entry not in used)
    return Comparison(known=True, fields=found, printed_only=rest)


# --- the form -----------------------------------------------------------------------


def _entries(printed: Iterable[PrintedField]) -> Iterator[PrintedField]:
    """As printed, but a date in three boxes as one."""
    boxes: list[PrintedField] = []
    for each in printed:
        boxes.append(each)
        captions = tuple(_folded(box.caption) for box in boxes)
        if captions == _DAY:
            yield _date(boxes)
            boxes = []
        elif captions != _DAY[: len(captions)]:
            yield from boxes
            boxes = []
    yield from boxes


def _date(boxes: list[PrintedField]) -> PrintedField:
    first, last = boxes[0].place, boxes[-1].place
    place = replace(first, x1=last.x1, y1=max(box.place.y1 for box in boxes))
    heading = boxes[0].heading
    day, month, year = (box.text.strip() for box in boxes)
    text = f"{day:0>2}.{month:0>2}.{year}" if day and month and year else ""
    return PrintedField(heading[:-1], heading[-1] if heading else "", text, place)


def _owners(
    application: Application, entries: tuple[PrintedField, ...]
) -> dict[tuple[str, ...], str]:
    """Whose answers stand under a heading: the path of the person with that name and
    birth date, "" where nobody can be told."""
    people = _people(application)
    owners: dict[tuple[str, ...], str] = {}
    below: dict[tuple[str, ...], dict[str, str]] = {}
    for entry in entries:
        if entry.text:
            said = below.setdefault(entry.heading, {})
            said[_named(entry.caption)] = _folded(entry.text)
    for heading, said in below.items():
        fitting = [
            path
            for path, known in people.items()
            if known and all(said.get(name) == text for name, text in known.items())
        ]
        if len(fitting) == 1:
            owners[heading] = fitting[0]
    return owners


def _people(application: Application) -> dict[str, dict[str, str]]:
    """Name and birth date of each person, by the path of its card."""
    people: dict[str, dict[str, str]] = {}
    for each in application.own_fields:
        card = re.match(r".*?/(?:person|dritte)(?:\[[0-9]+\])?(?=/)", each.path)
        name = _named(each.label)
        if card and name in ("familienname", "vorname", "geburtsdatum") and each.text:
            people.setdefault(card[0], {}).setdefault(name, _folded(each.text))
    return people


# --- one field ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Name:
    """What a label or caption is called, and the words of it."""

    same: str
    words: frozenset[str]

    @classmethod
    def of(cls, label: str) -> "_Name":
        return cls(_named(label), frozenset(_WORD.findall(_folded(label))))

    def is_in(self, caption: "_Name") -> bool:
        """The same, or the form says more: „Wohnfläche in m²“."""
        if self.same == caption.same:
            return True
        return bool(self.words) and self.words <= caption.words


@dataclass(frozen=True, slots=True)
class _Entry:
    """An entry of the form, taken apart once for all fields."""

    printed: PrintedField
    number: int
    answers: frozenset[str]
    name: _Name
    owner: str

    @classmethod
    def of(
        cls, number: int, printed: PrintedField, owners: Mapping[tuple[str, ...], str]
    ) -> "_Entry":
        name, owner = _Name.of(printed.caption), _owner(printed, owners)
        return cls(printed, number, _answers(printed), name, owner)


_Index = Mapping[str, list[_Entry]]


def _index(
    entries: Iterable[_Entry], keys: Callable[[_Entry], Iterable[str]]
) -> _Index:
    index: dict[str, list[_Entry]] = {}
    for entry in entries:
        for key in keys(entry):
            index.setdefault(key, []).append(entry)
    return index


@dataclass(frozen=True, slots=True)
class _Asked:
    """A field, and how well an entry of the form would answer it."""

    field: Field
    values: frozenset[str]
    name: _Name

    def points(self, entry: _Entry) -> int:
        path, owner = self.field.path, entry.owner
        here = 2 if owner and path.startswith(f"{owner}/") else 0
        away = -3 if owner and not here and "/person" in path else 0
        return here + away + (2 if self.name.is_in(entry.name) else 0)

    def equal(self, answers: _Index) -> PrintedField | None:
        """A short value says little by itself: then the caption must fit, too."""
        near = {
            entry.number: entry
            for value in self.values
            for entry in answers.get(value, ())[:_MOST_ALIKE]
        }
        fitting = [
            entry
            for _, entry in sorted(near.items())
            if self.points(entry)
            >= (0 if self._tells(self.values & entry.answers) else 2)
        ]
        best = max(fitting, key=self.points, default=None)
        return best.printed if best else None

    def _tells(self, same: frozenset[str]) -> bool:
        if self.field.kind is FieldKind.YES_NO:
            return False
        return max(map(len, same)) >= _TELLING

    def differing(self, names: _Index) -> PrintedField | None:
        """Of the same person and name, and only if there is no doubt which."""
        near = names.get(self.name.same, [])
        if len(near) > _MOST_ALIKE:
            return None
        found = [entry for entry in near if self.points(entry) >= 4]
        return found[0].printed if len(found) == 1 else None


def _owner(entry: PrintedField, owners: Mapping[tuple[str, ...], str]) -> str:
    for length in range(len(entry.heading), 0, -1):
        if found := owners.get(entry.heading[:length]):
            return found
    return ""


def _values(each: Field, parts: Mapping[str, str]) -> frozenset[str]:
    """As shown, copied, sent and coded; a house number with its letter, too."""
    said = [each.text, each.copy_text, each.raw]
    if each.code is not None:
        said += [each.code.label, each.code.value]
    if each.path.endswith(_NUMBER):
        above = each.path.rpartition("/")[0]
        said.append("".join(parts.get(f"{above}/{name}", "") for name in _NUMBER))
    return frozenset(_folded(text) for text in said if text) - {""}


def _answers(entry: PrintedField) -> frozenset[str]:
    """The whole text, and what a comma or a line parts in it; of a box to tick also
    what it stands beside."""
    pieces = [entry.text, *re.split(r", |\n", entry.text)]
    if entry.ticked:
        pieces.append(entry.caption)
    return frozenset(_folded(piece) for piece in pieces) - {""}


def _named(label: str) -> str:
    folded = _folded(label)
    return _SAME.get(folded, folded)


def _folded(text: str) -> str:
    """Without what does not change a value: composition, case, blanks, the euro."""
    normal = composed("NFC", text).casefold()
    normal = " ".join(normal.replace("€", " ").split())
    if _AMOUNT.fullmatch(normal):
        return normal.replace(".", "").replace(",", ".")
    if _PLAIN_AMOUNT.fullmatch(normal):
        return normal
    packed = normal.replace(" ", "")
    return (
        packed if re.fullmatch(r"[a-z]{2}[0-9]{2}[0-9a-z]{11,30}", packed) else normal
    )

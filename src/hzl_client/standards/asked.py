"""The fields of the XML as questions to the form: what would answer them?

A code and its text are one question, and so are the parts of a house number.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from hzl_client.model.application import Field, FieldKind
from hzl_client.standards.captions import Name, words_of
from hzl_client.standards.spellings import (
    Shape,
    folded,
    forms,
    house_number,
    sent_forms,
    shape,
)

_HOUSE: Final = ("hausnummer", "teilnummerDerHausnummer")  # in the order of writing
_CARD: Final = re.compile(r".*?/(?:person|dritte)(?:\[[0-9]+\])?(?=/)")
_GROUP: Final = re.compile(
    r"(?P<path>.*?vorgang/(?:(?:person|dritte)(?:\[[0-9]+\])?/)?"
    r"(?:allgemein/|drittePerson/\w+/)?"  # which hold all that is said of somebody
    r"(?P<name>\w+)(?:\[[0-9]+\])?)/"
)
_KEYS: Final = ("ID", "Id")
_TEXT_OF_CODE: Final = " (Text)"
# How a person is reached: by code of the channel, as the form calls it.
_CHANNELS: Final = {
    "01": ("e-mail-adresse",),
    "02": ("telefonnummer",),
    "03": ("mobiltelefonnummer", "telefonnummer"),
    "04": ("faxnummer",),
    "08": ("de-mail-adresse",),
}
_REACHED: Final = "/kommunikation"
# Where the channel is not known, only an equal value tells which of them is meant.
_ANY_CHANNEL: Final = (
    "kontakt",
    *dict.fromkeys(name for names in _CHANNELS.values() for name in names),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """`card` is the path of the person it belongs to, `group` that of what is said
    together, an income or an address. `names` are what the form may call it, the best
    first; `kind` is which kind of asset an amount is, by the words of its group;
    `others` are the words that name something else of the group."""

    number: int
    fields: tuple[Field, ...]
    card: str
    group: str
    group_words: frozenset[str]
    name: Name
    names: tuple[str, ...]
    kind: frozenset[str]
    others: frozenset[str]
    forms: frozenset[str]
    shape: Shape
    by_channel: bool = False

    @property
    def path(self) -> str:
        return self.fields[0].path

    @property
    def house(self) -> bool:
        return self.path.endswith(_HOUSE)

    @property
    def value(self) -> str:
        first = self.fields[0]
        return (first.code.label if first.code else "") or first.text

    @property
    def empty(self) -> bool:
        return all(each.empty for each in self.fields)

    @property
    def answerable(self) -> bool:
        """Could the form say otherwise? Not of keys, of what stands outside the
        application, and of a code or a channel nobody can read."""
        first = self.fields[0]
        unread = first.code and not (first.code.label or first.code.list_uri)
        unclear = self.names is _ANY_CHANNEL or first.path.endswith(_KEYS)
        return bool(self.group) and not (unread or unclear)

    def agrees(self, each: Field, said: str) -> bool:
        """Of a house number that differs: is it this part that does not?"""
        if not self.house or len(self.fields) == 1:
            return False
        part = house_number(said)[_HOUSE.index(each.path.rpartition("/")[2])]
        return folded(each.raw) == part


def asked(fields: Iterable[Field]) -> list[Asked]:
    wanted = [
        each
        for each in fields
        if not each.technical and each.kind is not FieldKind.FILE
    ]
    coded = {_above(each.path) for each in wanted if each.path.endswith("/code")}
    channels = {
        _above(_above(each.path)): each.code.value
        for each in wanted
        if each.code and each.path.endswith("/kanal/code")
    }
    kinds, named = _kinds(wanted), _named(wanted)
    grouped = groupby(wanted, key=lambda each: _question(each, coded))
    return [
        _asked(number, tuple(members), channels, kinds, named)
        for number, (_, members) in enumerate(grouped)
    ]


def _asked(
    number: int,
    members: tuple[Field, ...],
    channels: dict[str, str],
    kinds: dict[str, frozenset[str]],
    named: dict[str, frozenset[str]],
) -> Asked:
    fields = tuple(each for each in members if not each.empty) or members
    path = fields[0].path
    group = _GROUP.match(path)
    name = _name(fields[0])
    contact = bool(re.search(f"{_REACHED}(\\[[0-9]+\\])?/kennung$", path))
    channel = channels.get(_above(path), "") if contact else ""
    return Asked(
        number,
        fields,
        card_of(path),
        group["path"] if group else "",
        words_of(_parted(group["name"])) if group else frozenset(),
        name,
        _CHANNELS.get(channel, _ANY_CHANNEL) if contact else (name.same,),
        kinds.get(_above(path), frozenset()),
        named.get(group["path"] if group else "", frozenset()) - name.words,
        _all_forms(fields),
        _shape(fields[0]),
        by_channel=contact,
    )


def _name(first: Field) -> Name:
    if first.path.endswith(_HOUSE):  # also where all of it stands in its part
        return Name.of(_HOUSE[0])
    return Name.of(first.label.removesuffix(_TEXT_OF_CODE))


def _all_forms(fields: tuple[Field, ...]) -> frozenset[str]:
    if fields[0].path.endswith(_HOUSE):
        return forms(" ".join(each.raw for each in fields))
    return frozenset[str]().union(*map(forms_of, fields))


def _shape(first: Field) -> Shape:
    if first.kind is FieldKind.YES_NO:
        return Shape.YES_NO
    return Shape.TEXT if first.code else shape(first.text)


def card_of(path: str) -> str:
    found = _CARD.match(path)
    return found[0] if found else ""


def forms_of(each: Field) -> frozenset[str]:
    """As shown, copied, sent and coded."""
    said = {each.text, each.copy_text} - {each.raw}
    if each.code is not None:
        said |= {each.code.label, each.code.value}
    telephone = each.path.endswith("/kennung") or _name(each).telephone
    sent = sent_forms(each.raw, telephone=telephone)
    return sent.union(*(forms(text, telephone=telephone) for text in said))


def _question(each: Field, coded: set[str]) -> str:
    above = _above(each.path)
    if each.path.endswith(_HOUSE):
        return f"{above}/{_HOUSE[0]}"
    if above in coded and each.path.endswith(("/code", "/name")):
        return above
    return each.path


def _kinds(fields: list[Field]) -> dict[str, frozenset[str]]:
    """By group: the words of its "…art", as "Sparguthaben"."""
    kinds: dict[str, frozenset[str]] = {}
    for each in fields:
        above = _above(each.path)
        if each.code and each.code.label and above.endswith("art"):
            kinds[_above(above)] = words_of(each.code.label)
    return kinds


def _named(fields: list[Field]) -> dict[str, frozenset[str]]:
    """By group: the names of one word that tell something, as "bruttobetrag"."""
    named: dict[str, set[str]] = defaultdict(set)
    for each in fields:
        name = _name(each)
        if each.path.endswith(_KEYS):
            continue  # nothing the form could call by its name
        if (group := _GROUP.match(each.path)) and len(name.words) == 1:
            named[group["path"]] |= name.words if not name.generic else set()
    return {path: frozenset(words) for path, words in named.items()}


def _above(path: str) -> str:
    return path.rpartition("/")[0]


def _parted(name: str) -> str:
    """beantragteFremdleistung: words of its own"""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)

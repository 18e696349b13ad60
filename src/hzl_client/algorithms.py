"""The table of algorithms (`resources/algorithms.json`): what is sent, read or refused.

Data, so that a new recommendation needs no new code. It is read strictly: a table that
is not wholly understood stops the program instead of admitting too much. Whether each
entry has an implementation is checked where those are, in `xmlsec.policy`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import cache
from typing import Any, Final

from hzl_client import resources, strict_json
from hzl_client.errors import AlgorithmsDamaged, InvalidSetting

FILE: Final = "algorithms.json"
FORMAT: Final = 1


class Level(StrEnum):
    SEND = "send"
    ACCEPT = "accept"
    WARN = "warn"
    LEGACY = "legacy"


class Use(StrEnum):
    SYMMETRIC = "symmetric"
    GCM_IV = "gcm_iv"
    KEY_TRANSPORT = "key_transport"
    OAEP_DIGEST = "oaep_digest"
    OAEP_MGF = "oaep_mgf"
    DIGEST = "digest"
    RSA_SIGNATURE = "rsa_signature"
    EC_SIGNATURE = "ec_signature"
    RSA_BITS = "rsa_bits"
    EC_BITS = "ec_bits"
    CERTIFICATE_DIGEST = "certificate_digest"


LENGTHS: Final = (Use.RSA_BITS, Use.EC_BITS)
_ONLY_READ: Final = (Use.CERTIFICATE_DIGEST,)
# Settings of a mailbox that choose what is written to its intermediary.
CHOICES: Final[Mapping[str, Use]] = {
    "send_signature": Use.RSA_SIGNATURE,
    "send_digest": Use.DIGEST,
    "send_cipher": Use.SYMMETRIC,
    "send_iv": Use.GCM_IV,
}
_HEAD: Final = {"format", "version", "comment", "sources", "outlook"}
_STRENGTH: Final = (Level.LEGACY, Level.WARN, Level.ACCEPT)


@dataclass(frozen=True, slots=True)
class Rule:
    """`id` is a URI; for lengths the shortest one the rule speaks of, for digests in
    certificates what `cryptography` calls them."""

    id: str
    name: str
    level: Level
    choice: bool = False


@dataclass(frozen=True, slots=True)
class Outlook:
    """What will change after a day, in words for the IT."""

    after: date
    text: str


@dataclass(frozen=True, slots=True)
class Table:
    version: str
    rules: Mapping[Use, Mapping[str, Rule]]
    outlook: tuple[Outlook, ...]

    def sent(self, use: Use) -> str:
        """The id of what is written unless a mailbox chooses otherwise."""
        return next(r.id for r in self.rules[use].values() if r.level is Level.SEND)

    def choices(self, setting: str) -> tuple[Rule, ...]:
        """What a mailbox may choose to write; the first is what it writes anyway."""
        rules = self.rules[CHOICES[setting]].values()
        ordered = sorted(rules, key=lambda rule: rule.level is not Level.SEND)
        return tuple(r for r in ordered if r.choice or r.level is Level.SEND)

    def chosen(self, setting: str, name: str) -> str:
        """The id of what is written, `name` empty: the default. InvalidSetting."""
        rules = self.choices(setting)
        for rule in rules:
            if name in (rule.name, ""):
                return rule.id
        known = ", ".join(rule.name for rule in rules)
        raise InvalidSetting(
            "not among what may be sent", setting=setting, reason="choice", known=known
        )

    def length(self, use: Use, bits: int) -> Level:
        fitting = (r for r in self.rules[use].values() if int(r.id) <= bits)
        return max(fitting, key=lambda rule: int(rule.id)).level

    def shortest(self, use: Use) -> int:
        """The shortest key that needs no leave of an administrator."""
        rules = self.rules[use].values()
        return min(int(r.id) for r in rules if r.level is not Level.LEGACY)


@cache
def load() -> Table:
    """Of this installation, as of today. Raises AlgorithmsDamaged."""
    try:
        raw = resources.read(FILE)
    except OSError as error:
        raise AlgorithmsDamaged("not readable", file=FILE, errno=error.errno) from error
    return parse(raw, datetime.now(UTC).date())


def check_choices(settings: Mapping[str, object]) -> None:
    """InvalidSetting if one of them is nothing that may be sent. Costs nothing where
    nothing is chosen."""
    for setting in CHOICES:
        if name := settings.get(setting, ""):
            load().chosen(setting, str(name))


def parse(raw: bytes, day: date) -> Table:
    """The table as it counts on this day. Raises AlgorithmsDamaged."""
    try:
        document = strict_json.loads(raw.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise AlgorithmsDamaged("not JSON", file=FILE) from error
    head = _object(document, "", {*_HEAD, *Use})
    if head["format"] != FORMAT:
        raise _damaged("format")
    _list(head["sources"], "sources")
    return Table(
        date.isoformat(_day(head["version"], "version")),
        {use: _rules(use, head[use], day) for use in Use},
        tuple(_outlook(each) for each in _list(head["outlook"], "outlook")),
    )


def _rules(use: Use, listed: object, day: date) -> dict[str, Rule]:
    rules = [_rule(use, each, day) for each in _list(listed, use)]
    for names in ([r.id for r in rules], [r.name for r in rules]):
        if len(set(names)) != len(names):
            raise _damaged(use, "twice")
    if use in LENGTHS:
        _check_lengths(use, rules)
    elif sum(rule.level is Level.SEND for rule in rules) != (use not in _ONLY_READ):
        raise _damaged(use, "exactly one is sent, or none where we only read")
    return {rule.id: rule for rule in rules}


def _rule(use: Use, entry: object, day: date) -> Rule:
    read = _object(entry, use, {"id", "name", "level"}, {"choice", "from", "before"})
    level = _level(read["level"], use)
    if ("from" in read) != ("before" in read):
        raise _damaged(use, "from without before")
    if "from" in read:
        before = _level(read["before"], use)
        level = before if day < _day(read["from"], use) else level
    choice = read.get("choice", False)
    # What is sent anyway is no choice; what is refused must never become one.
    if not isinstance(choice, bool) or (
        choice and level not in (Level.ACCEPT, Level.WARN)
    ):
        raise _damaged(use, "choice")
    return Rule(_text(read["id"], use), _text(read["name"], use), level, choice)


def _check_lengths(use: Use, rules: list[Rule]) -> None:
    """From 0 upwards, and no longer key is worse than a shorter one."""
    steps = [rule.id for rule in rules]
    if not all(step.isascii() and step.isdigit() for step in steps):
        raise _damaged(use, "not a length")
    bits = [int(step) for step in steps]
    if not bits or bits[0] != 0 or bits != sorted(set(bits)):
        raise _damaged(use, "not ascending from 0")
    if any(rule.level is Level.SEND or rule.choice for rule in rules):
        raise _damaged(use, "a length is not sent")
    strengths = [_STRENGTH.index(rule.level) for rule in rules]
    if strengths != sorted(strengths):
        raise _damaged(use, "a longer key is worse")


def _outlook(entry: object) -> Outlook:
    read = _object(entry, "outlook", {"after", "text"})
    return Outlook(_day(read["after"], "outlook"), _text(read["text"], "outlook"))


def _object(
    value: object, place: str, needed: Iterable[str], allowed: Iterable[str] = ()
) -> dict[str, Any]:
    wanted = set(needed)
    if not isinstance(value, dict) or not wanted <= value.keys() <= {*wanted, *allowed}:
        raise _damaged(place, "unknown or missing names")
    return value


def _list(value: object, place: str) -> Iterator[object]:
    if not isinstance(value, list) or not value:
        raise _damaged(place, "not a list")
    return iter(value)


def _level(value: object, place: str) -> Level:
    if value not in Level.__members__.values():
        raise _damaged(place, "unknown level")
    return Level(str(value))


def _text(value: object, place: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise _damaged(place, "not a text")
    return value


def _day(value: object, place: str) -> date:
    try:
        return date.fromisoformat(_text(value, place))
    except ValueError as error:
        raise _damaged(place, "not a day") from error


def _damaged(place: str, why: str = "") -> AlgorithmsDamaged:
    return AlgorithmsDamaged(
        f"the table of algorithms is not understood: {why}", file=FILE, setting=place
    )

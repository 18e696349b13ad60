"""Does a caption of the form name what a label of the XML names?

The two share no list of names: the same word, the same thing in other words (a short
table), or the form says more ("Kaltmiete (monatlich)", "Monatlicher Nettobetrag").
"""

import re
from dataclasses import dataclass
from typing import Final, Self

from hzl_client.standards.spellings import folded

# Captions and labels that name one thing in other words.
_SAME: Final = {
    "vornamen": "vorname",
    "nachname": "familienname",
    "doktorgrad": "titel",
    "doktorgrade": "titel",
    "akademischer grad": "titel",
    "plz": "postleitzahl",
    "wohnort": "ort",
    "steueridentifikationsnummer": "steuer-id",
    "steuer-identifikationsnummer": "steuer-id",
    "identifikationsnummer": "steuer-id",
    "kontoinhaberin oder kontoinhaber": "kontoinhaber",
    "name der organisation": "nicht natürliche person - name",
    "e-mail": "e-mail-adresse",
    "telefon": "telefonnummer",
    "telefon mobil": "mobiltelefonnummer",
    "handynummer": "mobiltelefonnummer",
    "fax": "faxnummer",
    "telefax": "faxnummer",
}
_WORD: Final = re.compile(r"\w{3,}")
_SMALL: Final = frozenset(
    [
        "der",
        "die",
        "das",
        "des",
        "dem",
        "den",
        "und",
        "oder",
        "fuer",
        "von",
        "zur",
        "zum",
        "mit",
        "bei",
        "ist",
        "sie",
        "ein",
        "eine",
        "einer",
        "einem",
        "eines",
        "sich",
        "ihr",
        "ihre",
    ]
)
# Words that name nothing by themselves: whose, the group or its heading must say.
_GENERIC: Final = frozenset(
    [
        "art",
        "betrag",
        "text",
        "wert",
        "name",
        "nummer",
        "datum",
        "grund",
        "beginn",
        "ende",
        "bezeichnung",
        "typ",
        "hoehe",
    ]
)
# Nothing else tells the two ends of a span of time apart.
_ENDS: Final = {
    "beginning": frozenset(["ab", "von", "seit", "beginn", "anfang"]),
    "end": frozenset(["bis", "ende"]),
}
_ASIDE: Final = re.compile(r"\(.*?\)")
_ANY_WORD: Final = re.compile(r"\w+")
TELEPHONES: Final = ("telefonnummer", "mobiltelefonnummer", "faxnummer")
_UMLAUTS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_STEM: Final = 5  # letters; what is shorter must be equal
_ENDING: Final = 2  # letters a word may have more or otherwise in another case
_TAIL: Final = 6  # letters; "Nettobetrag" is a "Betrag", "Geburtsname" is no "Name"


@dataclass(frozen=True, slots=True)
class Name:
    """What a label or caption is called, umlauts written out, and the words of it that
    tell something; of a span of time, which `end` of it ("" if none is named)."""

    same: str
    words: frozenset[str]
    end: str

    @classmethod
    def of(cls, label: str) -> Self:
        plain = folded(label)
        same = _SAME.get(plain, plain).translate(_UMLAUTS)
        return cls(same, words_of(plain), _end(plain))

    @property
    def generic(self) -> bool:
        return self.words <= _GENERIC

    @property
    def telephone(self) -> bool:
        return self.same in TELEPHONES

    @property
    def keys(self) -> frozenset[str]:
        return keys_of(self.words)


def _end(plain: str) -> str:
    """As "Gültig ab" and "Ende des Bezugs" name it, at their own end."""
    words = _ANY_WORD.findall(_ASIDE.sub("", plain))
    edges = frozenset(words[:1] + words[-1:])
    named = [name for name, some in _ENDS.items() if edges & some]
    return named[0] if len(named) == 1 else ""


def words_of(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(folded(text).translate(_UMLAUTS))) - _SMALL


def keys_of(words: frozenset[str]) -> frozenset[str]:
    """Two words that meet have one of these in common."""
    ends = (end for word in words for end in (word[:_STEM], word[-_STEM:]))
    return frozenset(ends)


def all_met(words: frozenset[str], others: frozenset[str]) -> bool:
    """Each word is there, maybe in another case or as the end of a longer one; or all
    others are parts of one of them: "Versicherungsart", "Art der Versicherung"."""
    if not words:
        return False
    if all(any(_meets(word, other) for other in others) for word in words):
        return True
    return len(words) == 1 and _made_of(next(iter(words)), others)


def any_met(words: frozenset[str], others: frozenset[str]) -> bool:
    return any(_meets(word, other) for word in words for other in others)


def _meets(word: str, other: str) -> bool:
    if word == other or (len(word) >= _TAIL and other.endswith(word)):
        return True
    longer = max(len(word), len(other))
    common = max(_STEM, longer - _ENDING)
    return min(len(word), len(other)) >= _STEM and word[:common] == other[:common]


def _made_of(word: str, parts: frozenset[str]) -> bool:
    """Of two parts, a letter or two may join them."""
    return any(
        word.startswith(first)
        and word.endswith(last)
        and len(word) - _ENDING <= len(first) + len(last) <= len(word)
        for first in parts
        for last in parts
    )

"""Text as a search compares it: case, accents and the spelling of umlauts are one.

"Müller" is found as "müller", "muller" and "mueller", and so is "Mueller" when somebody
types "Müller". Each text is kept in two forms, because one alone would lose something:
were "ue" always read as "u", "erl" would no longer be found in "Steuererlass".
"""

import re
from dataclasses import dataclass
from typing import Final, Self

from hzl_client.model.composed import composed

_UMLAUT: Final = re.compile("([aou])\u0308")
# Marks that sit on letters of Latin, Greek and Cyrillic; vowels of other scripts stay.
_MARKS: Final = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]")
_UNSEEN: Final = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


@dataclass(frozen=True, slots=True)
class Folded:
    bare: str  # "muller"
    spelled: str  # "mueller"

    @classmethod
    def of(cls, text: str) -> Self:
        if text.isascii():
            plain = text.casefold()
            return cls(plain, plain)
        plain = composed("NFKD", composed("NFKD", text).casefold())
        plain = _UNSEEN.sub("", plain)
        spelled = _MARKS.sub("", _UMLAUT.sub(r"\1e", plain))
        return cls(_MARKS.sub("", plain), spelled)

    def holds(self, words: tuple["Folded", ...]) -> bool:
        """All of them, in whatever order. (A loop: ten thousand texts are asked at
        every key, and `all` takes three times as long.)"""
        for word in words:
            if word.bare not in self.bare and word.spelled not in self.spelled:
                return False
        return True


def words_of(typed: str) -> tuple[Folded, ...]:
    """What somebody typed into a search box, word by word; empty for blanks alone."""
    return tuple(Folded.of(word) for word in typed.split())

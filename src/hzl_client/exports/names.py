"""Names for files and folders that every file system takes and a person can read.

What a citizen called a file is foreign text. Windows is the strictest reader, so its
rules hold everywhere: an export often travels on a share or a stick.
"""

import re
import unicodedata
from dataclasses import dataclass, field

from hzl_client.model.composed import composed

LONGEST_PATH = 259  # MAX_PATH of Windows without its final NUL
LONGEST_NAME = 120  # bytes; Linux allows 255, and a number may still be added
SHORTEST_NAME = 24  # bytes; below this a name says nothing any more
_LONGEST_ENDING = 10
_ILLEGAL = re.compile(r'[<>:"/\\|?*]')
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})  # also turns of direction
_RESERVED = re.compile(
    r"(CON|PRN|AUX|NUL|CLOCK\$|CONIN\$|CONOUT\$|(COM|LPT)[0-9¹²³])\s*(\..*)?",
    re.IGNORECASE | re.DOTALL,
)
_EDGES = " .\u00a0"


def safe_name(name: str, limit: int = LONGEST_NAME, fallback: str = "Datei") -> str:
    """One path component in NFC, at most `limit` bytes in UTF-8, ending kept."""
    return _fitted(_cleaned(name, fallback), limit, "")


@dataclass(slots=True)
class NameBook:
    """Hands out each name once, without regard to case, as Windows compares."""

    limit: int
    _taken: set[str] = field(default_factory=set)

    def take(self, name: str, fallback: str = "Datei") -> str:
        cleaned = _cleaned(name, fallback)
        number, chosen = 1, _fitted(cleaned, self.limit, "")
        while _compared(chosen) in self._taken:
            number += 1
            chosen = _fitted(cleaned, self.limit, f" ({number})")
        self._taken.add(_compared(chosen))
        return chosen


def numbered(name: str, number: int, limit: int) -> str:
    """`name` for 1, `name (2)` and so on; for folders, which have no ending."""
    mark = f" ({number})" if number > 1 else ""
    return _cut(name, limit - len(mark)) + mark


def _compared(name: str) -> str:
    return composed("NFC", name.casefold())


def _cleaned(name: str, fallback: str) -> str:
    spaced = re.sub(r"\s+", " ", composed("NFC", name))
    visible = "".join(c for c in spaced if unicodedata.category(c) not in _INVISIBLE)
    plain = _ILLEGAL.sub("_", visible).strip(_EDGES)
    if _RESERVED.fullmatch(plain):
        plain = "_" + plain
    return plain or fallback


def _fitted(name: str, limit: int, mark: str) -> str:
    stem, ending = _split(name)
    room = limit - len(mark) - len(ending.encode())
    return f"{_cut(stem, room)}{mark}{ending}"


def _split(name: str) -> tuple[str, str]:
    stem, dot, ending = name.rpartition(".")
    if not stem or len(ending.encode()) > _LONGEST_ENDING or " " in ending:
        return name, ""
    return stem, dot + ending


def _cut(text: str, limit: int) -> str:
    """Whole characters only; never a blank or a dot at the end."""
    short = text.encode()[: max(limit, 1)].decode(errors="ignore").rstrip(_EDGES)
    return short or "_"

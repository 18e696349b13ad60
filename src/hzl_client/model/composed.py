"""Unicode normal forms, in time that grows with the text alone.

Python sorts the marks on one letter by insertion: 139 kB of them keep the whole program
waiting for two minutes. No script puts more than thirty on a letter, so that a longer
run is parted by a joiner first (UAX #15, Stream-Safe Text Format).
"""

import re
from functools import lru_cache
from typing import Final, Literal
from unicodedata import combining, normalize  # noqa: TID251 (here it is made safe)

Form = Literal["NFC", "NFKC", "NFKD"]
MOST_MARKS: Final = 30
_JOINER: Final = "\u034f"
# Below U+0300 there are no marks. A letter brings up to three, a mark may be two.
_PERHAPS: Final = re.compile("[\u0300-\U0010ffff]{14,}")


def composed(form: Form, text: str) -> str:
    return text if text.isascii() else normalize(form, _PERHAPS.sub(_parted, text))


def _parted(run: re.Match[str]) -> str:
    before = run.string[max(run.start() - 1, 0) : run.start()]
    count = _marks(before)[1] if before else 0
    parts = list[str]()
    for sign in run[0]:
        leading, trailing = _marks(sign)
        if count + leading > MOST_MARKS:
            parts.append(_JOINER)
            count = 0
        alone = leading > 0 and leading == trailing
        count = count + leading if alone else trailing
        parts.append(sign)
    return "".join(parts)


@lru_cache(maxsize=4096)
def _marks(sign: str) -> tuple[int, int]:
    """How many stand at the beginning and at the end, once it is taken apart."""
    marks = [combining(part) > 0 for part in normalize("NFKD", sign)]
    ends = (marks, marks[::-1])
    leading, trailing = ((*end, False).index(False) for end in ends)
    return leading, trailing


def folded_name(name: str) -> str:
    """As names of files are compared: case, and blanks around them, do not count."""
    return composed("NFC", name).strip().casefold()

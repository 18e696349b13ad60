"""What an office's Aktenzeichen look like: "50.1-####/##".

`#` is a digit, `?` a letter, `*` any text; everything else stands for itself. It marks
what differs and refuses nothing.
"""

import re
from typing import Final

LONGEST: Final = 60
MOST_STARS: Final = 3  # more would make comparing slow, and mean nothing
_PARTS: Final = {"#": "[0-9]", "?": r"[^\W\d_]", "*": ".*"}


def is_pattern(text: str) -> bool:
    """Empty is none at all: then every Aktenzeichen will do."""
    plain = text.isprintable() and text == text.strip() and len(text) <= LONGEST
    return plain and text.count("*") <= MOST_STARS


def follows(pattern: str, reference: str) -> bool:
    if not pattern or not reference:
        return True
    wanted = "".join(_PARTS.get(sign) or re.escape(sign) for sign in pattern)
    return re.fullmatch(wanted, reference) is not None

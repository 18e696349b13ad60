"""Foreign text as the text it is: what could turn or hide it is spelled out.

A copy of a value is always as it was sent.
"""

import re

# Controls but tab and line feed; what turns the direction of writing; what has no
# width. The two joiners stay: Persian and many emoji are written with them.
_UNSEEN = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f"
    "\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff]"
)


def visible(text: str) -> str:
    """[U+202E] instead of a sign that only turns or hides others."""
    return _UNSEEN.sub(lambda found: f"[U+{ord(found[0]):04X}]", text)

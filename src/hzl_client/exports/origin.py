"""Mark of the Web: Windows warns before it opens or runs what came from outside.

The mark is a second stream of the file, `NAME:Zone.Identifier`. Office opens marked
files in Protected View, SmartScreen asks before programs.
"""

import os
from pathlib import Path
from typing import Final

STREAM: Final = ":Zone.Identifier"
INTERNET: Final = b"[ZoneTransfer]\r\nZoneId=3\r\n"


def mark_foreign(file: Path) -> bool:
    """Whether the mark is there. FAT and many network drives have no streams: the file
    counts without it; what else opens it has been said before saving."""
    if os.name != "nt":
        return False
    try:
        stream_of(file).write_bytes(INTERNET)
    except OSError:
        return False
    return True


def stream_of(file: Path) -> Path:
    return Path(f"{file}{STREAM}")

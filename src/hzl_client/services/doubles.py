"""Which applications may have come twice: from the same person, or the same message.

It only points out; whether it is so, a person decides.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import islice
from typing import Final

from hzl_client.model.application import Summary
from hzl_client.model.folding import Folded
from hzl_client.model.record import MOST_DOUBLES, Folder, Record

RECENT: Final = timedelta(days=183)  # what was filed before that is another matter
_PERSON: Final = "person\0"
_FIRST_OF_SEVERAL: Final = re.compile(r",|\bund\b")
_NO_LETTER: Final = re.compile(r"[\W_]+")


def signs_of(record: Record) -> tuple[str, ...]:
    """Two records that share one of them may be the same application."""
    return tuple(_signs(record))


def doubles(
    newest_first: Sequence[Record],
    signs: Callable[[Record], Iterable[str]] = signs_of,
) -> Mapping[str, tuple[str, ...]]:
    """By record id the ids of the others, newest first; only where there are some.
    What lies in the trash has been dealt with, and whom we know from what was filed
    long ago may apply again. `signs` for whoever remembers them."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for sign, group in _groups(newest_first, signs):
        for record in group:
            others = _others(group, record, sign)
            if others:
                found[record.id].update(dict.fromkeys(others))
    return {record_id: tuple(others) for record_id, others in found.items()}


def _groups(
    records: Iterable[Record], signs: Callable[[Record], Iterable[str]]
) -> Iterable[tuple[str, list[Record]]]:
    """Nearly all have nothing in common with another: for them strings suffice, as
    many small lists and tuples would keep the garbage collector busy."""
    first: dict[str, Record] = {}
    groups: dict[str, list[Record]] = {}
    for record in records:
        if record.folder is Folder.TRASH:
            continue
        for sign in signs(record):
            other = first.setdefault(sign, record)
            if other is not record:
                groups.setdefault(sign, [other]).append(record)
    return groups.items()


def _others(group: Iterable[Record], record: Record, sign: str) -> tuple[str, ...]:
    others = (each for each in group if each is not record)
    if sign.startswith(_PERSON):
        others = (each for each in others if not _long_ago(record, each))
    return tuple(islice((each.id for each in others), MOST_DOUBLES))


def _long_ago(one: Record, two: Record) -> bool:
    """Whether the older of them had been filed long before the other came."""
    older, newer = sorted((one, two), key=lambda record: record.received_at)
    if older.folder is not Folder.FILED:
        return False
    return newer.received_at - older.received_at > RECENT


def _signs(record: Record) -> Iterator[str]:
    if record.message_id:
        yield f"message\0{record.message_id}"
    if summary := record.summary:
        if summary.message_uuid:
            yield f"uuid\0{summary.message_uuid.casefold()}"
        if summary.case_id:
            yield f"case\0{summary.case_id.casefold()}"
        for name in _names(summary):
            yield f"{_PERSON}{name}\0{summary.birth_date}"


def _names(summary: Summary) -> Iterable[str]:
    """Family name with the first given name, and with all of them, of whom the title
    names first; hyphens and blanks do not count. Without one of them, or without a day
    of birth, it could be anybody."""
    family, _, given = summary.title.partition(",")
    all_given = _FIRST_OF_SEVERAL.split(given.strip())[0]
    known = _letters(family), _letters(all_given.strip().partition(" ")[0])
    if not (all(known) and summary.birth_date):
        return ()
    givens = (known[1], _letters(all_given))
    return dict.fromkeys(f"{known[0]}\0{given}" for given in givens)


def _letters(name: str) -> str:
    return _NO_LETTER.sub("", Folded.of(name).spelled)

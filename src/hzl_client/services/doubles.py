"""Which applications may have come twice: from the same person, or the same message.

It only points out; whether it is so, a person decides.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice

from hzl_client.model.application import Summary
from hzl_client.model.folding import Folded
from hzl_client.model.record import Folder, Record

MOST = 6  # of one kind; who sends a hundred is not told of each in each


def signs_of(record: Record) -> tuple[str, ...]:
    """Two records that share one of them may be the same application."""
    return tuple(_signs(record))


def doubles(
    newest_first: Sequence[Record],
    signs: Callable[[Record], Iterable[str]] = signs_of,
) -> Mapping[str, tuple[str, ...]]:
    """By record id the ids of the others, newest first; only where there are some.
    What lies in the trash has been dealt with. `signs` for whoever remembers them."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for group in _groups(newest_first, signs):
        for record_id in group:
            found[record_id].update(dict.fromkeys(_others(group, record_id)))
    return {record_id: tuple(others) for record_id, others in found.items()}


def _groups(
    records: Iterable[Record], signs: Callable[[Record], Iterable[str]]
) -> Iterable[list[str]]:
    """Nearly all have nothing in common with another: for them strings suffice, as
    many small lists and tuples would keep the garbage collector busy."""
    first: dict[str, str] = {}
    groups: dict[str, list[str]] = {}
    for record in records:
        if record.folder is Folder.TRASH:
            continue
        for sign in signs(record):
            other = first.setdefault(sign, record.id)
            if other != record.id:
                groups.setdefault(sign, [other]).append(record.id)
    return groups.values()


def _others(group: Iterable[str], record_id: str) -> Iterator[str]:
    return islice((other for other in group if other != record_id), MOST)


def _signs(record: Record) -> Iterator[str]:
    if record.message_id:
        yield f"message\0{record.message_id}"
    if summary := record.summary:
        if summary.message_uuid:
            yield f"uuid\0{summary.message_uuid.casefold()}"
        if summary.case_id:
            yield f"case\0{summary.case_id.casefold()}"
        if person := _person(summary):
            yield f"person\0{person}"


def _person(summary: Summary) -> str:
    """Family name, first given name and date of birth of whom the title names first;
    without one of them it could be anybody."""
    family, comma, given = summary.title.partition(",")
    first = Folded.of(given).spelled.replace(",", " ").split()[:1]
    if not (comma and first and family.strip() and summary.birth_date):
        return ""
    name = " ".join(Folded.of(family).spelled.split())
    return f"{name}\0{first[0]}\0{summary.birth_date}"

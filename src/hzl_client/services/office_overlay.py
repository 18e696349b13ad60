"""The folder with an office's overlay: every file by itself, what is wrong is told."""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Final

from hzl_client.errors import InvalidOverlay
from hzl_client.standards import catalogue, genericode, overlay_file
from hzl_client.standards.codelists import CodeList
from hzl_client.standards.overlay import Columns, Overlay
from hzl_client.standards.patterns import Around

FOLDER: Final = "anpassung"  # below the profile, where no other was chosen
MAX_FILES: Final = 200
MAX_JSON: Final = 1024 * 1024
MAX_XML: Final = 16 * 1024 * 1024  # the largest list of the XRepository has 5
# Of the whole folder: it is read whenever a mailbox is opened, and kept in memory.
MAX_BYTES: Final = 64 * 1024 * 1024
MAX_ENTRIES: Final = 20_000  # names, groups and paths; the catalogue has a hundred
MAX_CODES: Final = 500_000
_NAMES: Final = {".json"}
_LISTS: Final = {".xml", ".gc"}


@dataclass(frozen=True, slots=True)
class OfficeOverlay:
    """`files` are those that count; the others are in `problems`, or were none."""

    overlay: Overlay = field(default_factory=Overlay)
    files: tuple[str, ...] = ()
    problems: tuple[InvalidOverlay, ...] = ()


def load(folder: Path, *, chosen: bool) -> OfficeOverlay:
    """Never raises: an office's file must not keep anybody from working. `chosen`:
    somebody named this folder, so that it should be there."""
    try:
        files = sorted(each for each in folder.iterdir() if _is_wanted(each))
    except (FileNotFoundError, NotADirectoryError):
        missing = InvalidOverlay("no folder", file=str(folder), reason="no-folder")
        return OfficeOverlay(problems=(missing,) if chosen else ())
    except OSError as error:
        found = InvalidOverlay(
            "not readable", file=str(folder), reason="no-folder", errno=error.errno
        )
        return OfficeOverlay(problems=(found,))
    reading = _Reading()
    if len(files) > MAX_FILES:
        first = files[MAX_FILES].name
        many = InvalidOverlay(
            "too many files", file=str(folder), reason="too-many-files", found=first
        )
        reading.problems.append(many)
    files = files[:MAX_FILES]
    for file in files:
        if file.suffix.lower() in _NAMES:
            reading.take(file, MAX_JSON, reading.names)
    for file in files:
        if file.suffix.lower() in _LISTS:
            reading.take(file, MAX_XML, reading.code_list)
    return OfficeOverlay(reading.overlay, tuple(reading.files), tuple(reading.problems))


def without_effect(overlay: Overlay) -> tuple[str, ...]:
    """Hidden groups of which nobody names a field: they hide nothing."""
    entries = (entry.pattern for entry in catalogue.load().entries.values())
    named = (*entries, *(name.pattern for name in overlay.names))
    around = Around(named, max(map(len, overlay.hidden), default=0))
    return tuple(
        "/".join(group) for group in overlay.hidden if not around.may_be(group)
    )


def _is_wanted(file: Path) -> bool:
    """Not the traces of editors and file servers."""
    wanted = file.suffix.lower() in _NAMES | _LISTS
    return wanted and not file.name.startswith((".", "~")) and file.is_file()


class _Reading:
    """What has been read so far."""

    def __init__(self) -> None:
        self._said: list[Overlay] = []
        self._once = _Once()
        self._lists: dict[tuple[str, str], CodeList] = {}
        self._columns: dict[str, Columns] = {}
        self._bytes = self._entries = self._codes = 0
        self.files: list[str] = []
        self.problems: list[InvalidOverlay] = []

    def take(self, file: Path, limit: int, read: Callable[[str, bytes], None]) -> None:
        try:
            raw = _bytes(file, limit)
            self._bytes = _within(
                MAX_BYTES, self._bytes, len(raw), file.name, "overlay-too-large"
            )
            read(file.name, raw)
        except InvalidOverlay as error:
            self.problems.append(error)
        else:
            self.files.append(file.name)

    def names(self, name: str, raw: bytes) -> None:
        new = overlay_file.parse(name, raw)
        if twice := self._once.twice(new):
            raise InvalidOverlay(
                "another file says so, too",
                file=name,
                path=twice,
                reason="said-elsewhere",
            )
        self._entries = _within(
            MAX_ENTRIES, self._entries, _size(new), name, "overlay-too-many-entries"
        )
        self._once.add(new)
        self._said.append(new)
        self._columns.update((each.uri, each) for each in new.columns)

    def code_list(self, name: str, raw: bytes) -> None:
        found = genericode.parse(name, raw, self._columns)
        edition = (found.uri, found.version)
        if edition in self._lists:
            raise InvalidOverlay(
                "the same edition of a list",
                file=name,
                reason="said-elsewhere",
                found=self._lists[edition].source,
            )
        self._codes = _within(
            MAX_CODES, self._codes, len(found.texts), name, "overlay-too-many-codes"
        )
        self._lists[edition] = found

    @property
    def overlay(self) -> Overlay:
        said = self._said
        return Overlay(
            names=tuple(chain.from_iterable(each.names for each in said)),
            groups=tuple(chain.from_iterable(each.groups for each in said)),
            order=next((each.order for each in said if each.order), ()),
            areas=next((each.areas for each in said if each.areas), ()),
            hidden=tuple(dict.fromkeys(way for each in said for way in each.hidden)),
            columns=tuple(self._columns.values()),
            code_lists=tuple(self._lists.values()),
        )


class _Once:
    """What only one of the files may say."""

    def __init__(self) -> None:
        self._known = {kind: set[object]() for kind in _said_once(Overlay())}

    def twice(self, new: Overlay) -> str:
        """The first kind of which another file speaks, too; "" if there is none."""
        said = _said_once(new)
        return next((kind for kind in said if said[kind] & self._known[kind]), "")

    def add(self, new: Overlay) -> None:
        for kind, keys in _said_once(new).items():
            self._known[kind] |= keys


def _said_once(overlay: Overlay) -> dict[str, set[object]]:
    """By kind; an order and the areas only as a whole."""
    return {
        "felder": {each.pattern for each in overlay.names},
        "gruppen": {each.pattern for each in overlay.groups},
        "reihenfolge": {True} if overlay.order else set(),
        "bereiche": {True} if overlay.areas else set(),
        "codelisten": {each.uri for each in overlay.columns},
    }


def _size(overlay: Overlay) -> int:
    named = len(overlay.names) + len(overlay.groups) + len(overlay.columns)
    return named + len(overlay.order) + len(overlay.hidden)


def _within(most: int, used: int, more: int, file: str, reason: str) -> int:
    """A file that does not fit any more does not count; the next one still may."""
    if used + more > most:
        raise InvalidOverlay("the whole is too much", file=file, reason=reason)
    return used + more


def _bytes(file: Path, limit: int) -> bytes:
    try:
        with file.open("rb") as stream:
            raw = stream.read(limit + 1)
    except OSError as error:
        raise InvalidOverlay(
            "not readable",
            file=file.name,
            reason="unreadable-file",
            errno=error.errno,
        ) from error
    if len(raw) > limit:
        raise InvalidOverlay("too large", file=file.name, reason="long-file")
    return raw

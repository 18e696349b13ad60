"""The folder with an office's overlay: every file by itself, what is wrong is told."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from hzl_client.errors import InvalidOverlay
from hzl_client.standards import catalogue, genericode, overlay_file
from hzl_client.standards.codelists import CodeList
from hzl_client.standards.leaves import Names
from hzl_client.standards.overlay import Group, OfficeName, Overlay
from hzl_client.standards.patterns import may_lie_inside

FOLDER: Final = "anpassung"  # below the profile, where no other was chosen
MAX_FILES: Final = 200
MAX_JSON: Final = 1024 * 1024
MAX_XML: Final = 16 * 1024 * 1024  # the largest list of the XRepository has 5
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
        files = sorted(each for each in folder.iterdir() if each.is_file())
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
        many = InvalidOverlay("too many files", file=str(folder), reason="too-many")
        reading.problems.append(many)
    files = files[:MAX_FILES]
    for file in _wanted(files, _NAMES):
        reading.take(file, MAX_JSON, reading.names)
    for file in _wanted(files, _LISTS):
        reading.take(file, MAX_XML, reading.code_list)
    return OfficeOverlay(
        replace(reading.overlay, code_lists=tuple(reading.lists.values())),
        tuple(reading.files),
        tuple(reading.problems),
    )


def without_effect(overlay: Overlay) -> tuple[str, ...]:
    """Hidden groups of which nobody names a field: they hide nothing."""
    entries = (entry.pattern for entry in catalogue.load().entries.values())
    named = (*entries, *(name.pattern for name in overlay.names))
    return tuple(
        "/".join(group)
        for group in overlay.hidden
        if not any(may_lie_inside(pattern, group) for pattern in named)
    )


def _wanted(files: list[Path], endings: set[str]) -> Iterator[Path]:
    """Not the traces of editors and file servers."""
    for file in files:
        if file.suffix.lower() in endings and not file.name.startswith((".", "~")):
            yield file


class _Reading:
    """What has been read so far."""

    def __init__(self) -> None:
        self.overlay = Overlay()
        self.lists: dict[tuple[str, str], CodeList] = {}
        self.files: list[str] = []
        self.problems: list[InvalidOverlay] = []

    def take(self, file: Path, limit: int, read: Callable[[str, bytes], None]) -> None:
        try:
            read(file.name, _bytes(file, limit))
        except InvalidOverlay as error:
            self.problems.append(error)
        else:
            self.files.append(file.name)

    def names(self, name: str, raw: bytes) -> None:
        self.overlay = self._joined(name, overlay_file.parse(name, raw))

    def code_list(self, name: str, raw: bytes) -> None:
        columns = {each.uri: each for each in self.overlay.columns}
        found = genericode.parse(name, raw, columns)
        edition = (found.uri, found.version)
        if edition in self.lists:
            raise InvalidOverlay(
                "the same edition of a list",
                file=name,
                reason="said-elsewhere",
                found=self.lists[edition].source,
            )
        self.lists[edition] = found

    def _joined(self, name: str, new: Overlay) -> Overlay:
        old = self.overlay
        for kind, twice in (
            ("felder", _patterns(new.names) & _patterns(old.names)),
            ("gruppen", _patterns(new.groups) & _patterns(old.groups)),
            ("reihenfolge", new.order and old.order),
            ("bereiche", new.areas and old.areas),
            ("codelisten", {c.uri for c in new.columns} & {c.uri for c in old.columns}),
        ):
            if twice:
                raise InvalidOverlay(
                    "another file says so, too",
                    file=name,
                    path=kind,
                    reason="said-elsewhere",
                )
        return Overlay(
            names=old.names + new.names,
            groups=old.groups + new.groups,
            order=old.order or new.order,
            areas=old.areas or new.areas,
            hidden=tuple(dict.fromkeys(old.hidden + new.hidden)),
            columns=old.columns + new.columns,
        )


def _patterns(named: tuple[OfficeName, ...] | tuple[Group, ...]) -> set[Names]:
    return {each.pattern for each in named}


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

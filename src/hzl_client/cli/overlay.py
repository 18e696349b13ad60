"""`overlay check` and `mailbox overlay`: the office's own names and code lists."""

import argparse
from pathlib import Path

from hzl_client import compose
from hzl_client.cli.output import Exit, Json, Output, count, error_document
from hzl_client.cli.place import entry_of
from hzl_client.services.office_overlay import OfficeOverlay, without_effect
from hzl_client.texts.overlay import problem_line


def check(options: argparse.Namespace, output: Output) -> Exit:
    """Of the folder that was named, else of the mailbox's."""
    folder = options.folder or compose.overlay_folder(entry_of(options))
    found = compose.read_overlay(folder)
    output.result(_document(folder, found), "\n".join(_lines(found)))
    return Exit.USER if found.problems else Exit.OK


def choose(options: argparse.Namespace, output: Output) -> Exit:
    """Which folder the mailbox uses; without an option it is only told."""
    entry = entry_of(options)
    if options.folder is not None:
        whole = str(Path(options.folder).absolute()) if options.folder else ""
        entry = compose.set_overlay(entry, whole)
    folder = str(compose.overlay_folder(entry))
    document = {
        "mailbox": entry.slug,
        "overlay": entry.settings.overlay,
        "folder": folder,
        "error": None,
    }
    output.result(document, folder)
    return Exit.OK


def _document(folder: Path, found: OfficeOverlay) -> Json:
    overlay = found.overlay
    return {
        "folder": str(folder),
        "files": list(found.files),
        "names": len(overlay.names),
        "groups": len(overlay.groups),
        "ordered": len(overlay.order),
        "hidden": len(overlay.hidden),
        "without_effect": list(without_effect(overlay)),
        "code_lists": [
            {
                "uri": each.uri,
                "version": each.version,
                "title": each.title,
                "codes": len(each.texts),
                "file": each.source,
            }
            for each in overlay.code_lists
        ],
        "problems": [error_document(each) for each in found.problems],
        "error": error_document(found.problems[0]) if found.problems else None,
    }


def _lines(found: OfficeOverlay) -> list[str]:
    overlay = found.overlay
    counted = (
        count(len(found.files), "Datei gilt", "Dateien gelten"),
        count(len(overlay.names), "Bezeichnung", "Bezeichnungen"),
        count(len(overlay.groups), "Gruppe", "Gruppen"),
        f"{len(overlay.hidden)} ausgeblendet",
        count(len(overlay.code_lists), "Codeliste", "Codelisten"),
    )
    lines = [", ".join(counted) + "."]
    lines += [
        f"  {each.uri}, Fassung {each.version or '(keine)'}: {len(each.texts)} Codes"
        for each in overlay.code_lists
    ]
    lines += [
        f"Ohne Wirkung: „{path}“ auszublenden, denn dort ist keine Angabe benannt."
        for path in without_effect(overlay)
    ]
    if found.problems:
        lines.append(f"Fehlerhaft ({len(found.problems)}):")
        lines += [f"  {problem_line(each)}" for each in found.problems]
    return lines

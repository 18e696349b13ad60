"""`mailbox office`: who this office is, and what its Aktenzeichen look like."""

import argparse

from hzl_client import compose
from hzl_client.cli.output import Exit, Output
from hzl_client.cli.place import entry_of
from hzl_client.settings import OFFICE


def office(options: argparse.Namespace, output: Output) -> Exit:
    """A list that is named is replaced; without options they are only told."""
    entry = entry_of(options)
    given = {name: getattr(options, name) for name in OFFICE}
    changed: dict[str, tuple[str, ...] | str] = {
        name: tuple(dict.fromkeys(each.strip() for each in values if each.strip()))
        for name, values in given.items()
        if values is not None
    }
    if options.reference_pattern is not None:
        changed["reference_pattern"] = options.reference_pattern.strip()
    if changed:
        entry = compose.set_office(entry, changed)
    lists = {name: list(getattr(entry.settings, name)) for name in OFFICE}
    pattern = entry.settings.reference_pattern
    told = {**lists, "reference_pattern": pattern}
    document = {"mailbox": entry.slug, "office": told, "error": None}
    lines = [f"{name}: {', '.join(values)}" for name, values in lists.items()]
    lines.append(f"reference_pattern: {pattern}")
    output.result(document, "\n".join(lines))
    return Exit.OK

"""`evidence`: the raw answers kept because nobody vouches for them."""

import argparse
from pathlib import Path

from hzl_client.cli.output import Exit, Json, Output, count, local_time
from hzl_client.cli.place import desk_of
from hzl_client.model.evidence import Evidence
from hzl_client.services.kept_answers import KeptAnswers


def evidence(options: argparse.Namespace, output: Output) -> Exit:
    """All of them, or one into a file."""
    with desk_of(options) as (entry, desk):
        kept = KeptAnswers(desk.fetch.shelf)
        found: tuple[Evidence, ...] = kept.all()
        if options.save:
            beginning, target = options.save
            found = (kept.save(beginning, Path(target)),)
            lines = ["Gespeichert. Die Kopie ist nicht verschlüsselt."]
        else:
            lines = [_line(each) for each in found] or ["Es ist nichts aufgehoben."]
    document = {"mailbox": entry.slug, "evidence": [_document(e) for e in found]}
    output.result({**document, "error": None}, "\n".join(lines))
    return Exit.OK


def _document(evidence: Evidence) -> Json:
    return {
        "id": evidence.id,
        "at": evidence.at.isoformat(),
        "reason": evidence.reason,
        "size": evidence.size,
    }


def _line(evidence: Evidence) -> str:
    size = count(evidence.size, "Byte", "Bytes")
    return f"{evidence.id[:8]}  {local_time(evidence.at)}  {evidence.reason}  {size}"

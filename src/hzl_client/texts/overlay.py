"""What is wrong in a file of the office's overlay, in one line."""

from hzl_client.errors import InvalidOverlay
from hzl_client.model.plain import visible
from hzl_client.texts.facts import REASONS


def problem_line(error: InvalidOverlay) -> str:
    """„felder.json, felder[2].pfad: Das ist kein Pfad … (person//x)“."""
    facts = error.facts
    where = ", ".join(str(part) for part in (facts["file"], facts.get("path")) if part)
    found = f" ({facts['found']})" if facts.get("found") else ""
    return visible(
        f"{where}: {REASONS[str(facts['reason'])].removesuffix('.')}{found}."
    )

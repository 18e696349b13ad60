"""An exception as the window shows it; what is no HzlError is our bug and goes on."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from hzl_client.errors import HzlError, InvalidOverlay
from hzl_client.texts import advice_for
from hzl_client.texts.areas import area_label
from hzl_client.texts.facts import fact_lines
from hzl_client.texts.overlay import problem_line
from hzl_client.ui import words
from hzl_client.ui.views.error_panel import Trouble

FEW: Final = 3  # mistakes said one by one; the rest is copied for IT


def overlay_trouble(problems: tuple[InvalidOverlay, ...]) -> Trouble:
    """All files that do not count, in one message."""
    trouble = trouble_of(problems[0])
    lines = [problem_line(each) for each in problems[:FEW]]
    if len(problems) > FEW:
        more = words.count(len(problems) - FEW, "weiterer Fehler", "weitere Fehler")
        lines.append(f"Dazu {more}.")
    what = trouble.what
    if len(problems) > 1:
        what = (
            f"{words.grouped(len(problems))} Dateien der Anpassung Ihres Amtes sind "
            "fehlerhaft und gelten nicht."
        )
    facts = tuple(fact for each in problems for fact in fact_lines(each))
    lost = "\n".join((*lines, trouble.lost))
    return replace(trouble, what=what, lost=lost, facts=facts)


def trouble_of(error: Exception, retry: str = "") -> Trouble:
    """Raises what nobody expected, so that the crash dialog gets it."""
    if not isinstance(error, HzlError):
        raise error
    advice = advice_for(error)
    return Trouble(
        what=advice.what,
        lost=advice.lost,
        do=advice.do,
        area=area_label(error),
        code=error.name,
        at=words.stamp(datetime.now(UTC)),
        facts=fact_lines(error),
        retry=retry,
    )

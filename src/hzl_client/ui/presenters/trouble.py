"""An exception as the window shows it; what is no HzlError is our bug and goes on."""

from datetime import UTC, datetime

from hzl_client.errors import HzlError
from hzl_client.texts import advice_for
from hzl_client.texts.areas import area_label
from hzl_client.texts.facts import fact_lines
from hzl_client.ui import words
from hzl_client.ui.views.error_panel import Trouble


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

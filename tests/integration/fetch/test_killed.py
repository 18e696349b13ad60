"""A fetch that is killed, wherever: the next one has every message exactly once."""

import pytest

from helpers.killing import CONNECTING, FETCHING, KILLED, LEAVING, Plan, run
from helpers.mailboxes import NOTHING
from hzl_client import compose
from hzl_client.model.watch import Watch

COUNT = 2
POINTS = (
    *((place, 0) for place in CONNECTING),
    *((place, 2) for place in FETCHING),  # its request acknowledges the first message
    ("after-request", COUNT + 1),  # acknowledges the last one and finds nothing more
    *((place, 0) for place in LEAVING),
)


def stored_by(place, number):
    """How many messages a process that died there has committed."""
    if number == 0:
        return 0 if place in CONNECTING else COUNT
    return number - (FETCHING.index(place) < FETCHING.index("after-commit"))


@pytest.mark.parametrize(("place", "number"), POINTS)
def test_after_a_kill_every_message_is_there_exactly_once(
    sent, profile, entry, place, number
):
    sent.put_in(COUNT)
    code, _ = run(Plan(str(profile), place, number))
    assert code == KILLED
    stored = stored_by(place, number)
    with compose.open_desk(entry) as desk:
        held = desk.records.all()
        assert len(held) == stored
        assert all(record.opened for record in held), "healed when it was opened"
        acknowledged = set(sent.ids) - set(sent.unacknowledged())
        assert acknowledged <= {record.message_id for record in held}
        report = desk.fetch.run(Watch())
        assert report.error is None
        assert len(report.stored) == COUNT - stored
        assert sent.losses(desk) == NOTHING
    assert sent.unacknowledged() == []

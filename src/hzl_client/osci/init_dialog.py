"""InitDialog and its answer: the door to every explicit dialog."""

from hzl_client.osci import feedback
from hzl_client.osci.feedback import Entry

REQUEST = "<osci:initDialog></osci:initDialog>"


def render_answer(entries: tuple[Entry, ...]) -> str:
    return (
        f"<osci:responseToInitDialog>{feedback.render(entries)}"
        "</osci:responseToInitDialog>"
    )

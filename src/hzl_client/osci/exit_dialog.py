"""ExitDialog and its answer; the request also acknowledges the last delivery."""

from hzl_client.osci import feedback
from hzl_client.osci.feedback import Entry

REQUEST = "<osci:exitDialog></osci:exitDialog>"


def render_answer(entries: tuple[Entry, ...]) -> str:
    return (
        f"<osci:responseToExitDialog>{feedback.render(entries)}"
        "</osci:responseToExitDialog>"
    )

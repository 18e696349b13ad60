"""Foreign text on the screen: spelled out, and Qt takes none of it for markup."""

from html import escape

from hzl_client.model.plain import visible

__all__ = ("tip", "visible")


def tip(text: str) -> str:
    """For tooltips, which have no format to set and guess whether a text is HTML."""
    seen = visible(text)
    if not ("<" in seen or "&" in seen):
        return seen
    return f"<qt>{escape(seen)}</qt>".replace("\n", "<br>")

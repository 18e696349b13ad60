"""Text in XML as Canonical XML spells it: peers may hash what we write as it is."""

from xml.sax.saxutils import escape

from hzl_client.xmlsec.c14n import escape_attribute


def text(value: str) -> str:
    """A bare carriage return would be read back as a line feed."""
    return escape(value, {"\r": "&#xD;"})


def attribute(value: str) -> str:
    """The value with its quotes."""
    return f'"{escape_attribute(value)}"'

"""The octets a reference without or with C14N transform stands for."""

import re

from lxml import etree

from hzl_client import xmlkit
from hzl_client.errors import SignatureRefused
from hzl_client.model.octets import MemoryOctets
from hzl_client.xmlkit import Element
from hzl_client.xmlsec.names import XML, tag

_START_TAG = re.compile(rb'<[^\s>]+(?: [^\s=]+="[^"]*")*>')


def canonical(element: Element) -> MemoryOctets:
    """Inclusive C14N of an element in its place.

    C14N takes xml:lang, xml:space and xml:base of left-out ancestors into the apex and
    lxml does not: what both would not spell alike is refused (vector n53).
    """
    for ancestor in element.iterancestors():
        if any(str(name).startswith(tag(XML, "")) for name in ancestor.attrib):
            raise SignatureRefused("an ancestor carries an xml: attribute")
    try:
        return MemoryOctets(xmlkit.canonical(element))
    except (etree.LxmlError, ValueError) as error:  # e.g. a relative namespace URI
        raise SignatureRefused("no canonical form") from error


def candidates_of_encrypted_data(element: Element) -> tuple[MemoryOctets, ...]:
    """The canonical form, and the one without inherited declarations.

    The reference implementation hashes an EncryptedData inside a signed container
    without the declarations its parent already made (NOTES 12, 19.8; vector e05).
    """
    proper = canonical(element)
    bare = MemoryOctets(_without_inherited(proper.data, element.getparent()))
    return (proper,) if bare == proper else (proper, bare)


def _without_inherited(octets: bytes, parent: Element | None) -> bytes:
    start = _START_TAG.match(octets)
    if start is None or parent is None:
        return octets
    tag_bytes = start.group()
    for prefix, uri in parent.nsmap.items():
        name = f"xmlns:{prefix}" if prefix else "xmlns"
        declaration = f' {name}="{uri}"'.encode()  # libxml2 escapes nothing here
        tag_bytes = tag_bytes.replace(declaration, b"", 1)
    return tag_bytes + octets[start.end() :]


def escape_attribute(value: str) -> str:
    """An attribute value as Canonical XML spells it."""
    for character, entity in (
        ("&", "&amp;"),
        ("<", "&lt;"),
        ('"', "&quot;"),
        ("\t", "&#x9;"),
        ("\n", "&#xA;"),
        ("\r", "&#xD;"),
    ):
        value = value.replace(character, entity)
    return value

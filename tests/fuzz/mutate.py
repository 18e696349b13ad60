"""Damage done on purpose: bytes flipped, words put in, elements moved about."""

import re
from copy import deepcopy
from functools import cache
from pathlib import Path
from random import Random

from lxml import etree

from hzl_client.errors import HzlError
from hzl_client.xmlkit import Element, parse

DICTIONARY = Path(__file__).parent / "osci.dict"
_XML = re.compile(rb"<(\w+:)?(Envelope|ContentContainer)\b.*</\1\2>", re.DOTALL)
_ATTRIBUTES = (
    "Id",
    "URI",
    "href",
    "Algorithm",
    "{http://www.w3.org/XML/1998/namespace}id",
)


@cache
def words() -> tuple[bytes, ...]:
    """The dictionary of the fuzzer, one quoted word a line."""
    lines = DICTIONARY.read_text(encoding="ascii").splitlines()
    quoted = (line.strip()[1:-1] for line in lines if line.startswith('"'))
    return tuple(
        word.encode().decode("unicode_escape").encode("latin-1") for word in quoted
    )


def mutated(data: bytes, random: Random, *, xml: bool) -> bytes:
    """One to three changes; with `xml` every second change is one of elements."""
    for _ in range(random.randint(1, 3)):
        data = (
            _element(data, random)
            if xml and random.random() < 0.5
            else _bytes(data, random)
        )
    return data


def _bytes(data: bytes, random: Random) -> bytes:
    place = random.randint(0, len(data))
    length = random.choice((1, 1, 4, 40, 400))
    match random.randrange(6):
        case 0 if place < len(data):
            flipped = data[place] ^ (1 << random.randrange(8))
            return data[:place] + bytes([flipped]) + data[place + 1 :]
        case 1:
            return data[:place]
        case 2:
            return data[:place] + data[place + length :]
        case 3:
            return data[:place] + data[max(0, place - length) :]
        case 4:
            other = random.randint(0, len(data))
            return data[:place] + data[other : other + length] + data[place:]
        case _:
            return (
                data[:place]
                + random.choice(words())
                + data[place + random.choice((0, length)) :]
            )


def _element(data: bytes, random: Random) -> bytes:
    """The XML in a message, or all of it, with one element elsewhere."""
    found = _XML.search(data)
    start, end = found.span() if found else (0, len(data))
    try:
        root = parse(data[start:end])
    except HzlError:
        return _bytes(data, random)
    elements = list(root.iter("*"))
    _move(random.choice(elements), random.choice(elements), random)
    return data[:start] + etree.tostring(root) + data[end:]


def _move(one: Element, other: Element, random: Random) -> None:
    parent = one.getparent()
    match random.randrange(7):
        case 0 if parent is not None:
            parent.remove(one)
        case 1 if parent is not None:
            parent.insert(random.randint(0, len(parent)), deepcopy(one))
        case 2 if parent is not None:
            other.insert(random.randint(0, len(other)), deepcopy(one))
        case 3 if parent is not None and other not in one.iter():
            other.append(one)
        case 4:
            name = random.choice(_ATTRIBUTES)
            one.set(name, other.get(random.choice(_ATTRIBUTES), "#x"))
        case 5:
            one.text, other.text = other.text, one.text
        case _:
            one.tag = other.tag

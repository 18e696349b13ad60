"""Foreign XML made to hurt: refused, or every leaf of it is a field."""

import pytest

from helpers.applications import content, read
from hzl_client.errors import TooManyLeaves

HUGE = b"x" * 5_000_000
LONG = b"n" * 200
MANY = 19_000


def nested(depth, inner=b"1"):
    return b"<a>" * depth + inner + b"</a>" * depth


@pytest.mark.parametrize(
    "raw",
    [
        b'<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>',
        b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
        b'<!DOCTYPE a [<!ENTITY b "' + b"ha" * 1000 + b'"><!ENTITY c "'
        + b"&b;" * 1000 + b'">]><a>' + b"&c;" * 1000 + b"</a>",
        b"<a>&nie-gehoert;</a>",
        nested(101),
        nested(100_000),
        b"<a>\0</a>",
        b"<a>&#0;</a>",
        b"<a>\xff</a>",
        b'<?xml version="1.0" encoding="UTF-7"?><a>+ADw-</a>',
        b'<?xml version="1.0" encoding="UTF-16"?><a/>',
        "<a>1</a>".encode("utf-32"),
        b"<a " + b" ".join(b'a%d=""' % n for n in range(200_000)) + b"/>",
        b"<" + LONG + b"n/>",
        b'<a b="1" b="2"/>',
        b"<a/><b/>",
        b"<a>" * 3,
    ],
    ids=range(17),
)  # fmt: skip
def test_what_is_no_admitted_xml_is_no_view(raw):
    assert read(content("fremd.xml", raw)) is None


@pytest.mark.parametrize(
    ("raw", "number"),
    [
        (nested(100), 1),
        (b'<a b="' + HUGE + b'"/>', 2),
        (b"<a><b>" + HUGE + b"</b></a>", 1),
        (b"<a " + b" ".join(b'a%d="1"' % n for n in range(MANY)) + b"/>", MANY + 1),
        (b"<a><b " + b" ".join(b'a%d="1"' % n for n in range(MANY)) + b">1</b></a>",
         MANY + 1),
        (b"<a>" + b"<c/>" * MANY + b"</a>", MANY),
        (b"<a><r>" + b"".join(b"<c%d/>" % n for n in range(MANY)) + b"</r></a>", MANY),
        (b"<a>" + b"".join(b"<g%d><b/></g%d>" % (n, n) for n in range(MANY)) + b"</a>",
         MANY),
        (b"<a>" + b"<g><b/></g>" * MANY + b"</a>", MANY),
        (b"<a>" + b"wort<g/>" * MANY + b"</a>", MANY + 1),
        (b"<a><b/>" * 99 + b"</a>" * 99, 99),
        (b'<a xmlns:x="u:1" x:b="1" b="2"><x:c x:d="1" d="2">t</x:c><c>3</c></a>', 6),
        (b"<a><?x y?><b>1<?x y?>2</b><!-- --></a>", 1),
        ((b'<a><i:include xmlns:i="http://www.w3.org/2001/XInclude" '
         b'href="/etc/passwd" parse="text"/></a>'), 3),
        ('<?xml version="1.0" encoding="UTF-16"?><a>ä</a>'.encode("utf-16"), 1),
        ('<?xml version="1.0" encoding="ISO-8859-1"?><a>ä</a>'.encode("latin-1"), 1),
    ],
    ids=range(16),
)  # fmt: skip
def test_every_leaf_of_the_odd_is_a_field(raw, number):
    application = read(content("fremd.xml", raw))
    assert application is not None
    assert len(application.fields) == application.leaves == number
    assert len({field.path for field in application.fields}) == number


def test_what_stands_elsewhere_is_not_fetched(tmp_path):
    secret = tmp_path / "geheim.txt"
    secret.write_text("geheim")
    include = "http://www.w3.org/2001/XInclude"
    text = f'<a><i:include xmlns:i="{include}" href="{secret.as_uri()}"/></a>'
    application = read(content("fremd.xml", text.encode()))
    assert application is not None
    assert not any(field.text == "geheim" for field in application.fields)


@pytest.mark.parametrize(
    "raw",
    [
        b"<a>" + b"<c/>" * 900_000 + b"</a>",
        b"<a><r>" + b"".join(b"<c%d/>" % n for n in range(200_000)) + b"</r></a>",
        b"<a>" + b"<b " + b" ".join(b'a%d="1"' % n for n in range(29_000)) + b"/></a>",
        b"<a>" + b'<b c="1"/>' * 20_000 + b"</a>",
        (b"<" + LONG + b">") * 99 + b"<x/>" * MANY + (b"</" + LONG + b">") * 99,
    ],
    ids=range(5),
)
def test_what_nobody_could_look_through_is_told_so(raw):
    with pytest.raises(TooManyLeaves):
        read(content("fremd.xml", raw))

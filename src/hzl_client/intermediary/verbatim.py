"""Pieces of an XML message character by character, for handing them out unchanged.

An author's signature may depend on how its container was written and on the namespace
declarations around it, so what was stored is copied, not serialised again."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from hzl_client.errors import MalformedXml
from hzl_client.osci.order import Order
from hzl_client.xmlkit import Element
from hzl_client.xmlsec.names import DS, OSCI, SOAP, XENC, XSI

# Only for documents the parser has accepted: well-formed and without DOCTYPE.
_TOKEN = re.compile(
    rb"<(?:!--.*?-->|!\[CDATA\[.*?\]\]>|\?.*?\?>"
    rb"|(?P<end>/?)(?P<name>[^\s/>!?]+)(?:[^>\"']++|\"[^\"]*\"|'[^']*')*+>)",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"\s([^\s=]+)\s*=\s*(?:\"[^\"]*\"|'[^']*')")
# What our own envelopes declare; everything else in scope has to travel along.
_OUR_SCOPE = {"ds": DS, "osci": OSCI, "soap": SOAP, "xenc": XENC, "xsi": XSI}
_NEEDED = frozenset({"osci", "soap", "xsi"})  # by the envelope itself
_SCOPE_LIMIT = 64 * 1024  # characters looked at for one start tag
_BLOCK_DEPTH = 3  # Envelope, Header or Body, block


@dataclass(frozen=True, slots=True)
class Verbatim:
    """`blocks` are the children of soap:Header in document order, `package` is the
    ContentPackage ("" without one), `scope` are the declarations to stand around both:
    no others than the sender had around its package, since C14N writes them all."""

    blocks: tuple[str, ...]
    package: str
    scope: str


def read(root: bytes, order: Order) -> Verbatim:
    """The pieces of part 1 `root`, which was read as `order`."""
    expected = [*order.blocks, *order.body.iterchildren("*")]
    spans = _spans(root)
    if len(spans) != len(expected):
        raise MalformedXml("message cannot be taken apart", found=len(spans))
    try:
        texts = [root[start:end].decode("utf-8") for start, end in spans]
    except UnicodeDecodeError as error:
        raise MalformedXml("message is not UTF-8") from error
    package = order.content_package
    around = _around(order.body if package is None else package)
    pieces = [
        _with_scope(text, element, around)
        for text, element in zip(texts, expected, strict=True)
    ]
    return Verbatim(
        blocks=tuple(pieces[: len(order.blocks)]),
        package="" if package is None else pieces[expected.index(package)],
        scope=" ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in around.items()),
    )


def _around(package: Element) -> dict[str, str]:
    theirs = package.nsmap
    return {
        prefix: uri
        for prefix, uri in _OUR_SCOPE.items()
        if prefix in _NEEDED or theirs.get(prefix) == uri
    }


def _spans(root: bytes) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    depth = start = 0
    for token in _TOKEN.finditer(root):
        if token["name"] is None:
            continue
        empty = not token["end"] and token[0].endswith(b"/>")
        if not token["end"]:
            depth += 1
            start = token.start() if depth == _BLOCK_DEPTH else start
        if token["end"] or empty:
            if depth == _BLOCK_DEPTH:
                spans.append((start, token.end()))
            depth -= 1
    return spans


def _with_scope(text: str, element: Element, around: Mapping[str, str]) -> str:
    """The element with the declarations it inherited and our envelope lacks."""
    name_end = re.search(r"[\s/>]", text)
    tag_end = _TOKEN.match(text[:_SCOPE_LIMIT].encode())
    if name_end is None or tag_end is None:
        raise MalformedXml("start tag too long")
    own = set(_ATTRIBUTE.findall(tag_end[0].decode()))
    added = "".join(
        f' {name}="{_escaped(uri)}"'
        for name, uri in _declarations(element.nsmap, around)
        if name not in own
    )
    return text[: name_end.start()] + added + text[name_end.start() :]


def _declarations(
    scope: Mapping[str | None, str], around: Mapping[str, str]
) -> list[tuple[str, str]]:
    missing = {p: uri for p, uri in scope.items() if around.get(p or "") != uri}
    return [(f"xmlns:{p}" if p else "xmlns", uri) for p, uri in missing.items()]


def _escaped(uri: str) -> str:
    return uri.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")

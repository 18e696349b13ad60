"""The structure of a ds:Signature, read strictly into values before anything is hashed.

One SignedInfo, one SignatureValue, one KeyInfo with nothing but a RetrievalMethod:
what OSCI writes, and no place for keys, stylesheets or queries of the message's own.
"""

from dataclasses import dataclass

from hzl_client.errors import SignatureRefused
from hzl_client.xmlkit import Element, children, text_of
from hzl_client.xmlsec import base64
from hzl_client.xmlsec.algorithms import C14N
from hzl_client.xmlsec.names import DS, tag

# A delivery has a dozen header blocks and some attachments, each named once.
MAX_REFERENCES = 5_000
MAX_TRANSFORMS = 3  # OSCI knows none or one
# A DigestValue or SignatureValue in base64: RSA 16384 would need 2,800 characters.
MAX_VALUE = 10_000

_SIGNATURE = tag(DS, "Signature")
_OBJECT = tag(DS, "Object")
_REFERENCE = tag(DS, "Reference")
_TRANSFORM = tag(DS, "Transform")
_TRANSFORMS = tag(DS, "Transforms")
_OF_SIGNATURE = [tag(DS, name) for name in ("SignedInfo", "SignatureValue", "KeyInfo")]
_OF_KEY_INFO = [tag(DS, "RetrievalMethod")]
_METHODS = [tag(DS, "CanonicalizationMethod"), tag(DS, "SignatureMethod")]
_DIGEST = [tag(DS, "DigestMethod"), tag(DS, "DigestValue")]


@dataclass(frozen=True, slots=True)
class Reference:
    uri: str
    transforms: tuple[str, ...]
    digest: str
    value: bytes


@dataclass(frozen=True, slots=True)
class SignedInfo:
    """`element` is the SignedInfo in its document, to be canonicalised in place."""

    element: Element
    algorithm: str
    references: tuple[Reference, ...]
    value: bytes
    retrieval: str


def read(signature: Element) -> SignedInfo:
    if signature.tag != _SIGNATURE:
        raise SignatureRefused("not a ds:Signature")
    parts = list(children(signature))
    objects = parts[3:]
    info, value, key_info = _exactly(parts[:3], _OF_SIGNATURE)
    if any(part.tag != _OBJECT for part in objects):
        raise SignatureRefused("foreign element in Signature")
    (retrieval,) = _exactly(list(children(key_info)), _OF_KEY_INFO)
    _require_empty(retrieval)
    algorithm, references = _read_info(info)
    return SignedInfo(
        info, algorithm, references, _octets(value), _attribute(retrieval, "URI")
    )


def _read_info(info: Element) -> tuple[str, tuple[Reference, ...]]:
    parts = list(children(info))
    if not 3 <= len(parts) <= MAX_REFERENCES + 2:
        raise SignatureRefused("no or too many references", found=len(parts))
    c14n, method = _exactly(parts[:2], _METHODS)
    if _algorithm(c14n) != C14N:
        raise SignatureRefused("SignedInfo is not canonicalised with inclusive C14N")
    return _algorithm(method), tuple(_read_reference(part) for part in parts[2:])


def _read_reference(reference: Element) -> Reference:
    if reference.tag != _REFERENCE:
        raise SignatureRefused("foreign element in SignedInfo")
    parts = list(children(reference))
    transforms: tuple[str, ...] = ()
    if parts and parts[0].tag == _TRANSFORMS:
        transforms = _read_transforms(parts.pop(0))
    digest, value = _exactly(parts, _DIGEST)
    return Reference(
        _attribute(reference, "URI"), transforms, _algorithm(digest), _octets(value)
    )


def _read_transforms(transforms: Element) -> tuple[str, ...]:
    found = list(children(transforms))
    if not 1 <= len(found) <= MAX_TRANSFORMS:
        raise SignatureRefused("no or too many transforms", found=len(found))
    _exactly(found, [_TRANSFORM] * len(found))
    return tuple(_algorithm(transform) for transform in found)


def _exactly(found: list[Element], tags: list[str]) -> list[Element]:
    if [element.tag for element in found] != tags:
        names = (each.rpartition("}")[2] for each in tags)
        raise SignatureRefused("unexpected structure", expected=" ".join(names))
    return found


def _algorithm(element: Element) -> str:
    _require_empty(element)  # no HMACOutputLength, InclusiveNamespaces, XPath …
    return _attribute(element, "Algorithm")


def _attribute(element: Element, name: str) -> str:
    value = element.get(name, "")
    if not value:
        raise SignatureRefused("attribute missing", attribute=name)
    return value


def _require_empty(element: Element) -> None:
    if next(children(element), None) is not None or text_of(element).strip():
        raise SignatureRefused("parameters where none are admitted")


def _octets(element: Element) -> bytes:
    text = text_of(element)
    if len(text) > MAX_VALUE or next(children(element), None) is not None:
        raise SignatureRefused("value is no short base64 text")
    try:
        return base64.decode_strict(text)
    except ValueError as error:
        raise SignatureRefused("value is not base64") from error

"""Base64 text inside the XML of a message: contents and ciphertext."""

from hzl_client.errors import MessageTooLarge
from hzl_client.model.octets import CHUNK, NewSpool, Octets
from hzl_client.osci import mime
from hzl_client.xmlkit import Element, text_of
from hzl_client.xmlsec import base64

MAX_EMBEDDED = 136 * 1024 * 1024  # base64 of 100 MB; more is refused by name


def read(element: Element, new_spool: NewSpool) -> Octets:
    """The bytes an element holds in base64; MessageTooLarge, ValueError if none."""
    text = text_of(element)
    if len(text) > MAX_EMBEDDED:
        raise MessageTooLarge("embedded content too large", size=len(text))
    pieces = [text[i : i + CHUNK].encode() for i in range(0, len(text), CHUNK)]
    return mime.joined(base64.decode_chunks(pieces), new_spool)

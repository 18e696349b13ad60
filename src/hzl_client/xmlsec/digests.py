"""Digests of octets; long ones are read once, however many signatures cover them."""

from dataclasses import dataclass, field

from hzl_client.model.octets import Octets, SliceOctets, chunks
from hzl_client.model.two_threads import hand_over_if_long
from hzl_client.xmlsec.algorithms import new_digest


@dataclass(frozen=True, slots=True)
class Digested(SliceOctets):
    """The whole of other octets, together with its digests by their URI."""

    known: dict[str, bytes] = field(default_factory=dict, compare=False)


def digested(octets: Octets, known: dict[str, bytes] | None = None) -> Digested:
    if isinstance(octets, Digested) and known is None:
        return octets
    return Digested(octets, 0, octets.size, known or {})


def digest_of(octets: Octets, uri: str) -> bytes:
    """AlgorithmRefused for a digest that is not known."""
    if isinstance(octets, Digested) and uri in octets.known:
        return octets.known[uri]
    made = new_digest(uri)
    hand_over_if_long(chunks(octets), made.update, octets.size)
    value = made.digest()
    if isinstance(octets, Digested):
        octets.known[uri] = value
    return value

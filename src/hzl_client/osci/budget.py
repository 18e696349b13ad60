"""How much one delivery may ask of us: whoever sends must not keep us busy for hours.

Far above every real delivery; what asks for more becomes a problem with a name.
"""

from collections import Counter
from dataclasses import dataclass, field

from lxml import etree

from hzl_client.errors import MalformedXml
from hzl_client.osci.package import CONTAINER, CONTENT, ENCRYPTED_DATA, SIGNATURE
from hzl_client.xmlkit import Element

MAX_PIECES = 10_000  # contents, containers and key entries; 300 files make 900
MAX_SIGNATURES = 50  # each hashes everything it covers once more
MAX_CIPHERTEXTS = 200  # each costs an operation with the private key
MAX_CANONICAL = 400_000  # elements canonicalised, once for each content around them
MAX_SHARED = 5  # contents that are the same attachment, each stored for itself


@dataclass(slots=True)
class Budget:
    """Of one message; every method counts and raises MalformedXml beyond the limit."""

    _pieces: int = 0
    _signatures: int = 0
    _ciphertexts: int = 0
    _canonical: int = 0
    _uses: Counter[str] = field(default_factory=Counter)

    def document(self, root: Element) -> None:
        """Before anything in a parsed document is followed."""
        self._pieces += _count(root, CONTENT, CONTAINER, ENCRYPTED_DATA)
        self._signatures += _count(root, SIGNATURE)
        if self._pieces > MAX_PIECES or self._signatures > MAX_SIGNATURES:
            raise MalformedXml("too many contents or signatures")
        self._canonical += _canonical_work(root)
        if self._canonical > MAX_CANONICAL:
            raise MalformedXml("too many elements in nested contents")

    def ciphertext(self) -> None:
        self._ciphertexts += 1
        if self._ciphertexts > MAX_CIPHERTEXTS:
            raise MalformedXml("too many ciphertexts")

    def attachment(self, name: str) -> None:
        """A content that is this attachment: 100,000 of 1 MB would fill any disk."""
        self._uses[name] += 1
        if self._uses[name] > MAX_SHARED:
            raise MalformedXml("one attachment as too many contents")


def _canonical_work(root: Element) -> int:
    """Every signed content is canonicalised with all that lies in it, so that an
    element counts as often as contents lie around it."""
    work = depth = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        around = element.tag in (CONTENT, ENCRYPTED_DATA)
        if event == "start":
            depth += around
            work += depth
        else:
            depth -= around
    return work


def _count(root: Element, *tags: str) -> int:
    return sum(1 for _ in root.iter(*tags))

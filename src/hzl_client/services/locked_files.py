"""Which files of a delivery cannot be opened without a password."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Event
from typing import Final

from hzl_client.documents.process import Documents
from hzl_client.documents.sniff import HEAD, PDF, sniff
from hzl_client.errors import DocumentLocked, DocumentUnreadable
from hzl_client.model.octets import Octets

_OLE: Final = "application/x-ole-storage"
_PACKAGE: Final = "EncryptedPackage".encode("utf-16-le")
_TAIL: Final = 64 * 1024
_START: Final = re.compile(rb"startxref\s+(\d{1,12})")
_ZIP: Final = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class LockedFiles:
    """`documents` is a child of its own: nobody who reads waits for this."""

    documents: Documents

    def among(self, files: Mapping[str, Octets], unwanted: Event) -> frozenset[str]:
        """The keys of those; slow work for a worker thread."""
        return frozenset(
            key for key, octets in files.items() if self.locked(octets, unwanted)
        )

    def give_up(self, unwanted: Event) -> None:
        self.documents.give_up(unwanted)

    def locked(self, octets: Octets, unwanted: Event) -> bool:
        head = octets.read(0, HEAD)
        match sniff(head):
            case kind if kind == PDF:
                return _says_encrypted(octets) and self._asks(octets, unwanted)
            case kind if kind == _OLE:  # how Office wraps what it encrypts
                return _PACKAGE in octets.read(_directory(head), HEAD)
            case _:
                return head.startswith(_ZIP) and len(head) > 6 and bool(head[6] & 1)

    def _asks(self, octets: Octets, unwanted: Event) -> bool:
        """An owner's password alone forbids things, but keeps nobody out."""
        try:
            opened = self.documents.open(octets, unwanted=unwanted)
        except DocumentLocked:
            return True
        except DocumentUnreadable:
            return False
        self.documents.release(opened.handle)
        return False


def _says_encrypted(octets: Octets) -> bool:
    """In the trailer: at the end, or where the end says. Large files stay unread."""
    tail = octets.read(max(0, octets.size - _TAIL), _TAIL)
    if b"/Encrypt" in tail:
        return True
    places = _START.findall(tail)
    place = int(places[-1]) if places else 0
    return b"/Encrypt" in octets.read(min(place, octets.size), _TAIL)


def _directory(head: bytes) -> int:
    """Where an OLE file lists its streams."""
    sector = int.from_bytes(head[48:52], "little")
    size = 1 << min(int.from_bytes(head[30:32], "little"), 16)
    return (sector + 1) * size

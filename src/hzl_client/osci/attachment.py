"""Attachments of a delivery, and their keys beside the contents (NOTES 11.2)."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from hzl_client.errors import DanglingReference, HzlError, SymmetricDecryption
from hzl_client.model.octets import NewSpool, Octets
from hzl_client.model.two_threads import hand_over_if_long
from hzl_client.osci.order import Attachment
from hzl_client.osci.package import CONTAINER, ENCRYPTED_DATA, GUILT, Notes
from hzl_client.xmlkit import Element, text_of
from hzl_client.xmlsec import base64, encryption
from hzl_client.xmlsec.algorithms import DIGEST_SHA256, new_digest
from hzl_client.xmlsec.digests import digested
from hzl_client.xmlsec.encryption import SymmetricMethod
from hzl_client.xmlsec.names import DS, XENC
from hzl_client.xmlsec.policy import Policy

MAX_TRIES = 3  # keys tried on one attachment: each decrypts all of it
_REFERENCE = f"{{{XENC}}}CipherData/{{{XENC}}}CipherReference"


@dataclass(frozen=True, slots=True)
class AttachmentKey:
    key: bytes
    method: SymmetricMethod


Keys = dict[str, AttachmentKey]  # by Content-ID


def is_key_entry(element: Element) -> bool:
    """The second kind of EncryptedData: an attachment's key, not a ciphertext."""
    return element.find(_REFERENCE) is not None


def read_keys(container: Element, path: str, policy: Policy, notes: Notes) -> Keys:
    """The keys that lie in clear directly in a container."""
    keys: Keys = {}
    for entry in container.iterchildren(ENCRYPTED_DATA):
        reference = entry.find(_REFERENCE)
        if reference is None:
            continue
        try:
            method, noticed = encryption.read_method(entry, policy)
            key = _management_data(entry)
        except GUILT as error:
            notes.problem(error, path)
            continue
        notes.findings += noticed
        name = reference.get("URI", "").removeprefix("cid:")
        keys[name] = AttachmentKey(key, method)
    return keys


def keys_below(element: Element, policy: Policy) -> Keys:
    """Those of every container below; their problems are said when we get there."""
    notes, keys = Notes(), Keys()
    for container in element.iter(CONTAINER):
        keys |= read_keys(container, "", policy, notes)
    return keys


def _management_data(entry: Element) -> bytes:
    found = entry.findall(f"{{{DS}}}KeyInfo/{{{DS}}}MgmtData")
    if len(found) != 1:
        raise SymmetricDecryption("attachment key is missing")
    try:
        return base64.decode_strict(text_of(found[0]))
    except ValueError as error:
        raise SymmetricDecryption("attachment key is not base64") from error


@dataclass(slots=True)
class Attachments:
    """All attachments of one message, each decrypted once; knows which were wanted."""

    by_name: dict[str, Attachment]
    new_spool: NewSpool
    notes: Notes
    _referenced: set[str] = field(default_factory=set)
    _clear: dict[str, Octets] = field(default_factory=dict)
    _tries: Counter[str] = field(default_factory=Counter)

    def resolve(self, name: str, keys: Keys, path: str) -> Octets | None:
        """The attachment in clear; None (and a problem) if there is no such thing."""
        self._referenced.add(name)
        if name not in self._clear:
            try:
                self._clear[name] = self._open(name, keys.get(name))
            except GUILT as error:
                self.notes.problem_once(error, path)
                return None
        return self._clear[name]

    def _open(self, name: str, key: AttachmentKey | None) -> Octets:
        attachment = self.by_name.get(name)
        if attachment is None:
            raise DanglingReference("attachment is not in the message")
        if key is None:
            return attachment.octets
        self._tries[name] += 1
        if self._tries[name] > MAX_TRIES:
            raise SymmetricDecryption("no key fits this attachment")
        digest, cipher = new_digest(DIGEST_SHA256), attachment.octets

        def meet(pieces: Iterator[bytes]) -> None:
            hand_over_if_long(pieces, digest.update, cipher.size)

        plain = encryption.decrypt(cipher, key.key, key.method, self.new_spool(), meet)
        return digested(plain, {DIGEST_SHA256: digest.digest()})

    def media_type(self, name: str) -> str:
        return self.by_name[name].part.media_type

    def unreferenced(self) -> HzlError | None:
        """A part nobody refers to is an error."""
        if self.by_name.keys() <= self._referenced:
            return None
        return DanglingReference("attachment without reference")

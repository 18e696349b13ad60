"""An EncryptedData for readers, opened: the ContentContainer inside (NOTES 11)."""

from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric import rsa

from hzl_client.errors import (
    DanglingReference,
    MalformedXml,
    NoRecipientKey,
    SymmetricDecryption,
)
from hzl_client.model.credential import Credential
from hzl_client.model.finding import Finding
from hzl_client.model.octets import NewSpool, Octets, in_memory
from hzl_client.osci import certificates, embedded
from hzl_client.osci.certificates import HeaderCertificate
from hzl_client.osci.package import CONTAINER, check_ids, only_child
from hzl_client.xmlkit import Element, parse_strict, text_of
from hzl_client.xmlsec import base64, encryption
from hzl_client.xmlsec.encryption import EncryptionFacts
from hzl_client.xmlsec.names import DS, XENC
from hzl_client.xmlsec.policy import Policy


@dataclass(frozen=True, slots=True)
class OpenedContainer:
    container: Element
    facts: EncryptionFacts
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class ContentReader:
    """Who reads: our keys, and the certificates by which a message names them."""

    keys: tuple[Credential, ...]
    certificates: tuple[HeaderCertificate, ...]
    policy: Policy
    new_spool: NewSpool

    def open(self, element: Element) -> OpenedContainer:
        """NoRecipientKey, AlgorithmRefused, KeyUnwrap, SymmetricDecryption,
        DanglingReference, MalformedXml, DuplicateId, MessageTooLarge."""
        key_element, private = self._our_key(element)
        method, noticed = encryption.read_method(element, self.policy)
        transport, also = encryption.read_key_method(key_element, self.policy)
        wrapped = _wrapped_key(key_element)
        session_key = encryption.unwrap(wrapped, private, transport, method)
        cipher = self._cipher(element)
        plain = encryption.decrypt(cipher, session_key, method, self.new_spool())
        facts = EncryptionFacts(method.uri, method.iv_length, transport.uri)
        return OpenedContainer(_container(plain), facts, (*noticed, *also))

    def _our_key(self, element: Element) -> tuple[Element, rsa.RSAPrivateKey]:
        """The first EncryptedKey made for one of our certificates (NOTES 11.3)."""
        found: list[tuple[Element, Credential]] = []
        for key_element in element.iterfind(f"{{{DS}}}KeyInfo/{{{XENC}}}EncryptedKey"):
            named = certificates.named(self.certificates, _retrieval(key_element))
            found += [(key_element, own) for own in self.keys if own.der == named.der]
        if not found:
            raise NoRecipientKey("content is encrypted for other readers")
        key_element, credential = found[0]
        if not isinstance(credential.key, rsa.RSAPrivateKey):
            raise NoRecipientKey("only RSA keys open contents")
        return key_element, credential.key

    def _cipher(self, element: Element) -> Octets:
        value = only_child(only_child(element, "CipherData"), "CipherValue")
        try:
            return embedded.read(value, self.new_spool)
        except ValueError as error:
            raise SymmetricDecryption("not base64") from error


def _container(plain: Octets) -> Element:
    root = parse_strict(in_memory(plain))
    if root.tag != CONTAINER:
        raise MalformedXml("plaintext is not a ContentContainer")
    check_ids(root)
    return root


def _retrieval(key_element: Element) -> str:
    found = list(key_element.iter(f"{{{DS}}}RetrievalMethod"))
    if len(found) != 1:
        raise DanglingReference("EncryptedKey does not name its certificate")
    return found[0].get("URI", "")


def _wrapped_key(key_element: Element) -> bytes:
    value = only_child(only_child(key_element, "CipherData"), "CipherValue")
    try:
        return base64.decode_strict(text_of(value))
    except ValueError:
        return b""  # unwraps like any other wrong key

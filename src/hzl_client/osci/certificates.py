"""The two certificate blocks of the header, and finding a certificate by its Id."""

from dataclasses import dataclass
from itertools import islice

from cryptography import x509

from hzl_client.errors import DanglingReference, MalformedXml
from hzl_client.model.credential import fingerprint
from hzl_client.xmlkit import Element, children, text_of
from hzl_client.xmlsec import base64
from hzl_client.xmlsec.names import DS, NS, OSCI

INTERMEDIARY = f"{{{OSCI}}}IntermediaryCertificates"
CIPHER_ROLE = "CipherCertificateOriginator"
SIGNATURE_ROLE = "SignatureCertificateOriginator"
NON_INTERMEDIARY = f"{{{OSCI}}}NonIntermediaryCertificates"
ACTOR_NONE = "http://www.w3.org/2001/12/soap-envelope/actor/none"
SUPPLIER_SIGNATURE = "SignatureCertificateIntermediary"
MAX_CERTIFICATES = 200
_IN_OSCI = f"{{{OSCI}}}"


@dataclass(frozen=True, slots=True)
class HeaderCertificate:
    """`role` is the element's local name, e.g. `CipherCertificateAddressee`."""

    id: str
    role: str
    der: bytes

    def load(self) -> x509.Certificate:
        """MalformedXml if the bytes are no certificate."""
        try:
            return x509.load_der_x509_certificate(self.der)
        except (ValueError, x509.InvalidVersion) as error:
            raise MalformedXml("not a certificate", role=self.role) from error


def subject_of(certificate: x509.Certificate) -> str:
    """The subject for people; empty if it is beyond reading: nobody relies on it."""
    try:
        return certificate.subject.rfc4514_string()
    except (ValueError, TypeError):  # the latter: a BIT STRING for a name
        return ""


def named(entries: tuple[HeaderCertificate, ...], reference: str) -> HeaderCertificate:
    """The one a `#id` means; DanglingReference if there is none."""
    for entry in entries:
        if f"#{entry.id}" == reference:
            return entry
    raise DanglingReference("certificate is not in the header")


def read(block: Element) -> tuple[HeaderCertificate, ...]:
    """All certificates of one block; several names for one certificate are usual, and
    an element of a foreign namespace has no role.

    An unreadable one gets no bytes, and those beyond a limit are as good as absent: a
    sender's certificates must not keep an authentic message from being stored.
    """
    entries = islice(children(block), MAX_CERTIFICATES)
    return tuple(
        HeaderCertificate(
            entry.get("Id", ""), str(entry.tag).partition(_IN_OSCI)[2], _der(entry)
        )
        for entry in entries
    )


def _der(entry: Element) -> bytes:
    holders = list(entry.iter(f"{{{DS}}}X509Certificate"))
    if len(holders) != 1:
        return b""
    try:
        return base64.decode_strict(text_of(holders[0]))
    except ValueError:
        return b""


def entry_id(role: str, der: bytes) -> str:
    """Ids as the reference library makes them: <role>_<use>_<fingerprint>.

    `role` as in the element name, with a number for OtherAuthor and OtherReader
    (`SignatureCertificateOtherAuthor` -> `author0_signature_…`).
    """
    use = "cipher" if role.startswith("Cipher") else "signature"
    who = role.removeprefix("CipherCertificate").removeprefix("SignatureCertificate")
    names = {
        "Intermediary": "intermed",
        "OtherAuthor": "author0",
        "OtherReader": "reader0",
    }
    return f"{names.get(who, who.lower())}_{use}_{fingerprint(der)}"


def render(tag: str, entries: tuple[HeaderCertificate, ...]) -> str:
    """One block; `tag` is INTERMEDIARY or NON_INTERMEDIARY, order as given."""
    name = tag.rpartition("}")[2]
    inner = "".join(
        f'<osci:{entry.role} Id="{entry.id}"><ds:X509Data><ds:X509Certificate>'
        f"{base64.encode(entry.der)}</ds:X509Certificate></ds:X509Data></osci:{entry.role}>"
        for entry in entries
    )
    return (
        f'<osci:{name} {NS} Id="{name.lower()}" soap:actor="{ACTOR_NONE}" '
        f'soap:mustUnderstand="1">{inner}</osci:{name}>'
    )


def entry(role: str, der: bytes) -> HeaderCertificate:
    return HeaderCertificate(entry_id(role, der), role, der)

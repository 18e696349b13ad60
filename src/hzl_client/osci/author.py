"""Author signatures of a container, and what its contents are worth by them."""

from dataclasses import dataclass, field

from hzl_client.errors import AuthorSignatureInvalid, MalformedXml, SignatureRefused
from hzl_client.model.delivery import AuthorSignature, Trust
from hzl_client.model.octets import Octets
from hzl_client.osci import certificates
from hzl_client.osci.certificates import HeaderCertificate
from hzl_client.osci.package import GUILT, Notes
from hzl_client.xmlkit import Element, text_of
from hzl_client.xmlsec import c14n, signature, signed_info
from hzl_client.xmlsec.algorithms import BASE64_TRANSFORM, C14N
from hzl_client.xmlsec.names import DS, XADES
from hzl_client.xmlsec.policy import Policy
from hzl_client.xmlsec.signature import Part

C14N_ONLY = frozenset({(C14N,)})
_SIGNED_PROPERTIES = f"{{{XADES}}}SignedProperties"
_THEIR_PLACE = f"{{{DS}}}Object/{{{XADES}}}QualifyingProperties/{_SIGNED_PROPERTIES}"


@dataclass(slots=True)
class Covered:
    """What a signature of a container must cover; `lost` are URIs of attachments that
    are not there."""

    parts: list[Part] = field(default_factory=list)
    lost: set[str] = field(default_factory=set)

    def data(self, element: Element, octets: Octets) -> None:
        """The decoded bytes of a Base64Content."""
        transforms = frozenset({(BASE64_TRANSFORM,)})
        self.parts.append(Part(f"#{element.get('Id')}", (octets,), transforms))

    def element(self, element: Element) -> None:
        try:
            octets: tuple[Octets, ...] = (c14n.canonical(element),)
        except SignatureRefused:
            octets = ()  # nothing can match: the signature is refused
        self.parts.append(Part(f"#{element.get('Id')}", octets, C14N_ONLY))

    def attachment(self, reference: str, octets: Octets | None) -> None:
        if octets is None:
            self.lost.add(reference)
        else:
            self.parts.append(Part(reference, (octets,), frozenset({()})))

    def encrypted(self, element: Element) -> None:
        """Both octet forms a signature over an EncryptedData may mean (NOTES 12). Where
        there is none, the signature must still name it, and nothing can match."""
        candidates: tuple[Octets, ...] = ()
        try:
            candidates = c14n.candidates_of_encrypted_data(element)
        except SignatureRefused as error:
            raise MalformedXml(str(error)) from error
        finally:
            self.parts.append(Part(f"#{element.get('Id')}", candidates, C14N_ONLY))


@dataclass(frozen=True, slots=True)
class AuthorCheck:
    certificates: tuple[HeaderCertificate, ...]
    policy: Policy
    notes: Notes

    def check(self, element: Element, covered: Covered, path: str) -> AuthorSignature:
        """One ds:Signature of the container at `path`; notes why it does not hold."""
        algorithm = digest = ""
        signer = b""
        lost = frozenset(covered.lost)
        valid = rest_valid = False
        try:
            info = signed_info.read(element)
            algorithm, digest = info.algorithm, info.references[0].digest
            entry = certificates.named(self.certificates, info.retrieval)
            signer = entry.der
            _check_role(entry)
            wanted = [*covered.parts, *_signed_properties(element)]
            certificate = entry.load()
            signature.check_key_usage(certificate)
            if lost:
                checked = signature.verify_rest(
                    info, wanted, lost, certificate, self.policy
                )
                rest_valid = True
            else:
                checked = signature.verify(info, wanted, certificate, self.policy)
                valid = True
            self.notes.findings += checked.findings
        except (SignatureRefused, MalformedXml) as error:
            refused = AuthorSignatureInvalid(str(error))
            refused.__cause__ = error
            self.notes.problem(refused, path)
        except GUILT as error:  # dangling certificate, refused algorithm
            self.notes.problem(error, path)
        if rest_valid:
            self.notes.problem(AuthorSignatureInvalid("covers lost attachments"), path)
        return AuthorSignature(
            path,
            algorithm,
            digest,
            signer,
            _signing_time(element),
            valid=valid,
            rest_valid=rest_valid,
        )


def _check_role(entry: HeaderCertificate) -> None:
    """A reader's or addressee's cipher certificate names no author."""
    if not entry.role.startswith("SignatureCertificate"):
        raise SignatureRefused("certificate is not in the place of a signer")


def _signed_properties(element: Element) -> list[Part]:
    """This signature's own XAdES properties, if it references them (NOTES 12)."""
    parts = []
    for properties in _properties(element):
        octets = c14n.canonical(properties)
        reference = f"#{properties.get('Id', '')}"
        parts.append(Part(reference, (octets,), frozenset({(), (C14N,)})))
    return parts


def _properties(element: Element) -> list[Element]:
    """SignatureRefused for a second one, or one where XAdES has none: nested ones were
    canonicalised once for each level."""
    inside = list(element.iter(_SIGNED_PROPERTIES))
    if len(inside) > 1 or element.findall(_THEIR_PLACE) != inside:
        raise SignatureRefused("signed properties out of place, or more than once")
    return inside


def _signing_time(element: Element) -> str:
    """Only out of signed properties: beside them anybody may write one."""
    for properties in element.findall(_THEIR_PLACE)[:1]:
        for found in properties.iter(f"{{{XADES}}}SigningTime"):
            return text_of(found).strip()[:64]
    return ""


def trust(outer: Trust, signatures: tuple[AuthorSignature, ...]) -> Trust:
    """Of the contents of a container, by its signatures and what encloses it."""
    if outer is Trust.INVALID or any(not each.valid for each in signatures):
        return Trust.INVALID
    return Trust.SIGNED if signatures else outer

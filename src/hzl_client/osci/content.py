"""Contents of a delivery: decrypted, resolved, and checked against their authors.

Nothing here stops at the first fault: what can be read is read, every reason why
something could not be is kept with its place (NOTES 10 to 12).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric import rsa

from hzl_client.errors import (
    AuthorSignatureInvalid,
    DanglingReference,
    DuplicateId,
    HzlError,
    MalformedXml,
    MessageTooLarge,
    NoRecipientKey,
    SignatureRefused,
    SymmetricDecryption,
)
from hzl_client.model.credential import Credential
from hzl_client.model.delivery import AuthorSignature, Content, Trust
from hzl_client.model.finding import Finding
from hzl_client.model.octets import NewSpool, Octets, in_memory
from hzl_client.osci import mime
from hzl_client.osci.certificates import HeaderCertificate
from hzl_client.osci.order import Attachment, Order
from hzl_client.xmlkit import Element, children, parse_strict, text_of
from hzl_client.xmlsec import base64, c14n, encryption, signature
from hzl_client.xmlsec.algorithms import BASE64_TRANSFORM, C14N
from hzl_client.xmlsec.encryption import EncryptionFacts, SymmetricMethod
from hzl_client.xmlsec.names import DS, OSCI, XADES, XENC
from hzl_client.xmlsec.policy import Policy
from hzl_client.xmlsec.signature import Part

CONTAINER = f"{{{OSCI}}}ContentContainer"
CONTENT = f"{{{OSCI}}}Content"
BASE64_CONTENT = f"{{{OSCI}}}Base64Content"
ENCRYPTED_DATA = f"{{{XENC}}}EncryptedData"
SIGNATURE = f"{{{DS}}}Signature"
MAX_EMBEDDED = 136 * 1024 * 1024  # base64 of 100 MB; more is refused by name
MAX_NESTING = 12  # containers in containers; real messages nest twice
MAX_CONTENTS = 10_000
C14N_ONLY = frozenset({(C14N,)})


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a part could not be read or believed; `path` says which part."""

    error: HzlError
    path: str


@dataclass(frozen=True, slots=True)
class ContainerFacts:
    path: str
    signatures: tuple[AuthorSignature, ...]


@dataclass(frozen=True, slots=True)
class EncryptedFacts:
    """One EncryptedData for readers; `error` is the short name why it stayed shut."""

    path: str
    facts: EncryptionFacts | None
    error: str = ""


@dataclass(frozen=True, slots=True)
class OpenedPackage:
    contents: tuple[Content, ...]
    containers: tuple[ContainerFacts, ...]
    encryption: tuple[EncryptedFacts, ...]
    problems: tuple[Problem, ...]
    findings: tuple[Finding, ...]


def open_package(
    order: Order, keys: Sequence[Credential], policy: Policy, new_spool: NewSpool
) -> OpenedPackage:
    """Everything the reader keys open in the ContentPackage of an order message."""
    reading = _Reading(order, tuple(keys), policy, new_spool)
    package = order.content_package
    if package is not None:
        reading.package(package)
    reading.report_unreferenced()
    return OpenedPackage(
        contents=tuple(reading.contents),
        containers=tuple(reading.containers),
        encryption=tuple(reading.encryption),
        problems=tuple(reading.problems),
        findings=tuple(dict.fromkeys(reading.findings)),
    )


@dataclass(frozen=True, slots=True)
class _AttachmentKey:
    key: bytes
    method: SymmetricMethod


@dataclass(frozen=True, slots=True)
class _Scope:
    """Where we are: path, keys for attachments from here outwards, trust of what
    encloses us, and depth."""

    path: str
    keys: dict[str, _AttachmentKey]
    trust: Trust = Trust.UNSIGNED
    depth: int = 0

    def below(self, name: str) -> str:
        return f"{self.path}/{name}"


@dataclass(slots=True)
class _Found:
    """What one container holds, before its signatures decide what it is worth."""

    parts: list[Part] = field(default_factory=list)
    contents: list[Content] = field(default_factory=list)  # trust not yet decided
    nested: list[tuple[Element, str]] = field(default_factory=list)
    lost: set[str] = field(
        default_factory=set
    )  # URIs of attachments that are not there


class _Reading:
    """One pass over one ContentPackage; collects, never raises for bad content."""

    def __init__(
        self,
        order: Order,
        keys: tuple[Credential, ...],
        policy: Policy,
        new_spool: NewSpool,
    ) -> None:
        self._order = order
        self._keys = keys
        self._policy = policy
        self._new_spool = new_spool
        self._attachments = {a.part.content_id: a for a in order.attachments}
        self._referenced: set[str] = set()
        self._decrypted: dict[str, Octets] = {}
        self.contents: list[Content] = []
        self.containers: list[ContainerFacts] = []
        self.encryption: list[EncryptedFacts] = []
        self.problems: list[Problem] = []
        self.findings: list[Finding] = []

    def package(self, package: Element) -> None:
        try:
            _check_ids(self._order.root)
        except DuplicateId as error:
            self._note(error, "plain")
            return
        for element in children(package):
            if element.tag == ENCRYPTED_DATA:
                self._encrypted(element, _Scope("enc", {}))
            elif element.tag == CONTAINER:
                self._container(element, _Scope("plain", {}))
            else:
                self.findings.append(Finding("unexpected-element", "ContentPackage"))

    def report_unreferenced(self) -> None:
        """A part nobody refers to is an error, unless some container stayed shut."""
        if any(each.error for each in self.encryption):
            return
        for name in self._attachments:
            if name not in self._referenced:
                self._note(DanglingReference("attachment without reference"), "")
                return

    def _note(self, error: HzlError, path: str) -> None:
        self.problems.append(Problem(error, path))

    # --- encrypted containers ---------------------------------------------------------

    def _encrypted(self, element: Element, scope: _Scope) -> None:
        noted = len(self.findings)
        try:
            plain, facts = self._decrypt(element)
            container = self._plaintext_container(plain)
        except HzlError as error:
            del self.findings[noted:]
            self.encryption.append(EncryptedFacts(scope.path, None, error.name))
            self._note(error, scope.path)
            return
        self.encryption.append(EncryptedFacts(scope.path, facts))
        self._container(container, scope)

    def _decrypt(self, element: Element) -> tuple[Octets, EncryptionFacts]:
        key_element, credential = self._our_key(element)
        method, noticed = encryption.read_method(element, self._policy)
        transport, also = encryption.read_key_method(key_element, self._policy)
        self.findings += [*noticed, *also]
        private = credential.key
        if not isinstance(private, rsa.RSAPrivateKey):
            raise NoRecipientKey("only RSA keys open contents")
        session_key = encryption.unwrap(
            _cipher_value(key_element), private, transport, method
        )
        cipher = self._embedded(_child(_child(element, "CipherData"), "CipherValue"))
        plain = encryption.decrypt(cipher, session_key, method, self._new_spool())
        return plain, EncryptionFacts(method.uri, method.iv_length, transport.uri)

    def _our_key(self, element: Element) -> tuple[Element, Credential]:
        """The EncryptedKey made for one of our certificates (NOTES 11.3)."""
        found: list[tuple[Element, Credential]] = []
        for key_element in element.iterfind(f"{{{DS}}}KeyInfo/{{{XENC}}}EncryptedKey"):
            der = self._header_certificate(_retrieval(key_element)).der
            found += [(key_element, own) for own in self._keys if own.der == der]
        if not found:
            raise NoRecipientKey("content is encrypted for other readers")
        return found[0]

    def _header_certificate(self, reference: str) -> HeaderCertificate:
        for entry in self._order.certificates:
            if f"#{entry.id}" == reference:
                return entry
        raise DanglingReference("certificate is not in the header")

    def _plaintext_container(self, plain: Octets) -> Element:
        if plain.size > MAX_EMBEDDED:
            raise MessageTooLarge("container too large", size=plain.size)
        root = parse_strict(in_memory(plain))
        if root.tag != CONTAINER:
            raise MalformedXml("plaintext is not a ContentContainer")
        _check_ids(root)
        return root

    def _embedded(self, element: Element) -> Octets:
        text = text_of(element)
        if len(text) > MAX_EMBEDDED:
            raise MessageTooLarge("embedded content too large", size=len(text))
        try:
            return mime.joined(
                base64.decode_chunks(_text_chunks(text)), self._new_spool
            )
        except ValueError as error:
            raise SymmetricDecryption("not base64") from error

    # --- containers -------------------------------------------------------------------

    def _container(self, element: Element, scope: _Scope) -> None:
        path = scope.below(element.get("Id") or "contentcontainer")
        if scope.depth >= MAX_NESTING or len(self.contents) > MAX_CONTENTS:
            self._note(MalformedXml("contents nested too deep or too many"), path)
            return
        inner = _Scope(path, {**scope.keys, **self._attachment_keys(element, path)})
        found = _Found()
        for number, child in enumerate(children(element)):
            if child.tag == CONTENT:
                self._content(child, number, inner, found)
            elif child.tag == ENCRYPTED_DATA and not _is_key_entry(child):
                found.nested.append((child, path))
                found.parts += self._encrypted_part(child, path)
        signatures = tuple(
            self._signature(child, element, path, found)
            for child in element.iterchildren(SIGNATURE)
        )
        self.containers.append(ContainerFacts(path, signatures))
        trust = _trust(scope.trust, signatures)
        self.contents += [_with_trust(content, trust) for content in found.contents]
        for child, below in found.nested:
            deeper = _Scope(below, inner.keys, trust, scope.depth + 1)
            if child.tag == CONTAINER:
                self._container(child, deeper)
            else:
                self._encrypted(child, deeper)

    def _attachment_keys(
        self, element: Element, path: str
    ) -> dict[str, _AttachmentKey]:
        """Keys of attachments lie in clear beside the contents (NOTES 11.2)."""
        keys: dict[str, _AttachmentKey] = {}
        for entry in element.iterchildren(ENCRYPTED_DATA):
            if not _is_key_entry(entry):
                continue
            try:
                method, noticed = encryption.read_method(entry, self._policy)
                key = base64.decode_strict(_management_data(entry))
            except (HzlError, ValueError) as error:
                problem = error if isinstance(error, HzlError) else _bad_key()
                self._note(problem, path)
                continue
            self.findings += noticed
            keys[_key_reference(entry)] = _AttachmentKey(key, method)
        return keys

    def _content(
        self, element: Element, number: int, scope: _Scope, found: _Found
    ) -> None:
        inner = list(children(element))
        data = inner[0] if len(inner) == 1 else None
        href = element.get("href")
        if data is not None and data.tag == BASE64_CONTENT and href is None:
            self._data(data, number, scope, found)
        elif data is not None and data.tag == CONTAINER and href is None:
            self._nested(element, data, number, scope, found)
        elif not inner and href is not None and href.startswith("cid:"):
            self._attachment(element, number, scope, found)
        else:
            self._note(MalformedXml("content of an unknown form"), scope.path)

    def _data(self, data: Element, number: int, scope: _Scope, found: _Found) -> None:
        path = scope.below(data.get("Id") or f"content[{number}]")
        try:
            octets = self._embedded(data)
        except HzlError as error:
            problem = error if isinstance(error, MessageTooLarge) else _not_base64()
            self._note(problem, path)
            return
        found.parts.append(
            Part(f"#{data.get('Id')}", (octets,), frozenset({(BASE64_TRANSFORM,)}))
        )
        found.contents.append(Content(path, "content", "", "", octets, Trust.UNSIGNED))

    def _nested(
        self, element: Element, data: Element, number: int, scope: _Scope, found: _Found
    ) -> None:
        path = scope.below(element.get("Id") or f"content[{number}]")
        found.nested.append((data, path))
        found.parts.append(_element_part(element))
        for content in data.iter(CONTENT):
            reference = content.get("href", "")
            if reference.startswith("cid:"):
                keys = scope.keys | self._keys_below(data)
                octets = self._resolve(reference[4:], keys, path)
                if octets is None:
                    found.lost.add(reference)
                else:
                    found.parts.append(Part(reference, (octets,), frozenset({()})))

    def _keys_below(self, element: Element) -> dict[str, _AttachmentKey]:
        noted = len(self.problems)
        keys: dict[str, _AttachmentKey] = {}
        for container in element.iter(CONTAINER):
            keys |= self._attachment_keys(container, "")
        del self.problems[noted:]  # said again, with its path, when we get there
        return keys

    def _attachment(
        self, element: Element, number: int, scope: _Scope, found: _Found
    ) -> None:
        href = element.get("href", "")
        path = scope.below(f"{element.get('Id') or f'content[{number}]'}/{href}")
        found.parts.append(_element_part(element))
        octets = self._resolve(href[4:], scope.keys, path)
        if octets is None:
            found.lost.add(href)
            return
        found.parts.append(Part(href, (octets,), frozenset({()})))
        part = self._attachments[href[4:]].part
        found.contents.append(
            Content(
                path, "attachment", href[4:], part.media_type, octets, Trust.UNSIGNED
            )
        )

    def _resolve(
        self, name: str, keys: dict[str, _AttachmentKey], path: str
    ) -> Octets | None:
        """The attachment in clear, decrypted once; None (and a problem) if not."""
        self._referenced.add(name)
        if name in self._decrypted:
            return self._decrypted[name]
        attachment = self._attachments.get(name)
        if attachment is None:
            self._note_once(DanglingReference("attachment is not in the message"), path)
            return None
        try:
            octets = self._opened(attachment, keys.get(name))
        except HzlError as error:
            self._note_once(error, path)
            return None
        self._decrypted[name] = octets
        return octets

    def _note_once(self, error: HzlError, path: str) -> None:
        """An attachment is met again by every signature around it."""
        if not any(
            p.error.name == error.name and p.path == path for p in self.problems
        ):
            self._note(error, path)

    def _opened(self, attachment: Attachment, key: _AttachmentKey | None) -> Octets:
        if key is None:
            return attachment.octets
        return encryption.decrypt(
            attachment.octets, key.key, key.method, self._new_spool()
        )

    def _encrypted_part(self, element: Element, path: str) -> list[Part]:
        """Both octet forms a signature over an EncryptedData may mean (NOTES 12)."""
        try:
            candidates = c14n.candidates_of_encrypted_data(element)
        except SignatureRefused as error:
            self._note(MalformedXml(str(error)), path)
            return []
        return [Part(f"#{element.get('Id')}", candidates, C14N_ONLY)]

    # --- author signatures ------------------------------------------------------------

    def _signature(
        self, element: Element, container: Element, path: str, found: _Found
    ) -> AuthorSignature:
        algorithm = digest = ""
        signer, lost = b"", frozenset(found.lost)
        holds = False
        try:
            facts = signature.read_facts(element)
            algorithm, digest = facts.algorithm, facts.digests[0]
            entry = self._header_certificate(facts.retrieval)
            signer = entry.der
            certificate = entry.load()
            wanted = [*found.parts, *_signed_properties(element, container)]
            checked = signature.verify(
                element, wanted, certificate, self._policy, lost=lost
            )
            self.findings += checked.findings
            holds = True
        except (SignatureRefused, MalformedXml) as error:
            refused = AuthorSignatureInvalid(str(error))
            refused.__cause__ = error
            self._note(refused, path)
        except HzlError as error:  # dangling certificate, refused algorithm
            self._note(error, path)
        if holds and lost:
            self._note(AuthorSignatureInvalid("covers lost attachments"), path)
        return AuthorSignature(
            path,
            algorithm,
            digest,
            signer,
            _signing_time(element),
            valid=holds and not lost,
            rest_valid=holds and bool(lost),
        )


# --- small pure pieces ----------------------------------------------------------------


def _check_ids(root: Element) -> None:
    seen: set[str] = set()
    for element in root.iter("*"):
        identifier = element.get("Id")
        if identifier is None:
            continue
        if identifier in seen:
            raise DuplicateId("Id given twice")
        seen.add(identifier)


def _text_chunks(text: str) -> list[bytes]:
    step = 1024 * 1024
    return [text[i : i + step].encode() for i in range(0, len(text), step)]


def _child(element: Element, name: str) -> Element:
    found = element.findall(f"{{{XENC}}}{name}")
    if len(found) != 1:
        raise MalformedXml("expected exactly one element", name=name)
    return found[0]


def _cipher_value(key_element: Element) -> bytes:
    value = _child(_child(key_element, "CipherData"), "CipherValue")
    try:
        return base64.decode_strict(text_of(value))
    except ValueError:
        return b""  # unwraps like any other wrong key


def _retrieval(key_element: Element) -> str:
    found = list(key_element.iter(f"{{{DS}}}RetrievalMethod"))
    if len(found) != 1:
        raise DanglingReference("EncryptedKey does not name its certificate")
    return found[0].get("URI", "")


def _is_key_entry(element: Element) -> bool:
    """The second kind of EncryptedData: an attachment's key, not a ciphertext."""
    path = f"{{{XENC}}}CipherData/{{{XENC}}}CipherReference"
    return element.find(path) is not None


def _key_reference(entry: Element) -> str:
    path = f"{{{XENC}}}CipherData/{{{XENC}}}CipherReference"
    found = entry.find(path)
    return "" if found is None else found.get("URI", "").removeprefix("cid:")


def _management_data(entry: Element) -> str:
    found = entry.findall(f"{{{DS}}}KeyInfo/{{{DS}}}MgmtData")
    if len(found) != 1:
        raise SymmetricDecryption("attachment key is missing")
    return text_of(found[0])


def _bad_key() -> HzlError:
    return SymmetricDecryption("attachment key is not base64")


def _not_base64() -> HzlError:
    return MalformedXml("content is not base64")


def _element_part(element: Element) -> Part:
    try:
        octets: tuple[Octets, ...] = (c14n.canonical(element),)
    except SignatureRefused:
        octets = ()  # nothing can match: the signature is refused
    return Part(f"#{element.get('Id')}", octets, C14N_ONLY)


def _signed_properties(element: Element, container: Element) -> list[Part]:
    """This signature's own XAdES properties, if it references them (NOTES 12)."""
    found = list(element.iter(f"{{{XADES}}}SignedProperties"))
    prefix = container.get("Id", "")
    parts = []
    for properties in found:
        identifier = properties.get("Id", "")
        if not identifier.startswith(prefix):
            raise SignatureRefused("signed properties of another container")
        octets = c14n.canonical(properties)
        parts.append(Part(f"#{identifier}", (octets,), frozenset({(), (C14N,)})))
    return parts


def _signing_time(element: Element) -> str:
    for found in element.iter(f"{{{XADES}}}SigningTime"):
        return text_of(found).strip()[:64]
    return ""


def _trust(outer: Trust, signatures: tuple[AuthorSignature, ...]) -> Trust:
    if outer is Trust.INVALID or any(not each.valid for each in signatures):
        return Trust.INVALID
    return Trust.SIGNED if signatures else outer


def _with_trust(content: Content, trust: Trust) -> Content:
    return Content(
        content.path,
        content.kind,
        content.name,
        content.media_type,
        content.octets,
        trust,
    )

"""A ContentPackage as an author writes it: signed, encrypted for readers, with files.

Only the practice sender writes contents, so this lives with it (NOTES 10 to 12)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from hzl_client.intermediary.samples import File
from hzl_client.keys.spool import SealedSpool
from hzl_client.model.credential import Credential
from hzl_client.model.octets import MemoryOctets, Octets, chunks, in_memory
from hzl_client.osci import mime
from hzl_client.osci.certificates import HeaderCertificate
from hzl_client.osci.mime import PartToSend
from hzl_client.xmlsec import base64, encryption, signature
from hzl_client.xmlsec.algorithms import BASE64_TRANSFORM, C14N
from hzl_client.xmlsec.c14n import escape_attribute
from hzl_client.xmlsec.encryption import DEFAULT_METHOD, DEFAULT_TRANSPORT
from hzl_client.xmlsec.names import DS, NS
from hzl_client.xmlsec.signature import PartToSign


@dataclass(frozen=True, slots=True)
class Author:
    """Who signs, and the header entry the signature names."""

    credential: Credential
    entry: HeaderCertificate


@dataclass(frozen=True, slots=True)
class Container:
    """`readers` empty: not encrypted. `absent` are files that are referred to and
    signed but do not travel; `spoiled` ones travel with a wrong bit."""

    number: int
    contents: tuple[Octets, ...]
    files: tuple[File, ...]
    author: Author | None
    readers: tuple[HeaderCertificate, ...]
    base64: bool = False
    damaged: bool = False
    absent: frozenset[str] = frozenset()
    spoiled: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Written:
    xml: str
    parts: tuple[PartToSend, ...]


def write(containers: Iterable[Container]) -> Written:
    """Encrypted containers stand before plain ones, as the schema has it."""
    ordered = sorted(containers, key=lambda each: not each.readers)
    written = [_write(each) for each in ordered]
    inner = "".join(each.xml for each in written)
    parts = tuple(part for each in written for part in each.parts)
    return Written(f"<osci:ContentPackage>{inner}</osci:ContentPackage>", parts)


def _write(container: Container) -> Written:
    inner = _signature(container) + "".join(_contents(container))
    keys: dict[str, bytes] = {}
    if container.readers:
        keys = {
            file.name: encryption.new_session_key(DEFAULT_METHOD)
            for file in container.files
        }
        inner += "".join(_key_entry(name, key) for name, key in keys.items())
    identifier = f"contentcontainer{container.number}"
    xml = (
        f'<osci:ContentContainer {NS} Id="{identifier}">{inner}</osci:ContentContainer>'
    )
    return Written(
        _encrypted(container, xml) if container.readers else xml,
        tuple(
            _part(container, file, keys.get(file.name))
            for file in container.files
            if file.name not in container.absent
        ),
    )


def _contents(container: Container) -> Iterator[str]:
    for number, octets in enumerate(container.contents):
        yield (
            f'<osci:Content><osci:Base64Content Id="{_data_id(container, number)}">'
            f"{base64.encode(in_memory(octets))}</osci:Base64Content></osci:Content>"
        )
    for number, file in enumerate(container.files):
        yield _reference(container, number, file, "")


def _data_id(container: Container, number: int) -> str:
    return f"data{container.number}_{number}"


def _file_id(container: Container, number: int) -> str:
    return f"file{container.number}_{number}"


def _reference(container: Container, number: int, file: File, scope: str) -> str:
    """With `scope` it is the canonical form: declarations first, Id before href."""
    href = escape_attribute(f"cid:{file.name}")
    return (
        f'<osci:Content{scope} Id="{_file_id(container, number)}" '
        f'href="{href}"></osci:Content>'
    )


def _signature(container: Container) -> str:
    """Over every content, every reference to a file, and every file in clear."""
    if container.author is None:
        return ""
    parts = [
        PartToSign(f"#{_data_id(container, number)}", octets, (BASE64_TRANSFORM,))
        for number, octets in enumerate(container.contents)
    ]
    for number, file in enumerate(container.files):
        canonical = _reference(container, number, file, f" {NS}").encode()
        reference = f"#{_file_id(container, number)}"
        parts.append(PartToSign(reference, MemoryOctets(canonical), (C14N,)))
        parts.append(PartToSign(f"cid:{file.name}", file.octets, ()))
    author = container.author
    return signature.sign(parts, author.credential, f"#{author.entry.id}")


def _key_entry(name: str, key: bytes) -> str:
    """The attachment's key lies in clear beside the contents (NOTES 11.2)."""
    name = escape_attribute(name)
    return (
        f'<xenc:EncryptedData Id="Attachment{name}" MimeType="text/xml">'
        f"{encryption.render_method(DEFAULT_METHOD)}<ds:KeyInfo><ds:MgmtData>"
        f"{base64.encode(key)}</ds:MgmtData></ds:KeyInfo><xenc:CipherData>"
        f'<xenc:CipherReference URI="cid:{name}"><xenc:Transforms>'
        f'<ds:Transform Algorithm="{BASE64_TRANSFORM}"></ds:Transform>'
        "</xenc:Transforms></xenc:CipherReference></xenc:CipherData>"
        "</xenc:EncryptedData>"
    )


def _encrypted(container: Container, xml: str) -> str:
    session_key = encryption.new_session_key(DEFAULT_METHOD)
    cipher = b"".join(_cipher(MemoryOctets(xml.encode()), session_key))
    if container.damaged:
        cipher = _with_wrong_bit(cipher)
    keys = "".join(_encrypted_key(session_key, each) for each in container.readers)
    return (
        f'<xenc:EncryptedData {NS} Id="encdata_{container.number}" '
        f'MimeType="text/xml">{encryption.render_method(DEFAULT_METHOD)}'
        f"<ds:KeyInfo>{keys}</ds:KeyInfo><xenc:CipherData><xenc:CipherValue>"
        f"{base64.encode(cipher)}</xenc:CipherValue></xenc:CipherData>"
        "</xenc:EncryptedData>"
    )


def _encrypted_key(session_key: bytes, reader: HeaderCertificate) -> str:
    wrapped = encryption.wrap(session_key, reader.load(), DEFAULT_TRANSPORT)
    return (
        f"<xenc:EncryptedKey>{encryption.render_key_method(DEFAULT_TRANSPORT)}"
        f'<ds:KeyInfo><ds:RetrievalMethod Type="{DS}X509Data" URI="#{reader.id}">'
        "</ds:RetrievalMethod></ds:KeyInfo><xenc:CipherData><xenc:CipherValue>"
        f"{base64.encode(wrapped)}</xenc:CipherValue></xenc:CipherData>"
        "</xenc:EncryptedKey>"
    )


def _part(container: Container, file: File, key: bytes | None) -> PartToSend:
    octets = file.octets
    if key is not None:
        octets = mime.joined(_cipher(octets, key), SealedSpool)
    if file.name in container.spoiled:
        octets = MemoryOctets(_with_wrong_bit(in_memory(octets)))
    return PartToSend(file.name, octets, file.media_type, container.base64)


def _cipher(plain: Octets, key: bytes) -> Iterator[bytes]:
    iv = encryption.new_iv(DEFAULT_METHOD)
    return encryption.encrypt(chunks(plain), key, DEFAULT_METHOD, iv)


def _with_wrong_bit(data: bytes) -> bytes:
    middle = len(data) // 2
    return data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]

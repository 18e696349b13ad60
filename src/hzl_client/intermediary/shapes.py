"""Every form a delivery may take: how the platform might send it, and what may be odd.

Nothing in a delivery says which content is the application; a reader has to find it."""

from dataclasses import dataclass, replace
from enum import Enum

from hzl_client.errors import NoSuchSample
from hzl_client.intermediary import samples
from hzl_client.intermediary.content_package import Author, Container
from hzl_client.intermediary.pki import PracticePki
from hzl_client.intermediary.samples import Sample
from hzl_client.model.credential import Credential
from hzl_client.model.octets import MemoryOctets, in_memory
from hzl_client.osci import certificates
from hzl_client.osci.certificates import HeaderCertificate

AUTHOR_ROLE = "SignatureCertificateOtherAuthor"
ADDRESSEE_ROLE = "CipherCertificateAddressee"
READER_ROLE = "CipherCertificateOtherReader"


class Signed(Enum):
    BY_AUTHOR = "author"
    BY_STRANGER = "stranger"  # mathematically right, but nobody knows the signer
    FORGED = "forged"  # the author's certificate over another key's signature
    NOT = "not"


class Flaw(Enum):
    CIPHERTEXT = "ciphertext"  # one wrong bit: the container stays shut
    XML = "xml"  # the application breaks off in the middle
    SPOILED = "spoiled"  # one wrong bit in the last attachment
    ABSENT = "absent"  # the last attachment does not travel


@dataclass(frozen=True, slots=True)
class Shape:
    """`embedded`: the XML is a Base64Content, else an attachment behind the others.
    `split`: the attachments have a container of their own."""

    embedded: bool = True
    split: bool = False
    encrypted: bool = True
    signed: Signed = Signed.BY_AUTHOR
    for_foreign_reader: bool = False
    extra_for_foreign_reader: bool = False
    flaw: Flaw | None = None
    base64: bool = False
    large: bool = False


SHAPES = {
    "embedded": Shape(),
    "embedded-split": Shape(split=True),
    "embedded-plain": Shape(encrypted=False),
    "embedded-split-plain": Shape(split=True, encrypted=False),
    "attached": Shape(embedded=False),
    "attached-split": Shape(embedded=False, split=True),
    "attached-plain": Shape(embedded=False, encrypted=False),
    "attached-split-plain": Shape(embedded=False, split=True, encrypted=False),
    "base64": Shape(base64=True),
    "large": Shape(large=True),
    "unsigned": Shape(signed=Signed.NOT),
    "stranger": Shape(signed=Signed.BY_STRANGER),
    "forged": Shape(signed=Signed.FORGED),
    "foreign-reader": Shape(for_foreign_reader=True),
    "extra-foreign-reader": Shape(extra_for_foreign_reader=True),
    "damaged": Shape(flaw=Flaw.CIPHERTEXT),
    "broken-xml": Shape(flaw=Flaw.XML),
    "attachment-damaged": Shape(split=True, flaw=Flaw.SPOILED),
    "attachment-missing": Shape(split=True, flaw=Flaw.ABSENT),
}


@dataclass(frozen=True, slots=True)
class Package:
    """`entries` are the certificates its contents refer to, for the header."""

    containers: tuple[Container, ...]
    entries: tuple[HeaderCertificate, ...]


def shape_of(name: str) -> Shape:
    if name not in SHAPES:
        raise NoSuchSample("no such shape", shape=name[:64])
    return SHAPES[name]


def package(shape: Shape, sample: Sample, pki: PracticePki) -> Package:
    if shape.large:
        sample = samples.with_large_attachment(sample)
    if shape.flaw is Flaw.XML:
        sample = _broken_off(sample)
    addressee = certificates.entry(ADDRESSEE_ROLE, pki.recipient_cipher.der)
    foreign = certificates.entry(READER_ROLE, pki.foreign_reader.der)
    author = _author(shape, pki)
    reader = foreign if shape.for_foreign_reader else addressee
    containers = _containers(shape, sample, author, reader)
    if shape.extra_for_foreign_reader:
        note = MemoryOctets(b"<vermerk>Nur zur Kenntnis</vermerk>")
        containers = (*containers, Container(9, (note,), (), author, (foreign,)))
    entries = (
        addressee,
        *((foreign,) if shape.for_foreign_reader else ()),
        *((foreign,) if shape.extra_for_foreign_reader else ()),
        *((author.entry,) if author else ()),
    )
    return Package(containers, entries)


def _containers(
    shape: Shape, sample: Sample, author: Author | None, reader: HeaderCertificate
) -> tuple[Container, ...]:
    first = Container(
        number=1,
        contents=(sample.message.octets,) if shape.embedded else (),
        files=() if shape.embedded else (sample.message,),
        author=author,
        readers=(reader,) if shape.encrypted else (),
        base64=shape.base64,
        damaged=shape.flaw is Flaw.CIPHERTEXT,
    )
    last = frozenset(file.name for file in sample.attachments[-1:])
    spoiled = last if shape.flaw is Flaw.SPOILED else frozenset[str]()
    absent = last if shape.flaw is Flaw.ABSENT else frozenset[str]()
    if not shape.split:
        files = (*sample.attachments, *first.files)
        return (replace(first, files=files, spoiled=spoiled, absent=absent),)
    second = replace(
        first,
        number=2,
        contents=(),
        files=sample.attachments,
        spoiled=spoiled,
        absent=absent,
    )
    return (first, second)


def _author(shape: Shape, pki: PracticePki) -> Author | None:
    if shape.signed is Signed.NOT:
        return None
    credential = pki.author if shape.signed is Signed.BY_AUTHOR else pki.stranger
    if shape.signed is Signed.FORGED:
        credential = Credential(pki.stranger.key, pki.author.certificate)
    return Author(credential, certificates.entry(AUTHOR_ROLE, credential.der))


def _broken_off(sample: Sample) -> Sample:
    message = in_memory(sample.message.octets)
    broken = replace(sample.message, octets=MemoryOctets(message[: len(message) // 2]))
    return replace(sample, message=broken)

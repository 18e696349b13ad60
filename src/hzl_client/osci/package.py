"""What comes out of a ContentPackage: contents, signatures, and what went wrong."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from lxml import etree

from hzl_client.errors import DuplicateId, HzlError, MalformedXml, PeerError, TrustError
from hzl_client.model.delivery import AuthorSignature, Content
from hzl_client.model.finding import Finding
from hzl_client.xmlkit import Element
from hzl_client.xmlsec.encryption import EncryptionFacts
from hzl_client.xmlsec.names import DS, OSCI, XENC

CONTAINER = f"{{{OSCI}}}ContentContainer"
CONTENT = f"{{{OSCI}}}Content"
ENCRYPTED_DATA = f"{{{XENC}}}EncryptedData"
SIGNATURE = f"{{{DS}}}Signature"
EMPTY = "<osci:ContentPackage></osci:ContentPackage>"
_IDS = etree.XPath("//@Id", smart_strings=False)
# What a message can be guilty of; a full disk is no property of the message.
GUILT = (PeerError, TrustError)


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


@dataclass(slots=True)
class Notes:
    """What is noticed on the way through one package."""

    problems: list[Problem] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    _said: set[tuple[str, str]] = field(default_factory=set)

    def problem(self, error: HzlError, path: str) -> None:
        self.problems.append(Problem(error, path))
        self._said.add((error.name, path))

    def problem_once(self, error: HzlError, path: str) -> None:
        """An attachment is met again by every signature around it."""
        if (error.name, path) not in self._said:
            self.problem(error, path)


def check_ids(root: Element) -> None:
    """DuplicateId if one stands twice: then a reference could mean either."""
    refuse_twice(_IDS(root))


def refuse_twice(identifiers: Sequence[str]) -> None:
    if len(set(identifiers)) < len(identifiers):
        raise DuplicateId("Id given twice")


def only_child(element: Element, name: str) -> Element:
    """The one xenc child of that name."""
    found = element.findall(f"{{{XENC}}}{name}")
    if len(found) != 1:
        raise MalformedXml("expected exactly one element", name=name)
    return found[0]

"""XSozial-basis, read through the catalogue: every leaf a field, people on cards."""

import re
from dataclasses import dataclass

from hzl_client import xmlkit
from hzl_client.model.application import Application, Document, Section, Summary
from hzl_client.model.delivery import Content
from hzl_client.model.finding import Finding
from hzl_client.standards import enclosures, leaves, people
from hzl_client.standards.catalogue import Catalogue
from hzl_client.standards.embedded import Embedded, decode
from hzl_client.standards.enclosures import Named, Sniff
from hzl_client.standards.fields import FieldMaker
from hzl_client.standards.leaves import Leaf, namespace_of
from hzl_client.standards.people import Card, first
from hzl_client.standards.sections import Arrangement, Titles
from hzl_client.standards.values import Format, day
from hzl_client.xmlkit import Element

_ROOT = re.compile(r"vorgang\.transportieren\.[0-9]+")
_VERSION_IN_NAMESPACE = re.compile(r"Version_([0-9]+(?:_[0-9]+)*)")
_VERSION = re.compile(r"[0-9]+(?:\.[0-9]+)*")
_DOCUMENT, _FILE = "dokument", "dokumentRepraesentation"


@dataclass(frozen=True, slots=True)
class XSozial:
    catalogue: Catalogue
    sniff: Sniff

    def recognises(self, root: Element) -> bool:
        """Any message of the family; the known one under a foreign name space too."""
        namespace = namespace_of(root)
        if namespace.startswith(self.catalogue.namespace):
            return True
        return _ROOT.fullmatch(xmlkit.local_name(root)) is not None

    def read(
        self, root: Element, xml: Content, others: tuple[Content, ...]
    ) -> Application:
        own = self.catalogue.own
        found = self._leaves(root, own)
        files = self._files(found)
        named = _named(found, files)
        cards = people.cards(found)
        documents, notices = enclosures.collect(named, others, self.sniff)

        def arranged(catalogue: Catalogue) -> tuple[Section, ...]:
            ordered = found if catalogue is own else self._leaves(root, catalogue)
            return _arrangement(catalogue, cards, found, files).of(ordered)

        version = _stated_version(found) or _namespace_version(root)
        return Application(
            standard=self.catalogue.standard,
            version=version,
            summary=self._summary(root, found, cards, documents),
            arrange=lambda: arranged(self.catalogue),
            arrange_own=None if self.catalogue is own else lambda: arranged(own),
            documents=documents,
            leaves=leaves.count(root),
            persons=tuple(card.person for card in cards),
            findings=(*self._doubts(root, found), *notices),
            xml=xml.octets,
        )

    def _leaves(self, root: Element, catalogue: Catalogue) -> tuple[Leaf, ...]:
        return leaves.Walk(catalogue.rank, self._foreign_to(root)).leaves(root)

    def _foreign_to(self, root: Element) -> leaves.IsForeign:
        own = {"", namespace_of(root)}
        family = self.catalogue.namespace
        return lambda uri: uri not in own and not uri.startswith(family)

    def _files(self, found: tuple[Leaf, ...]) -> dict[str, Embedded]:
        """Decoded once, by path; an empty element is an empty field, no file."""
        entries = ((leaf, self.catalogue.find(leaf.names)) for leaf in found)
        return {
            leaf.path: decode(leaf.raw)
            for leaf, entry in entries
            if entry is not None
            and entry.format is Format.FILE
            and leaf.value
            and not leaf.namespace
        }

    def _summary(
        self,
        root: Element,
        found: tuple[Leaf, ...],
        cards: tuple[Card, ...],
        documents: tuple[Document, ...],
    ) -> Summary:
        applied_on = first(found, "vorgang", "antragsDatum")
        chosen = sorted(cards, key=lambda c: (not c.is_person, not c.applicant))
        place = next((card.place for card in chosen if card.place), "")
        return Summary(
            title=people.title(cards, applied_on) or xmlkit.local_name(root),
            service=self._service(first(found, "@produkt")),
            place=place,
            application_date=day(applied_on) or applied_on,
            persons=sum(card.is_person for card in cards),
            documents=sum(d.octets is not None and not d.main for d in documents),
            birth_date=chosen[0].person.birth_date if chosen else "",
            message_uuid=first(found, "identifikation.nachricht", "nachrichtenUUID"),
            case_id=first(found, "identifikationVorgang", "vorgangsID"),
            test="test" in root.attrib,
            people=tuple(card.name for card in cards if card.name),
            files=tuple(document.name for document in documents),
        )

    def _service(self, product: str) -> str:
        for ending in self.catalogue.service_endings:
            product = product.removesuffix(" " + ending)
        return product

    def _doubts(self, root: Element, found: tuple[Leaf, ...]) -> list[Finding]:
        """What a person should know before trusting the labels; never a refusal."""
        doubts = []
        stated, meant = _stated_version(found), _namespace_version(root)
        if not namespace_of(root).startswith(self.catalogue.namespace):
            doubts.append(Finding("schema-namespace-unknown"))
        elif stated and stated != meant:
            doubts.append(Finding("schema-version-mismatch", _harmless(stated)))
        if (stated or meant) not in self.catalogue.versions:
            doubts.append(Finding("schema-version-unknown", _harmless(stated or meant)))
        if not _ROOT.fullmatch(xmlkit.local_name(root)):
            doubts.append(Finding("message-type-unknown"))
        if any("auskunftssperre" in leaf.names for leaf in found):
            doubts.append(Finding("disclosure-blocked"))
        return doubts


def _arrangement(
    catalogue: Catalogue,
    cards: tuple[Card, ...],
    found: tuple[Leaf, ...],
    files: dict[str, Embedded],
) -> Arrangement:
    maker = FieldMaker(catalogue)
    titles = Titles(cards, _document_names(found), catalogue.title)
    return Arrangement(
        lambda leaf, spot: maker.field(leaf, spot.depth, files.get(leaf.path)),
        titles.of,
        lambda leaf: not leaf.namespace and catalogue.hides(leaf.names),
        catalogue.office.overlay.areas,
    )


def _stated_version(found: tuple[Leaf, ...]) -> str:
    return next((leaf.value for leaf in found if leaf.names == ("@version",)), "")


def _namespace_version(root: Element) -> str:
    found = _VERSION_IN_NAMESPACE.search(namespace_of(root))
    return found[1].replace("_", ".") if found else ""


def _harmless(version: str) -> str:
    """A finding's detail may hold a version, not whatever somebody wrote there."""
    return version if _VERSION.fullmatch(version) and len(version) <= 20 else ""


def _document_names(found: tuple[Leaf, ...]) -> dict[tuple[str, ...], str]:
    names: dict[tuple[str, ...], str] = {}
    for leaf in found:
        if leaf.names[-2:] == (_DOCUMENT, "name") and not leaf.namespace:
            names.setdefault(leaf.steps[:-1], leaf.value)
    return names


def _named(found: tuple[Leaf, ...], files: dict[str, Embedded]) -> tuple[Named, ...]:
    """Each `dokumentRepraesentation` is one file, in the order of the document."""
    inside: dict[tuple[str, ...], list[Leaf]] = {}
    around: dict[tuple[str, ...], list[Leaf]] = {}
    for leaf in found:
        own = leaf.names[: leaf.own]
        if _DOCUMENT not in own[:-1]:
            continue
        depth = own.index(_DOCUMENT) + 1
        if own[depth:-1][:1] == (_FILE,):
            inside.setdefault(leaf.steps[: depth + 1], []).append(leaf)
        else:
            around.setdefault(leaf.steps[:depth], []).append(leaf)
    return tuple(
        _file(way, members, around.get(way[:-1], []), files)
        for way, members in inside.items()
    )


def _file(
    way: tuple[str, ...],
    members: list[Leaf],
    around: list[Leaf],
    files: dict[str, Embedded],
) -> Named:
    content = next((leaf for leaf in members if leaf.path in files), None)
    names = (first(members, "dateiname"), first(around, _DOCUMENT, "name"))
    return Named(
        key=content.path if content else "/".join(way),
        names=tuple(name for name in names if name) or (f"Dokument {way[-2]}",),
        declared_type=first(members, "mimeType"),
        code=first(around, "dokumentTyp", "code"),
        embedded=files[content.path] if content else None,
    )

"""Contents of a delivery: decrypted, resolved, and checked against their authors.

Nothing here stops at the first fault: what can be read is read, every reason why
something could not be is kept with its place (NOTES 10 to 12).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from hzl_client.errors import DuplicateId, MalformedXml
from hzl_client.model.credential import Credential
from hzl_client.model.delivery import Content, Trust
from hzl_client.model.finding import Finding
from hzl_client.model.octets import NewSpool
from hzl_client.osci import attachment, embedded
from hzl_client.osci.attachment import Attachments, Keys, is_key_entry
from hzl_client.osci.author import AuthorCheck, Covered, trust
from hzl_client.osci.budget import Budget
from hzl_client.osci.encrypted_content import ContentReader
from hzl_client.osci.order import CONTENT_PACKAGE, Order
from hzl_client.osci.package import (
    CONTAINER,
    CONTENT,
    ENCRYPTED_DATA,
    GUILT,
    SIGNATURE,
    ContainerFacts,
    EncryptedFacts,
    Notes,
    OpenedPackage,
    check_ids,
)
from hzl_client.xmlkit import Element, children
from hzl_client.xmlsec.digests import digested
from hzl_client.xmlsec.names import OSCI
from hzl_client.xmlsec.policy import Policy

BASE64_CONTENT = f"{{{OSCI}}}Base64Content"
IN_CLEAR = Finding("attachment-in-clear")
_LONGEST_NAME = 200  # characters in a path
MAX_NESTING = 12  # containers in containers; real messages nest twice


def open_package(
    order: Order, keys: Sequence[Credential], policy: Policy, new_spool: NewSpool
) -> OpenedPackage:
    """Everything the reader keys open in the ContentPackage of an order message.

    Raises nothing for what stands in the message, only SurroundingsError.
    """
    reading = _Reading(order, tuple(keys), policy, new_spool)
    packages = order.body.findall(CONTENT_PACKAGE)
    if len(packages) > 1:  # which one is meant, nobody could say
        error = MalformedXml("more than one ContentPackage", found=len(packages))
        reading.notes.problem(error, "plain")
    elif packages:
        reading.package(packages[0])
    reading.report_unreferenced()
    return OpenedPackage(
        contents=tuple(reading.contents),
        containers=tuple(reading.containers),
        encryption=tuple(reading.encryption),
        problems=tuple(reading.notes.problems),
        findings=tuple(dict.fromkeys(reading.notes.findings)),
    )


@dataclass(frozen=True, slots=True)
class _Scope:
    """Where we are: path, keys for attachments from here outwards, what data and
    files are worth by the signatures around us, and depth."""

    path: str
    keys: Keys
    trust: Trust = Trust.UNSIGNED
    files: Trust = Trust.UNSIGNED
    depth: int = 0
    encrypted: bool = False  # for readers, not only on its way

    def below(self, name: str) -> str:
        """Cut: an Id of a megabyte would be in the path of each of 10,000 contents."""
        return f"{self.path}/{name[:_LONGEST_NAME]}"


@dataclass(slots=True)
class _Found:
    """What one container holds, before its signatures decide what it is worth."""

    covered: Covered = field(default_factory=Covered)
    contents: list[Content] = field(default_factory=list)  # trust not yet decided
    nested: list[tuple[Element, str]] = field(default_factory=list)


class _Reading:
    """One pass over one ContentPackage; collects, never raises for bad content."""

    def __init__(
        self,
        order: Order,
        keys: tuple[Credential, ...],
        policy: Policy,
        new_spool: NewSpool,
    ) -> None:
        self._root = order.root
        self._policy = policy
        self._new_spool = new_spool
        self.notes = Notes()
        self._reader = ContentReader(keys, order.certificates, policy, new_spool)
        self._authors = AuthorCheck(order.certificates, policy, self.notes)
        by_name = {a.part.content_id: a for a in order.attachments}
        self._attachments = Attachments(by_name, new_spool, self.notes)
        self.contents: list[Content] = []
        self.containers: list[ContainerFacts] = []
        self.encryption: list[EncryptedFacts] = []
        self._budget = Budget()

    def package(self, package: Element) -> None:
        try:
            check_ids(self._root)
            self._budget.document(package)
        except (DuplicateId, MalformedXml) as error:
            self.notes.problem(error, "plain")
            return
        for element in children(package):
            if element.tag == ENCRYPTED_DATA:
                self._encrypted(element, _Scope("enc", {}))
            elif element.tag == CONTAINER:
                self._container(element, _Scope("plain", {}))
            else:
                found = Finding("unexpected-element", "ContentPackage")
                self.notes.findings.append(found)

    def report_unreferenced(self) -> None:
        """Not where some container stayed shut: the references may be in there."""
        error = self._attachments.unreferenced()
        if error is not None and not any(each.error for each in self.encryption):
            self.notes.problem(error, "")

    def _encrypted(self, element: Element, scope: _Scope) -> None:
        try:
            self._budget.ciphertext()
            opened = self._reader.open(element)
            self._budget.document(opened.container)
        except GUILT as error:
            self.encryption.append(EncryptedFacts(scope.path, None, error.name))
            self.notes.problem(error, scope.path)
            return
        self.notes.findings += opened.findings
        self.encryption.append(EncryptedFacts(scope.path, opened.facts))
        self._container(opened.container, replace(scope, encrypted=True))

    def _container(self, element: Element, scope: _Scope) -> None:
        path = scope.below(element.get("Id") or "contentcontainer")
        if scope.depth >= MAX_NESTING:
            self.notes.problem(MalformedXml("contents nested too deep"), path)
            return
        own_keys = attachment.read_keys(element, path, self._policy, self.notes)
        inner = _Scope(path, {**scope.keys, **own_keys}, encrypted=scope.encrypted)
        found = self._found(element, inner)
        signatures = tuple(
            self._authors.check(child, found.covered, path)
            for child in element.iterchildren(SIGNATURE)
        )
        self.containers.append(ContainerFacts(path, signatures))
        worth, files = (trust(o, signatures) for o in (scope.trust, scope.files))
        self.contents += [
            replace(each, trust=files if each.kind == "attachment" else worth)
            for each in found.contents
        ]
        within = replace(inner, trust=worth, files=files, depth=scope.depth + 1)
        for child, below in found.nested:
            if child.tag == CONTAINER:
                self._container(child, replace(within, path=below))
            else:
                # Signed is the ciphertext: the files it refers to are not (NOTES 19.6).
                out = Trust.UNSIGNED if worth is Trust.SIGNED else worth
                self._encrypted(child, replace(within, path=below, files=out))

    def _found(self, container: Element, scope: _Scope) -> _Found:
        found = _Found()
        for number, child in enumerate(children(container)):
            if child.tag == CONTENT:
                self._content(child, number, scope, found)
            elif child.tag == ENCRYPTED_DATA and not is_key_entry(child):
                try:
                    found.covered.encrypted(child)
                except MalformedXml as error:
                    self.notes.problem(error, scope.path)
                else:
                    found.nested.append((child, scope.path))
        return found

    def _content(
        self, element: Element, number: int, scope: _Scope, found: _Found
    ) -> None:
        inner = list(children(element))
        data = inner[0] if len(inner) == 1 else None
        href = element.get("href")
        name = f"content[{number}]"
        if data is not None and data.tag == BASE64_CONTENT and href is None:
            self._data(data, scope.below(data.get("Id") or name), found)
        elif data is not None and data.tag == CONTAINER and href is None:
            path = scope.below(element.get("Id") or name)
            self._nested(element, data, replace(scope, path=path), found)
        elif not inner and href is not None and href.startswith("cid:"):
            path = scope.below(f"{element.get('Id') or name}/{href}")
            self._attachment(element, replace(scope, path=path), found)
        else:
            self.notes.problem(MalformedXml("content of an unknown form"), scope.path)

    def _data(self, data: Element, path: str, found: _Found) -> None:
        try:
            octets = digested(embedded.read(data, self._new_spool))
        except ValueError:
            self.notes.problem(MalformedXml("content is not base64"), path)
            return
        except GUILT as error:
            self.notes.problem(error, path)
            return
        found.covered.data(data, octets)
        found.contents.append(Content(path, "content", "", "", octets, Trust.UNSIGNED))

    def _nested(
        self, element: Element, data: Element, scope: _Scope, found: _Found
    ) -> None:
        """The signature around covers the attachments referred to inside, too."""
        found.nested.append((data, scope.path))
        found.covered.element(element)
        keys = scope.keys | attachment.keys_below(data, self._policy)
        for content in data.iter(CONTENT):
            href = content.get("href", "")
            if href.startswith("cid:"):
                octets = self._attachments.resolve(href[4:], keys, scope.path)
                found.covered.attachment(href, octets)

    def _attachment(self, element: Element, scope: _Scope, found: _Found) -> None:
        href = element.get("href", "")
        name = href[4:]
        found.covered.element(element)
        octets = self._attachments.resolve(name, scope.keys, scope.path)
        found.covered.attachment(href, octets)
        if octets is None:
            return
        try:
            self._budget.attachment(name)
        except MalformedXml as error:
            self.notes.problem_once(error, href)
            return
        if scope.encrypted and name not in scope.keys:
            self.notes.findings.append(IN_CLEAR)
        media_type = self._attachments.media_type(name)
        found.contents.append(
            Content(scope.path, "attachment", name, media_type, octets, Trust.UNSIGNED)
        )

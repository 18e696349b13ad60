"""Every Angabe of a document, found by walking it, and counted a second way.

An Angabe is a leaf element or an attribute of the root. Two more things would vanish
otherwise and therefore count as well: text that stands beside child elements, and
attributes of inner elements. Only `listURI` and `listVersionID` of an element with a
`code` belong to that code and are shown with it.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree

from hzl_client import xmlkit
from hzl_client.standards.values import XML_SPACE
from hzl_client.xmlkit import Element

LIST_ATTRIBUTES = frozenset({"listURI", "listVersionID"})
MIXED_TEXT = "text()"
Names = tuple[str, ...]
Rank = Callable[[Names], int]
IsForeign = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Leaf:
    """`names` are local names below the root, `steps` the same with an index where
    siblings share a name; an attribute ends in `@name`, mixed text in `text()`.

    `namespace` is the innermost foreign one on the way, "" if there is none; only
    the first `own` names are the standard's.
    """

    names: Names
    steps: tuple[str, ...]
    raw: str
    element: Element
    namespace: str
    own: int

    @property
    def path(self) -> str:
        return "/".join(self.steps)

    @property
    def value(self) -> str:
        return self.raw.strip(XML_SPACE)

    @property
    def is_element(self) -> bool:
        return not (self.names[-1].startswith("@") or self.names[-1] == MIXED_TEXT)


@dataclass(frozen=True, slots=True)
class _Place:
    names: Names = ()
    steps: tuple[str, ...] = ()
    namespace: str = ""
    own: int = 0

    def below(self, name: str, step: str, foreign: str = "") -> "_Place":
        namespace = foreign or self.namespace
        own = self.own if namespace else self.own + 1
        return _Place((*self.names, name), (*self.steps, step), namespace, own)

    def leaf(self, raw: str, element: Element) -> Leaf:
        return Leaf(self.names, self.steps, raw, element, self.namespace, self.own)


@dataclass(frozen=True, slots=True)
class _Block:
    """A child or attribute with everything below it, in the order to show."""

    name: str
    rank: int
    leaves: list[Leaf]


@dataclass(frozen=True, slots=True)
class Walk:
    """`rank` orders siblings of different names, as the catalogue wants them; those
    of one name and those of one rank keep the order of the document. `is_foreign`
    says of a namespace that the standard does not know it."""

    rank: Rank
    is_foreign: IsForeign
    codes_own_lists: bool = True

    def leaves(self, root: Element) -> tuple[Leaf, ...]:
        place = _Place()
        if not has_children(root):
            name = xmlkit.local_name(root)
            leaf = place.below(name, name).leaf(xmlkit.text_of(root), root)
            attributes = self._attributes(root, place, owned=False)
            return (*(b.leaves[0] for b in attributes), leaf)
        return tuple(self._below(root, place, owned=False))

    def _below(
        self, element: Element, place: _Place, *, owned: bool | None = None
    ) -> list[Leaf]:
        inner = list(xmlkit.children(element))
        text = xmlkit.text_of(element)
        if owned is None:
            owned = self.codes_own_lists and has_code(element)
        blocks = self._attributes(element, place, owned=owned)
        if not inner:
            leaf = place.leaf(text, element)
            blocks.insert(0, _Block("", self.rank(leaf.names), [leaf]))
        elif text.strip(XML_SPACE):
            leaf = place.below(MIXED_TEXT, MIXED_TEXT).leaf(text, element)
            blocks.append(_Block(MIXED_TEXT, self.rank(leaf.names), [leaf]))
        for child, name, step in _numbered(inner):
            uri = namespace_of(child)
            foreign = uri if self.is_foreign(uri) else ""
            leaves = self._below(child, place.below(name, step, foreign))
            rank = min(self.rank(leaf.names) for leaf in leaves)
            blocks.append(_Block(name, rank, leaves))
        return _ordered(blocks)

    def _attributes(
        self, element: Element, place: _Place, *, owned: bool
    ) -> list[_Block]:
        """`owned`: the list attributes belong to a code and are shown with it."""
        found = []
        seen = Counter[str]()
        for key, raw in element.attrib.items():
            if owned and key in LIST_ATTRIBUTES:
                continue
            name = "@" + etree.QName(str(key)).localname
            seen[name] += 1
            step = name if seen[name] == 1 else f"{name}[{seen[name]}]"
            leaf = place.below(name, step).leaf(str(raw), element)
            found.append(_Block(name, self.rank(leaf.names), [leaf]))
        return found


def _ordered(blocks: list[_Block]) -> list[Leaf]:
    lowest: dict[str, int] = {}
    for block in blocks:
        lowest[block.name] = min(block.rank, lowest.get(block.name, block.rank))
    blocks.sort(key=lambda block: lowest[block.name])
    return [leaf for block in blocks for leaf in block.leaves]


def _numbered(children: list[Element]) -> Iterator[tuple[Element, str, str]]:
    names = [xmlkit.local_name(child) for child in children]
    many, seen = Counter(names), Counter[str]()
    for child, name in zip(children, names, strict=True):
        seen[name] += 1
        yield child, name, f"{name}[{seen[name]}]" if many[name] > 1 else name


def namespace_of(element: Element) -> str:
    return etree.QName(element).namespace or ""


def has_children(element: Element) -> bool:
    return next(xmlkit.children(element), None) is not None


def has_code(element: Element) -> bool:
    """Whether `listURI` here speaks of a `code` below."""
    return any(
        xmlkit.local_name(child) == "code" and not has_children(child)
        for child in xmlkit.children(element)
    )


# Independent of the walk above on purpose: libxml2 counts, not we.
_COUNT = "count(//*[not(*)]) + count(//@*) + count(//*[*][text()[normalize-space()]])"
_OWNED = (
    "count(/*//*[*[local-name()='code' and not(*)]]"
    "/@*[name()='listURI' or name()='listVersionID'])"
)


def count(root: Element, *, codes_own_lists: bool = True) -> int:
    expression = f"{_COUNT} - {_OWNED}" if codes_own_lists else _COUNT
    return int(float(str(root.getroottree().xpath(expression))))

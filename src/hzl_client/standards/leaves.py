"""Every Angabe of a document, found by walking it, and counted a second way.

An Angabe is a leaf element or an attribute of the root. Two more things would vanish
otherwise and therefore count as well: text that stands beside child elements, and
attributes of inner elements. Only `listURI` and `listVersionID` of an element with a
`code` belong to that code and are shown with it.
"""

import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from lxml import etree

from hzl_client import xmlkit
from hzl_client.errors import TooManyLeaves
from hzl_client.standards.values import XML_SPACE
from hzl_client.xmlkit import Element

LIST_ATTRIBUTES = frozenset({"listURI", "listVersionID"})
MIXED_TEXT = "text()"
MAX_LEAVES = 20_000  # an application has some hundred
MAX_PATHS = 20_000_000  # characters of all paths together
Names = tuple[str, ...]
Rank = tuple[int, int]  # as the office put it, then as the catalogue does
NOT_ORDERED: Final = sys.maxsize
UNKNOWN: Final = sys.maxsize
IsForeign = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Holder:
    """What the children of one element say of each other, found out once for all."""

    has_code: bool = False  # `listURI` here speaks of a `code` below
    code_text: str = ""  # the `name` an XÖV code may bring along
    is_group: bool = False  # more than one code or a value of its own

    @classmethod
    def of(cls, children: list[Element], called: list[str]) -> "Holder":
        """`called` are the local names of these children."""
        if "code" not in called and "name" not in called:  # nearly always
            return _GROUP if children else _NOTHING
        plain = [
            (name, child)
            for name, child in zip(called, children, strict=True)
            if not has_children(child)
        ]
        codes = [child for name, child in plain if name == "code"]
        names = [child for name, child in plain if name == "name"]
        # With several codes or names the text could mean either.
        clear = len(codes) == len(names) == 1
        return cls(
            has_code=bool(codes),
            code_text=xmlkit.text_of(names[0]).strip(XML_SPACE) if clear else "",
            is_group=len(codes) + len(names) < len(children),
        )


_NOTHING = Holder()
_GROUP = Holder(is_group=True)


@dataclass(frozen=True, slots=True)
class Leaf:
    """`names` are local names below the root, `steps` the same with an index where
    siblings share a name; an attribute ends in `@name`, mixed text in `text()`.
    `holders` are the elements these names stand in, the root first.

    `namespace` is the innermost foreign one on the way, "" if there is none; only
    the first `own` names are the standard's.
    """

    names: Names
    steps: tuple[str, ...]
    holders: tuple[Holder, ...]
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

    @property
    def is_of_root(self) -> bool:
        """An attribute of the root."""
        return len(self.names) == 1 and self.names[0].startswith("@")

    @property
    def is_code(self) -> bool:
        return self.names[-1] == "code" and len(self.names) > 1

    def is_group(self, depth: int) -> bool:
        """Whether the element at `depth` of the way holds more than a value."""
        return depth + 1 < len(self.holders) and self.holders[depth + 1].is_group


@dataclass(slots=True)  # never changed; frozen ones take twice as long to make
class _Place:
    names: Names = ()
    steps: tuple[str, ...] = ()
    holders: tuple[Holder, ...] = ()
    namespace: str = ""
    own: int = 0

    def inside(self, holder: Holder) -> "_Place":
        holders = (*self.holders, holder)
        return _Place(self.names, self.steps, holders, self.namespace, self.own)

    def below(self, name: str, step: str, foreign: str = "") -> "_Place":
        namespace = foreign or self.namespace
        return _Place(
            names=(*self.names, name),
            steps=(*self.steps, step),
            holders=self.holders,
            namespace=namespace,
            own=self.own if namespace else self.own + 1,
        )

    def leaf(self, raw: str, element: Element) -> Leaf:
        return Leaf(
            names=self.names,
            steps=self.steps,
            holders=self.holders,
            raw=raw,
            element=element,
            namespace=self.namespace,
            own=self.own,
        )


@dataclass(slots=True)
class _Block:
    """A child or attribute with everything below it, in the order to show."""

    name: str
    rank: Rank
    leaves: list[Leaf]


@dataclass(frozen=True, slots=True)
class Walk:
    """`rank` orders siblings of different names, as the catalogue wants them; those
    of one name and those of one rank keep the order of the document. A group stands
    where the office put it, else where the first of its leaves would. `is_foreign`
    says of a namespace that the standard does not know it."""

    rank: Callable[[Names], Rank]
    is_foreign: IsForeign
    codes_own_lists: bool = True

    def leaves(self, root: Element) -> tuple[Leaf, ...]:
        """TooManyLeaves for more than anyone could look through."""
        if _AT_MOST(root) > MAX_LEAVES:
            number = count(root, codes_own_lists=self.codes_own_lists)
            if number > MAX_LEAVES:
                raise TooManyLeaves("too many Angaben", found=number)
        if has_children(root):
            found = tuple(self._below(root, _Place(), is_root=True).leaves)
            if sum(map(_way, found)) > MAX_PATHS:
                raise TooManyLeaves("names of Angaben too long", found=len(found))
            return found
        place = _Place().inside(Holder())
        name = xmlkit.local_name(root)
        leaf = place.below(name, name).leaf(xmlkit.text_of(root), root)
        attributes = self._attributes(root, place, owned=False)
        return (*(block.leaves[0] for block in attributes), leaf)

    def _below(
        self, element: Element, place: _Place, *, is_root: bool = False
    ) -> _Block:
        if not len(element) and not element.attrib:  # nearly all of them
            return self._block(place.leaf(element.text or "", element))
        inner = list(xmlkit.children(element))
        text = xmlkit.text_of(element)
        parted = [str(child.tag).rpartition("}") for child in inner]
        called = [local for _, _, local in parted]
        holder = Holder.of(inner, called)
        inside = place.inside(holder)
        owned = self.codes_own_lists and holder.has_code and not is_root
        blocks = self._attributes(element, inside, owned=owned)
        if not inner:
            blocks.insert(0, self._block(place.leaf(text, element)))
        elif text.strip(XML_SPACE):
            mixed = inside.below(MIXED_TEXT, MIXED_TEXT)
            blocks.append(self._block(mixed.leaf(text, element)))
        steps = _numbered(called)
        for child, (head, _, name), step in zip(inner, parted, steps, strict=True):
            foreign = head[1:] if self.is_foreign(head[1:]) else ""
            blocks.append(self._below(child, inside.below(name, step, foreign)))
        name = place.names[-1] if place.names else ""
        return _Block(name, self._rank_of_group(place, blocks), _ordered(blocks))

    def _rank_of_group(self, place: _Place, blocks: list[_Block]) -> Rank:
        own = self.rank(place.names) if place.names else (NOT_ORDERED, UNKNOWN)
        if own[0] != NOT_ORDERED:
            return own
        return min(block.rank for block in blocks)

    def _attributes(
        self, element: Element, place: _Place, *, owned: bool
    ) -> list[_Block]:
        """`owned`: the list attributes belong to a code and are shown with it."""
        if not element.attrib:
            return []
        found = []
        seen = Counter[str]()
        for key, raw in xmlkit.attributes(element):
            if owned and key in LIST_ATTRIBUTES:
                continue
            name = "@" + etree.QName(key).localname
            seen[name] += 1
            step = name if seen[name] == 1 else f"{name}[{seen[name]}]"
            found.append(self._block(place.below(name, step).leaf(raw, element)))
        return found

    def _block(self, leaf: Leaf) -> _Block:
        return _Block(leaf.names[-1], self.rank(leaf.names), [leaf])


def _way(leaf: Leaf) -> int:
    return sum(map(len, leaf.steps))


def _ordered(blocks: list[_Block]) -> list[Leaf]:
    if len(blocks) == 1:
        return blocks[0].leaves
    lowest: dict[str, Rank] = {}
    for block in blocks:
        lowest[block.name] = min(block.rank, lowest.get(block.name, block.rank))
    blocks.sort(key=lambda block: lowest[block.name])
    return [leaf for block in blocks for leaf in block.leaves]


def _numbered(names: list[str]) -> list[str]:
    if len(set(names)) == len(names):
        return names
    many, seen = Counter(names), Counter[str]()
    steps = []
    for name in names:
        seen[name] += 1
        steps.append(f"{name}[{seen[name]}]" if many[name] > 1 else name)
    return steps


def namespace_of(element: Element) -> str:
    tag = str(element.tag)  # quicker than a QName
    return tag.rpartition("}")[0][1:]


def has_children(element: Element) -> bool:
    return len(element) > 0 and next(xmlkit.children(element), None) is not None


# Independent of the walk above on purpose: libxml2 counts, not we.
_COUNT = "count(//*[not(*)]) + count(//@*) + count(//*[*][text()[normalize-space()]])"
_OWNED = (
    "count(/*//*[*[local-name()='code' and not(*)]]"
    "/@*[name()='listURI' or name()='listVersionID'])"
)
_ALL = etree.XPath(_COUNT)
_UNOWNED = etree.XPath(f"{_COUNT} - {_OWNED}")
_AT_MOST = etree.XPath("count(//*) + count(//@*)")  # in a fifth of the time


def count(root: Element, *, codes_own_lists: bool = True) -> int:
    counted = _UNOWNED if codes_own_lists else _ALL
    return int(float(str(counted(root.getroottree()))))

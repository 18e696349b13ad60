"""Any other XML, shown as the tree it is: every leaf and every attribute a field."""

from dataclasses import dataclass
from functools import partial
from itertools import takewhile

from hzl_client import xmlkit
from hzl_client.model.application import Application, Field, Section, Summary
from hzl_client.model.delivery import Content
from hzl_client.model.finding import Finding
from hzl_client.standards import enclosures, leaves
from hzl_client.standards.enclosures import Sniff
from hzl_client.standards.fields import FieldMaker
from hzl_client.standards.labels import label_from_name
from hzl_client.standards.leaves import Leaf
from hzl_client.standards.sections import label_from_step
from hzl_client.xmlkit import Element

STANDARD = "XML"


@dataclass(frozen=True, slots=True)
class PlainXml:
    sniff: Sniff

    def recognises(self, root: Element) -> bool:  # noqa: ARG002 – takes everything
        return True

    def read(
        self, root: Element, xml: Content, others: tuple[Content, ...]
    ) -> Application:
        walk = leaves.Walk(
            rank=lambda _: (0, 0), is_foreign=lambda _: False, codes_own_lists=False
        )
        documents, notices = enclosures.collect((), others, self.sniff)
        return Application(
            standard=STANDARD,
            version="",
            summary=Summary(
                title=xmlkit.local_name(root),
                service="",
                place="",
                application_date="",
                persons=0,
                documents=sum(not d.main for d in documents),
                files=tuple(document.name for document in documents),
            ),
            arrange=partial(_sections, xmlkit.local_name(root), walk.leaves(root)),
            documents=documents,
            leaves=leaves.count(root, codes_own_lists=False),
            findings=(Finding("not-an-application"), *notices),
            xml=xml.octets,
        )


def _sections(root_name: str, found: tuple[Leaf, ...]) -> tuple[Section, ...]:
    """One section per group where the document first branches out; what lies above,
    and what is no group, stands together."""
    maker = FieldMaker(None)
    trunk = _trunk(found)
    fields: dict[tuple[str, ...], list[Field]] = {}
    for leaf in found:
        around = _around(leaf)[: len(trunk) + 1]
        fields.setdefault(around, []).append(maker.field(leaf, len(around)))
    return tuple(
        Section(
            label_from_step(around[-1]) if around else label_from_name(root_name),
            tuple(members),
        )
        for around, members in fields.items()
    )


def _around(leaf: Leaf) -> tuple[str, ...]:
    """The group of a leaf; an attribute stands beside the value it says more of."""
    beside = leaf.names[-1].startswith("@") and not leaves.has_children(leaf.element)
    return leaf.steps[: -2 if beside else -1]


def _trunk(found: tuple[Leaf, ...]) -> tuple[str, ...]:
    """The way all values share: mere wrappers would make one endless section."""
    ways = [_around(leaf) for leaf in found if not leaf.is_of_root]
    if not ways:
        return ()
    shortest, longest = min(ways), max(ways)  # what these two share, all do
    shared = takewhile(
        lambda pair: pair[0] == pair[1], zip(shortest, longest, strict=False)
    )
    return tuple(step for step, _ in shared)

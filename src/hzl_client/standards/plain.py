"""Any other XML, shown as the tree it is: every leaf and every attribute a field."""

from dataclasses import dataclass
from functools import partial

from hzl_client import xmlkit
from hzl_client.model.application import Application, Field, Section, Summary
from hzl_client.model.delivery import Content
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
            findings=notices,
            xml=xml.octets,
        )


def _sections(root_name: str, found: tuple[Leaf, ...]) -> tuple[Section, ...]:
    """One section per child of the root that holds more than a value."""
    maker = FieldMaker(None)
    fields: dict[str, list[Field]] = {}
    for leaf in found:
        inside = len(leaf.names) > 1
        step = leaf.steps[0] if inside else ""
        fields.setdefault(step, []).append(maker.field(leaf, 1 if inside else 0))
    return tuple(
        Section(
            label_from_step(step) if step else label_from_name(root_name),
            tuple(members),
        )
        for step, members in fields.items()
    )

"""From a leaf of the XML to a field on the screen."""

from dataclasses import dataclass, replace

from hzl_client.model.application import Code, Field, FieldKind
from hzl_client.standards.catalogue import ASSUMED, Catalogue, Entry
from hzl_client.standards.codelists import BY_OFFICE, FROM_MESSAGE
from hzl_client.standards.embedded import Embedded
from hzl_client.standards.labels import label_from_name, numbered
from hzl_client.standards.leaves import MIXED_TEXT, Leaf
from hzl_client.standards.values import (
    EMPTY,
    XML_SPACE,
    Format,
    Shown,
    show,
    show_by_shape,
    size_text,
)

_NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
_LONGEST_ADDRESS = 200
_NOTHING = Shown(EMPTY, "", FieldKind.TEXT)


@dataclass(frozen=True, slots=True)
class FieldMaker:
    """`catalogue` None: any other XML, nothing is known of it."""

    catalogue: Catalogue | None

    def entry(self, leaf: Leaf) -> Entry | None:
        if self.catalogue is None or leaf.namespace:
            return None
        return self.catalogue.find(leaf.names)

    def field(self, leaf: Leaf, depth: int, embedded: Embedded | None = None) -> Field:
        """`depth` names are already said by the section the field stands in."""
        entry = self.entry(leaf)
        shown = self._shown(leaf, entry, embedded)
        return Field(
            path=leaf.path,
            label=entry.label if entry else self._label(leaf, depth),
            text=shown.text,
            raw="" if embedded and embedded.octets is not None else leaf.raw,
            copy_text=shown.copy_text,
            kind=shown.kind,
            code=shown.code,
            known=entry is not None,
            technical=entry.technical if entry else False,
            empty=not leaf.value and embedded is None,
            note=_joined(shown.note, _origin(leaf, entry), _nil(leaf)),
            own_label=self._own_label(leaf, depth, entry),
        )

    def _own_label(self, leaf: Leaf, depth: int, entry: Entry | None) -> str:
        if entry is None or entry.status != BY_OFFICE:
            return ""
        return entry.own_label or self._label(leaf, depth)

    def _label(self, leaf: Leaf, depth: int) -> str:
        """From the element's name, with the group above it where no section says it."""
        names, suffix = leaf.names, ""
        if names[-1] == MIXED_TEXT and len(names) == 1:
            return "Text"
        if _is_named_by_parent(leaf):
            suffix = "" if names[-1] == "code" else " (Text)"
            names = names[:-1]
        label = label_from_name(names[-1].removeprefix("@")) + suffix
        above = len(names) - 1
        return f"{self._group(leaf, above)} – {label}" if above > depth else label

    def _group(self, leaf: Leaf, depth: int) -> str:
        """Title of the group `depth` steps down."""
        names, step = leaf.names[:depth], leaf.steps[depth - 1]
        if self.catalogue is None or depth > leaf.own:
            return numbered(label_from_name(names[-1]), step)
        return numbered(self.catalogue.title(names), step)

    def _shown(
        self, leaf: Leaf, entry: Entry | None, embedded: Embedded | None
    ) -> Shown:
        if embedded is not None:
            return _file(leaf, embedded)
        if not leaf.value:
            return _NOTHING
        if _is_code(leaf, entry):
            return self._coded(leaf, entry)
        if entry is None or entry.format is None:
            return show_by_shape(leaf.value, leaf.names[-1])
        shown = show(leaf.value, entry.format)
        if entry.format is Format.SERVICE_ID and self.catalogue is not None:
            prefix = leaf.value.partition(":")[0]
            known = self.catalogue.code_lists.code(prefix, entry.code_list, "")
            return replace(shown, note=known.label)
        return shown

    def _coded(self, leaf: Leaf, entry: Entry | None) -> Shown:
        code = self._code(leaf, entry)
        return Shown(
            text=f"{code.label} ({code.value})" if code.label else code.value,
            copy_text=code.label or code.value,
            kind=FieldKind.CODE,
            note=code.note,
            code=code,
        )

    def _code(self, leaf: Leaf, entry: Entry | None) -> Code:
        uri = version = said = ""
        holder = leaf.element.getparent()
        if leaf.is_code and holder is not None:
            uri = holder.get("listURI", "").strip(XML_SPACE)
            version = holder.get("listVersionID", "").strip(XML_SPACE)
            said = leaf.holders[-1].code_text
        if said:
            return Code(leaf.value, uri, version, said, FROM_MESSAGE)
        if self.catalogue is None:
            return Code(leaf.value, uri, version)
        bound_to = entry.code_list if entry else ""
        return self.catalogue.code_lists.code(leaf.value, uri, version, bound_to)


def _is_code(leaf: Leaf, entry: Entry | None) -> bool:
    if entry is None or entry.format is None:
        return leaf.is_code
    return entry.format is Format.CODE


def _is_named_by_parent(leaf: Leaf) -> bool:
    """`code` always, `name` beside a code, and text beside child elements."""
    beside_code = leaf.names[-1] == "name" and leaf.holders[-1].has_code
    return (
        leaf.is_code
        or leaf.names[-1] == MIXED_TEXT
        or (beside_code and len(leaf.names) > 1)
    )


def _origin(leaf: Leaf, entry: Entry | None) -> str:
    if leaf.namespace:
        return f"Fremder Namensraum {_brief(leaf.namespace)}"
    if entry is not None and entry.status == ASSUMED:
        return "Bezeichnung angenommen"
    return ""


def _brief(address: str) -> str:
    """It is said once more for each of many thousand leaves."""
    if len(address) <= _LONGEST_ADDRESS:
        return address
    return address[:_LONGEST_ADDRESS] + " … (gekürzt)"


def _nil(leaf: Leaf) -> str:
    nil = leaf.is_element and leaf.element.get(_NIL, "").strip(XML_SPACE)
    return "ausdrücklich leer gesendet" if nil in ("true", "1") else ""


def _file(leaf: Leaf, embedded: Embedded) -> Shown:
    """The bytes are a document of the application, not a value to be copied."""
    if embedded.octets is None:
        text = f"Datei, nicht lesbar ({size_text(len(leaf.raw))} Text)"
    else:
        text = f"Datei, {size_text(embedded.octets.size)}"
    return Shown(text, "", FieldKind.FILE)


def _joined(*notes: str) -> str:
    return "; ".join(note for note in notes if note)

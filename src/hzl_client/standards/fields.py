"""From a leaf of the XML to a field on the screen."""

from dataclasses import dataclass, replace

from hzl_client import xmlkit
from hzl_client.model.application import Code, Field, FieldKind
from hzl_client.standards.catalogue import ASSUMED, Catalogue, Entry
from hzl_client.standards.codelists import FROM_MESSAGE
from hzl_client.standards.embedded import Embedded
from hzl_client.standards.labels import label_from_name
from hzl_client.standards.leaves import MIXED_TEXT, Leaf, has_children
from hzl_client.standards.values import (
    EMPTY,
    XML_SPACE,
    Format,
    Shown,
    show,
    show_by_shape,
    size_text,
)

_PASSED_OVER = frozenset({"code", "name"})  # their parent says what they are


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
        field = Field(
            path=leaf.path,
            label=entry.label if entry else _label(leaf, depth),
            text=EMPTY,
            raw=leaf.raw,
            copy_text="",
            known=entry is not None,
            technical=entry.technical if entry else False,
            empty=not leaf.value,
            note=_origin(leaf, entry),
        )
        if embedded is not None:
            return _file(field, embedded)
        if not leaf.value:
            return field
        if _is_code(leaf, entry):
            return self._coded(field, leaf, entry)
        shown = self._shown(leaf, entry)
        return replace(
            field,
            text=shown.text,
            copy_text=shown.copy_text,
            kind=shown.kind,
            note=_joined(shown.note, field.note),
        )

    def _shown(self, leaf: Leaf, entry: Entry | None) -> Shown:
        if entry is None:
            return show_by_shape(leaf.value, leaf.names[-1])
        shown = show(leaf.value, entry.format)
        if entry.format is Format.SERVICE_ID and self.catalogue is not None:
            prefix = leaf.value.partition(":")[0]
            known = self.catalogue.code_lists.code(prefix, entry.code_list, "")
            return replace(shown, note=known.label)
        return shown

    def _coded(self, field: Field, leaf: Leaf, entry: Entry | None) -> Field:
        code = self._code(leaf, entry)
        return replace(
            field,
            text=f"{code.label} ({code.value})" if code.label else code.value,
            copy_text=code.label or code.value,
            kind=FieldKind.CODE,
            code=code,
            note=_joined(code.note, field.note),
        )

    def _code(self, leaf: Leaf, entry: Entry | None) -> Code:
        holder = leaf.element.getparent() if leaf.names[-1] == "code" else None
        uri = version = ""
        if holder is not None and len(leaf.names) > 1:
            uri = holder.get("listURI", "").strip(XML_SPACE)
            version = holder.get("listVersionID", "").strip(XML_SPACE)
        if said := _text_beside(leaf):
            return Code(leaf.value, uri, version, said, FROM_MESSAGE)
        if self.catalogue is None:
            return Code(leaf.value, uri, version)
        bound_to = entry.code_list if entry else ""
        return self.catalogue.code_lists.code(leaf.value, uri, version, bound_to)


def _is_code(leaf: Leaf, entry: Entry | None) -> bool:
    if entry is not None:
        return entry.format is Format.CODE
    return leaf.is_element and leaf.names[-1] == "code" and len(leaf.names) > 1


def _text_beside(leaf: Leaf) -> str:
    """The `name` an XÖV code may bring along; only where it can mean nothing else."""
    holder = leaf.element.getparent()
    if leaf.names[-1] != "code" or holder is None:
        return ""
    beside = [child for child in xmlkit.children(holder) if not has_children(child)]
    texts = [xmlkit.text_of(c) for c in beside if xmlkit.local_name(c) == "name"]
    codes = sum(xmlkit.local_name(c) == "code" for c in beside)
    return texts[0].strip(XML_SPACE) if len(texts) == codes == 1 else ""


def _label(leaf: Leaf, depth: int) -> str:
    """From the element's name, with the group above it where no section says it."""
    names, own = leaf.names, leaf.names[-1].removeprefix("@")
    extra = ""
    if own == MIXED_TEXT or (leaf.is_element and own in _PASSED_OVER):
        if len(names) > 1 and _says_nothing_itself(leaf):
            extra = " (Text)" if own != "code" else ""
            names = names[:-1]
            own = names[-1]
        elif own == MIXED_TEXT:
            own = "Text"
    label = label_from_name(own) + extra
    above = names[max(depth, 0) : -1]
    return f"{label_from_name(above[-1])} – {label}" if above else label


def _says_nothing_itself(leaf: Leaf) -> bool:
    """`code` always; `name` beside a code; mixed text."""
    if leaf.names[-1] != "name":
        return True
    holder = leaf.element.getparent()
    return holder is not None and any(
        xmlkit.local_name(child) == "code" for child in xmlkit.children(holder)
    )


def _origin(leaf: Leaf, entry: Entry | None) -> str:
    if leaf.namespace:
        return f"Fremder Namensraum {leaf.namespace}"
    if entry is not None and entry.status == ASSUMED:
        return "Bezeichnung angenommen"
    return ""


def _file(field: Field, embedded: Embedded) -> Field:
    """The bytes are a document of the application, not a value to be copied."""
    if embedded.octets is None:
        text = f"Datei, nicht lesbar ({size_text(len(field.raw))} Text)"
        return replace(field, text=text, kind=FieldKind.FILE, empty=False)
    text = f"Datei, {size_text(embedded.octets.size)}"
    return replace(field, text=text, raw="", kind=FieldKind.FILE, empty=False)


def _joined(*notes: str) -> str:
    return "; ".join(note for note in notes if note)

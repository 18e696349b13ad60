"""An application as a person reads it: sections of fields, and documents."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property

from hzl_client.model.finding import Finding
from hzl_client.model.octets import Octets


class FieldKind(Enum):
    TEXT = "text"
    DATE = "date"
    TIME = "time"
    AMOUNT = "amount"
    CODE = "code"
    YES_NO = "yes-no"
    IBAN = "iban"
    ID = "id"
    URI = "uri"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Code:
    """A code as sent; `label` only on an exact match of list and code."""

    value: str
    list_uri: str
    list_version: str
    label: str = ""
    note: str = ""  # e.g. "Text aus Fassung 2024-08-01", "Text aus der Nachricht"


@dataclass(frozen=True, slots=True)
class Field:
    """One *Angabe*: a leaf element or an attribute of the root.

    `path` is the way of local names from the root with an index where siblings repeat
    (`xsozial/vorgang/person[2]/allgemein/geburt/datum`), unique in its application.
    `raw` is the value as sent, `text` as shown, `copy_text` as a Fachverfahren wants
    it (date TT.MM.JJJJ, IBAN without blanks). An empty leaf shows "(leer)". A file
    inside the XML has no `raw` here: its bytes are a document of the application.
    `own_label` is what we would say where the office gave it another `label`.
    """

    path: str
    label: str
    text: str
    raw: str
    copy_text: str
    kind: FieldKind = FieldKind.TEXT
    code: Code | None = None
    known: bool = True  # in the catalogue
    technical: bool = False
    empty: bool = False
    note: str = ""
    own_label: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """`title` is ready for the screen ("1. antragstellende Person", "Nachricht").
    `hidden`: the office wants it out of the way; it stands behind all others."""

    title: str
    fields: tuple[Field, ...]
    hidden: bool = False


class DocumentState(Enum):
    PRESENT = "present"
    MISSING = "missing"  # named, but not delivered
    UNLISTED = "unlisted"  # delivered, but named nowhere
    MISMATCH = "mismatch"  # content is not what its ending says
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Document:
    """`key` is unique in its application; `name` is foreign text, never a path.

    `media_type` is what the bytes are (sniffed), `declared_type` what was said.
    `delivered` is the name it came under where the XML gives it another one.
    """

    key: str
    name: str
    media_type: str
    declared_type: str
    octets: Octets | None
    state: DocumentState
    embedded: bool = False  # lay inside the XML
    main: bool = False  # Antrag.pdf itself
    delivered: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    role: str  # personID / dritteID as sent
    family_name: str
    given_name: str
    birth_date: str  # TT.MM.JJJJ or as sent


@dataclass(frozen=True, slots=True)
class Summary:
    """What a list row shows; stored sealed, searchable only in memory."""

    title: str  # "Testmann, Jonas und Aurélie"; else the document's root name
    service: str  # "Hilfe zum Lebensunterhalt"
    place: str  # "59999 Musterhausen"
    application_date: str  # TT.MM.JJJJ, "" if absent
    persons: int
    documents: int
    birth_date: str = ""
    message_uuid: str = ""
    case_id: str = ""  # vorgangsID
    test: bool = False  # @test set
    people: tuple[str, ...] = ()  # "Testmann, Jonas" of everybody named
    files: tuple[str, ...] = ()  # names of the documents, as shown


@dataclass(frozen=True)
class Application:
    """`leaves` counts the XML's Angaben on its own walk; equal to the number of
    fields, or something was dropped and the window says so. `arrange` makes the
    sections when they are wanted first: a fetch needs the summary alone.
    `arrange_own` makes them as if no office had a say; None: none had one."""

    standard: str
    version: str
    summary: Summary
    arrange: Callable[[], tuple[Section, ...]] = field(repr=False, compare=False)
    documents: tuple[Document, ...]
    leaves: int
    persons: tuple[Person, ...] = ()
    findings: tuple[Finding, ...] = ()
    xml: Octets | None = None
    arrange_own: Callable[[], tuple[Section, ...]] | None = field(
        default=None, repr=False, compare=False
    )

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        return self.arrange()

    @property
    def fields(self) -> tuple[Field, ...]:
        return _fields(self.sections)

    @cached_property
    def own_fields(self) -> tuple[Field, ...]:
        """In our words and order, whatever the office says instead: what is compared
        and checked, so that no overlay changes what is found."""
        if self.arrange_own is None:
            return self.fields
        return _fields(self.arrange_own())


def _fields(sections: tuple[Section, ...]) -> tuple[Field, ...]:
    return tuple(f for section in sections for f in section.fields)

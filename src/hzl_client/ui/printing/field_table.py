"""The fields of an application as tables: by section and person, with their source."""

from collections.abc import Iterator
from typing import Final

from hzl_client.model.application import Application, Field
from hzl_client.model.comparison import Comparison
from hzl_client.ui import words
from hzl_client.ui.models.placing import Alone, Placed, placed
from hzl_client.ui.models.sources import DIFFERS, PDF_ONLY, source_of
from hzl_client.ui.printing.blocks import Block, Cell, Paragraph, Style, Table

SHARES: Final = (34, 48, 18)
HEAD: Final = ("Angabe", "Wert", "Quelle")
UNKNOWN: Final = "nicht im Katalog"
NOT_COMPARED: Final = "XML"
NOT_READ: Final = (
    "Alle Werte stammen aus dem XML; ein lesbares Antragsformular gibt es nicht."
)


def field_blocks(
    application: Application, comparison: Comparison, *, technical: bool
) -> tuple[Block, ...]:
    """Every Angabe but the technical ones, unless they are wanted; what is left out is
    counted at the end."""
    return tuple(_blocks(application, comparison, technical=technical))


def _blocks(
    application: Application, comparison: Comparison, *, technical: bool
) -> Iterator[Block]:
    yield Paragraph("Felder des Antrags", Style.TITLE)
    if not comparison.known:
        yield Paragraph(NOT_READ, Style.SMALL)
    for section in placed(application.sections, comparison):
        yield from _section(section, comparison, technical=technical)
    hidden = sum(field.technical for field in application.fields)
    if hidden and not technical:
        counted = words.count(hidden, "technische Angabe", "technische Angaben")
        yield Paragraph(f"Nicht gedruckt: {counted}.", Style.SMALL)


def _section(
    section: Placed, comparison: Comparison, *, technical: bool
) -> Iterator[Table]:
    rows = tuple(
        _printed_row(each) if isinstance(each, Alone) else _row(each, comparison)
        for each in section.entries
        if technical or isinstance(each, Alone) or not each.technical
    )
    if rows:
        yield Table(section.title, SHARES, HEAD, rows)


def _row(field: Field, comparison: Comparison) -> tuple[Cell, ...]:
    notes = (field.note, field.code.note if field.code else "")
    note = "\n".join(dict.fromkeys(each for each in notes if each))
    value = field.text
    compared = comparison.fields.get(field.path)
    source = source_of(compared, known=comparison.known)
    if compared and source is DIFFERS:
        value += f"\nim PDF: {compared.said}"
    differs = source is DIFFERS
    said = source.brief if differs else source.words or NOT_COMPARED
    return (
        Cell(field.label, note="" if field.known else UNKNOWN),
        Cell(value, Style.TEXT if field.empty else Style.STRONG, note),
        Cell(said, Style.STRONG if differs else Style.SMALL),
    )


def _printed_row(alone: Alone) -> tuple[Cell, ...]:
    printed = alone.printed
    return (
        Cell(printed.caption),
        Cell(printed.text, Style.STRONG),
        Cell(f"{PDF_ONLY.words}, Seite {printed.place.page + 1}", Style.SMALL),
    )

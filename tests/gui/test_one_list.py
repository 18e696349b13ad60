"""What stands in print alone comes into the one list, at its section and person."""

from dataclasses import replace

import pytest

from helpers.applications import SAMPLES, read_message, read_sample
from hzl_client.model.comparison import NOT_COMPARED
from hzl_client.model.printed import Place, PrintedField, PrintedForm
from hzl_client.standards.comparison import compare
from hzl_client.ui.models.fields import FieldFilter, FieldIndex, FieldRow, HeadingRow
from hzl_client.ui.models.placing import Alone, placed
from hzl_client.ui.printing.blocks import Table
from hzl_client.ui.printing.field_table import field_blocks
from unit.checks.check_cases import sample_form

FORM = "Antrag"


def entry(number, caption, text, *titles):
    place = Place(number // 10, 40, 50 * (number % 10), 290, 50 * (number % 10) + 12)
    return PrintedField((FORM, *titles), caption, text, place)


def block(number, given, born, sex, title):
    """As the form prints it: what follows the birth date stands under that title."""
    day, month, year = born.split(".")
    below = (title, "Geburtsdatum")
    return [
        entry(number, "Familienname", "Muster", title),
        entry(number + 1, "Vornamen", given, title),
        entry(number + 2, "Tag", day, *below),
        entry(number + 2, "Monat", month, *below),
        entry(number + 2, "Jahr", year, *below),
        entry(number + 3, "Geschlecht", sex, *below),
    ]


def person(role, given, born):
    return (
        f"<x:person><x:personID>{role}</x:personID><x:allgemein>"
        "<x:nameNatuerlichePerson><x:familienname><x:name>Muster</x:name>"
        f"</x:familienname><x:vorname><x:name>{given}</x:name></x:vorname>"
        f"</x:nameNatuerlichePerson><x:geburt><x:datum>{born}</x:datum></x:geburt>"
        "</x:allgemein></x:person>"
    )


FAMILY = person("Antragsteller_1", "Alex", "1986-03-30") + person(
    "Kind_1", "Mia", "2012-04-02"
)
ALEX = block(0, "Alex", "30.3.1986", "divers", "Angaben zur antragstellenden Person")
MIA = block(10, "Mia", "2.4.2012", "weiblich", "Angaben zum 1. Haushaltsmitglied")
NELE = block(20, "Nele", "3.4.2015", "weiblich", "Angaben zum 2. Haushaltsmitglied")


def both(body, *entries):
    message = f"<x:xsozial><x:vorgang>{body}</x:vorgang></x:xsozial>"
    application = read_message(message)
    return application, compare(application, PrintedForm(known=True, fields=entries))


def by_title(sections):
    """Of what stands in print alone: below which title, and behind what."""
    found = {}
    for section in sections:
        before = ""
        for each in section.entries:
            if isinstance(each, Alone):
                said = (each.printed.caption, each.printed.text, before)
                found.setdefault(section.title, []).append(said)
            else:
                before = each.label
    return found


def test_an_answer_stands_with_its_person():
    application, comparison = both(FAMILY, *ALEX, *MIA)
    assert by_title(placed(application.sections, comparison)) == {
        "Antragsteller 1 · Muster, Alex": [("Geschlecht", "divers", "Geburtsdatum")],
        "Kind 1 · Muster, Mia": [("Geschlecht", "weiblich", "Geburtsdatum")],
    }


def test_somebody_the_xml_does_not_know_has_a_section():
    application, comparison = both(FAMILY, *ALEX, *MIA, *NELE)
    found = by_title(placed(application.sections, comparison))
    captions = [said[:2] for said in found["Angaben zum 2. Haushaltsmitglied"]]
    assert captions == [
        ("Familienname", "Muster"),
        ("Vornamen", "Nele"),
        ("Geburtsdatum", "03.04.2015"),
        ("Geschlecht", "weiblich"),
    ]


def test_what_an_office_hides_takes_no_printed_answer_along():
    rent = "<x:unterkunft><x:kaltmiete>500.00</x:kaltmiete></x:unterkunft>"
    said = entry(30, "Kaltmiete", "500,00 €", "Bedarf")
    alone = entry(31, "Warmwasser", "zentral", "Bedarf")
    application, comparison = both(FAMILY + rent, *ALEX, said, alone)
    sections = placed(application.sections, comparison)
    assert by_title(sections)["Unterkunft"] == [("Warmwasser", "zentral", "Kaltmiete")]
    hidden = tuple(
        replace(each, hidden=each.title == "Unterkunft")
        for each in application.sections
    )
    sections = placed(hidden, comparison)
    assert by_title(sections)["Bedarf"] == [("Warmwasser", "zentral", "")]
    assert not any(each.hidden for each in sections if each.title == "Bedarf")


@pytest.mark.parametrize("sample", SAMPLES)
def test_each_entry_stands_once_in_the_list_and_on_paper(sample):
    application, form = read_sample(sample), sample_form(sample)
    comparison = compare(application, form)
    rows = FieldIndex(application, comparison).rows(FieldFilter())
    paths = [row.path for row in rows if isinstance(row, FieldRow)]
    alone = {f"pdf:{number}" for number, _ in enumerate(comparison.printed_only)}
    assert len(paths) == len(set(paths))
    assert set(paths) == {field.path for field in application.fields} | alone
    headings = [row for row in rows if isinstance(row, HeadingRow)]
    assert len({row.number for row in headings}) == len(headings)
    blocks = field_blocks(application, comparison, technical=True)
    tables = [each for each in blocks if isinstance(each, Table)]
    assert [(t.title, len(t.rows)) for t in tables] == [
        (row.title, row.fields) for row in headings
    ]
    sources = {row[2].text.partition(",")[0] for table in tables for row in table.rows}
    assert sources == {"XML und PDF gleich", "nur XML", "nur PDF", "XML"}


def test_what_differs_is_said_in_the_row_aloud_and_on_paper():
    other = entry(3, "Geburtsname", "Anders", "Angaben zur antragstellenden Person")
    maiden = "<x:geburtsname><x:name>Ehemals</x:name></x:geburtsname>"
    end = "</x:nameNatuerlichePerson>"
    body = FAMILY.replace(end, maiden + end, 1)
    application, comparison = both(body, *ALEX[:-1], other, *MIA)
    rows = FieldIndex(application, comparison).rows(FieldFilter())
    (row,) = [each for each in rows if getattr(each, "label", "") == "Geburtsname"]
    assert (row.source.brief, row.source.sign) == ("weicht ab", "≠")
    assert row.spoken == "Geburtsname: Ehemals, im PDF: Anders, weicht vom PDF ab"
    blocks = field_blocks(application, comparison, technical=True)
    printed = [r for t in blocks if isinstance(t, Table) for r in t.rows]
    (cells,) = [row for row in printed if row[0].text == "Geburtsname"]
    assert [each.text for each in cells[1:]] == ["Ehemals\nim PDF: Anders", "weicht ab"]


def test_sections_keep_their_numbers_whatever_the_form_adds():
    application, comparison = both(FAMILY, *ALEX, *MIA, *NELE)
    before = {s.title: s.number for s in placed(application.sections, NOT_COMPARED)}
    after = {s.title: s.number for s in placed(application.sections, comparison)}
    assert before.items() <= after.items()
    assert len(set(after.values())) == len(after)

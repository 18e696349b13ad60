"""A version nobody has checked is read whole, and the head of the pane says so."""

import pytest

from helpers.applications import NAMESPACE, content, message
from helpers.desks import put
from hzl_client.ui.views.application_panel import CHECKS

PERSON = (
    "<x:xsozial><x:vorgang><x:person><x:personID>Antragsteller_1</x:personID>"
    "<x:allgemein><x:nameNatuerlichePerson><x:familienname><x:name>Muster</x:name>"
    "</x:familienname></x:nameNatuerlichePerson></x:allgemein>"
    "<x:neueGruppe><x:neuesFeld>neu</x:neuesFeld></x:neueGruppe>"
    "</x:person></x:vorgang></x:xsozial>"
)
FAMILY = NAMESPACE.removesuffix("Version_2_4_0")


def newer(namespace, version):
    raw = message(PERSON).replace(NAMESPACE.encode(), namespace.encode())
    return raw.replace(b'version="2.4.0"', f'version="{version}"'.encode())


@pytest.fixture
def read(qtbot, window, desk, workplace):
    def read(raw):
        record = put(desk.shelf, (content("m.xml", raw),))
        workplace.inbox.refresh()
        qtbot.waitUntil(lambda: record in window.records.ids)
        window.records.choose(record)
        qtbot.waitUntil(
            lambda: (
                window.application.header._title.text() not in ("", "Nicht")
                and bool(window.application.fields.rows)
            )
        )
        return window.application

    return read


@pytest.mark.parametrize(
    ("namespace", "version", "told"),
    [
        (f"{FAMILY}Version_2_6_0", "2.6.0", "(2.6.0)."),
        (f"{FAMILY}Version_3_0_0", "3.0.0", "(3.0.0)."),
        (f"{FAMILY}Version_12_1", "12.1", "(12.1)."),
        (f"{FAMILY}Version_1_9_0", "1.9.0", "(1.9.0)."),
        (f"{FAMILY}2027/neu", "7", "(7)."),
        (f"{FAMILY}Version_2_6_0", "Muster, Eva", "ist ungeprüft."),
    ],
)
def test_a_version_of_the_family_is_read_and_named(read, namespace, version, told):
    panel = read(newer(namespace, version))
    notes = panel.header._notes
    assert notes.isVisible()
    assert "Fassung des Standards" in notes.text.text()
    assert "Muster, Eva" not in notes.text.text()
    said = [each.title for each in panel.checks.entries]
    assert any(
        "Bezeichnungen können aber fehlen oder nicht passen" in each
        and each.endswith(told)
        for each in said
    )
    assert panel.fields.counter.text() == "5 von 5\u00a0Angaben"
    labels = {row.label for row in panel.fields.rows if hasattr(row, "label")}
    assert {"Familienname", "Neues Feld"} <= labels


def test_the_number_stands_in_the_head_itself(read):
    panel = read(newer(f"{FAMILY}Version_2_6_0", "2.6.0"))
    assert panel.header._notes.text.text() == (
        "Alle Angaben werden gezeigt, Bezeichnungen können aber fehlen oder nicht "
        "passen: Diese Fassung des Standards ist ungeprüft (2.6.0)."
    )


@pytest.mark.parametrize(
    "namespace", ["urn:xoev-de:d-nrw:standard:xsozialbasis_2.5.0", "urn:anders"]
)
def test_the_known_message_under_another_namespace_is_read(read, namespace):
    panel = read(newer(namespace, "2.5.0"))
    assert "gehört nicht zu XSozial-basis" in panel.header._notes.text.text()
    labels = {row.label for row in panel.fields.rows if hasattr(row, "label")}
    assert "Familienname" in labels
    assert panel.fields.counter.text() == "5 von 5\u00a0Angaben"


def test_the_checked_version_says_nothing(read):
    assert not read(message(PERSON)).header._notes.isVisible()


def test_other_xml_says_that_it_is_no_application(read):
    panel = read(b"<rechnung><kopf><nr>1</nr></kopf></rechnung>")
    assert panel.header._notes.text.text().startswith("Dies ist kein Antrag nach")
    marks = [row.mark for row in panel.fields.rows if hasattr(row, "mark")]
    assert marks == [""], "said once, not at each of them"
    panel.show_tab(CHECKS)
    assert any("kein Antrag nach" in each.title for each in panel.checks.entries)

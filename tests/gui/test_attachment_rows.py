"""What was delivered, what the XML names and what the form lists, in one list."""

from time import process_time

import pytest
from PySide6.QtWidgets import QApplication

from hzl_client.documents.sniff import sniff
from hzl_client.model.application import Document, DocumentState
from hzl_client.model.octets import MemoryOctets
from hzl_client.model.printed import Place, PrintedFile, PrintedForm
from hzl_client.ui.presenters.attachments import document_rows
from hzl_client.ui.views.documents_tab import DocumentsTab

PLACE = Place(3, 0, 0, 1, 1)
PDF = MemoryOctets(b"%PDF-1.7 kurz")


def document(name, state=DocumentState.PRESENT, **more):
    octets = None if state is DocumentState.MISSING else PDF
    return Document(name, name, "application/pdf", "", octets, state, **more)


def listed(category, original, delivered):
    return PrintedFile(category, original, delivered, PLACE)


def form(*files, categories=()):
    kinds = dict.fromkeys((*(each.category for each in files), *categories))
    return PrintedForm(known=True, files=files, categories=tuple(kinds))


def told(documents, printed):
    rows = document_rows(tuple(documents), printed)
    return {row.name: (row.about, row.state, row.tone) for row in rows}


def test_without_a_readable_form_the_delivered_names_stay():
    rows = document_rows((document("anhang_0001.pdf"),))
    assert [(row.name, row.state) for row in rows] == [("anhang_0001.pdf", "vorhanden")]


def test_delivered_and_listed():
    found = told(
        [document("Anhang_0001.PDF", DocumentState.UNLISTED)],
        form(listed("Nachweis Miete", "Vertrag.pdf", "anhang_0001.pdf")),
    )
    about, state, _ = found["Vertrag.pdf"]
    assert about.startswith("Nachweis Miete · Anhang_0001.PDF · ")
    assert state == "vorhanden"


def test_listed_and_not_delivered():
    found = told([], form(listed("Miete", "Vertrag.pdf", "anhang_0002.pdf")))
    assert found == {
        "Vertrag.pdf": (
            "Miete · anhang_0002.pdf",
            "im Antrag aufgeführt, aber nicht mitgeliefert",
            "bad",
        )
    }


def test_delivered_and_not_listed():
    documents = [document("Antrag.pdf", main=True), document("anhang_0009.pdf")]
    found = told(documents, form(listed("Miete", "Vertrag.pdf", "anhang_0001.pdf")))
    assert found["anhang_0009.pdf"][1] == "im Antrag nicht aufgeführt"
    assert found["Antrag.pdf"][1] == "vorhanden"


RENT = listed("Miete", "Vertrag.pdf", "anhang_0001.pdf")
MISSING, UNLISTED = DocumentState.MISSING, DocumentState.UNLISTED


@pytest.mark.parametrize(
    "documents",
    [
        [document("Vertrag.pdf", MISSING), document("anhang_0001.pdf", UNLISTED)],
        [document("Vertrag.pdf", delivered="anhang_0001.pdf")],
        [document("Vertrag.pdf")],
    ],
)
def test_what_the_message_calls_by_the_citizens_name_is_one_paper(documents):
    (row,) = document_rows(tuple(documents), form(RENT))
    assert (row.name, row.state, row.tone) == ("Vertrag.pdf", "vorhanden", "neutral")
    assert row.about.startswith("Miete · anhang_0001.pdf · ")
    assert row.present


def test_a_paper_that_both_name_and_nobody_delivered_is_missed_once():
    (row,) = document_rows((document("Vertrag.pdf", MISSING),), form(RENT))
    assert (row.name, row.tone) == ("Vertrag.pdf", "bad")
    assert row.about == "Miete · anhang_0001.pdf"


TWIN = listed("Rente", "Vertrag.pdf", "anhang_0002.pdf")


@pytest.mark.parametrize(
    ("documents", "files"),
    [
        ([document("Vertrag.pdf")], [RENT, TWIN]),
        ([document("Vertrag.pdf", MISSING), document("anhang_0001.pdf")], [RENT, TWIN]),
        ([document("Vertrag.pdf", delivered="anhang_0007.pdf")], [RENT]),
        ([document("Vertrag.pdf", main=True)], [RENT]),
        ([document("Vertrag.pdf"), document("anhang_0001.pdf")], [RENT]),
    ],
)
def test_nothing_is_joined_on_a_guess(documents, files):
    rows = document_rows(tuple(documents), form(*files))
    (row,) = [row for row in rows if row.key == "Vertrag.pdf"]
    assert "Miete" not in row.about
    assert "Rente" not in row.about


def test_two_papers_of_the_citizens_name_are_not_told_apart():
    first, second = document("Vertrag.pdf"), document("vertrag.PDF")
    rows = document_rows((first, second), form(RENT))
    assert [row.tone for row in rows] == ["neutral", "neutral", "bad"]


def test_a_kind_of_evidence_without_a_file():
    found = told([], form(categories=("Nachweis Rente",)))
    assert found["Nachweis Rente"][1:] == (
        "im Antrag genannt, aber keine Datei hochgeladen",
        "bad",
    )


def test_a_locked_file_says_so_beside_its_state():
    files = (document("a.pdf"), document("b.pdf", DocumentState.MISMATCH))
    rows = document_rows(files, locked=frozenset({"a.pdf", "b.pdf"}))
    assert [(row.state, row.tone, row.icon) for row in rows] == [
        ("vorhanden, mit Kennwort geschützt", "warn", "lock"),
        ("Inhalt passt nicht zur Dateiendung, mit Kennwort geschützt", "warn", "lock"),
    ]


def test_names_with_paths_and_marks_stay_names():
    rows = document_rows((document("../../etc/<b>passwd</b>\u202efdp.exe"),))
    assert rows[0].name == "../../etc/<b>passwd</b>\u202efdp.exe"
    assert rows[0].key == rows[0].name


@pytest.mark.parametrize("state", [DocumentState.MISMATCH, DocumentState.UNREADABLE])
def test_what_is_wrong_with_a_file_is_still_said(state):
    found = told(
        [document("a.pdf", state)], form(listed("Miete", "Vertrag.pdf", "a.pdf"))
    )
    assert found["Vertrag.pdf"][2] in ("warn", "bad")


def test_three_hundred_attachments_are_shown_within_a_blink(qtbot, look):
    tab = DocumentsTab(look)
    qtbot.addWidget(tab)
    tab.resize(400, 600)
    with qtbot.waitExposed(tab):
        tab.show()
    files = [document(f"anhang_{n:04}.pdf") for n in range(300)]
    names = [
        listed("Miete", f"Vertrag {n}.pdf", each.name) for n, each in enumerate(files)
    ]
    started = process_time()
    tab.show_documents(document_rows(tuple(files), form(*names)))
    tab.mark_shown("anhang_0150.pdf")
    tab.list.choose("anhang_0150.pdf")
    QApplication.processEvents()
    assert process_time() - started < 0.3  # measured: 0.07 on an idle machine
    assert len(tab.list.entries) == 300
    assert tab.list.visualRect(tab.list.currentIndex()).top() >= 0


def row_of(name, data, media_type=""):
    octets = MemoryOctets(data)
    kind = media_type or sniff(data)
    made = Document(name, name, kind, "", octets, DocumentState.PRESENT)
    (row,) = document_rows((made,))
    return row


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("setup.exe", b"MZ" + bytes(100)),
        ("Bescheid.pdf", b"MZ" + bytes(100)),  # whatever it is called
        ("Bescheid.pdf.JS", b"var a = 1"),
        ("Bescheid.bat .", b"@echo off"),
    ],
)
def test_what_would_run_is_warned_of(qtbot, look, name, data):
    row = row_of(name, data)
    assert (row.tone, row.icon, row.showable) == ("bad", "warn", False)
    assert "Programm oder Skript" in row.state
    tab = DocumentsTab(look)
    qtbot.addWidget(tab)
    tab.show_documents((row,))
    tab.list.choose(row.key)
    assert tab._hint.text().startswith("Achtung: ")


def test_an_empty_file_is_called_empty(qtbot, look):
    row = row_of("leer.pdf", b"")
    assert (row.about, row.tone) == ("0\u00a0Byte", "warn")
    assert "leer (0 Bytes)" in row.state
    tab = DocumentsTab(look)
    qtbot.addWidget(tab)
    tab.show_documents((row,))
    tab.list.choose(row.key)
    assert tab._hint.text() == "Die Datei ist leer (0 Bytes)."


def test_a_usual_file_is_not_warned_of():
    row = row_of("Vertrag.pdf", b"%PDF-1.7 kurz")
    assert (row.tone, row.icon, row.warning) == ("neutral", "document", "")

"""Fields and pages belong together: the form is read beside the XML, a field marks its
place in the page, and a click on the page finds the field. A hint leads to what it was
seen in."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from threading import Event
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from hzl_client.checks.case import Around
from hzl_client.documents.document import Hit
from hzl_client.errors import NoSuchRecord, SealBroken, StoreDamaged
from hzl_client.model.comparison import Comparison
from hzl_client.model.hint import Evidence, Hint
from hzl_client.model.printed import (
    UNKNOWN_FORM,
    Legible,
    Place,
    PrintedField,
    PrintedForm,
)
from hzl_client.model.work import Work
from hzl_client.services.desk import Desk
from hzl_client.services.second_source import Beside
from hzl_client.ui import words
from hzl_client.ui.main_window import MainWindow
from hzl_client.ui.models.fields import FieldIndex
from hzl_client.ui.models.placing import PRINTED
from hzl_client.ui.models.records import UNREADABLE, received
from hzl_client.ui.presenters.attachments import document_rows
from hzl_client.ui.presenters.hinting import HintPresenter
from hzl_client.ui.presenters.opened import Opened
from hzl_client.ui.presenters.text_places import TextPlaces, needles
from hzl_client.ui.presenters.trouble import trouble_of
from hzl_client.ui.tasks import Tasks
from hzl_client.ui.views.application_panel import FIELDS
from hzl_client.ui.views.banner import announce
from hzl_client.ui.views.documents_tab import DocumentRow

AFTERWARDS: Final = 200  # ms; the first page comes first
NEAR: Final = 3.0  # points beside a frame that still mean it
TEXT_PLACE: Final = "Fundstelle aus der Textsuche"
NO_TEXT_PLACE: Final = "Textsuche: im PDF nicht gefunden"
IN_FORM: Final = "Fundstelle im Antrag, Leertaste zeigt sie"
_LEGIBLE: Final = {
    Legible.TEXT: "Das PDF hat einen anderen Aufbau. Fundstellen kommen aus der "
    "Textsuche.",
    Legible.PICTURE: "Das PDF enthält keinen Text, z. B. weil es eingescannt ist. Es "
    "gibt keine Fundstellen.",
}


class LinkingPresenter(QObject):
    counted = Signal()  # the number of open hints is another than the list shows
    compared = Signal()  # there are more fields than before
    form_wanted = Signal()  # a place in it, while an attachment is shown

    def __init__(
        self, window: MainWindow, desk: Desk, tasks: Tasks, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._window, self._panel = window, window.application
        self._fields, self._pdf = window.application.fields, window.pdf
        self._desk, self._tasks = desk, tasks
        self._opened: Opened | None = None
        self._printed: dict[str, PrintedField] = {}
        self._unticked: list[tuple[str, PrintedField]] = []
        self.hints = HintPresenter(window, desk, tasks, self)
        self._form = UNKNOWN_FORM
        self._texts = TextPlaces(desk.search, tasks, self)
        self._locked: frozenset[str] | None = None  # until it is known
        self._unwanted = Event()  # told when another application is shown
        self._main_shown = self._leading = False
        self._awaited: Hit | None = None  # until the form can be seen
        self._timer = QTimer(self, singleShot=True, interval=AFTERWARDS)
        self._timer.timeout.connect(self._read_when_ready)
        self._fields.current_changed.connect(self._on_field)
        self._fields.place_requested.connect(self._on_place_wanted)
        self._texts.found.connect(self._on_text_found)
        self._texts.failed.connect(self._on_failed)
        self._pdf.pointed_at.connect(self._on_pointed_at)
        self.hints.chosen.connect(self._on_hint)

    def documents(self, opened: Opened) -> tuple[DocumentRow, ...]:
        """With what the form says of them, once it has been read."""
        return document_rows(opened.files, self._form, self._locked or frozenset())

    def begin(self, opened: Opened) -> None:
        """Another application is shown; its form is read in a moment."""
        self.end()
        self._opened = opened
        self.hints.begin(opened.record)
        self._timer.start()
        self._find_locked(opened)

    def end(self) -> None:
        self._timer.stop()
        self._give_up()
        self._opened = None
        self._printed.clear()
        self._unticked.clear()
        self._texts.end()
        self._fields.show_legible("")
        self.hints.end()
        self._form = UNKNOWN_FORM
        self._locked = self._awaited = None

    def _give_up(self) -> None:
        """Reading a hostile form takes long: the next application would wait for it."""
        for reading in (self._desk.locked_files, self._desk.second_source):
            reading.give_up(self._unwanted)
        self._unwanted = Event()

    def shown(self, key: str) -> None:
        """Only the form has places for fields, not its attachments."""
        self._main_shown = self._opened is None or key == self._opened.main
        if not self._main_shown:
            self._awaited = None

    def mark_again(self) -> None:
        """The form can be seen now; what was chosen has its place in it."""
        if self._awaited is not None and self._main_shown:
            self._pdf.show_mark(self._awaited)
            self._awaited = None
        elif path := self._fields.current:
            self._fields.say_first("")
            self._on_field(path)

    # --- reading the form -------------------------------------------------------------

    def _find_locked(self, opened: Opened) -> None:
        """Which files ask for a password: the list says it, and a hint."""
        files, locked_files = opened.octets, self._desk.locked_files
        unwanted = self._unwanted

        def show(keys: frozenset[str]) -> None:
            if self._opened is opened:
                self._locked = keys
                if keys:
                    self._panel.documents.show_documents(self.documents(opened))
                self._read_when_ready()

        def failed(error: Exception) -> None:
            """It costs no hint about anything else."""
            if self._opened is opened:
                self._window.error_panel.show_aside(trouble_of(error))
                show(frozenset())

        self._tasks.run(lambda: locked_files.among(files, unwanted), show, failed, self)

    def _read_when_ready(self) -> None:
        if not self._timer.isActive() and self._locked is not None:
            self._read(self._locked)

    def _read(self, locked: frozenset[str]) -> None:
        opened = self._opened
        if opened is None or opened.application is None:
            return
        application, form = opened.application, opened.octets.get(opened.main)
        record, desk, unwanted = opened.record, self._desk, self._unwanted
        day = received(record).date()
        row = self._window.records.current_row
        twins = row.doubles if row and row.id == record.id else ()

        def work() -> tuple[Beside, FieldIndex, Work | None]:
            around = Around(others=_others(desk, twins), locked=locked)
            beside = desk.second_source.of(application, form, day, around, unwanted)
            noted = _noted(desk, record.id, beside.hints)
            return beside, FieldIndex(application, beside.comparison), noted

        def show(result: tuple[Beside, FieldIndex, Work | None]) -> None:
            noted = result[-1]
            if self._opened is opened:
                self._show(*result)
            if noted is not None and noted.open_hints != record.work.open_hints:
                self.counted.emit()

        def failed(error: Exception) -> None:
            if self._opened is opened:
                self._window.error_panel.show_aside(trouble_of(error))

        self._tasks.run(work, show, failed, self)

    def _show(self, beside: Beside, index: FieldIndex, noted: Work | None) -> None:
        self._form = beside.printed
        self.hints.found(beside.hints, noted, form=beside.printed.known)
        if self._opened is not None:
            self._panel.documents.show_documents(self.documents(self._opened))
        if beside.comparison.known:
            self._link(beside.comparison, index)
        self._show_legible(beside.legible)

    def _show_legible(self, legible: Legible) -> None:
        """Where nothing can be linked it is said, and text is searched for instead."""
        self._fields.show_legible(_LEGIBLE.get(legible, ""))
        opened = self._opened
        form = opened.octets.get(opened.main) if opened else None
        if form is not None and legible is Legible.TEXT:
            self._texts.begin(form)
            self.mark_again()

    def _link(self, comparison: Comparison, index: FieldIndex) -> None:
        compared = comparison.fields.items()
        self._printed = {path: each.printed for path, each in compared if each.printed}
        for number, only in enumerate(comparison.printed_only):
            self._printed[f"{PRINTED}{number}"] = only.printed
        self._unticked = list(_unticked(self._form, self._printed))
        self._fields.show_compared(index)
        self.compared.emit()

    # --- from the field to the page and back ------------------------------------------

    def _on_field(self, path: str) -> None:
        if self._leading:
            return
        if not self._main_shown:
            if self._is_in_form(path):
                self._fields.say_first(IN_FORM)
            return
        printed = self._printed.get(path)
        self._pdf.show_mark(_hit(printed.place) if printed else None)
        self._texts.seek(self._fields.current_row)

    def _is_in_form(self, path: str) -> bool:
        """Or may be: a form that is mere text is searched once it is shown."""
        row = self._fields.current_row
        sought = row is not None and self._texts.active and bool(needles(row))
        return path in self._printed or sought

    def _on_place_wanted(self) -> None:
        """Who passes through the fields keeps the attachment he reads."""
        if not self._main_shown and self._is_in_form(self._fields.current):
            self.form_wanted.emit()

    def _on_text_found(self, path: str, hit: Hit | None) -> None:
        if self._main_shown and path == self._fields.current:
            self._pdf.show_mark(hit)
            page = f"{TEXT_PLACE}, Seite {hit.page + 1}" if hit else NO_TEXT_PLACE
            self._fields.say_first(page)

    def _on_failed(self, error: Exception) -> None:
        self._window.error_panel.show_trouble(trouble_of(error))

    def _on_pointed_at(self, page: int, x: float, y: float) -> None:
        if not self._main_shown:
            return
        near = [
            (rank, path)
            for path, printed in (*self._printed.items(), *self._unticked)
            if (rank := _rank(printed, page, x, y)) is not None
        ]
        if not near:
            return
        _, path = min(near)
        self._leading = True  # the page is where somebody clicked: it stays there
        try:
            if self._fields.choose(path):
                self._panel.show_tab(FIELDS)
        finally:
            self._leading = False
        self._pdf.show_mark(_hit(self._printed[path].place))

    def _on_hint(self, hint: Hint) -> None:
        """Enter on a hint leads to the first field it was seen in, else to its place in
        the form."""
        paths = [each.path for each in hint.evidence if each.path]
        places = [each.place for each in hint.evidence if each.place]
        if paths and self._fields.choose(paths[0]):
            self._panel.show_tab(FIELDS)
            self._fields.view.setFocus()
            self._on_place_wanted()
        elif places:
            self._show_place(_hit(places[0]))
            page = f"Seite {places[0].page + 1} im PDF"
            announce(self._panel.checks, f"{hint.gist}: {page}")

    def _show_place(self, hit: Hit) -> None:
        if self._main_shown:
            self._pdf.show_mark(hit)
        else:
            self._awaited = hit
            self.form_wanted.emit()


def _others(desk: Desk, ids: Iterable[str]) -> tuple[Evidence, ...]:
    """Those that may be the same, unless they are gone since the list was made."""
    found: list[Evidence] = []
    for record_id in ids:
        with suppress(NoSuchRecord):
            other = desk.records.record(record_id)
            title = other.summary.title if other.summary else UNREADABLE
            came = f"Eingang vom {words.stamp(received(other))}"
            found.append(Evidence(title, came))
    return tuple(found)


def _noted(desk: Desk, record_id: str, hints: tuple[Hint, ...]) -> Work | None:
    """None if what was ticked is damaged: that costs neither the form nor the hints."""
    try:
        return desk.hint_ticks.found(record_id, hints)
    except (SealBroken, StoreDamaged):
        return None


def _hit(place: Place) -> Hit:
    return Hit(place.page, ((place.x0, place.y0, place.x1, place.y1),))


def _holds(place: Place, x: float, y: float) -> bool:
    across = place.x0 - NEAR <= x <= place.x1 + NEAR
    return across and place.y0 - NEAR <= y <= place.y1 + NEAR


def _unticked(
    form: PrintedForm, answers: Mapping[str, PrintedField]
) -> Iterator[tuple[str, PrintedField]]:
    """The empty boxes beside a ticked one, with the path of what was answered."""
    ticked = {_question(each): path for path, each in answers.items() if each.ticked}
    for each in form.fields:
        if each.ticked is False and (path := ticked.get(_question(each))):
            yield path, each


def _question(printed: PrintedField) -> tuple[tuple[str, ...], str]:
    return printed.heading, printed.caption


def _rank(
    printed: PrintedField, page: int, x: float, y: float
) -> tuple[bool, float] | None:
    """The less the better; None: not there. The smallest place is meant, and an answer
    before a caption or a label."""
    for place in (printed.place, *printed.beside):
        if place.page == page and _holds(place, x, y):
            return place is not printed.place, _area(place)
    return None


def _area(place: Place) -> float:
    return (place.x1 - place.x0) * (place.y1 - place.y0)

"""The chosen record: opened off the GUI thread, shown, and marked as read."""

from collections.abc import Callable
from pathlib import Path, PurePosixPath

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from hzl_client.exports.names import safe_name
from hzl_client.exports.one_file import write
from hzl_client.model.octets import Octets
from hzl_client.services.desk import Desk
from hzl_client.services.reading import OpenRecord
from hzl_client.ui import words
from hzl_client.ui.dialogs.questions import Confirmation, Questions
from hzl_client.ui.main_window import MainWindow
from hzl_client.ui.models.records import NOT_OPENED
from hzl_client.ui.presenters.linking import LinkingPresenter
from hzl_client.ui.presenters.opened import Opened, prepare
from hzl_client.ui.presenters.pdf import PdfPresenter
from hzl_client.ui.presenters.trouble import trouble_of
from hzl_client.ui.presenters.undoing import Step, UndoPresenter
from hzl_client.ui.tasks import Tasks
from hzl_client.ui.views.banner import announce
from hzl_client.ui.views.documents_tab import DocumentRow
from hzl_client.ui.views.empty import EmptyText
from hzl_client.ui.views.fields_tab import NOTHING as NO_FIELDS

SETTLE = 40  # ms; running down the list opens the first row and the one he stops at
NOTHING = EmptyText(
    "inbox",
    "Kein Antrag ausgewählt",
    "Wählen Sie links einen Antrag, um seine Angaben und Anlagen zu sehen.",
)
NO_DOCUMENT = EmptyText(
    "document",
    "Kein Dokument zum Anzeigen",
    "In dieser Nachricht wurde kein lesbares PDF und kein Bild gefunden.",
)
NOT_YET = EmptyText(
    "lock",
    NOT_OPENED,
    "Der Inhalt erscheint hier, sobald die Nachricht entschlüsselt ist.",
)


class ReadingPresenter(QObject):
    presented = Signal(object)  # the Record, or None for nothing
    read = Signal()  # a record was marked as read; lists may look again
    changed = Signal()  # something else about it that lists show
    renewed = Signal()  # another application is shown, or more of it is known
    shown = Signal()  # a document can be seen

    def __init__(
        self,
        window: MainWindow,
        desk: Desk,
        tasks: Tasks,
        questions: Questions,
        undo: UndoPresenter,
    ) -> None:
        super().__init__(window)
        self._window, self._desk, self._tasks = window, desk, tasks
        self._questions, self._undo = questions, undo
        self._pdf = PdfPresenter(window.pdf, desk.documents, tasks)
        self._wanted = self._asked = ""
        self._opened: Opened | None = None
        self._settle = QTimer(self, singleShot=True, interval=SETTLE)
        self._settle.timeout.connect(self._on_settled)
        self._linking = LinkingPresenter(window, desk, tasks, self)
        self._linking.hints.ticked.connect(self._on_ticked)
        self._linking.counted.connect(self.changed)
        self._key = ""  # of the document that is shown
        self._passwords: dict[str, str] = {}  # of documents of this application
        self._linking.compared.connect(self._on_compared)
        self._linking.form_wanted.connect(self._on_form_wanted)
        self._pdf.shown.connect(self._on_shown)
        self._pdf.unlocked.connect(self._on_unlocked)
        window.pdf.copied.connect(self._on_text_copied)
        panel = window.application
        panel.fields.copy_requested.connect(self._on_copy)
        panel.documents.show_requested.connect(self.show_document)
        panel.documents.save_requested.connect(self._on_save)
        self._show_nothing()

    def close(self) -> None:
        self._settle.stop()
        self._show_nothing()
        self._pdf.deleteLater()

    @property
    def opened(self) -> Opened | None:
        return self._opened

    @property
    def documents(self) -> tuple[DocumentRow, ...]:
        """Of the opened record, with what its form says of them, once it is read."""
        return self._linking.documents(self._opened) if self._opened else ()

    # --- opening --------------------------------------------------------------------

    def choose(self, record_id: str) -> None:
        if record_id == self._wanted:
            return
        self._wanted = record_id
        if record_id:
            if not self._settle.isActive():
                self._open()
            self._settle.start()
        else:
            self._settle.stop()
            self._show_nothing()

    def look_again(self) -> None:
        """What was chosen before it was decrypted is shown as soon as it is."""
        if self._opened is not None and not self._opened.record.opened:
            self.reopen()

    def reopen(self) -> None:
        """The same record again, because something about it changed."""
        if self._wanted:
            self._open()

    def forget(self, ids: tuple[str, ...]) -> None:
        """They are gone for good; the list chooses what comes next."""
        if self._wanted in ids:
            self._settle.stop()
            self._show_nothing()

    def _on_ticked(self, step: Step) -> None:
        """The history has one line more."""
        self._undo.add(step, quiet=True)
        self.reopen()
        self.changed.emit()

    def _on_settled(self) -> None:
        if self._wanted not in ("", self._asked):
            self._open()

    def _open(self) -> None:
        record_id, reading = self._wanted, self._desk.reading
        self._asked = record_id

        def work() -> Opened:
            opened: OpenRecord = reading.open(record_id)
            return prepare(opened)

        self._tasks.run(
            work,
            self._if_wanted(record_id, self._show),
            self._if_wanted(record_id, self._on_failed),
            self,
        )

    def _if_wanted(
        self, record_id: str, show: Callable[..., None]
    ) -> Callable[..., None]:
        def show_if_wanted(result: object) -> None:
            if record_id == self._wanted:
                show(result)

        return show_if_wanted

    def _show(self, opened: Opened) -> None:
        before, self._opened = self._opened, opened
        again = _same(before, opened)
        panel = self._window.application
        panel.show_head(opened.head, opened.attachments)
        if not again:
            self._passwords.clear()
            self._linking.begin(opened)
        panel.documents.show_documents(self._linking.documents(opened))
        panel.show_checks(opened.checks)
        self._linking.hints.show()
        panel.history.show_entries(opened.history)
        self.presented.emit(opened.record)
        if not again:
            nothing = NO_FIELDS if opened.record.opened else NOT_YET
            panel.fields.show_fields(opened.fields, nothing)
            self._show_main(opened)
            self._mark_read(opened)
            self.renewed.emit()

    def _show_main(self, opened: Opened) -> None:
        if opened.main:
            self.show_document(opened.main)
        else:
            self._pdf.close()
            self._key = ""
            self._window.application.documents.mark_shown("")
            hint = NO_DOCUMENT if opened.record.opened else NOT_YET
            self._window.pdf.show_hint(hint.title, hint.hint, hint.icon)

    def _mark_read(self, opened: Opened) -> None:
        if opened.record.read or not opened.record.opened:
            return
        record_id, records = opened.record.id, self._desk.records
        self._tasks.run(
            lambda: records.mark_read(record_id, read=True),
            lambda _nothing: self.read.emit(),
            self._on_not_marked,
            self,
        )

    def _on_not_marked(self, error: Exception) -> None:
        """It can be read all the same, and is bold until it can be marked."""
        self._window.error_panel.show_aside(trouble_of(error))

    def _show_nothing(self) -> None:
        self._wanted, self._opened, self._key = "", None, ""
        self._passwords.clear()
        self.presented.emit(None)
        self._window.application.show_nothing(NOTHING)
        self._window.application.fields.show_fields(None)
        self._linking.end()
        self._pdf.close()
        self.renewed.emit()

    def _on_failed(self, error: Exception) -> None:
        self._show_nothing()
        self._window.error_panel.show_trouble(trouble_of(error))

    # --- fields and documents -------------------------------------------------------

    def _on_copy(self, label: str, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        said = f"„{label}“ ist kopiert."
        self._window.application.fields.say(said)
        announce(self._window.application.fields.view, said)

    def _on_text_copied(self, text: str, hidden: int) -> None:
        """Text that nobody sees is never copied, and that is said."""
        if text:
            QGuiApplication.clipboard().setText(text)
            said = "Text aus dem Dokument ist kopiert."
            self._window.application.fields.say(said)
            announce(self._window.pdf, said)
        if hidden:
            self._window.notice.show_notice(
                f"{words.count(hidden, 'Wort', 'Wörter')} der Auswahl sind im Dokument "
                "nicht zu sehen und wurden nicht kopiert.",
                "warn",
            )

    def show_document(self, key: str) -> None:
        octets, name = self._document(key)
        if octets is not None:
            self._key = key
            self._window.application.documents.mark_shown(key)
            self._linking.shown(key)
            self._pdf.open_octets(octets, name, self.password(key))

    def _on_form_wanted(self) -> None:
        if self._opened is not None:
            self.show_document(self._opened.main)

    @property
    def document(self) -> str:
        """Key of the document that is shown, "" if there is none."""
        return self._key

    def password(self, key: str) -> str:
        """As somebody entered it; forgotten with the application."""
        return self._passwords.get(key, "")

    def _on_unlocked(self, password: str) -> None:
        self._passwords[self._key] = password

    def _on_shown(self) -> None:
        self._linking.mark_again()
        self.shown.emit()

    def _document(self, key: str) -> tuple[Octets | None, str]:
        if self._opened is None:
            return None, ""
        names = {row.key: row.name for row in self.documents}
        return self._opened.octets.get(key), names.get(key, "")

    def _on_compared(self) -> None:
        """The form knows the citizen's own names of the files."""
        if self._key:
            self._pdf.rename(self._document(self._key)[1])
        self.renewed.emit()

    def _on_save(self, key: str) -> None:
        octets, shown = self._document(key)
        if octets is None or self._opened is None:
            return
        delivered = next(f.name for f in self._opened.files if f.key == key)
        name = _file_name(shown, delivered)
        question = Confirmation(
            "Anlage unverschlüsselt speichern?",
            "Diese Datei stammt von außen und kann Schadprogramme enthalten. Öffnen "
            "Sie sie nur, wenn Sie sie erwarten. Die gespeicherte Kopie ist nicht "
            "mehr verschlüsselt.",
            "Speichern …",
        )

        def choose_place() -> None:
            self._questions.file_to_save("Anlage speichern", name, save)

        def save(target: Path) -> None:
            self._tasks.run(
                lambda: write(octets, target),
                lambda _nothing: self._on_saved(target),
                self._on_not_saved,
                self,
            )

        self._questions.confirm(question, choose_place)

    def _on_saved(self, target: Path) -> None:
        self._window.notice.show_notice(
            f"„{target.name}“ ist gespeichert. Die Kopie ist nicht verschlüsselt.",
            "good",
            "Ordner öffnen",
            lambda: self._questions.show_folder(target.parent),
        )

    def _on_not_saved(self, error: Exception) -> None:
        self._window.error_panel.show_trouble(trouble_of(error))


def _same(before: Opened | None, after: Opened) -> bool:
    """The same contents, whatever else has changed about the record."""
    return before is not None and (
        (before.record.id, before.record.opened)
        == (after.record.id, after.record.opened)
    )


def _file_name(shown: str, delivered: str) -> str:
    """As the row says; but what kind of file it is, no printed name decides."""
    ending = PurePosixPath(delivered).suffix
    told = shown.casefold().endswith(ending.casefold())
    return safe_name(shown if told else shown + ending)

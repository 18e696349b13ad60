"""Folders and list: what is where, and what is chosen."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from PySide6.QtCore import QObject, QPoint, QTimer, Signal
from PySide6.QtWidgets import QMenu

from hzl_client.model.record import Folder
from hzl_client.services.desk import Desk
from hzl_client.ui import words
from hzl_client.ui.main_window import MainWindow
from hzl_client.ui.models import filters
from hzl_client.ui.models.folders import NAMES, PLACES, Place, View
from hzl_client.ui.models.ordering import Sorting
from hzl_client.ui.presenters.catalogue import Catalogue, look_at
from hzl_client.ui.presenters.filing import FilingPresenter
from hzl_client.ui.presenters.listing import Listing, Shown, Wish
from hzl_client.ui.presenters.trouble import trouble_of
from hzl_client.ui.remembered import Remembered
from hzl_client.ui.tasks import Tasks
from hzl_client.ui.views.banner import announce
from hzl_client.ui.views.empty import EmptyText
from hzl_client.ui.views.record_list import Counted

MINUTE: Final = 60_000  # "heute" turns into "gestern" while the window stands open
EMPTY: Final[dict[Place, EmptyText]] = {
    Folder.INBOX: EmptyText(
        "inbox",
        "Der Posteingang ist leer",
        "Mit „Abholen“ (F5) holen Sie wartende Anträge beim Intermediär ab.",
        "Jetzt abholen",
    ),
    Folder.IN_PROGRESS: EmptyText(
        "in-progress",
        "Nichts in Bearbeitung",
        "Hierher kommt, was Sie aus dem Posteingang in Bearbeitung nehmen.",
    ),
    View.DUE: EmptyText(
        "due",
        "Keine Wiedervorlagen",
        "Hier steht, was Sie unter „Bearbeitung“ für einen Tag vorgemerkt haben, das "
        "Dringendste zuerst, in welchem Ordner es auch liegt.",
    ),
    Folder.TRANSFERRED: EmptyText(
        "transfer",
        "Noch nichts übertragen",
        "Hierher kommt, was Sie in Ihr Fachverfahren übertragen haben.",
    ),
    Folder.FILED: EmptyText(
        "filed",
        "Noch nichts abgelegt",
        "Hierher kommt, was erledigt ist und in der Akte liegt.",
    ),
    Folder.QUARANTINE: EmptyText(
        "good",
        "Nichts in Quarantäne",
        "Hier liegen Nachrichten, die nicht lesbar sind oder deren Signatur ungültig "
        "ist. Sie müssen nichts tun.",
    ),
    Folder.TRASH: EmptyText(
        "trash",
        "Der Papierkorb ist leer",
        "Mit Entf legen Sie einen gewählten Antrag hierher. Er bleibt "
        "wiederherstellbar, bis Sie ihn endgültig löschen.",
    ),
}
EXPORT: Final = {False: "Exportieren …", True: "Original speichern …"}
NOT_FOUND: Final = EmptyText(
    "search",
    "Nichts gefunden",
    "Mit dieser Suche und diesen Filtern bleibt kein Antrag übrig. Gesucht wird in "
    "Namen, Geburtsdatum, Ort, Leistung, Kennzeichen, Dateinamen, Aktenzeichen, "
    "Etiketten und Notiz.",
    "Filter zurücksetzen",
)
SAID_MS: Final = 700  # after the last key the number of hits is spoken


class InboxPresenter(QObject):
    record_chosen = Signal(str)  # id, "" for none
    looked = Signal(Catalogue)

    def __init__(
        self,
        window: MainWindow,
        desk: Desk,
        tasks: Tasks,
        remembered: Remembered,
        filing: FilingPresenter,
    ) -> None:
        super().__init__(window)
        self._window, self._desk, self._tasks = window, desk, tasks
        self._remembered, self._filing = remembered, filing
        self._catalogue = Catalogue()
        self._looked_once = False
        self._looking = self._look_again = False
        self._kept = f"mailbox-{desk.folder.name}"
        self._listing = Listing()
        self._wish = self._remembered_wish()
        self._said = QTimer(self, singleShot=True, interval=SAID_MS)
        self._said.timeout.connect(self._say_count)
        self._timer = QTimer(self, interval=MINUTE)
        self._timer.timeout.connect(self.refresh)
        self._timer.start()
        self._connect()

    def _connect(self) -> None:
        window = self._window
        window.folders.folder_chosen.connect(self._on_folder)
        window.commands.searched.connect(self._on_searched)
        window.records.current_changed.connect(self._on_current)
        window.records.selection_changed.connect(self._allow)
        window.records.menu_requested.connect(self._on_menu)
        window.records.empty.action_requested.connect(self._on_empty_action)
        window.records.reset_requested.connect(self._on_reset)
        window.records.left.connect(window.commands.search.clear)
        window.records.filters.filters_changed.connect(self._on_filters)
        window.records.order.sorting_chosen.connect(self._on_sorting)
        window.commands.found_entered.connect(window.records.enter)
        self._filing.changed.connect(self.refresh)
        window.application.header.other_requested.connect(self.go_to)

    def start(self) -> None:
        self._window.records.choose(self._remembered.text("record"))
        self._window.folders.choose(self.folder)
        self._window.records.show_sorting(self._wish.sorting)
        self._show_anew()  # nothing of a mailbox that was open before
        self.refresh()

    def remember(self) -> None:
        kept, wish = self._remembered, self._wish
        kept.keep("folder", self.folder.value)
        kept.keep("record", self._window.records.current)
        kept.keep(f"{self._kept}/filters", " ".join(sorted(wish.filters)))
        kept.keep(f"{self._kept}/sorting", wish.sorting.text)

    def _remembered_wish(self) -> Wish:
        kept = self._remembered
        on = frozenset(kept.text(f"{self._kept}/filters").split())
        return Wish(
            _folder(kept.text("folder")),
            filters=on & filters.NAMES.keys(),
            sorting=Sorting.read(kept.text(f"{self._kept}/sorting")),
        )

    def close(self) -> None:
        """Nothing of this mailbox stays in sight, and no search for it either."""
        self.remember()
        for timer in (self._timer, self._said):
            timer.stop()
        self._catalogue, self._looked_once = Catalogue(), False
        self._window.commands.search.clear()
        self._show_anew()

    @property
    def chosen(self) -> tuple[str, ...]:
        return self._window.records.chosen

    @property
    def folder(self) -> Place:
        return self._wish.folder

    # --- looking --------------------------------------------------------------------

    def refresh(self) -> None:
        """Look at the mailbox again; wishes that come meanwhile become one."""
        if self._looking:
            self._look_again = True
            return
        self._looking = True
        records, now, before = self._desk.records, datetime.now(UTC), self._catalogue
        self._tasks.run(
            lambda: look_at(records, now, before),
            self._on_looked,
            self._on_failed,
            self,
        )

    def _on_looked(self, catalogue: Catalogue) -> None:
        self._looking = False
        self._looked_once = True
        self._catalogue = catalogue
        self._show()
        self.looked.emit(catalogue)
        if self._look_again:
            self._look_again = False
            self.refresh()

    def _on_failed(self, error: Exception) -> None:
        self._looking = False
        self._window.error_panel.show_trouble(trouble_of(error))
        self.refresh_later()

    def refresh_later(self) -> None:
        """After a failed work the list shows again what really is."""
        QTimer.singleShot(0, self, self._show)

    def _show(self) -> None:
        """A later look at the same list: what somebody reads stays in it."""
        records = self._window.records
        stays = frozenset((records.current, *records.chosen))
        shown = self._listing.shown(self._catalogue, self._wish, stays)
        records.show_rows(shown.rows, self._empty_text(shown))
        self._show_around(shown)
        self._show_double()

    def _show_anew(self) -> None:
        """Another folder, search, filter or order."""
        shown = self._listing.shown(self._catalogue, self._wish)
        self._window.records.show_others(shown.rows, self._empty_text(shown))
        self._show_around(shown)

    def _show_around(self, shown: Shown) -> None:
        wish, records = self._wish, self._window.records
        self._window.folders.show_counts(self._catalogue.counts)
        counted = _counted(shown, wish)
        records.show_folder(NAMES[wish.folder], counted, narrowed=wish.narrowed)
        records.filters.show_filters(shown.filters)
        self._allow()

    def _say_count(self) -> None:
        """Who cannot see the list shrink hears it."""
        announce(self._window.records.view, self._window.records.counted)

    def _empty_text(self, shown: Shown) -> EmptyText:
        if not self._looked_once:
            return EmptyText("inbox", "Postfach wird gelesen …")
        return NOT_FOUND if shown.total else EMPTY[self.folder]

    def _allow(self) -> None:
        """Only what can be done with what is chosen here."""
        actions, some = self._window.actions_, self._window.records.any_chosen
        here = self.folder if isinstance(self.folder, Folder) else None
        self._filing.allow(here, some=some)
        actions.export.setEnabled(some)
        actions.export.setText(EXPORT[self.folder is Folder.QUARANTINE])

    # --- choosing -------------------------------------------------------------------

    def _on_folder(self, folder: Place) -> None:
        self._wish = replace(self._wish, folder=folder)
        self._show_anew()

    def _on_searched(self, needle: str) -> None:
        self._narrow(replace(self._wish, needle=needle.strip()))

    def _on_filters(self, on: frozenset[str]) -> None:
        self._narrow(replace(self._wish, filters=on))

    def _on_sorting(self, sorting: Sorting) -> None:
        self._wish = replace(self._wish, sorting=sorting)
        self._window.records.show_sorting(sorting)
        self._show_anew()

    def _on_reset(self) -> None:
        """The button that was pressed goes; the keyboard stays in the search."""
        search = self._window.commands.search
        search.setFocus()
        self._wish = self._wish.whole()
        search.clear()
        self._show_anew()
        self._said.start()

    def _narrow(self, wish: Wish) -> None:
        if wish != self._wish:
            self._wish = wish
            self._show_anew()
            self._said.start()

    def _on_current(self, record_id: str) -> None:
        self.record_chosen.emit(record_id)
        self._show_double()

    def _show_double(self) -> None:
        row = self._window.records.current_row
        said, other = (row.double, row.doubles[0]) if row and row.doubles else ("", "")
        self._window.application.header.show_double(said, other)

    def go_to(self, record_id: str) -> None:
        """Wherever it lies, and whatever the list is narrowed to."""
        folder = self._catalogue.folder_of(record_id)
        if folder is None:
            return
        self._window.commands.search.clear()
        self._wish = replace(self._wish.whole(), folder=folder)
        self._show_anew()
        self._window.records.choose(record_id)
        self._window.folders.choose(folder)

    def _on_empty_action(self) -> None:
        if self._wish.narrowed:
            self._on_reset()
        else:
            self._window.actions_.fetch.trigger()

    def _on_menu(self, position: QPoint) -> None:
        actions = self._window.actions_
        menu = QMenu(self._window)
        for action in (
            actions.export,
            actions.printing,
            actions.unread,
            *actions.moves.values(),
            actions.trash,
            actions.restore,
            actions.delete,
        ):
            if action.isVisible():
                menu.addAction(action)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(position)


def _counted(shown: Shown, wish: Wish) -> Counted:
    """ "3.402 Anträge", "12 von 3.402"."""
    quarantine = wish.folder is Folder.QUARANTINE
    one, many = ("Nachricht", "Nachrichten") if quarantine else ("Antrag", "Anträge")
    if not wish.narrowed:
        all_of_them = words.count(shown.total, one, many)
        return Counted(all_of_them, all_of_them)
    hits = words.grouped(len(shown.rows))
    of_all = words.count(shown.total, one, many if quarantine else "Anträgen")
    return Counted(f"{hits} von {words.grouped(shown.total)}", f"{hits} von {of_all}")


def _folder(value: str) -> Place:
    known = {place.value: place for place in PLACES}
    return known.get(value, Folder.INBOX)

"""From the empty window to an open mailbox: which one, its passphrase, its errors."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Generic, Protocol, TypeVar

from PySide6.QtCore import QObject

from hzl_client.errors import WrongPassphrase
from hzl_client.ui.dialogs.questions import Questions
from hzl_client.ui.main_window import MainWindow
from hzl_client.ui.presenters.trouble import trouble_of
from hzl_client.ui.remembered import Remembered
from hzl_client.ui.tasks import Tasks
from hzl_client.ui.views.empty import EmptyText

OPENING: Final = EmptyText("mailbox", "Postfach wird geöffnet …")
CREATING: Final = EmptyText(
    "mailbox",
    "Übungspostfach wird angelegt …",
    "Schlüssel werden erzeugt und Übungsanträge bereitgelegt. Das dauert einige "
    "Sekunden.",
)
NO_MAILBOX: Final = EmptyText(
    "mailbox",
    "Noch kein Postfach eingerichtet",
    "Mit einem Übungspostfach lernen Sie das Programm mit erfundenen Anträgen kennen. "
    "Ein echtes Postfach richtet Ihre IT ein; sie braucht dafür das Zertifikat "
    "(.p12) mit PIN, die Adresse und das Verschlüsselungszertifikat des "
    "Intermediärs (Anleitung: README, „Echtes Postfach“).",
    "Übungspostfach anlegen",
)
LOCKED: Final = EmptyText(
    "lock",
    "Das Postfach ist verschlossen",
    "Zum Öffnen wird die Passphrase gebraucht.",
    "Passphrase eingeben",
)
FAILED: Final = EmptyText(
    "warn",
    "Das Postfach konnte nicht geöffnet werden",
    "Oben steht, was geschehen ist und was Sie tun können.",
    "Erneut versuchen",
)


@dataclass(frozen=True, slots=True)
class Mailbox:
    """What the window needs to know of one before it is open."""

    slug: str
    title: str


Desk = TypeVar("Desk")
Desk_co = TypeVar("Desk_co", covariant=True)


class Doors(Protocol[Desk_co]):
    """What opens mailboxes; every call runs on a worker thread and may take long."""

    def mailboxes(self) -> tuple[Mailbox, ...]: ...

    def open(self, slug: str, passphrase: str | None) -> Desk_co: ...

    def create_practice(self) -> str:
        """The slug of the new mailbox."""
        ...


class StartPresenter(QObject, Generic[Desk]):
    def __init__(
        self,
        window: MainWindow,
        doors: Doors[Desk],
        tasks: Tasks,
        remembered: Remembered,
        questions: Questions,
    ) -> None:
        super().__init__(window)
        self._window, self._doors, self._tasks = window, doors, tasks
        self._remembered, self._questions = remembered, questions
        self._mailboxes: tuple[Mailbox, ...] = ()
        self._current = ""
        self._action: Callable[[], None] = lambda: None
        self._opened: Callable[[Desk], None] = lambda _desk: None
        self._leave: Callable[[], bool] = lambda: True
        window.start.action_requested.connect(self._on_action)
        window.commands.mailbox_chosen.connect(self._on_chosen)

    def start(self, opened: Callable[[Desk], None], leave: Callable[[], bool]) -> None:
        """`opened` gets each desk; `leave` lets go of it before the next is opened,
        or says False because something still runs there."""
        self._opened, self._leave = opened, leave
        self._look()

    def _say(self, text: EmptyText, action: Callable[[], None] | None = None) -> None:
        self._action = action or (lambda: None)
        self._window.show_start(text)

    def _on_action(self) -> None:
        self._action()

    # --- which mailbox --------------------------------------------------------------

    def _look(self) -> None:
        self._say(OPENING)
        self._tasks.run(self._doors.mailboxes, self._on_found, self._on_not_found, self)

    def _on_found(self, mailboxes: tuple[Mailbox, ...]) -> None:
        self._mailboxes = mailboxes
        slugs = [mailbox.slug for mailbox in mailboxes]
        last = self._remembered.text("mailbox")
        if not slugs:
            self._say(NO_MAILBOX, self._create)
        else:
            self._open(last if last in slugs else slugs[0])

    def _on_not_found(self, error: Exception) -> None:
        self._say(FAILED, self._look)
        self._window.error_panel.show_trouble(trouble_of(error))

    def _on_chosen(self, slug: str) -> None:
        if slug != self._current and self._leave():
            self._open(slug)

    # --- opening --------------------------------------------------------------------

    def _open(self, slug: str, passphrase: str | None = None) -> None:
        self._current = slug
        titles = tuple((m.slug, m.title) for m in self._mailboxes)
        self._window.commands.show_mailboxes(titles, slug)
        self._say(OPENING)
        self._tasks.run(
            lambda: self._doors.open(slug, passphrase),
            self._on_opened,
            lambda error: self._on_not_opened(error, tried=passphrase is not None),
            self,
        )

    def _on_opened(self, desk: Desk) -> None:
        self._remembered.keep("mailbox", self._current)
        self._opened(desk)

    def _on_not_opened(self, error: Exception, *, tried: bool) -> None:
        slug = self._current
        if isinstance(error, WrongPassphrase):
            title = next((m.title for m in self._mailboxes if m.slug == slug), slug)

            def ask() -> None:
                self._questions.passphrase(
                    title, wrong=tried, then=lambda text: self._open(slug, text)
                )

            self._say(LOCKED, ask)
            ask()
        else:
            self._say(FAILED, lambda: self._open(slug))
            self._window.error_panel.show_trouble(trouble_of(error))

    # --- practice -------------------------------------------------------------------

    def _create(self) -> None:
        self._say(CREATING)
        self._tasks.run(
            self._doors.create_practice,
            self._on_created,
            self._on_not_found,
            self,
        )

    def _on_created(self, slug: str) -> None:
        self._remembered.keep("mailbox", slug)
        self._look()

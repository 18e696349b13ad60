"""Everything the window can be told to do, with its key, its icon and its words."""

from dataclasses import dataclass, fields
from typing import Final

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from hzl_client.model.record import Folder
from hzl_client.ui.look import Look


@dataclass(frozen=True, slots=True)
class _Plan:
    text: str
    keys: tuple[str, ...]
    icon: str = ""
    tip: str = ""


PLANS: Final = {
    "fetch": _Plan("Abholen", ("F5",), "fetch", "Wartende Anträge abholen"),
    "preview": _Plan(
        "Vorschau …",
        ("Shift+F5",),
        "view-read",
        "Zeigen, was beim Intermediär wartet, ohne es abzuholen",
    ),
    "export": _Plan(
        "Exportieren …", ("Ctrl+E",), "export", "Gewählte Anträge als Dateien ablegen"
    ),
    "printing": _Plan("Drucken …", ("Ctrl+P",), "print", "Geöffneten Antrag drucken"),
    "trash": _Plan(
        "In den Papierkorb",
        ("Del",),
        "trash",
        "Gewählte Anträge in den Papierkorb legen",
    ),
    "restore": _Plan(
        "Wiederherstellen", ("Ctrl+R",), "undo", "Zurück in den alten Ordner legen"
    ),
    "delete": _Plan(
        "Endgültig löschen …", ("Shift+Del",), "delete", "Unwiederbringlich löschen"
    ),
    "take_back": _Plan("Zurück in den Posteingang", ("Ctrl+I",), "inbox"),
    "take": _Plan("In Bearbeitung nehmen", ("Ctrl+B",), "in-progress"),
    "transferred": _Plan("Als übertragen kennzeichnen", ("Ctrl+T",), "transfer"),
    "file": _Plan("Ablegen", ("Ctrl+L",), "filed"),
    "undo": _Plan("Rückgängig", ("Ctrl+Z",), "undo"),
    "unread": _Plan("Als ungelesen markieren", ("Ctrl+U",), "unread"),
    "search": _Plan("Suchen", ("Ctrl+F",), "search"),
    "find_next": _Plan("Nächste Fundstelle", ("F3",)),
    "find_previous": _Plan("Vorige Fundstelle", ("Shift+F3",)),
    "next_pane": _Plan("Nächster Bereich", ("F6",)),
    "previous_pane": _Plan("Voriger Bereich", ("Shift+F6",)),
    "reading": _Plan("Nur PDF und Angaben", ("F11",)),
    "only_document": _Plan("Nur das PDF", ("Shift+F11",)),
    "only_fields": _Plan("Nur die Angaben", ("Ctrl+F11",)),
    "larger": _Plan("Schrift größer", ("Ctrl++", "Ctrl+=")),
    "smaller": _Plan("Schrift kleiner", ("Ctrl+-",)),
    "normal": _Plan("Schrift normal", ("Ctrl+0",)),
}


@dataclass(frozen=True, slots=True)
class Actions:
    fetch: QAction
    preview: QAction
    export: QAction
    printing: QAction
    trash: QAction
    restore: QAction
    delete: QAction
    take_back: QAction
    take: QAction
    transferred: QAction
    file: QAction
    undo: QAction
    unread: QAction
    search: QAction
    find_next: QAction
    find_previous: QAction
    next_pane: QAction
    previous_pane: QAction
    reading: QAction
    only_document: QAction
    only_fields: QAction
    larger: QAction
    smaller: QAction
    normal: QAction

    @property
    def moves(self) -> dict[Folder, QAction]:
        """From one step of the work to another."""
        return {
            Folder.INBOX: self.take_back,
            Folder.IN_PROGRESS: self.take,
            Folder.TRANSFERRED: self.transferred,
            Folder.FILED: self.file,
        }


class _Action(QAction):
    def __init__(self, plan: _Plan, window: QWidget, look: Look, colour: str) -> None:
        super().__init__(plan.text, window)
        self._look, self._icon, self._colour = look, plan.icon, colour
        self.setShortcuts([QKeySequence(keys) for keys in plan.keys])
        keys = self.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        self.setToolTip(f"{plan.tip or plan.text} ({german_keys(keys)})")
        window.addAction(self)
        look.changed.connect(self._on_look_changed)
        self._on_look_changed()

    def _on_look_changed(self) -> None:
        if self._icon:
            self.setIcon(self._look.icon(self._icon, self._colour))


def make_actions(window: QWidget, look: Look) -> Actions:
    made = {
        name: _Action(plan, window, look, "on_accent" if name == "fetch" else "text")
        for name, plan in PLANS.items()
    }
    actions = Actions(**{field.name: made[field.name] for field in fields(Actions)})
    for folder, action in {**actions.moves, Folder.TRASH: actions.trash}.items():
        action.setData(folder.value)
    return actions


def german_keys(keys: str) -> str:
    """Key names as printed on a German keyboard."""
    for english, german in (
        ("Ctrl", "Strg"),
        ("Shift", "Umschalt"),
        ("Delete", "Entf"),
        ("Del", "Entf"),
    ):
        keys = keys.replace(english, german)
    return keys

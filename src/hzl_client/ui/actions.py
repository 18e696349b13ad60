"""Everything the window can be told to do, with its key, its icon and its words."""

from dataclasses import dataclass, fields
from typing import Final

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from hzl_client.ui.look import Look


@dataclass(frozen=True, slots=True)
class _Plan:
    text: str
    keys: tuple[str, ...]
    icon: str = ""
    tip: str = ""


PLANS: Final = {
    "fetch": _Plan("Abholen", ("F5",), "fetch", "Wartende Anträge abholen"),
    "export": _Plan(
        "Exportieren …", ("Ctrl+E",), "export", "Gewählte Anträge als Dateien ablegen"
    ),
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
    "undo": _Plan(
        "Rückgängig", ("Ctrl+Z",), "undo", "Letztes Löschen rückgängig machen"
    ),
    "unread": _Plan("Als ungelesen markieren", ("Ctrl+U",), "unread"),
    "search": _Plan("Suchen", ("Ctrl+F",), "search"),
    "next_pane": _Plan("Nächster Bereich", ("F6",)),
    "previous_pane": _Plan("Voriger Bereich", ("Shift+F6",)),
    "reading": _Plan("Nur PDF und Angaben", ("F11",)),
    "larger": _Plan("Schrift größer", ("Ctrl++", "Ctrl+=")),
    "smaller": _Plan("Schrift kleiner", ("Ctrl+-",)),
    "normal": _Plan("Schrift normal", ("Ctrl+0",)),
}


@dataclass(frozen=True, slots=True)
class Actions:
    fetch: QAction
    export: QAction
    trash: QAction
    restore: QAction
    delete: QAction
    undo: QAction
    unread: QAction
    search: QAction
    next_pane: QAction
    previous_pane: QAction
    reading: QAction
    larger: QAction
    smaller: QAction
    normal: QAction


def make_actions(window: QWidget, look: Look) -> Actions:
    made = {name: _made(plan, window) for name, plan in PLANS.items()}

    def recolour() -> None:
        for name, plan in PLANS.items():
            if plan.icon:
                primary = name == "fetch"
                colour = "on_accent" if primary else "text"
                made[name].setIcon(look.icon(plan.icon, colour))

    look.changed.connect(recolour)
    recolour()
    return Actions(**{field.name: made[field.name] for field in fields(Actions)})


def _made(plan: _Plan, window: QWidget) -> QAction:
    action = QAction(plan.text, window)
    action.setShortcuts([QKeySequence(keys) for keys in plan.keys])
    shown = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    action.setToolTip(f"{plan.tip or plan.text} ({german_keys(shown)})")
    window.addAction(action)
    return action


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

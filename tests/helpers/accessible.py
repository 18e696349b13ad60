"""The window as a screen reader meets it: a walk through everything Qt tells one."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAbstractItemView, QAbstractScrollArea, QWidget

Role = QAccessible.Role
DEEPEST: Final = 40
NEEDS_A_NAME: Final = {
    *(Role.Button, Role.CheckBox, Role.RadioButton, Role.ButtonMenu),
    *(Role.EditableText, Role.ComboBox, Role.SpinBox, Role.Slider),
    *(Role.List, Role.Table, Role.Tree, Role.PageTab, Role.PageTabList),
    *(Role.ListItem, Role.TreeItem, Role.Cell, Role.ColumnHeader),
    *(Role.MenuItem, Role.Link, Role.ProgressBar, Role.Dialog),
}
SAYS_NOTHING: Final = {Role.NoRole, Role.Client, Role.Pane, Role.Window}


@dataclass(frozen=True)
class Node:
    role: Role
    name: str
    description: str
    state: QAccessible.State
    widget: QObject | None
    path: str


def walk(top: QWidget) -> Iterator[Node]:
    """Everything in sight, the items of lists included."""
    interface = QAccessible.queryAccessibleInterface(top)
    assert interface is not None
    yield from _below(interface, "", 0)


def _below(interface: QAccessibleInterface, path: str, depth: int) -> Iterator[Node]:
    state = interface.state()
    if state.invisible or depth > DEEPEST:
        return
    text = QAccessible.Text
    widget = interface.object()
    name = interface.text(text.Name)
    here = f"{path}/{_short(widget, interface)}"
    yield Node(
        interface.role(), name, interface.text(text.Description), state, widget, here
    )
    for number in range(interface.childCount()):
        child = interface.child(number)
        if child is not None and child.isValid():
            yield from _below(child, here, depth + 1)


def _short(widget: QObject | None, interface: QAccessibleInterface) -> str:
    return type(widget).__name__ if widget is not None else interface.role().name


def gaps(top: QWidget) -> list[str]:
    """What a screen reader would stumble over, in words."""
    return [f"{node.path}: {wrong}" for node in walk(top) for wrong in _wrong(node)]


def _wrong(node: Node) -> Iterator[str]:
    if node.role in NEEDS_A_NAME and not node.name.strip() and not _inner(node):
        yield f"{node.role.name} without a name"
    if not isinstance(node.widget, QWidget):
        return
    takes_focus = node.widget.focusPolicy().value != 0
    if takes_focus and not _inner(node):
        pages = isinstance(node.widget, QAbstractScrollArea)  # Qt knows no other role
        if node.role in SAYS_NOTHING and not pages:
            yield f"takes the focus as {node.role.name}"
        if node.widget.isEnabled() and not node.state.focusable:
            yield "takes the focus and does not say so"
        if not node.name.strip():
            yield "takes the focus without a name"
    if bool(node.state.disabled) is node.widget.isEnabled():
        yield "says the wrong thing about being usable"
    checkable = getattr(node.widget, "isCheckable", bool)()
    if checkable and not node.state.checkable:
        yield "can be checked and does not say so"


def _inner(node: Node) -> bool:
    """Parts of a list, box or scroll area that nobody reaches by themselves."""
    widget = node.widget
    if not isinstance(widget, QWidget):
        return False
    if widget.objectName().startswith("qt_"):
        return True
    parent = widget.parent()
    return isinstance(parent, QAbstractItemView) or widget.isWindow()

"""The labels of one application: each takes itself off, and a box adds others."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from hzl_client.model.work import LONGEST_LABEL, MOST_LABELS
from hzl_client.ui import rows, tokens
from hzl_client.ui.flow import FlowLayout
from hzl_client.ui.look import Look
from hzl_client.ui.models.sheet import tone_of


class _Chip(QToolButton):
    """Its words are the label; the cross beside them says what pressing it does."""

    def __init__(self, look: Look, label: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self.label = label
        self.setText(label)
        self.setProperty("label", tone_of(label))
        self.setAccessibleName(f"Etikett „{label}“ entfernen")
        self.setToolTip(f"Etikett „{label}“ entfernen")
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the cross comes last
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        look.changed.connect(self._on_look_changed)
        self._on_look_changed()

    def _on_look_changed(self) -> None:
        self.setIcon(self._look.icon("close", tone_of(self.label)))


class LabelChips(QWidget):
    added = Signal(str)
    removed = Signal(str)
    dropped = Signal()  # somebody emptied the line

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._chips: list[_Chip] = []
        self._place = QWidget()
        self._flow = FlowLayout(self._place, look.px(6))
        self.box = QComboBox()
        self.box.setEditable(True)
        self.box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.box.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.box.setMinimumContentsLength(12)
        self.box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.box.setAccessibleName(self.tr("Etikett hinzufügen"))
        self.box.setLineEdit(self._make_line())
        completer = QCompleter(self.box.model(), self.box)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.box.setCompleter(completer)
        self.box.activated.connect(lambda _number: self._on_entered())
        look.changed.connect(self._on_look_changed)
        layout = rows.column(self, gap=look.px(6))
        layout.setContentsMargins(*(tokens.FOCUS + 1,) * 4)  # the frame of the box
        layout.addWidget(self._place)
        layout.addWidget(self.box)

    def _make_line(self) -> rows.Entry:
        line = rows.Entry()
        line.setMaxLength(LONGEST_LABEL)
        line.setPlaceholderText(self.tr("Wählen oder eingeben, dann Enter"))
        line.setToolTip(line.placeholderText())
        line.setAccessibleName(self.tr("Etikett hinzufügen"))
        line.returnPressed.connect(self._on_entered)
        line.textEdited.connect(self._on_edited)
        return line

    def _on_edited(self, typed: str) -> None:
        if not typed:
            self.dropped.emit()

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(chip.label for chip in self._chips)

    def show_labels(self, labels: tuple[str, ...], known: tuple[str, ...]) -> None:
        if labels != self.labels:
            self._show_chips(labels)
        free = [label for label in known if label not in labels]
        if free != [self.box.itemText(n) for n in range(self.box.count())]:
            typed = self.box.currentText()
            self.box.clear()
            self.box.addItems(free)
            self.box.setEditText(typed)
        self.box.setEnabled(len(labels) < MOST_LABELS)

    def _show_chips(self, labels: tuple[str, ...]) -> None:
        focus = any(chip.hasFocus() for chip in self._chips)
        for chip in self._chips:
            self._flow.removeWidget(chip)
            chip.deleteLater()
        self._chips = []
        for label in labels:
            chip = _Chip(self._look, label, self._place)
            chip.clicked.connect(lambda _=False, text=label: self.removed.emit(text))
            self._flow.addWidget(chip)
            chip.show()
            self._chips.append(chip)
        self._place.setVisible(bool(labels))
        self._fit()
        if focus:  # the one that was pressed is gone
            (self._chips[-1] if self._chips else self.box).setFocus()

    def _fit(self) -> None:
        """As high as its lines: a form does not ask a row how high it gets."""
        self._place.setFixedHeight(self._flow.heightForWidth(self.width()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _on_look_changed(self) -> None:
        self._flow.set_gap(self._look.px(6))
        QTimer.singleShot(0, self, self._fit)  # when the chips have their new font

    def begin_afresh(self) -> None:
        """Nothing typed, and nothing that Strg+Z could bring back here."""
        self.box.setEditText("")

    def put_back(self, typed: str, before: str) -> None:
        """A label that could not be stored; `before`: stood here, and is stored now."""
        here = self.box.currentText()
        if typed and typed != before and not here:
            self.box.setEditText(typed)
        elif before and not typed and here == before:
            self.begin_afresh()

    def _on_entered(self) -> None:
        typed = self.box.currentText().strip()
        self.begin_afresh()
        if typed:
            self.added.emit(typed)

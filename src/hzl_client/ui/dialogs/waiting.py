"""What waits at the intermediary, and which of it to fetch."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from hzl_client.ui import rows, tokens, words
from hzl_client.ui.dialogs.questions import WaitingRow
from hzl_client.ui.look import Look
from hzl_client.ui.plain import tip, visible

COLUMNS: Final = ("Betreff", "Eingang beim Intermediär", "Hinweis")
MOST_LINES: Final = 12  # before the table scrolls
LONGEST: Final = 200  # characters of a subject; the rest is in its tip, and read aloud


class WaitingDialog(QDialog):
    """Every row is ticked but those that could not be taken before."""

    chosen = Signal(tuple)  # message ids

    def __init__(
        self,
        look: Look,
        waiting: tuple[WaitingRow, ...],
        parent: QWidget,
        *,
        more: bool,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Vorschau"))
        self._look, self._waiting = look, waiting
        px = look.px
        wait = (
            "Nachrichten warten"
            if more
            else words.count(len(waiting), "Nachricht wartet", "Nachrichten warten")
        )
        title = rows.label(f"{wait} beim Intermediär", role="heading")
        hint = rows.label(
            self.tr(
                "Es wurde noch nichts abgeholt. Betreff und Zeit nennt der "
                "Intermediär; geprüft ist davon nichts."
            ),
            wrap=True,
        )
        self.table = self._table()
        self.fetch = rows.Button(
            look, self.tr("Ausgewählte abholen"), "fetch", "primary"
        )
        self.cancel = rows.Button(look, self.tr("Schließen"))
        self.fetch.setDefault(True)
        self.fetch.clicked.connect(self._on_fetch)
        self.cancel.clicked.connect(self.reject)
        buttons = rows.row(gap=px(tokens.S))
        buttons.addStretch(1)
        buttons.addWidget(self.fetch)
        buttons.addWidget(self.cancel)
        layout = rows.column(self, margin=px(tokens.XL), gap=px(tokens.M))
        layout.addWidget(title)
        layout.addWidget(hint)
        if more:
            layout.addWidget(self._unnamed())
        layout.addWidget(self.table, 1)
        layout.addLayout(buttons)
        self.table.itemChanged.connect(self._on_ticked)
        self._on_ticked()
        self.table.setFocus()
        width = min(px(760), self.screen().availableSize().width())
        self.resize(width, self.sizeHint().height())

    def _unnamed(self) -> QLabel:
        return rows.label(
            self.tr(
                "Es warten weitere Nachrichten; der Intermediär nennt nicht alle. "
                "Mit „Abholen“ im Fenster kommen auch sie."
            ),
            wrap=True,
        )

    def _table(self) -> QTableWidget:
        table = QTableWidget(len(self._waiting), len(COLUMNS))
        table.setAccessibleName(self.tr("Wartende Nachrichten"))
        table.setHorizontalHeaderLabels(COLUMNS)
        table.verticalHeader().hide()
        table.setShowGrid(False)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setTabKeyNavigation(False)
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for number, each in enumerate(self._waiting):
            self._fill(table, number, each)
        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        if self._waiting:
            table.setCurrentCell(0, 0)
        return table

    def showEvent(self, event: QShowEvent) -> None:
        """How high a row is depends on widths, and those are known now."""
        super().showEvent(event)
        table = self.table
        table.resizeRowsToContents()
        heights = [table.rowHeight(row) for row in range(table.rowCount())]
        lines = table.horizontalHeader().height() + sum(heights[:MOST_LINES])
        most = self.screen().availableSize().height() // 2
        table.setMinimumHeight(min(lines + self._look.px(tokens.L), most))
        self.resize(self.width(), self.sizeHint().height())

    def _fill(self, table: QTableWidget, number: int, each: WaitingRow) -> None:
        texts = (each.subject or self.tr("(ohne Betreff)"), each.submitted, each.note)
        for column, text in enumerate(texts):
            item = QTableWidgetItem(_cut(visible(text)))
            item.setToolTip(tip(text))
            if column == 0:
                ticked = Qt.CheckState.Checked if each.ticked else _UNTICKED
                item.setCheckState(ticked)
                spoken = ", ".join(part for part in texts if part)
                item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)
            elif not text:
                item.setData(
                    Qt.ItemDataRole.AccessibleTextRole, self.tr("keine Angabe")
                )
            table.setItem(number, column, item)

    def _ticked(self) -> tuple[str, ...]:
        return tuple(
            each.message_id
            for number, each in enumerate(self._waiting)
            if (item := self.table.item(number, 0)) is not None
            and item.checkState() is not _UNTICKED
        )

    def _on_ticked(self) -> None:
        self.fetch.setEnabled(bool(self._ticked()))

    def _on_fetch(self) -> None:
        self.chosen.emit(self._ticked())
        self.accept()


_UNTICKED: Final = Qt.CheckState.Unchecked


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]} …"

"""What of an application is printed: Deckblatt, Felder, Antrag, and which Anlagen."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QDialog,
    QListWidget,
    QListWidgetItem,
    QWidget,
)

from hzl_client.ui import rows, tokens
from hzl_client.ui.dialogs.questions import PrintOffer, PrintWish
from hzl_client.ui.look import Look
from hzl_client.ui.plain import tip, visible

MOST_LINES: Final = 8  # before the list scrolls
LINE: Final = 30
LONGEST: Final = 48  # signs of a name; what is said of it must stay in sight
KEY: Final = Qt.ItemDataRole.UserRole
_ON, _OFF = Qt.CheckState.Checked, Qt.CheckState.Unchecked


def _short(name: str) -> str:
    """On one line, its ending kept."""
    seen = " ".join(visible(name).split())
    if len(seen) <= LONGEST:
        return seen
    half = LONGEST // 2
    return f"{seen[:half]}…{seen[-half:]}"


class PrintDialog(QDialog):
    """What the offer proposes is ticked, as far as it can be printed."""

    wished = Signal(PrintWish)

    def __init__(self, look: Look, offer: PrintOffer, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Drucken"))
        px = look.px
        self.title = rows.ElidedLabel("heading")
        self.title.setText(offer.title)
        self._make_boxes(offer)
        self.list = self._list(offer)
        self.all = QCheckBox(self.tr("Anlagen"))
        self.all.setVisible(bool(offer.attachments))
        self.print = rows.Button(look, self.tr("Drucken …"), "print", "primary")
        self.print.setDefault(True)
        cancel = rows.Button(look, self.tr("Abbrechen"))
        self._connect(cancel)
        buttons = rows.row(gap=px(tokens.S))
        buttons.addStretch(1)
        buttons.addWidget(self.print)
        buttons.addWidget(cancel)
        inset = rows.row()
        inset.setContentsMargins(px(tokens.XL), 0, 0, 0)
        inset.addWidget(self.technical)
        layout = rows.column(self, margin=px(tokens.XL), gap=px(tokens.S))
        layout.addWidget(self.title)
        layout.addWidget(
            rows.label(
                self.tr("Auf jeder Seite steht oben der Eingangsvermerk."),
                role="muted",
                wrap=True,
            )
        )
        layout.addSpacing(px(tokens.S))
        layout.addWidget(self.cover)
        layout.addWidget(self.fields)
        layout.addLayout(inset)
        layout.addWidget(self.form)
        layout.addWidget(self.all)
        layout.addWidget(self.list, 1)
        layout.addSpacing(px(tokens.M))
        layout.addLayout(buttons)
        self._size_list(look, len(offer.attachments))
        self._tell()
        self.cover.setFocus()
        self.resize(px(520), self.sizeHint().height())

    def _make_boxes(self, offer: PrintOffer) -> None:
        ticks = offer.ticks
        self.cover = self._box(self.tr("Deckblatt"), ticked=ticks.cover)
        self.fields = self._box(
            self.tr("Felder"), there=offer.fields, ticked=ticks.fields
        )
        self.technical = self._box(
            self.tr("auch technische Angaben"),
            there=offer.fields,
            ticked=ticks.technical,
        )
        self.form = self._box(
            self.tr("Antrag (PDF)"), there=offer.form, ticked=ticks.form
        )

    def _box(self, text: str, *, there: bool = True, ticked: bool) -> QCheckBox:
        box = QCheckBox(text)
        box.setChecked(there and ticked)
        box.setEnabled(there)
        return box

    def _list(self, offer: PrintOffer) -> QListWidget:
        attachments = offer.attachments
        made = QListWidget()
        made.setAccessibleName(self.tr("Anlagen zum Drucken"))
        made.setVisible(bool(attachments))
        made.setWordWrap(True)
        made.setTextElideMode(Qt.TextElideMode.ElideNone)
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        made.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        for each in attachments:
            detail = each.why_not or each.about
            name = _short(each.name)
            item = QListWidgetItem(f"{name} – {detail}" if detail else name)
            item.setToolTip(tip(each.name) if name != each.name else "")
            item.setData(KEY, each.key)
            if each.why_not:
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsUserCheckable)
            else:
                item.setCheckState(_ON if offer.ticks.attachments else _OFF)
            made.addItem(item)
        if attachments:
            made.setCurrentRow(0)
        return made

    def _size_list(self, look: Look, count: int) -> None:
        lines = min(count, MOST_LINES)
        self.list.setMinimumHeight(look.px(lines * LINE))

    def _connect(self, cancel: rows.Button) -> None:
        self.all.setTristate(True)
        self.all.clicked.connect(self._on_all)
        self.list.itemChanged.connect(self._tell)
        for box in (self.cover, self.fields, self.form):
            box.toggled.connect(self._tell)
        self.print.clicked.connect(self._on_print)
        cancel.clicked.connect(self.reject)

    def _items(self) -> list[QListWidgetItem]:
        """Those that can be ticked."""
        items = [self.list.item(row) for row in range(self.list.count())]
        return [i for i in items if i.flags() & Qt.ItemFlag.ItemIsUserCheckable]

    def _on_all(self) -> None:
        items = self._items()
        ticked = any(item.checkState() is _OFF for item in items)
        for item in items:
            item.setCheckState(_ON if ticked else _OFF)
        self._tell()

    def _tell(self) -> None:
        items, wish = self._items(), self.wish
        chosen = len(wish.attachments)
        self.all.setEnabled(bool(items))
        partly = Qt.CheckState.PartiallyChecked
        whole = _ON if items and chosen == len(items) else _OFF
        self.all.setCheckState(partly if 0 < chosen < len(items) else whole)
        self.technical.setEnabled(wish.fields)
        some = wish.cover or wish.fields or wish.form or bool(chosen)
        self.print.setEnabled(some)

    @property
    def wish(self) -> PrintWish:
        ticked = [item for item in self._items() if item.checkState() is _ON]
        return PrintWish(
            cover=self.cover.isChecked(),
            fields=self.fields.isChecked(),
            technical=self.fields.isChecked() and self.technical.isChecked(),
            form=self.form.isChecked(),
            attachments=tuple(item.data(KEY) for item in ticked),
        )

    def _on_print(self) -> None:
        wish = self.wish
        self.accept()
        self.wished.emit(wish)

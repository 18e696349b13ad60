"""A name in large letters: a few lines at most, broken inside a word if it must be."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QTextLayout
from PySide6.QtWidgets import QLabel, QSizePolicy

from hzl_client.ui.plain import visible
from hzl_client.ui.views.painting import LINE_BREAK, WRAPPING

MOST_LINES = 3


class Headline(QLabel):
    """What does not fit ends in …; whoever shows it puts the whole elsewhere, too."""

    def __init__(self) -> None:
        super().__init__()
        self._most = MOST_LINES
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", "title")
        self.setWordWrap(True)  # else Qt takes its height for fixed
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def setText(self, text: str) -> None:
        super().setText(visible(text))

    def show_lines(self, most: int) -> None:
        if most != self._most:
            self._most = most
            self.updateGeometry()
            self.update()

    def lines(self, width: int) -> int:
        """As many as all of it needs."""
        return len(self._starts(width))

    def is_cut(self, width: int) -> bool:
        return self.lines(width) > self._most

    def heightForWidth(self, width: int) -> int:
        return min(self.lines(width), self._most) * self.fontMetrics().lineSpacing()

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self.text()), metrics.lineSpacing())

    def minimumSizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.averageCharWidth() * 8, metrics.lineSpacing())

    def _starts(self, width: int) -> list[int]:
        """Where each line begins in the text."""
        layout = QTextLayout(self.text().replace("\n", LINE_BREAK), self.font())
        layout.setTextOption(WRAPPING)
        layout.beginLayout()
        starts = []
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(width, 1))
            starts.append(line.textStart())
        layout.endLayout()
        return starts or [0]

    def shown(self, width: int) -> list[str]:
        """Line by line; only the last may be cut."""
        starts, metrics = self._starts(width), self.fontMetrics()
        ends = [*starts[1:], len(self.text())]
        lines = [self.text()[a:b] for a, b in zip(starts, ends, strict=True)]
        if len(lines) > self._most:
            rest = self.text()[starts[self._most - 1] :]
            right = Qt.TextElideMode.ElideRight
            lines[self._most - 1 :] = [metrics.elidedText(rest, right, width)]
        return lines

    def paintEvent(self, _event: QPaintEvent) -> None:
        room, step = self.contentsRect(), self.fontMetrics().lineSpacing()
        with QPainter(self) as painter:
            painter.setPen(self.palette().color(self.foregroundRole()))
            for number, line in enumerate(self.shown(room.width())):
                # One pixel more in width: layouts and metrics round differently.
                place = QRectF(0, number * step, room.width() + 1, step)
                painter.drawText(place, int(Qt.AlignmentFlag.AlignLeft), line)

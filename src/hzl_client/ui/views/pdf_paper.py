"""How a sheet of paper looks on the screen: its edge, marks on it, notes above it.

Paper is white in every theme, so marks on it have the light theme's colours.
"""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from hzl_client.documents.document import Hit
from hzl_client.ui import tokens
from hzl_client.ui.look import Look
from hzl_client.ui.views.pdf_layout import PageLayout

MARK: Final = QColor("#ffe680")  # multiplied, so that the letters stay black
SELECTED: Final = QColor("#b5d3f7")
UNSEEN: Final = QColor(tokens.LIGHT.bad)
EDGE: Final = QColor(tokens.LIGHT.accent)


@dataclass(frozen=True, slots=True)
class Marks:
    """Found places; the current one has a frame as well, not only a colour."""

    hits: tuple[Hit, ...] = ()
    current: int = -1

    def paint(
        self, painter: QPainter, page: int, layout: PageLayout, origin: QPoint
    ) -> None:
        for number, hit in enumerate(self.hits):
            if hit.page != page:
                continue
            for rect in hit.rects:
                place = QRectF(*layout.place(page, rect)).translated(-origin)
                _mark(painter, place, framed=number == self.current)


def _mark(painter: QPainter, place: QRectF, *, framed: bool) -> None:
    painter.save()
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
    painter.fillRect(place.adjusted(-1, -1, 1, 1), MARK)
    painter.restore()
    if framed:
        painter.setPen(QPen(EDGE, tokens.FOCUS))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(place.adjusted(-2, -2, 2, 2))


def selected(painter: QPainter, place: QRectF) -> None:
    """Multiplied and framed, so that it is no matter of colour alone."""
    painter.save()
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
    painter.fillRect(place, SELECTED)
    painter.restore()
    painter.fillRect(QRectF(place.left(), place.bottom(), place.width(), 1), EDGE)


def unseen(painter: QPainter, place: QRectF) -> None:
    """Here stands text that nobody sees."""
    if place.width() >= 1 and place.height() >= 1:
        painter.setPen(QPen(UNSEEN, 1, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(place)


def sheet(painter: QPainter, rect: QRectF, look: Look) -> None:
    painter.fillRect(rect.adjusted(-1, -1, 1, 1), look.colour("line"))
    painter.fillRect(rect, Qt.GlobalColor.white)


def note(painter: QPainter, paper: QRectF, icon: str, words: str, look: Look) -> None:
    """A card in the upper part of the sheet that cannot be taken for its content."""
    metrics = painter.fontMetrics()
    pad, side = look.px(tokens.M), look.px(20)
    narrow, wide = (metrics.averageCharWidth() * signs for signs in (24, 52))
    room = min(max(int(paper.width()) - 2 * pad, narrow), wide)
    flags = int(Qt.AlignmentFlag.AlignLeft) | int(Qt.TextFlag.TextWordWrap)
    text = metrics.boundingRect(0, 0, room - side - 3 * pad, 10_000, flags, words)
    width, height = text.width() + side + 3 * pad, max(text.height(), side) + 2 * pad
    left = paper.center().x() - width / 2
    top = paper.top() + min(paper.height() / 4, look.px(120))
    card = QRectF(round(left), round(top), width, height)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(look.colour("border"), 1))
    painter.setBrush(look.colour("surface"))
    radius = look.px(tokens.RADIUS)
    painter.drawRoundedRect(card, radius, radius)
    ratio = painter.device().devicePixelRatioF()
    icon_top = card.top() + (height - side) / 2
    place = QRectF(card.left() + pad, icon_top, side, side)
    painter.drawPixmap(place.toRect(), look.pixmap(icon, "muted", side, ratio))
    painter.setPen(look.colour("text"))
    words_at = QRect(
        int(place.right()) + pad,
        int(card.top() + (height - text.height()) / 2),
        text.width() + 1,
        text.height(),
    )
    painter.drawText(words_at, flags, words)


def focus_frame(painter: QPainter, rect: QRect, look: Look) -> None:
    """With an edge of its own ground: beside it may lie white paper."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(look.colour("sunken"), tokens.FOCUS))
    painter.drawRect(rect.adjusted(3, 3, -3, -3))
    painter.setPen(QPen(look.colour("focus"), tokens.FOCUS))
    painter.drawRect(rect.adjusted(1, 1, -1, -1))

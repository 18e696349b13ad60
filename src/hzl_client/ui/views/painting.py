"""What the list delegates share: text lines, chips, the focus frame."""

from math import ceil

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QPainter,
    QPen,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from hzl_client.ui import tokens
from hzl_client.ui.look import Look
from hzl_client.ui.plain import visible

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
LINE_BREAK = "\u2028"  # what a text layout calls a new line


def _wrapping() -> QTextOption:
    """Between words where possible, inside a word where it is longer than the line."""
    option = QTextOption(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    return option


WRAPPING = _wrapping()


class Brush:
    """Fonts and their metrics for one text size, so that painting asks only once."""

    def __init__(self, look: Look) -> None:
        self.look = look
        self.font = look.font()
        self.bold = look.font(bold=True)
        self.small = look.font(0.93)
        self.metrics = QFontMetrics(self.font)
        self.bold_metrics = QFontMetrics(self.bold)
        self.small_metrics = QFontMetrics(self.small)
        self.line = self.metrics.height()


def is_selected(option: QStyleOptionViewItem) -> bool:
    return bool(option.state & QStyle.StateFlag.State_Selected)


def ground(painter: QPainter, option: QStyleOptionViewItem, look: Look) -> None:
    """Selection with an accent bar at the left, hover, the focus frame."""
    rect = option.rect
    state = option.state
    painter.setClipRect(rect)  # piled up accents would reach into other rows
    if is_selected(option):
        painter.fillRect(rect, look.colour("selected"))
        bar = QRect(rect.left(), rect.top(), look.px(3), rect.height())
        painter.fillRect(bar, look.colour("accent"))
    elif state & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(rect, look.colour("hover"))
    if state & QStyle.StateFlag.State_HasFocus:
        painter.setPen(QPen(look.colour("focus"), tokens.FOCUS))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(rect.adjusted(1, 1, -1, -1))


def text(
    painter: QPainter, rect: QRect, words: str, font: QFont, colour: QColor
) -> None:
    """One line at the left, elided where it does not fit."""
    painter.setFont(font)
    painter.setPen(colour)
    fits = painter.fontMetrics().elidedText(
        visible(words), Qt.TextElideMode.ElideRight, rect.width()
    )
    painter.drawText(rect, int(LEFT), fits)


def height_of(words: str, width: int, font: QFont, metrics: QFontMetrics) -> int:
    """Most values fit one line; only the others are laid out."""
    words = visible(words)
    if "\n" not in words and metrics.horizontalAdvance(words) <= width:
        return metrics.height()
    layout = QTextLayout(words.replace("\n", LINE_BREAK), font)
    layout.setTextOption(WRAPPING)
    layout.beginLayout()
    height = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        height += line.height()
    layout.endLayout()
    return ceil(height)


def wrapped(
    painter: QPainter, place: QRect, words: str, font: QFont, colour: QColor
) -> int:
    """Draws from the top of `place` as many lines as needed; returns where it ends."""
    painter.setFont(font)
    painter.setPen(colour)
    height = height_of(words, place.width(), font, painter.fontMetrics())
    # One pixel more in width: layouts and metrics round differently.
    whole = QRectF(place.left(), place.top(), place.width() + 1, height)
    painter.drawText(whole, visible(words).replace("\n", LINE_BREAK), WRAPPING)
    return place.top() + height


def chip_size(words: str, brush: Brush, *, icon: bool) -> QSize:
    look = brush.look
    width = brush.small_metrics.horizontalAdvance(words) + 2 * look.px(tokens.S)
    if icon:
        width += icon_side(brush) + look.px(3)
    return QSize(width, brush.small_metrics.height() + look.px(4))


def icon_side(brush: Brush) -> int:
    return round(brush.small_metrics.height() * 0.95)


def chip(
    painter: QPainter, rect: QRect, words: str, brush: Brush, tone: str, icon: str = ""
) -> None:
    """A rounded mark: always words, the colour only underlines them."""
    look = brush.look
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    line = "line" if tone == "neutral" else tone
    contour = tone == "neutral" or look.theme is tokens.HIGH_CONTRAST
    painter.setPen(QPen(look.colour(line), 1) if contour else Qt.PenStyle.NoPen)
    painter.setBrush(look.colour(f"{tone}_ground"))
    radius = rect.height() / 2
    painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
    colour = "muted" if tone == "neutral" else tone
    left = rect.left() + look.px(tokens.S)
    if icon:
        side = icon_side(brush)
        top = rect.top() + (rect.height() - side) // 2
        draw_icon(painter, QRect(left, top, side, side), icon, colour, look)
        left += side + look.px(3)
    painter.setFont(brush.small)
    painter.setPen(look.colour(colour))
    inner = QRect(left, rect.top(), rect.right() - left, rect.height())
    painter.drawText(inner, int(LEFT), words)


def box_size(words: str, brush: Brush) -> QSize:
    """Of a box to tick with the words beside it."""
    side = icon_side(brush)
    width = side + brush.look.px(5) + brush.small_metrics.horizontalAdvance(words)
    return QSize(width, max(side, brush.small_metrics.height()))


def box(
    painter: QPainter, rect: QRect, words: str, brush: Brush, *, ticked: bool
) -> None:
    look, side = brush.look, icon_side(brush)
    square = QRectF(rect.left(), rect.center().y() - side / 2 + 1, side, side)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(look.colour("accent" if ticked else "border"), 1))
    painter.setBrush(look.colour("accent" if ticked else "surface"))
    painter.drawRoundedRect(square.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
    if ticked:
        painter.setPen(QPen(look.colour("on_accent"), look.px(2)))
        spots = ((0.22, 0.52), (0.42, 0.72), (0.78, 0.30))
        painter.drawPolyline(
            [square.topLeft() + QPointF(x * side, y * side) for x, y in spots]
        )
    painter.setFont(brush.small)
    painter.setPen(look.colour("muted" if ticked else "text"))
    inner = rect.adjusted(side + look.px(5), 0, look.px(2), 0)
    painter.drawText(inner, int(LEFT), words)


def draw_icon(
    painter: QPainter, rect: QRect, name: str, colour: str, look: Look
) -> None:
    ratio = painter.device().devicePixelRatioF()
    painter.drawPixmap(rect, look.pixmap(name, colour, rect.width(), ratio))

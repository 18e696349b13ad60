"""One sheet of paper: the Eingangsvermerk on top, below it words or a picture."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QMarginsF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPageLayout, QPageSize, QPainter, QPen

from hzl_client.documents.document import Picture
from hzl_client.ui.printing.blocks import Style
from hzl_client.ui.printing.typesetting import POINT, Fonts, TextPage

LINE: Final = 13 * POINT
HEADER: Final = 2 * LINE + 12 * POINT
DPI: Final = 300  # of pages that come as pictures; more is not seen on paper
PRACTICE: Final = "ÜBUNG – kein echter Antrag, keine echte Person"
TEST: Final = "TEST – keine echte Antragstellung"
BAND: Final = 192  # rows of a picture drawn at once
CALM: Final = 5
_INCH: Final = 72 * POINT
A4: Final = QPageLayout(
    QPageSize(QPageSize.PageSizeId.A4),
    QPageLayout.Orientation.Portrait,
    QMarginsF(18, 12, 12, 12),  # the left one is for filing
    QPageLayout.Unit.Millimeter,
)


@dataclass(frozen=True, slots=True)
class Stamp:
    """The Eingangsvermerk. `mark` stands in a box of its own, "" for real ones."""

    received: str
    message: str
    mailbox: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Area:
    """Below the header, in tenths of a point."""

    width: float
    height: float

    @property
    def upright(self) -> bool:
        return self.height >= self.width


def area_of(layout: QPageLayout) -> Area:
    size = layout.paintRectPoints().size()
    return Area(size.width() * POINT, size.height() * POINT - HEADER)


@dataclass(frozen=True, slots=True)
class Fit:
    """Where a page goes on the paper: turned where that fills it better, and never
    larger than it is."""

    rect: QRectF
    rotation: int

    @property
    def pixels(self) -> int:
        return max(1, round(self.rect.width() * DPI / _INCH))


def fit(area: Area, width: float, height: float) -> Fit:
    """`width` and `height` of the page in points."""
    turned = (height >= width) is not area.upright
    if turned:
        width, height = height, width
    width, height = width * POINT, height * POINT
    scale = min(1.0, area.width / width, area.height / height)
    left = (area.width - width * scale) / 2
    rect = QRectF(left, HEADER, width * scale, height * scale)
    return Fit(rect, 90 if turned else 0)


class SheetPainter:
    """Draws in tenths of a point, whatever the device counts in."""

    def __init__(self, painter: QPainter, fonts: Fonts, stamp: Stamp) -> None:
        self._painter, self._fonts, self._stamp = painter, fonts, stamp
        scale = painter.device().logicalDpiX() / _INCH
        painter.scale(scale, scale)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)

    def header(self, area: Area, number: int, total: int) -> None:
        stamp = self._stamp
        counted = f"Seite {number} von {total}"
        metrics = self._fonts.metrics(Style.SMALL)
        room = area.width - metrics.horizontalAdvance(counted) - 2 * LINE
        left = f"Eingang {stamp.received} · Nachricht {stamp.message}"
        left += f" · Postfach {stamp.mailbox}"
        elided = metrics.elidedText(left, Qt.TextElideMode.ElideRight, room)
        base = LINE - metrics.descent()
        self._words(0, base, elided, Style.SMALL)
        right = area.width - metrics.horizontalAdvance(counted)
        self._words(right, base, counted, Style.SMALL)
        if stamp.mark:
            self._mark(area, stamp.mark)
        self._rule(2 * LINE + 6 * POINT if stamp.mark else LINE + 3 * POINT, area)

    def _mark(self, area: Area, mark: str) -> None:
        box = QRectF(0, LINE + 3 * POINT, area.width, LINE)
        self._painter.fillRect(box, QColor("black"))
        self._painter.setPen(QColor("white"))
        self._painter.setFont(self._fonts.font(Style.STRONG))
        self._painter.drawText(box, Qt.AlignmentFlag.AlignCenter, mark)

    def text(self, page: TextPage, area: Area) -> None:
        for placed in page:
            y = HEADER + placed.y
            if placed.strip.ruled:
                self._rule(y, area, thin=True)
            for piece in placed.strip.pieces:
                self._words(piece.x, y + placed.strip.base, piece.text, piece.style)

    def picture(self, picture: Picture, rect: QRectF) -> None:
        """In bands: Qt holds the interpreter while it packs an image, and the window
        would stand still for a fifth of a second."""
        row = rect.height() / picture.height
        top = 0
        while top < picture.height:
            bottom = _calm_row(picture, top)
            rows = bottom - top
            start = top * picture.stride
            image = QImage(
                picture.rgb[start : start + rows * picture.stride],
                picture.width,
                rows,
                picture.stride,
                QImage.Format.Format_RGB888,
            )
            place = QRectF(rect.x(), rect.y() + top * row, rect.width(), rows * row)
            self._painter.drawImage(place, image)
            top = bottom

    def sentence(self, text: str) -> None:
        """In place of a page that could not be drawn."""
        metrics = self._fonts.metrics(Style.STRONG)
        self._words(0, HEADER + metrics.height(), text, Style.STRONG)

    def _words(self, x: float, y: float, text: str, style: Style) -> None:
        self._painter.setPen(QColor("black"))
        self._painter.setFont(self._fonts.font(style))
        self._painter.drawText(QPointF(x, y), text)

    def _rule(self, y: float, area: Area, *, thin: bool = False) -> None:
        colour, width = ("#999999", 4) if thin else ("#000000", 8)
        self._painter.setPen(QPen(QColor(colour), width))
        self._painter.drawLine(QPointF(0, y), QPointF(area.width, y))


def _calm_row(picture: Picture, top: int) -> int:
    """Where the band from `top` ends: if possible amid rows that are all the same. Who
    shows the file later rounds each band to whole pixels, and a fine line beside the
    cut would go."""
    longest = top + BAND
    if longest >= picture.height:
        return picture.height
    stride, reach = picture.stride, CALM * picture.stride
    for bottom in range(longest, top + BAND // 3, -1):
        middle = bottom * stride
        rows = picture.rgb[middle - reach : middle + reach]
        if rows[stride:] == rows[:-stride]:
            return bottom
    return longest

"""How everything looks right now: theme, text size, icons; handed to every view."""

from typing import Final

from PySide6.QtCore import QByteArray, QObject, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QGuiApplication,
    QIcon,
    QPainter,
    QPalette,
    QPixmap,
)
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from hzl_client import resources
from hzl_client.ui import tokens

SMALLEST, LARGEST, STEP = 0.8, 2.0, 0.1
BASE_POINTS: Final = 9.0  # Windows' own size; never smaller whatever the system says
BASE_HEIGHT: Final = 15.0  # line height the spacing tokens were drawn for
ICON_SIZES: Final = (16, 20, 24, 32, 48, 64)


class Look(QObject):
    """Views read colours, fonts and icons here and repaint on `changed`."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._system_font = QFont(QApplication.font())
        points = max(BASE_POINTS, self._system_font.pointSizeF())
        self._points = points
        self._scale = 1.0
        self.theme = tokens.LIGHT
        self._line = QFontMetrics(self.font()).height()
        self._colours: dict[str, QColor] = {}
        self._pixmaps: dict[tuple[str, str, int, float], QPixmap] = {}
        self._icons: dict[tuple[str, str], QIcon] = {}
        self._sources: dict[str, bytes] = {}
        self._applied = False

    # --- text ---------------------------------------------------------------------

    @property
    def scale(self) -> float:
        return self._scale

    def set_scale(self, scale: float) -> None:
        wanted = round(min(LARGEST, max(SMALLEST, scale)), 2)
        if wanted != self._scale:
            self._scale = wanted
            self._on_new()

    def font(self, factor: float = 1.0, *, bold: bool = False) -> QFont:
        font = QFont(self._system_font)
        font.setPointSizeF(self._points * self._scale * factor)
        font.setBold(bold)
        return font

    def px(self, length: float) -> int:
        """A length of the token scale in the pixels of today's text size."""
        return max(1, round(length * self._line / BASE_HEIGHT))

    # --- colours ------------------------------------------------------------------

    def colour(self, name: str) -> QColor:
        if name not in self._colours:
            self._colours[name] = QColor(getattr(self.theme, name))
        return self._colours[name]

    def set_theme(self, theme: tokens.Theme) -> None:
        if theme != self.theme:
            self.theme = theme
            self._on_new()

    def follow_system(self) -> None:
        """Light, dark or high contrast as the desktop says, now and later."""
        self._hints = QGuiApplication.styleHints()  # dropped, it takes its child along
        self._hints.colorSchemeChanged.connect(self._on_system_changed)
        self._accessibility = self._hints.accessibility()
        self._accessibility.contrastPreferenceChanged.connect(self._on_system_changed)
        self._on_system_changed()

    def _on_system_changed(self) -> None:
        if (
            self._accessibility.contrastPreference()
            == Qt.ContrastPreference.HighContrast
        ):
            self.set_theme(tokens.HIGH_CONTRAST)
        elif self._hints.colorScheme() == Qt.ColorScheme.Dark:
            self.set_theme(tokens.DARK)
        else:
            self.set_theme(tokens.LIGHT)

    # --- icons --------------------------------------------------------------------

    def pixmap(self, name: str, colour: str, size: int, ratio: float) -> QPixmap:
        """An icon of the set in one of the theme's colours, sharp on its screen."""
        key = (name, getattr(self.theme, colour), size, ratio)
        if key not in self._pixmaps:
            drawing = self._drawing(name, key[1])
            self._pixmaps[key] = _painted(drawing, size, ratio)
        return self._pixmaps[key]

    def icon(self, name: str, colour: str = "text") -> QIcon:
        key = (name, getattr(self.theme, colour))
        if key not in self._icons:
            icon = QIcon()
            for mode, shade in (
                (QIcon.Mode.Normal, key[1]),
                (QIcon.Mode.Disabled, self.theme.faint),
            ):
                drawing = self._drawing(name, shade)
                for size in ICON_SIZES:
                    icon.addPixmap(_painted(drawing, size, 1.0), mode)
            self._icons[key] = icon
        return self._icons[key]

    def _drawing(self, name: str, colour: str) -> QSvgRenderer:
        if name not in self._sources:
            self._sources[name] = resources.read(f"icons/{name}.svg")
        svg = self._sources[name].replace(b"currentColor", colour.encode())
        return QSvgRenderer(QByteArray(svg))

    # --- all at once --------------------------------------------------------------

    def _on_new(self) -> None:
        self._line = QFontMetrics(self.font()).height()
        self._colours.clear()
        if self._applied:
            self.apply()

    def prepare(self) -> None:
        """Palette and font: what has not been shown yet hears of no others later."""
        QApplication.setPalette(_palette(self.theme))
        QApplication.setFont(self.font())

    def apply(self) -> None:
        """Palette, font and style sheet of the application; then tell the views.

        From the first call on whatever changes is applied at once. Whoever builds a
        window first and calls this then spares Qt half of the work: under a style sheet
        every move of a widget to its parent dresses all that is in it again.
        """
        application = QApplication.instance()
        if not isinstance(application, QApplication):
            return
        self._applied = True
        self.prepare()
        application.setStyleSheet(self._style_sheet())
        self.changed.emit()

    def _style_sheet(self) -> str:
        """`resources/style.qss` with colours as `@name` and lengths as `@px(n)`."""
        sheet = resources.read("style.qss").decode()
        if self.theme is tokens.HIGH_CONTRAST:
            sheet += resources.read("style-high-contrast.qss").decode()
        ground = "dark" if self.theme.dark else "light"
        for sign in ("check", "arrow"):
            file = resources.path(f"icons/{sign}-on-{ground}.svg")
            sheet = sheet.replace(f"@{sign}-image", f'url("{file.as_posix()}")')
        for length in range(40):
            sheet = sheet.replace(f"@px({length})", f"{self.px(length)}px")
        for name, factor in (("large", 1.45), ("medium", 1.15), ("small", 0.93)):
            points = self._points * self._scale * factor
            sheet = sheet.replace(f"@font-{name}", f"{points:.2f}pt")
        colours = tokens.colours(self.theme)
        for name in sorted(colours, key=len, reverse=True):
            sheet = sheet.replace(f"@{name}", colours[name])
        return sheet


def _painted(drawing: QSvgRenderer, size: int, ratio: float) -> QPixmap:
    pixmap = QPixmap(round(size * ratio), round(size * ratio))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    drawing.render(painter, QRectF(pixmap.rect()))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def _palette(theme: tokens.Theme) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    for target, name in (
        (role.Window, "window"),
        (role.WindowText, "text"),
        (role.Base, "surface"),
        (role.AlternateBase, "window"),
        (role.Text, "text"),
        (role.Button, "window"),
        (role.ButtonText, "text"),
        (role.BrightText, "on_accent"),
        (role.Highlight, "selected"),
        (role.HighlightedText, "text"),
        (role.Accent, "accent"),
        (role.Link, "accent"),
        (role.LinkVisited, "accent"),
        (role.PlaceholderText, "muted"),
        (role.ToolTipBase, "surface"),
        (role.ToolTipText, "text"),
        (role.Light, "surface"),
        (role.Midlight, "line"),
        (role.Mid, "line"),
        (role.Dark, "sunken"),
        (role.Shadow, "border"),
    ):
        palette.setColor(target, QColor(getattr(theme, name)))
    for target in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, target, QColor(theme.faint))
    return palette

"""Pictures of the whole window on contact sheets, to be looked at.

python3 dev.py sheets: the main window at every size and in every theme; each scene and
dialog once light at 100 % and once in high contrast at 200 %. They go to build/sheets/.
"""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter
from PySide6.QtWidgets import QWidget

from helpers.scenes import DIALOGS, SCENES
from helpers.stage import Stage, stage
from hzl_client.ui import tokens

TESTS: Final = Path(__file__).resolve().parents[1]
OUT: Final = TESTS.parent / "build" / "sheets"
SIZES: Final = (
    (1366, 768, 100),
    (1366, 768, 125),
    (1920, 1080, 100),
    (1920, 1080, 150),
    (1920, 1080, 200),
    (3840, 2160, 300),
)
THEMES: Final = {theme.name: theme for theme in tokens.THEMES}
CELL: Final = 960  # pixels in width
CAPTION: Final = 30
SETTLED: Final = 0.6  # seconds; pages come in from the child process


@dataclass(frozen=True)
class Take:
    """One process: a screen, a theme, and whether everything or only the window."""

    width: int
    height: int
    percent: int
    theme: str
    all: bool

    @property
    def name(self) -> str:
        return f"{self.width}x{self.height} {self.percent} % {self.theme}"


def main() -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    for old in OUT.glob("*.png"):
        old.unlink()
    application = QGuiApplication(["sheets"])
    for theme in THEMES:
        takes = [Take(*size, theme, all=False) for size in SIZES]
        with TemporaryDirectory() as folder:
            shots = [shot for take in takes for shot in taken(take, Path(folder))]
            sheet(f"fenster-{theme}", shots, columns=2)
    for take in (
        Take(1920, 1080, 100, tokens.LIGHT.name, all=True),
        Take(1920, 1080, 200, tokens.HIGH_CONTRAST.name, all=True),
    ):
        with TemporaryDirectory() as folder:
            shots = taken(take, Path(folder))
            windows = [shot for shot in shots if shot.stem in SCENES]
            dialogs = [shot for shot in shots if shot.stem in DIALOGS]
            sheet(f"ansichten-{take.theme}-{take.percent}", windows, columns=3)
            sheet(f"dialoge-{take.theme}-{take.percent}", dialogs, columns=3)
    del application
    sys.stdout.write(f"Kontaktbögen liegen in {OUT}\n")


def taken(take: Take, folder: Path) -> list[Path]:
    """The files of one process, in their order."""
    environment = {**os.environ, "QT_SCALE_FACTOR": str(take.percent / 100)}
    everything = "all" if take.all else "window"
    size = (str(take.width), str(take.height), str(take.percent))
    command = (sys.executable, __file__, *size, take.theme, everything, str(folder))
    subprocess.run(command, env=environment, check=True)  # noqa: S603
    names = [*SCENES, *DIALOGS] if take.all else [take.name]
    return [folder / f"{name}.png" for name in names]


def sheet(name: str, shots: list[Path], columns: int) -> None:
    images = [(shot.stem, QImage(str(shot))) for shot in shots]
    cells = [(title, _scaled(image)) for title, image in images]
    lines = [cells[i : i + columns] for i in range(0, len(cells), columns)]
    heights = [max(image.height() for _, image in line) + CAPTION for line in lines]
    whole = QImage(columns * CELL, sum(heights), QImage.Format.Format_RGB32)
    whole.fill(QColor("#8a8f98"))
    with QPainter(whole) as painter:
        top = 0
        for line, height in zip(lines, heights, strict=True):
            for number, (title, image) in enumerate(line):
                left = number * CELL
                place = QRect(left + 8, top, CELL, CAPTION)
                painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter), title)
                painter.drawImage(left, top + CAPTION, image)
            top += height
    whole.save(str(OUT / f"{name}.png"))


def _scaled(image: QImage) -> QImage:
    if image.width() <= CELL - 8:
        return image
    return image.scaledToWidth(CELL - 8, Qt.TransformationMode.SmoothTransformation)


# --- in a process of its own ------------------------------------------------------


def take_pictures(arguments: list[str]) -> None:
    width, height, percent, theme, everything, folder = arguments
    take = Take(int(width), int(height), int(percent), theme, all=everything == "all")
    with stage(take.width, take.height) as here:
        here.look.set_theme(THEMES[take.theme])
        if take.all:
            _all_scenes(here, Path(folder))
        else:
            SCENES["felder"](here.window)
            _picture(here, here.window, Path(folder) / f"{take.name}.png")


def _all_scenes(here: Stage, folder: Path) -> None:
    for name, show in SCENES.items():
        show(here.window)
        _picture(here, here.window, folder / f"{name}.png")
    SCENES["felder"](here.window)
    for name, make in DIALOGS.items():
        dialog = make(here.look, here.window)
        dialog.show()
        dialog.activateWindow()
        _picture(here, dialog, folder / f"{name}.png")
        dialog.close()


def _picture(here: Stage, widget: QWidget, file: Path) -> None:
    here.settle(SETTLED)
    widget.grab().save(str(file))


if __name__ == "__main__":
    if sys.argv[1:]:
        take_pictures(sys.argv[1:])
    else:
        main()

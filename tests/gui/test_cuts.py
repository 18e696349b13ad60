"""Nothing is cut off, whatever the screen and its scaling: each in a process of its
own, as Qt reads its scale factor once."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QTabBar,
    QWidget,
)

from helpers.cuts import cuts
from hzl_client.ui.rows import ElidedLabel

TESTS = Path(__file__).parents[1]
SCREENS = [
    (1366, 768, 100),
    (1366, 768, 125),
    (1920, 1080, 100),
    (1920, 1080, 150),
    (1920, 1080, 200),
    (3840, 2160, 300),
]


def walk(width, height, percent):
    environment = {**os.environ, "QT_SCALE_FACTOR": str(percent / 100)}
    environment["PYTHONPATH"] = os.pathsep.join(str(p) for p in (TESTS,))
    done = subprocess.run(  # noqa: S603
        (sys.executable, "-m", "helpers.cut_walk", str(width), str(height)),
        cwd=TESTS,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize(("width", "height", "percent"), SCREENS)
def test_nothing_is_cut(width, height, percent):
    report = walk(width, height, percent)
    assert report["ratio"] == percent / 100
    wanted = [width * 100 / percent, height * 100 / percent]
    assert report["size"] == pytest.approx(wanted, abs=1)
    assert len(report["cut"]) > 15
    cut = [
        f"{scene}: {wrong}" for scene, all_ in report["cut"].items() for wrong in all_
    ]
    assert not cut, "\n".join(dict.fromkeys(cut))


# --- the walk itself --------------------------------------------------------------

LONG = "Nachweis über die Kosten der Unterkunft und Heizung"


def label():
    made = QLabel(LONG)
    made.resize(60, 20)
    return made


def wrapped():
    made = QLabel(LONG)
    made.setWordWrap(True)
    made.resize(120, 20)
    return made


def button():
    made = QPushButton(LONG)
    made.resize(60, 30)
    return made


def line():
    made = QLineEdit()
    made.setPlaceholderText(LONG)
    made.resize(80, 30)
    return made


def tabs():
    made = QTabBar()
    made.setUsesScrollButtons(False)
    made.setElideMode(Qt.TextElideMode.ElideNone)
    for _ in range(2):
        made.addTab(LONG)
    made.resize(100, 30)
    return made


@pytest.mark.parametrize("make", [label, wrapped, button, line, tabs])
def test_the_walk_sees_what_is_cut(qtbot, look, make):  # noqa: ARG001
    window, made = QWidget(), make()
    qtbot.addWidget(window)
    window.resize(900, 300)
    made.setParent(window)
    window.show()
    assert cuts(window)
    made.setToolTip(LONG)
    made.resize(800, 200)
    assert cuts(window) == []


def test_the_walk_sees_what_sticks_out(qtbot, look):  # noqa: ARG001
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(200, 100)
    made = QPushButton("Gut", window)
    made.move(180, 10)
    window.show()
    assert any("sticks out" in wrong for wrong in cuts(window))


def test_the_walk_knows_that_a_page_scrolls(qtbot, look):  # noqa: ARG001
    window, page = QScrollArea(), QWidget()
    qtbot.addWidget(window)
    page.setMinimumSize(100, 900)
    made = QPushButton("Gut", page)
    made.move(10, 800)
    window.setWidget(page)
    window.setWidgetResizable(True)
    window.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    window.resize(200, 200)
    window.show()
    assert cuts(window) == []
    made.move(190, 10)
    assert any("sticks out" in wrong for wrong in cuts(window))


def test_an_elided_label_says_the_rest_in_its_tooltip(qtbot, look):  # noqa: ARG001
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(300, 100)
    made = ElidedLabel("", window)
    made.setText(LONG)
    made.resize(100, 30)
    window.show()
    assert cuts(window) == []
    made.setToolTip("")
    assert cuts(window)

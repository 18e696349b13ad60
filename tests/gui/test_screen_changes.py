"""What changes about the screen while the window is open: contrast and scaling."""

import gc

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt

from hzl_client.ui import tokens
from hzl_client.ui.look import Look

HIGH = Qt.ContrastPreference.HighContrast
NORMAL = Qt.ContrastPreference.NoPreference


class Accessibility:
    """As Qt tells what the contrast themes of the system say."""

    def __init__(self, preference):
        self.preference = preference

    def contrastPreference(self):  # noqa: N802 - Qt's name
        return self.preference


@pytest.fixture
def following(qapp, look):
    """A look of its own that follows the system, as the program has it."""
    following = Look(qapp)
    following.follow_system()
    following.apply()
    gc.collect()
    yield following
    following.deleteLater()
    look.apply()


def test_the_system_can_be_asked_again_later(following):
    following.set_theme(tokens.HIGH_CONTRAST)
    following._accessibility.contrastPreferenceChanged.emit(NORMAL)
    assert following.theme in (tokens.LIGHT, tokens.DARK)


def test_a_contrast_theme_of_the_system_is_followed(qapp, following):
    changed = following._accessibility.contrastPreferenceChanged
    following._accessibility = Accessibility(HIGH)
    changed.emit(HIGH)
    assert following.theme is tokens.HIGH_CONTRAST
    assert tokens.HIGH_CONTRAST.focus in qapp.styleSheet()
    following._accessibility = Accessibility(NORMAL)
    changed.emit(NORMAL)
    assert following.theme in (tokens.LIGHT, tokens.DARK)


def test_another_screen_gets_pages_in_its_own_pixels(
    qtbot, window, workplace, monkeypatch
):
    assert not workplace.busy
    window.records.choose("r1")
    canvas = window.pdf.canvas
    qtbot.waitUntil(lambda: window.pdf._document is not None, timeout=10_000)
    qtbot.waitUntil(lambda: canvas._wish(0) in canvas._images, timeout=10_000)
    monkeypatch.setattr(canvas, "devicePixelRatioF", lambda: 2.0)
    wanted = canvas._wish(0)
    assert wanted not in canvas._images
    event = QEvent(QEvent.Type.DevicePixelRatioChange)
    QCoreApplication.sendEvent(window.windowHandle(), event)
    qtbot.waitUntil(lambda: wanted in canvas._images, timeout=10_000)

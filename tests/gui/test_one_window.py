"""The program shows its window and no other on the way there."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

from hzl_client.ui.look import Look
from hzl_client.ui.main_window import MainWindow
from hzl_client.ui.remembered import Remembered


class Shown(QObject):
    """Every widget that became a window of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.kinds: list[str] = []

    def eventFilter(self, watched, event):  # noqa: N802
        if (
            event.type() == QEvent.Type.Show
            and isinstance(watched, QWidget)
            and watched.isWindow()
        ):
            self.kinds.append(type(watched).__name__)
        return False


def test_no_button_is_a_window_before_it_has_its_place(qtbot, tmp_path):
    application = QApplication.instance()
    shown = Shown()
    application.installEventFilter(shown)
    try:
        window = MainWindow(Look(application), Remembered(tmp_path))
        qtbot.addWidget(window)
        window.show()
    finally:
        application.removeEventFilter(shown)
    assert shown.kinds == ["MainWindow"]

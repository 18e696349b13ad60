"""The real questions: dialogs on top of the window, never blocking its work.

None of the dialogs is loaded before it is needed: the start does not wait for them.
"""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from hzl_client.ui.dialogs.questions import (
    Confirmation,
    Paper,
    PaperOffer,
    PrintOffer,
    PrintWish,
    Stranger,
    WaitingRow,
)
from hzl_client.ui.look import Look


class Asking:
    def __init__(self, look: Look, window: QWidget) -> None:
        self._look, self._window = look, window
        self._last = QStandardPaths.writableLocation(
            QStandardPaths.StandardLocation.DocumentsLocation
        )

    def folder(self, title: str, then: Callable[[Path], None]) -> None:
        dialog = self._files(title)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(lambda name: self._chosen(name, then))
        dialog.open()

    def file_to_save(self, title: str, name: str, then: Callable[[Path], None]) -> None:
        dialog = self._files(title)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile(name)
        dialog.fileSelected.connect(lambda chosen: self._chosen(chosen, then))
        dialog.open()

    def confirm(self, question: Confirmation, then: Callable[[], None]) -> None:
        from hzl_client.ui.dialogs.confirm import ConfirmDialog  # noqa: PLC0415

        dialog = ConfirmDialog(self._look, question, self._window)
        dialog.accepted.connect(then)
        dialog.open()

    def passphrase(
        self, mailbox: str, *, wrong: bool, then: Callable[[str], None]
    ) -> None:
        from hzl_client.ui.dialogs.passphrase import PassphraseDialog  # noqa: PLC0415

        dialog = PassphraseDialog(self._look, mailbox, self._window, wrong=wrong)
        dialog.entered.connect(then)
        dialog.open()

    def trust(self, stranger: Stranger, then: Callable[[], None]) -> None:
        from hzl_client.ui.dialogs.stranger import StrangerDialog  # noqa: PLC0415

        dialog = StrangerDialog(self._look, stranger, self._window)
        dialog.accepted.connect(then)
        dialog.open()

    def choose(
        self,
        waiting: tuple[WaitingRow, ...],
        then: Callable[[tuple[str, ...]], None],
        *,
        more: bool,
    ) -> None:
        from hzl_client.ui.dialogs.waiting import WaitingDialog  # noqa: PLC0415

        dialog = WaitingDialog(self._look, waiting, self._window, more=more)
        dialog.chosen.connect(then)
        dialog.open()

    def what_to_print(
        self, offer: PrintOffer, then: Callable[[PrintWish], None]
    ) -> None:
        from hzl_client.ui.dialogs.printing import PrintDialog  # noqa: PLC0415

        dialog = PrintDialog(self._look, offer, self._window)
        dialog.wished.connect(then)
        dialog.open()

    def paper(self, offer: PaperOffer, then: Callable[[Paper], None]) -> None:
        # Needed by few and not before somebody prints.
        from hzl_client.ui.dialogs import paper  # noqa: PLC0415

        paper.ask(self._window, offer, then)

    def show_folder(self, folder: Path) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    def _files(self, title: str) -> QFileDialog:
        return QFileDialog(self._window, title, self._last)

    def _chosen(self, name: str, then: Callable[[Path], None]) -> None:
        path = Path(name)
        self._last = str(path if path.is_dir() else path.parent)
        then(path)

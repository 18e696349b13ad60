"""The system's own print dialog: printer, copies, range."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

from hzl_client.ui.dialogs.questions import Paper, PaperOffer


def ask(parent: QWidget, offer: PaperOffer, then: Callable[[Paper], None]) -> None:
    printer = make_printer(offer)
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle("Drucken")
    option = QAbstractPrintDialog.PrintDialogOption
    dialog.setOptions(
        option.PrintPageRange | option.PrintCollateCopies | option.PrintToFile
    )
    dialog.setMinMax(1, offer.pages)
    # Windows' own dialog tells its answer to nobody who does not wait for it.
    accepted = dialog.exec() == QPrintDialog.DialogCode.Accepted
    dialog.deleteLater()
    if accepted:
        then(paper_of(printer))


def make_printer(offer: PaperOffer) -> QPrinter:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(offer.title)
    printer.setPageLayout(offer.layout)
    if printer.outputFormat() is QPrinter.OutputFormat.PdfFormat:  # there is no printer
        documents = QStandardPaths.StandardLocation.DocumentsLocation
        folder = QStandardPaths.writableLocation(documents)
        printer.setOutputFileName(str(Path(folder) / f"{offer.title}.pdf"))
    return printer


def paper_of(printer: QPrinter) -> Paper:
    ranged = printer.printRange() is QPrinter.PrintRange.PageRange
    ranges = printer.pageRanges().toRangeList() if ranged else []
    return Paper(
        device=printer,
        ranges=tuple((each.from_, each.to) for each in ranges),
        copies=1 if printer.supportsMultipleCopies() else printer.copyCount(),
        collate=printer.collateCopies(),
        abort=printer.abort,
    )

"""The line above a document that says what cannot be seen of it."""

from collections.abc import Iterator

from PySide6.QtWidgets import QWidget

from hzl_client.documents.document import OpenDocument
from hzl_client.documents.sniff import PDF
from hzl_client.ui.look import Look
from hzl_client.ui.views.banner import Banner
from hzl_client.ui.words import grouped


class PdfNotice(Banner):
    """Hidden where there is nothing to say."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self.setProperty("strip", "true")
        self.hide()

    def show_document(
        self, document: OpenDocument | None, hidden: tuple[int, ...] = ()
    ) -> None:
        """`hidden`: pages with text that nobody sees."""
        notices = list(self._notices(document)) if document is not None else []
        if hidden:
            pages = ", ".join(grouped(page + 1) for page in hidden)
            notices.append(
                self.tr(
                    "Auf Seite {pages} steht Text, der nicht zu sehen ist (gestrichelt "
                    "umrandet). Er wird weder gefunden noch kopiert."
                ).format(pages=pages)
            )
        self.setVisible(bool(notices))
        if notices:
            self.show_text(" ".join(notices), "warn")

    def _notices(self, document: OpenDocument) -> Iterator[str]:
        if document.repaired:
            picture = document.media_type != PDF
            yield (
                self.tr("Das Bild ist unvollständig. Gezeigt wird, was lesbar ist.")
                if picture
                else self.tr("Die Datei ist beschädigt. Gezeigt wird, was lesbar ist.")
            )
        if document.dynamic_form:
            yield self.tr(
                "Dieses Formular (XFA) zeigt seinen ganzen Inhalt nur in Adobe "
                "Acrobat; hier kann etwas fehlen."
            )
        if document.page_total > len(document.pages):
            shown = self.tr("Gezeigt werden die ersten {shown} von {total} Seiten.")
            pages, total = len(document.pages), document.page_total
            yield shown.format(shown=grouped(pages), total=grouped(total))

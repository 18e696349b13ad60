"""What somebody last printed of an application, and is proposed for the next one."""

from hzl_client.ui.dialogs.questions import PrintOffer, PrintTicks, PrintWish
from hzl_client.ui.remembered import Remembered


class Habits:
    """Nothing of it is about a person: which kinds of parts, no name and no file."""

    def __init__(self, remembered: Remembered) -> None:
        self._remembered = remembered

    @property
    def ticks(self) -> PrintTicks:
        usual = PrintTicks()
        return PrintTicks(
            cover=self._flag("cover", usual.cover),
            fields=self._flag("fields", usual.fields),
            technical=self._flag("technical", usual.technical),
            form=self._flag("form", usual.form),
            attachments=self._flag("attachments", usual.attachments),
        )

    def keep(self, offer: PrintOffer, wish: PrintWish) -> None:
        """What was not to be had this time, and some of several files, say nothing
        about the next."""
        self._keep("cover", wish.cover)
        if offer.fields:
            self._keep("fields", wish.fields)
        if wish.fields:
            self._keep("technical", wish.technical)
        if offer.form:
            self._keep("form", wish.form)
        there = [row.key for row in offer.attachments if not row.why_not]
        if there and len(wish.attachments) in (0, len(there)):
            self._keep("attachments", bool(wish.attachments))

    def _flag(self, name: str, usual: bool) -> bool:  # noqa: FBT001
        return self._remembered.flag(f"print/{name}", default=usual)

    def _keep(self, name: str, value: bool) -> None:  # noqa: FBT001
        self._remembered.keep_flag(f"print/{name}", value)

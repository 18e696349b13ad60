"""What the window remembers between two days; nothing of it is about a person."""

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

FILE = "window.ini"


class Remembered:
    """Typed access to one INI file in the profile folder."""

    def __init__(self, profile: Path) -> None:
        self._settings = QSettings(str(profile / FILE), QSettings.Format.IniFormat)

    def text(self, key: str, default: str = "") -> str:
        value = self._settings.value(key, default)
        return value if isinstance(value, str) else default

    def number(self, key: str, default: float) -> float:
        try:
            return float(self.text(key, str(default)))
        except ValueError:
            return default

    def flag(self, key: str, *, default: bool) -> bool:
        return self.text(key, "yes" if default else "no") == "yes"

    def state(self, key: str) -> QByteArray:
        """A geometry or splitter state as Qt wrote it; empty if there is none."""
        return QByteArray.fromBase64(self.text(key).encode("ascii", "ignore"))

    def keep(self, key: str, value: str | float) -> None:
        self._settings.setValue(key, str(value))

    def keep_flag(self, key: str, value: bool) -> None:  # noqa: FBT001
        self.keep(key, "yes" if value else "no")

    def keep_state(self, key: str, value: QByteArray) -> None:
        self.keep(key, bytes(value.toBase64().data()).decode("ascii"))

    def save(self) -> None:
        self._settings.sync()

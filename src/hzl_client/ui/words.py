"""Small wordings: times, sizes, counts and names of things as people say them."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

BERLIN = ZoneInfo("Europe/Berlin")
DAYS = ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So")
NO_BREAK = "\u00a0"
LONGEST = 80  # signs of a name in a sentence

MEDIA_TYPES = {
    "application/pdf": "PDF-Dokument",
    "image/png": "Bild (PNG)",
    "image/jpeg": "Bild (JPEG)",
    "image/tiff": "Bild (TIFF)",
    "image/gif": "Bild (GIF)",
    "image/webp": "Bild (WebP)",
    "image/heic": "Bild (HEIC)",
    "image/bmp": "Bild (BMP)",
    "image/svg+xml": "Bild (SVG)",
    "video/mp4": "Video (MP4)",
    "text/html": "Webseite",
    "application/gzip": "Archiv (GZIP)",
    "application/x-7z-compressed": "Archiv (7-Zip)",
    "application/vnd.rar": "Archiv (RAR)",
    "application/x-ole-storage": "Office-Datei (altes Format)",
    "application/x-msdownload": "Programm",
    "application/x-executable": "Programm",
    "text/xml": "XML-Datei",
    "application/xml": "XML-Datei",
    "text/plain": "Textdatei",
    "application/zip": "ZIP-Archiv",
    "application/msword": "Word-Dokument",
    "application/rtf": "RTF-Dokument",
    "application/octet-stream": "unbekannte Dateiart",
}
_OFFICE = (
    ("wordprocessingml", "Word-Dokument"),
    ("spreadsheetml", "Excel-Tabelle"),
    ("presentationml", "PowerPoint-Präsentation"),
    ("opendocument.text", "OpenDocument-Text"),
    ("opendocument.spreadsheet", "OpenDocument-Tabelle"),
)
SHOWABLE = frozenset({"application/pdf", "image/png", "image/jpeg", "image/tiff"})


def local(moment: datetime) -> datetime:
    return moment.astimezone(BERLIN)


def when(moment: datetime, now: datetime) -> str:
    """ "heute 08:12", "gestern 16:40", "Mo 23.11. 09:15", "23.11.2025"."""
    there, here = local(moment), local(now)
    clock = f"{there:%H:%M}"
    if there.date() == here.date():
        return f"heute {clock}"
    if there.date() == here.date() - timedelta(days=1):
        return f"gestern {clock}"
    if timedelta() < here.date() - there.date() < timedelta(days=7):
        return f"{DAYS[there.weekday()]} {there:%d.%m.} {clock}"
    return f"{there:%d.%m.%Y}"


def stamp(moment: datetime) -> str:
    """ "24.11.2026 08:12 Uhr" in local time, wherever the machine stands."""
    return f"{local(moment):%d.%m.%Y %H:%M} Uhr"


def size(octets: int) -> str:
    """Decimal units as Windows users read them: "36 kB", "4,8 MB"."""
    if octets < 1000:
        return f"{octets}{NO_BREAK}Byte"
    if octets < 999_500:
        return f"{octets / 1000:.0f}{NO_BREAK}kB"
    if octets < 999_500_000:
        return f"{_comma(octets / 1e6)}{NO_BREAK}MB"
    return f"{_comma(octets / 1e9)}{NO_BREAK}GB"


def rate(octets_per_second: float) -> str:
    return f"{size(round(octets_per_second))}/s"


def _comma(number: float) -> str:
    return f"{number:.1f}".replace(".", ",")


def count(number: int, one: str, many: str) -> str:
    """ "1 Anlage", "4 Anlagen"; number and word stay on one line."""
    return f"{grouped(number)}{NO_BREAK}{one if number == 1 else many}"


def grouped(number: int) -> str:
    """Thousands with a dot, as in 1.204."""
    return f"{number:,}".replace(",", ".")


def brief(name: str) -> str:
    """What somebody else wrote must not fill the window."""
    return name if len(name) <= LONGEST else f"{name[:LONGEST]}…"


def about(said: str, name: str) -> str:
    """ "Notiz geändert (Testmann, Jonas)." """
    return f"{said.removesuffix('.')} ({brief(name)})."


def kind(media_type: str) -> str:
    """What a file is, for people."""
    if media_type in MEDIA_TYPES:
        return MEDIA_TYPES[media_type]
    return next((name for part, name in _OFFICE if part in media_type), media_type)


def fingerprint(hexadecimal: str) -> str:
    """SHA-256 in groups of four, to be compared by eye or read out."""
    pairs = (hexadecimal[i : i + 4] for i in range(0, len(hexadecimal), 4))
    return " ".join(pairs).upper()

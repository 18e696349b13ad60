"""Write `Lizenzen/`: the texts of every part and one page that says what is whose."""

import shutil
from pathlib import Path

from installer.parts import Part

HEAD = """\
HzL-Client enthält die folgenden Teile. Zu jedem gehört der Ordner mit seinem
Lizenztext. Das Programm als Ganzes wird unter der AGPL-3.0 weitergegeben; die
eigenen Quellen stehen unter der EUPL-1.2 (Ordner HzL-Client). Dieselbe Liste für
Maschinen: sbom.cdx.json (CycloneDX).

Qt und Qt für Python (LGPL-3.0) liegen als eigene, austauschbare Dateien unter lib.
SQLite ist gemeinfrei; XZ Utils (0BSD) verlangt keinen Lizenztext.

"""


def write_licences(parts: list[Part], folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir()
    lines = []
    for part in parts:
        for text in part.texts:
            target = folder / part.name
            target.mkdir(exist_ok=True)
            shutil.copyfile(text, target / _file_name(text))
        lines.append(f"{part.name:<32} {part.version:<18} {part.licence}")
    page = HEAD + "\n".join(lines) + "\n"
    (folder / "LIESMICH.txt").write_text(page, encoding="utf-8", newline="\r\n")


def _file_name(text: Path) -> str:
    """Windows opens what ends in .txt."""
    return text.name if text.suffix.lower() in {".txt", ".md"} else f"{text.name}.txt"

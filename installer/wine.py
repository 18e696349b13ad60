"""A Windows of its own for one test: wine prefix, screen and time limits."""

import hashlib
import os
import shutil
import subprocess
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from installer.tools import CACHE, COMPILER

SHIMS = Path(__file__).parent / "shims"
KEEPER = Path(__file__).with_name("keeper.c")
LIBRARIES = {"bcryptprimitives": ("-ladvapi32",)}
# mscms: ours before wine's. The rest are dialogs and menu entries of the host.
OVERRIDES = "mscms=n,b;mscoree=;mshtml=;winemenubuilder.exe=d"
# The fonts of Windows are not there; what Qt falls back to is one for mathematics.
DIALOG_FONTS = ("MS Shell Dlg", "MS Shell Dlg 2", "MS Sans Serif", "Segoe UI", "Tahoma")
SUBSTITUTES = (
    r"HKLM\Software\Microsoft\Windows NT\CurrentVersion\FontSubstitutes",
    r"HKCU\Software\Wine\Fonts\Replacements",
)
LOOK, AFTERWARDS = 1.0, 15.0  # seconds
CRASHES = r"HKLM\Software\Microsoft\Windows NT\CurrentVersion\AeDebug"


@dataclass(frozen=True, slots=True)
class Finished:
    status: int  # modulo 256: wine is a process of a Unix
    output: str

    def check(self) -> "Finished":
        if self.status:
            raise SystemExit(f"Exit status {self.status} under wine:\n{self.output}")
        return self


def finished(process: subprocess.Popen[bytes], seconds: float) -> Finished:
    """Waits for what `Winebox.start` began."""
    output, _ = process.communicate(timeout=seconds)
    return Finished(process.returncode, _decoded(output))


class Winebox:
    """A prefix in `folder`, made when missing; a `with` block is one session.

    The screen must be there before the first wine command and outlive the last:
    a wineserver that started without one lets Qt spin for ever when it quits.
    """

    def __init__(
        self, folder: Path, *, platform: str = "windows", screen: str = "1920x1080x24"
    ) -> None:
        self.folder = folder.resolve()
        self.drive = self.folder / "drive_c"
        self._platform = platform
        self._screen = screen
        self._display = ""
        self._server: subprocess.Popen[bytes] | None = None
        self._keeper: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self._start_screen()
        try:
            if not self.drive.exists():
                self._prepare()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        self.end_all()
        if self._server:
            self._server.terminate()
            self._server.wait()
            self._server = None

    def run(
        self,
        *command: object,
        seconds: float = 120,
        platform: str | None = None,
        environment: dict[str, str] | None = None,
    ) -> Finished:
        """Raises `subprocess.TimeoutExpired` after ending everything in the prefix.

        A program that has ended may leave another one behind which holds its output:
        that is ended and told, but not waited for."""
        process = self.start(*command, platform=platform, environment=environment)
        until = time.monotonic() + seconds
        while process.poll() is None and time.monotonic() < until:
            with suppress(subprocess.TimeoutExpired):
                return finished(process, LOOK)
        ended = process.poll() is not None
        try:
            return finished(process, AFTERWARDS if ended else LOOK)
        except subprocess.TimeoutExpired as error:
            self.end_all()
            output = _decoded(process.communicate()[0])
            if not ended:
                raise subprocess.TimeoutExpired(error.cmd, seconds, output) from None
            left = f"{output}\nwine: it left a process behind\n"
            return Finished(process.returncode, left)

    def start(
        self,
        *command: object,
        platform: str | None = None,
        environment: dict[str, str] | None = None,
    ) -> subprocess.Popen[bytes]:
        """In the background. Its output is a pipe: Windows-Python fails on a file."""
        self._keep()
        return subprocess.Popen(
            ["wine", *map(str, command)],
            env={**self.environment(platform), **(environment or {})},
            cwd=self.drive if self.drive.exists() else None,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )

    def _keep(self) -> None:
        if self._keeper is None and self._in_system("keeper.exe").exists():
            self._keeper = subprocess.Popen(
                ["wine", "keeper.exe"],
                env=self.environment(),
                cwd=self.drive,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
            if self._keeper.stdout:
                self._keeper.stdout.readline()  # "ready"

    def _in_system(self, name: str) -> Path:
        return self.drive / "windows" / "system32" / name

    def end_all(self) -> None:
        """End every program of this prefix and write its registry to disk."""
        if self.folder.exists():
            subprocess.run(
                ["wineserver", "-k"],
                env=self.environment(),
                stderr=subprocess.DEVNULL,
                check=False,
            )
        if self._keeper:
            self._keeper.communicate(timeout=30)
            self._keeper = None

    def environment(self, platform: str | None = None) -> dict[str, str]:
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("PYTHON", "QT_", "WINE", "COVERAGE"))
        }
        return kept | {
            "DISPLAY": self._display,
            "LC_ALL": "C.UTF-8",  # file names with umlauts, whatever the host speaks
            "WINEARCH": "win64",
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": OVERRIDES,
            "WINEPREFIX": str(self.folder),
            "WINEQT_QPA_PLATFORM": platform or self._platform,  # wine drops QT_…
        }

    def windows_path(self, path: Path) -> str:
        """How a program inside calls a file of ours: C: in the prefix, else Z:."""
        path = path.resolve()
        if path.is_relative_to(self.drive):
            return "C:\\" + str(path.relative_to(self.drive)).replace("/", "\\")
        return "Z:" + str(path).replace("/", "\\")

    def host_path(self, path: str) -> Path:
        letter, _, rest = path.partition(":")
        base = self.drive if letter.upper() == "C" else Path("/")
        return base.joinpath(*rest.replace("\\", "/").split("/")[1:])

    def screenshot(self, file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(
            ["import", "-window", "root", str(file)],
            env=self.environment(),
            check=True,
        )

    def screenshot_after(self, seconds: float, file: Path) -> None:
        """Programs paint a little after they answer."""
        time.sleep(seconds)
        self.screenshot(file)

    def _start_screen(self) -> None:
        reader, writer = os.pipe()
        options = ("-screen", "0", self._screen, "-nolisten", "tcp")
        self._server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writer), *options],
            pass_fds=(writer,),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(writer)
        with os.fdopen(reader) as number:
            self._display = ":" + number.readline().strip()
        if self._display == ":":
            raise SystemExit("Xvfb did not start")

    def _prepare(self) -> None:
        """The prepared prefix is kept and copied: making one takes 20 seconds."""
        cached = CACHE / f"prefix-{_recipe()}"
        if not cached.exists():
            self._make()
            self.end_all()
            CACHE.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=CACHE) as name:
                copy = Path(name) / "prefix"
                _copy(self.folder, copy)
                try:
                    copy.rename(cached)
                except OSError:  # another test was faster
                    return
        else:
            _copy(cached, self.folder)

    def _make(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.run("wineboot", "-i").check()
        self.run("winecfg", "-v", "win10").check()
        no_debugger = ("/v", "Debugger", "/d", "false", "/f")  # a crash ends at once
        self.run("reg", "add", CRASHES, *no_debugger).check()
        for name in DIALOG_FONTS:
            for key in SUBSTITUTES:
                font = ("/v", name, "/d", "DejaVu Sans", "/f")
                self.run("reg", "add", key, *font).check()
        for source in sorted(SHIMS.glob("*.c")):
            target = self._in_system(f"{source.stem}.dll")
            target.unlink(missing_ok=True)
            options = ("-shared", "-O2", "-s", "-o", str(target), str(source))
            subprocess.run(
                [COMPILER, *options, *LIBRARIES.get(source.stem, ())], check=True
            )
        keeper = str(self._in_system("keeper.exe"))
        subprocess.run([COMPILER, "-s", "-o", keeper, KEEPER], check=True)
        for link in [p for p in (self.drive / "users").rglob("*") if p.is_symlink()]:
            link.unlink()  # „Documents“ & co. lead into the home folder of the host
            link.mkdir()


def _recipe() -> str:
    files = [Path(__file__), KEEPER, *sorted(SHIMS.glob("*.c"))]
    version = subprocess.run(["wine", "--version"], capture_output=True, check=True)
    content = version.stdout + b"".join(file.read_bytes() for file in files)
    return hashlib.sha256(content).hexdigest()[:16]


def _copy(source: Path, target: Path) -> None:
    if target.exists():
        shutil.rmtree(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(["cp", "-a", "--reflink=auto", source, target], check=True)


def _decoded(output: bytes) -> str:
    """Windows-Python speaks UTF-8, wine's own programs the code page of the console."""
    try:
        return output.decode("utf-8")
    except UnicodeDecodeError:
        return output.decode("cp437", "replace")

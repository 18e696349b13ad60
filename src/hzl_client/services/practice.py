"""The practice intermediary as a child process that ends with us, however we end."""

import json
import queue
import subprocess
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Self

from hzl_client import interpreter
from hzl_client.errors import PracticeNotReady

READY_SECONDS = 60.0  # the first start makes nine RSA keys
STOP_SECONDS = 10.0
LOOK_SECONDS = 0.05
_NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # Windows would show a console


@dataclass(frozen=True, slots=True)
class PracticeIntermediary:
    """`control` and `token` open the back door of the process, see
    `intermediary.remote`."""

    url: str
    pki_folder: Path
    control: str
    token: str
    process: "subprocess.Popen[str]"

    def send(self, shape: str, sample: str) -> str:
        """Hand in a practice application as the platform would; its message id."""
        from hzl_client.intermediary.remote import RemoteControl  # noqa: PLC0415 - lxml

        return RemoteControl(self.control, self.token).send(shape, sample)

    def stop(self) -> None:
        """It ends by itself when its input closes; who does not is made to."""
        _end(self.process)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def start(
    state: Path,
    seconds: float = READY_SECONDS,
    unwanted: threading.Event | None = None,
) -> PracticeIntermediary:
    """Waits until it is ready, or until somebody sets `unwanted`."""
    process = _process(state)
    first = _FirstLine(process.stdout)
    try:
        ready = json.loads(first.within(seconds, unwanted or threading.Event()))
        return PracticeIntermediary(
            url=ready["url"],
            pki_folder=Path(ready["pki"]),
            control=ready["control"],
            token=ready["token"],
            process=process,
        )
    except (ValueError, KeyError, TypeError) as error:
        process.kill()  # before it is ready it has nothing to put in order
        first.join(LOOK_SECONDS)
        _end(process, reading=first.is_alive())
        raise PracticeNotReady("it ended or did not say where it is") from error


def _command(state: Path) -> tuple[str, ...]:
    options = ("--state", str(state), "--until-stdin-closes")
    return interpreter.command("intermediary", *options)


def _process(state: Path) -> "subprocess.Popen[str]":
    try:
        state.mkdir(parents=True, exist_ok=True)
        return subprocess.Popen(  # noqa: S603 - ourselves, with a path of our own
            _command(state),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
            creationflags=_NO_WINDOW,
        )
    except OSError as error:
        raise PracticeNotReady("it did not start", errno=error.errno) from error


class _FirstLine(threading.Thread):
    """Reading a pipe has no time limit of its own on Windows: a thread reads. It may
    do so for longer than the process lives, as another one that started in the same
    moment may have inherited the pipe."""

    def __init__(self, output: IO[str] | None) -> None:
        super().__init__(daemon=True, name="practice")
        self._output = output
        self._lines: queue.Queue[str] = queue.Queue()
        self.start()

    def run(self) -> None:
        if self._output is None:  # Popen was asked for a pipe
            return
        line = self._output.readline()
        if not line:
            self._output.close()
        self._lines.put(line)

    def within(self, seconds: float, unwanted: threading.Event) -> str:
        until = time.monotonic() + seconds
        while time.monotonic() < until and not unwanted.is_set():
            with suppress(queue.Empty):
                return self._lines.get(timeout=LOOK_SECONDS)
        raise ValueError("not ready in time, or not wanted any more")


def _end(process: "subprocess.Popen[str]", *, reading: bool = False) -> None:
    """While somebody is `reading` its output, closing that would wait for him."""
    if process.stdin is not None:
        with suppress(OSError):  # it is gone already
            process.stdin.close()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdout is not None and not reading:
        process.stdout.close()

"""`hzl-client intermediary`: the practice intermediary as a process of its own."""

import argparse
import json
import os
import signal
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

from hzl_client.errors import DiskFailed, PortUnavailable
from hzl_client.intermediary import pki, samples, shapes
from hzl_client.intermediary.intake import Admission
from hzl_client.intermediary.server import Intermediary
from hzl_client.xmlsec.policy import LEGACY, MODERN

PKI_FOLDER = "pki"
DEFAULT_SHAPE = "embedded"
_TICK_SECONDS = 0.5


def main(argv: Sequence[str]) -> int:
    """Serves until interrupted; prints one JSON line when it is ready."""
    options = _options(argv)
    state: Path = options.state
    wanted = [_sample_and_shape(text) for text in options.sample]
    stop = threading.Event()
    _stop_on_signals(stop)
    try:
        state.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DiskFailed("state folder cannot be made") from error
    keys = pki.load_or_create(state / PKI_FOLDER)
    try:
        intermediary = Intermediary(
            state,
            keys,
            port=options.port,
            admission=Admission(
                policy=LEGACY if options.legacy else MODERN,
                signed=not options.allow_unsigned,
            ),
        )
    except OSError as error:  # the port is taken, or not ours to take
        raise PortUnavailable(
            "practice port not available", port=options.port
        ) from error
    with intermediary:
        for sample, shape in wanted:
            intermediary.send(shape, sample)
        ready = {
            "url": intermediary.url,
            "pki": str(keys.folder),
            "control": intermediary.control_url,
            "token": intermediary.control.token,
        }
        print(json.dumps(ready), flush=True)  # noqa: T201  # the contract
        if options.until_stdin_closes:
            _watch_stdin(stop)
        while not stop.wait(_TICK_SECONDS):
            pass  # Windows delivers Ctrl+C between waits only
    return 0


def _options(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="hzl-client intermediary",
        description="Übungsintermediär auf diesem Rechner (nur 127.0.0.1). "
        "Alle Schlüssel und Nachrichten sind erfunden.",
    )
    parser.add_argument(
        "--state",
        type=Path,
        required=True,
        help="Ordner für Schlüssel und Nachrichten; bleibt über Neustarts erhalten",
    )
    parser.add_argument(
        "--port",
        type=int,
        choices=range(65536),
        metavar="PORT",
        default=0,
        help="ohne Angabe wählt das Betriebssystem",
    )
    parser.add_argument(
        "--sample",
        action="append",
        default=[],
        metavar="BEISPIEL[:FORM]",
        help="beim Start einliefern, mehrfach möglich. Beispiele: "
        f"{', '.join(samples.names())}. Formen: {', '.join(shapes.SHAPES)}",
    )
    parser.add_argument(
        "--legacy",
        action="store_true",
        help="auch Aufträge mit veralteten Verfahren annehmen",
    )
    parser.add_argument(
        "--allow-unsigned",
        action="store_true",
        help="auch Aufträge ohne Signatur annehmen",
    )
    parser.add_argument(
        "--until-stdin-closes",
        action="store_true",
        help="endet, wenn der aufrufende Prozess seine Leitung schließt oder endet",
    )
    return parser.parse_args(argv)


def _sample_and_shape(text: str) -> tuple[str, str]:
    """NoSuchSample before anything is started."""
    sample, _, shape = text.partition(":")
    shape = shape or DEFAULT_SHAPE
    samples.load(sample)
    shapes.shape_of(shape)
    return sample, shape


def _stop_on_signals(stop: threading.Event) -> None:
    def on_signal(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, on_signal)
        signal.signal(signal.SIGTERM, on_signal)


def _watch_stdin(stop: threading.Event) -> None:
    """A parent that dies closes its end of the pipe, whatever killed it."""

    def wait() -> None:
        # Not sys.stdin.read: a thread inside its lock would break the shutdown.
        while os.read(sys.stdin.fileno(), 1024):
            pass
        stop.set()

    threading.Thread(target=wait, daemon=True, name="stdin").start()

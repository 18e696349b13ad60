"""The window answers while work goes on (ui.md, "Speed a user feels")."""

import sys
from threading import Event, Thread

import pytest

from helpers.watchdog import watching
from hzl_client import app
from hzl_client.model.record import Folder
from hzl_client.model.watch import Progress, Step
from hzl_client.ui.presenters.meter import Meter

TRIES = 3  # the machine may be busy with something else; the window is not, thrice


def test_the_window_answers_while_a_worker_computes_in_python(qtbot, window, workplace):
    """Nobody on another thread may keep the interpreter for himself."""
    assert workplace.inbox.folder is Folder.INBOX
    stop, usual = Event(), sys.getswitchinterval()
    sys.setswitchinterval(app.SWITCH_SECONDS)  # as the program does

    def compute():
        while not stop.is_set():
            sum(n * n for n in range(1000))

    busy = Thread(target=compute, daemon=True)
    seen = []
    busy.start()
    try:
        for _ in range(TRIES):
            with watching(window) as dog:
                for _ in range(10):
                    window.records.view.viewport().update()
                    window.application.update()
                    qtbot.wait(30)
            seen.append(str(dog))
            if dog.holds:
                break
        else:
            pytest.fail("\n".join(seen))
    finally:
        stop.set()
        busy.join()
        sys.setswitchinterval(usual)


# --- the meter --------------------------------------------------------------------


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


def test_the_meter_tells_amount_and_rate_and_what_is_secured():
    clock = Clock()
    meter = Meter(clock)
    assert "Verbindung" in meter.state(stopping=False).headline
    meter.report(Progress(Step.LOAD, 1, 0, 4_800_000))
    clock.now = 0.1
    meter.report(Progress(Step.LOAD, 1, 1_200_000, 4_800_000))
    early = meter.state(stopping=False)
    assert early.amount == "1,2\u00a0MB von 4,8\u00a0MB"  # too early for a rate
    assert early.part == pytest.approx(0.25)
    clock.now = 2.0
    meter.report(Progress(Step.LOAD, 1, 2_400_000, 4_800_000))
    late = meter.state(stopping=False)
    assert late.amount == "2,4\u00a0MB von 4,8\u00a0MB · 1,2\u00a0MB/s"
    assert late.secured == 0
    meter.report(Progress(Step.SECURE, 1))
    assert meter.secured == 0  # it is being secured, not more
    meter.report(Progress(Step.DECRYPT, 1))
    assert meter.secured == 1
    assert meter.state(stopping=False).safe.startswith("1 ist gesichert.")
    meter.report(Progress(Step.LOAD, 2, 100, 0))
    second = meter.state(stopping=True)
    assert (second.secured, second.part) == (1, None)
    assert second.headline == "Der Abruf wird beendet …"

"""One running child as its parent sees it: ask, wait with a limit, end it."""

import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import BinaryIO, Final, cast

from hzl_client.documents import frames
from hzl_client.documents.document import MAX_PIXELS, Reason
from hzl_client.documents.frames import OUT_OF_MEMORY, BrokenFrame, Frame
from hzl_client.documents.launch import child_command, start_child

START_SECONDS: Final = 30.0  # virus scanners read a new program's libraries first
MAX_ANSWER: Final = MAX_PIXELS * 4


class ChildDied(Exception):
    """It was ended, gave up or fell over; another one can be started."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


class RunningChild:
    """One asks at a time; `kill` may come from any thread meanwhile."""

    def __init__(self, command: tuple[str, ...] | None = None) -> None:
        self._process = start_child(command or child_command())
        self._requests = cast("BinaryIO", self._process.stdin)
        self._answers = cast("BinaryIO", self._process.stdout)
        self._ready = False
        self._ended_for: Reason | None = None

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Not from the moment on when it is to end: that takes it a while."""
        return self._ended_for is None and self._process.poll() is None

    def ask(
        self,
        header: Mapping[str, object],
        seconds: float,
        body: Iterable[bytes] = (),
        size: int = 0,
    ) -> Frame:
        """The answer, or `ChildDied` when it takes longer than `seconds`."""
        if not self._ready:
            with self._limited(START_SECONDS):
                self._read()
            self._ready = True
        with self._limited(seconds):
            self._write(frames.render_head({**header, "seconds": seconds}, size))
            for chunk in body:
                self._write(chunk)
            self._write(b"", flush=True)
            return self._read()

    def kill(self, reason: Reason = Reason.CLOSED) -> None:
        """Whoever waits for an answer gets `ChildDied` with this reason."""
        self._ended_for = self._ended_for or reason
        self._process.kill()

    def close(self) -> None:
        self.kill()
        self._process.wait()
        self._answers.close()
        with suppress(OSError):  # unsent bytes for a process that is gone
            self._requests.close()

    @contextmanager
    def _limited(self, seconds: float) -> Iterator[None]:
        # A timer that kills is the one way to wait on a pipe that works everywhere.
        timer = threading.Timer(seconds, self.kill, (Reason.TIME,))
        timer.daemon = True
        timer.start()
        try:
            yield
        except BaseException:
            self._process.kill()  # half a frame is on its way: no use any more
            self._process.wait()
            raise
        finally:
            timer.cancel()

    def _write(self, data: bytes, *, flush: bool = False) -> None:
        try:
            self._requests.write(data)
            if flush:
                self._requests.flush()
        except OSError as error:
            raise self._died() from error

    def _read(self) -> Frame:
        try:
            frame = frames.read(self._answers, MAX_ANSWER)
        except (OSError, BrokenFrame) as error:
            raise self._died() from error
        if frame is None:
            raise self._died()
        return frame

    def _died(self) -> ChildDied:
        self._process.kill()
        status = self._process.wait()
        if self._ended_for is not None:
            return ChildDied(self._ended_for)
        memory = status == OUT_OF_MEMORY
        return ChildDied(Reason.MEMORY if memory else Reason.CRASH)

"""What the child may use at most; it binds itself before it reads a document."""

import sys
import time
from typing import Final

MEMORY: Final = 1024 * 1024 * 1024  # a bomb of 2 kB takes 2 GB where nothing stops it
SPARE_SECONDS: Final = 5  # the parent's clock ends a request; this one ends orphans

if sys.platform == "win32":
    from hzl_client.documents.job_object import JobObject

    _JOB = JobObject()

    def contain(memory: int = MEMORY) -> None:
        """No more memory than this, and no process beside it."""
        _JOB.limit_memory(memory)
        _JOB.take_this_process()

    def allow(seconds: float) -> None:
        """So much processor time from now on, even if nobody waits any longer."""
        _JOB.limit_time(time.process_time() + seconds + SPARE_SECONDS)

else:
    import resource

    def contain(memory: int = MEMORY) -> None:
        """No more memory than this, no file ever written, no core dump of contents."""
        _lower(resource.RLIMIT_AS, memory)
        _lower(resource.RLIMIT_FSIZE, 0)
        _lower(resource.RLIMIT_CORE, 0)

    def allow(seconds: float) -> None:
        """So much processor time from now on, even if nobody waits any longer."""
        until = int(time.process_time() + seconds + SPARE_SECONDS)
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (_within(until, hard), hard))

    def _lower(what: int, wanted: int) -> None:
        _, hard = resource.getrlimit(what)
        limit = _within(wanted, hard)
        resource.setrlimit(what, (limit, limit))

    def _within(wanted: int, hard: int) -> int:
        return wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)

"""The Windows call that limits the child, seen at the seam: wine enforces no limit."""

import sys

import pytest

if sys.platform != "win32":
    pytest.skip("Job Objects are Windows'", allow_module_level=True)

from hzl_client.documents.job_object import JobObject

EXTENDED_LIMITS = 9
TIME, ONE_PROCESS, MEMORY, NO_DIALOG = 0x2, 0x8, 0x100, 0x400


class Kernel:
    """Writes down what it is asked for instead of limiting the test itself."""

    def __init__(self, answer=1):
        self.answer = answer
        self.asked = []

    def SetInformationJobObject(self, handle, kind, limits, size):  # noqa: N802
        values, basic = limits._obj, limits._obj.BasicLimitInformation
        self.asked.append((handle, kind, size))
        self.flags = basic.LimitFlags
        self.processes = basic.ActiveProcessLimit
        self.ticks = basic.PerProcessUserTimeLimit
        self.memory = values.ProcessMemoryLimit
        return self.answer

    def GetCurrentProcess(self):  # noqa: N802
        return -1

    def AssignProcessToJobObject(self, handle, process):  # noqa: N802
        self.asked.append((handle, process))
        return self.answer


@pytest.fixture
def job():
    made = JobObject()
    made._kernel = Kernel()
    return made


def test_memory_and_processes_are_limited_before_the_process_enters(job):
    job.limit_memory(2**30)
    kernel = job._kernel
    assert kernel.asked == [(job._handle, EXTENDED_LIMITS, 144)]
    assert kernel.flags == MEMORY | ONE_PROCESS | NO_DIALOG
    assert kernel.memory == 2**30
    assert kernel.processes == 1


def test_a_time_keeps_the_other_limits(job):
    job.limit_memory(2**30)
    job.limit_time(1.5)
    kernel = job._kernel
    assert kernel.flags == TIME | MEMORY | ONE_PROCESS | NO_DIALOG
    assert kernel.ticks == 15_000_000
    assert kernel.memory == 2**30


def test_this_process_enters_its_own_job(job):
    job.take_this_process()
    assert job._kernel.asked == [(job._handle, -1)]


def test_a_limit_that_windows_refuses_is_no_limit_in_silence(job):
    job._kernel.answer = 0
    for action in (lambda: job.limit_memory(1), job.take_this_process):
        with pytest.raises(OSError, match="WinError"):
            action()

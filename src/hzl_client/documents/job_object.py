"""A Windows Job Object around this process: memory, processor time, no children."""

import ctypes
import sys
from ctypes import wintypes
from typing import Final

_EXTENDED_LIMITS: Final = 9  # JobObjectExtendedLimitInformation
_PROCESS_TIME: Final = 0x0002
_ACTIVE_PROCESS: Final = 0x0008
_PROCESS_MEMORY: Final = 0x0100
_DIE_ON_UNHANDLED: Final = 0x0400  # no error-report dialog over a broken document
_TICKS: Final = 10_000_000  # 100 ns each

if sys.platform == "win32":

    class _BasicLimits(ctypes.Structure):
        _fields_ = (
            ("PerProcessUserTimeLimit", wintypes.LARGE_INTEGER),
            ("PerJobUserTimeLimit", wintypes.LARGE_INTEGER),
            ("LimitFlags", wintypes.DWORD),
            ("MinimumWorkingSetSize", ctypes.c_size_t),
            ("MaximumWorkingSetSize", ctypes.c_size_t),
            ("ActiveProcessLimit", wintypes.DWORD),
            ("Affinity", ctypes.c_size_t),
            ("PriorityClass", wintypes.DWORD),
            ("SchedulingClass", wintypes.DWORD),
        )

    class _ExtendedLimits(ctypes.Structure):
        _fields_ = (
            ("BasicLimitInformation", _BasicLimits),
            ("IoInfo", ctypes.c_ulonglong * 6),
            ("ProcessMemoryLimit", ctypes.c_size_t),
            ("JobMemoryLimit", ctypes.c_size_t),
            ("PeakProcessMemoryUsed", ctypes.c_size_t),
            ("PeakJobMemoryUsed", ctypes.c_size_t),
        )

    class JobObject:
        """Open as long as this process lives; jobs nest since Windows 8.

        The process enters its own job: a parent would only reach the launcher that a
        virtual environment puts before the interpreter, not the interpreter itself.
        """

        def __init__(self) -> None:
            self._kernel = ctypes.WinDLL("kernel32", use_last_error=True)
            self._kernel.CreateJobObjectW.restype = wintypes.HANDLE
            self._kernel.CreateJobObjectW.argtypes = (wintypes.LPVOID, wintypes.LPCWSTR)
            self._kernel.GetCurrentProcess.restype = wintypes.HANDLE
            self._kernel.GetCurrentProcess.argtypes = ()
            self._kernel.AssignProcessToJobObject.restype = wintypes.BOOL
            self._kernel.AssignProcessToJobObject.argtypes = (
                wintypes.HANDLE,
                wintypes.HANDLE,
            )
            self._kernel.SetInformationJobObject.restype = wintypes.BOOL
            self._kernel.SetInformationJobObject.argtypes = (
                wintypes.HANDLE,
                ctypes.c_int,
                wintypes.LPVOID,
                wintypes.DWORD,
            )
            self._limits = _ExtendedLimits()
            basic = self._limits.BasicLimitInformation
            basic.LimitFlags = _ACTIVE_PROCESS | _DIE_ON_UNHANDLED
            basic.ActiveProcessLimit = 1
            self._handle = self._kernel.CreateJobObjectW(None, None)
            if not self._handle:
                raise ctypes.WinError(ctypes.get_last_error())

        def take_this_process(self) -> None:
            me = self._kernel.GetCurrentProcess()
            self._check(self._kernel.AssignProcessToJobObject(self._handle, me))

        def limit_memory(self, size: int) -> None:
            self._limits.ProcessMemoryLimit = size
            self._apply(_PROCESS_MEMORY)

        def limit_time(self, seconds: float) -> None:
            """Processor time of this process, counted from its start."""
            basic = self._limits.BasicLimitInformation
            basic.PerProcessUserTimeLimit = int(seconds * _TICKS)
            self._apply(_PROCESS_TIME)

        def _apply(self, flag: int) -> None:
            self._limits.BasicLimitInformation.LimitFlags |= flag
            self._check(
                self._kernel.SetInformationJobObject(
                    self._handle,
                    _EXTENDED_LIMITS,
                    ctypes.byref(self._limits),
                    ctypes.sizeof(self._limits),
                )
            )

        def _check(self, succeeded: int) -> None:
            if not succeeded:
                raise ctypes.WinError(ctypes.get_last_error())

"""Windows evaluates proxy scripts for us: WinHTTP, in its own way of writing."""

import ctypes
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import wintypes
from typing import Final

from hzl_client.errors import PacFailed

_NO_PROXY: Final = 1  # WINHTTP_ACCESS_TYPE_NO_PROXY: for the script itself
_AUTO_DETECT: Final = 0x1  # WINHTTP_AUTOPROXY_AUTO_DETECT
_CONFIG_URL: Final = 0x2  # WINHTTP_AUTOPROXY_CONFIG_URL
_DHCP_AND_DNS: Final = 0x3
_BAD_SCRIPT: Final = 12166  # ERROR_WINHTTP_BAD_AUTO_PROXY_SCRIPT
_LOG_IN: Final = 12015  # ERROR_WINHTTP_LOGIN_FAILURE: once more as the user of Windows
_SECONDS: Final = 10  # for each step of loading the script


def as_pac(proxies: str | None) -> str:
    """WinHTTP names proxies as `a:1;b:2`, `http=a:1` or `https://a:1`; null is direct.
    That a script said DIRECT behind a proxy, it does not tell."""
    return "; ".join(map(_entry, (proxies or "").replace(";", " ").split()))


def _entry(proxy: str) -> str:
    kind, equals, place = proxy.rpartition("=")
    scheme, _, host = place.rpartition("://")
    if kind.lower().startswith("socks") or scheme.lower().startswith("socks"):
        return f"SOCKS {host}"
    if host.upper() == "DIRECT" and not equals:
        return "DIRECT"
    return f"{'HTTPS' if scheme.lower() == 'https' else 'PROXY'} {host}"


if sys.platform == "win32":

    class _AutoProxyOptions(ctypes.Structure):
        _fields_ = (
            ("dwFlags", wintypes.DWORD),
            ("dwAutoDetectFlags", wintypes.DWORD),
            ("lpszAutoConfigUrl", wintypes.LPCWSTR),
            ("lpvReserved", wintypes.LPVOID),
            ("dwReserved", wintypes.DWORD),
            ("fAutoLogonIfChallenged", wintypes.BOOL),
        )

    # Strings that are ours to free: c_wchar_p would copy them and lose the address.
    class _ProxyInfo(ctypes.Structure):
        _fields_ = (
            ("dwAccessType", wintypes.DWORD),
            ("lpszProxy", ctypes.c_void_p),
            ("lpszProxyBypass", ctypes.c_void_p),
        )

    class _UserConfig(ctypes.Structure):
        _fields_ = (
            ("fAutoDetect", wintypes.BOOL),
            ("lpszAutoConfigUrl", ctypes.c_void_p),
            ("lpszProxy", ctypes.c_void_p),
            ("lpszProxyBypass", ctypes.c_void_p),
        )

    class WinHttp:
        """A `PacEvaluator`. Blocks for as long as the script takes to load."""

        def __init__(self) -> None:
            self._dll = ctypes.WinDLL("winhttp", use_last_error=True)
            self._dll.WinHttpOpen.restype = wintypes.HANDLE
            self._dll.WinHttpOpen.argtypes = (
                wintypes.LPCWSTR,
                wintypes.DWORD,
                wintypes.LPCWSTR,
                wintypes.LPCWSTR,
                wintypes.DWORD,
            )
            self._dll.WinHttpCloseHandle.argtypes = (wintypes.HANDLE,)
            self._dll.WinHttpSetTimeouts.argtypes = (
                wintypes.HANDLE,
                *[ctypes.c_int] * 4,
            )
            self._dll.WinHttpGetProxyForUrl.argtypes = (
                wintypes.HANDLE,
                wintypes.LPCWSTR,
                ctypes.POINTER(_AutoProxyOptions),
                ctypes.POINTER(_ProxyInfo),
            )
            self._dll.WinHttpGetIEProxyConfigForCurrentUser.argtypes = (
                ctypes.POINTER(_UserConfig),
            )
            self._free = ctypes.WinDLL("kernel32").GlobalFree
            self._free.argtypes = (ctypes.c_void_p,)
            self._free.restype = ctypes.c_void_p

        def system_scripts(self) -> tuple[str, ...]:
            config = _UserConfig()
            if not self._dll.WinHttpGetIEProxyConfigForCurrentUser(
                ctypes.byref(config)
            ):
                return ()  # nothing is set for this user
            script = self._taken(config.lpszAutoConfigUrl)
            self._taken(config.lpszProxy)
            self._taken(config.lpszProxyBypass)
            detected = ("",) if config.fAutoDetect else ()
            return (*detected, *((script,) if script else ()))

        def find(self, url: str, script: str) -> str:
            options = _AutoProxyOptions()
            if script:
                options.dwFlags = _CONFIG_URL
                options.lpszAutoConfigUrl = script
            else:
                options.dwFlags = _AUTO_DETECT
                options.dwAutoDetectFlags = _DHCP_AND_DNS
            with self._session() as session:
                failed = self._ask(session, url, options)
                if failed == _LOG_IN:
                    options.fAutoLogonIfChallenged = True
                    failed = self._ask(session, url, options)
            if isinstance(failed, str):
                return failed
            reason = "pac-script" if failed == _BAD_SCRIPT else "pac-load"
            raise PacFailed("the proxy script failed", reason=reason, errno=failed)

        def _ask(self, session: int, url: str, options: _AutoProxyOptions) -> str | int:
            info = _ProxyInfo()
            if not self._dll.WinHttpGetProxyForUrl(
                session, url, ctypes.byref(options), ctypes.byref(info)
            ):
                return ctypes.get_last_error()
            self._taken(info.lpszProxyBypass)
            return as_pac(self._taken(info.lpszProxy))

        @contextmanager
        def _session(self) -> Iterator[int]:
            session = self._dll.WinHttpOpen("HzL-Client", _NO_PROXY, None, None, 0)
            if not session:
                failed = ctypes.get_last_error()
                raise PacFailed("no WinHTTP", reason="pac-load", errno=failed)
            try:
                self._dll.WinHttpSetTimeouts(session, *[_SECONDS * 1000] * 4)
                yield session
            finally:
                self._dll.WinHttpCloseHandle(session)

        def _taken(self, address: int | None) -> str:
            if not address:
                return ""
            try:
                return ctypes.wstring_at(address)
            finally:
                self._free(address)

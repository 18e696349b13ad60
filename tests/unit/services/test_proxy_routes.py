"""Which way requests take: by hand, by script, by the system."""

import urllib.request
from dataclasses import dataclass, field, replace

import pytest

from hzl_client.errors import (
    InvalidSetting,
    PacFailed,
    PacUnavailable,
    ProxyUnsupported,
)
from hzl_client.osci.route import DIRECT, Route
from hzl_client.services import pac, winhttp
from hzl_client.services.proxy import routes_for
from hzl_client.settings import MailboxSettings, ProxyMode

SETTINGS = MailboxSettings("Sozialamt", "https://intermediaer.example/osci", "")
MANUAL = replace(SETTINGS, proxy=ProxyMode.MANUAL, proxy_url="mine:1")
SCRIPT = "http://proxy.example/proxy.pac"
PAC = replace(SETTINGS, proxy=ProxyMode.PAC, pac_url=SCRIPT)


@dataclass
class FakeEvaluator:
    """Answers by script; a script without an answer cannot be had."""

    answers: dict[str, str]
    scripts: tuple[str, ...] = ()
    asked: list[tuple[str, str]] = field(default_factory=list)

    def system_scripts(self) -> tuple[str, ...]:
        return self.scripts

    def find(self, url: str, script: str) -> str:
        self.asked.append((url, script))
        if script not in self.answers:
            raise PacFailed("not there", reason="pac-load")
        return self.answers[script]


def routes(settings, evaluator=None):
    return routes_for(settings, lambda: "geheim", evaluator)


@pytest.fixture
def _system(monkeypatch):
    proxies = {"http": "proxy.example:3128", "https": "http://secure.example:8080"}
    monkeypatch.setattr(urllib.request, "getproxies", lambda: proxies)
    monkeypatch.setattr(
        urllib.request, "proxy_bypass", lambda host: host.endswith(".intern")
    )


@pytest.mark.usefixtures("_system")
@pytest.mark.parametrize(
    ("url", "proxy"),
    [
        ("https://intermediaer.example/osci", "http://secure.example:8080"),
        ("http://intermediaer.example/osci", "http://proxy.example:3128"),
        ("https://osci.intern/", ""),
        ("http://127.0.0.1:8080/osci", ""),
    ],
)
def test_what_the_system_says(url, proxy):
    assert routes(replace(SETTINGS, url=url)) == (Route(proxy),)


@pytest.mark.usefixtures("_system")
def test_what_was_set_by_hand():
    assert routes(MANUAL) == (Route("http://mine:1"),)
    assert routes(replace(MANUAL, url="http://localhost/osci")) == (DIRECT,)
    assert routes(replace(SETTINGS, proxy=ProxyMode.NONE)) == (DIRECT,)
    for setting, settings in (("proxy_url", MANUAL), ("pac_url", PAC)):
        missing = replace(settings, **{setting: ""})
        with pytest.raises(InvalidSetting) as raised:
            routes(missing, FakeEvaluator({}))
        assert raised.value.facts["setting"] == setting


def test_a_system_without_proxy(monkeypatch):
    monkeypatch.setattr(urllib.request, "getproxies", dict)
    monkeypatch.setattr(urllib.request, "proxy_bypass", lambda _: False)
    assert routes(SETTINGS) == (DIRECT,)


# --- who logs in --------------------------------------------------------------------


def test_the_log_in_of_the_settings_is_for_proxies_only():
    settings = replace(PAC, proxy_user="amt")
    found = routes(settings, FakeEvaluator({SCRIPT: "PROXY a:1; DIRECT"}))
    assert found == (Route("http://a:1", "amt", "geheim"), DIRECT)


def test_without_a_user_nobody_asks_for_the_password():
    def forbidden() -> str:
        raise AssertionError

    assert routes_for(MANUAL, forbidden, None) == (Route("http://mine:1"),)


def test_the_environment_may_bring_its_own_log_in(monkeypatch):
    proxies = {"https": "http://sys:p%40ss@proxy.example:8080"}
    monkeypatch.setattr(urllib.request, "getproxies", lambda: proxies)
    monkeypatch.setattr(urllib.request, "proxy_bypass", lambda _: False)
    expected = Route("http://proxy.example:8080", "sys", "p@ss")
    assert routes(SETTINGS) == (expected,)
    assert routes(replace(SETTINGS, proxy_user="amt")) == (expected,)
    assert "p@ss" not in repr(expected)


def test_an_address_is_no_place_for_a_password():
    for address in ("http://amt:geheim@proxy:1", "amt@proxy:1"):
        with pytest.raises(InvalidSetting) as raised:
            replace(SETTINGS, proxy_url=address)
        assert "geheim" not in f"{raised.value!r} {raised.value.facts}"


@pytest.mark.parametrize(
    ("address", "error"),
    [
        ("socks5://proxy:1080", ProxyUnsupported),
        ("SOCKS://proxy:1080", ProxyUnsupported),
        ("ftp://proxy:21", ProxyUnsupported),
        ("http://proxy:port", InvalidSetting),
        ("http://proxy:99999", InvalidSetting),
        ("http://:8080", InvalidSetting),
    ],
)
def test_addresses_that_are_no_http_proxy(address, error):
    with pytest.raises(error):
        routes(replace(MANUAL, proxy_url=address))


def test_addresses_of_version_six():
    found = routes(replace(MANUAL, proxy_url="[fe80::1]:3128"))
    assert found == (Route("http://[fe80::1]:3128"),)


# --- scripts ------------------------------------------------------------------------


def test_a_script_sees_no_path():
    evaluator = FakeEvaluator({SCRIPT: "DIRECT"})
    routes(replace(PAC, url="https://intermediaer.example:81/osci?amt=5"), evaluator)
    assert evaluator.asked == [("https://intermediaer.example:81/", SCRIPT)]


def test_a_script_without_an_evaluator_is_said_plainly():
    with pytest.raises(PacUnavailable):
        routes(PAC)


def test_a_script_that_cannot_be_had_is_named():
    with pytest.raises(PacFailed):
        routes(PAC, FakeEvaluator({}))


@pytest.mark.usefixtures("_system")
@pytest.mark.parametrize(
    ("answers", "scripts", "expected"),
    [
        ({"": "PROXY auto:1"}, ("", SCRIPT), "http://auto:1"),
        ({SCRIPT: "PROXY script:1"}, ("", SCRIPT), "http://script:1"),
        ({}, ("", SCRIPT), "http://secure.example:8080"),
        ({}, (), "http://secure.example:8080"),
        ({SCRIPT: "DIRECT"}, (SCRIPT,), ""),
    ],
)
def test_the_system_s_scripts_come_before_its_proxy(answers, scripts, expected):
    assert routes(SETTINGS, FakeEvaluator(answers, scripts)) == (Route(expected),)


@pytest.mark.parametrize(
    ("answer", "proxies"),
    [
        ("DIRECT", ("",)),
        ("", ("",)),
        (" ; ", ("",)),
        ("PROXY a:1; PROXY b:2; DIRECT", ("http://a:1", "http://b:2", "")),
        ("proxy a:1;direct;", ("http://a:1", "")),
        ("HTTPS x:443; HTTP y", ("https://x:443", "http://y")),
        ("PROXY [::1]:8080", ("http://[::1]:8080",)),
        ("SOCKS s:1; PROXY a:1; PROXY a:1", ("http://a:1",)),
        ("PROXY a:1 b:2; DIRECT", ("",)),
        ("PROXY user:pw@a:1; DIRECT", ("",)),
    ],
)
def test_what_scripts_answer(answer, proxies):
    assert tuple(route.proxy for route in pac.routes(answer)) == proxies


@pytest.mark.parametrize("answer", ["PROXY", "undefined", "PROXY a:1/x", "x" * 10_001])
def test_answers_nobody_can_use(answer):
    with pytest.raises(PacFailed):
        pac.routes(answer)


def test_socks_alone_is_refused_by_name():
    with pytest.raises(ProxyUnsupported) as raised:
        pac.routes("SOCKS5 a:1080; SOCKS b:1080")
    assert raised.value.facts == {"kind": "SOCKS"}


def test_a_long_list_is_cut():
    answer = ";".join(f"PROXY p{n}:1" for n in range(100))
    assert len(pac.routes(answer)) == 10


@pytest.mark.parametrize(
    ("told", "answer"),
    [
        (None, ""),
        ("a:1", "PROXY a:1"),
        ("a:1;b:2", "PROXY a:1; PROXY b:2"),
        ("a:1 b:2", "PROXY a:1; PROXY b:2"),
        ("http=a:1;https=b:2", "PROXY a:1; PROXY b:2"),
        ("https://c:3", "HTTPS c:3"),
        ("socks=d:4", "SOCKS d:4"),
        ("a:1;DIRECT", "PROXY a:1; DIRECT"),
    ],
)
def test_how_windows_writes_it(told, answer):
    assert winhttp.as_pac(told) == answer

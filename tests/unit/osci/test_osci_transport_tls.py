"""TLS against a real server: each refusal has a name, for each the advice differs."""

import ssl

import pytest

from helpers.raw_server import response, says
from helpers.tls_server import ca_file, server_context, tls_server
from hzl_client.errors import (
    CaFileUnusable,
    TlsFailed,
    TlsNameMismatch,
    TlsOutOfDate,
    TlsUnknownIssuer,
)
from hzl_client.model.octets import MemoryOctets, MemorySpool, in_memory
from hzl_client.model.watch import Watch
from hzl_client.osci import tls
from hzl_client.osci.patience import Patience
from hzl_client.osci.transport import HttpOptions, HttpTransport
from hzl_client.texts import advice_for

ANSWER = b"MIME-Version: 1.0\r\n\r\nAntwort"
HASTE = Patience(connect=5, silence=5, answer=5, pauses=(0.01,))


def ask(context: ssl.SSLContext, ca: str, seen: list[int] | None = None) -> bytes:
    def script(connection) -> None:
        if seen is not None:
            seen.append(1)
        says(response(ANSWER))(connection)

    with tls_server(context, script) as (host, port):
        options = HttpOptions(f"https://{host}:{port}/", ca_file=ca, patience=HASTE)
        transport = HttpTransport(options, MemorySpool)
        try:
            body = MemoryOctets(b"Anfrage")
            return in_memory(transport.exchange(body, Watch(), lambda *_: None))
        finally:
            transport.close()


def test_the_given_ca_counts(tmp_path):
    assert ask(server_context(tmp_path), ca_file(tmp_path)) == ANSWER


@pytest.mark.parametrize(
    ("options", "ca", "error"),
    [
        ({"hosts": ("anderer.test",)}, "ca", TlsNameMismatch),
        ({"hosts": ("127.0.0.2",)}, "ca", TlsNameMismatch),
        ({"days": -1}, "ca", TlsOutOfDate),
        ({}, "other", TlsUnknownIssuer),
        ({"issuer": "server"}, "ca", TlsUnknownIssuer),
        ({"issuer": "server"}, "", TlsUnknownIssuer),
    ],
)
def test_certificates_that_are_refused(tmp_path, options, ca, error):
    refused(tmp_path, options, ca, error)


def test_the_system_knows_no_stranger(tmp_path):
    refused(tmp_path, {}, "", TlsUnknownIssuer)


def refused(tmp_path, options, ca, error):
    seen: list[int] = []
    file = ca_file(tmp_path, ca) if ca else ""
    with pytest.raises(TlsFailed) as raised:
        ask(server_context(tmp_path, **options), file, seen)
    assert type(raised.value) is error
    assert raised.value.facts["host"] == "127.0.0.1"
    assert not raised.value.reached
    assert seen == [], "nothing was said to a stranger"


def test_the_advice_differs():
    kinds = (TlsFailed, TlsNameMismatch, TlsUnknownIssuer, TlsOutOfDate, CaFileUnusable)
    assert len({advice_for(kind()).do for kind in kinds}) == len(kinds)


def test_old_tls_is_refused(tmp_path):
    context = server_context(tmp_path)
    context.set_ciphers("ALL:@SECLEVEL=0")  # else OpenSSL itself would not speak it
    with pytest.warns(DeprecationWarning, match="TLSv1_1"):
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    with pytest.warns(DeprecationWarning, match="TLSv1_1"):
        context.minimum_version = ssl.TLSVersion.TLSv1_1
    with pytest.raises(TlsFailed) as raised:
        ask(context, ca_file(tmp_path))
    assert type(raised.value) is TlsFailed


@pytest.mark.parametrize("given", [True, False])
def test_both_stores_begin_at_tls_1_2(tmp_path, given):
    made = tls.context(ca_file(tmp_path) if given else "")
    assert made.minimum_version == ssl.TLSVersion.TLSv1_2
    assert made.verify_mode == ssl.CERT_REQUIRED
    assert made.check_hostname


@pytest.mark.parametrize(
    ("code", "error"),
    [
        (0x800B010F, TlsNameMismatch),
        (0x800B010F - 2**32, TlsNameMismatch),
        (0x800B0101, TlsOutOfDate),
        (0x800B0109 - 2**32, TlsUnknownIssuer),
        (-67602, TlsNameMismatch),
        (-67818, TlsOutOfDate),
        (-67843, TlsUnknownIssuer),
        (7, TlsUnknownIssuer),
    ],
)
def test_the_numbers_of_windows_and_macos(code, error):
    """As truststore raises them there."""
    refused = ssl.SSLCertVerificationError("refused")
    refused.verify_code = code
    assert type(tls.failure(refused, "x.test")) is error

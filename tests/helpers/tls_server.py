"""A TLS server on 127.0.0.1 with a PKI of its own: right, wrong, old, by nobody."""

import ipaddress
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from threading import Event, Thread

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import NameOID

from helpers.raw_server import Script, read_request

HOST = "intermediaer.test"


@cache
def _key(_name: str) -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _certificate(name: str, issuer: str, *, days: int, hosts: tuple[str, ...] = ()):
    now = datetime.now(UTC)
    end = now + timedelta(days=days)
    alternatives = [
        x509.IPAddress(ipaddress.ip_address(h)) if h[0].isdigit() else x509.DNSName(h)
        for h in hosts
    ]
    builder = (
        x509.CertificateBuilder()
        .subject_name(_named(name))
        .issuer_name(_named(issuer))
        .public_key(_key(name).public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(min(now, end) - timedelta(days=30))
        .not_valid_after(end)
        .add_extension(x509.BasicConstraints(not hosts, None), critical=True)
    )
    if alternatives:
        names = x509.SubjectAlternativeName(alternatives)
        builder = builder.add_extension(names, critical=False)
    return builder.sign(_key(issuer), hashes.SHA256())


def ca_file(folder: Path, name: str = "ca") -> str:
    """The CA's certificate as the setting `ca_file` takes it."""
    file = folder / f"{name}.pem"
    made = _certificate(name, name, days=300)
    file.write_bytes(made.public_bytes(Encoding.PEM))
    return str(file)


def server_context(
    folder: Path,
    *,
    issuer: str = "ca",
    hosts: tuple[str, ...] = (HOST, "127.0.0.1"),
    days: int = 30,
) -> ssl.SSLContext:
    """`issuer` "server": signed by itself."""
    made = _certificate("server", issuer, days=days, hosts=hosts)
    pem = folder / "server.pem"
    key = _key("server").private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    pem.write_bytes(key + made.public_bytes(Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    return context


@contextmanager
def tls_server(context: ssl.SSLContext, script: Script) -> Iterator[tuple[str, int]]:
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def one(connection: socket.socket) -> None:
            with suppress(OSError):
                connection.settimeout(10)
                with context.wrap_socket(connection, server_side=True) as wrapped:
                    while read_request(wrapped):
                        script(wrapped)

        done = Event()

        def serve() -> None:
            while True:
                connection, _ = listener.accept()
                if done.is_set():
                    connection.close()
                    return
                Thread(target=one, args=(connection,), daemon=True).start()

        thread = Thread(target=serve, daemon=True)
        thread.start()
        try:
            yield listener.getsockname()
        finally:
            done.set()
            socket.create_connection(listener.getsockname(), 1).close()
            thread.join(10)

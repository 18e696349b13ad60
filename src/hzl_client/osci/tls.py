"""TLS as a client: whose certificates count, and why a handshake failed."""

import ssl

from hzl_client.errors import (
    CaFileUnusable,
    TlsFailed,
    TlsNameMismatch,
    TlsOutOfDate,
    TlsUnknownIssuer,
)

# X509_V_ERR_… of OpenSSL, and what truststore hands on: CERT_E_… of Windows (as it is
# and as the negative number ctypes makes of it), errSec… of macOS.
_NAME = {62, 64, 0x800B010F, -67602}
_DATE = {9, 10, 0x800B0101, 0x800B0102, -67818, -67819}
_ISSUER = {2, 18, 19, 20, 21, 24, 0x800B0109, 0x800B010A, 0x800B0112, -67843}


def context(ca_file: str) -> ssl.SSLContext:
    """The system's certificates, or those of `ca_file` in their stead; TLS 1.2 on."""
    made = _with_file(ca_file) if ca_file else _with_system()
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    return made


def _with_file(ca_file: str) -> ssl.SSLContext:
    try:
        made = ssl.create_default_context(cafile=ca_file)
    except (OSError, ValueError) as error:
        raise CaFileUnusable("the CA file is not usable") from error
    # Python 3.13 on refuses CAs that lack extensions, as those of many offices do.
    made.verify_flags &= ~ssl.VERIFY_X509_STRICT
    return made


def _with_system() -> ssl.SSLContext:
    import truststore  # noqa: PLC0415 - only where TLS is spoken

    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def failure(error: ssl.SSLError, host: str) -> TlsFailed:
    if isinstance(error, ssl.SSLCertVerificationError):
        code = getattr(error, "verify_code", 0)
        for codes, kind in (
            (_NAME, TlsNameMismatch),
            (_DATE, TlsOutOfDate),
            (_ISSUER, TlsUnknownIssuer),
        ):
            if code in codes or code % 2**32 in codes:
                return kind("the certificate is refused", host=host)
        return TlsUnknownIssuer("the certificate is refused", host=host, errno=code)
    if isinstance(error, (ssl.SSLEOFError, ssl.SSLZeroReturnError)):
        return TlsFailed("hung up during the handshake", host=host, reason="cut-short")
    return TlsFailed("the handshake failed", host=host)

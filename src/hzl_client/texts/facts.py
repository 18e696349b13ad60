"""The facts of an error with German labels: what to compare, what to tell IT."""

from hzl_client.errors import HzlError

LABELS = {
    "fingerprint": "Fingerabdruck (SHA-256)",
    "subject": "Inhaber",
    "issuer": "Aussteller",
    "algorithm": "Verfahren",
    "host": "Rechner",
    "pid": "Prozessnummer",
    "status": "HTTP-Status",
    "size": "Größe in Byte",
    "limit": "Grenze in Byte",
    "setting": "Einstellung",
    "path": "Stelle",
    "file": "Datei",
    "osci_code": "OSCI-Code",
    "record": "Nachricht",
    "mailbox": "Postfach",
}


def fact_lines(error: BaseException) -> tuple[tuple[str, str], ...]:
    """Label and value; a fact without a label keeps its technical name."""
    if not isinstance(error, HzlError):
        return ()
    return tuple(
        (LABELS.get(name, name), str(value))
        for name, value in error.facts.items()
        if value is not None
    )

"""The facts of an error with German labels: what to compare, what to tell IT."""

from hzl_client.errors import HzlError
from hzl_client.texts.errors import ERRORS

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
    "reason": "Grund",
    "usage": "Verwendung",
    "errno": "Fehlernummer des Betriebssystems",
    "policy": "Zulassung",
    "known": "Vorhanden",
    "found": "Gefunden",
    "until": "Gültig bis",
    "since": "Gültig ab",
    "kind": "Art",
    "offered": "Verlangte Anmeldeverfahren",
    "proxy": "Proxy",
}

# What the fact `reason` says, where an error may have one of several.
REASONS = {
    "needed": "Es wird eine Passphrase gebraucht.",
    "wrong": "Die Passphrase stimmt nicht.",
    "format": "Die Datei ist keine PKCS#12-Datei.",
    "no-key": "Die Datei enthält keinen privaten Schlüssel.",
    "no-certificate": "Die Datei enthält kein Zertifikat zum privaten Schlüssel.",
    "algorithm": "Die Datei benutzt ein unbekanntes Verfahren.",
    "kept": "Das gespeicherte Zertifikat ist nicht lesbar.",
    "expired": "Das Zertifikat ist abgelaufen.",
    "not-yet-valid": "Das Zertifikat ist noch nicht gültig.",
    "not-here": "Dieses Zertifikat hat das Postfach nicht.",
    "foreign": "Das Zertifikat ist kein Übungszertifikat.",
    "short": "Die Passphrase ist zu kurz; sie braucht mindestens 8 Zeichen.",
    "several": "Es gibt mehrere Postfächer; bitte wählen Sie eines mit --mailbox.",
    "variable": "Die genannte Umgebungsvariable ist nicht gesetzt.",
    "unreadable-file": "Die Datei fehlt oder ist nicht lesbar.",
    "long-file": "Die Datei ist viel zu groß.",
    "not-a-certificate": "Die Datei enthält kein Zertifikat.",
    "kind": "Die Datei ist weder ein PDF noch ein Bild.",
    "large": "Das Dokument ist zu groß.",
    "damaged": "Das Dokument ist beschädigt.",
    "empty": "Das Dokument hat keine Seiten.",
    "memory": "Das Dokument braucht zu viel Arbeitsspeicher.",
    "time": "Das Dokument braucht zu viel Zeit.",
    "crash": "Die Anzeige ist an diesem Dokument gescheitert.",
    "closed": "Das Dokument wurde inzwischen geschlossen.",
    "dns": "Der Rechnername ist nicht bekannt (DNS).",
    "refused": "Der Rechner nimmt die Verbindung nicht an.",
    "no-answer": "Der Rechner antwortet nicht.",
    "bad-address": "Die Adresse ist nicht brauchbar.",
    "cut-short": "Die Gegenseite hat die Verbindung beim Aufbau beendet.",
    "log-in-missing": "Für den Proxy sind kein Benutzer und kein Kennwort eingestellt.",
    "log-in-wrong": "Der Proxy nimmt Benutzer oder Kennwort nicht an.",
    "proxy-answer": "Der Proxy hat unverständlich geantwortet.",
    "html": "Es kam eine HTML-Seite.",
    "compressed": "Die Antwort ist komprimiert, obwohl das nicht verlangt war.",
    "nothing": "Die Antwort ist leer.",
    "head": "Der Kopf der Antwort ist kein gültiges HTTP.",
    "pac-load": "Das Skript ließ sich nicht laden.",
    "pac-script": "Das Skript ist fehlerhaft.",
    "pac-answer": "Das Skript nennt keinen brauchbaren Proxy.",
    "password-in-address": "Benutzer und Kennwort gehören nicht in die Adresse.",
    "office-recipients": "Eine Kennung besteht aus Präfix, Doppelpunkt und Schlüssel, "
    "z. B. soa:059990001001.",
    "office-towns": "Ein Ort beginnt mit einem Buchstaben und hat höchstens 100 "
    "Zeichen.",
    "reference-pattern": "Ein Muster hat höchstens 60 Zeichen: # für eine Ziffer, ? "
    "für einen Buchstaben, höchstens dreimal * für beliebigen Text; alles andere steht "
    "für sich selbst.",
    "office-postcodes": "Eine Postleitzahl hat fünf Ziffern.",
    "choice": "Dieses Verfahren wird nicht gesendet oder ist unbekannt.",
    "relative-path": "Hier wird der ganze Pfad eines Ordners erwartet.",
    "no-folder": "Der Ordner fehlt oder ist nicht lesbar.",
    "not-json": "Hier ist die Datei kein gültiges JSON.",
    "not-utf-8": "Hier steht ein Zeichen, das nicht in UTF-8 gespeichert ist.",
    "name-twice": "In einem Objekt steht hier ein Name zum zweiten Mal.",
    "nested-too-deep": "Hier ist die Datei zu tief geschachtelt.",
    "number-too-long": "Hier steht eine Zahl mit zu vielen Ziffern.",
    "not-an-object": "Hier wird ein Objekt in geschweiften Klammern erwartet.",
    "not-a-list": "Hier wird eine Liste in eckigen Klammern erwartet.",
    "not-a-text": "Hier wird ein Text erwartet: 1 bis 200 Zeichen, ohne Steuerzeichen.",
    "not-true-or-false": "Hier wird true oder false erwartet.",
    "not-a-path": "Das ist kein Pfad aus Elementnamen wie person/einkommen/betrag.",
    "path-too-general": "Ein Pfad muss mit einem Namen enden, nicht mit *.",
    "unknown-name": "Dieser Name ist hier nicht vorgesehen.",
    "missing-name": "Hier fehlt eine nötige Angabe.",
    "unknown-type": "Diesen Typ gibt es nicht.",
    "unknown-area": "Diesen Bereich gibt es nicht.",
    "overlay-format": "Diese Fassung des Formats ist unbekannt; erwartet wird 1.",
    "usual-not-technical": "Der Katalog kennt hier eine Angabe, die nicht technisch "
    "ist; ausblenden lässt sie sich unter „ausgeblendet“.",
    "said-twice": "Das steht in dieser Datei schon weiter oben.",
    "said-elsewhere": "Das steht schon in einer anderen Datei.",
    "too-many": "Es sind zu viele Einträge.",
    "too-many-files": "Im Ordner liegen mehr als 200 Dateien; von dieser an gelten sie "
    "nicht.",
    "overlay-too-large": "Mit dieser Datei sind die Dateien der Anpassung zusammen "
    "größer als 64 MB.",
    "overlay-too-many-entries": "Mit dieser Datei sind es in allen Dateien zusammen "
    "mehr als 20.000 Einträge.",
    "overlay-too-many-codes": "Mit dieser Datei haben alle Codelisten zusammen mehr "
    "als 500.000 Codes.",
    "not-xml": "Die Datei ist kein zulässiges XML; DOCTYPE und Entitäten sind nicht "
    "erlaubt.",
    "not-genericode": "Die Datei ist keine Codeliste nach OASIS Genericode 1.0.",
    "element-not-once": "Dieses Element muss hier genau einmal stehen.",
    "list-without-uri": "Die Codeliste nennt keine CanonicalUri.",
    "list-without-texts": "Die Codeliste enthält keinen einzigen Text.",
    "bad-column": "Diese Spalte ist unbrauchbar, überzählig oder doppelt.",
    "no-such-column": "Diese Spalte hat die Codeliste nicht.",
    "which-code-column": "Welche Spalte den Code enthält, ist nicht eindeutig; bitte "
    "unter „codelisten“ nennen.",
    "which-text-column": "Welche Spalte den Text enthält, ist nicht eindeutig; bitte "
    "unter „codelisten“ nennen.",
    "code-not-once": "Ein Code fehlt oder kommt mehrfach vor.",
    "text-too-long": "Ein Text ist zu lang.",
    "many": "Es sind ungewöhnlich viele solcher Nachrichten.",
    "repeated": "Dieselbe, schon abgeholte Nachricht wird immer wieder angeboten.",
}


def fact_lines(error: BaseException) -> tuple[tuple[str, str], ...]:
    """Label and value; a fact without a label keeps its technical name."""
    if not isinstance(error, HzlError):
        return ()
    return tuple(
        (LABELS.get(name, name), _value(name, str(value)))
        for name, value in error.facts.items()
        if value is not None
    )


def _value(name: str, value: str) -> str:
    """A reason may also be the code of another error."""
    if name != "reason":
        return value
    if value in ERRORS and value not in REASONS:
        return ERRORS[value].what
    return REASONS.get(value, value)

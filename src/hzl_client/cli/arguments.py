"""The command line as it is written: commands, options, help."""

import argparse
from importlib.metadata import version
from pathlib import Path
from typing import TypeAlias

from hzl_client.cli.german import speak_german
from hzl_client.model.record import Folder
from hzl_client.texts.folders import FOLDERS

OPEN_EXIT_CODES = """\
Rückgabewerte: 0 in Ordnung, 1 jedes andere Urteil, 2 falscher Aufruf.
"""
EXIT_CODES = """\
Rückgabewerte:
  0  alles in Ordnung
  1  erledigt, aber nicht ganz: etwas liegt in Quarantäne, wurde abgebrochen oder
     ist (bei „osci open“) nicht in Ordnung
  2  falscher Aufruf
  3  eine Angabe passt nicht (Passphrase, PIN, Postfach, Nachricht,
     Einstellung)
  4  Netz, Datenträger oder Betriebssystem
  5  die Gegenseite hat das Verfahren verletzt oder den Auftrag abgelehnt
  6  Signatur, Zertifikat oder Schlüssel nicht vertrauenswürdig
  7  Programmfehler
130  mit Strg+C abgebrochen
"""
_SECRET = "Name der Umgebungsvariablen mit "  # noqa: S105 - a sentence's beginning


def parser() -> argparse.ArgumentParser:
    speak_german()
    top: argparse.ArgumentParser = _Parser(
        prog="hzl-client",
        description="Anträge auf Hilfe zum Lebensunterhalt über OSCI abholen, lesen "
        "und exportieren. Ohne Befehl öffnet sich das Fenster.",
        parents=[_place()],
    )
    top.add_argument(
        "--version",
        action="version",
        version=f"%(prog)s {version('hzl-client')}",
        help="die Fassung des Programms zeigen",
    )
    commands = top.add_subparsers(dest="command", metavar="BEFEHL", required=True)
    _fetch(commands)
    _waiting(commands)
    _evidence(commands)
    _list(commands)
    _show(commands)
    _export(commands)
    _mailbox(commands)
    _overlay(commands)
    _osci(commands)
    # These read their own options; they stand here for the help.
    commands.add_parser("intermediary", help="Übungsintermediär auf diesem Rechner")
    commands.add_parser("demo", help="den ganzen Weg einmal vorführen")
    commands.add_parser("selftest", help="das Programm auf diesem Rechner prüfen")
    return top


class _Parser(argparse.ArgumentParser):
    """Keeps the lines of a description; abbreviations would break with new options."""

    def __init__(self, **options: object) -> None:
        options.setdefault("formatter_class", argparse.RawDescriptionHelpFormatter)
        options.setdefault("epilog", EXIT_CODES)
        super().__init__(allow_abbrev=False, **options)  # type: ignore[arg-type]


# The class has no public name, and is generic for type checkers only.
_Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001


def _place() -> argparse.ArgumentParser:
    """Allowed before and behind the command, so neither may reset the other."""
    common = argparse.ArgumentParser(
        add_help=False, argument_default=argparse.SUPPRESS, allow_abbrev=False
    )
    common.add_argument(
        "--profile",
        type=Path,
        metavar="ORDNER",
        help="Ordner mit den Postfächern (sonst der übliche des Betriebssystems)",
    )
    common.add_argument(
        "--mailbox", metavar="NAME", help="welches Postfach, wenn es mehrere gibt"
    )
    common.add_argument(
        "--json", action="store_true", help="ein JSON-Objekt auf der Standardausgabe"
    )
    return common


def _unlocking() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    common.add_argument(
        "--passphrase-env",
        metavar="VARIABLE",
        help=_SECRET + "der Passphrase (sonst der Schlüsselspeicher des "
        "Betriebssystems); die Passphrase selbst ist nie eine Angabe",
    )
    return common


def _fetch(commands: _Commands) -> None:
    command = commands.add_parser(
        "fetch",
        help="wartende Nachrichten abholen",
        description="Holt alle wartenden Nachrichten ab und speichert sie, bevor sie "
        "quittiert werden. Strg+C bricht sicher ab.",
        parents=[_place(), _unlocking()],
    )
    command.add_argument(
        "--message",
        metavar="ID",
        action="append",
        help="nur diese Nachricht (MessageId aus „waiting“); mehrfach möglich",
    )


def _waiting(commands: _Commands) -> None:
    commands.add_parser(
        "waiting",
        help="zeigen, was beim Intermediär wartet",
        description="Zeigt die Laufzettel der wartenden Nachrichten. Es wird nichts "
        "abgeholt und nichts quittiert.",
        parents=[_place(), _unlocking()],
    )


def _evidence(commands: _Commands) -> None:
    command = commands.add_parser(
        "evidence",
        help="aufgehobene Antworten, für die niemand bürgt",
        description="Antworten des Intermediärs, deren Signatur oder Form nicht "
        "stimmt, hebt das Programm versiegelt auf. Ohne --save werden sie genannt.",
        parents=[_place(), _unlocking()],
    )
    command.add_argument(
        "--save",
        nargs=2,
        metavar=("NUMMER", "DATEI"),
        help="eine davon unverschlüsselt speichern; ihr eindeutiger Anfang genügt",
    )


def _list(commands: _Commands) -> None:
    command = commands.add_parser(
        "list", help="gespeicherte Nachrichten", parents=[_place(), _unlocking()]
    )
    command.add_argument(
        "--folder",
        choices=[folder.value for folder in Folder],
        help=f"nur diesen Ordner ({', '.join(FOLDERS.values())})",
    )


def _show(commands: _Commands) -> None:
    command = commands.add_parser(
        "show",
        help="eine Nachricht mit allen Angaben",
        parents=[_place(), _unlocking()],
    )
    command.add_argument(
        "record", metavar="NACHRICHT", help="ihre Nummer oder deren eindeutiger Anfang"
    )


def _export(commands: _Commands) -> None:
    command = commands.add_parser(
        "export",
        help="Nachrichten in einen Ordner exportieren",
        description="Schreibt je Nachricht einen Ordner: Original, XML, Dokumente, "
        "Felder als CSV und JSON, Prüfsummen. Verschiebt und verändert nichts.",
        parents=[_place(), _unlocking()],
    )
    command.add_argument("records", nargs="*", metavar="NACHRICHT")
    command.add_argument(
        "--all", action="store_true", help="alle Nachrichten des Posteingangs"
    )
    command.add_argument("--to", type=Path, required=True, metavar="ORDNER")


def _mailbox(commands: _Commands) -> None:
    group = commands.add_parser("mailbox", help="Postfächer anlegen und einrichten")
    actions = group.add_subparsers(dest="action", metavar="BEFEHL", required=True)
    actions.add_parser("list", help="eingerichtete Postfächer", parents=[_place()])
    actions.add_parser(
        "practice",
        help="Übungspostfach mit erfundenen Anträgen anlegen",
        parents=[_place()],
    )
    pin = actions.add_parser(
        "pin",
        help="das Signaturzertifikat des Intermediärs bestätigen",
        description="Erst den Fingerabdruck auf einem zweiten Weg mit dem Betreiber "
        "vergleichen, dann bestätigen. Er ersetzt den bisherigen.",
        parents=[_place()],
    )
    which = pin.add_mutually_exclusive_group(required=True)
    which.add_argument("--sha256", metavar="FINGERABDRUCK")
    which.add_argument("--certificate", type=Path, metavar="DATEI")
    _proxy(actions)
    _identity(actions)
    _sending(actions)
    _office(actions)
    _overlay_folder(actions)
    _create(actions)


def _create(actions: _Commands) -> None:
    command = actions.add_parser(
        "create",
        help="ein Postfach anlegen",
        description="Die Schlüsselspeicherdateien werden versiegelt übernommen; weder "
        "sie noch ihre PIN werden behalten.",
        parents=[_place()],
    )
    needed = command.add_argument_group("nötig")
    needed.add_argument(
        "--title", required=True, metavar="TITEL", help="Name des Postfachs"
    )
    needed.add_argument(
        "--url", help="Adresse des Intermediärs (wenn die IT keine vorgibt)"
    )
    needed.add_argument(
        "--intermediary-certificate",
        type=Path,
        metavar="DATEI",
        help="Verschlüsselungszertifikat des Intermediärs (PEM oder DER; wenn die IT "
        "keines vorgibt)",
    )
    needed.add_argument(
        "--identity",
        type=Path,
        required=True,
        action="append",
        metavar="DATEI.p12",
        help="Schlüsselspeicherdatei; mehrfach für Verschlüsselung und Signatur",
    )
    needed.add_argument(
        "--pin-env", required=True, metavar="VARIABLE", help=_SECRET + "der PIN"
    )
    needed.add_argument(
        "--passphrase-env",
        required=True,
        metavar="VARIABLE",
        help=_SECRET + "der neuen Passphrase des Postfachs (mindestens 8 Zeichen)",
    )
    _create_options(command)


def _create_options(command: argparse.ArgumentParser) -> None:
    for name, what in (
        ("--supplier", "Signaturzertifikat des Intermediärs"),
        ("--expected-author", "erwarteter Absender oder sein Aussteller"),
    ):
        command.add_argument(
            name + "-certificate",
            type=Path,
            action="append",
            default=[],
            metavar="DATEI",
            help=f"{what}, als Zertifikat",
        )
        command.add_argument(
            name + "-sha256",
            action="append",
            default=[],
            metavar="FINGERABDRUCK",
            help=f"{what}, als Fingerabdruck",
        )
    _proxy_choice(command)
    command.add_argument(
        "--ca-file",
        type=Path,
        metavar="DATEI",
        help="CA-Zertifikate (PEM) für TLS statt der des Betriebssystems",
    )
    command.add_argument(
        "--policy",
        choices=("modern", "legacy"),
        default="modern",
        help="„legacy“ lässt veraltete, unsichere Verfahren zu",
    )
    command.add_argument(
        "--no-key-store",
        action="store_true",
        help="nur die Passphrase öffnet, nicht der Schlüsselspeicher des "
        "Betriebssystems",
    )


def _proxy_choice(command: argparse.ArgumentParser) -> None:
    which = command.add_mutually_exclusive_group()
    which.add_argument(
        "--proxy",
        metavar="PROXY",
        help="„system“ (Vorgabe), „none“ oder eine Adresse, ohne Kennwort",
    )
    which.add_argument(
        "--pac-url",
        metavar="ADRESSE",
        help="Adresse eines Proxyskripts (nur unter Windows)",
    )


def _proxy(actions: _Commands) -> None:
    command = actions.add_parser(
        "proxy",
        help="den Proxy eines Postfachs einstellen",
        description="Ändert, was genannt ist. Das Kennwort wird versiegelt im Postfach "
        "gespeichert und nie angezeigt.",
        parents=[_place(), _unlocking()],
    )
    _proxy_choice(command)
    command.add_argument(
        "--user",
        metavar="BENUTZER",
        help="Benutzer für die Anmeldung am Proxy (Basic); leer: keine Anmeldung mehr",
    )
    command.add_argument(
        "--password-env",
        metavar="VARIABLE",
        help=_SECRET + "dem Kennwort des Benutzers (sonst wird danach gefragt)",
    )


def _identity(actions: _Commands) -> None:
    command = actions.add_parser(
        "identity",
        help="eigene Zertifikate zeigen, hinzufügen und wechseln",
        description="Ohne Angabe: zeigt die Zertifikate. Ein hinzugefügtes liest mit, "
        "was dafür verschlüsselt ist; erst mit --use wird es Adresse und Signatur. Das "
        "bisherige liest weiter.",
        parents=[_place(), _unlocking()],
    )
    command.add_argument(
        "--add",
        type=Path,
        action="append",
        default=[],
        metavar="DATEI.p12",
        help="Schlüsselspeicherdatei; mehrfach für Verschlüsselung und Signatur",
    )
    command.add_argument(
        "--pin-env", metavar="VARIABLE", help=_SECRET + "der PIN der Dateien"
    )
    command.add_argument(
        "--use",
        action="store_true",
        help="ab jetzt verwenden, was hinzugefügt wird (Eintrag im DVDV beachten)",
    )
    command.add_argument(
        "--switch-to",
        metavar="FINGERABDRUCK",
        help="ab jetzt ein schon vorhandenes verwenden",
    )


def _sending(actions: _Commands) -> None:
    command = actions.add_parser(
        "sending",
        help="womit an den Intermediär gesendet wird",
        description="Ohne Angabe: zeigt, was gilt. Leer („“) heißt: wie vom Programm "
        "vorgesehen.",
        parents=[_place()],
    )
    for name, what in (
        ("signature", "Signaturverfahren"),
        ("digest", "Hashverfahren"),
        ("cipher", "Verschlüsselungsverfahren"),
        ("iv", "Länge des Initialisierungsvektors"),
    ):
        command.add_argument(f"--send-{name}", metavar="NAME", help=what)
    command.add_argument(
        "--chunk-size",
        type=int,
        metavar="KB",
        help="große Zustellungen in Teilen dieser Größe abholen; 0: ganz",
    )


def _office(actions: _Commands) -> None:
    command = actions.add_parser(
        "office",
        help="die eigene Stelle: ihr Gebiet und ihre Aktenzeichen",
        description="Ohne Angabe: zeigt, was gilt. Eine genannte Liste ersetzt die "
        "bisherige; leer („“) löscht sie. Was nicht eingestellt ist, wird nicht "
        "geprüft.",
        parents=[_place()],
    )
    for name, dest, metavar, what in (
        ("recipient", "recipients", "KENNUNG", "eigene Kennung, z. B. soa:05…"),
        ("town", "towns", "ORT", "Ort, für den die Stelle zuständig ist"),
        ("postcode", "postcodes", "PLZ", "Postleitzahl dieses Gebiets"),
    ):
        command.add_argument(
            f"--{name}",
            dest=f"office_{dest}",
            action="append",
            metavar=metavar,
            help=f"{what}; mehrfach möglich",
        )
    command.add_argument(
        "--reference-pattern",
        metavar="MUSTER",
        help="wie Aktenzeichen der Stelle aussehen: # Ziffer, ? Buchstabe, * beliebig; "
        "Abweichungen werden markiert",
    )


def _overlay(commands: _Commands) -> None:
    group = commands.add_parser(
        "overlay", help="Bezeichnungen und Codelisten des Amtes"
    )
    actions = group.add_subparsers(dest="action", metavar="BEFEHL", required=True)
    command = actions.add_parser(
        "check",
        help="die Dateien der Anpassung prüfen",
        description="Prüft jede Datei für sich und nennt alle Fehler mit Datei und "
        "Stelle. Ohne ORDNER: die Anpassung des Postfachs.",
        parents=[_place()],
    )
    command.add_argument("folder", nargs="?", type=Path, metavar="ORDNER")


def _overlay_folder(actions: _Commands) -> None:
    command = actions.add_parser(
        "overlay",
        help="Ordner mit Bezeichnungen und Codelisten des Amtes",
        description="Ohne Angabe: zeigt ihn. Leer („“) heißt: Ordner „anpassung“ neben "
        "den Postfächern. Gilt ab dem nächsten Öffnen.",
        parents=[_place()],
    )
    command.add_argument("--folder", metavar="ORDNER")


def _osci(commands: _Commands) -> None:
    group = commands.add_parser("osci", help="aufgezeichnete OSCI-Nachrichten")
    actions = group.add_subparsers(dest="action", metavar="BEFEHL", required=True)
    command = actions.add_parser(
        "open",
        help="eine aufgezeichnete Nachricht offline lesen",
        description="Liest einen aufgezeichneten HTTP-Körper genau so, wie ihn der "
        "Client auf der Leitung behandeln würde. Stellt keine Verbindung her.",
        epilog=OPEN_EXIT_CODES,
    )
    command.add_argument(
        "--identity",
        type=Path,
        action="append",
        default=[],
        metavar="DATEI.p12",
        help="Schlüssel zum Öffnen; mehrfach möglich",
    )
    command.add_argument(
        "--password-env", metavar="VARIABLE", help=_SECRET + "dem Kennwort der Dateien"
    )
    command.add_argument(
        "--intermediary-certificate",
        type=Path,
        action="append",
        metavar="DATEI",
        help="bestätigtes Signaturzertifikat des Intermediärs (PEM oder DER)",
    )
    for name in ("challenge", "conversation", "sequence", "type"):
        command.add_argument(
            f"--expect-{name}",
            metavar="WERT",
            help="muss so in der Nachricht stehen; „none“: muss fehlen",
        )
    command.add_argument(
        "--allow-plain", action="store_true", help="auch unverschlüsselt"
    )
    command.add_argument(
        "--allow-unsigned", action="store_true", help="auch ohne Signatur"
    )
    command.add_argument(
        "--policy",
        choices=("modern", "legacy"),
        default="modern",
        help="„legacy“ lässt veraltete Verfahren mit Hinweis zu",
    )
    command.add_argument(
        "--out", type=Path, metavar="ORDNER", help="Inhalte dorthin schreiben"
    )
    command.add_argument(
        "--json", action="store_true", help="ein JSON-Objekt auf der Standardausgabe"
    )
    command.add_argument("body", type=Path, metavar="DATEI")

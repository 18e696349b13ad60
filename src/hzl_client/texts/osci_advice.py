"""Advice for the two families of numbered OSCI answers: faults and refused orders."""

from hzl_client.texts.advice import NOTHING_LOST, WAITS_THERE, Advice
from hzl_client.texts.osci_codes import fault_sentence, feedback_sentence

_LATER = (
    "Bitte später erneut abholen. Dauert die Störung an, hilft der Betreiber des "
    "Intermediärs; nennen Sie ihm Uhrzeit und Code."
)
_OUR_CERTIFICATE = (
    "Bitte wenden Sie sich an Ihre IT: Das Zertifikat dieses Postfachs muss geprüft "
    "und gegebenenfalls erneuert werden. Auch der DVDV-Eintrag muss dazu passen."
)
_THEIR_CERTIFICATE = (
    "Bitte lassen Sie Ihre IT Adresse und Zertifikat des Intermediärs in den "
    "Postfach-Einstellungen mit den Angaben des Betreibers vergleichen."
)
_NOT_ENABLED = (
    "Ist das Postfach neu, ist es beim Betreiber vielleicht noch nicht "
    "freigeschaltet. Sonst hilft Ihre IT oder der Betreiber weiter."
)
_NEW_DIALOG = "Bitte einfach erneut abholen; dabei beginnt ein neuer Dialog."
_REPORT = (
    "Bitte melden Sie den Code Ihrer IT; sie kann ihn mit dem Betreiber des "
    "Intermediärs klären."
)

_FAULT_HELP = {
    "9000": _LATER,
    "9503": _LATER,
    "9400": _NEW_DIALOG,
    "9200": _THEIR_CERTIFICATE,
    "9201": _THEIR_CERTIFICATE,
    "9202": _THEIR_CERTIFICATE,
    "9500": _OUR_CERTIFICATE,
    "9501": _OUR_CERTIFICATE,
    "9502": _OUR_CERTIFICATE,
}
_FEEDBACK_HELP = {
    "9603": _LATER,
    "9700": _OUR_CERTIFICATE,
    "9701": _OUR_CERTIFICATE,
    "9706": _OUR_CERTIFICATE,
    "9707": _OUR_CERTIFICATE,
    "9711": _OUR_CERTIFICATE,
    "9712": _OUR_CERTIFICATE,
    "9710": _LATER,
    "9811": _LATER,
}
_FEEDBACK_FAMILY_HELP = {"96": _NOT_ENABLED}

# The ordinary end of a fetch, in case somebody asks for it by message id.
_EMPTY = Advice(
    "Beim Intermediär wartet keine passende Nachricht.",
    NOTHING_LOST,
    "Wenn Sie eine Nachricht erwarten, fragen Sie die absendende Stelle, ob und an "
    "welches Zertifikat sie gesendet hat.",
)


def fault_advice(code: str) -> Advice:
    """A fault is not authenticated: what it says is a hint, what waits still waits."""
    return Advice(fault_sentence(code), WAITS_THERE, _FAULT_HELP.get(code, _REPORT))


def feedback_advice(code: str) -> Advice:
    if code in {"9803", "9804"}:
        return _EMPTY
    do = _FEEDBACK_HELP.get(code) or _FEEDBACK_FAMILY_HELP.get(code[:2], _REPORT)
    what = "Der Intermediär hat den Auftrag abgelehnt. " + feedback_sentence(code)
    return Advice(what, NOTHING_LOST, do)

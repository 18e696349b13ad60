"""Tab "Prüfung": one sentence, then every check with its evidence, in words."""

from collections.abc import Collection, Iterator

from hzl_client.model.application import Application
from hzl_client.model.credential import fingerprint
from hzl_client.model.delivery import AuthorSignature, Content, Trust
from hzl_client.model.finding import Finding
from hzl_client.model.hint import Hint
from hzl_client.services.reading import OpenRecord
from hzl_client.services.trust import holder
from hzl_client.texts import sentence
from hzl_client.ui import words
from hzl_client.ui.models.entries import BELOW_HINTS, Entry, heading

HINT = "hint:"  # begins the key of a hint
NO_HINT = Entry(
    "no-hint",
    "Keine der Prüfregeln hat etwas gefunden, was Sie ansehen sollten.",
    "Das ersetzt Ihre eigene Prüfung nicht.",
)
NO_FORM = Entry(
    "no-form",
    "Ein lesbares Antragsformular (Antrag.pdf) gibt es nicht.",
    "Geprüft sind nur die Angaben des XML; Nachweise und Abweichungen zwischen beiden "
    "sind es nicht.",
    icon="warn",
    tone="warn",
)
NO_TICKS = Entry(
    "no-ticks",
    "Welche Hinweise abgehakt sind, ließ sich nicht lesen.",
    "Deshalb stehen hier alle als offen; abhaken lassen sie sich zurzeit nicht.",
    icon="warn",
    tone="warn",
)
_TELLING = {"schema-version-unknown", "schema-version-mismatch"}  # the version itself
UNSIGNED = "Die Nachricht enthält keine Signatur."
NOT_KNOWN = "Ob die Nachricht signiert ist, lässt sich nicht feststellen."
_TRUST = {
    Trust.SIGNED: ("durch gültige Signatur geschützt", "good", "good"),
    Trust.UNSIGNED: ("nicht signiert", "info", "neutral"),
    Trust.INVALID: ("Signatur ungültig", "bad", "bad"),
}


def findings_of(opened: OpenRecord, *, places: bool) -> tuple[str, ...]:
    """`places`: with the part of the message or the XML that each speaks of."""
    noted = (each for each in _noted(opened) if not each.quiet)
    said = (
        sentence(f.code, f.detail if places or f.code in _TELLING else "")
        for f in noted
    )
    return tuple(dict.fromkeys(said))


def _noted(opened: OpenRecord) -> tuple[Finding, ...]:
    record, application = opened.record, opened.application
    further = application.findings if application else ()
    return (*record.problems, *record.findings, *further)


def checks_of(opened: OpenRecord) -> Iterator[Entry]:
    verdict = opened.verdict
    yield heading("Ergebnis")
    icon = {"good": "good", "bad": "bad"}.get(verdict.level, "info")
    yield Entry("verdict", verdict.sentence, icon=icon, tone=verdict.level)
    if not opened.record.opened:
        return  # nothing is known of its contents, not even that there are none
    yield from _hints(opened)
    yield heading("Signaturen der absendenden Stelle", BELOW_HINTS)
    if not opened.signatures:
        hidden = bool(opened.record.problems) and not opened.contents
        yield Entry("unsigned", NOT_KNOWN if hidden else UNSIGNED, icon="info")
    for number, signature in enumerate(opened.signatures):
        yield _signature(number, signature)
    yield heading("Inhalte")
    for content in opened.contents:
        yield _content(content)
    if not opened.contents:
        yield Entry("nothing", "Es konnte kein Inhalt gelesen werden.", icon="info")
    yield heading("Vollständigkeit")
    yield _completeness(opened.application)


def _hints(opened: OpenRecord) -> Iterator[Entry]:
    found = findings_of(opened, places=True)
    quiet = dict.fromkeys(sentence(f.code, f.detail) for f in _noted(opened) if f.quiet)
    if found or quiet:
        yield heading("Befunde der Nachricht")
    for number, text in enumerate(found):
        yield Entry(f"finding:{number}", text, icon="warn", tone="warn")
    for number, text in enumerate(quiet):
        yield Entry(f"quiet:{number}", text, icon="info")


def hint_entries(
    hints: tuple[Hint, ...],
    seen: Collection[str],
    *,
    form: bool,
    ticks: bool = True,
) -> tuple[Entry, ...]:
    """What somebody should look at, with the rule's source and what it was seen in.
    `form`: Antrag.pdf could be read as well; `ticks`: what was ticked could be."""
    left = len(open_hints(hints, seen))
    state = f"{left} von {len(hints)} offen" if left else "alles gesehen"
    title = f"Bitte ansehen · {state}" if hints else "Prüfregeln"
    return (
        heading(title, "hints"),
        *(() if ticks or not hints else (NO_TICKS,)),
        *(_hint(hint, ticked=hint.key in seen) for hint in hints),
        *(() if hints else (NO_HINT,)),
        *(() if form else (NO_FORM,)),
    )


def open_hints(hints: tuple[Hint, ...], seen: Collection[str]) -> tuple[Hint, ...]:
    return tuple(hint for hint in hints if hint.key not in seen)


def _hint(hint: Hint, *, ticked: bool) -> Entry:
    seen = [f"{each.label}: {each.value}" for each in hint.evidence]
    if hint.further:
        seen.append(f"und {words.grouped(hint.further)} weitere")
    source = " · ".join(p for p in (f"Grundlage: {hint.source}", hint.dated) if p)
    lines = "\n".join((*seen, source))
    return Entry(f"{HINT}{hint.id}", hint.rule, lines, icon="search", ticked=ticked)


def _signature(number: int, signature: AuthorSignature) -> Entry:
    state = "gültig" if signature.valid else "ungültig"
    if signature.rest_valid:
        state = "gültig für alles, was angekommen ist"
    method, digest = _short(signature.algorithm), _short(signature.digest)
    lines = [
        f"Inhaber des Zertifikats: {holder(signature.signer)}",
        f"Verfahren: {method}, Prüfsumme: {digest}",
    ]
    if signature.signer:
        printed = words.fingerprint(fingerprint(signature.signer))
        lines.append(f"Fingerabdruck (SHA-256): {printed}")
    if signature.signing_time:
        lines.append(f"Zeit nach Angabe des Unterzeichners: {signature.signing_time}")
    icon, tone = ("signature", "good") if signature.valid else ("bad", "bad")
    if signature.rest_valid:
        icon, tone = "warn", "warn"
    return Entry(
        f"signature:{number}",
        f"Signatur rechnerisch {state}",
        "\n".join(lines),
        icon=icon,
        tone=tone,
    )


def _short(uri: str) -> str:
    return uri.rpartition("#")[2].rpartition("/")[2] or "nicht angegeben"


def _content(content: Content) -> Entry:
    words_of_trust, icon, tone = _TRUST[content.trust]
    kind = words.kind(content.media_type or "application/octet-stream")
    return Entry(
        f"content:{content.path}",
        content.name or kind,
        words_of_trust if content.name else f"{words_of_trust} · {content.path}",
        words.size(content.octets.size),
        icon,
        tone,
    )


def _completeness(application: Application | None) -> Entry:
    if application is None:
        return Entry("leaves", "Es wurde kein Antrag erkannt.", icon="info")
    shown, leaves = len(application.fields), application.leaves
    missing = [d.name for d in application.documents if d.octets is None]
    total = words.count(leaves, "Angabe", "Angaben")
    text = f"{words.grouped(shown)} von {total} des XML werden angezeigt."
    details = [f"Standard: {application.standard} {application.version}".rstrip()]
    if missing:
        details.append("Nicht mitgeliefert: " + ", ".join(missing))
    fine = shown == leaves and not missing
    return Entry(
        "leaves",
        text,
        "\n".join(details),
        icon="good" if fine else "warn",
        tone="good" if fine else "warn",
    )

"""Process cards (Laufzettel): when a delivery was submitted, handed out, received."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from hzl_client.errors import MalformedXml
from hzl_client.osci.spelling import attribute, text
from hzl_client.xmlkit import Element, children, text_of
from hzl_client.xmlsec import base64
from hzl_client.xmlsec.names import OSCI

BUNDLE = f"{{{OSCI}}}ProcessCardBundle"
MAX_CARDS = 10_000
_RESULTS = ("CertType", "MathResult", "OfflineResult", "OnlineResult")
_DATE_TIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?"
    r"(?:Z|[+-][0-9]{2}:[0-9]{2})?"
)
_END_OF_DAY = re.compile(r"T24:00:00(?:\.0+)?")  # Python takes it from 3.13 on
_NAMES = ("X509SubjectName", "X509IssuerName", "X509SerialNumber")


@dataclass(frozen=True, slots=True)
class Inspection:
    """What the intermediary says about one certificate; empty where it said nothing."""

    subject: str
    issuer: str
    serial: str
    certificate_type: str = ""
    math: str = ""
    offline: str = ""
    online: str = ""


@dataclass(frozen=True, slots=True)
class ProcessCard:
    """Times as written (xs:dateTime), None where absent."""

    message_id: str
    recent_modification: str | None = None
    creation: str | None = None
    forwarding: str | None = None
    reception: str | None = None
    subject: str | None = None
    inspections: tuple[Inspection, ...] = ()


def read_all(order: Element) -> tuple[ProcessCard, ...]:
    """Every card below an order element, in document order."""
    bundles = list(order.iter(BUNDLE))
    if len(bundles) > MAX_CARDS:
        raise MalformedXml("too many process cards", count=len(bundles))
    return tuple(_read(bundle) for bundle in bundles)


def _read(bundle: Element) -> ProcessCard:
    card = bundle.find(f"{{{OSCI}}}ProcessCard")
    return ProcessCard(
        message_id=read_message_id(bundle) or "",
        recent_modification=None if card is None else card.get("RecentModification"),
        creation=_time(card, "Creation"),
        forwarding=_time(card, "Forwarding"),
        reception=_time(card, "Reception"),
        subject=_text(card, "Subject"),
        inspections=tuple(
            _inspection(each)
            for each in bundle.iterfind(
                f"{{{OSCI}}}InspectionReport/{{{OSCI}}}Inspection"
            )
        ),
    )


def read_message_id(parent: Element) -> str | None:
    """The text of the osci:MessageId child: base64 of the UTF-8 id; None if absent.

    MalformedXml if it is given twice or is no base64 of UTF-8.
    """
    found = read_message_ids(parent)
    if len(found) > 1:
        raise MalformedXml("more than one MessageId")
    return found[0] if found else None


def read_message_ids(parent: Element) -> tuple[str, ...]:
    """Of every osci:MessageId child; MalformedXml if one is no base64 of UTF-8."""
    return tuple(_message_id(each) for each in parent.findall(f"{{{OSCI}}}MessageId"))


def _message_id(element: Element) -> str:
    try:
        return base64.decode_strict(text_of(element)).decode("utf-8")
    except ValueError as error:
        raise MalformedXml("MessageId is not base64 of UTF-8") from error


def render_message_id(message_id: str) -> str:
    return f"<osci:MessageId>{base64.encode(message_id.encode())}</osci:MessageId>"


def _text(parent: Element | None, name: str) -> str | None:
    found = None if parent is None else parent.find(f"{{{OSCI}}}{name}")
    return None if found is None else text_of(found)


def _time(card: Element | None, name: str) -> str | None:
    """The plain time; of a cryptographic stamp only that it is there ("")."""
    holder = None if card is None else card.find(f"{{{OSCI}}}{name}")
    if holder is None:
        return None
    return _text(holder, "Plain") or ""


def _inspection(element: Element) -> Inspection:
    texts = {name: _text(element, name) or "" for name in _NAMES}
    results = dict.fromkeys(_RESULTS, "")
    for child in children(element):
        local = str(child.tag).rpartition("}")[2]
        if local in results:
            results[local] = child.get("Type") or child.get("Result") or ""
    return Inspection(*texts.values(), *results.values())


def parse_time(text: str | None) -> datetime | None:
    """An aware time in UTC, or None if it is absent or not an xsd:dateTime. Without a
    zone, which the schema allows, it is taken as a time here."""
    written = (text or "").strip()
    if not _DATE_TIME.fullmatch(written):
        return None
    midnight = _END_OF_DAY.sub("T00:00:00", written)
    try:
        parsed = datetime.fromisoformat(midnight).astimezone(UTC)
        return parsed if midnight == written else parsed + timedelta(days=1)
    except (ValueError, OverflowError, OSError):  # before year 1 or after 9999
        return None


def render_time(moment: datetime) -> str:
    return moment.astimezone().isoformat(timespec="seconds")


def render(card: ProcessCard) -> str:
    modified = attribute(card.recent_modification or "")
    times = "".join(
        f"<osci:{name}><osci:Plain>{text(value)}</osci:Plain></osci:{name}>"
        for name, value in (
            ("Creation", card.creation),
            ("Forwarding", card.forwarding),
            ("Reception", card.reception),
        )
        if value is not None
    )
    subject = (
        ""
        if card.subject is None
        else f"<osci:Subject>{text(card.subject)}</osci:Subject>"
    )
    inspections = "".join(_render_inspection(card, each) for each in card.inspections)
    return (
        f"<osci:ProcessCardBundle>{render_message_id(card.message_id)}"
        f"<osci:ProcessCard RecentModification={modified}>{times}{subject}"
        f"</osci:ProcessCard><osci:InspectionReport>{inspections}"
        "</osci:InspectionReport></osci:ProcessCardBundle>"
    )


def _render_inspection(card: ProcessCard, each: Inspection) -> str:
    names = zip(_NAMES, (each.subject, each.issuer, each.serial), strict=True)
    texts = "".join(f"<osci:{n}>{text(v)}</osci:{n}>" for n, v in names)
    moment = text(card.creation or "")
    return (
        f"<osci:Inspection><osci:Timestamp><osci:Plain>{moment}</osci:Plain>"
        f"</osci:Timestamp>{texts}"
        f"{_result('CertType', 'Type', each.certificate_type)}"
        f"{_result('MathResult', 'Result', each.math)}"
        f"{_result('OfflineResult', 'Result', each.offline)}"
        f"{_result('OnlineResult', 'Result', each.online) if each.online else ''}"
        "</osci:Inspection>"
    )


def _result(name: str, key: str, value: str) -> str:
    return f"<osci:{name} {key}={attribute(value)}></osci:{name}>"

"""The practice samples as deliveries, and small XML documents made by hand."""

import json
import re
from base64 import b64encode
from dataclasses import replace
from typing import Any

from hzl_client import resources
from hzl_client.model.application import Application, Field
from hzl_client.model.delivery import Content, Trust
from hzl_client.model.octets import MemoryOctets
from hzl_client.standards import catalogue, detect
from hzl_client.standards.plain import PlainXml
from hzl_client.standards.xsozial import XSozial

SAMPLES = (
    "01_alleinstehend",
    "02_paar_zwei_kinder",
    "03_mit_betreuung",
    "06_version_2_5_0",
)
NAMESPACE = "https://portalverbund.d-nrw.de/efa/XSozial-basis/Version_2_4_0"
_MAGIC = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"PK\x03\x04", "application/zip"),
    (b"<", "text/xml"),
)


def sniff(head: bytes) -> str:
    return next((t for m, t in _MAGIC if head.startswith(m)), "text/plain")


def xsozial() -> XSozial:
    return XSozial(catalogue.load(), sniff)


def plain() -> PlainXml:
    return PlainXml(sniff)


def expectations(sample: str) -> dict[str, Any]:
    return json.loads(resources.read(f"samples/{sample}/erwartung.json"))


def content(name: str, data: bytes, path: str = "") -> Content:
    return Content(
        path or f"enc/contentcontainer1/content0/cid:{name}",
        "attachment",
        name,
        "",
        MemoryOctets(data),
        Trust.SIGNED,
    )


def sample_contents(sample: str) -> tuple[Content, ...]:
    """Enclosures first: nothing may depend on the order."""
    expected = expectations(sample)
    return tuple(
        content(name, resources.read(f"samples/{sample}/{name}"))
        for name in (*expected["anhaenge"], expected["nachricht"])
    )


def with_form(sample: str, form: bytes) -> tuple[Content, ...]:
    """The sample with another Antrag.pdf, in the XML as well."""
    *others, last = sample_contents(sample)
    data = resources.read(f"samples/{sample}/{last.name}")
    inside = re.compile(rb"(inhalt>)[^<]{1000,}(</)")
    data, count = inside.subn(rb"\1" + b64encode(form) + rb"\2", data, count=1)
    assert count == 1
    kept = [each for each in others if each.name != "Antrag.pdf"]
    message = replace(last, octets=MemoryOctets(data))
    return (*kept, content("Antrag.pdf", form), message)


def read(*contents: Content) -> Application | None:
    return detect.read_application(contents, (xsozial(), plain()))


def read_sample(sample: str) -> Application:
    application = read(*sample_contents(sample))
    assert application is not None
    return application


def message(
    body: str, *, root: str = "vorgang.transportieren.1000001", attributes: str = ""
) -> bytes:
    """An XSozial message with `body` inside, elements of the body with prefix x."""
    return (
        f'<x:{root} xmlns:x="{NAMESPACE}" standard="XSozial-basis" version="2.4.0"'
        f" {attributes}>{body}</x:{root}>"
    ).encode()


def read_message(body: str, *others: Content, **kwargs: str) -> Application:
    application = read(content("m.xml", message(body, **kwargs)), *others)
    assert application is not None
    return application


def field_at(application: Application, path_end: str) -> Field:
    """The one field whose path ends so."""
    found = [f for f in application.fields if ("/" + f.path).endswith("/" + path_end)]
    assert len(found) == 1, [f.path for f in found]
    return found[0]

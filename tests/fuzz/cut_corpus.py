"""Cuts the seed corpus out of the recorded messages: python3 tests/fuzz/cut_corpus.py

Deterministic: the same recorded messages give the same files, so that a changed corpus
is a decision. Inputs a fuzzer once broke lie beside them (`found-…`) and stay.
"""

import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[2] / "src"))

from cryptography.hazmat.primitives.serialization import Encoding

from fuzz import printed_bytes
from fuzz.targets import CORPUS, keys
from helpers.osci_vectors import ROOT, certificate
from hzl_client import resources, xmlkit
from hzl_client.documents import answers
from hzl_client.documents.document import (
    Found,
    Hit,
    OpenDocument,
    PageSize,
    Picture,
    Reason,
    Word,
)
from hzl_client.documents.mupdf import Reader
from hzl_client.documents.sniff import PDF
from hzl_client.errors import HzlError
from hzl_client.model.octets import MemoryOctets, MemorySpool, in_memory
from hzl_client.model.printed import (
    UNKNOWN_FORM,
    Place,
    PrintedField,
    PrintedFile,
    PrintedForm,
)
from hzl_client.osci import envelope, mime
from hzl_client.osci.catalogue import ORDERS
from hzl_client.osci.encrypted_content import ContentReader
from hzl_client.osci.order import read as read_order
from hzl_client.xmlkit import Element
from hzl_client.xmlsec.names import DS, XENC
from hzl_client.xmlsec.policy import LEGACY

MAX_FILE = 20_000
SAMPLES = resources.path("samples")
BODIES = (
    "d01-fetch-two/01-InitDialog.response.bin",
    "d01-fetch-two/04-FetchDelivery.response.bin",
    "d01-fetch-two/05-ExitDialog.response.bin",
    "f01-feedback/14-FetchDelivery.response.bin",
    "f01-feedback/14-FetchDelivery.request.bin",
    "a02-attachments-base64/06-FetchDelivery.request.bin",
    "p01-process-cards/08-FetchProcessCard.response.bin",
    "c02-partial-store/03-PartialStoreDelivery.response.bin",
    "k02-rsa15/06-FetchDelivery.request.bin",
    "r01-wrong-response/*.response.bin",
    "u01-no-transport-encryption/*.response.bin",
    "x01-foreign-style/response.bin",
)
CASES = (
    *("a01", "a03", "a04", "b01", "c02", "d01", "d02", "d03", "e02", "e03", "e04"),
    *("e05", "f01", "h01", "n31", "n32", "n34", "n53", "n54", "p01", "s02", "s03"),
    *("s04", "s05", "u01", "u02", "x01", "x05", "y01"),
)


def bodies() -> Iterator[tuple[str, bytes]]:
    for pattern in BODIES:
        for path in sorted(ROOT.glob(pattern))[:2]:
            yield _name(path), path.read_bytes()


def _name(path: Path) -> str:
    return f"{path.parent.name[:3]}-{path.name.removesuffix('.bin')}"


def messages(most: int = MAX_FILE) -> Iterator[tuple[str, bytes]]:
    """One or two small order messages of each case, in clear."""
    for case in CASES:
        found: list[tuple[str, bytes]] = []
        for path in sorted(ROOT.glob(f"{case}-*/*.bin")):
            if ".plain." in path.name:
                continue
            try:
                opened = envelope.open_envelope(
                    MemoryOctets(path.read_bytes()), keys(), LEGACY, MemorySpool
                )
                message = in_memory(opened.message)
                read_order(MemoryOctets(message), MemorySpool)
            except HzlError:
                continue
            if len(message) <= most:
                found.append((_name(path), message))
        found.sort(
            key=lambda each: (-("Fetch" in each[0] and "resp" in each[0]), len(each[1]))
        )
        yield from found[:2]


def _roots() -> Iterator[tuple[str, Element, bytes]]:
    for name, message in messages(most=300_000):
        raw = mime.parse(MemoryOctets(message)).root
        yield name, xmlkit.parse_strict(raw), raw


def containers() -> Iterator[tuple[str, Element]]:
    """Everything the readers can open, also of messages too long to be seeds."""
    for path in sorted(ROOT.glob("*/*.bin")):
        if ".plain." in path.name:
            continue
        try:
            body = MemoryOctets(path.read_bytes())
            opened = envelope.open_envelope(body, keys(), LEGACY, MemorySpool)
            read = read_order(opened.message, MemorySpool)
        except HzlError:
            continue
        package = read.content_package
        if package is None:
            continue
        reader = ContentReader(keys(), read.certificates, LEGACY, MemorySpool)
        for element in package.iter(f"{{{XENC}}}EncryptedData"):
            try:
                yield _name(path), reader.open(element).container
            except HzlError:
                continue


def write(folder: str, name: str, data: bytes) -> None:
    if not 0 < len(data) <= MAX_FILE:
        return
    place = CORPUS / folder
    place.mkdir(parents=True, exist_ok=True)
    (place / name).write_bytes(data)


def first_of_each(folder: str, found: Iterator[tuple[str, bytes]], most: int) -> None:
    """No shape twice: what differs in values only teaches a fuzzer nothing."""
    seen: set[str] = set()
    for name, data in found:
        shape = hashlib.sha256(_shape(data)).hexdigest()
        if shape not in seen and len(data) <= MAX_FILE and len(seen) < most:
            seen.add(shape)
            write(folder, f"{name}-{shape[:6]}.xml", data)


def _shape(data: bytes) -> bytes:
    root = xmlkit.parse(data)
    names = (
        f"{each.tag} {each.get('Algorithm', '')} {sorted(map(str, each.attrib))}"
        for each in root.iter("*")
    )
    return "\n".join(names).encode()


def _each(tag: str) -> Iterator[tuple[str, bytes]]:
    for name, root, _ in _roots():
        for element in root.iter(tag):
            yield name, xmlkit.canonical(element)
    for name, root in containers():
        for element in root.iter(tag):
            yield name, xmlkit.canonical(element)


def said() -> Iterator[tuple[str, bytes]]:
    """What the child answers about small documents; its question is the first byte."""
    place = Place(5, 42.5, 60.0, 292.0, 82.75)
    field = PrintedField(("Angaben", "Person"), "Vornamen", "Änne", place)
    ticked = PrintedField(("Angaben",), "Ja", "", place, ticked=True)
    file = PrintedFile("Miete", "Vertrag.pdf", "anhang_0001.pdf", place)
    form = PrintedForm(True, (field, ticked), (file,), ("Miete", "Rente"))
    rect = (42.5, 60.0, 292.0, 82.75)
    document = OpenDocument(7, (PageSize(595.0, 842.0),) * 2, 2, repaired=True)
    frames = {
        "opened": (0, answers.opened(document)),
        "picture": (1, answers.picture(Picture(2, 2, 8, b"\xff" * 16, blank=True))),
        "found": (2, answers.found(Found((Hit(1, (rect, rect)),), 2, 1))),
        "found-all": (2, answers.found(Found((), None))),
        "words": (3, answers.words((Word("Änne", rect, 3), Word("x", rect, 4, True)))),
        "form": (4, answers.form(form)),
        "form-unknown": (4, answers.form(UNKNOWN_FORM)),
        "text": (5, answers.text("Änne\nBeispiel")),
        "locked": (6, answers.locked(wrong=True)),
        "refused": (7, answers.refused(Reason.TIME)),
    }
    for name, (question, frame) in frames.items():
        head = json.dumps(frame.header, separators=(",", ":")).encode()
        yield f"{name}.bin", bytes([question]) + head + b"\n" + frame.body


def printed() -> Iterator[tuple[str, bytes]]:
    """The pages of the invented applications, alone and two together."""
    reader = Reader()
    for number, file in enumerate(sorted(SAMPLES.glob("*/Antrag.pdf"))[:3]):
        reader.open(number, PDF, file.read_bytes(), "")
        pages = list(reader.printed_pages(number))
        for first in range(len(pages)):
            together = 1 + first % 2
            data = printed_bytes.encode(pages[first : first + together])
            yield f"{file.parent.name[:2]}-{first + 1}.bin", data


def main() -> None:
    for name, data in said():
        write("answer", name, data)
    for name, data in printed():
        write("form", name, data)
    for name, data in bodies():
        write("body", name, data)
        try:
            xml = mime.parse(MemoryOctets(data)).root
        except HzlError:
            continue
        write("envelope", f"{name}.xml", xml)
    for name, data in messages():
        write("message", name, data)
    first_of_each("xml", ((name, raw) for name, _, raw in _roots()), 20)
    first_of_each("container", ((n, xmlkit.canonical(c)) for n, c in containers()), 14)
    first_of_each("signature", _each(f"{{{DS}}}Signature"), 12)
    first_of_each("encryption", _each(f"{{{XENC}}}EncryptedData"), 10)
    orders = ((n, d) for tag in sorted(ORDERS) for n, d in _each(tag))
    first_of_each("order", orders, 20)
    for element in ("ContentContainer", "EncryptedData"):
        namespace = (
            XENC if element == "EncryptedData" else "http://www.osci.de/2002/04/osci"
        )
        first_of_each("package", _each(f"{{{namespace}}}{element}"), 10)
    for name in ("author_rsa", "author_ec", "recipient_cipher", "ca"):
        write(
            "certificate", f"{name}.der", certificate(name).public_bytes(Encoding.DER)
        )
    for number, text in enumerate(
        (b"QQ==", b"QUI=", b"QUJD", b"QQ\n==\n", b"QUJD" * 30)
    ):
        write("base64", f"{number}.txt", text)
    for number in range(13):
        write(
            "value",
            f"{number}.bin",
            bytes([number]) + bytes(31) + b"\1" + bytes(31) + b"\1",
        )


if __name__ == "__main__":
    main()

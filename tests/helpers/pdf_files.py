"""PDF and picture files made of raw bytes, harmless and hostile ones."""

import struct
import subprocess
import sys
import zlib
from collections.abc import Sequence


def pdf(
    *contents: bytes,
    resources: bytes = b"",
    objects: tuple[bytes, ...] = (),
    page: bytes = b"",
    catalog: bytes = b"",
    size: tuple[float, float] = (595, 842),
) -> bytes:
    """One page per content stream; `objects` get the numbers from 10 on.

    Pages have the even numbers from 50 on, their contents the odd ones; /F1 is
    Helvetica.
    """
    kids = b" ".join(b"%d 0 R" % (50 + 2 * i) for i in range(len(contents)))
    numbered = {
        1: b"<</Type/Catalog/Pages 2 0 R %s>>" % catalog,
        2: b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, len(contents)),
        3: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    }
    numbered |= {10 + i: body for i, body in enumerate(objects)}
    box = b"[0 0 %s %s]" % tuple(str(side).encode() for side in size)
    for i, content in enumerate(contents):
        numbered[50 + 2 * i] = (
            b"<</Type/Page/Parent 2 0 R/MediaBox%s/Contents %d 0 R"
            b"/Resources<</Font<</F1 3 0 R>>%s>>%s>>"
        ) % (box, 51 + 2 * i, resources, page)
        numbered[51 + 2 * i] = stream(content)
    return _file(numbered)


def stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (entries, len(data), data)


def words(text: str, x: int = 72, y: int = 700, size: float = 12) -> bytes:
    raw = text.encode("cp1252").replace(b"(", b"\\(").replace(b")", b"\\)")
    return b"BT /F1 %s Tf %d %d Td (%s) Tj ET\n" % (str(size).encode(), x, y, raw)


def _file(numbered: dict[int, bytes]) -> bytes:
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    offsets = {}
    for number, body in sorted(numbered.items()):
        offsets[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start, count = len(out), max(numbered) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % count
    for number in range(1, count):
        if number in offsets:
            out += b"%010d 00000 n \n" % offsets[number]
        else:
            out += b"0000000000 65535 f \n"
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (count, start)
    return bytes(out)


def form_bomb(*other_pages: bytes) -> bytes:
    """1.5 kB that take years to draw: ten levels of forms, each drawn ten times."""
    levels = 10
    forms = []
    for level in range(levels):
        last = level == levels - 1
        content = b"0 0 500 500 re f\n" * 10 if last else b"/X Do\n" * 10
        inner = b"" if last else b"/XObject<</X %d 0 R>>" % (11 + level)
        entries = (
            b"/Type/XObject/Subtype/Form/BBox[0 0 600 900]/Resources<<%s>>" % inner
        )
        forms.append(stream(content, entries))
    return pdf(
        b"/X Do\n",
        *other_pages,
        resources=b"/XObject<</X 10 0 R>>",
        objects=tuple(forms),
    )


def picture_bomb() -> bytes:
    """A PNG of a few MB that wants 1.2 GB."""
    side = 20_000
    packer = zlib.compressobj(1)
    lines = bytes((1 + side * 3) * 100)
    rows = b"".join(packer.compress(lines) for _ in range(side // 100))
    rows += packer.flush()
    return _png(side, side, rows)


def png(width: int, height: int, colour: bytes = b"\x20\x60\xa0") -> bytes:
    return _png(width, height, zlib.compress((b"\x00" + colour * width) * height))


def _png(width: int, height: int, rows: bytes) -> bytes:
    head = struct.pack("!IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", rows), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*chunk) for chunk in chunks)


def _chunk(name: bytes, data: bytes) -> bytes:
    crc = struct.pack("!I", zlib.crc32(name + data))
    return struct.pack("!I", len(data)) + name + data + crc


def tiff(*pages: tuple[int, int, bytes], held: Sequence[int] = ()) -> bytes:
    """Uncompressed RGB pages: width, height, the pixels or the three bytes of all.
    `held`: the orientation of each page, where the file is to name them."""
    out = bytearray(b"II*\x00" + struct.pack("<I", 8))
    for number, (width, height, colour) in enumerate(pages):
        count, start = 9 + bool(held), len(out)
        bits = start + 2 + count * 12 + 4
        pixels = colour if len(colour) > 3 else colour * width * height
        last = number == len(pages) - 1
        following = 0 if last else bits + 6 + len(pixels)
        out += struct.pack("<H", count)
        for tag, kind, values, value in (
            *((256, 4, 1, width), (257, 4, 1, height), (258, 3, 3, bits)),
            *((259, 3, 1, 1), (262, 3, 1, 2), (273, 4, 1, bits + 6)),
            *((274, 3, 1, value) for value in held[number : number + 1]),
            *((277, 3, 1, 3), (278, 4, 1, height), (279, 4, 1, len(pixels))),
        ):
            out += struct.pack("<HHII", tag, kind, values, value)
        out += struct.pack("<I", following) + struct.pack("<3H", 8, 8, 8) + pixels
    return bytes(out)


def locked_pdf(password: str, text: str) -> bytes:
    """AES-256; written by PyMuPDF in a process of its own. Without a password only an
    owner's one forbids things."""
    script = (
        "import sys, pymupdf; d = pymupdf.open(); p = d.new_page();"
        "p.insert_text((72, 100), sys.argv[2]);"
        "sys.stdout.buffer.write(d.tobytes(encryption=pymupdf.PDF_ENCRYPT_AES_256,"
        "owner_pw='owner', user_pw=sys.argv[1]))"
    )
    command = (sys.executable, "-c", script, password, text)
    return subprocess.run(command, check=True, capture_output=True).stdout  # noqa: S603

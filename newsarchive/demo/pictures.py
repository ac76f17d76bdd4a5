"""Pictures and a PDF for the demo, drawn in code."""

from __future__ import annotations

import struct
import zlib
from hashlib import sha256

WIDTH, HEIGHT = 320, 180  # pixels


def png(name: str) -> bytes:
    """Return a small landscape of sky, hills and water; the name chooses colours and hills."""
    seed = sha256(name.encode()).digest()
    sky, land, water = seed[0:3], bytes(value // 2 for value in seed[3:6]), seed[6:9]
    rows = bytearray()
    for y in range(HEIGHT):
        rows.append(0)  # no filter
        for x in range(WIDTH):
            hill = HEIGHT // 2 + seed[9 + x * 16 // WIDTH] // 8 - 16
            rows += sky if y < hill else land if y < HEIGHT * 3 // 4 else water
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(bytes(rows), 9)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def svg(letter: str) -> bytes:
    """Return a round logo with one letter."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="60"><circle cx="30" cy="30" '
        'r="28" fill="#234"/><text x="30" y="41" font-size="32" text-anchor="middle" '
        f'fill="#fff">{letter}</text></svg>'
    ).encode()


def pdf(line: str) -> bytes:
    """Return a PDF of one page with one line of ASCII text."""
    text = f"BT /F1 14 Tf 60 760 Td ({line}) Tj ET".encode("ascii")
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources 6 0 R>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(text), text),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Font<</F1 5 0 R>>>>",
    ]
    data = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(data))
        data += b"%d 0 obj%sendobj\n" % (number, content)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    data += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    data += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(data)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

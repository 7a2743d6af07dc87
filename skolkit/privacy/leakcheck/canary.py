"""Proves that the leak check can see: strings planted at each hiding place are found.

The files are made here, byte by byte where no library is needed, so that a plant lies where it is
meant to lie. Nothing real is planted: the number is of Skatteverket's published test series.
"""

from __future__ import annotations

import base64
import gzip
import io
import json
import sqlite3
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont
from PIL.PngImagePlugin import PngInfo

from skolkit.privacy.leakcheck.model import MASKED_VALUE, NOT_LOOKED_INTO, Detect, Opener
from skolkit.privacy.leakcheck.openers import ALL
from skolkit.privacy.leakcheck.search import search
from skolkit.privacy.model import Decision, Kind
from skolkit.privacy.needles import Needles
from skolkit.problems import SkolkitError

NUMBER = "200401012398"
NAME = "Kanarie Fågelsson"
_LINE = f"Elev {NUMBER[:8]}-{NUMBER[8:]}"
# One of each kind: a detector that is blind to one of them is no proof of anything.
_LINES = {
    Kind.PERSONNUMMER: _LINE,
    Kind.SAMORDNINGSNUMMER: "Elev 20231283-2393",
    Kind.TF_NUMMER: "Elev 20100315-TF12",
    Kind.LMA_NUMMER: "LMA 51-234567/3",
    Kind.FODELSEDATUM: "Elev född den 3 mars 2004",
    Kind.EPOST: "Svar till testa.testsson@example.com",
    Kind.TELEFON: "Ring 070-174 06 05",
    Kind.NAMN: f"Samtal med {NAME}",
    Kind.ADRESS: "Bor på Storgatan 12 B",
}
_BROKEN = f"<b>{NUMBER[:6]}</b>{NUMBER[6:8]}-<i>{NUMBER[8:]}</i>"
_EPOCH = (1980, 1, 1, 0, 0, 0)


def require_sight(detect: Detect, *, ocr: bool, openers: Sequence[Opener] = ALL) -> None:
    """Plant strings, look for them, and refuse to go on if one is not found.

    Raises:
        SkolkitError: E_BLIND, naming the plants that were not found; E_NO_ENGINE.
    """
    blind = blind_to(detect, ocr=ocr, openers=openers)
    if blind:
        raise SkolkitError.of("E_BLIND", "The leak check", detail=", ".join(blind))


def blind_to(detect: Detect, *, ocr: bool, openers: Sequence[Opener] = ALL) -> list[str]:
    """The names of the plants that are not found, or not looked into to their end."""
    plants = [(name, make()) for name, make in (*PLANTS.items(), *(DRAWN.items() if ocr else ()))]
    blind = [f"{kind.value} by its pattern" for kind in kinds_not_seen(detect)]
    with tempfile.TemporaryDirectory(prefix="skolkit-") as folder:
        for number, (_, data) in enumerate(plants):
            (Path(folder) / f"{number}").write_bytes(data)
        (Path(folder) / f"{NAME}.txt").write_bytes(b"\n")
        needles = Needles.of((NUMBER, NAME))
        report = search(Path(folder), needles, detect=lambda _: (), ocr=ocr, openers=openers)
    found = {leak.file for leak in report.findings if leak.kind == MASKED_VALUE}
    unseen = {leak.file for leak in report.findings if leak.kind == NOT_LOOKED_INTO}
    if not any(file.endswith(".txt") for file in found):
        blind.append("a file's name")
    seen = found - unseen
    return blind + [name for number, (name, _) in enumerate(plants) if f"{number}" not in seen]


def kinds_not_seen(detect: Detect) -> list[Kind]:
    """The kinds of personal data that a detector does not mask where they are planted."""
    return [
        kind
        for kind, line in _LINES.items()
        if not any(s.kind is kind and s.decision is Decision.MASK for s in detect(line))
    ]


def _zip(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as box:
        for name, data in parts.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            box.writestr(entry, data)
    return out.getvalue()


def _xlsx(part: str, xml: str) -> bytes:
    return _zip({"[Content_Types].xml": b"<Types/>", part: f"<x>{xml}</x>".encode()})


def _png(text: str = "", trailer: bytes = b"") -> bytes:
    chunks = PngInfo()
    if text:
        chunks.add_text("Comment", text, zip=True)
    out = io.BytesIO()
    Image.new("L", (9, 9), 255).save(out, "PNG", pnginfo=chunks)
    return out.getvalue() + trailer


def _jpeg(*, app: bytes = b"", trailer: bytes = b"") -> bytes:
    out = io.BytesIO()
    Image.new("L", (9, 9), 255).save(out, "JPEG")
    plain = out.getvalue()
    segment = b"\xff\xed" + (len(app) + 2).to_bytes(2, "big") + app if app else b""
    return plain[:2] + segment + plain[2:] + trailer


def _tiff() -> bytes:
    out = io.BytesIO()
    Image.new("L", (9, 9), 255).save(out, "TIFF", tiffinfo={270: _LINE})
    return out.getvalue()


def _notebook() -> bytes:
    outputs = [
        {"data": {"image/png": base64.b64encode(_png(_LINE)).decode()}, "metadata": {}},
        {"traceback": ["\u001b[31mKeyError\u001b[0m"], "ename": "KeyError"},
    ]
    cells = [{"cell_type": "code", "outputs": outputs, "source": ["print(1)"]}]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4}).encode()


def _sqlite(*steps: tuple[str, Sequence[tuple[object, ...]]]) -> bytes:
    """A database after statements, each carried out with each of its rows of values."""
    base = sqlite3.connect(":memory:", isolation_level=None)
    try:
        base.execute("PRAGMA secure_delete = OFF")
        base.execute("CREATE TABLE t (a, b)")
        for statement, rows in steps:
            base.executemany(statement, rows)
        return bytes(base.serialize())
    finally:
        base.close()


def _rows() -> bytes:
    return _sqlite(("INSERT INTO t VALUES (?, 1)", [(int(NUMBER),)]))


def _deleted() -> bytes:
    rows = [(f"{_LINE} {number} {'x' * 90}",) for number in range(200)]
    return _sqlite(("INSERT INTO t VALUES (?, 1)", rows), ("DELETE FROM t WHERE b = ?", [(1,)]))


def _indexed() -> bytes:
    return _sqlite(
        ("CREATE VIRTUAL TABLE i USING fts5(a, content='')", [()]),
        ("INSERT INTO i (rowid, a) VALUES (1, ?)", [(_LINE,)]),
    )


def _parquet(*, metadata: bool) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.table({"a": [1 if metadata else int(NUMBER)]})
    if metadata:
        packed = base64.b64encode(zlib.compress(b"") + _LINE.encode("utf-16"))
        table = table.replace_schema_metadata({"note": _LINE.encode("utf-16"), "more": packed})
    out = io.BytesIO()
    pq.write_table(table, out)
    return out.getvalue()


def _pdf(content: bytes = b"", more: bytes = b"", head: bytes = b"") -> bytes:
    """A page with a font; ``more`` are further objects, ``head`` entries of the catalogue."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R " + head + b">>",
        b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 100] /Contents 4 0 R "
        b"/Resources << /Font << /F 5 0 R >> >> >>",
        _stream(content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        *([more] if more else []),
    ]
    out, at = bytearray(b"%PDF-1.7\n"), []
    for number, each in enumerate(objects, start=1):
        at.append(len(out))
        out += b"%d 0 obj\n" % number + each + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(at) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in at)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(at) + 1, start)
    return bytes(out)


def _stream(data: bytes, entries: bytes = b"") -> bytes:
    packed = zlib.compress(data)
    head = b"<< %b /Filter /FlateDecode /Length %d >>\nstream\n" % (entries, len(packed))
    return head + packed + b"\nendstream"


def _shown(text: str) -> bytes:
    """Drawing commands that show a text letter by letter, each at its own place."""
    letters = b" ".join(b"%d 0 Td (%c) Tj" % (8 if n else 0, ord(c)) for n, c in enumerate(text))
    return b"BT /F 12 Tf 20 50 Td " + letters + b" ET"


def _earlier_version() -> bytes:
    first = _pdf(_shown(_LINE))
    start = first.rindex(b"startxref\n") + 10
    old = first[start : first.index(b"\n", start)]
    new = b"4 0 obj\n" + _stream(b"") + b"\nendobj\n"
    table = b"xref\n4 1\n%010d 00000 n \n" % len(first)
    tail = b"trailer\n<< /Size 6 /Root 1 0 R /Prev %b >>\nstartxref\n%d\n%%%%EOF\n"
    return first + new + table + tail % (old, len(first) + len(new))


def _drawn(quarters: int) -> Image.Image:
    image = Image.new("L", (700, 160), 255)
    font = ImageFont.load_default(size=34)
    ImageDraw.Draw(image).text((30, 55), f"Elev {NUMBER[:8]}-{NUMBER[8:]}", font=font, fill=0)
    return image.rotate(90 * quarters, expand=True)


def _saved(kind: str, quarters: int) -> bytes:
    out = io.BytesIO()
    _drawn(quarters).save(out, kind)
    return out.getvalue()


def _pdf_picture() -> bytes:
    """A picture of a number under a black box."""
    image = _drawn(0)
    size = b"/Width %d /Height %d " % image.size
    entries = b"/Type /XObject /Subtype /Image /ColorSpace /DeviceGray /BitsPerComponent 8 " + size
    plain = _pdf(
        b"q 280 0 0 64 10 20 cm /I Do Q 0 g 0 0 300 100 re f", _stream(image.tobytes(), entries)
    )
    # The page comes before the picture: the table of objects keeps its offsets in equal length.
    return plain.replace(b"/Font << /F 5 0 R >>", b"/XObject<</I 6 0 R>>")


PLANTS: dict[str, Callable[[], bytes]] = {
    "text in UTF-8": lambda: f"{NAME}\n{_BROKEN} & {NUMBER[:8]}\u2013\n{NUMBER[8:]}".encode(),
    "text in UTF-16": lambda: f"En {NAME} till".encode("utf-16"),
    "text in cp1252": lambda: f"En {NAME} till".encode("cp1252"),
    "text in cp850": lambda: f"En {NAME} till".encode("cp850"),
    "CSV": lambda: f"a;b\n1;{NUMBER}.0\n".encode(),
    "JSON": lambda: json.dumps({"a": [NAME]}).encode(),
    "a log": lambda: f"2026-01-01 INFO read {NUMBER}\n".encode(),
    "HTML": lambda: f"<html><p>{_BROKEN}</p></html>".encode(),
    "an attribute": lambda: f"<html><p title='{_LINE.replace('-', '&#45;')}'></html>".encode(),
    "SVG": lambda: f"<svg><text>{NUMBER[:4]}<tspan>{NUMBER[4:]}</tspan></text></svg>".encode(),
    "a data address": lambda: (
        b"<html><img src='data:image/png;base64,%b'></html>" % base64.b64encode(_png(_LINE))
    ),
    "base64": lambda: b"x = " + base64.b64encode(f"En {_LINE} till".encode()),
    "a notebook's picture": _notebook,
    "zip": lambda: _zip({"a/b.txt": _LINE.encode()}),
    "zip in zip": lambda: _zip({"a.zip": _zip({"b.txt": _LINE.encode()})}),
    "a name in zip": lambda: _zip({"c.zip": _zip({f"{NUMBER}.txt": b"\n"})}),
    "shared strings": lambda: _xlsx(
        "xl/sharedStrings.xml", f"<si><r><t>{NUMBER[:7]}</t></r><r><t>{NUMBER[7:]}</t></r></si>"
    ),
    "a worksheet": lambda: _xlsx("xl/worksheets/sheet1.xml", f"<c r='A1'><v>{NUMBER}</v></c>"),
    "document properties": lambda: _xlsx("docProps/core.xml", f"<creator>{NAME}</creator>"),
    "a comment of a workbook": lambda: _xlsx("xl/comments1.xml", f"<t>{_LINE}</t>"),
    "media of a workbook": lambda: _zip({"xl/media/image1.png": _png(_LINE)}),
    "gzip": lambda: gzip.compress(_LINE.encode(), mtime=0),
    "text of a PNG": lambda: _png(_LINE),
    "the end of a PNG": lambda: _png(trailer=gzip.compress(_LINE.encode(), mtime=0)),
    "a small picture in a JPEG": lambda: _jpeg(app=b"x\0" + _png(_LINE)),
    "the end of a JPEG": lambda: _jpeg(trailer=gzip.compress(_LINE.encode(), mtime=0)),
    "tags of a TIFF": _tiff,
    "a page of a PDF": lambda: _pdf(_shown(_LINE)),
    "a string of a PDF": lambda: _pdf(
        head=b"/Info (%b)" % "".join(f"\\{ord(c):03o}" for c in _LINE).encode()
    ),
    "packed objects of a PDF": lambda: _pdf(
        more=_stream(b"6 0 << /V <%b> >>" % _LINE.encode().hex().encode(), b"/Type /ObjStm /N 1")
    ),
    "metadata of a PDF": lambda: _pdf(
        more=_stream(f"<x>{NAME}</x>".encode(), b"/Type /Metadata /Subtype /XML")
    ),
    "a file in a PDF": lambda: _pdf(
        more=_stream(gzip.compress(_LINE.encode(), mtime=0), b"/Type /EmbeddedFile")
    ),
    "an earlier version of a PDF": _earlier_version,
    "SQLite": _rows,
    "deleted rows of SQLite": _deleted,
    "an index of text in SQLite": _indexed,
    "Parquet": lambda: _parquet(metadata=False),
    "metadata of Parquet": lambda: _parquet(metadata=True),
}
"""Plants by the place that they stand for."""

DRAWN: dict[str, Callable[[], bytes]] = {
    "a picture": lambda: _saved("PNG", 0),
    "a picture on its side": lambda: _saved("TIFF", 1),
    "a picture upside down": lambda: _saved("PNG", 2),
    "a picture under a box in a PDF": _pdf_picture,
}
"""Plants that only OCR can find."""

"""Turns a file's first bytes and its structure into its true type, whatever its name says."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from skolkit.intake import ole
from skolkit.intake.zipbox import ZipBox
from skolkit.model import MediaType
from skolkit.problems import SkolkitError
from skolkit.settings import Limits

HEAD = 1 << 16
EXTENSIONS: dict[MediaType, frozenset[str]] = {
    MediaType.XLSX: frozenset({".xlsx"}),
    MediaType.XLSM: frozenset({".xlsm"}),
    MediaType.XLS: frozenset({".xls", ".xlt"}),
    MediaType.ODS: frozenset({".ods"}),
    MediaType.CSV: frozenset({".csv", ".tsv", ".txt", ".tab"}),
    MediaType.PDF: frozenset({".pdf"}),
    MediaType.TIFF: frozenset({".tif", ".tiff"}),
    MediaType.PNG: frozenset({".png"}),
    MediaType.JPEG: frozenset({".jpg", ".jpeg", ".jpe", ".jfif"}),
}
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_PLAIN_CONTROLS = b"\t\n\r\x0c\x1a"
_MOST_CONTROLS = 0.02  # a text has few control characters, a program many
_STRAY_CONTROLS = 4  # so few are damage in a short text

_OOXML: tuple[tuple[bytes, MediaType | None, str], ...] = (
    (b"spreadsheetml.sheet.main+xml", MediaType.XLSX, "an Excel workbook (xlsx)"),
    (b"spreadsheetml.template.main+xml", MediaType.XLSX, "an Excel template (xltx)"),
    (b"ms-excel.sheet.macroEnabled.main+xml", MediaType.XLSM, "an Excel workbook (xlsm)"),
    (b"ms-excel.template.macroEnabled.main+xml", MediaType.XLSM, "an Excel template (xltm)"),
    (b"ms-excel.sheet.binary.macroEnabled.main", None, "a binary Excel workbook (xlsb)"),
    (b"wordprocessingml.", None, "a Word document (docx)"),
    (b"presentationml.", None, "a PowerPoint presentation (pptx)"),
)
_FOLDERS: tuple[tuple[str, MediaType | None, str], ...] = (
    ("word/", None, "a Word document (docx)"),
    ("ppt/", None, "a PowerPoint presentation (pptx)"),
    ("xl/worksheets/", MediaType.XLSX, "an Excel workbook (xlsx)"),
)
_ODF: tuple[tuple[bytes, MediaType | None, str], ...] = (
    (b"opendocument.spreadsheet", MediaType.ODS, "a LibreOffice workbook (ods)"),
    (b"opendocument.text", None, "a LibreOffice text document (odt)"),
    (b"opendocument.presentation", None, "a LibreOffice presentation (odp)"),
    (b"epub+zip", None, "an e-book (epub)"),
)
_OLE: tuple[tuple[str, MediaType | None, str], ...] = (
    ("Workbook", MediaType.XLS, "an old Excel workbook (xls)"),
    ("Book", MediaType.XLS, "an old Excel workbook (xls)"),
    ("WordDocument", None, "an old Word document (doc)"),
    ("PowerPoint Document", None, "an old PowerPoint presentation (ppt)"),
    ("__properties_version1.0", None, "an Outlook message (msg)"),
)
_MAGIC: tuple[tuple[bytes, MediaType | None, str], ...] = (
    (b"II*\0", MediaType.TIFF, "a TIFF picture"),
    (b"MM\0*", MediaType.TIFF, "a TIFF picture"),
    (b"II+\0", MediaType.TIFF, "a TIFF picture"),
    (b"MM\0+", MediaType.TIFF, "a TIFF picture"),
    (b"\x89PNG\r\n\x1a\n", MediaType.PNG, "a PNG picture"),
    (b"\xff\xd8\xff", MediaType.JPEG, "a JPEG picture"),
    (b"GIF8", None, "a GIF picture"),
    (b"BM", None, "a BMP picture"),
    (b"Rar!", None, "a RAR archive; unpack it"),
    (b"7z\xbc\xaf\x27\x1c", None, "a 7z archive; unpack it"),
    (b"\x1f\x8b", None, "a gzip archive; unpack it"),
    (b"MZ", None, "a program"),
    (b"\x7fELF", None, "a program"),
    (b"{\\rtf", None, "a text document (rtf)"),
    (b"%!PS", None, "a PostScript print file"),
    (b"SQLite format 3\0", None, "an SQLite database"),
)
_MARKUP: tuple[tuple[bytes, str], ...] = (
    (b"<svg", "an SVG drawing"),
    (b"urn:schemas-microsoft-com:office:spreadsheet", "an Excel 2003 XML workbook"),
    (b"<html", "an HTML page"),
    (b"<!doctype html", "an HTML page"),
    (b"<table", "an HTML page"),
    (b"<?xml", "an XML file"),
    (b"<?php", "a program"),
    (b"#!/", "a program"),
)
_TEXT_FORMS = {
    ".json": "a JSON file",
    ".ipynb": "a notebook",
    ".py": "a program",
    ".xml": "an XML file",
    ".eml": "an e-mail",
    ".ics": "a calendar",
}


@dataclass(frozen=True, slots=True)
class Sniffed:
    """A file's true type: what skolkit reads it as (``None`` if it does not) and its name."""

    media_type: MediaType | None
    label: str
    locked: bool = False  # a password is needed


def sniff(path: Path, name: str, limits: Limits) -> Sniffed:
    """Tell the true type of a file that is not empty.

    Raises:
        SkolkitError: E_CORRUPT when it is a container whose list of contents is gone;
            E_TOO_BIG for a container of too many parts.
        OSError: when the file cannot be read.
    """
    with path.open("rb") as stream:
        head = stream.read(HEAD)
    if b"%PDF-" in head[:1024]:
        return Sniffed(MediaType.PDF, "a PDF")
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _in_zip(path, name, limits)
    if head.startswith(ole.MAGIC):
        return _in_ole(path, name)
    for magic, media_type, label in _MAGIC:
        if head.startswith(magic):
            return Sniffed(media_type, label)
    if not is_text(head):
        return Sniffed(None, "no known type")
    start = head[:4096].removeprefix(_BOMS[0]).lstrip().lower()
    if start.startswith((b"<", b"#!")):
        for mark, label in _MARKUP:
            if mark in start:
                return Sniffed(None, label)
    extension = path.suffix.lower()
    if extension in _TEXT_FORMS:
        return Sniffed(None, _TEXT_FORMS[extension])
    return Sniffed(MediaType.CSV, "plain text")


def is_text(head: bytes) -> bool:
    """Whether bytes look like text in any encoding that skolkit reads."""
    if head.startswith(_BOMS) or looks_like_utf16(head):
        return True
    controls = sum(head.count(code) for code in range(32) if code not in _PLAIN_CONTROLS)
    return controls <= max(_MOST_CONTROLS * len(head), min(_STRAY_CONTROLS, len(head) // 8))


def looks_like_utf16(head: bytes) -> bool:
    """Whether every other byte is zero, as in Western text in UTF-16 without a mark."""
    pairs = len(head) // 2
    if pairs < 2:
        return False
    even, odd = head[0 : pairs * 2 : 2].count(0), head[1 : pairs * 2 : 2].count(0)
    return max(even, odd) > 0.7 * pairs and min(even, odd) < 0.05 * pairs


def _in_zip(path: Path, name: str, limits: Limits) -> Sniffed:
    with ZipBox(path, name, limits) as box:
        locked = box.is_locked
        if "[Content_Types].xml" in box.parts and not locked:
            types = box.read("[Content_Types].xml")
            for mark, media_type, label in _OOXML:
                if mark in types:
                    return Sniffed(media_type, label)
        if "mimetype" in box.parts and not locked:
            said = box.read("mimetype")
            for mark, media_type, label in _ODF:
                if mark in said:
                    return Sniffed(media_type, label, _odf_is_locked(box))
        for folder, media_type, label in _FOLDERS:
            if any(part.startswith(folder) for part in box.parts):
                return Sniffed(media_type, label, locked)
    return Sniffed(None, "a zip archive; unpack it", locked)


def _odf_is_locked(box: ZipBox) -> bool:
    manifest = "META-INF/manifest.xml"
    return manifest in box.parts and b"encryption-data" in box.read(manifest)


def _in_ole(path: Path, name: str) -> Sniffed:
    try:
        names = ole.OleFile.from_path(path).names
    except ole.OleError as error:
        raise SkolkitError.of("E_CORRUPT", name, detail=str(error)) from error
    if "EncryptedPackage" in names:
        return Sniffed(None, "an Office document with a password", locked=True)
    for stream, media_type, label in _OLE:
        if stream in names:
            return Sniffed(media_type, label)
    return Sniffed(None, "an old Office file of unknown kind")

"""Print workbooks through LibreOffice and make what it writes the same on every run."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pikepdf

DATE = "D:20210413090000+02'00'"
_ISO_DATE = "2021-04-13T09:00:00"
_LOCALE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N">
<prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>sv-SE</value></prop></item>
</oor:items>
"""
_HELP = """LibreOffice (soffice) was not found. It is needed only to make the demo files anew:
they are part of the repository already, and nothing else in skolkit needs LibreOffice.
On Debian and Ubuntu: sudo apt-get install libreoffice-calc fonts-crosextra-carlito"""


class MissingLibreOfficeError(Exception):
    """LibreOffice is not installed; the message says how to get it and who needs it."""

    def __init__(self) -> None:
        super().__init__(_HELP)


def find_soffice() -> str:
    """Give the path of LibreOffice.

    Raises:
        MissingLibreOfficeError: If it is not on the PATH.
    """
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if found is None:
        raise MissingLibreOfficeError
    return found


def convert(source: Path, kind: str, folder: Path) -> Path:
    """Convert a workbook with a private Swedish LibreOffice profile.

    Args:
        source: The workbook.
        kind: Extension to make: ``pdf``, ``xls`` or ``ods``.
        folder: Where the new file and the profile go.

    Returns:
        The new file.

    Raises:
        MissingLibreOfficeError: If LibreOffice is not installed.
        RuntimeError: If it wrote nothing.
    """
    soffice = find_soffice()
    profile = folder / "profile"
    settings = profile / "user" / "registrymodifications.xcu"
    if not settings.exists():
        settings.parent.mkdir(parents=True)
        settings.write_text(_LOCALE, encoding="utf-8")
    made = folder / f"{source.stem}.{kind}"
    command = [soffice, "--headless", "--norestore", f"-env:UserInstallation={profile.as_uri()}"]
    command += ["--convert-to", kind, "--outdir", str(folder), str(source)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    if not made.exists():
        raise RuntimeError(f"LibreOffice made no {made.name}: {done.stderr.strip()}")
    return made


def settle_pdf(source: Path, target: Path, title: str) -> None:
    """Copy a printed PDF with fixed dates and identifiers, keeping its text layer."""
    with pikepdf.open(source) as pdf:
        if "/Metadata" in pdf.Root:
            del pdf.Root["/Metadata"]
        for key in ("/DocChecksum", "/ID"):  # both are made anew by every print
            if key in pdf.trailer:
                del pdf.trailer[key]
        set_information(pdf, title)
        pdf.save(target, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)


def set_information(pdf: pikepdf.Pdf, title: str) -> None:
    """Give a PDF its title and the demo's fixed dates."""
    for key in list(pdf.docinfo.keys()):
        del pdf.docinfo[key]
    pdf.docinfo["/Title"] = title
    pdf.docinfo["/Producer"] = "skolkit demo"
    pdf.docinfo["/CreationDate"] = DATE
    pdf.docinfo["/ModDate"] = DATE


def settle_ods(source: Path, target: Path) -> None:
    """Copy an .ods with fixed dates, so that the same contents give the same bytes."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for entry in old.infolist():
            data = old.read(entry)
            if entry.filename.startswith("Thumbnails/"):
                continue
            if entry.filename == "META-INF/manifest.xml":
                data = re.sub(rb"\s*<manifest:file-entry[^>]*Thumbnails/[^>]*/>", b"", data)
            if entry.filename == "meta.xml":
                stamp = _ISO_DATE.encode()
                data = re.sub(rb"(<(?:dc:date|meta:creation-date)>)[^<]*", rb"\g<1>" + stamp, data)
                data = re.sub(rb"<meta:editing-duration>[^<]*</meta:editing-duration>", b"", data)
            fixed = zipfile.ZipInfo(entry.filename, (2021, 4, 13, 9, 0, 0))
            fixed.compress_type = entry.compress_type
            new.writestr(fixed, data)

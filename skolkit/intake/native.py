"""Turns a native spreadsheet or a CSV file into sheets of cells, by the document's type."""

from __future__ import annotations

from dataclasses import dataclass

from skolkit.intake.csvtext import read_csv
from skolkit.intake.ods import read_ods
from skolkit.intake.xls import read_xls
from skolkit.intake.xlsx import read_xlsx
from skolkit.model import Document, MediaType, Sheet
from skolkit.problems import Problem
from skolkit.settings import Limits


@dataclass(frozen=True, slots=True)
class NativeReading:
    """The sheets of one document and what was odd about them.

    An ``E_`` problem among them names a sheet that could not be read: the rest is whole.
    """

    sheets: tuple[Sheet, ...]
    problems: tuple[Problem, ...]


_READERS = {
    MediaType.XLSX: read_xlsx,
    MediaType.XLSM: read_xlsx,
    MediaType.ODS: read_ods,
    MediaType.XLS: read_xls,
    MediaType.CSV: read_csv,
}


def read_native(document: Document, limits: Limits) -> NativeReading:
    """Read every cell of a native document, hidden ones too and marked so.

    Numbers are exact ``Decimal`` (15 significant digits where the file stores binary numbers);
    text of a CSV file keeps ``value`` None until its column's decimal mark is settled.

    Raises:
        SkolkitError: when nothing could be read (E_CORRUPT, E_ENCRYPTED, E_BOMB, E_TOO_BIG,
            E_UNSAFE_XML, E_EMPTY).
        ValueError: for a document of pages.
    """
    reader = _READERS.get(document.media_type)
    if reader is None:
        raise ValueError(f"{document.name} has pages, not worksheets")
    sheets, problems = reader(document, limits)
    return NativeReading(sheets, problems)

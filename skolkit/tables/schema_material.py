"""The schemas of the tables about the material: cells, sheets, documents, pages and problems."""

from __future__ import annotations

from dataclasses import replace

from skolkit.catalogue import CATALOGUE
from skolkit.model import Doubt, MediaType
from skolkit.problems import Status
from skolkit.tables.schema import Column, Kind, Schema, Unit
from skolkit.tables.schema_columns import (
    BOX,
    COLLECTION,
    DEMO,
    DOCUMENT,
    DOCUMENT_ID,
    PAGE,
    SHEET_ID,
    TABLE,
    count,
)

_CODES = tuple(CATALOGUE)
_CODE = r"[EW]_[A-Z_]+"
_CELL = Column(
    "cell",
    Kind.TEXT,
    "Cellens plats som ett kalkylprogram skriver den, t.ex. C12.",
    "Place of the cell as a spreadsheet writes it, e.g. C12.",
)
_SHEET = Column("sheet", Kind.TEXT, "Bladets namn.", "Name of the sheet.")
_HIDDEN = Column(
    "hidden",
    Kind.BOOLEAN,
    "Sant om det var dolt i arbetsboken.",
    "True if it was hidden in the workbook.",
    required=True,
)
_MESSAGE = Column(
    "message", Kind.TEXT, "Vad som hände och vad man kan göra.", "What happened and what to do."
)


_CELLS = count("cells", "Antal celler med innehåll.", "Number of filled cells.")
_DOUBTFUL = count(
    "doubtful_cells",
    "Antal celler med ett tvivel.",
    "Number of cells with a doubt.",
)

CELLS = Schema(
    "cells",
    "Celler",
    "Cells",
    "En cell på ett blad, också på blad som inte blev någon av tabellerna.",
    "One cell of a sheet, also of sheets that became none of the tables.",
    (
        Column(
            "cell_id",
            Kind.TEXT,
            "Nyckel: blad!Rrad Ckolumn.",
            "Key: sheet!Rrow Ccolumn.",
            required=True,
        ),
        COLLECTION,
        DOCUMENT,
        DOCUMENT_ID,
        SHEET_ID,
        _SHEET,
        PAGE,
        count("row", "Rad på bladet.", "Row on the sheet.", least=1),
        count("column", "Kolumn på bladet.", "Column on the sheet.", least=1),
        replace(_CELL, required=True, pattern="[A-Z]+[0-9]+"),
        Column("raw", Kind.TEXT, "Texten exakt som den lästes.", "The text exactly as read."),
        Column(
            "value",
            Kind.TEXT,
            "Värdet i ren form; tomt om det är okänt.",
            "The typed value; empty if unknown.",
        ),
        Column(
            "value_type",
            Kind.TEXT,
            "number (tal), date, datetime, bool (sant eller falskt), text eller empty (tomt).",
            "number, date, datetime, bool, text or empty.",
            required=True,
            allowed=("number", "date", "datetime", "bool", "text", "empty"),
        ),
        Column(
            "doubt",
            Kind.TEXT,
            "Varför värdet är okänt eller osäkert; tomt om det inte är det.",
            "Why the value is unknown or not trusted; empty if it is.",
            allowed=tuple(doubt.value for doubt in Doubt),
        ),
        Column(
            "confidence",
            Kind.NUMBER,
            "Hur säkra läsarna är tillsammans, 0 till 1; inget bevis.",
            "How sure the readers are together, 0 to 1; no proof.",
            least=0,
            most=1,
        ),
        Column("method", Kind.TEXT, "Hur cellen lästes.", "How the cell was read."),
        Column(
            "other_readings",
            Kind.LIST,
            "Vad andra läsare läste på cellens rader.",
            "What other readers read on the cell's lines.",
        ),
        BOX,
        _HIDDEN,
        count("row_span", "Antal rader som cellen täcker.", "Rows that it covers.", least=1),
        count(
            "column_span", "Antal kolumner som cellen täcker.", "Columns that it covers.", least=1
        ),
        DEMO,
    ),
    ("cell_id",),
    ("raw",),
)

SHEETS = Schema(
    "sheets",
    "Blad",
    "Sheets",
    "Ett kalkylblad, återskapat ur sina sidor eller läst ur en kalkylfil.",
    "One worksheet, rebuilt from its pages or read from a spreadsheet file.",
    (
        replace(SHEET_ID, reference=""),
        COLLECTION,
        DOCUMENT,
        DOCUMENT_ID,
        _SHEET,
        Column(
            "pages",
            Kind.LIST,
            "Sidorna som det återskapades ur.",
            "The pages that it was rebuilt from.",
            pattern="[0-9]+",
        ),
        count("rows", "Högsta rad i bruk.", "Highest row in use."),
        count("columns", "Högsta kolumn i bruk.", "Highest column in use."),
        count(
            "title_rows",
            "Rader till och med rubrikerna som står på varje sida; 0 om inga upprepas.",
            "Rows down to the end of the headings that every page repeats; 0 if none do.",
        ),
        _CELLS,
        _DOUBTFUL,
        _HIDDEN,
        replace(
            TABLE,
            sv="Tabellen som bladet kändes igen som; tomt om ingen.",
            en="The table that the sheet was recognised as; empty if none.",
        ),
        Column(
            "notes",
            Kind.LIST,
            "T.ex. att en sida saknas.",
            "For instance that a page is missing.",
        ),
        DEMO,
    ),
    ("sheet_id",),
    ("sheet", "notes"),
)

DOCUMENTS = Schema(
    "documents",
    "Dokument",
    "Documents",
    "En fil eller annat som låg i utlämnandet, läst eller inte.",
    "One file or other thing of the delivery, read or not.",
    (
        replace(DOCUMENT_ID, required=False),
        COLLECTION,
        replace(DOCUMENT, reference=""),
        Column(
            "sha256", Kind.TEXT, "Filens SHA-256.", "SHA-256 of the file.", pattern="[0-9a-f]{64}"
        ),
        Column(
            "size_bytes",
            Kind.INTEGER,
            "Storlek.",
            "Size.",
            Unit.BYTES,
            required=True,
            least=0,
        ),
        Column(
            "media_type",
            Kind.TEXT,
            "Filtyp efter innehåll.",
            "Type by content.",
            allowed=tuple(kind.value for kind in MediaType),
        ),
        count(
            "pages",
            "Antal sidor, eller blad i en kalkylfil.",
            "Number of pages, or of sheets of a spreadsheet file.",
            required=False,
        ),
        Column(
            "status",
            Kind.TEXT,
            "Hur det gick: ok, ok_with_warnings, partial (delvis), failed eller skipped.",
            "What became of it: ok, ok_with_warnings, partial, failed or skipped.",
            required=True,
            allowed=tuple(status.value for status in Status),
        ),
        Column("error", Kind.TEXT, "Felkod.", "Code of the error.", allowed=_CODES),
        Column("warnings", Kind.LIST, "Varningskoder.", "Codes of warnings.", pattern=_CODE),
        _MESSAGE,
        DEMO,
    ),
    ("document",),
    ("document", "message"),
)

PAGES = Schema(
    "pages",
    "Sidor",
    "Pages",
    "En sida papper.",
    "One page of paper.",
    (
        DOCUMENT_ID,
        DOCUMENT,
        replace(PAGE, required=True, sv="Sida, från 1.", en="Page, from 1."),
        Column("method", Kind.TEXT, "text-layer eller ocr.", "text-layer or ocr."),
        Column("width_pt", Kind.NUMBER, "Bredd.", "Width.", Unit.POINTS, least=0),
        Column("height_pt", Kind.NUMBER, "Höjd.", "Height.", Unit.POINTS, least=0),
        Column("dpi", Kind.NUMBER, "Upplösning vid läsning.", "Resolution when read.", Unit.DPI),
        Column(
            "turn_deg",
            Kind.INTEGER,
            "Hur den vreds medurs för att stå upprätt.",
            "How it was turned clockwise to stand upright.",
            Unit.DEGREES,
        ),
        Column(
            "skew_deg",
            Kind.NUMBER,
            "Hur mycket raderna sedan föll åt höger; det är rätat.",
            "How far its lines then fell to the right; that was undone.",
            Unit.DEGREES,
        ),
        count("words", "Antal ord.", "Number of words."),
        _CELLS,
        _DOUBTFUL,
        Column(
            "status",
            Kind.TEXT,
            "ok, blank (tom) eller failed (gick inte att läsa).",
            "ok, blank or failed.",
            required=True,
            allowed=("ok", "blank", "failed"),
        ),
        DEMO,
    ),
    ("document", "page"),
)

PROBLEMS = Schema(
    "problems",
    "Problem",
    "Problems",
    "Något som inte gick att läsa eller som man bör titta på.",
    "Something that could not be read or that should be looked at.",
    (
        Column("code", Kind.TEXT, "Kod.", "Code.", required=True, allowed=_CODES),
        Column("title", Kind.TEXT, "Rubrik.", "Title.", required=True),
        COLLECTION,
        replace(DOCUMENT, required=False, reference=""),
        PAGE,
        _SHEET,
        _CELL,
        Column(
            "detail",
            Kind.TEXT,
            "Mått och platser; aldrig en cells text.",
            "Sizes and positions; never the text of a cell.",
        ),
        _MESSAGE,
        DEMO,
    ),
    (),
    ("title", "document", "message"),
)

PERSONAL = Schema(
    "personal",
    "Personuppgifter",
    "Personal data",
    "Ett ställe där det kan stå en personuppgift, och vad som gjordes med det.",
    "One place that may hold personal data, and what was done about it.",
    (
        COLLECTION,
        DOCUMENT,
        DOCUMENT_ID,
        replace(SHEET_ID, required=False),
        PAGE,
        replace(
            _CELL,
            sv="Cellens plats, t.ex. C12; tomt för namn på blad och filer.",
            en="Place of the cell, e.g. C12; empty for names of sheets and files.",
        ),
        Column("kind", Kind.TEXT, "Slag av uppgift.", "Kind of data.", required=True),
        Column("rule", Kind.TEXT, "Regeln som fann den.", "The rule that found it.", required=True),
        Column(
            "decision",
            Kind.TEXT,
            "mask (dold) eller keep (kvar).",
            "mask or keep.",
            required=True,
            allowed=("mask", "keep"),
        ),
        count(
            "start",
            "Första tecknet i den ursprungliga texten, från 0.",
            "First character in the original text, from 0.",
        ),
        count("end", "Tecknet efter det sista.", "The character after the last."),
        DEMO,
    ),
    (),
)

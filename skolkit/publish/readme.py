"""What a package says of itself to a README in Markdown, in two languages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from skolkit.publish.about import About, about, grouped
from skolkit.publish.dictionary import NAMES
from skolkit.publish.exports import CleanData
from skolkit.publish.markdown import escaped, table
from skolkit.tables.schemas import SCHEMAS

NAME = "README.md"
_LANGUAGES = ("sv", "en")


@dataclass(frozen=True, slots=True)
class PackageNames:
    """What the files of a package are called."""

    workbook: str
    database: str


@dataclass(frozen=True, slots=True)
class _Words:
    """The fixed words of a README in one language."""

    files: str
    file_head: tuple[str, str]
    workbook: str
    database: str
    csv: str
    parquet: str
    sheets: str
    dictionary: str
    package: str
    manifest: str
    tables: str
    table_head: tuple[str, str, str]
    counts: str
    limits: str
    back: str
    back_text: str


_WORDS = {
    "sv": _Words(
        files="Filer",
        file_head=("Fil", "Vad den är"),
        workbook="arbetsbok för människor: alla tabeller, osäkra celler färgade med en anteckning",
        database="SQLite med fulltextsökning och länkar från rad till cell, t.ex. för Datasette;"
        " tal är exakta till 15 siffror, avrunda summor",
        csv="tabellerna som CSV (UTF-8, komma, RFC 4180); text som ett kalkylprogram skulle ta för"
        " en formel har en apostrof först, manifest.json säger var",
        parquet="tabellerna som Parquet, med typer och exakta decimaltal",
        sheets="varje dokuments blad som det såg ut, en arbetsbok per dokument",
        dictionary="varje kolumns typ, enhet och betydelse, på svenska och engelska",
        package="beskrivning för maskiner (Frictionless Data Package) med schema och hashsummor",
        manifest="alla filer med SHA-256, källfilerna, inställningar och versioner",
        tables="Tabeller",
        table_head=("Tabell", "Rader", "Vad en rad är"),
        counts="Antal",
        limits="Läs detta före siffrorna",
        back="Från siffra till papper",
        back_text="Varje rad har document, page och cell_ids. Slå upp cellen i cells: raw är texten"
        " exakt som den lästes, box dess plats på sidan, doubt varför den inte är säker.",
    ),
    "en": _Words(
        files="Files",
        file_head=("File", "What it is"),
        workbook="workbook for people: all tables, doubtful cells coloured, with a note",
        database="SQLite with full-text search and links from row to cell, for instance for"
        " Datasette; numbers are exact to 15 digits, round your sums",
        csv="the tables as CSV (UTF-8, comma, RFC 4180); text that a spreadsheet would take for a"
        " formula begins with an apostrophe, manifest.json says where",
        parquet="the tables as Parquet, typed, with exact decimals",
        sheets="the sheets of each document as they looked, one workbook a document",
        dictionary="type, unit and meaning of each column, in Swedish and English",
        package="description for machines (Frictionless Data Package) with schemas and hashes",
        manifest="all files with SHA-256, the source files, settings and versions",
        tables="Tables",
        table_head=("Table", "Rows", "What a row is"),
        counts="Counts",
        limits="Read this before the figures",
        back="From a figure to the paper",
        back_text="Every row has document, page and cell_ids. Look the cell up in cells: raw is the"
        " text exactly as read, box its place on the page, doubt why it is not sure.",
    ),
}


def readme(data: CleanData, rows: Sequence[tuple[str, int]], names: PackageNames) -> str:
    """Write the README of a package.

    Args:
        data: the collection, masked.
        rows: how many rows each table has, in order.
        names: what the files are called.

    Returns:
        Markdown in the collection's language (Swedish, else English), then in the other.
    """
    first = "sv" if data.collection.language == "sv" else "en"
    order = (first, *(language for language in _LANGUAGES if language != first))
    parts = ["\n".join(_part(about(data, lang), lang, rows, names)) for lang in order]
    return "\n\n---\n\n".join(parts) + "\n"


def _part(
    told: About, language: str, rows: Iterable[tuple[str, int]], names: PackageNames
) -> list[str]:
    words = _WORDS[language]
    files = (
        (f"`{names.workbook}`", words.workbook),
        (f"`{names.database}`", words.database),
        ("`csv/`", words.csv),
        ("`parquet/`", words.parquet),
        ("`xlsx/`", words.sheets),
        (" ".join(f"[{name}]({name})" for name in NAMES.values()), words.dictionary),
        ("[datapackage.json](datapackage.json)", words.package),
        ("[manifest.json](manifest.json)", words.manifest),
    )
    lines = [f"# {escaped(told.title)}", ""]
    lines += [f"- **{escaped(label)}:** {escaped(text)}" for label, text in told.facts]
    lines += ["", f"## {words.limits}", ""]
    lines += [f"{number}. {escaped(text)}" for number, text in enumerate(told.limits, start=1)]
    lines += ["", f"## {words.counts}", ""]
    lines += [f"- {escaped(label)}: {escaped(text)}" for label, text in told.counts]
    lines += ["", f"## {words.files}", ""]
    lines += table(words.file_head, ((name, escaped(text)) for name, text in files))
    lines += ["", f"## {words.tables}", ""]
    lines += table(
        words.table_head,
        (
            (f"`{name}`", grouped(count), escaped(SCHEMAS[name].described(language)))
            for name, count in rows
        ),
    )
    lines += ["", f"## {words.back}", "", escaped(words.back_text)]
    return lines

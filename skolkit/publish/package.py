"""A collection to the files of the folder that is published, as names and bytes.

Whoever calls this has masked the data. The files come one by one in a fixed order, the manifest
last. The same data always give the same bytes: nothing tells the day, the machine or its language.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Sequence

from skolkit.publish import datapackage, readme
from skolkit.publish.about import about
from skolkit.publish.dictionary import NAMES, dictionary
from skolkit.publish.exports import (
    CleanData,
    Listed,
    OutputFile,
    clean_tables,
    document_workbooks,
    manifest_file,
)
from skolkit.publish.people_xlsx import people_workbook
from skolkit.publish.sqlite import database_bytes
from skolkit.publish.tabular import csv_text, parquet_bytes
from skolkit.tables.schemas import SCHEMAS

_LONGEST = 100  # letters of a file's name, before the hash and its ending


def package_files(
    data: CleanData, *, more: Sequence[OutputFile] = (), written: Sequence[Listed] = ()
) -> Iterator[OutputFile]:
    """Make all files of a package.

    Args:
        data: the collection, masked.
        more: further files that belong to the package, listed in its manifest.
        written: files of the package that are written already; they are listed too.

    Yields:
        ``README.md``, the dictionaries, the workbook for people, the database, each table as CSV
        and Parquet, each document's workbook, ``more``, ``datapackage.json``, and last
        ``manifest.json``.
    """
    outputs: list[Listed] = list(written)
    guarded: dict[str, dict[str, int]] = {}
    for made in _contents(data, more, guarded):
        outputs.append(Listed.of(made))
        yield made
    yield manifest_file(data, outputs, guarded)


def _contents(
    data: CleanData, more: Sequence[OutputFile], guarded: dict[str, dict[str, int]]
) -> Iterator[OutputFile]:
    """All files but the manifest; ``guarded`` takes up what that has to tell of the CSV files."""
    collection = data.collection
    language = "sv" if collection.language == "sv" else "en"
    package = package_name(collection.name)
    names = readme.PackageNames(f"{package}.xlsx", f"{package}.sqlite")
    tables = clean_tables(data)
    counts = [(table.name, sum(1 for _ in table.rows())) for table in tables]
    told = about(data, language)
    yield _text(readme.NAME, readme.readme(data, counts, names))
    for spoken, name in NAMES.items():
        yield _text(name, dictionary(SCHEMAS.values(), spoken))
    book = people_workbook(tables, told, language=language, demo=collection.is_demo)
    yield OutputFile(names.workbook, book)
    yield OutputFile(names.database, database_bytes(tables, told, language))
    described: list[datapackage.TableFile] = []
    for table in tables:
        text = csv_text(table)
        path = f"csv/{table.name}.csv"
        digest = hashlib.sha256(text.data).hexdigest()
        described.append(datapackage.TableFile(table.name, path, len(text.data), digest))
        if text.guarded:
            guarded[path] = dict(text.guarded)
        yield OutputFile(path, text.data, text.rows)
        yield OutputFile(f"parquet/{table.name}.parquet", parquet_bytes(table), text.rows)
    yield from document_workbooks(data)
    yield from more
    yield OutputFile(datapackage.NAME, datapackage.descriptor(collection, package, described))


def package_name(name: str) -> str:
    """Name a package's files after a collection: a-z, 0-9, "-" and "_" only.

    A name that has to be changed for that gets eight digits of its hash, so that two collections
    never share one.
    """
    if re.fullmatch(rf"[a-z0-9][a-z0-9_-]{{0,{_LONGEST - 1}}}", name):
        return name
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii")
    slug = re.sub(r"[^a-z0-9_]+", "-", plain.lower()).strip("-_")[:_LONGEST].strip("-_")
    digest = hashlib.sha256(name.encode("utf-8", "backslashreplace")).hexdigest()[:8]
    return f"{slug or 'collection'}-{digest}"


def _text(name: str, text: str) -> OutputFile:
    return OutputFile(name, text.encode("utf-8", "replace"))

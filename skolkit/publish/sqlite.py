"""The clean tables to one SQLite database: keys down to cells, full-text search, views.

The same tables always give the same bytes with the same SQLite: rows go in in a fixed order,
without gaps in their ids, and the file is vacuumed. The database is built in memory, so that
nothing lies on the disk but what is published. Text stays as it is: a database runs no formulas.

Exact decimals up to 15 digits are held as numbers; a column with a longer one is held as text.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing

from skolkit.publish.about import About
from skolkit.publish.sqlite_layout import Field, Relation, layout
from skolkit.publish.tabular import Table
from skolkit.tables.schema import Schema
from skolkit.tables.schemas import SCHEMAS

_TOKENS = "unicode61 remove_diacritics 2"  # åäö are often lost in reading, and by searchers
_SETTINGS = (
    "PRAGMA page_size = 4096",
    "PRAGMA encoding = 'UTF-8'",
    "PRAGMA journal_mode = DELETE",
    "PRAGMA secure_delete = ON",
    "PRAGMA auto_vacuum = NONE",
    "PRAGMA foreign_keys = OFF",  # a row that breaks a rule is told of, and kept
)
_VIEWS = (
    (
        "costs_to_count",
        "SELECT demo, as_of, category, amount_sek, supplier, scope, qualifier, series, doubts,"
        " document, page, row_id FROM costs"
        " WHERE row_kind = 'row' AND duplicate_of IS NULL ORDER BY as_of, row_id",
    ),
    (
        "invoices_to_count",
        "SELECT demo, invoice_date, supplier, description, hours, rate_sek, net_sek, vat_sek,"
        " gross_sek, doubts, document, page, row_id FROM invoices"
        " WHERE row_kind = 'row' AND duplicate_of IS NULL ORDER BY invoice_date, row_id",
    ),
    (
        "invoices_by_supplier",
        "SELECT max(i.demo) AS demo, coalesce(s.name, i.supplier) AS supplier, count(*) AS rows,"
        " round(sum(i.net_sek), 2) AS net_sek, sum(i.net_sek IS NULL) AS rows_without_net_sek"
        " FROM invoices i LEFT JOIN suppliers s ON s.supplier_id = i.supplier_id"
        " WHERE i.row_kind = 'row' AND i.duplicate_of IS NULL"
        " GROUP BY coalesce(s.name, i.supplier) ORDER BY 4 DESC, 2",
    ),
    (
        "doubtful_cells",
        "SELECT demo, document, page, sheet, cell, raw, doubt, confidence, method, other_readings,"
        " cell_id FROM cells WHERE doubt IS NOT NULL ORDER BY cells.rowid",
    ),
    (
        "checks_that_differ",
        'SELECT demo, rule, document, page, "table", "column", printed, computed, difference,'
        " row_id FROM checks WHERE verdict = 'differs' ORDER BY abs(difference) DESC, check_id",
    ),
    (
        "rows_on_paper",
        "SELECT c.demo, r.row_no, r.row_id, r.table_name, c.document, c.page, c.sheet, c.cell,"
        " c.raw, c.doubt, c.box, c.cell_id FROM row_cells l JOIN rows r ON r.row_no = l.row_no"
        " JOIN cells c ON c.cell_id = l.cell_id ORDER BY l.rowid",
    ),
)


def database_bytes(tables: Sequence[Table], told: About, language: str) -> bytes:
    """Build the database.

    Args:
        tables: the clean tables, masked; all of them, also empty ones.
        told: what the package says of itself, for the table ``about``.
        language: of the table ``data_dictionary``; ``sv``, else English.

    Returns:
        The bytes of a database file: the tables of ``layout``, an FTS5 table ``<table>_fts`` for
        each table with texts, and views for people.
    """
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as base:
        for setting in _SETTINGS:
            base.execute(setting)
        base.execute("BEGIN")
        for relation in layout(tables, told, language):
            _create(base, relation)
            _fill(base, relation)
        for table in tables:
            _make_searchable(base, SCHEMAS[table.name])
        for name, query in _VIEWS:
            base.execute(f"CREATE VIEW {_quoted(name)} AS {query}")
        base.execute("COMMIT")
        base.execute("VACUUM")
        return base.serialize()


def _create(base: sqlite3.Connection, relation: Relation) -> None:
    """Create a table with its key, what it refers to, and an index for each way to it."""
    name = _quoted(relation.name)
    lines = ",\n  ".join(_declared(field, relation.key) for field in relation.fields)
    base.execute(f"CREATE TABLE {name} (\n  {lines}\n)")
    for field in relation.fields:
        if field.reference and field.name != relation.key:
            index = _quoted(f"{relation.name}_{field.name}")
            base.execute(f"CREATE INDEX {index} ON {name} ({_quoted(field.name)})")


def _declared(field: Field, key: str) -> str:
    declared = f"{_quoted(field.name)} {field.type}"
    if field.name == key:
        declared += " PRIMARY KEY NOT NULL"
    if field.reference:
        table, _, column = field.reference.partition(".")
        declared += f" REFERENCES {_quoted(table)} ({_quoted(column)})"
    return declared


def _fill(base: sqlite3.Connection, relation: Relation) -> None:
    marks = ", ".join("?" * len(relation.fields))
    base.executemany(
        f"INSERT INTO {_quoted(relation.name)} VALUES ({marks})",  # noqa: S608
        ([field.value(row) for field in relation.fields] for row in relation.rows()),
    )


def _make_searchable(base: sqlite3.Connection, schema: Schema) -> None:
    if not schema.searched:
        return
    index, columns = _quoted(f"{schema.name}_fts"), ", ".join(map(_quoted, schema.searched))
    base.execute(
        f"CREATE VIRTUAL TABLE {index} USING fts5 ({columns}, content={_quoted(schema.name)},"
        f' tokenize="{_TOKENS}")'
    )
    for command in ("rebuild", "optimize"):
        base.execute(f"INSERT INTO {index} ({index}) VALUES (?)", (command,))  # noqa: S608


def _quoted(name: str) -> str:
    """An identifier of SQL."""
    return '"' + name.replace('"', '""') + '"'

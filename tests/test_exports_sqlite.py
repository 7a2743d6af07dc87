"""The SQLite database: whole, linked down to cells, searchable, the same bytes every time."""
# ruff: noqa: S608  the names in the queries are those of the tables

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from decimal import Decimal

import pytest
from exports_data import INJECTIONS, empty, sample

from skolkit.publish.about import about
from skolkit.publish.exports import CleanData, clean_tables
from skolkit.publish.sqlite import database_bytes
from skolkit.publish.tabular import Table, spell
from skolkit.tables.schemas import SCHEMAS

LINKS = ("rows", "row_cells", "check_cells", "sheet_pages")


def made(data: CleanData) -> bytes:
    return database_bytes(clean_tables(data), about(data, "sv"), "sv")


def opened(data: CleanData) -> sqlite3.Connection:
    base = sqlite3.connect(":memory:")
    base.deserialize(made(data))
    return base


@pytest.fixture
def base() -> Iterator[sqlite3.Connection]:
    with closing(opened(sample(texts=INJECTIONS))) as connection:
        yield connection


def ask(base: sqlite3.Connection, query: str, *values: object) -> list[tuple[object, ...]]:
    return base.execute(query, values).fetchall()


def names(base: sqlite3.Connection, kind: str) -> set[str]:
    return {
        str(name) for (name,) in ask(base, "SELECT name FROM sqlite_master WHERE type = ?", kind)
    }


def test_it_is_sound_and_every_link_leads_somewhere(base: sqlite3.Connection) -> None:
    assert ask(base, "PRAGMA integrity_check") == [("ok",)]
    assert ask(base, "PRAGMA foreign_key_check") == []
    assert ask(base, "PRAGMA freelist_count") == [(0,)]


def test_the_same_bytes_every_time() -> None:
    assert made(sample()) == made(sample())
    assert made(sample()) != made(sample(texts=("mer",)))


def test_every_table_is_there_with_every_value(base: sqlite3.Connection) -> None:
    for table in clean_tables(sample(texts=INJECTIONS)):
        rows = list(table.rows())
        assert rows, table.name
        columns = [column.name for column in SCHEMAS[table.name].columns]
        listed = ", ".join(f'"{name}"' for name in columns)
        held = ask(base, f'SELECT {listed} FROM "{table.name}" ORDER BY rowid')
        assert len(held) == len(rows)
        for row, line in zip(rows, held, strict=True):
            for name, value in zip(columns, line, strict=True):
                known = getattr(row, name)
                if isinstance(known, Decimal | float | int):
                    assert value == known, name
                else:
                    assert value == (spell(known) or None), name


def test_ids_have_no_gaps_and_follow_the_rows(base: sqlite3.Connection) -> None:
    for name in (*SCHEMAS, *LINKS):
        ids = [number for (number,) in ask(base, f'SELECT rowid FROM "{name}" ORDER BY rowid')]
        assert ids == list(range(1, len(ids) + 1)), name


def references(base: sqlite3.Connection, table: str) -> dict[str, str]:
    found = ask(base, f'PRAGMA foreign_key_list("{table}")')
    return {str(line[3]): f"{line[2]}.{line[4]}" for line in found}


def test_keys_lead_from_rows_down_to_documents(base: sqlite3.Connection) -> None:
    assert (
        references(base, "costs").items()
        >= {
            "document": "documents.document",
            "sheet_id": "sheets.sheet_id",
            "page_id": "pages.page_id",
            "row_no": "rows.row_no",
            "duplicate_of_no": "rows.row_no",
        }.items()
    )
    assert references(base, "invoices")["supplier_id"] == "suppliers.supplier_id"
    assert references(base, "row_cells") == {"row_no": "rows.row_no", "cell_id": "cells.cell_id"}
    assert references(base, "check_cells")["check_no"] == "checks.check_no"
    assert references(base, "cells") == {
        "document": "documents.document",
        "sheet_id": "sheets.sheet_id",
        "page_id": "pages.page_id",
    }
    assert references(base, "sheet_pages")["page_id"] == "pages.page_id"
    assert references(base, "sheets") == {"document": "documents.document"}
    assert references(base, "pages") == {"document": "documents.document"}


def test_every_reference_leads_to_a_key_and_is_indexed(base: sqlite3.Connection) -> None:
    for name in (*SCHEMAS, *LINKS):
        indexed = {str(line[1]) for line in ask(base, f'PRAGMA index_list("{name}")')}
        for column, there in references(base, name).items():
            table, _, key = there.partition(".")
            keys = [str(line[1]) for line in ask(base, f'PRAGMA table_info("{table}")') if line[5]]
            assert keys == [key]
            assert f"{name}_{column}" in indexed


def test_a_figure_leads_to_its_cells(base: sqlite3.Connection) -> None:
    found = ask(
        base,
        "SELECT c.raw, c.doubt FROM costs r JOIN row_cells l ON l.row_no = r.row_no"
        " JOIN cells c ON c.cell_id = l.cell_id WHERE r.row_id = 'costs:d-1#1!R8'",
    )
    assert found == [("12 3?4", "not-a-number")]
    seen = ask(base, "SELECT raw FROM rows_on_paper WHERE row_id = 'invoices:d-1#1!R7'")
    assert seen == [("Påhittade Bolaget AB",), ("[namn 1]",)]


@pytest.mark.parametrize("words", ["forskolan", "förskolan", "FÖRSKOLAN", "försk*"])
def test_texts_are_found_with_and_without_their_dots(base: sqlite3.Connection, words: str) -> None:
    found = ask(base, "SELECT rowid FROM costs_fts WHERE costs_fts MATCH ?", words)
    assert (1,) in found
    assert ask(base, "SELECT rowid FROM costs_fts WHERE costs_fts MATCH 'grundskolan'") == []


def test_search_finds_cells_by_their_text(base: sqlite3.Connection) -> None:
    found = ask(
        base,
        "SELECT cells.cell FROM cells_fts JOIN cells ON cells.rowid = cells_fts.rowid"
        " WHERE cells_fts MATCH 'påhittade'",
    )
    assert found == [("B7",)]
    for schema in SCHEMAS.values():
        assert (f"{schema.name}_fts" in names(base, "table")) == bool(schema.searched)


def test_views_count_only_what_may_be_counted(base: sqlite3.Connection) -> None:
    counted = ask(base, "SELECT count(*), min(demo) FROM costs_to_count")
    assert counted == [(1 + len(INJECTIONS), 1)]
    assert ask(base, "SELECT supplier, rows, net_sek FROM invoices_by_supplier") == [
        ("Påhittade Bolaget AB", 1, 9000)
    ]
    assert ask(base, "SELECT raw FROM doubtful_cells") == [("12 3?4",), ("[namn 1]",)]
    assert ask(base, "SELECT printed, computed, difference FROM checks_that_differ") == [
        (11250, 11249, 1)
    ]
    for view in names(base, "view"):
        heads = [each[0] for each in base.execute(f'SELECT * FROM "{view}"').description]
        assert "demo" in heads, view


def test_it_tells_what_it_is(base: sqlite3.Connection) -> None:
    told = dict(ask(base, "SELECT name, value FROM about"))
    assert told["title"] == "Hög"
    assert str(told["DEMO"]).startswith("DEMO")
    words = ask(
        base,
        "SELECT unit FROM data_dictionary WHERE \"table\" = 'costs' AND \"column\" = 'amount_sek'",
    )
    assert words == [("kronor",)]


def test_an_empty_collection_gives_all_tables() -> None:
    with closing(opened(empty())) as base:
        assert names(base, "table") >= {*SCHEMAS, *LINKS}
        assert all(ask(base, f'SELECT count(*) FROM "{name}"') == [(0,)] for name in SCHEMAS)
        assert ask(base, "PRAGMA foreign_key_check") == []


def test_numbers_keep_every_digit() -> None:
    data = sample()
    [invoice] = data.tables.invoices
    long = replace(invoice, net_sek=Decimal("12345678901234567.89"), row=2**70)
    with closing(opened(replace(data, tables=replace(data.tables, invoices=(long,))))) as base:
        assert ask(base, 'SELECT net_sek, "row", gross_sek FROM invoices') == [
            ("12345678901234567.89", str(2**70), 11250)
        ]


def test_keys_that_repeat_lose_no_row_and_lead_nowhere() -> None:
    data = sample()
    twice = replace(data, documents=(*data.documents, data.documents[0]))
    cost = data.tables.costs[0]
    twice = replace(twice, tables=replace(data.tables, costs=(cost, cost)))
    with closing(opened(twice)) as base:
        assert ask(base, "SELECT count(*) FROM documents WHERE document = 'a.pdf'") == [(2,)]
        assert ask(base, "SELECT count(*) FROM costs") == [(2,)]
        assert "document" not in references(base, "cells")
        assert ask(base, "PRAGMA foreign_key_check") == []


def test_a_reference_that_dangles_is_kept() -> None:
    data = sample()
    [invoice] = data.tables.invoices
    lost = replace(invoice, supplier_id="name:nobody")
    with closing(opened(replace(data, tables=replace(data.tables, invoices=(lost,))))) as base:
        assert ask(base, "SELECT supplier_id FROM invoices") == [("name:nobody",)]
        [broken] = ask(base, "PRAGMA foreign_key_check")
        assert broken[:3] == ("invoices", 1, "suppliers")


def test_rows_come_from_a_table_each_time_it_is_asked() -> None:
    """A table that can be gone through only once would give an empty database."""
    data = sample()
    for table in clean_tables(data):
        assert isinstance(table, Table)
        assert len(list(table.rows())) == len(list(table.rows()))

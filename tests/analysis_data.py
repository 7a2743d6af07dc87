"""Frames with the columns of the clean tables: the public record as shipped, and an invented demo.

The tests of analysis, report and notebooks start here, so that they need no reading of documents.
"""

from __future__ import annotations

import csv
from dataclasses import fields, replace
from decimal import Decimal
from pathlib import Path

import pandas as pd

from skolkit.analysis.base import TABLES, CollectionTables
from skolkit.analysis.frame_values import plain
from skolkit.model import Collection, CollectionKind
from skolkit.privacy.review import PersonalRow
from skolkit.publish.exports import UnseenRow
from skolkit.tables.series_decisions import read_series

ROOT = Path(__file__).resolve().parents[1]
RAW = ROOT / "data" / "raw" / "public-record"
REVIEW = ROOT / "data" / "review" / "public-record"
SERIES = read_series((REVIEW / "series.toml").read_text(encoding="utf-8")).placed
QUALIFIERS = ("exakt", "cirka", "golv", "tak")
Row = dict[str, object]


def provenance(collection: str, demo: bool, document: str, table: str, row: int) -> Row:
    sheet = f"{document.partition('.')[0]}-00000000#1"
    return {
        "row_id": f"{table}:{sheet}!R{row}",
        "collection": collection,
        "demo": demo,
        "document": document,
        "document_id": sheet.partition("#")[0],
        "sheet_id": sheet,
        "page": 1 if demo else None,
        "row": row,
        "box": "10.0 10.0 50.0 20.0" if demo else "",
        "cell_ids": f"{sheet}!R{row}C1;{sheet}!R{row}C2",
        "doubts": "",
        "duplicate_of": "",
    }


def precision(text: str) -> str:
    return {4: "year", 7: "month", 10: "day"}.get(len(text), "")


def first_day(text: str) -> str:
    return (text + "-01-01")[:10] if text else ""


def public_costs() -> list[Row]:
    rows: list[Row] = []
    with (RAW / "costs.csv").open(encoding="utf-8", newline="") as held:
        for at, row in enumerate(csv.DictReader(held), start=2):
            found = [q for q in QUALIFIERS if row["note"].startswith(f"[{q}]")]
            rows.append(
                provenance("public-record", False, "costs.csv", "costs", at)
                | row
                | {
                    "as_of": first_day(row["as_of"]),
                    "as_of_precision": precision(row["as_of"]),
                    "period_start": first_day(row["period_start"]),
                    "period_end": first_day(row["period_end"]),
                    "amount_sek": Decimal(row["amount_sek"]),
                    "qualifier": found[0],
                    "row_kind": "row",
                    "series": SERIES[row["cost_id"], "*"],
                }
            )
    return rows


def public_incidents() -> list[Row]:
    with (RAW / "incidents.csv").open(encoding="utf-8", newline="") as held:
        return [
            provenance("public-record", False, "incidents.csv", "incidents", at)
            | row
            | {"date": first_day(row["date"]), "status": "", "closed": ""}
            for at, row in enumerate(csv.DictReader(held), start=2)
        ]


def cells_of(name: str) -> list[Row]:
    sheet = f"{name.partition('.')[0]}-00000000#1"
    with (RAW / name).open(encoding="utf-8", newline="") as held:
        return [
            {
                "cell_id": f"{sheet}!R{row}C{column}",
                "collection": "public-record",
                "demo": False,
                "document": name,
                "document_id": sheet.partition("#")[0],
                "sheet": name,
                "sheet_id": sheet,
                "other_readings": "",
                "page": None,
                "row": row,
                "column": column,
                "raw": text,
                "value": text,
                "value_type": "number" if text.replace(".", "").isdigit() else "text",
                "doubt": "",
                "method": "csv",
                "cell": "",
                "confidence": None,
                "box": "",
            }
            for row, values in enumerate(csv.reader(held), start=1)
            for column, text in enumerate(values, start=1)
        ]


def document(name: str, collection: str, media_type: str, pages: int, status: str = "ok") -> Row:
    return {
        "document_id": f"{name.partition('.')[0]}-00000000",
        "collection": collection,
        "document": name,
        "sha256": "0" * 64,
        "size_bytes": 1000,
        "media_type": media_type,
        "pages": pages,
        "status": status,
        "error": "",
        "warnings": "",
        "message": "",
    }


def without_rows(*names: str) -> dict[str, pd.DataFrame]:
    """Tables of which nothing is said here, besides those that are made from rows."""
    made = ("suppliers", "duplicates", "checks")
    return {name: pd.DataFrame(columns=["collection"]) for name in (*names, *made)}


def public_record() -> CollectionTables:
    names = ("costs.csv", "incidents.csv", "kpi.csv", "pupils.csv", "sources.csv", "timeline.csv")
    return CollectionTables(
        Collection(
            "public-record",
            RAW,
            "Skolplattformen: publicerade uppgifter",
            CollectionKind.PUBLIC_RECORD,
            received="2026-11-23",
            authority="Stockholms stad",
        ),
        costs=pd.DataFrame(public_costs()),
        incidents=pd.DataFrame(public_incidents()),
        messages=pd.DataFrame(columns=["row_id", "message_no"]),
        **without_rows("invoices", "budgets"),
        cells=pd.DataFrame([cell for name in names for cell in cells_of(name)]),
        sheets=pd.DataFrame(columns=["sheet_id"]),
        documents=pd.DataFrame([document(name, "public-record", "csv", 1) for name in names]),
        pages=pd.DataFrame(
            columns=[
                "document",
                "page",
                "method",
                "turn_deg",
                "skew_deg",
                "cells",
                "doubtful_cells",
                "status",
            ]
        ),
        problems=pd.DataFrame(columns=["code", "title", "document", "page", "detail"]),
    )


def invoice(row: int, kind: str, supplier: str, hours: int | None, amount: str | None) -> Row:
    rate = Decimal(1000) if hours is not None else None
    return provenance("demo-disclosure", True, "ledger.pdf", "invoices", row) | {
        "invoice_no": "",
        "voucher": f"V{row}",
        "invoice_date": "2030-03-31",
        "invoice_date_precision": "day",
        "supplier": supplier,
        "description": "Påhittad tjänst",
        "category": "consultant",
        "hours": None if hours is None else Decimal(hours),
        "rate_sek": rate,
        "net_sek": None if amount is None else Decimal(amount),
        "amount_as_published": amount or "#####",
        "note": "",
        "row_kind": kind,
    }


def ledger() -> list[Row]:
    """Two suppliers; the second subtotal is printed 1 000 kr too high."""
    return [
        invoice(2, "row", "Påhitt Ett AB", 10, "10000.00"),
        invoice(3, "row", "Påhitt Ett AB", 5, "5000.00"),
        invoice(4, "subtotal", "Påhitt Ett AB", None, "15000.00"),
        invoice(5, "row", "Påhitt Två AB", 7, "7000.00"),
        invoice(6, "row", "Påhitt Två AB", 2, "2500.00"),
        invoice(7, "subtotal", "Påhitt Två AB", None, "10500.00"),
        invoice(8, "total", "", None, "24500.00"),
    ]


def log() -> list[Row]:
    """Nine messages over three months; number 4 is missing, May has none."""
    rows: list[Row] = []
    for at, number in enumerate((1, 2, 3, 5, 6, 7, 8, 9, 10), start=2):
        incoming = number % 3 != 0
        month = "04" if number < 7 else "06"
        rows.append(
            provenance("demo-disclosure", True, "log.pdf", "messages", at)
            | {
                "message_no": str(number),
                "direction": "in" if incoming else "ut",
                "sent": f"2030-{month}-{number:02d}T08:30:00",
                "sender": "Anna Påhitt <anna@bolag.example>" if incoming else "reg@stad.example",
                "recipients": "reg@stad.example" if incoming else "bo@forening.example",
                "subject": "Påhittat ärende",
                "size_kb": 12,
                "attachments": 0,
            }
        )
    return rows


def tickets() -> list[Row]:
    return [
        provenance("demo-disclosure", True, "tickets.pdf", "incidents", at)
        | {
            "incident_id": f"T{at}",
            "date": "2030-05-02" if at < 4 else None,
            "date_precision": "day" if at < 4 else "",
            "module": "Schema" if at < 4 else "Närvaro",
            "kind": "availability",
            "severity": "2",
            "affected_persons": None,
            "affected_as_published": "",
            "reported_to_authority": "",
            "summary_sv": "Påhittat fel",
            "summary_en": "",
            "source_ids": "",
            "status": "stängt",
            "closed": "",
        }
        for at in range(2, 6)
    ]


def paper_copy() -> list[Row]:
    """A copy of the public costs as read from paper, one amount misread."""
    rows = [
        row | provenance("demo-disclosure", True, "copy.pdf", "costs", at)
        for at, row in enumerate(public_costs(), start=2)
    ]
    rows[4]["amount_sek"] = Decimal(840000000)
    return rows


def cells_behind(rows: list[Row], column: str) -> list[Row]:
    """The cells of invented rows; the second holds what the column says."""
    return [
        {
            "cell_id": cell_id,
            "demo": True,
            "document": row["document"],
            "document_id": row["document_id"],
            "sheet": "1",
            "page": 1,
            "cell": f"{letter}{row['row']}",
            "confidence": 0.5,
            "box": "10.0 10.0 50.0 20.0",
            "row": row["row"],
            "column": at,
            "raw": plain(row[column]) if at == 2 else "x",
            "value": plain(row[column]) if at == 2 else "x",
            "value_type": "text",
            "doubt": "",
            "method": "ocr/eng",
            "other_readings": "",
        }
        for row in rows
        for at, (letter, cell_id) in enumerate(
            zip("AB", str(row["cell_ids"]).split(";"), strict=True), start=1
        )
    ]


def demo() -> CollectionTables:
    names = ("copy.pdf", "ledger.pdf", "log.pdf", "tickets.pdf")
    cells = [
        {
            "cell_id": f"{name}!R1C{column}",
            "demo": True,
            "document": name,
            "document_id": f"{name.partition('.')[0]}-00000000",
            "sheet": "1",
            "other_readings": "",
            "page": 1,
            "cell": "A1",
            "confidence": 0.5,
            "box": "10.0 10.0 50.0 20.0",
            "row": 1,
            "column": column,
            "raw": "1",
            "value": "1",
            "value_type": "number",
            "doubt": "low-confidence" if column == 1 else "",
            "method": "ocr/eng",
        }
        for name in names
        for column in (1, 2, 3)
    ]
    pages = [
        {
            "document": name,
            "page": page,
            "method": "ocr",
            "turn_deg": 0,
            "skew_deg": 0.0,
            "cells": 3,
            "doubtful_cells": 1,
            "status": "ok",
        }
        for name in names
        for page in (1, 2)
    ]
    problem = {
        "code": "W_MISSING_PAGE",
        "title": "Page missing",
        "document": "log.pdf",
        "page": 3,
        "detail": "page 3 of 4",
    }
    return CollectionTables(
        Collection(
            "demo-disclosure",
            ROOT / "data" / "raw" / "demo-disclosure",
            "Påhittad utlämning",
            CollectionKind.DEMO,
            received="2026-11-23",
        ),
        costs=pd.DataFrame(paper_copy()),
        invoices=pd.DataFrame(ledger()),
        incidents=pd.DataFrame(tickets()),
        messages=pd.DataFrame(log()),
        **without_rows("budgets"),
        cells=pd.DataFrame(cells),
        sheets=pd.DataFrame(columns=["sheet_id"]),
        documents=pd.DataFrame([document(name, "demo-disclosure", "pdf", 2) for name in names]),
        pages=pd.DataFrame(pages),
        problems=pd.DataFrame([problem]),
    )


def write_project(root: Path) -> None:
    """Lay out a project with both collections as the pipeline would leave it."""
    invented = demo()
    behind = [
        *cells_behind(ledger(), "voucher"),
        *cells_behind(log(), "message_no"),
        *cells_behind(tickets(), "incident_id"),
    ]
    whole = pd.concat([invented.cells, pd.DataFrame(behind)])
    for one in (public_record(), replace(invented, cells=whole)):
        name = one.collection.name
        raw = root / "data" / "raw" / name
        raw.mkdir(parents=True)
        (raw / "collection.toml").write_text(
            f'title = "{one.collection.title}"\nkind = "{one.collection.kind.value}"\n'
            f'received = "{one.collection.received}"\n',
            encoding="utf-8",
        )
        clean = root / "data" / "clean" / name
        clean.mkdir(parents=True)
        for table in TABLES:
            frame: pd.DataFrame = getattr(one, table)
            with (clean / f"{table}.csv").open("w", encoding="utf-8", newline="") as held:
                writer = csv.writer(held, lineterminator="\n")
                writer.writerow(frame.columns)
                writer.writerows(
                    [plain(value) for value in row]
                    for row in frame.itertuples(index=False, name=None)
                )
        for file, kind in (("personal.csv", PersonalRow), ("unseen.csv", UnseenRow)):
            header = ",".join(field.name for field in fields(kind))
            (clean / file).write_text(f"{header}\n", encoding="utf-8")
        (clean / "manifest.json").write_text('{"decisions": {}}', encoding="utf-8")

"""A small collection with every table filled, and rows in which only what is named is known."""

from __future__ import annotations

import typing
from collections.abc import Sequence
from dataclasses import MISSING, fields, replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from skolkit.model import Box, Cell, Collection, CollectionKind, Doubt, Sheet, cell_id
from skolkit.privacy.review import PersonalRow
from skolkit.problems import Problem
from skolkit.publish.exports import CleanData, DocumentRow, PageRow
from skolkit.tables.rows import (
    BudgetRow,
    CheckRow,
    CostRow,
    DuplicateRow,
    IncidentRow,
    InvoiceRow,
    MessageRow,
    SupplierRow,
    Tables,
)

INJECTIONS = (
    '=HYPERLINK("http://127.0.0.1:9/?x="&A1,"klicka")', "+46701740605", "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+9)*cmd|' /C calc'!A0", "\t=1+1", "\r=1+1", "\n=1+1", "＝1+1", "=1+1;=2+2", "'=1+1",
    '";=1+1', "-5", "-5,5", "+3", "-", "=", "@skola", "%0A=1+1", "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>", "{{7*7}}", "${jndi:ldap://127.0.0.1:9/a}",
    "$(touch skolkit_owned)", "`id`", "'; DROP TABLE skolor;--", "../../etc/passwd",
    "[klick](javascript:alert(1))", "$$\\input{/etc/passwd}$$", "| a | b |", "a\n=1+1",
    "a;'=1+1", "''=1+1", "x\r\n@y", "﹣1",
)  # fmt: skip


def plain(row_class: type, **given: Any) -> Any:
    """A row with nothing known but what is given and what no row lacks."""
    hints = typing.get_type_hints(row_class)
    made: dict[str, Any] = {}
    for field in fields(row_class):
        if field.default is not MISSING:
            continue
        kind = hints[field.name]
        made[field.name] = {str: "", bool: False, int: 0}.get(
            kind, () if typing.get_origin(kind) is tuple else None
        )
    base = {
        "row_id": "t:d-1#1!R7",
        "collection": "heap",
        "document": "a.pdf",
        "document_id": "d-1",
        "sheet_id": "d-1#1",
        "page": 3,
        "row": 7,
        "cell_ids": (cell_id("d-1#1", 7, 2), cell_id("d-1#1", 7, 6)),
        "row_kind": "row",
    }
    known = {name: value for name, value in base.items() if name in made}
    return row_class(**{**made, **known, **given})


def sample(
    kind: CollectionKind = CollectionKind.DEMO, texts: Sequence[str] = (), **collection: str
) -> CleanData:
    """A collection with a row in every table; ``texts`` stand in cells and as notes of costs."""
    demo = kind is CollectionKind.DEMO
    own = {"demo": demo}
    cells = [
        Cell(7, 2, "Påhittade Bolaget AB", "Påhittade Bolaget AB", None, 0.98, "ocr", 3),
        Cell(7, 3, "1 234,50", Decimal("1234.50"), None, 0.91, "ocr", 3, Box(1, 2, 30.25, 4)),
        Cell(7, 4, "12 3?4", None, Doubt.NOT_A_NUMBER, 0.4, "ocr", 3, rivals=("12 314", "12 374")),
        Cell(7, 5, "2019-08-21", date(2019, 8, 21), None, 0.98, "ocr", 3),
        Cell(7, 6, "[namn 1]", None, Doubt.MASKED, None, "ocr", 3),
        *(Cell(20 + at, 2, text, text, None, 0.9, "ocr", 3) for at, text in enumerate(texts)),
    ]
    sheet = Sheet("d-1#1", "d-1", "a.pdf", "Blad/1", tuple(cells), (3,), title_rows=1)
    native = Sheet("n-1#1", "n-1", "b.xlsx", "=A1", (Cell(1, 1, "x", "x", method="xlsx/value"),))
    cost = plain(
        CostRow, row_id="costs:d-1#1!R7", cost_id="C1", as_of=date(2019, 8, 21),
        as_of_precision="day", category="fine", amount_sek=Decimal("1234567.50"),
        amount_as_published="1 234 567,50 kr", scope="Vite för förskolan", qualifier="cirka",
        supplier="Påhittade Bolaget AB", is_estimate=False, box=Box(1, 2, 30.25, 4), **own,
    )  # fmt: skip
    unknown = replace(
        cost, row_id="costs:d-1#1!R8", amount_sek=None, row=8, doubts=("amount_sek:masked",),
        cell_ids=(cell_id("d-1#1", 7, 4),), duplicate_of=cost.row_id,
    )  # fmt: skip
    noted = tuple(
        replace(
            cost, row_id=f"costs:d-1#1!R{20 + at}", row=20 + at, note=text,
            cell_ids=(cell_id("d-1#1", 20 + at, 2),),
        )
        for at, text in enumerate(texts)
    )  # fmt: skip
    supplier = plain(
        SupplierRow, supplier_id="name:pahittade bolaget", name="Påhittade Bolaget AB",
        names=("Påhittade Bolaget AB", "PAHITTADE BOLAGET"), rows=2,
        merged_by=("same-name", "same-name"), **own,
    )  # fmt: skip
    invoice = plain(
        InvoiceRow, row_id="invoices:d-1#1!R7", invoice_no="0017", supplier="Påhittade Bolaget AB",
        supplier_id=supplier.supplier_id, hours=Decimal("7.5"), rate_sek=Decimal(1200),
        net_sek=Decimal("9000.00"), vat_sek=Decimal("2250.00"), gross_sek=Decimal("11250.00"),
        invoice_date=date(2021, 3, 1), **own,
    )  # fmt: skip
    tables = Tables(
        costs=(cost, unknown, *noted),
        incidents=(
            plain(
                IncidentRow, row_id="incidents:d-1#1!R7", date=date(2020, 8, 1), severity=3,
                date_precision="month", affected_persons=130_000, summary_sv="Läckan", **own,
            ),
        ),
        messages=(
            plain(
                MessageRow, row_id="messages:d-1#1!R7", direction="in", subject="Sv: Möte",
                sent=datetime(2021, 3, 1, 8, 14), size_kb=Decimal("12.25"), attachments=2, **own,
            ),
        ),
        sheets=(sheet, native),
        problems=(),
        recognised=(("d-1#1", "costs"),),
        invoices=(invoice,),
        budgets=(
            plain(BudgetRow, row_id="budgets:d-1#1!R7", budget_sek=Decimal(-5), **own),
        ),
        suppliers=(supplier,),
        duplicates=(
            plain(
                DuplicateRow, duplicate_id="1", kind="same-row", of_document="a.pdf", of_page=3,
                row_id=unknown.row_id, of_row_id=cost.row_id, agreement="scope", **own,
            ),
        ),
        checks=(
            plain(
                CheckRow, check_id="1", rule="net-vat", table="invoices", row_id=invoice.row_id,
                column="gross_sek", printed=Decimal(11250), computed=Decimal(11249), parts=2,
                difference=Decimal(1), verdict="differs", **own,
            ),
        ),
    )  # fmt: skip
    return CleanData(
        collection=Collection("heap", Path("/somewhere/heap"), "Hög", kind, **collection),
        tables=tables,
        documents=(
            plain(
                DocumentRow, document="a.pdf", sha256="ab" * 32, size_bytes=10, media_type="pdf",
                pages=3, status="ok_with_warnings", warnings=("W_SKEW",), message="Skew.",
            ),
            plain(
                DocumentRow, document="b.xlsx", document_id="n-1", sha256="cd" * 32, size_bytes=9,
                media_type="xlsx", pages=1, status="ok",
            ),
            plain(DocumentRow, document="c.doc", document_id="", status="failed",
                  error="E_UNSUPPORTED"),
        ),
        pages=(PageRow("d-1", "a.pdf", 3, "ocr", 595.3, 841.9, 300.0, 90, 0.2, 9, 3, 1, "ok"),),
        problems=(Problem("W_SKEW", "a.pdf", page=3, detail="1.4 degrees"),),
        settings={"render_dpi": 300},
        versions={"skolkit": "0"},
        personal=(
            plain(PersonalRow, cell="F7", kind="namn", rule="list", decision="mask", end=8, **own),
        ),
    )  # fmt: skip


def empty(kind: CollectionKind = CollectionKind.DISCLOSURE) -> CleanData:
    """A collection in which nothing was found."""
    collection = Collection("heap", Path("heap"), "Hög", kind)
    return CleanData(collection, Tables((), (), (), (), ()), (), (), ())

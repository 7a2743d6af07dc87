"""Typed rows for the tests of the analysis of costs: the public record, and invented invoices."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import count

from analysis_data import public_record

from skolkit.analysis.frame_rows import cost_rows
from skolkit.analysis.rows import BudgetLine, Cost, Invoice, Place

_NUMBERS = count(2)
PUBLIC = public_record()
COSTS = cost_rows(PUBLIC.costs)
BY_ID = {row.cost_id: row for row in COSTS}


def cost(name: str) -> Cost:
    """A row of the public record by its number."""
    return BY_ID[name]


def costs(*names: str) -> tuple[Cost, ...]:
    return tuple(BY_ID[name] for name in names)


def public_id(name: str) -> str:
    return BY_ID[name].place.row_id


def money(text: str | int | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def place(table: str, row: int, doubts: tuple[str, ...] = (), duplicate_of: str = "") -> Place:
    return Place(
        row_id=f"{table}:d#1!R{row}",
        collection="prov",
        demo=True,
        document="ledger.csv",
        document_id="d",
        sheet_id="d#1",
        page=1,
        row=row,
        box="",
        cell_ids=(),
        doubts=doubts,
        duplicate_of=duplicate_of,
    )


def bill(
    net: str | int | None,
    date: str = "2019-03-01",
    supplier: str = "Påhitt AB",
    *,
    row: int | None = None,
    doubts: tuple[str, ...] = (),
    duplicate_of: str = "",
    **given: object,
) -> Invoice:
    """An invoice line; amounts as text or whole numbers."""
    for name in ("hours", "rate", "vat", "gross"):
        value = given.get(name)
        given[name] = None if value is None else Decimal(str(value))
    texts = dict.fromkeys(
        (
            "number",
            "voucher",
            "supplier_id",
            "organisationsnummer",
            "account",
            "cost_centre",
            "project",
            "description",
            "category",
            "published",
            "note",
        ),
        "",
    )
    fields = {**texts, "row_kind": "row", **given}
    number = next(_NUMBERS) if row is None else row
    return Invoice(
        place=place("invoices", number, doubts, duplicate_of),
        date=date,
        supplier=supplier,
        net=money(net),
        **fields,  # type: ignore[arg-type]
    )


def line(
    period: tuple[str, str],
    *,
    budget: str | int | None = None,
    outcome: str | int | None = None,
    account: str = "",
    description: str = "",
    row_kind: str = "row",
    doubts: tuple[str, ...] = (),
    duplicate_of: str = "",
) -> BudgetLine:
    """A budget line."""
    return BudgetLine(
        place=place("budgets", next(_NUMBERS), doubts, duplicate_of),
        period=period,
        description=description,
        account=account,
        cost_centre="",
        project="",
        budget=money(budget),
        outcome=money(outcome),
        forecast=None,
        deviation=None,
        note="",
        row_kind=row_kind,
    )


def repeated(row: Cost) -> Cost:
    """The same published amount as a row that repeats another one."""
    return replace(row, place=replace(row.place, row_id="x", duplicate_of=row.place.row_id))

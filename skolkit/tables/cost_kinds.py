"""Amounts beside what they were for, to whether anything calls them costs, or invoices.

The rule stands in ``docs/profiles.md``: a list of suppliers, days and amounts is one of invoices
where a word or a number of invoices or of the accounts is there. Where none is, and the amounts are
called costs, they are costs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from skolkit.model import Sheet
from skolkit.tables.fingerprints import Rows
from skolkit.tables.matches import WEAK, Heading, Matched
from skolkit.tables.period_kinds import COSTS, says_costs

INVOICES = "invoices"
# What only invoices and ledgers print; a weak heading ("Nr") may number anything.
_OF_INVOICES = frozenset(
    {"voucher", "invoice_no", "posting_date", "account", "cost_centre", "hours", "document_kind"}
)
_INVOICES = re.compile(r"faktur|invoic|verifik|voucher|reskontra|ledger", re.IGNORECASE)
_PAID = re.compile(
    rf"{_INVOICES.pattern}|betal|\bpaid\b|pay(?:ment|ee)|transa[kc]tion|bokför|huvudbok"
    r"|\bjournal\b|konter|posting|\bbill",
    re.IGNORECASE,
)
_COST_WORDS = re.compile(
    r"kostnad|\bkosta(?:t|de|r)?\b|utgift|\bcosts?\b|expen[sd]|\bspen[dt]", re.IGNORECASE
)
_AMOUNTS = frozenset({"amount", "net", "category"})


def kind_said(
    sheet: Sheet, rows: Rows, first: int, headings: Sequence[Heading], matched: Matched
) -> str:
    """What a list that fits invoices speaks of alone: ``costs``, ``invoices`` or ``""``.

    Args:
        sheet: its name and its document's may say it.
        rows: its cells.
        first: the row of the headings.
        headings: of the table.
        matched: the columns, read as those of invoices.
    """
    costs = are_called_costs(sheet, rows, first, headings, matched)
    above = (cell.raw for row in rows if row < first for cell in rows[row].values())
    own = (text for heading in headings for text in heading.texts[:1])
    said = (*above, *own, sheet.name, sheet.document_name)
    if any(map(_INVOICES.search, said)) and not costs:
        return INVOICES
    sure = {each.field for each in matched.used if each.score > WEAK}
    is_coded = bool(sure & _OF_INVOICES) or any(map(_PAID.search, said))
    return COSTS if costs and not is_coded else ""


def are_called_costs(
    sheet: Sheet, rows: Rows, first: int, headings: Sequence[Heading], matched: Matched
) -> bool:
    """Whether the heading of the amounts, that of their kind, the title or a name says costs."""
    columns = {each.column for each in matched.used if each.field in _AMOUNTS}
    return any(map(_COST_WORDS.search, _texts(headings, columns))) or says_costs(sheet, rows, first)


def _texts(headings: Iterable[Heading], columns: set[int]) -> Iterable[str]:
    return (each.texts[0] for each in headings if each.column in columns)

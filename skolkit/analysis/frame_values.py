"""Values of the clean tables' frames -> text, exact numbers, dates and yes or no.

The frames come from ``skolkit.tables.frames.read_table`` or from the pipeline; columns may hold
text, ``Decimal``, dates or missing values.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

import pandas as pd

Record = dict[Hashable, Any]


def of_document(frame: pd.DataFrame, document: str) -> pd.DataFrame:
    """The rows of a clean table that stand in a document; none if it tells no documents."""
    if "document" not in frame:
        return frame.iloc[:0]
    return frame[frame["document"].isin([document])]


def plain(value: object) -> str:
    """The value as text; missing values are empty and dates are ISO."""
    if value is None or value is pd.NaT or value is pd.NA:
        return ""
    if isinstance(value, float):
        if value != value:
            return ""
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    return str(value).strip()


def amount(value: object) -> Decimal | None:
    """The value as an exact number, or ``None`` if there is none."""
    written = plain(value)
    if not written:
        return None
    try:
        number = Decimal(written)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def whole(value: object) -> int | None:
    """The value as a whole number, or ``None``."""
    number = amount(value)
    return int(number) if number is not None and number == int(number) else None


def truth(value: object) -> bool | None:
    """The value as true or false, or ``None`` where the table is silent."""
    return {"true": True, "false": False}.get(plain(value).lower())


def partial_date(value: object, precision: object) -> str:
    """An ISO date cut to the precision that the table states for it."""
    written = plain(value)
    if plain(precision) == "quarter" and written[5:7].isdigit():
        return f"{written[:4]}-Q{(int(written[5:7]) + 2) // 3}"
    length = {"year": 4, "season": 4, "month": 7}.get(plain(precision), 10)
    return written[:length]


def records(frame: pd.DataFrame) -> Iterator[Record]:
    """The rows of a frame as plain records, in the frame's order."""
    columns = list(frame.columns)
    for values in frame.itertuples(index=False, name=None):
        yield dict(zip(columns, values, strict=True))

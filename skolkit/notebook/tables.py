"""Rows of the clean tables to small frames that are looked at, and counts of rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from math import isfinite

import pandas as pd

from skolkit.analysis.frame_values import plain
from skolkit.analysis.prices import RealAmount
from skolkit.analysis.rows import Placed
from skolkit.analysis.words import Lang, exact, number, printable
from skolkit.notebook.opened import Opened

_TIMED = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2})?")


def count(what: str, rows: Sequence[object] | pd.DataFrame, *, one: str = "") -> None:
    """Say how many rows are left after a step.

    Args:
        what: What they are, many of them.
        rows: The rows.
        one: What a single one is, if not called as many are.
    """
    named = one if one and len(rows) == 1 else what
    print(printable(f"{counted(len(rows))} {named}"))


def _say_cut(shown: int, whole: int) -> None:
    """Tell of rows that are not shown: a table that ends unsaid looks whole."""
    if shown < whole:
        print(f"the first {counted(shown)} of {counted(whole)} rows:")


def counted(many: int) -> str:
    """Write a count; a space parts its thousands, which means the same in both languages."""
    return number(many, "sv")


def rounded(value: Decimal | float, decimals: int, lang: Lang = "sv") -> str:
    """Write a computed number with so many decimals, in the reader's form."""
    return exact(Decimal(f"{value:.{decimals}f}"), lang)


def pick(opened: Opened, frame: pd.DataFrame, *columns: str, most: int = 30) -> pd.DataFrame:
    """Pick columns of a clean table to look at; invented rows say DEMO in their first column.

    Args:
        opened: The collection that the frame comes from.
        frame: One of its tables, whole or filtered.
        columns: Which columns, in which order; all if none is named.
        most: How many rows at most.
    """
    shown = frame.loc[:, list(columns) or list(frame.columns)].head(most).reset_index(drop=True)
    _say_cut(len(shown), len(frame))
    return marked(opened, shown)


def marked(opened: Opened, frame: pd.DataFrame) -> pd.DataFrame:
    """A frame to look at: numbers in the reader's form, DEMO in the first column of invented rows.

    Whole numbers are not grouped, since they may be years, accounts or the like.
    """
    rest = frame.drop(columns="demo", errors="ignore").astype(object)
    rest = rest.map(lambda value: _plain(value, opened.lang))
    if opened.tables.demo:
        rest.insert(0, "demo", "DEMO")
    return rest


def table(rows: Iterable[Placed], *columns: str, most: int = 50, lang: Lang = "sv") -> pd.DataFrame:
    """Put typed rows into a frame to look at, with document, page and row first.

    Args:
        rows: From ``Opened.costs`` and the like.
        columns: Names of the row's fields.
        most: How many rows at most.
        lang: How numbers are written.
    """
    whole = list(rows)
    listed = whole[:most]
    _say_cut(len(listed), len(whole))
    demo = any(row.place.demo for row in listed)
    shown = []
    for row in listed:
        place = {
            **({"demo": "DEMO" if row.place.demo else ""} if demo else {}),
            "document": row.place.document,
            "page": "" if row.place.page is None else row.place.page,
            "row": "" if row.place.row is None else row.place.row,
        }
        shown.append(place | {name: _plain(getattr(row, name), lang) for name in columns})
    heads = [*(["demo"] if demo else []), "document", "page", "row", *columns]
    return pd.DataFrame(shown, columns=heads)


def listing(opened: Opened, rows: Iterable[Mapping[str, object]], most: int = 50) -> pd.DataFrame:
    """Put results of an analysis into a frame; those on invented rows say DEMO.

    Args:
        opened: The collection that they were computed from.
        rows: Values by heading, the same headings in each.
        most: How many rows at most.
    """
    whole = [dict(row) for row in rows]
    shown = whole[:most]
    _say_cut(len(shown), len(whole))
    return marked(opened, pd.DataFrame(shown))


def real_table(converted: Iterable[RealAmount], price_year: int, lang: Lang = "sv") -> pd.DataFrame:
    """Nominal amounts beside those in the prices of one year, in kronor."""
    return pd.DataFrame(
        [
            {
                "cost_id": one.row.cost_id,
                "as_of": one.row.as_of,
                "qualifier": one.row.qualifier,
                "nominal, kr": _plain(one.nominal, lang),
                f"in prices of {price_year}, kr": number(one.rounded, lang),
            }
            for one in converted
        ]
    )


def _plain(value: object, lang: Lang) -> object:
    if isinstance(value, Decimal):
        return exact(value, lang)
    if isinstance(value, float) and not value.is_integer() and isfinite(value):
        return exact(value, lang, grouped=False)
    if isinstance(value, (int, float)) and value < 0:
        return f"−{plain(-value)}"
    if isinstance(value, str) and _TIMED.fullmatch(value):
        return value.replace("T", " ")
    if isinstance(value, tuple):
        return "; ".join(map(str, value))
    return "" if value is None else value

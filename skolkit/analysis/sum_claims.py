"""Published amounts -> findings on what may be added and what is refused.

Sums come from ``published.series_sums``; a refusal is a result and is counted as one. Claim ids go
on from those of ``drift_claims``: K13 to K15.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from skolkit.analysis.base import Finding, finding
from skolkit.analysis.costs import module_name
from skolkit.analysis.published import (
    PublishedSum,
    Refusal,
    SeriesSum,
    series_sums,
    summed_or_refused,
)
from skolkit.analysis.rows import Cost, counted, row_ids
from skolkit.analysis.words import LANGS, millions, number
from skolkit.tables.series import counted_once

ONE_OFF = "platform/beyond-project/2018-2019/2018/one-off"
_MODULE = "Modul:"


@dataclass(frozen=True, slots=True)
class GroupSum:
    """Rows that share a year, a category, a module or a supplier, and their sum or refusal."""

    by: str  # "year", "category", "module" or "supplier"
    value: str
    row_ids: tuple[str, ...]
    left_out: tuple[str, ...]  # rows for which another one stands
    result: PublishedSum | Refusal


@dataclass(frozen=True, slots=True)
class Verdicts:
    """The series of a record by what may be done with their rows."""

    added: tuple[SeriesSum, ...]  # several rows that have a sum
    once: tuple[SeriesSum, ...]  # one row stands for several
    single: tuple[SeriesSum, ...]  # a single figure, with nothing to add
    refused: tuple[SeriesSum, ...]


def verdicts(sums: Sequence[SeriesSum]) -> Verdicts:
    """Sort the results of ``series_sums`` by their kind."""
    refused = tuple(one for one in sums if isinstance(one.result, Refusal))
    held = [one for one in sums if not isinstance(one.result, Refusal)]
    return Verdicts(
        added=tuple(one for one in held if len(one.row_ids) > 1),
        once=tuple(one for one in held if len(one.row_ids) == 1 and one.left_out),
        single=tuple(one for one in held if len(one.row_ids) == 1 and not one.left_out),
        refused=refused,
    )


def group_sums(rows: Sequence[Cost]) -> tuple[GroupSum, ...]:
    """Try to add the rows of each year, category, module and supplier.

    A row that repeats another, and one for which another stands, is left out first. Groups of a
    single row have nothing to add and are not among the results; a module has one row each, so all
    modules are tried together.
    """
    plain = [row for row in counted(rows) if row.row_kind == "row"]
    keys: tuple[tuple[str, Callable[[Cost], str]], ...] = (
        ("year", lambda row: row.as_of[:4]),
        ("category", lambda row: row.category),
        ("module", lambda row: "*" if row.scope.startswith(_MODULE) and module_name(row) else ""),
        ("supplier", lambda row: row.supplier),
    )
    made = []
    for by, key in keys:
        groups: dict[str, list[Cost]] = {}
        for row in plain:
            if key(row):
                groups.setdefault(key(row), []).append(row)
        for value, own in sorted(groups.items()):
            if len(own) < 2:
                continue
            held: list[Cost] = counted_once(own)
            kept = set(row_ids(held))
            left_out = tuple(name for name in row_ids(own) if name not in kept)
            made.append(GroupSum(by, value, row_ids(held), left_out, summed_or_refused(held)))
    return tuple(made)


def sum_findings(rows: Sequence[Cost]) -> tuple[Finding, ...]:
    """Say what may be added and what not; nothing if nobody has placed any amount."""
    if not any(row.series for row in rows):
        return ()
    sums = series_sums(rows)
    made = (_series(rows, sums), _one_off(rows, sums), _groups(rows))
    return tuple(one for one in made if one is not None)


def _series(rows: Sequence[Cost], sums: Sequence[SeriesSum]) -> Finding:
    found = verdicts(sums)
    many = [len(part) for part in (found.added, found.once, found.single, found.refused)]
    return finding(
        "K13",
        rows,
        sv=f"De {len(rows)} beloppen hör till {len(sums)} serier: {many[0]} går att summera, i "
        f"{many[1]} står en rad för alla, {many[2]} är en enda uppgift och {many[3]} får inte "
        "summeras.",
        en=f"The {len(rows)} amounts belong to {len(sums)} series: {many[0]} can be summed, in "
        f"{many[1]} one row stands for all, {many[2]} are a single figure and {many[3]} must not "
        "be summed.",
        number=many[3],
        unit="series",
        caveat=(
            "Vad ett belopp är en del av är ett skrivet beslut per serie (series.toml), inte något "
            "som programmet gissar.",
            "What an amount is part of is a written decision for each series (series.toml), not "
            "something that the program guesses.",
        ),
    )


def _one_off(rows: Sequence[Cost], sums: Sequence[SeriesSum]) -> Finding | None:
    own = next((one for one in sums if one.path == ONE_OFF), None)
    if own is None or isinstance(own.result, Refusal) or len(own.row_ids) < 2:
        return None
    wanted = set(own.row_ids)
    parts = [row for row in rows if row.place.row_id in wanted]
    result = own.result
    whole = {lang: millions(result.amount, lang) for lang in LANGS}
    between_sv = between_en = ""
    if result.low is not None and result.high is not None and result.low < result.high:
        between_sv = (
            f"; avrundningen lämnar {number(result.low / 1_000_000, 'sv', decimals=2)} till "
            f"{number(result.high / 1_000_000, 'sv', decimals=2)}"
        )
        between_en = (
            f"; rounding leaves {number(result.low / 1_000_000, 'en', decimals=2)} to "
            f"{number(result.high / 1_000_000, 'en', decimals=2)}"
        )
    return finding(
        "K14",
        parts,
        sv=f"De {len(parts)} engångskostnaderna {parts[0].year} ger tillsammans {whole['sv']} "
        f"(vår summering{between_sv}).",
        en=f"The {len(parts)} one-off costs of {parts[0].year} give {whole['en']} together (our "
        f"sum{between_en}).",
        number=result.amount,
        unit="kr",
        caveat=(
            "De kan ingå i uppgiften om kostnader 2018 utöver budgeten och läggs inte till den.",
            "They may be part of the figure for costs of 2018 above the budget and are not added "
            "to it.",
        ),
    )


def _groups(rows: Sequence[Cost]) -> Finding | None:
    found = group_sums(rows)
    if not found:
        return None
    wanted = {name for one in found for name in (*one.row_ids, *one.left_out)}
    added = [one for one in found if isinstance(one.result, PublishedSum)]
    return finding(
        "K15",
        [row for row in rows if row.place.row_id in wanted],
        sv=f"Av {len(found)} grupper efter år, kategori, modul eller leverantör får {len(added)} "
        "en summa; i de andra överlappar beloppen eller är ingen kostnad.",
        en=f"Of {len(found)} groups by year, category, module or supplier {len(added)} have a "
        "sum; in the others the amounts overlap or are no cost.",
        number=len(added),
        unit="groups",
        caveat=(
            "En summa är ändå inte allt som betalades: källorna täcker inte stadens bokföring.",
            "A sum is still not all that was paid: the sources do not cover the city's books.",
        ),
    )

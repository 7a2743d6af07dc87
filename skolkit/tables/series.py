"""Published amounts to series: what each is part of, and which may be added; sums or refusals.

Published amounts overlap. The text of a row's ``series`` is ``rule:path``, for example
``parts:platform/beyond-project/2019/modules``. The path says what the amount is part of; a row
whose path begins with another row's path is contained in it. The rule says what the rows of one
path are to each other. The text alone decides, so that ``total`` works on rows of any kind: of the
clean tables, of the analysis, or records of a frame.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from skolkit.problems import Problem
from skolkit.tables.rows import ROW, CostRow, Tables
from skolkit.tables.series_decisions import RULES, SERIES_FILE, Rule, SeriesDecisions

QUALIFIERS = ("exakt", "cirka", "golv", "tak")
_BOUNDS = {
    "sv": {"exakt": "exakt", "cirka": "omkring", "golv": "mer än", "tak": "högst"},
    "en": {"exakt": "exactly", "cirka": "about", "golv": "more than", "tak": "at most"},
}


class NotSummable(ValueError):  # noqa: N818 -- says what the rows are, not that we failed
    """Rows that must not be added; ``reason`` says why, in words, and ``rows`` which they are."""

    def __init__(self, reason: str, rows: Sequence[str]) -> None:
        super().__init__(f"{reason}: {', '.join(rows)}" if rows else reason)
        self.reason = reason
        self.rows = tuple(rows)


@dataclass(frozen=True, slots=True)
class Total:
    """A sum of published amounts, and what must be said with it."""

    amount: Decimal  # kronor
    qualifiers: tuple[str, ...]  # of the rows, each one once, in the order of ``QUALIFIERS``
    estimated: bool  # whether an estimate is among the rows
    ours: str  # why we added what no source added; "" where the rows are parts of one whole
    rows: tuple[str, ...]

    def bound(self, language: str = "sv") -> str:
        """How exact the sum is, in words: ``mer än omkring`` for a floor and a rounded figure."""
        words = _BOUNDS[language]
        ends = [words[each] for each in self.qualifiers if each in {"golv", "tak"}]
        soft = [words["cirka"]] if "cirka" in self.qualifiers else []
        return " ".join([*ends, *soft]) or words["exakt"] * bool(self.qualifiers)


def assign_series(tables: Tables, decisions: SeriesDecisions) -> Tables:
    """Fill ``series`` of the costs by what persons decided.

    Returns:
        The tables. ``W_NO_SERIES`` tells of each document that has amounts nobody has placed (only
        where some amounts of the collection are placed), ``W_UNUSED_DECISION`` of numbers of costs
        that are not there.
    """
    if not decisions.placed:
        return tables
    used: set[tuple[str, str]] = set()
    unplaced: dict[str, list[CostRow]] = {}
    costs = []
    for row in tables.costs:
        if row.row_kind == ROW:
            keys = [(row.cost_id, row.document), (row.cost_id, "*")]
            key = next((key for key in keys if key in decisions.placed), None)
            if key is None:
                unplaced.setdefault(row.document, []).append(row)
            else:
                used.add(key)
                row = replace(row, series=decisions.placed[key])
        costs.append(row)
    problems = [
        Problem("W_NO_SERIES", document, detail=f"{len(own)} rows, the first is row {own[0].row}")
        for document, own in sorted(unplaced.items())
    ]
    unused = [cost_id for cost_id, document in decisions.placed if (cost_id, document) not in used]
    if unused:
        detail = f"costs that are not there: {', '.join(unused)}"
        problems.append(Problem("W_UNUSED_DECISION", SERIES_FILE, detail=detail))
    return replace(tables, costs=tuple(costs), problems=(*tables.problems, *problems))


def total(
    rows: Iterable[Any], *, ours: str = "", decisions: SeriesDecisions | None = None
) -> Total:
    """Add published amounts, if they may be added.

    Args:
        rows: anything with ``series`` and ``amount_sek`` (or ``amount``), as attributes or keys;
            ``qualifier``, ``is_estimate``, ``duplicate_of``, ``row_kind`` and ``cost_id`` are
            heeded where they are there.
        ours: why we add amounts that no source adds ("projektbudget plus drift, vår uträkning").
            With it, rows of different series, qualifiers and certainty may be added; what overlaps
            or is no cost may not.
        decisions: to name a person's reason in a refusal.

    Returns:
        The sum, exact, with what must be said beside it.

    Raises:
        NotSummable: if rows overlap, are no costs, are unknown, or nobody has placed them.
        ValueError: for no rows at all, or a series that cannot be read.
    """
    held = [_Term.of(row) for row in rows]
    if not held:
        raise ValueError("there are no rows to add")
    _refuse_single(held)
    if len(held) > 1:
        _refuse_together(held, decisions or SeriesDecisions())
        if not ours.strip():
            _refuse_unsaid(held)
    known = [term.amount for term in held if term.amount is not None]
    said = {term.qualifier for term in held}
    return Total(
        amount=sum(known, Decimal(0)),
        qualifiers=tuple(each for each in QUALIFIERS if each in said),
        estimated=any(term.is_estimate for term in held),
        ours=ours.strip() if len(held) > 1 else "",
        rows=tuple(term.name for term in held),
    )


def counted_once(rows: Iterable[Any]) -> list[Any]:
    """Leave out what tells again an amount that another of the rows stands for.

    Of a path with a row that ``counts`` among the rows, only that row is kept: a fine that stands
    in three rows is then there once. All else is kept.
    """
    held = list(rows)
    stands = {_place(row)[1] for row in held if _place(row)[0] is Rule.COUNTS}
    return [row for row in held if _place(row)[1] not in stands or _place(row)[0] is Rule.COUNTS]


@dataclass(frozen=True, slots=True)
class _Term:
    """One row to be added, whatever it was read from."""

    name: str
    rule: Rule | None
    path: str
    amount: Decimal | None
    qualifier: str
    is_estimate: bool | None
    repeats: bool
    row_kind: str

    @classmethod
    def of(cls, row: Any) -> _Term:
        rule, path = _place(row)
        amount = _get(row, "amount_sek", None)
        amount = _get(row, "amount", None) if amount is None else amount
        place = _get(row, "place", None)
        name = _get(row, "cost_id", "") or _get(row, "row_id", "") or _get(place, "row_id", "")
        return cls(
            name=str(name or "?"),
            rule=rule,
            path=path,
            amount=None if amount is None or amount != amount else Decimal(amount),
            qualifier=str(_get(row, "qualifier", "") or ""),
            is_estimate=_get(row, "is_estimate", None),
            repeats=bool(_get(row, "duplicate_of", "")),
            row_kind=str(_get(row, "row_kind", ROW) or ROW),
        )


def _get(row: Any, name: str, default: Any) -> Any:
    if isinstance(row, Mapping):
        return row.get(name, default)
    return getattr(row, name, default)


def _place(row: Any) -> tuple[Rule | None, str]:
    """The rule and path of a row's series; no rule where nobody has decided."""
    text = str(_get(row, "series", "") or "")
    if not text:
        return None, ""
    rule, colon, path = text.partition(":")
    if rule not in RULES or not colon:
        raise ValueError(f"series {text!r} is not written as rule:path; rules: {', '.join(RULES)}")
    return Rule(rule), path


def _refuse_single(terms: Sequence[_Term]) -> None:
    """Refuse what cannot be part of any figure."""
    for reason, bad in (
        ("the amount is not known", [t for t in terms if t.amount is None]),
        ("the row repeats another one", [t for t in terms if t.repeats]),
    ):
        if bad:
            raise NotSummable(reason, [term.name for term in bad])


def _refuse_together(terms: Sequence[_Term], decisions: SeriesDecisions) -> None:
    """Refuse what overlaps or is no cost, whoever adds it."""

    def refuse(reason: str, bad: Sequence[_Term]) -> None:
        raise NotSummable(reason + _why(bad, decisions), [term.name for term in bad])

    sums = [term for term in terms if term.row_kind != ROW]
    if sums:
        refuse("a printed sum is not added to its parts", sums)
    undecided = [term for term in terms if term.rule is None]
    if undecided:
        refuse("nobody has decided what the amount is part of (series.toml)", undecided)
    for term in terms:
        if term.rule is not None and term.rule.never:
            refuse(term.rule.reason, [term])
    by_path: dict[str, list[_Term]] = {}
    for term in terms:
        by_path.setdefault(term.path, []).append(term)
    for path, own in by_path.items():
        if len({term.name for term in own}) < len(own):
            refuse("the same row is there twice", own)
        rule = own[0].rule
        if len(own) > 1 and rule is not None and not rule.adds:
            refuse(rule.reason, own)
        for other, inside in by_path.items():
            if path and other.startswith(f"{path}/"):
                refuse("a whole is not added to what it contains", [*own, *inside])
    if {"golv", "tak"} <= {term.qualifier for term in terms}:
        refuse("at least and at most have no sum that bounds anything", terms)


def _refuse_unsaid(terms: Sequence[_Term]) -> None:
    """Refuse what may be added only as our own arithmetic."""
    names = [term.name for term in terms]
    if len({term.path for term in terms}) > 1:
        raise NotSummable("different series are added only as our own arithmetic (ours=...)", names)
    if len({term.qualifier for term in terms}) > 1:
        told = ", ".join(sorted({term.qualifier or "none" for term in terms}))
        raise NotSummable(
            f"different qualifiers ({told}) are added only as our own arithmetic (ours=...)", names
        )
    if len({term.is_estimate for term in terms}) > 1:
        raise NotSummable(
            "estimates and decided amounts are added only as our own arithmetic (ours=...)", names
        )


def _why(terms: Sequence[_Term], decisions: SeriesDecisions) -> str:
    """The reasons that persons gave for the series of some rows."""
    paths = dict.fromkeys(term.path for term in terms)
    given = [decisions.reasons[path] for path in paths if path in decisions.reasons]
    return f" ({'; '.join(given)})" if given else ""

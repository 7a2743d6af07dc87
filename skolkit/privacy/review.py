"""Typed sheets to a review of the personal data in them: what is masked, what is kept, and why.

The review names places, kinds and rules, never the data. It is private all the same, since it leads
to them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from skolkit.model import Sheet, UnseenText, column_letters
from skolkit.privacy.across import Persons, elsewhere, in_order, persons_of, protected_elsewhere
from skolkit.privacy.decisions import PrivacyDecisions, settle_found
from skolkit.privacy.lone_places import standing_alone, told_of, with_places
from skolkit.privacy.lone_told import lone_names
from skolkit.privacy.model import Decision, Found, Kind, Span
from skolkit.problems import Problem

Inspect = Callable[[Sheet], Iterable[Found]]


@dataclass(frozen=True, slots=True)
class PersonalRow:
    """One candidate in ``personal.csv``; ``start`` and ``end`` count characters of the cell."""

    collection: str
    document: str
    document_id: str
    sheet_id: str
    page: int | None
    cell: str  # "B7"; "" for a name of a sheet or file
    kind: str
    rule: str
    decision: str
    start: int
    end: int
    demo: bool = False


@dataclass(frozen=True, slots=True)
class Review:
    """What was found on the sheets of a collection, decided."""

    found: dict[str, tuple[Found, ...]]  # by sheet_id
    rows: tuple[PersonalRow, ...]
    problems: tuple[Problem, ...]
    undecided: tuple[Problem, ...]  # protected identities that nobody has decided on
    persons: Persons = field(default_factory=lambda: persons_of((), {}))  # who was found


def review(
    sheets: Sequence[Sheet],
    inspect: Inspect,
    decisions: PrivacyDecisions,
    collection: str,
    *,
    demo: bool,
) -> Review:
    """Look through typed sheets.

    Args:
        sheets: all sheets of a collection, typed.
        inspect: finds candidates on a sheet.
        decisions: what persons decided.
        collection: its name, for the rows.
        demo: whether the rows say DEMO.

    Returns:
        The findings by sheet, a row for each, and ``W_PII`` or ``W_PROTECTED`` for each sheet
        that holds some.
    """
    by_sheet: dict[str, tuple[Found, ...]] = {}
    rows: list[PersonalRow] = []
    problems: list[Problem] = []
    undecided: list[Problem] = []
    inspected = {sheet.sheet_id: settle_found(sheet, inspect(sheet), decisions) for sheet in sheets}
    persons = persons_of(sheets, inspected)
    # Each time once more by the decisions: a person may have kept what stands elsewhere too.
    again = {
        sheet.sheet_id: settle_found(
            sheet, elsewhere(sheet, inspected[sheet.sheet_id], persons), decisions
        )
        for sheet in sheets
    }
    again = _with_more(sheets, again, protected_elsewhere(sheets, again), decisions)
    again = _with_more(sheets, again, standing_alone(sheets, again), decisions)
    told = (one for sheet in sheets for one in told_of(sheet, again[sheet.sheet_id]))
    persons = replace(persons, lone=lone_names(told))
    for sheet in sheets:
        found = again[sheet.sheet_id]
        if not found:
            continue
        by_sheet[sheet.sheet_id] = found
        rows.extend(_row(sheet, one, collection, demo=demo) for one in found)
        problems.extend(_told(sheet, found))
        if decisions.protected is None:
            undecided.extend(
                Problem("E_PROTECTED", p.file, p.page, p.sheet, detail=p.detail)
                for p in _told(sheet, found)
                if p.code == "W_PROTECTED"
            )
    return Review(by_sheet, tuple(rows), tuple(problems), tuple(undecided), persons)


def _with_more(
    sheets: Iterable[Sheet],
    found: Mapping[str, tuple[Found, ...]],
    more: Mapping[str, tuple[Found, ...]],
    decisions: PrivacyDecisions,
) -> dict[str, tuple[Found, ...]]:
    """What was found with more of it, once more by the decisions."""
    made = dict(found)
    for sheet in sheets:
        if new := more.get(sheet.sheet_id):
            both = with_places(found[sheet.sheet_id], settle_found(sheet, new, decisions))
            made[sheet.sheet_id] = in_order(both)
    return made


def name_problems(names: Iterable[str], spans: Callable[[str], Iterable[Span]]) -> list[Problem]:
    """Tell of personal data in the names of files and folders."""
    return [
        Problem("W_PII", name, detail=f"in its name: {_counted(kinds)}")
        for name in names
        if (kinds := [s.kind for s in spans(name) if s.decision is Decision.MASK])
    ]


def unseen_problems(
    name: str, unseen: Iterable[UnseenText], spans: Callable[[str], Iterable[Span]]
) -> list[Problem]:
    """Tell of personal data in what a file carries besides what it shows.

    Args:
        name: of the document.
        unseen: its properties, comments, memories and the like; none of it is in any table.
        spans: finds personal data in a text.
    """
    by_place: dict[str, list[Kind]] = {}
    for one in unseen:
        found = [span.kind for span in spans(one.text) if span.decision is Decision.MASK]
        if found:
            by_place.setdefault(one.place, []).extend(found)
    return [
        Problem("W_PII", name, detail=f"unseen, in {place}: {_counted(kinds)}")
        for place, kinds in by_place.items()
    ]


def _told(sheet: Sheet, found: Iterable[Found]) -> Iterable[Problem]:
    masked = [one for one in found if one.span.decision is Decision.MASK]
    for code, told in (
        ("W_PII", [one for one in masked if one.span.kind is not Kind.SKYDDAD]),
        ("W_PROTECTED", [one for one in masked if one.span.kind is Kind.SKYDDAD]),
    ):
        if not told:
            continue
        pages = {one.page for one in told}
        page = next(iter(pages)) if len(pages) == 1 else None
        if code == "W_PROTECTED":
            detail = f"rows {', '.join(str(row) for row in sorted({one.row for one in told}))}"
        else:
            detail = _counted(one.span.kind for one in told)
        yield Problem(code, sheet.document_name, page, sheet.name, detail=detail)


def _counted(kinds: Iterable[Kind]) -> str:
    """Counts by kind, e.g. ``3 personnummer, 1 e-post``."""
    counts = Counter(kind.value for kind in kinds)
    return ", ".join(f"{counts[name]} {name}" for name in sorted(counts))


def _row(sheet: Sheet, one: Found, collection: str, *, demo: bool) -> PersonalRow:
    return PersonalRow(
        collection=collection,
        document=sheet.document_name,
        document_id=sheet.document_id,
        sheet_id=sheet.sheet_id,
        page=one.page,
        cell=f"{column_letters(one.column)}{one.row}" if one.row else "",
        kind=one.span.kind.value,
        rule=one.span.rule,
        decision=one.span.decision.value,
        start=one.span.start,
        end=one.span.end,
        demo=demo,
    )

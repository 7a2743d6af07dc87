"""A collection that was read to its clean data: tables that fit together, checked, looked through.

type and recognise -> settle (suppliers, copies, series) -> check (sums, schemas) -> look for
personal data -> give each problem to its document. Nothing is corrected and nothing is dropped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from skolkit.model import Collection, Sheet
from skolkit.privacy.detect import inspect, spans
from skolkit.privacy.review import (
    PersonalRow,
    Review,
    name_problems,
    review,
    unseen_problems,
)
from skolkit.privacy.small_across import small_counts_of
from skolkit.privacy.suppress import small_group_problems
from skolkit.problems import Problem
from skolkit.publish.exports import CleanData, PageRow, UnseenRow
from skolkit.running.decided import Decided
from skolkit.running.docket import Docket
from skolkit.running.judge import cell_counts, doubt_problems, page_row
from skolkit.running.record import EntryResult, document_row
from skolkit.running.worker import describe
from skolkit.tables.build import build_tables
from skolkit.tables.checks import check_tables
from skolkit.tables.organisations import KnownDomains
from skolkit.tables.rows import Tables
from skolkit.tables.settle import settle_tables
from skolkit.tables.violations import table_violations
from skolkit.workspace import Delivery


@dataclass(frozen=True, slots=True)
class Gathered:
    """A collection read: its documents on their dockets, sheets untyped, no tables yet."""

    delivery: Delivery
    dockets: tuple[Docket, ...]
    decided: Decided = field(default_factory=Decided)
    settings: Mapping[str, object] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)
    engines: Mapping[str, str] = field(default_factory=dict)  # those of the versions that read


@dataclass(frozen=True, slots=True)
class Known:
    """What was known of a collection before it was masked; masked, it can be found no more."""

    personal: tuple[PersonalRow, ...]
    problems: tuple[Problem, ...]  # of privacy
    domains: KnownDomains


@dataclass(frozen=True, slots=True)
class Tabulated:
    """A collection with its clean data, and what became of each entry of the delivery."""

    data: CleanData
    entries: tuple[EntryResult, ...]
    review: Review


def tabulate(gathered: Gathered, known: Known | None = None) -> Tabulated:
    """Make the clean data of a collection, and settle every entry's status.

    Args:
        gathered: the collection; it is not changed.
        known: for a masked collection what was found in it before; it is not looked through again.

    Returns:
        All tables, with the problems of every step; a document that makes a step fail is left out
        and told of.
    """
    collection, decided = gathered.delivery.collection, gathered.decided
    dockets = [replace(each, problems=list(each.problems)) for each in gathered.dockets]
    made = _worked(collection, dockets, decided, known)
    tables, found = made.tables, made.review
    if known is None:
        found = replace(found, problems=(*found.problems, *_unshown(dockets)))
    problems = (*tables.problems, *table_violations(tables), *found.problems)
    unplaced = _hand_out(problems, dockets)
    pages = _pages(dockets, tables.sheets)
    entries = tuple(docket.result() for docket in dockets)
    data = CleanData(
        collection=collection,
        tables=tables,
        documents=tuple(document_row(entry, collection.name) for entry in entries),
        pages=pages,
        problems=(*(p for entry in entries for p in entry.problems), *unplaced),
        settings=gathered.settings,
        versions=gathered.versions,
        personal=found.rows,
        unseen=() if known else tuple(_unseen(collection, dockets)),
        decisions=decided.files,
    )
    return Tabulated(data, entries, found)


def _unshown(dockets: Sequence[Docket]) -> tuple[Problem, ...]:
    """Tell of personal data in the names of files, and in what they carry unseen."""
    told = name_problems([docket.entry.name for docket in dockets], spans)
    for docket in dockets:
        told += unseen_problems(docket.entry.name, docket.unseen, spans)
    return tuple(told)


def _unseen(collection: Collection, dockets: Sequence[Docket]) -> Iterator[UnseenRow]:
    """What files carry and do not show, for those who may see all: a masked collection has none."""
    for docket in dockets:
        document_id = docket.document.document_id if docket.document else ""
        for one in docket.unseen:
            yield UnseenRow(
                collection=collection.name,
                document=docket.entry.name,
                document_id=document_id,
                place=one.place,
                text=one.text,
                demo=collection.is_demo,
            )


@dataclass(frozen=True, slots=True)
class _Made:
    tables: Tables
    review: Review


def _worked(
    collection: Collection, dockets: Sequence[Docket], decided: Decided, known: Known | None
) -> _Made:
    """Go through all steps; a document that makes one fail is left out and told of."""
    try:
        return _made(collection, dockets, decided, known)
    except Exception:  # a fault of ours on one document must not harm the others
        for docket in dockets:
            try:
                _made(collection, [docket], decided, known)
            except Exception as error:
                docket.fail_document(Problem("E_CRASH", "", detail=describe(error)))
        return _made(collection, dockets, decided, known)


def _made(
    collection: Collection, dockets: Sequence[Docket], decided: Decided, known: Known | None
) -> _Made:
    sheets = [sheet for docket in dockets for sheet in docket.sheets]
    received = [problem for docket in dockets for problem in docket.problems]
    built = build_tables(collection, sheets, decisions=decided.tables)
    domains = known.domains if known else None
    tables = settle_tables(built, collection, decided.tables, received, domains)
    checks, told = check_tables(collection, tables)
    tables = replace(tables, checks=checks, problems=(*tables.problems, *told))
    if known is not None:
        return _Made(tables, Review({}, known.personal, known.problems, ()))
    return _Made(tables, _reviewed(tables.sheets, collection, decided))


def _reviewed(sheets: Sequence[Sheet], collection: Collection, decided: Decided) -> Review:
    """Look through typed sheets for personal data and very small groups of persons."""
    found = review(sheets, inspect, decided.privacy, collection.name, demo=collection.is_demo)
    if decided.privacy.shows_small_groups:
        return found
    groups = small_counts_of(sheets, collection.titles).groups
    small = [
        problem
        for sheet in sheets
        for problem in small_group_problems(sheet, groups.get(sheet.sheet_id, ()))
    ]
    return replace(found, problems=(*found.problems, *small))


def _hand_out(problems: Iterable[Problem], dockets: Iterable[Docket]) -> tuple[Problem, ...]:
    """Give each problem to the document that it names; those of no document are left."""
    by_name = {docket.entry.name: docket for docket in dockets}
    left = []
    for problem in problems:
        if problem.file in by_name:
            by_name[problem.file].problems.append(problem)
        else:
            left.append(problem)
    return tuple(dict.fromkeys(left))


def _pages(dockets: Sequence[Docket], sheets: Sequence[Sheet]) -> tuple[PageRow, ...]:
    """A row for each page that was read or should have been, doubtful pages told of."""
    counts = cell_counts(sheets)
    pages = []
    for docket in dockets:
        document = docket.document
        if document is None or not docket.is_open:
            continue
        docket.problems.extend(doubt_problems(document, counts))
        if document.media_type.is_paged:
            for page in range(1, document.pages + 1):
                found = counts.get((document.document_id, page), (0, 0))
                pages.append(page_row(document, page, docket.facts.get(page), found))
    return tuple(pages)

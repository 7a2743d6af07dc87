"""The tables about the reading itself -> what was received, read, doubted and missing.

A number that was read from a picture is *unchecked*, although two readers of different kinds read
it: both may be wrong alike, and no sum and no person has confirmed it. These are counted on the
first page of the report.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from skolkit.analysis.base import CollectionTables
from skolkit.analysis.frame_values import plain, records, whole
from skolkit.analysis.rows import Cost, Incident


@dataclass(frozen=True, slots=True)
class DocumentState:
    """What became of one document."""

    name: str
    media_type: str
    pages: int | None
    status: str
    cells: int
    numbers: int
    unchecked_numbers: int
    doubtful_cells: int
    message: str


@dataclass(frozen=True, slots=True)
class ProblemCount:
    """How often one problem occurred, and in which documents."""

    code: str
    title: str
    times: int
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """A document or page that is not in the tables, and the code that says why."""

    document: str
    page: int | None
    code: str


@dataclass(frozen=True, slots=True)
class Quality:
    """What was received from one collection and how well it could be read."""

    collection: str
    demo: bool
    documents: tuple[DocumentState, ...]
    paper_pages: int
    ocr_pages: int
    costs: int
    invoices: int
    budgets: int
    incidents: int
    messages: int
    problems: tuple[ProblemCount, ...]
    missing: tuple[Missing, ...]

    @property
    def failed(self) -> int:
        """Documents of which nothing could be read."""
        return sum(document.status == "failed" for document in self.documents)

    @property
    def skipped(self) -> int:
        """Documents that are no data, such as a description."""
        return sum(document.status == "skipped" for document in self.documents)

    @property
    def cells(self) -> int:
        """Cells read."""
        return sum(document.cells for document in self.documents)

    @property
    def numbers(self) -> int:
        """Cells whose value is a number."""
        return sum(document.numbers for document in self.documents)

    @property
    def doubtful_cells(self) -> int:
        """Cells with a stated doubt."""
        return sum(document.doubtful_cells for document in self.documents)

    @property
    def unchecked_numbers(self) -> int:
        """Numbers that were read from pictures, which no sum and no person has confirmed."""
        return sum(document.unchecked_numbers for document in self.documents)


def quality(tables: CollectionTables) -> Quality:
    """Count what a collection's tables say about their own reading."""
    cells: Counter[str] = Counter()
    numbers: Counter[str] = Counter()
    unchecked: Counter[str] = Counter()
    doubtful: Counter[str] = Counter()
    for cell in records(tables.cells):
        name = plain(cell.get("document"))
        cells[name] += 1
        is_number = plain(cell.get("value_type")) == "number"
        numbers[name] += is_number
        unchecked[name] += is_number and plain(cell.get("method")).startswith("ocr")
        doubtful[name] += plain(cell.get("doubt")) != ""
    states = tuple(
        DocumentState(
            name=plain(row.get("document")),
            media_type=plain(row.get("media_type")),
            pages=whole(row.get("pages")),
            status=plain(row.get("status")),
            cells=cells[plain(row.get("document"))],
            numbers=numbers[plain(row.get("document"))],
            unchecked_numbers=unchecked[plain(row.get("document"))],
            doubtful_cells=doubtful[plain(row.get("document"))],
            message=plain(row.get("message")),
        )
        for row in records(tables.documents)
    )
    pages = list(records(tables.pages))
    return Quality(
        collection=tables.collection.name,
        demo=tables.demo,
        documents=states,
        paper_pages=len(pages),
        ocr_pages=sum(plain(page.get("method")).startswith("ocr") for page in pages),
        costs=len(tables.costs),
        invoices=len(tables.invoices),
        budgets=len(tables.budgets),
        incidents=len(tables.incidents),
        messages=len(tables.messages),
        problems=_problems(tables.problems),
        missing=_missing(tables.problems),
    )


def _problems(frame: pd.DataFrame) -> tuple[ProblemCount, ...]:
    times: Counter[str] = Counter()
    titles: dict[str, str] = {}
    where: dict[str, set[str]] = {}
    for row in records(frame):
        code = plain(row.get("code"))
        times[code] += 1
        titles[code] = plain(row.get("title"))
        where.setdefault(code, set()).add(plain(row.get("document")))
    return tuple(
        ProblemCount(code, titles[code], times[code], tuple(sorted(where[code])))
        for code in sorted(times)
    )


def _missing(frame: pd.DataFrame) -> tuple[Missing, ...]:
    said = []
    for row in records(frame):
        code = plain(row.get("code"))
        if code == "W_MISSING_PAGE" or code.startswith("E_"):
            said.append(Missing(plain(row.get("document")), whole(row.get("page")), code))
    return tuple(dict.fromkeys(said))


@dataclass(frozen=True, slots=True)
class CopyCheck:
    """A copy of the public record, read back from paper, beside the native table."""

    document: str
    table: str  # costs or incidents
    rows: int  # rows of the native table
    found: int  # of these, found again in the copy
    same_id: int  # of those, with the id read rightly
    equal: int  # of those, with the compared figure equal
    differing: tuple[str, ...]  # ids of the native table with another or no figure in the copy


def copy_checks(
    native: Sequence[Cost] | Sequence[Incident],
    copies: Sequence[Cost] | Sequence[Incident],
) -> tuple[CopyCheck, ...]:
    """Compare amounts (costs) or date and severity (incidents), document by document.

    A document is a copy if most of its rows name published sources. Rows are paired by their order
    if there are as many as in the native table, else by id.
    """
    documents: dict[str, list[Cost | Incident]] = {}
    for row in copies:
        documents.setdefault(row.place.document, []).append(row)
    checks = []
    for document, rows in sorted(documents.items()):
        if not native or sum(bool(_sources(row)) for row in rows) * 2 <= len(rows):
            continue
        pairs = _paired(native, rows)
        differing = [_key(truth) for truth, read in pairs if _figure(truth) != _figure(read)]
        checks.append(
            CopyCheck(
                document=document,
                table="costs" if isinstance(native[0], Cost) else "incidents",
                rows=len(native),
                found=len(pairs),
                same_id=sum(_key(truth) == _key(read) for truth, read in pairs),
                equal=len(pairs) - len(differing),
                differing=tuple(differing),
            )
        )
    return tuple(checks)


def _paired(
    native: Sequence[Cost] | Sequence[Incident], read: Sequence[Cost | Incident]
) -> list[tuple[Cost | Incident, Cost | Incident]]:
    if len(native) == len(read):
        return list(zip(_in_order(native), _in_order(read), strict=True))
    known = {_key(row): row for row in read}
    return [(row, known[_key(row)]) for row in native if _key(row) in known]


def _in_order(rows: Sequence[Cost | Incident]) -> list[Cost | Incident]:
    return sorted(rows, key=lambda row: (row.place.sheet_id, row.place.row or 0))


def _key(row: Cost | Incident) -> str:
    return row.cost_id if isinstance(row, Cost) else row.incident_id


def _sources(row: Cost | Incident) -> str:
    return row.source_id if isinstance(row, Cost) else ";".join(row.source_ids)


def _figure(row: Cost | Incident) -> tuple[str, ...]:
    if isinstance(row, Cost):
        return ("" if row.amount is None else f"{row.amount.normalize():f}",)
    return row.date, row.severity

"""Looking at a document: its pages as they were read, drawn with all that was found on them.

What the cache has is not read again. Rows and columns are those of the rebuilt sheets where every
page has been read, so that the drawing shows what the clean tables have.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from skolkit.model import Document, PageGrid, PageReading, Sheet, column_letters
from skolkit.onedocument import OpenedDocument, opened_document
from skolkit.pipeline import Plan
from skolkit.problems import Problem, SkolkitError
from skolkit.publish.pagemarks import PageView
from skolkit.publish.pageview import describe_page, draw_page
from skolkit.rebuild.grid import page_grids
from skolkit.rebuild.settle import settle
from skolkit.rebuild.stitch import stitch
from skolkit.running.finder import Found, find_document
from skolkit.running.progress import Progress, Silent
from skolkit.running.record import ranges
from skolkit.tables.number_forms import NumberForm, form_of
from skolkit.tables.values import type_cells
from skolkit.workspace import Workspace

_SHEETS_NAMED = 5


@dataclass(frozen=True, slots=True)
class Drawn:
    """One page drawn, with what the drawing shows in words; or the problem that kept it back."""

    document_id: str
    page: int
    png: bytes = b""
    alt: str = ""
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class _Rebuilt:
    """A document's grids by page, its typed sheets, and the pages that nobody has tried to read."""

    grids: dict[int, PageGrid]
    sheets: tuple[Sheet, ...]
    unread: tuple[int, ...]


def look_at(
    workspace: Workspace,
    asked: str,
    page: int | None = None,
    *,
    plan: Plan | None = None,
    progress: Progress | None = None,
) -> Iterator[Drawn]:
    """Draw one page of a document, or each of them.

    Args:
        workspace: The project, for its collections and its cache.
        asked: Path, name or id of a document.
        page: From 1; all pages if ``None``.
        plan: Settings and number of workers.
        progress: Listener for people.

    Yields:
        The pages in order, each as soon as it is drawn.

    Raises:
        SkolkitError: E_NO_DOCUMENT, E_AMBIGUOUS, E_NO_PAGE; E_NO_PAPER for a workbook; what is
            wrong with the file; E_LOCKED if pages are to be read and another run is under way.
    """
    plan = plan or Plan()
    progress = progress or Silent()
    found = find_document(workspace, asked)
    with opened_document(workspace, found, plan, progress) as opened:
        document = opened.document
        if not document.media_type.is_paged:
            raise _no_paper(opened, workspace)
        if page is not None and not 1 <= page <= document.pages:
            had = f"page {page}; it has {document.pages}"
            raise SkolkitError.of("E_NO_PAGE", document.name, detail=had)
        wanted = range(1, document.pages + 1) if page is None else (page,)
        failed = opened.read(wanted)
        readings = opened.readings()
        unread = [n for n in range(1, document.pages + 1) if n not in readings and n not in failed]
        form = form_of(found.collection, document.name)
        rebuilt = _rebuild(document, readings, unread, form)
        for number in wanted:
            if number not in readings:
                problem = failed.get(number) or Problem("E_CRASH", document.name, number)
                yield Drawn(document.document_id, number, problem=problem)
                continue
            view = _view(found, document, readings[number], rebuilt)
            drawn = draw_page(opened.picture(readings[number]), view)
            yield Drawn(document.document_id, number, drawn, describe_page(view))


def _rebuild(
    document: Document,
    readings: dict[int, PageReading],
    unread: Sequence[int],
    form: NumberForm,
) -> _Rebuilt:
    """Rebuild grids and sheets as a run does; sheets only where no page is still unread."""
    grids = page_grids([readings[n] for n in sorted(readings) if readings[n].words])
    sheets = () if unread else stitch(document, grids).sheets
    return _Rebuilt(
        {grid.page: grid for grid in settle(grids)},
        tuple(type_cells(sheet, form) for sheet in sheets),
        tuple(unread),
    )


def _view(found: Found, document: Document, reading: PageReading, rebuilt: _Rebuilt) -> PageView:
    page = reading.page
    cells = [(s.name, c) for s in rebuilt.sheets for c in s.cells if c.page == page]
    notes = []
    if rebuilt.unread:
        pages = "page" if len(rebuilt.unread) == 1 else "pages"
        notes.append(
            f"{pages.capitalize()} {ranges(rebuilt.unread)} not read yet: the sheet's rows and"
            " columns are not known, nor doubts that come from comparing its cells. Looking at all"
            " pages, or skolkit ingest, reads them."
        )
    return PageView(
        document=found.full_name,
        pages=document.pages,
        reading=reading,
        grid=rebuilt.grids.get(page),
        cells=tuple(cell for _, cell in cells),
        sheets=tuple(dict.fromkeys(name for name, _ in cells)),
        whole=not rebuilt.unread,
        demo=found.collection.is_demo,
        notes=tuple(notes),
    )


def _no_paper(opened: OpenedDocument, workspace: Workspace) -> SkolkitError:
    """The error for a workbook or text file: its sheets, and where they can be looked at."""
    found, document = opened.found, opened.document
    sheets = opened.native_sheets()
    named = [_extent(sheet) for sheet in sheets[:_SHEETS_NAMED]]
    if len(sheets) > _SHEETS_NAMED:
        named.append(f"and {len(sheets) - _SHEETS_NAMED} more")
    folder = workspace.clean / found.collection.name / "xlsx"
    clean = folder / f"{document.document_id}.xlsx"
    where = f"{clean}, or the file itself" if clean.is_file() else f"{document.path}"
    detail = f"{', '.join(named)}; open {where}"
    return SkolkitError.of("E_NO_PAPER", document.name, detail=detail)


def _extent(sheet: Sheet) -> str:
    """A sheet by its name and its last cell."""
    if not sheet.cells:
        return f"sheet {sheet.name}, empty"
    corner = max(c.column for c in sheet.cells), max(c.row for c in sheet.cells)
    return f"sheet {sheet.name}, A1:{column_letters(corner[0])}{corner[1]}"

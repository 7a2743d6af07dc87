"""Dockets of a collection to masked ones: names of files, sheets, cells and problems."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from urllib.parse import quote

from skolkit.intake.accept import document_id
from skolkit.model import Document, MediaType, Sheet
from skolkit.privacy.mask import Labels, mask_sheet
from skolkit.privacy.model import Found
from skolkit.privacy.review import PersonalRow
from skolkit.privacy.small_across import SmallCounts
from skolkit.privacy.suppress import hide_small_groups, hide_told_counts
from skolkit.problems import Problem
from skolkit.running.docket import Docket


@dataclass(frozen=True, slots=True)
class Renamed:
    """What files and documents are called in what is published."""

    names: Mapping[str, str]
    ids: Mapping[str, str]

    def row(self, row: PersonalRow, labels: Labels) -> PersonalRow:
        """A row of the review under the names that are published."""
        new = self.ids.get(row.document_id, row.document_id)
        return replace(
            row,
            document=self.names.get(row.document, row.document),
            document_id=new,
            sheet_id=_moved(row.sheet_id, row.document_id, new),
        )

    def problem(self, problem: Problem, labels: Labels) -> Problem:
        """A problem under the names that are published."""
        return _problem(problem, self.names, labels)


def mask_dockets(
    dockets: Sequence[Docket],
    typed: Iterable[Sheet],
    found: Mapping[str, Sequence[Found]],
    labels: Labels,
    small: SmallCounts,
) -> tuple[tuple[Docket, ...], Renamed]:
    """Mask all that a collection's dockets hold in words.

    Args:
        dockets: as gathered; they are not changed.
        typed: their sheets with values typed.
        found: what was found, decided, by sheet_id.
        labels: gives each value its label, in the order of the dockets.
        small: counts of very few persons, to be hidden, and the words that tell them.

    Returns:
        New dockets, and what was renamed. Two names that mask alike are told apart by a number.
    """
    by_id = {sheet.sheet_id: sheet for sheet in typed}
    names = _names([docket.entry.name for docket in dockets], labels)
    sheets = {
        docket.entry.name: tuple(
            _masked(
                sheet,
                by_id[sheet.sheet_id],
                found.get(sheet.sheet_id, ()),
                small,
                labels,
            )
            for sheet in docket.sheets
        )
        for docket in dockets
    }
    told = {
        docket.document.document_id: _told_hash(docket, names, sheets[docket.entry.name])
        for docket in dockets
        if docket.document is not None
    }
    ids = {
        docket.document.document_id: (
            docket.document.document_id
            if names[docket.entry.name] == docket.entry.name and told[docket.document.document_id]
            else document_id(
                names[docket.entry.name],
                told[docket.document.document_id]
                or _own_hash(names[docket.entry.name], sheets[docket.entry.name]),
            )
        )
        for docket in dockets
        if docket.document is not None
    }
    masked = [
        replace(
            docket,
            entry=replace(
                docket.entry, name=names[docket.entry.name], quoted=quote(names[docket.entry.name])
            ),
            document=_document(docket.document, names[docket.entry.name], ids, told),
            problems=[_problem(each, names, labels) for each in docket.problems],
            sheets=tuple(
                _renamed(sheet, names[docket.entry.name], ids[sheet.document_id])
                for sheet in sheets[docket.entry.name]
            ),
        )
        for docket in dockets
    ]
    return tuple(masked), Renamed(names, ids)


def _told_hash(docket: Docket, names: Mapping[str, str], sheets: Sequence[Sheet]) -> str:
    """The hash of a document, or ``""`` where it would give back what was masked.

    Of a text file all that is not masked is published, so that a single masked number can be found
    by hashing the file with every number there is: those of a century take half a minute.
    """
    document = docket.document
    if document is None:
        return ""
    changed = any(new.cells != old.cells for new, old in zip(sheets, docket.sheets, strict=True))
    return "" if changed and document.media_type is MediaType.CSV else document.sha256


def _own_hash(name: str, sheets: Sequence[Sheet]) -> str:
    """A hash of what is published of a document, in the place of the document's own."""
    cells = ((cell.row, cell.column, cell.raw) for sheet in sheets for cell in sheet.cells)
    return hashlib.sha256(repr((name, *cells)).encode("utf-8", "backslashreplace")).hexdigest()


def _masked(
    sheet: Sheet,
    typed: Sheet,
    found: Sequence[Found],
    small: SmallCounts,
    labels: Labels,
) -> Sheet:
    groups = small.groups.get(sheet.sheet_id, ())
    masked = hide_small_groups(mask_sheet(sheet, typed, found, labels), typed, groups)
    return hide_told_counts(masked, small.words)


def _names(names: Sequence[str], labels: Labels) -> dict[str, str]:
    """Masked names, part by part so that folders stay folders."""
    masked: dict[str, str] = {}
    taken: set[str] = set()
    for name in names:
        whole = "/".join(labels.text(part) for part in labels.text(name).split("/"))
        path, number = PurePosixPath(whole), 2
        while whole in taken and whole != name:
            whole = str(path.with_name(f"{path.stem} ({number}){path.suffix}"))
            number += 1
        taken.add(whole)
        masked[name] = whole
    return masked


def _document(
    document: Document | None, name: str, ids: Mapping[str, str], told: Mapping[str, str]
) -> Document | None:
    if document is None:
        return None
    known = document.document_id
    return replace(document, name=name, document_id=ids[known], sha256=told[known])


def _renamed(sheet: Sheet, name: str, new_id: str) -> Sheet:
    return replace(
        sheet,
        document_name=name,
        document_id=new_id,
        sheet_id=_moved(sheet.sheet_id, sheet.document_id, new_id),
    )


def _moved(sheet_id: str, old: str, new: str) -> str:
    return new + sheet_id.removeprefix(old) if sheet_id.startswith(old) else sheet_id


def _problem(problem: Problem, names: Mapping[str, str], labels: Labels) -> Problem:
    detail = problem.detail
    for old, new in names.items():
        if old != new:
            detail = detail.replace(old, new)
    return replace(
        problem,
        file=names.get(problem.file, problem.file)
        if problem.file in names
        else labels.text(problem.file),
        sheet=labels.text(problem.sheet),
        detail=labels.text(detail),
    )

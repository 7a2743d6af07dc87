"""Dockets of a collection to masked ones: names of files, sheets, cells and problems."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from urllib.parse import quote

from skolkit.intake.accept import document_id
from skolkit.model import Document, Sheet
from skolkit.privacy.mask import Labels, mask_sheet
from skolkit.privacy.model import Found
from skolkit.privacy.review import PersonalRow
from skolkit.privacy.small_groups import SmallGroup
from skolkit.privacy.suppress import hide_small_groups
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
    groups: Mapping[str, Sequence[SmallGroup]],
) -> tuple[tuple[Docket, ...], Renamed]:
    """Mask all that a collection's dockets hold in words.

    Args:
        dockets: as gathered; they are not changed.
        typed: their sheets with values typed.
        found: what was found, decided, by sheet_id.
        labels: gives each value its label, in the order of the dockets.
        groups: counts of very few persons, to be hidden, by sheet_id.

    Returns:
        New dockets, and what was renamed. Two names that mask alike are told apart by a number.
    """
    by_id = {sheet.sheet_id: sheet for sheet in typed}
    names = _names([docket.entry.name for docket in dockets], labels)
    ids = {
        docket.document.document_id: (
            docket.document.document_id
            if names[docket.entry.name] == docket.entry.name
            else document_id(names[docket.entry.name], docket.document.sha256)
        )
        for docket in dockets
        if docket.document is not None
    }
    masked = []
    for docket in dockets:
        name = names[docket.entry.name]
        sheets = tuple(
            _renamed(
                _masked(
                    sheet,
                    by_id.get(sheet.sheet_id, sheet),
                    found.get(sheet.sheet_id, ()),
                    groups.get(sheet.sheet_id, ()),
                    labels,
                ),
                name,
                ids[sheet.document_id],
            )
            for sheet in docket.sheets
        )
        masked.append(
            replace(
                docket,
                entry=replace(docket.entry, name=name, quoted=quote(name)),
                document=_document(docket.document, name, ids),
                problems=[_problem(each, names, labels) for each in docket.problems],
                sheets=sheets,
            )
        )
    return tuple(masked), Renamed(names, ids)


def _masked(
    sheet: Sheet,
    typed: Sheet,
    found: Sequence[Found],
    groups: Sequence[SmallGroup],
    labels: Labels,
) -> Sheet:
    return hide_small_groups(mask_sheet(sheet, typed, found, labels), typed, groups)


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


def _document(document: Document | None, name: str, ids: Mapping[str, str]) -> Document | None:
    if document is None:
        return None
    return replace(document, name=name, document_id=ids[document.document_id])


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

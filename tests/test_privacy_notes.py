"""Notes in running text, by people who had not seen the masking: persons go, the others stay."""

from __future__ import annotations

import hostile_notes
import hostile_notes_more
import pytest

from skolkit.model import Cell, Sheet
from skolkit.privacy.detect import inspect
from skolkit.privacy.model import Decision
from skolkit.tables.values import type_cells


def left_of(notes: dict[str, str]) -> dict[str, str]:
    """What is left of each note of a log once all that was found is masked."""
    cells = [Cell(1, 1, "Nr"), Cell(1, 2, "Anteckning")]
    for row, (number, text) in enumerate(notes.items(), start=2):
        cells += [Cell(row, 1, number), Cell(row, 2, text)]
    left = {number: list(text) for number, text in notes.items()}
    by_row = dict(enumerate(notes, start=2))
    for one in inspect(type_cells(Sheet("d#1", "d", "logg.xlsx", "Logg", tuple(cells)))):
        if one.column == 2 and one.row in by_row and one.span.decision is Decision.MASK:
            length = one.span.end - one.span.start
            left[by_row[one.row]][one.span.start : one.span.end] = ["_"] * length
    return {number: "".join(signs) for number, signs in left.items()}


SETS = hostile_notes.SETS | hostile_notes_more.SETS
LEFT = hostile_notes.LEFT | hostile_notes_more.LEFT


@pytest.mark.parametrize("name", sorted(SETS))
def test_persons_in_notes_go_and_other_notes_stay_to_the_letter(name: str) -> None:
    persons, others = SETS[name]
    left = left_of({number: text for number, (text, _) in persons.items()})
    leaked = {n for n, (_, told) in persons.items() if any(each in left[n] for each in told)}
    changed = {number for number, text in left_of(others).items() if text != others[number]}
    assert (leaked, changed) == LEFT[name]

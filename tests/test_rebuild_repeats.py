"""Words that a column repeats settle the same words where readers dispute; numbers never."""

from __future__ import annotations

import pytest

from skolkit.model import Band, Box, Doubt, GridCell, PageGrid
from skolkit.rebuild.repeats import settle_repeats

AGREED, VOTED = "ocr/linenet+swe", "ocr/vote"


def cell(text: str, row: int, method: str = AGREED, doubt: Doubt | None = None) -> GridCell:
    box = Box(50, 100 + 14 * row, 120, 107 + 14 * row)
    return GridCell(row, 0, text, box, 0.9 if method == AGREED else 0.4, doubt, method)


def settled(texts: list[str], disputed: str, method: str = VOTED) -> GridCell:
    cells = [cell(text, row) for row, text in enumerate(texts)]
    cells.append(cell(disputed, len(texts), method, Doubt.READERS_DISAGREE))
    rows = tuple(Band(100 + 14 * i, 110 + 14 * i) for i in range(len(cells)))
    grid = PageGrid("doc", 1, 595, 842, rows, (Band(40, 200),), tuple(cells))
    (out,) = settle_repeats([grid])
    assert [c.text for c in out.cells[:-1]] == texts
    return out.cells[-1]


def test_a_disputed_text_is_the_one_its_column_repeats() -> None:
    found = settled(
        ["Brand eller brandtillbud"] * 4 + ["Trafikolycka"] * 3, "Brand efler brandtlllbud"
    )
    assert (found.text, found.method, found.doubt) == (
        "Brand eller brandtillbud",
        "ocr/repeat",
        None,
    )
    assert "Brand efler brandtlllbud" in found.rivals, "what was read is kept"


@pytest.mark.parametrize(
    ("texts", "disputed"),
    [
        (["Brand eller brandtillbud"], "Brand efler brandtillbud"),  # too seldom to settle
        (["Skola Norra"] * 4 + ["Skola Södra"] * 4, "Skola Nödra"),  # near to two
        (["Grupp 1 i väst"] * 5, "Grupp 7 i väst"),  # another number
        (["Västra Götaland"] * 5, "Östergötland"),  # another text
        (["Nej"] * 9, "Neka"),  # two letters of a short word
        (["12345678"] * 9, "12345673"),  # numbers are no words
    ],
)
def test_what_repeats_do_not_tell_is_left_as_it_was_read(texts: list[str], disputed: str) -> None:
    found = settled(texts, disputed)
    assert (found.text, found.doubt) == (disputed, Doubt.READERS_DISAGREE)


def test_an_agreed_text_is_changed_by_lost_accents_only() -> None:
    texts = ["Västra Götaland"] * 4
    cells = [
        cell(text, row) for row, text in enumerate([*texts, "Vastra Gotaland", "Västra Gotlund"])
    ]
    rows = tuple(Band(100 + 14 * i, 110 + 14 * i) for i in range(len(cells)))
    (out,) = settle_repeats([PageGrid("doc", 1, 595, 842, rows, (Band(40, 200),), tuple(cells))])
    assert [c.text for c in out.cells[4:]] == ["Västra Götaland", "Västra Gotlund"]

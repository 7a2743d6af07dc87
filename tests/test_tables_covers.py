"""A printed sum covers what its place says, nested or not, above or below its parts."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skolkit.tables.covers import AGREES, BREAK, DIFFERS, OPEN, START, Figure, covered
from skolkit.tables.rows import ROW, SUBTOTAL, TOTAL

EXACT = Decimal(0)
SUMS = ["3", "4", "7", "8", "9", "17", "24"]


def figures(text: str) -> list[Figure]:
    """Lines such as ``10 s10 T10``: s subtotal, T total, / break, # start, ? unread, _ missing."""
    made = []
    kinds = {"s": SUBTOTAL, "T": TOTAL}
    for word in text.split():
        if word in "/#":
            made.append(Figure(BREAK if word == "/" else START))
        elif word == "?":
            made.append(Figure(ROW, unread=True))
        elif word == "_":
            made.append(Figure(ROW, missing=True))
        elif word[0] in "sT":
            value = None if word[1:] == "?" else Decimal(word[1:])
            made.append(Figure(kinds[word[0]], value, unread=value is None))
        else:
            hidden, apart = word[0] == "h", word[0] == "v"
            made.append(Figure(ROW, Decimal(word.strip("hv")), hidden=hidden, apart=apart))
    return made


def verdicts(text: str) -> list[tuple[str, str]]:
    """Verdict and sum of the known parts of each printed sum."""
    return [(each.verdict, str(each.known)) for each in covered(figures(text), EXACT)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("10 20 T31", [(DIFFERS, "30")]),
        ("10 20 T30", [(AGREES, "30")]),
        ("10 20 s30 5 s5 T35", [(AGREES, "30"), (AGREES, "5"), (AGREES, "35")]),
        ("10 20 s30 5 s6 T35", [(AGREES, "30"), (DIFFERS, "5"), (AGREES, "35")]),
        ("1 2 s3 4 s4 s7 8 s8 9 s9 s17 T24", [(AGREES, v) for v in SUMS]),
        ("1 2 s3 4 s4 s9 8 s8 s8 T15", [(AGREES, "3"), (AGREES, "4"), (DIFFERS, "7"),
                                        (AGREES, "8"), (AGREES, "8"), (AGREES, "15")]),
        ("1 2 T3 5 6 T11", [(AGREES, "3"), (AGREES, "11")]),
        ("1 2 T3 5 6 T12", [(AGREES, "3"), (DIFFERS, "11")]),
        ("1 2 # 5 6 T11", [(AGREES, "11")]),
        ("1 2 # 5 6 T12", [(DIFFERS, "11")]),
        ("1 2 / 5 6 T14", [(AGREES, "14")]),
        ("1 2 / 5 6 T15", [(DIFFERS, "14")]),
        ("T30 10 20", [(AGREES, "30")]),
        ("T31 10 20", [(DIFFERS, "30")]),
        ("s30 10 20 s5 2 3", [(AGREES, "30"), (AGREES, "5")]),
        ("T35 s30 10 20 s5 2 3", [(AGREES, "35"), (AGREES, "30"), (AGREES, "5")]),
        ("10 ? T31", [(OPEN, "10")]),
        ("10 _ T31", [(OPEN, "10")]),
        ("10 _ T10", [(AGREES, "10")]),
        ("10 20 T?", [(OPEN, "30")]),
        ("10 h20 T10", [(AGREES, "10")]),
        ("10 h20 T30", [(AGREES, "30")]),
        ("10 20 v7 T30", [(AGREES, "30")]),
        ("T30", []),
        ("10 20", []),
    ],
)  # fmt: skip
def test_sums_and_their_parts(text: str, found: list[tuple[str, str]]) -> None:
    assert verdicts(text) == found


amounts = st.lists(st.integers(1, 10**6), min_size=1, max_size=5)


@given(st.lists(amounts, min_size=1, max_size=5), st.booleans(), st.data())
def test_right_sums_agree_and_one_wrong_figure_is_told(
    groups: list[list[int]], above: bool, data: st.DataObject
) -> None:
    lines: list[Figure] = []
    for group in groups:
        lines += [Figure(ROW, Decimal(value)) for value in group]
        lines.append(Figure(SUBTOTAL, Decimal(sum(group))))
    lines.append(Figure(TOTAL, Decimal(sum(map(sum, groups)))))
    if above:
        lines.reverse()
    assert {each.verdict for each in covered(lines, EXACT)} == {AGREES}
    at = data.draw(st.integers(0, len(lines) - 1))
    value = lines[at].value
    assert value is not None
    lines[at] = Figure(lines[at].kind, value + 7 * 10**7)
    assert DIFFERS in {each.verdict for each in covered(lines, EXACT)}


@given(
    st.lists(
        st.builds(
            Figure,
            st.sampled_from([ROW, SUBTOTAL, TOTAL, BREAK, START]),
            st.none() | st.decimals(-100, 100, places=2),
            st.booleans(),
            st.booleans(),
            st.booleans(),
            st.booleans(),
        ),
        max_size=25,
    )
)
def test_any_column_is_judged(lines: list[Figure]) -> None:
    for each in covered(lines, Decimal("0.5")):
        assert lines[each.at].is_sum
        assert each.parts
        assert all(lines[part].is_part for part in each.parts)

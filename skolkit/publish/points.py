"""What a chart draws -> its points: each drawn element with its figure and the rows it stands on.

A point is one line of its figure's table, and its id is the figure's name and the number of that
line: ``drift:3``. Row ids come from the analysis with the figures; none is looked up again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from skolkit.analysis.words import Lang

NO_ROW: dict[Lang, str] = {"sv": "ingen rad", "en": "no row"}
CELL_LETTERS = 32_767  # that a cell of a spreadsheet holds; more would run on into other cells


@dataclass(frozen=True, slots=True)
class Point:
    """One drawn element of a chart.

    ``texts`` is its line in the figure's table; ``label`` says in words which one it is and
    ``said`` what the chart shows there; ``source`` where that comes from if it stands on no row.
    """

    texts: tuple[str, ...]
    label: str
    said: str
    row_ids: tuple[str, ...]
    source: str = ""

    def __post_init__(self) -> None:
        if not self.row_ids and not self.source:
            raise ValueError(f"nobody knows what {self.label!r} stands on")


@dataclass(frozen=True, slots=True)
class ChartData:
    """What a chart draws, as a table; an unknown figure is an empty text."""

    headings: tuple[str, ...]
    points: tuple[Point, ...]

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """The lines of the table."""
        return tuple(point.texts for point in self.points)


NO_DATA = ChartData((), ())


def counted_point(
    texts: tuple[str, ...], label: str, said: str, row_ids: tuple[str, ...], lang: Lang
) -> Point:
    """A point that counts or sums rows, and says so where there are none."""
    return Point(texts, label, said, row_ids, "" if row_ids else NO_ROW[lang])


def point_id(figure: str, number: int) -> str:
    """The id of a point.

    Args:
        figure: its name, as in the name of its file.
        number: of its line in the figure's table, from 1.
    """
    return f"{figure}:{number}"


def point_table(figure: str, data: ChartData) -> tuple[list[str], list[list[str]]]:
    """The table of a figure with the id and the rows of each point: headings and lines."""
    lines = [
        [*point.texts, point_id(figure, number), told_ids(point.row_ids)]
        for number, point in enumerate(data.points, start=1)
    ]
    return [*data.headings, "point", "row_ids"], lines


def told_ids(row_ids: Sequence[str]) -> str:
    """Row ids as one text that a cell of a spreadsheet holds; those left out are counted.

    Returns:
        ``a;b;c``, or ``a;b;… (+1)`` where all would be too long.
    """
    whole = ";".join(row_ids)
    if len(whole) <= CELL_LETTERS:
        return whole
    room = CELL_LETTERS - len(f";… (+{len(row_ids)})")
    kept = whole[: room + 1].rpartition(";")[0]
    return f"{kept};… (+{len(row_ids) - kept.count(';') - 1})"

"""Rows of a table of amounts to what they are: ordinary rows, subtotals, totals, or none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TypeVar

from skolkit.model import Cell
from skolkit.tables.extract import RowReader
from skolkit.tables.recognise import Rows
from skolkit.tables.rows import ROW, SUBTOTAL, TOTAL, CostRow, InvoiceRow
from skolkit.tables.text import SumLabels, fold, is_missing_mark, is_sum_sign, join_lines

_Made = TypeVar("_Made", CostRow, InvoiceRow)
LEAST_SUMMED = 2  # rows above one that may be their sum
LEAST_CLOSED = 3  # rows above the last one, whose sum it is: of two it may be by chance


@dataclass(frozen=True, slots=True)
class RowKind:
    """What sort of row it is, and of what it is the sum."""

    kind: str  # ROW, SUBTOTAL, TOTAL or "" for a bare Summa
    label: str = ""
    of: str = ""
    unlabelled: bool = False

    @property
    def is_ordinary(self) -> bool:
        """Whether it is no sum."""
        return self.kind == ROW


@dataclass(frozen=True, slots=True)
class RowRules:
    """By what fields the rows of a table are told apart."""

    amounts: tuple[str, ...]
    keys: tuple[str, ...]
    texts: tuple[str, ...]
    ids: tuple[str, ...] = ()  # where these columns exist, an amount without any key is a sum


def kind_of(reader: RowReader, cells: Mapping[int, Cell], rules: RowRules) -> RowKind | None:
    """Tell ordinary rows from printed sums; ``None`` for notes and blank separators.

    A row is a sum if a label such as *Delsumma* stands in it and its keys (id, date) are empty or
    hold the label. So an ordinary row whose text begins with *Summa* stays one; one that begins
    with the sign ``∑`` does not, since nothing but a sum is marked so, be it the sum of a month. A
    row whose keys are all empty and that has an amount is taken for a sum without a label, and is
    doubted.

    Args:
        reader: the row.
        cells: its cells by column, those merged from a row above too.
        rules: the fields by which the table's rows are told apart.
    """
    labels = reader.table.profile.totals
    signed = {column: cell for column, cell in cells.items() if is_sum_sign(cell.raw)}
    if (marked := label_in(labels, reader.row, signed)) is not None:
        return marked
    keys = {
        name: text
        for name in rules.keys
        if reader.filled((name,)) and not is_missing_mark(text := reader.raw(name))
    }
    # A key that is merged from a row above does not make an ordinary row of a labelled sum.
    own = [text for name, text in keys.items() if _row_of(reader, name) == reader.row]
    has_ids = any(reader.has_column(name) for name in rules.ids)
    if has_ids and keys.keys() == {"period"}:
        own = []  # a sum of a month names it; an ordinary row has a number beside it
    if not any(labels.read(key) is None for key in own):
        labelled = label_in(labels, reader.row, cells)
        if labelled is not None:
            return labelled
    if not reader.filled(rules.amounts):
        return None if not keys or reader.count < 2 else RowKind(ROW)
    if not keys and (has_ids or not reader.filled(rules.texts)):
        return RowKind("", unlabelled=True)
    return RowKind(ROW)


def label_in(labels: SumLabels, row: int, cells: Mapping[int, Cell]) -> RowKind | None:
    """The sum that a label in one of a row's own cells tells of."""
    for cell in (cells[column] for column in sorted(cells)):
        text = join_lines(cell.raw)
        label = labels.read(text) if cell.row == row else None
        if label is not None:
            kind = {"subtotal": SUBTOTAL, "total": TOTAL}.get(label[0], "")
            return RowKind(kind, text, label[1])
    return None


def _row_of(reader: RowReader, field: str) -> int:
    cell = reader.cell(field)
    return cell.row if cell else 0


def settled_kind(kind: str, row: int, last: int, of: str, names: frozenset[str]) -> str:
    """Decide whether a plain *Summa* is a subtotal or the total.

    It is a subtotal if it names a supplier or text of an ordinary row, or if ordinary rows or a
    labelled total follow; else the total.

    Args:
        kind: what is known of the row: ``row``, ``subtotal``, ``total`` or ``""``.
        row: its number on the sheet.
        last: the last row that is ordinary or a labelled total.
        of: what the sum is said to be of.
        names: folded names and texts of the ordinary rows.
    """
    return kind or (SUBTOTAL if row < last or fold(of) in names else TOTAL)


def last_settled(kinds: Sequence[tuple[int, str]]) -> int:
    """The last row that is ordinary or a labelled total, of rows and their kinds."""
    return max((row for row, kind in kinds if kind in (ROW, TOTAL)), default=0)


@dataclass(frozen=True, slots=True)
class UnlabelledSum:
    """A row whose every amount is the sum of the ordinary rows above it, as no label says."""

    row: int
    closes: bool  # it is the last one, and is taken for the sum

    @property
    def reason(self) -> str:
        """What is to be told of it."""
        taken = "; it was taken for their sum" if self.closes else ""
        return f"row {self.row} is the sum of those above it, and no label says so{taken}"


def closed(
    made: Sequence[_Made], columns: Iterable[int], rows: Rows, least: int
) -> tuple[tuple[_Made, ...], list[str]]:
    """The rows of a table, a last one that is the sum of all above it as their total.

    Args:
        made: the rows top to bottom.
        columns: of amounts.
        rows: the cells by row and column.
        least: how many rows must be summed.

    Returns:
        The rows, and what is to be told of rows that are sums without a label.
    """
    plain = {each.row: each.row_kind == ROW for each in made}
    sums = unlabelled_sums(columns, rows, plain, least)
    closing = {each.row for each in sums if each.closes}
    settled = (
        replace(each, row_kind=TOTAL) if each.row in closing and each.row_kind == ROW else each
        for each in made
    )
    return tuple(settled), [each.reason for each in sums]


def unlabelled_sums(
    columns: Iterable[int],
    rows: Rows,
    ordinary: Mapping[int, bool],
    least: int = LEAST_SUMMED,
) -> tuple[UnlabelledSum, ...]:
    """Find ordinary rows whose every amount is the sum of the ordinary rows before it.

    Those since the last sum or all. Without a label nothing else tells a sum ("Nettokostnad"), and
    it would count twice.

    Args:
        columns: of amounts.
        rows: the cells by row and column.
        ordinary: the rows with amounts, and whether each is taken for an ordinary one.
        least: how many rows must be summed; of two payments a third is easily the sum.
    """
    return tuple(_unlabelled_sums(tuple(columns), rows, ordinary, least))


def _unlabelled_sums(
    columns: Sequence[int], rows: Rows, ordinary: Mapping[int, bool], least: int
) -> Iterator[UnlabelledSum]:
    before: list[dict[int, Decimal]] = []
    above: list[dict[int, Decimal]] = []
    last = max(ordinary, default=0)
    for row in sorted(ordinary):
        if not ordinary[row]:
            before = []
            continue
        values = {column: rows[row][column].value for column in columns if column in rows[row]}
        own = {column: each for column, each in values.items() if isinstance(each, Decimal)}
        if any(own.values()) and any(_is_sum_of(own, each, least) for each in (before, above)):
            closes = row == last and _is_sum_of(own, above, LEAST_CLOSED)
            yield UnlabelledSum(row, closes)
            before = []
        else:
            before.append(own)
            above.append(own)


def _is_sum_of(
    own: Mapping[int, Decimal], lines: Sequence[Mapping[int, Decimal]], least: int
) -> bool:
    sums = {
        column: sum((each.get(column, Decimal(0)) for each in lines), Decimal(0)) for column in own
    }
    return len(lines) >= least and own == sums

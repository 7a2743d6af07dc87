"""The texts of columns to the number form that they declare by themselves, if they do.

A column declares a form where no other reading is left: every figure in it fits the form, and at
least three of them fit no form with another decimal mark. ``1,234.50`` three times over is English
in a Swedish delivery, and then ``1,234`` beside it is 1234. One such value alone says nothing.

The columns of one sheet declare a form together if no figure in any of them speaks against it: one
program wrote them. ``4,860,000`` and ``6,675,000`` beside two columns alike make ``70,000`` 70000.
So does a printed sum that adds up in one form alone: ``410``, ``1,240`` and ``520`` to ``2,170``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal

from skolkit.tables.number_forms import (
    ENGLISH,
    FRENCH,
    GERMAN,
    NUMBER_FORMS,
    SWEDISH,
    SWISS,
    NumberForm,
)
from skolkit.tables.numbers import Quantity, parse_number, parse_quantity

LEAST_SHOWN = 3  # figures that rule another form out
LEAST_COLUMNS = 2  # of one sheet, that show its form
MOSTLY = 0.8  # share of a column's texts that must be figures
# Of two forms that read all figures alike the first is named: 1234.50 is English and Swiss.
_BY_USE = (SWEDISH, GERMAN, ENGLISH, SWISS, FRENCH)


def declared_form(texts: Iterable[str], usual: NumberForm) -> NumberForm | None:
    """The form that a column declares against the usual one.

    Args:
        texts: the column's cells below the headings; labels and marks for nothing left out.
        usual: the form of the document.

    Returns:
        The form, or ``None``: the usual one reads all, or several forms are possible, or figures of
        several forms stand in the column.
    """
    own = list(texts)
    figures = [text for text in own if any(_reads(text, form) for form in NUMBER_FORMS)]
    if len(figures) < max(LEAST_SHOWN, MOSTLY * len(own)) or _all(figures, usual):
        return None
    return next((form for form in _BY_USE if _is_declared(figures, form)), None)


def summed_form(parts: Sequence[str], total: str, usual: NumberForm) -> NumberForm | None:
    """The form, other than the usual one, in which alone figures add up to their printed sum.

    Args:
        parts: the figures of a column above its last sum, other sums left out.
        total: that sum.
        usual: the form of the document.
    """
    if len(parts) < LEAST_SHOWN or _adds_up(parts, total, usual):
        return None
    return next((form for form in _BY_USE if _adds_up(parts, total, form)), None)


def _adds_up(parts: Sequence[str], total: str, form: NumberForm) -> bool:
    read = [parse_number(text, form) for text in (*parts, total)]
    figures = [each for each in read if isinstance(each, Decimal)]
    return len(figures) == len(read) and sum(figures[:-1]) == figures[-1]


def shared_forms(
    columns: Mapping[int, Iterable[str]],
    usual: NumberForm,
    summed: Collection[NumberForm] = (),
) -> dict[int, NumberForm]:
    """The form that the columns of a sheet declare together, by column.

    Args:
        columns: the texts of each column, as ``declared_form`` takes them.
        usual: the form of the document.
        summed: the forms in which alone the sums of columns add up.

    Returns:
        The form for each column that it reads otherwise than the usual one does; none if several
        forms are possible, or one figure of the sheet does not fit.
    """
    figures: dict[int, list[str]] = {}
    for column, texts in columns.items():
        own = list(texts)
        read = [text for text in own if any(_reads(text, form) for form in NUMBER_FORMS)]
        if read and len(read) >= MOSTLY * len(own):
            figures[column] = read
    together = [text for read in figures.values() for text in read]
    if not summed and _all(together, usual):
        return {}
    form = _form_together(figures, together, set(summed))
    if form is None:
        return {}
    return {
        column: form
        for column, read in figures.items()
        if any(parse_quantity(text, usual) != parse_quantity(text, form) for text in read)
    }


def _form_together(
    figures: Mapping[int, Sequence[str]], together: Sequence[str], summed: set[NumberForm]
) -> NumberForm | None:
    if len(summed) == 1:
        return next((form for form in summed if _all(together, form)), None)
    declared = next((form for form in _BY_USE if _is_declared(together, form)), None)
    if declared is None:
        return None
    shown = sum(_shows(read, declared) for read in figures.values())
    return declared if shown >= LEAST_COLUMNS else None


def _shows(figures: Iterable[str], form: NumberForm) -> bool:
    """Whether a figure of a column fits no form with another decimal mark."""
    others = [each for each in NUMBER_FORMS if each.decimal != form.decimal]
    return any(not any(_reads(text, other) for other in others) for text in figures)


def _is_declared(figures: Sequence[str], form: NumberForm) -> bool:
    if not _all(figures, form):
        return False
    others = [each for each in NUMBER_FORMS if each.decimal != form.decimal]
    return all(sum(not _reads(text, other) for text in figures) >= LEAST_SHOWN for other in others)


def _all(figures: Iterable[str], form: NumberForm) -> bool:
    return all(_reads(text, form) for text in figures)


def _reads(text: str, form: NumberForm) -> bool:
    return isinstance(parse_quantity(text, form), Quantity)

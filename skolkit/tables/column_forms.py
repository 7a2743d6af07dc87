"""The texts of a column to the number form that they declare by themselves, if they do.

A column declares a form where no other reading is left: every figure in it fits the form, and at
least three of them fit no form with another decimal mark. ``1,234.50`` three times over is English
in a Swedish delivery, and then ``1,234`` beside it is 1234. One such value alone says nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from skolkit.tables.number_forms import (
    ENGLISH,
    FRENCH,
    GERMAN,
    NUMBER_FORMS,
    SWEDISH,
    SWISS,
    NumberForm,
)
from skolkit.tables.numbers import Quantity, parse_quantity

LEAST_SHOWN = 3  # figures that rule another form out
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


def _is_declared(figures: Sequence[str], form: NumberForm) -> bool:
    if not _all(figures, form):
        return False
    others = [each for each in NUMBER_FORMS if each.decimal != form.decimal]
    return all(sum(not _reads(text, other) for text in figures) >= LEAST_SHOWN for other in others)


def _all(figures: Iterable[str], form: NumberForm) -> bool:
    return all(_reads(text, form) for text in figures)


def _reads(text: str, form: NumberForm) -> bool:
    return isinstance(parse_quantity(text, form), Quantity)

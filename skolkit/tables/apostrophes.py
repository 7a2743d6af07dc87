"""Text that a spreadsheet program would run as a formula: guarded by an apostrophe, and freed.

Swedish programs part a CSV at ";" and at line breaks, whatever the quotes say, so that a formula
may begin inside a text too. Whatever was guarded can be had back to the letter.
"""

from __future__ import annotations

import re

from skolkit.model import Doubt
from skolkit.tables.number_forms import NUMBER_FORMS
from skolkit.tables.values import parse_number

_STARTS = r"=+\-@＝＋－＠"
# What programs pass over at the beginning of a field: the quotation mark that opens it, control
# characters (LibreOffice drops NUL: measured), blanks, and marks without width.
_PASSED_OVER = (
    r'(?:["\x00-\x08\x0b\x0c\x0e-\x20\x7f-\xa0\xad\u2000-\u200f\u2028-\u202f\u2060\u3000\ufeff])*'
)
_BEGUN = rf"{_PASSED_OVER}[{_STARTS}]"
_INNER = re.compile(rf"(?<=[;\t\r\n])('*)({_BEGUN}[^;\t\r\n]*)")
_GUARDED = re.compile(rf"(?<=[;\t\r\n])'('*{_BEGUN})")
_FIRST = re.compile(rf"('*)((?:{_BEGUN}|[\t\r\n]).*)", re.DOTALL)
_PASSED = re.compile(_PASSED_OVER)


def is_formula_like(text: str) -> bool:
    """Whether a spreadsheet program would run the text instead of showing it."""
    first = _FIRST.fullmatch(text)
    if first is None or first[1]:
        return False
    begun = _PASSED.sub("", text, count=1)
    if begun == "-":  # it says "nothing"
        return False
    return all(isinstance(parse_number(begun, form), Doubt) for form in NUMBER_FORMS)


def defused(text: str) -> str:
    """Put an apostrophe where a spreadsheet program would begin to read a formula.

    One more goes before apostrophes that stand before such text already, so that ``freed`` gives
    the text back.
    """
    safe = _INNER.sub(_guarded, text)
    first = _FIRST.fullmatch(text)
    return "'" + safe if first is not None and _guarded(first) != text else safe


def freed(written: str) -> str:
    """Take the apostrophes away that ``defused`` put there."""
    plain = _GUARDED.sub(r"\1", written)
    first = _FIRST.fullmatch(plain)
    return plain[1:] if first is not None and first[1] else plain


def _guarded(begun: re.Match[str]) -> str:
    """The beginning of a field, with an apostrophe if a formula may begin there."""
    return "'" + begun[0] if begun[1] or is_formula_like(begun[2]) else begun[0]

"""Counts of persons in prose: those that tell a hidden count, and totals that would give one back.

``3 elever i 3B`` beside a table that shows ``<5`` for class 3B tells what the table hides. So does
``24 elever`` where it is the sum of a column of which one count is hidden.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from skolkit.tables.text import fold

_WORDS = {"två": 2, "tre": 3, "fyra": 4, "two": 2, "three": 3, "four": 4}
_MOST_WORDS = 4  # of the name of a group
_PERSONS = (
    r"(?:elev(?:er|erna)?|barn(?:en)?|flick(?:a|or|orna)|pojk(?:e|ar|arna)|person(?:er|erna)?"
    r"|individ(?:er|erna)?|anställda|lärare|lärarna|ungdomar|syskon|vårdnadshavare|kvinnor|män"
    r"|pupils?|students?|child(?:ren)?|girls?|boys?|persons?|people|teachers?|staff)"
)
_NUMBER = rf"[0-9]{{1,3}}(?:[ \u00a0][0-9]{{3}})*|[0-9]+|{'|'.join(_WORDS)}"
_NO_COUNT = ("årskurs", "åk", "klass", "grade", "class", "year", "sida", "page", "nr", "punkt")
_BEFORE = r"(?<![\w.,:/<-])(?<![0-9] )" + "".join(rf"(?<!\b{word} )" for word in _NO_COUNT)
# The count before what is counted, with a word or two between: ``3 nya elever``, ``tre av barnen``.
_COUNT_FIRST = rf"{_BEFORE}(?P<first>{_NUMBER})(?= (?:st )?(?:[^\W\d_]+ ){{0,2}}{_PERSONS}(?!\w))"
# ... and after it: ``elever: 3``, ``antal elever i 3B = 3``.
_COUNT_LAST = (
    rf"(?<!\w){_PERSONS}(?: (?:i|på|in|at) [\w -]{{1,20}}?)? ?(?:[:=]|är|var|are|were) ?"
    rf"(?P<last>{_NUMBER})(?![\w%]|[.,][0-9])"
)
# ... and right after a group that the tables name: ``3B: 3``, ``ADHD (4)``.
_MARKED = rf"(?<=\w)\s?[:=(] ?(?P<marked>{_NUMBER})(?![\w%]|[.,:/-][0-9])"
_PERSONS_COUNTED = re.compile("|".join((_COUNT_FIRST, _COUNT_LAST)), re.IGNORECASE)
_ANY = re.compile("|".join((_COUNT_FIRST, _COUNT_LAST, _MARKED)), re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class HiddenCounts:
    """What is hidden in the tables of a collection, as far as words could tell it.

    ``by_label``: for each group, in one spelling, its hidden counts and what is shown for them.
    ``by_sheet``: for each sheet its hidden counts of one to four.
    """

    by_label: Mapping[str, Mapping[int, str]] = field(default_factory=dict)
    by_sheet: Mapping[str, Mapping[int, str]] = field(default_factory=dict)

    def without(self, text: str, sheet_id: str = "") -> str:
        """A text in which no word tells a hidden count.

        Args:
            text: a cell, a title, a note, a name.
            sheet_id: the sheet it stands on: there a count of one to four needs no group beside it.
        """
        if not self.by_label:
            return text
        here = self.by_sheet.get(sheet_id, {})
        parts: list[str] = []
        at = 0
        for match in _ANY.finditer(text):
            name = str(match.lastgroup)
            start, end = match.span(name)
            if name == "marked":
                shown = self._told(text[:start], last=True)
            else:
                shown = {**here, **self._told(text)}
            if text_for := shown.get(_figure(match[name])):
                parts += [text[at:start], text_for]
                at = end
        return "".join((*parts, text[at:]))

    def _told(self, text: str, *, last: bool = False) -> dict[int, str]:
        """The hidden counts of the groups that a text names, or names with its last words."""
        words = [fold(word) for word in re.findall(r"\w+(?:-\w+)*", text)]
        runs = {
            "".join(words[i : i + n])
            for n in range(1, _MOST_WORDS + 1)
            for i in range(len(words))
            if not last or i + n == len(words)
        }
        runs |= {run.removesuffix("s") for run in runs}
        return {
            figure: shown
            for label in sorted(runs & self.by_label.keys())
            for figure, shown in self.by_label[label].items()
        }


def _figure(text: str) -> int:
    word = _WORDS.get(text.casefold())
    return word if word is not None else int(re.sub(r"[^0-9]", "", text))


def totals_in(texts: Iterable[str]) -> Iterator[Decimal]:
    """The counts of five persons or more that texts tell."""
    for text in texts:
        for match in _PERSONS_COUNTED.finditer(text):
            figure = _figure(match["first"] or match["last"])
            if figure > 4:
                yield Decimal(figure)

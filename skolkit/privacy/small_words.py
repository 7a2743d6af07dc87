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
_ANY = re.compile("|".join((_COUNT_FIRST, _COUNT_LAST)), re.IGNORECASE)


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
        shown = dict(self.by_sheet.get(sheet_id, {}))
        parts: list[str] = []
        at = 0
        for match in _ANY.finditer(text):
            if not parts:
                shown |= self._told(text)
            name = "first" if match["first"] else "last"
            start, end = match.span(name)
            if text_for := shown.get(_figure(match[name])):
                parts += [text[at:start], text_for]
                at = end
        return "".join((*parts, text[at:]))

    def _told(self, text: str) -> dict[int, str]:
        """The hidden counts of the groups that a text names."""
        words = [fold(word) for word in re.findall(r"\w+(?:-\w+)*", text)]
        runs = {"".join(words[i : i + n]) for n in range(1, 5) for i in range(len(words))}
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
        for match in _ANY.finditer(text) if any(sign.isdigit() for sign in text) else ():
            figure = _figure(match["first"] or match["last"])
            if figure > 4:
                yield Decimal(figure)

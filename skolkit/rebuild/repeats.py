"""Words that a column repeats settle the same words where a bad copy left the readers in dispute.

Spreadsheets say the same things many times: a municipality, a kind of incident, yes and no. Where
no two readers agreed on a text, and it differs by little from one text that its column holds
several times by agreed readings, and by much from every other, it is that text. Texts with other
digits are never taken for each other, and numbers are never touched.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import Levenshtein

from skolkit.model import GridCell, PageGrid

FEWEST = 3  # readings of a text, before it settles others
FEWEST_AGREED = 2  # and how many of them readers agreed on
ALIKE = 0.75  # normalized Levenshtein similarity from which a text may be another, misread
APART = 0.10  # by how much the best must be more alike than the second best
RARE = 0.25  # of another's count: a rarer text that looks like it is a misreading of it, agreed on
SURE = 0.8  # confidence of a text that was settled so


@dataclass(frozen=True, slots=True)
class _Known:
    """The texts that a column repeats, with how often readers agreed on them."""

    counts: Counter[str]

    def spaced(self, text: str) -> str | None:
        """The known text that this is but for its spaces."""
        bare = "".join(text.split())
        return next((known for known in self.counts if "".join(known.split()) == bare), None)

    def nearest(self, text: str) -> str | None:
        """The one known text that this is a misreading of, if there is one and no other near."""
        ranked = sorted(
            ((Levenshtein.normalized_similarity(text, known), known) for known in self.counts),
            reverse=True,
        )
        if not ranked or ranked[0][0] < ALIKE:
            return None
        best = ranked[0][1]
        if _digits(best) != _digits(text):
            return None
        # Of a short word one letter may be misread, of a long one as many as ALIKE allows.
        if len(best) < 8 and Levenshtein.distance(text, best) > 1:
            return None
        close = [known for like, known in ranked[1:] if like > ranked[0][0] - APART]
        if any(self.counts[known] > RARE * self.counts[best] for known in close):
            return None
        return best


def settle_repeats(grids: Sequence[PageGrid]) -> list[PageGrid]:
    """Settle disputed texts by what their columns repeat.

    Args:
        grids: the pages of one document.

    Returns:
        The grids; a settled cell has the method ``ocr/repeat``, no doubt, and what was read of it
        among its ``rivals``.
    """
    columns: dict[int, list[GridCell]] = {}
    for grid in grids:
        for cell in grid.cells:
            if cell.method.startswith("ocr") and _is_words(cell.text):
                columns.setdefault(cell.column, []).append(cell)
    known = {column: _known(cells) for column, cells in columns.items()}
    return [
        replace(grid, cells=tuple(_settled(cell, known.get(cell.column)) for cell in grid.cells))
        for grid in grids
    ]


def _known(cells: Sequence[GridCell]) -> _Known:
    """The texts that a column repeats, each with the spaces it has most often."""
    spelled: dict[str, Counter[str]] = {}
    agreed: Counter[str] = Counter()
    for cell in cells:
        bare = "".join(cell.text.split())
        spelled.setdefault(bare, Counter())[cell.text] += 1
        agreed[bare] += _is_agreed(cell)
    often = [
        (spellings.most_common(1)[0][0], spellings.total())
        for bare, spellings in spelled.items()
        if spellings.total() >= FEWEST and agreed[bare] >= FEWEST_AGREED
    ]
    return _Known(Counter(dict(often)))


def _settled(cell: GridCell, known: _Known | None) -> GridCell:
    if known is None or not cell.method.startswith("ocr") or not _is_words(cell.text):
        return cell
    if cell.text in known.counts:
        return replace(cell, doubt=None) if cell.method == "ocr/vote" else cell
    text = known.spaced(cell.text)
    if text is None:
        agreed = _is_agreed(cell)
        text = _accented(cell.text, known.counts) if agreed else known.nearest(cell.text)
    if text is None:
        return cell
    rivals = (cell.text, *(r for r in cell.rivals if r != text))
    return replace(cell, text=text, doubt=None, confidence=SURE, method="ocr/repeat", rivals=rivals)


def _accented(text: str, counts: Counter[str]) -> str | None:
    """The known text of which this lacks the accents only: readers lose rings and dots together."""
    bare = _bare(text)
    fits = [known for known in counts if known != text and _bare(known) == bare]
    return fits[0] if len(fits) == 1 and text == bare else None


def _is_agreed(cell: GridCell) -> bool:
    return "+" in cell.method and cell.doubt is None


def _is_words(text: str) -> bool:
    letters = sum(c.isalpha() for c in text)
    return letters >= 3 and letters > 2 * len(_digits(text))


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdigit())


def _bare(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))

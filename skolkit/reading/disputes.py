"""Digits that readers often take for each other on a page: there a majority is not believed.

In a font that no reader knows, a 0 with a stroke is a 6 to two readers and a 0 to one. Single
disputes are settled well by a third reader, but where the same two digits are disputed again and
again, the page's shapes are in doubt and not one reader's eye; then the two may err alike.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from skolkit.model import Doubt
from skolkit.reading.line_reading import digits_key
from skolkit.reading.vote import Verdict

FEWEST = 4  # disputes of a pair of digits
SHARE = 0.04  # of the prints of the rarer of the two


def doubt_disputed_digits(verdicts: Sequence[Verdict | None]) -> list[Verdict | None]:
    """Doubt the lines in which readers disputed digits that they dispute all over the page.

    Args:
        verdicts: of a page's lines; none where nothing was read.
    """
    disputed = [_pairs(verdict) for verdict in verdicts]
    counts = Counter(pair for pairs in disputed for pair in pairs)
    prints = Counter(c for v in verdicts if v is not None for c in v.text if c.isdecimal())
    often = {
        pair
        for pair, count in counts.items()
        if count >= max(FEWEST, SHARE * min(prints[digit] for digit in pair))
    }
    return [
        replace(verdict, doubt=Doubt.READERS_DISAGREE)
        if verdict is not None and verdict.doubt is None and pairs & often
        else verdict
        for verdict, pairs in zip(verdicts, disputed, strict=True)
    ]


def _pairs(verdict: Verdict | None) -> set[frozenset[str]]:
    """The pairs of digits in which single readers differ from what was settled on."""
    if verdict is None:
        return set()
    chosen = digits_key(verdict.text)
    pairs = set()
    for rival in map(digits_key, verdict.rivals):
        if len(rival) == len(chosen):
            differing = [(a, b) for a, b in zip(chosen, rival, strict=True) if a != b]
            if len(differing) == 1 and all(c.isdecimal() for c in differing[0]):
                pairs.add(frozenset(differing[0]))
    return pairs

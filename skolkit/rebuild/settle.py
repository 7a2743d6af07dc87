"""What a whole document tells of its single texts is brought to bear on them: marks, then words."""

from __future__ import annotations

from collections.abc import Sequence

from skolkit.model import PageGrid
from skolkit.rebuild.marks import settle_marks
from skolkit.rebuild.repeats import settle_repeats


def settle(grids: Sequence[PageGrid]) -> list[PageGrid]:
    """Settle decimal marks by column and document, and disputed words by what columns repeat.

    Settling what is settled changes nothing.

    Args:
        grids: the pages of one document.
    """
    return settle_repeats(settle_marks(grids))

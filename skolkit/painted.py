"""A page's picture to one that may be shown: what the review masks is painted over.

The places come from ``personal.csv`` and the boxes of the clean cells, and from the words of the
page itself, so that a value stands nowhere on it. Counts of few persons stay, as in the tables that
notebooks show. Where nobody knows where to paint, the page is not shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pandas as pd

from skolkit.analysis.rows import plain, records, whole
from skolkit.intake.images import PageImage
from skolkit.model import Box, PageReading, cell_id
from skolkit.privacy.mask import Labels
from skolkit.privacy.model import Decision, Kind
from skolkit.privacy.needles import Needles
from skolkit.privacy.paint import Cover, covers, paint, to_pixels
from skolkit.publish.masked import place_of


@dataclass(frozen=True, slots=True, eq=False)
class Painter:
    """What is to be painted in one collection; holds its unmasked cells, and is private."""

    cells: pd.DataFrame  # as stored
    personal: pd.DataFrame
    labels: Labels  # filled by masking the tables

    def paint(self, document_id: str, reading: PageReading, image: PageImage) -> PageImage | None:
        """Paint one upright page.

        Args:
            document_id: as stored, not as shown.
            reading: the words of the page.
            image: the page.

        Returns:
            The page, painted; ``None`` if a masked cell has no place on paper that is known.
        """
        try:
            own = list(self._cells(document_id, reading.page))
        except _NoPlaceError:
            return None
        needles = Needles.of(self.labels.needles)
        found = (*covers(reading, self.labels.spans, needles=needles, label=self._label), *own)
        placed = to_pixels(found, image.dpi, image.pixels.shape)
        return replace(image, pixels=paint(image.pixels, placed))

    def _cells(self, document_id: str, page: int) -> Iterator[Cover]:
        """The boxes of the masked cells of a page, whole."""
        stored = self.cells[self.cells["document_id"] == document_id]
        places = {plain(one["cell_id"]): one for one in records(stored)}
        for row in records(self.personal):
            masked = plain(row["decision"]) == Decision.MASK.value
            if not masked or plain(row["document_id"]) != document_id:
                continue
            place = place_of(plain(row["cell"]))
            if place is None:  # the name of a file or sheet
                continue
            cell = places.get(cell_id(plain(row["sheet_id"]), *place))
            if cell is None:
                raise _NoPlaceError
            if whole(cell["page"]) != page:
                continue
            edges = [float(edge) for edge in plain(cell["box"]).split()]
            if len(edges) != 4:
                raise _NoPlaceError
            value = plain(cell["raw"])[whole(row["start"]) or 0 : whole(row["end"]) or 0]
            yield Cover(Box(*edges), self._label(Kind(plain(row["kind"])), value))

    def _label(self, kind: Kind, text: str) -> str:
        """The label alone: a domain in white on black would be read as an address again."""
        return self.labels.label(kind, text).partition("@")[0]


class _NoPlaceError(Exception):
    """A masked cell stands nowhere that is known."""

"""A page's picture to one that may be shown: what the review masks is painted over.

The places come from ``personal.csv`` and the boxes of the clean cells, and from the words of the
page itself, so that a value stands nowhere on it; small counts of persons are painted too. Where
nobody knows where to paint, the page is not shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from skolkit.analysis.frame_values import Record, plain, records, whole
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
    hidden: Mapping[str, str]  # small counts: what stands in their place, by cell id

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
        words = covers(reading, self.labels.spans, needles=needles, label=self._label)
        # The cell's own label is enough: the words below it may have been read otherwise.
        bare = (replace(one, label="") if _on(one.box, own) else one for one in words)
        placed = to_pixels((*bare, *own), image.dpi, image.pixels.shape)
        return replace(image, pixels=paint(image.pixels, placed))

    def _cells(self, document_id: str, page: int) -> Iterator[Cover]:
        """The boxes of the masked cells of a page, whole.

        Raises:
            _NoPlaceError: if one of the document is not among its cells, or of the page has no box.
        """
        stored = self.cells[self.cells["document_id"] == document_id]
        places = {plain(one["cell_id"]): one for one in records(stored)}
        for name, (kind, start, end) in self._masked(document_id):
            cell = places.get(name)
            if cell is None:
                raise _NoPlaceError
            if whole(cell["page"]) == page:
                yield Cover(_box(cell), self._label(kind, plain(cell["raw"])[start:end]))
        for name, shown in self.hidden.items():
            cell = places.get(name)
            if cell is not None and whole(cell["page"]) == page:
                yield Cover(_box(cell), shown)

    def _masked(self, document_id: str) -> Iterator[tuple[str, tuple[Kind, int, int]]]:
        """The cells of a document that the review masks, and what in them."""
        for row in records(self.personal):
            place = place_of(plain(row["cell"]))  # none: the name of a file or sheet
            masked = plain(row["decision"]) == Decision.MASK.value
            if place is not None and masked and plain(row["document_id"]) == document_id:
                span = whole(row["start"]) or 0, whole(row["end"]) or 0
                yield cell_id(plain(row["sheet_id"]), *place), (Kind(plain(row["kind"])), *span)

    def _label(self, kind: Kind, text: str) -> str:
        """The label alone: a domain in white on black would be read as an address again."""
        return self.labels.label(kind, text).partition("@")[0]


class _NoPlaceError(Exception):
    """A masked cell stands nowhere that is known."""


def _box(cell: Record) -> Box:
    edges = [float(edge) for edge in plain(cell["box"]).split()]
    if len(edges) != 4:
        raise _NoPlaceError
    return Box(*edges)


def _on(box: Box, covers_below: Sequence[Cover]) -> bool:
    """Whether a box touches one that is painted anyway."""
    return any(
        box.x0 < one.box.x1 and one.box.x0 < box.x1 and box.y0 < one.box.y1 and one.box.y0 < box.y1
        for one in covers_below
    )

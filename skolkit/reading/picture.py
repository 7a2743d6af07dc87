"""The picture of a page as it was read: turned, straightened, at the size that the words refer to.

It undoes what the reading says of the delivered image, in the order in which reading did it, so
that boxes in points lie on the ink that they came from. Light and dark stay as they were scanned.
"""

from __future__ import annotations

from skolkit.intake.paper import PageImage
from skolkit.model import PageReading
from skolkit.reading.page import at_working_size
from skolkit.reading.upright import straighten, turned
from skolkit.settings import Settings


def upright_picture(image: PageImage, reading: PageReading, settings: Settings) -> PageImage:
    """Stand a delivered page image upright as its reading did.

    Args:
        image: the page as delivered or rendered.
        reading: what was read from it; its turn, skew and shear are undone.
        settings: with the resolution that pages are read at.

    Returns:
        Grey pixels on which a point of the reading is ``dpi / 72`` pixels.
    """
    if reading.method == "text-layer":
        return image
    worked = at_working_size(image, settings)
    grey = worked.pixels
    if reading.turn % 180 == 90:
        grey = turned(grey, 90)
    if reading.skew or reading.shear:
        grey = straighten(grey, reading.skew, reading.shear)
    if reading.turn % 360 >= 180:
        grey = turned(grey, 180)
    return PageImage(grey, worked.dpi)

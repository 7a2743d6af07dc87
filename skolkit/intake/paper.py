"""Turns one page of any paged document into its picture, by the document's type."""

from __future__ import annotations

from dataclasses import replace

from skolkit.intake import pdf, raster
from skolkit.intake.images import PageImage
from skolkit.model import Document, MediaType
from skolkit.problems import SkolkitError
from skolkit.settings import Limits

__all__ = ["PageImage", "page_image"]


def page_image(document: Document, page: int, *, dpi: int, limits: Limits) -> PageImage:
    """Make the grey picture of a page (from 1).

    A PDF page is drawn at ``dpi``, less where the limits ask for it; a picture file keeps its own
    resolution.

    Raises:
        SkolkitError: E_CORRUPT, E_ENCRYPTED or E_TOO_BIG, naming the document and the page.
        ValueError: for a document of worksheets, or a page that the document has not.
    """
    if not document.media_type.is_paged:
        raise ValueError(f"{document.name} has worksheets, not pages")
    if not 1 <= page <= document.pages:
        raise ValueError(f"{document.name} has {document.pages} pages, not page {page}")
    try:
        if document.media_type is MediaType.PDF:
            return pdf.render(document.path, page, dpi, limits)
        return raster.load(document.path, page, limits)
    except SkolkitError as error:
        told = replace(error.problem, file=document.name, page=page)
        raise SkolkitError(told) from error

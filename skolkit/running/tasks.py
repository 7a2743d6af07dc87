"""What a worker can be asked to do: accept a file, read a native file, read or picture one page.

Each function takes and gives plain JSON data. Readings go to the cache file that the task names,
so that nothing big passes through the pipe and nothing finished is lost when a run is stopped.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from skolkit.model import Document, PageReading
from skolkit.running.store import save_native, save_page
from skolkit.running.wire import from_data, to_data
from skolkit.settings import Limits, Settings


def accept_entry(payload: dict[str, Any]) -> Any:
    """Judge one entry of a delivery: hash, true type, damage, number of pages."""
    from skolkit.intake.accept import accept
    from skolkit.intake.survey import Entry

    entry = from_data(payload["entry"], Entry)
    return to_data(accept(entry, from_data(payload["limits"], Limits)))


def engines(payload: dict[str, Any]) -> dict[str, str]:
    """Name the OCR engine that is installed and its version; empty if there is none."""
    from skolkit.problems import SkolkitError
    from skolkit.reading import tesseract

    try:
        return {"tesseract": tesseract.version()}
    except SkolkitError:
        return {}


def read_native_document(payload: dict[str, Any]) -> dict[str, int]:
    """Read a workbook or CSV into the cache."""
    from skolkit.intake.native import read_native

    document = from_data(payload["document"], Document)
    reading = read_native(document, from_data(payload["limits"], Limits))
    save_native(Path(payload["store"]), reading.sheets, reading.problems)
    return {"sheets": len(reading.sheets)}


def read_one_page(payload: dict[str, Any]) -> dict[str, int]:
    """Read one page into the cache."""
    import cv2

    from skolkit.reading.page import read_page

    cv2.setNumThreads(1)  # the pool has one process a core already
    document = from_data(payload["document"], Document)
    reading = read_page(document, int(payload["page"]), from_data(payload["settings"], Settings))
    save_page(Path(payload["store"]), reading)
    return {"words": len(reading.words)}


def picture_one_page(payload: dict[str, Any]) -> dict[str, float]:
    """Write the upright picture of a page that was read, as a numpy file of grey pixels."""
    import cv2
    import numpy as np

    from skolkit.intake.paper import page_image
    from skolkit.reading.picture import upright_picture

    cv2.setNumThreads(1)
    document = from_data(payload["document"], Document)
    settings = from_data(payload["settings"], Settings)
    page = int(payload["page"])
    image = page_image(document, page, dpi=settings.render_dpi, limits=settings.limits)
    reading = from_data(payload["reading"], PageReading)
    picture = upright_picture(image, reading, settings)
    np.save(payload["out"], picture.pixels, allow_pickle=False)
    return {"dpi": picture.dpi}

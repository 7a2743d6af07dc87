"""Record what the engine reads on some pages of the demo, for tests that need no engine.

    python tools/record_readings.py

Writes tests/recorded/<document>-<page>.json. Run it when a change to reading is meant to show in
the tests of rebuild, and look at what changed.
"""

from __future__ import annotations

import sys
from pathlib import Path

import msgspec

from skolkit.intake import pdf
from skolkit.model import Document, MediaType
from skolkit.reading.page import read_page
from skolkit.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
RECORDED = ROOT / "tests" / "recorded"
PAGES = {"konsultfakturor": (1, 2), "epostlogg": (1, 2, 3, 4)}


def main() -> int:
    """Read the pages and write the recordings."""
    RECORDED.mkdir(exist_ok=True)
    for name, pages in PAGES.items():
        path = ROOT / "data" / "raw" / "demo-disclosure" / f"{name}.pdf"
        document = Document(name, path.name, path, "", 0, MediaType.PDF, pdf.page_count(path))
        for page in pages:
            reading = read_page(document, page, Settings())
            (RECORDED / f"{name}-{page}.json").write_bytes(msgspec.json.encode(reading) + b"\n")
            print(f"{name}, page {page}: {len(reading.words)} words")
    return 0


if __name__ == "__main__":
    sys.exit(main())

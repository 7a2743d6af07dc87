"""Write the data dictionaries of the docs anew from the schemas of the clean tables.

python tools/make_dictionaries.py
"""

from __future__ import annotations

from pathlib import Path

from skolkit.publish.dictionary import NAMES, dictionary
from skolkit.tables.schemas import SCHEMAS

DOCS = Path(__file__).resolve().parents[1] / "docs"

if __name__ == "__main__":
    for language, name in NAMES.items():
        text = dictionary(SCHEMAS.values(), language)
        (DOCS / name).write_text(text, encoding="utf-8")

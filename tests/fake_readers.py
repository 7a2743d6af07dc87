"""Worker tasks for pipeline tests: plain text stands for scans, a form feed ends a page.

Words on a page that change what happens: HANG, DIE, RAISE, BLANK, UNREADABLE, REWRITE. Every page
that is read is noted in ``calls.log`` beside the delivery. Anything but ``.pdf`` goes to the real
tasks.
"""

from __future__ import annotations

import hashlib
import os
import signal
import time
from pathlib import Path
from typing import Any

from skolkit.intake.accept import Accepted
from skolkit.intake.survey import Entry
from skolkit.model import Box, Document, MediaType, PageReading, Word
from skolkit.problems import Problem, Status
from skolkit.running import tasks
from skolkit.running.store import save_page
from skolkit.running.wire import from_data, to_data

read_native_document = tasks.read_native_document


def engines(payload: dict[str, Any]) -> dict[str, str]:
    return {"tesseract": "fake"}


def accept_entry(payload: dict[str, Any]) -> Any:
    entry = from_data(payload["entry"], Entry)
    if not entry.name.endswith(".pdf"):
        return tasks.accept_entry(payload)
    data = entry.path.read_bytes()
    if b"LOCKED" in data:
        return to_data(Accepted(None, (Problem("E_ENCRYPTED", entry.name),), Status.FAILED))
    sha = hashlib.sha256(data).hexdigest()
    name = entry.name.removesuffix(".pdf")
    pages = data.count(b"\f") + 1
    document = Document(
        f"{name}-{sha[:8]}", entry.name, entry.path, sha, len(data), MediaType.PDF, pages
    )
    return to_data(Accepted(document, (), Status.OK))


def read_one_page(payload: dict[str, Any]) -> dict[str, int]:
    document = from_data(payload["document"], Document)
    page = int(payload["page"])
    text = document.path.read_text(encoding="utf-8").split("\f")[page - 1]
    with (document.path.parent.parent / "calls.log").open("a", encoding="utf-8") as log:
        log.write(f"{document.name} {page}\n")
    if "HANG" in text:
        time.sleep(600)
    if "DIE" in text:
        os.kill(os.getpid(), signal.SIGSEGV)
    if "RAISE" in text:
        raise ValueError(text)
    if "REWRITE" in text:
        document.path.write_text(text + "\nmore", encoding="utf-8")
    words = () if "BLANK" in text or "UNREADABLE" in text else _words(text)
    ink = 0.0 if "BLANK" in text else 0.02
    reading = PageReading(
        document_id=document.document_id,
        page=page,
        width=595.0,
        height=842.0,
        dpi=300.0,
        turn=0,
        skew=0.1,
        shear=0.0,
        method="ocr",
        words=words,
        rulings=(),
        ink_share=ink,
    )
    save_page(Path(payload["store"]), reading)
    return {"words": len(words)}


def _words(text: str) -> tuple[Word, ...]:
    words = []
    for row, line in enumerate(text.strip().splitlines()):
        for column, part in enumerate(line.split("\t")):
            x, y = 50 + column * 120, 60 + row * 16
            words.append(Word(part, Box(x, y, x + 6 * len(part), y + 9), 0.95, "fake"))
    return tuple(words)


def picture_one_page(payload: dict[str, Any]) -> dict[str, float]:
    """White paper of the size that the fake readings have."""
    import numpy as np

    np.save(payload["out"], np.full((842, 595), 255, dtype=np.uint8))
    return {"dpi": 72.0}

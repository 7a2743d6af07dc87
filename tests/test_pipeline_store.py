"""The cache: what goes in comes out, and every cause of a different result is in the key."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from skolkit.intake.accept import Accepted
from skolkit.intake.survey import Entry, EntryKind
from skolkit.model import Box, Cell, Document, Doubt, MediaType, PageReading, Ruling, Sheet, Word
from skolkit.problems import Problem, Status
from skolkit.running import store
from skolkit.running.store import Store, load_native, load_page, save_native, save_page
from skolkit.running.wire import from_data, to_data
from skolkit.settings import Limits, Settings

DOCUMENT = Document("a-12345678", "a.pdf", Path("/in/a.pdf"), "12" * 32, 99, MediaType.PDF, 3)
READING = PageReading(
    document_id="a-12345678",
    page=2,
    width=595.25,
    height=842.0,
    dpi=300.0,
    turn=90,
    skew=-0.25,
    shear=0.01,
    method="ocr",
    words=(
        Word("Å 1,5", Box(1.5, 2, 3, 4), 0.5, "swe", Doubt.CLIPPED, ("A 1,5", "Å 15")),
        Word("b", Box(0, 0, 1, 1), None, "x"),
    ),
    rulings=(Ruling(True, 1.0, 2.0, 3.0),),
    covered=(Box(0, 0, 1, 1),),
    ink_share=0.02,
)
VALUES = (
    Decimal("1234567890.123456789"),
    Decimal("1E+3"),
    Decimal("-0.50"),
    datetime(2020, 1, 2, 3, 4, 5),
    date(2020, 1, 2),
    True,
    False,
    "text",
    "",
    None,
)
SHEET = Sheet(
    "a-12345678#2",
    "a-12345678",
    "a.pdf",
    "Blad",
    tuple(
        Cell(
            n + 1,
            2,
            f"r{n}",
            value,
            Doubt.HASHES if n % 2 else None,
            0.5,
            "m",
            n,
            Box(0, 0, 1, n),
            True,
            2,
            3,
            ("1", f"l{n}"),
        )
        for n, value in enumerate(VALUES)
    ),
    (1, 2),
    True,
    1,
    ("page 4 is missing",),
)


def opened(settings: Settings | None = None, **engines: str) -> Store:
    return Store.open(Path("/cache"), settings or Settings(), engines or {"tesseract": "5"})


def test_a_page_comes_back_under_the_present_id(tmp_path: Path) -> None:
    path = tmp_path / "ab" / "p.json"
    save_page(path, READING)
    assert load_page(path, DOCUMENT) == READING
    renamed = replace(DOCUMENT, document_id="b-12345678")
    assert load_page(path, renamed) == replace(READING, document_id="b-12345678")


def test_native_sheets_come_back_with_every_kind_of_value(tmp_path: Path) -> None:
    problem = Problem("W_HIDDEN", "a.pdf", sheet="Blad", detail="rows 1-3")
    save_native(tmp_path / "n.json", (SHEET,), (problem,))
    assert load_native(tmp_path / "n.json", DOCUMENT) == ((SHEET,), (problem,))
    kept = load_native(tmp_path / "n.json", DOCUMENT)
    assert kept is not None
    values = [cell.value for cell in kept[0][0].cells]
    assert [type(value) for value in values] == [type(value) for value in VALUES]
    renamed = load_native(tmp_path / "n.json", replace(DOCUMENT, document_id="b-1", name="b.xlsx"))
    assert renamed is not None
    assert renamed[0][0].sheet_id == "b-1#2"
    assert (renamed[0][0].document_name, renamed[1][0].file) == ("b.xlsx", "b.xlsx")


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"sheets": 3}', b"\xff"])
def test_damaged_readings_count_as_missing(tmp_path: Path, damage: bytes) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(damage)
    assert load_page(path, DOCUMENT) is None
    assert load_native(path, DOCUMENT) is None
    assert load_page(tmp_path / "none.json", DOCUMENT) is None


def test_keys_hold_all_that_changes_a_result(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = opened()
    paths = {
        plain.page_path(DOCUMENT, 1),
        plain.page_path(DOCUMENT, 2),
        plain.native_path(DOCUMENT),
        plain.page_path(replace(DOCUMENT, sha256="34" * 32), 1),
        opened(Settings(render_dpi=200)).page_path(DOCUMENT, 1),
        opened(Settings(limits=Limits(page_pixels=5))).page_path(DOCUMENT, 1),
        opened(tesseract="6").page_path(DOCUMENT, 1),
    }
    monkeypatch.setattr(store, "source_hash", lambda patterns: "other code")
    paths.add(opened().page_path(DOCUMENT, 1))
    assert len(paths) == 8


def test_keys_hold_nothing_else() -> None:
    patient = opened(Settings(limits=Limits(page_seconds=999, worker_bytes=1)))
    moved = replace(DOCUMENT, name="other.pdf", path=Path("/x"), document_id="other-1")
    assert patient.page_path(moved, 1) == opened().page_path(DOCUMENT, 1)


def test_source_hash_sees_every_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "_HOME", tmp_path)
    (tmp_path / "reading").mkdir()
    (tmp_path / "reading" / "a.py").write_text("1")
    first = store.source_hash(("reading/*.py",))
    (tmp_path / "other.py").write_text("1")
    assert store.source_hash(("reading/*.py",)) == first
    (tmp_path / "reading" / "a.py").write_text("2")
    second = store.source_hash(("reading/*.py",))
    (tmp_path / "reading" / "a.py").rename(tmp_path / "reading" / "b.py")
    assert len({first, second, store.source_hash(("reading/*.py",))}) == 3


def test_nouns_cross_the_pipe_and_wrong_shapes_do_not() -> None:
    entry = Entry("a", Path("/in/\udce5"), "%E5", EntryKind.FILE, 3)
    assert from_data(to_data(entry), Entry) == entry
    accepted = Accepted(DOCUMENT, (Problem("W_MACRO", "a"),), Status.OK_WITH_WARNINGS)
    assert from_data(to_data(accepted), Accepted) == accepted
    with pytest.raises(msgspec.ValidationError):
        from_data({"document": None, "problems": "x", "status": "ok"}, Accepted)
    with pytest.raises(msgspec.ValidationError):
        from_data({**to_data(entry), "kind": "executable"}, Entry)

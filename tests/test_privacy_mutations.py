"""Each part of detection is needed: turned off alone, a planted value is left in what is published.

What is left is looked for with plain string search in the bytes of a CSV, and not by anything of
skolkit, so that a detector and a check that are blind alike cannot agree.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from skolkit.model import Cell, Sheet
from skolkit.privacy import cells, detect, texts
from skolkit.privacy.identity_numbers import candidates
from skolkit.privacy.mask import Labels, mask_sheet
from skolkit.privacy.model import Decision, Kind
from skolkit.tables.values import type_cells

Rows = tuple[tuple[str, ...], ...]


def nothing(*_: Any, **__: Any) -> tuple[()]:
    return ()


def without(kind: Kind) -> Callable[[Any], list[Any]]:
    return lambda view: [one for one in candidates(view) if one.kind is not kind]


@dataclass(frozen=True)
class Part:
    """A part of detection, where it is called, what stands in for it, and what only it finds."""

    module: Any
    name: str
    off: Callable[..., Any]
    planted: str
    rows: Rows
    sheet_name: str = "Blad1"
    rivals: tuple[str, ...] = ()  # of the last cell


def told(planted: str) -> Rows:
    """A value in running text, where no column helps."""
    return (("Anteckning",), ("Beslut om rutiner",), (f"Ring om {planted} i morgon bitti",))


PARTS = {
    "personnummer": Part(
        texts, "candidates", without(Kind.PERSONNUMMER), "20040101-2398", told("20040101-2398")
    ),
    "samordningsnummer": Part(
        texts, "candidates", without(Kind.SAMORDNINGSNUMMER), "20231283-2393", told("20231283-2393")
    ),
    "tf-nummer": Part(
        texts, "candidates", without(Kind.TF_NUMMER), "20100315-TF12", told("20100315-TF12")
    ),
    "lma-nummer": Part(
        texts, "candidates", without(Kind.LMA_NUMMER), "51-234567/3", told("51-234567/3")
    ),
    "half masked": Part(
        texts, "candidates", without(Kind.FODELSEDATUM), "20040101-XXXX", told("20040101-XXXX")
    ),
    "e-mail": Part(texts, "emails", nothing, "q7x@hem.example.se", told("q7x@hem.example.se")),
    "telephone": Part(texts, "phones", nothing, "070-174 06 05", told("070-174 06 05")),
    "address": Part(texts, "addresses", nothing, "Provgatan 12 B", told("Provgatan 12 B")),
    "date of birth": Part(texts, "births", nothing, "3 mars 2004", told("elev född 3 mars 2004")),
    "names in prose": Part(texts, "names", nothing, "Anna Fabelvik", told("Anna Fabelvik")),
    "names by address": Part(
        texts,
        "_beside_addresses",
        nothing,
        "Skena",
        told("Skena <skena.q@hem.example.se>"),
    ),
    "columns of names": Part(
        cells,
        "by_topic",
        nothing,
        "Dumina",
        (("Elev", "Ämne"), ("Dumina", "Bild"), ("Skena", "Musik"), ("Prova", "Slöjd")),
    ),
    "columns of numbers": Part(
        cells,
        "by_topic",
        nothing,
        "200401-23",
        (("Personnummer", "Ämne"), ("200401-23", "Bild"), ("20040101-2398", "Musik")),
    ),
    "names beside numbers": Part(
        cells,
        "whole_name",
        lambda *_, **__: None,
        "Dumina Vind",
        (("Post", "Kod"), ("Dumina Vind", "20040101-2398"), ("Mall Regel", "20040102-2389")),
    ),
    "the same name again": Part(
        cells,
        "_same_names",
        nothing,
        "dumina lekvik",
        (("Elev", "Notering"), ("Dumina Lekvik", "x"), ("Prova Fabelbo", "jfr dumina lekvik")),
    ),
    "a date and four": Part(
        cells,
        "pairs",
        nothing,
        "2398",
        (
            ("Dag", "X"),
            ("2004-01-01", "2398"),
            ("2004-01-02", "2389"),
            ("2004-01-03", "2388"),
        ),
    ),
    "a number cut in two": Part(
        cells, "pairs", nothing, "2398", (("Post", "X"), ("jfr 20040101-", "2398"))
    ),
    "another reading": Part(
        cells,
        "_by_rivals",
        nothing,
        "20040A01B2398",
        (("Post",), ("Regel",), ("20040A01B2398",)),
        rivals=("20040101-2398",),
    ),
    "protected identity": Part(
        detect,
        "protect",
        nothing,
        "Skyddad identitet",
        (("Klass", "Skola", "Anmärkning"), ("7B", "Granskolan", "Skyddad identitet")),
    ),
    "class and school beside it": Part(
        detect,
        "protect",
        nothing,
        "Granskolan",
        (("Klass", "Skola", "Anmärkning"), ("7B", "Granskolan", "Skyddad identitet")),
    ),
    "names of sheets": Part(
        detect, "spans", nothing, "20040101-2398", (("Post",), ("Regel",)), "20040101-2398"
    ),
}


def planted(part: Part) -> Sheet:
    listed = [
        Cell(row, column, text)
        for row, texts_ in enumerate(part.rows, start=1)
        for column, text in enumerate(texts_, start=1)
    ]
    last = listed[-1]
    listed[-1] = Cell(last.row, last.column, last.raw, rivals=part.rivals)
    return Sheet("d#1", "d", "d.csv", part.sheet_name, tuple(listed))


def published(part: Part) -> bytes:
    """A CSV of the masked sheet, with its name."""
    sheet = planted(part)
    typed = type_cells(sheet)
    masked = mask_sheet(sheet, typed, detect.inspect(typed), Labels(lambda text: ()))
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([masked.name])
    writer.writerows([[cell.raw, *cell.rivals] for cell in masked.cells])
    return out.getvalue().encode()


@pytest.mark.parametrize("name", PARTS)
def test_with_every_part_on_nothing_that_was_planted_is_left(name: str) -> None:
    assert PARTS[name].planted.encode() not in published(PARTS[name])


@pytest.mark.parametrize("name", PARTS)
def test_with_one_part_off_what_was_planted_is_left(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    part = PARTS[name]
    monkeypatch.setattr(part.module, part.name, part.off)
    assert part.planted.encode() in published(part)


def test_every_kind_of_personal_data_is_planted() -> None:
    found = [one for part in PARTS.values() for one in detect.inspect(type_cells(planted(part)))]
    assert {one.span.kind for one in found if one.span.decision is Decision.MASK} == set(Kind)

"""Lay the public record's costs and incidents out as the workbook an authority would keep."""

from __future__ import annotations

import csv
from pathlib import Path

from demo_sheet import PUBLISHED, Book, Cell, Column, PageSetup, Sheet

CATEGORIES = {
    "budget": "Budget",
    "investment": "Investering",
    "operation": "Drift",
    "licence": "Licens",
    "consultant": "Konsult",
    "procurement": "Upphandling",
    "fine": "Sanktionsavgift",
    "total": "Totalkostnad",
    "per-pupil": "Per elev",
    "forecast": "Prognos",
    "write-off": "Nedskrivning",
    "other": "Övrigt",
}
KINDS = {
    "confidentiality": "Sekretess",
    "integrity": "Riktighet",
    "availability": "Tillgänglighet",
    "usability": "Användbarhet",
    "legal": "Juridik",
    "procurement": "Upphandling",
    "organisational": "Organisation",
}
PRECISIONS = {"day": "dag", "month": "månad", "season": "årstid", "year": "år"}

COST_COLUMNS = (
    Column("Kostnadsid", 50),
    Column("Avser datum", 58),
    Column("Period från", 56),
    Column("Period till", 56),
    Column("Kategori", 74),
    Column("Belopp (kr)", 76, "int"),
    Column("Belopp enligt källan", 150, "wrap"),
    Column("Omfattning", 230, "wrap"),
    Column("Leverantör", 120, "wrap"),
    Column("Uppskattat", 52, "centre"),
    Column("Källa", 90),
    Column("Anmärkning", 330, "wrap"),
)
INCIDENT_COLUMNS = (
    Column("Incidentid", 48),
    Column("Datum", 56),
    Column("Datumprecision", 68),
    Column("Modul", 130, "wrap"),
    Column("Typ", 72),
    Column("Allvarlighet", 56, "int"),
    Column("Berörda personer", 56, "int"),
    Column("Berörda enligt källan", 120, "wrap"),
    Column("Anmält till", 140, "wrap"),
    Column("Sammanfattning", 300, "wrap"),
    Column("Summary", 300, "wrap"),
    Column("Källor", 130, "wrap"),
)


def public_book(record: Path) -> Book:
    """Make the workbook of costs and incidents.

    Args:
        record: The folder of the public record with ``costs.csv`` and ``incidents.csv``.

    Returns:
        Two sheets: costs printed with the headings A, B, C and 1, 2, 3, incidents with a
        repeated heading row.
    """
    costs = Sheet(
        "Kostnader",
        COST_COLUMNS,
        tuple(_cost(row) for row in _rows(record / "costs.csv")),
        page=PageSetup(headings=True, title_rows=False),
    )
    incidents = Sheet(
        "Incidenter",
        INCIDENT_COLUMNS,
        tuple(_incident(row) for row in _rows(record / "incidents.csv")),
    )
    return Book(
        "kostnader-och-incidenter", "Kostnader och incidenter", (costs, incidents), PUBLISHED
    )


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _cost(row: dict[str, str]) -> tuple[Cell, ...]:
    return (
        row["cost_id"],
        row["as_of"] or None,
        row["period_start"] or None,
        row["period_end"] or None,
        CATEGORIES[row["category"]],
        int(row["amount_sek"]),
        row["amount_as_published"] or None,
        row["scope"] or None,
        row["supplier"] or None,
        "Ja" if row["is_estimate"] == "true" else "Nej",
        row["source_id"],
        row["note"] or None,
    )


def _incident(row: dict[str, str]) -> tuple[Cell, ...]:
    return (
        row["incident_id"],
        row["date"],
        PRECISIONS[row["date_precision"]],
        row["module"],
        KINDS[row["kind"]],
        int(row["severity"]),
        int(row["affected_persons"]) if row["affected_persons"] else None,
        row["affected_as_published"] or None,
        row["reported_to_authority"] or None,
        row["summary_sv"],
        row["summary_en"],
        row["source_ids"].replace(";", "; "),
    )

"""The schemas of all clean tables, in the order in which they are written."""

from __future__ import annotations

from dataclasses import replace

from skolkit.tables.schema import Column, Kind, Schema
from skolkit.tables.schema_columns import (
    CELL_IDS,
    COLLECTION,
    DEMO,
    DOCUMENT,
    ORGANISATIONSNUMMER,
    PAGE,
    ROWS,
    TABLE,
    count,
)
from skolkit.tables.schema_material import CELLS, DOCUMENTS, PAGES, PERSONAL, PROBLEMS, SHEETS
from skolkit.tables.schema_rows import BUDGETS, COSTS, INCIDENTS, INVOICES, MESSAGES

SUPPLIERS = Schema(
    "suppliers",
    "Leverantörer",
    "Suppliers",
    "En leverantör: alla tryckta namn som togs för samma företag.",
    "One supplier: all printed names that were taken for the same company.",
    (
        Column(
            "supplier_id",
            Kind.TEXT,
            "Nyckel: org: och organisationsnummer, annars name: och namnet.",
            "Key: org: and the registration number, else name: and the name.",
            required=True,
            pattern=r"(org|name):.+",
        ),
        COLLECTION,
        Column(
            "name",
            Kind.TEXT,
            "Det namn som trycktes oftast.",
            "The name that was printed most often.",
            required=True,
        ),
        replace(ORGANISATIONSNUMMER, pattern=r"[0-9]{6}-?[0-9]{4}"),
        Column(
            "names",
            Kind.LIST,
            "Alla skrivsätt, de vanligaste först.",
            "All spellings, the most frequent first.",
        ),
        count("rows", "Antal tabellrader med leverantören.", "Number of table rows that name it."),
        Column(
            "merged_by",
            Kind.LIST,
            "För varje skrivsätt: varför det hör hit.",
            "For each spelling: why it belongs here.",
        ),
        DEMO,
    ),
    ("supplier_id",),
    ("name", "names"),
)

DUPLICATES = Schema(
    "duplicates",
    "Dubbletter",
    "Duplicates",
    "Ett dokument, en sida eller en rad som upprepar en annan och räknas en gång.",
    "A document, page or row that repeats another one and is counted once.",
    (
        Column("duplicate_id", Kind.TEXT, "Nyckel.", "Key.", required=True),
        COLLECTION,
        Column(
            "kind",
            Kind.TEXT,
            "Vad som är lika: same-file, same-document, same-page, same-lines (en del av en sida),"
            " same-invoice eller same-row.",
            "What is the same: same-file, same-document, same-page, same-lines (a part of a page),"
            " same-invoice or same-row.",
            required=True,
            pattern=r"same-[a-z-]+",
        ),
        DOCUMENT,
        PAGE,
        Column(
            "row_id",
            Kind.TEXT,
            "Raden; tomt för hela sidor.",
            "The row; empty for whole pages.",
            reference=ROWS,
        ),
        replace(
            DOCUMENT,
            name="of_document",
            sv="Filen med originalet.",
            en="The file that holds the original.",
        ),
        replace(PAGE, name="of_page", sv="Originalets sida.", en="Page of the original."),
        Column("of_row_id", Kind.TEXT, "Originalets rad.", "Row of the original.", reference=ROWS),
        Column("agreement", Kind.TEXT, "Vad som stämmer överens.", "What agrees."),
        Column("differs", Kind.TEXT, "Vad som skiljer.", "What differs."),
        DEMO,
    ),
    ("duplicate_id",),
)

CHECKS = Schema(
    "checks",
    "Kontroller",
    "Checks",
    "Ett tryckt tal bredvid vad dess delar ger. Inget är rättat.",
    "A printed figure beside what its parts give. Nothing was corrected.",
    (
        Column("check_id", Kind.TEXT, "Nyckel.", "Key.", required=True),
        COLLECTION,
        Column(
            "rule",
            Kind.TEXT,
            "Regeln: total, subtotal, column-total, periods, hours-rate, net-vat, vat-rate,"
            " deviation: och hur den räknas.",
            "The rule: total, subtotal, column-total, periods, hours-rate, net-vat, vat-rate,"
            " deviation: and how it is reckoned.",
            required=True,
        ),
        TABLE,
        Column(
            "row_id",
            Kind.TEXT,
            "Raden med det tryckta talet.",
            "Row of the printed figure.",
            reference=ROWS,
        ),
        DOCUMENT,
        PAGE,
        Column(
            "column",
            Kind.TEXT,
            "Kolumnen som kontrollerades; talen har dess enhet.",
            "The column that was checked; the figures are in its unit.",
        ),
        Column("printed", Kind.DECIMAL, "Det tryckta talet.", "The printed figure."),
        Column(
            "computed",
            Kind.DECIMAL,
            "Vad delarna ger; medan några är okända, vad de kända ger.",
            "What the parts give; while some are unknown, what the known ones give.",
        ),
        Column(
            "difference",
            Kind.DECIMAL,
            "printed minus computed; medan delar är okända, vad de måste ge tillsammans.",
            "printed minus computed; while parts are unknown, what they must give together.",
        ),
        Column(
            "verdict",
            Kind.TEXT,
            "agrees (stämmer), differs (stämmer inte) eller open (kan inte avgöras).",
            "agrees, differs or open (cannot be told).",
            required=True,
            allowed=("agrees", "differs", "open"),
        ),
        count("parts", "Antal delar.", "Number of parts."),
        count("unknown_parts", "Antal okända delar.", "Number of unknown parts."),
        CELL_IDS,
        DEMO,
    ),
    ("check_id",),
)

SCHEMAS: dict[str, Schema] = {
    schema.name: schema
    for schema in (
        COSTS,
        INVOICES,
        BUDGETS,
        INCIDENTS,
        MESSAGES,
        SUPPLIERS,
        DUPLICATES,
        CHECKS,
        CELLS,
        SHEETS,
        DOCUMENTS,
        PAGES,
        PROBLEMS,
        PERSONAL,
    )
}

"""The columns that several tables share, and the ways to make those of one kind."""

from __future__ import annotations

from skolkit.tables.schema import Column, Kind, Unit

ROWS = "rows.row_id"  # a row of any table of rows that were read
MOST_SEK = 10**12  # kronor; more than the yearly budget of the state is no amount of one row
YEARS = (1900, 2100)
ROW_KINDS = ("row", "subtotal", "total")
PRECISIONS = ("day", "month", "quarter", "season", "year")

COLLECTION = Column(
    "collection", Kind.TEXT, "Samlingens namn.", "Name of the collection.", required=True
)
DEMO = Column(
    "demo",
    Kind.BOOLEAN,
    "Sant om samlingen är påhittad för demonstration.",
    "True if the collection is invented for demonstration.",
    required=True,
)
DOCUMENT = Column(
    "document",
    Kind.TEXT,
    "Filens namn i utlämnandet.",
    "Name of the file as delivered.",
    required=True,
    reference="documents.document",
)
DOCUMENT_ID = Column(
    "document_id",
    Kind.TEXT,
    "Filens kortnamn med början av dess SHA-256.",
    "Short name of the file with the start of its SHA-256.",
    required=True,
)
SHEET_ID = Column(
    "sheet_id",
    Kind.TEXT,
    "Bladet: document_id#bladets nummer.",
    "The sheet: document_id#number of the sheet.",
    required=True,
    reference="sheets.sheet_id",
)
PAGE = Column(
    "page",
    Kind.INTEGER,
    "Sida, från 1; tomt för kalkylfiler.",
    "Page, from 1; empty for spreadsheet files.",
    least=1,
)
BOX = Column(
    "box",
    Kind.BOX,
    "Plats på den uppräta sidan: x0 y0 x1 y1 i punkter från övre vänstra hörnet;"
    " tomt för kalkylfiler.",
    "Place on the upright page: x0 y0 x1 y1 in points from the top left corner;"
    " empty for spreadsheet files.",
    pattern=r"-?[0-9]+\.[0-9]( -?[0-9]+\.[0-9]){3}",
)
CELL_IDS = Column(
    "cell_ids",
    Kind.LIST,
    "Cellerna som raden bygger på, ; mellan.",
    "The cells that the row was made from, ; between.",
    reference="cells.cell_id",
)
PROVENANCE = (
    Column(
        "row_id",
        Kind.TEXT,
        "Radens nyckel: tabell:blad!Rrad.",
        "Key of the row: table:sheet!Rrow.",
        required=True,
    ),
    COLLECTION,
    DEMO,
    DOCUMENT,
    DOCUMENT_ID,
    SHEET_ID,
    PAGE,
    Column(
        "row",
        Kind.INTEGER,
        "Rad på bladet, från 1.",
        "Row on the sheet, from 1.",
        required=True,
        least=1,
    ),
    BOX,
    CELL_IDS,
    Column(
        "doubts",
        Kind.LIST,
        "Varför värden är okända eller osäkra: kolumn:skäl, ; mellan. Tomt om inget är osäkert.",
        "Why values are unknown or not trusted: column:reason, ; between. Empty if none is.",
        pattern=r"[a-z_]+:[a-z-]+",
    ),
    Column(
        "duplicate_of",
        Kind.TEXT,
        "Nyckeln till den rad som denna upprepar; en sådan rad räknas inte.",
        "Key of the row that this one repeats; such a row is not counted.",
        reference=ROWS,
    ),
)
TABLE = Column("table", Kind.TEXT, "Tabellens namn.", "Name of the table.")
ROW_KIND = Column(
    "row_kind",
    Kind.TEXT,
    "row, subtotal (delsumma) eller total (summa); summera bara row.",
    "row, subtotal or total; add only row.",
    required=True,
    allowed=ROW_KINDS,
)
AMOUNT_AS_PUBLISHED = Column(
    "amount_as_published",
    Kind.TEXT,
    "Beloppet ordagrant ur källan.",
    "The amount in the words of the source.",
)
SUPPLIER = Column("supplier", Kind.TEXT, "Leverantör, som den står.", "Supplier, as it is printed.")
SUPPLIER_ID = Column(
    "supplier_id",
    Kind.TEXT,
    "Nyckel till leverantören; tomt om den inte är känd.",
    "Key of the supplier; empty if it is not known.",
    reference="suppliers.supplier_id",
)
NOTE = Column("note", Kind.TEXT, "Källans anmärkning.", "Note of the source.")
HOURS = Column(
    "hours", Kind.DECIMAL, "Timmar.", "Hours.", Unit.HOURS, least=-100_000, most=1_000_000
)
RATE_SEK = Column(
    "rate_sek",
    Kind.DECIMAL,
    "Timpris utan moms.",
    "Price of an hour, without VAT.",
    Unit.SEK_PER_HOUR,
    least=0,
    most=1_000_000,
)
PERIOD_START = Column(
    "period_start",
    Kind.DATE,
    "Första dagen av det som raden gäller.",
    "First day of what the row covers.",
)
PERIOD_END = Column(
    "period_end",
    Kind.DATE,
    "Sista dagen av det som raden gäller.",
    "Last day of what the row covers.",
)
ACCOUNT = Column("account", Kind.TEXT, "Konto, som det står.", "Account, as it is printed.")
COST_CENTRE = Column(
    "cost_centre", Kind.TEXT, "Kostnadsställe (kst).", "Cost centre (kostnadsställe)."
)
PROJECT = Column("project", Kind.TEXT, "Projekt, som det står.", "Project, as it is printed.")
DESCRIPTION = Column("description", Kind.TEXT, "Radens text.", "Text of the line.")
ORGANISATIONSNUMMER = Column(
    "organisationsnummer",
    Kind.TEXT,
    "Leverantörens organisationsnummer; tomt om inget är känt.",
    "Registration number of the supplier; empty if none is known.",
)


def count(name: str, sv: str, en: str, *, required: bool = True, least: int = 0) -> Column:
    """A column that counts something."""
    return Column(name, Kind.INTEGER, sv, en, required=required, least=least)


def money(name: str, sv: str, en: str, *, explained: bool = False) -> Column:
    """A column of amounts in kronor."""
    return Column(
        name, Kind.DECIMAL, sv, en, Unit.SEK, least=-MOST_SEK, most=MOST_SEK, explained=explained
    )


def precision(date: str) -> Column:
    """The column that says how exactly the date of another column is known."""
    return Column(
        f"{date}_precision",
        Kind.TEXT,
        f"Hur noga {date} är känt: day, month, quarter, season eller year.",
        f"How exactly {date} is known: day, month, quarter, season or year.",
        allowed=PRECISIONS,
    )

"""The schemas of the tables whose rows are read from sheets: costs, invoices, budgets and so on."""

from __future__ import annotations

from skolkit.tables.schema import Column, Kind, Schema, Unit

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


def _money(name: str, sv: str, en: str, *, explained: bool = False) -> Column:
    return Column(
        name, Kind.DECIMAL, sv, en, Unit.SEK, least=-MOST_SEK, most=MOST_SEK, explained=explained
    )


def _precision(date: str) -> Column:
    return Column(
        f"{date}_precision",
        Kind.TEXT,
        f"Hur noga {date} är känt: day, month, quarter, season eller year.",
        f"How exactly {date} is known: day, month, quarter, season or year.",
        allowed=PRECISIONS,
    )


COSTS = Schema(
    "costs",
    "Kostnader",
    "Costs",
    "Ett publicerat belopp, eller en tryckt summa av sådana. Lägg aldrig ihop rader av olika"
    " series, och aldrig rader som har duplicate_of; golv och tak är gränser och inga punkter.",
    "One published amount, or a printed sum of such. Never add rows of different series, nor rows"
    " with duplicate_of; golv (at least) and tak (at most) are bounds and no points.",
    (
        *PROVENANCE,
        Column("cost_id", Kind.TEXT, "Källans nummer.", "Number in the source."),
        Column(
            "as_of",
            Kind.DATE,
            "Dagen som beloppet avser; den första om bara år eller månad är känt.",
            "The day that the amount refers to; the first if only a year or month is known.",
        ),
        _precision("as_of"),
        PERIOD_START,
        PERIOD_END,
        Column(
            "category",
            Kind.TEXT,
            "Slag av belopp, t.ex. budget, consultant (konsult), fine (vite).",
            "Kind of amount, e.g. budget, consultant, fine.",
        ),
        _money(
            "amount_sek",
            "Belopp.",
            "Amount.",
            explained=True,
        ),
        AMOUNT_AS_PUBLISHED,
        Column("scope", Kind.TEXT, "Vad beloppet avser.", "What the amount is for."),
        SUPPLIER,
        SUPPLIER_ID,
        Column(
            "is_estimate",
            Kind.BOOLEAN,
            "Sant om beloppet är uppskattat, falskt om det är beslutat eller betalt.",
            "True if the amount is an estimate, false if it was decided or paid.",
        ),
        Column(
            "qualifier",
            Kind.TEXT,
            "exakt, cirka, golv (minst) eller tak (högst).",
            "exakt (exact), cirka (about), golv (at least) or tak (at most).",
            allowed=("exakt", "cirka", "golv", "tak"),
        ),
        Column(
            "source_id",
            Kind.TEXT,
            "Nyckel till källförteckningen.",
            "Key into the list of sources.",
        ),
        NOTE,
        ROW_KIND,
        Column(
            "series",
            Kind.TEXT,
            "Regel:serie. Vad beloppet är en del av och om det får läggas ihop med andra i serien;"
            " tomt om ingen har avgjort det, och då läggs det inte ihop med något.",
            "Rule:series. What the amount is part of, and whether it may be added to others of the"
            " series; empty if nobody has decided, and then it is added to nothing.",
        ),
    ),
    ("row_id",),
    ("scope", "supplier", "note", "amount_as_published"),
    (("period_start", "period_end"),),
)

INVOICES = Schema(
    "invoices",
    "Fakturor",
    "Invoices",
    "En rad i en reskontra, ett verifikatregister eller en fakturalista, eller en tryckt summa.",
    "One line of a ledger or list of invoices, or a printed sum.",
    (
        *PROVENANCE,
        Column("invoice_no", Kind.TEXT, "Fakturanummer.", "Invoice number."),
        Column("voucher", Kind.TEXT, "Verifikatnummer.", "Voucher number (verifikat)."),
        Column("invoice_date", Kind.DATE, "Fakturadatum.", "Date of the invoice."),
        _precision("invoice_date"),
        SUPPLIER,
        SUPPLIER_ID,
        ORGANISATIONSNUMMER,
        ACCOUNT,
        COST_CENTRE,
        PROJECT,
        DESCRIPTION,
        Column(
            "category",
            Kind.TEXT,
            "consultant (konsult) eller other (annat).",
            "consultant or other.",
        ),
        HOURS,
        RATE_SEK,
        _money("net_sek", "Belopp utan moms.", "Amount without VAT."),
        _money("vat_sek", "Moms.", "VAT."),
        _money("gross_sek", "Belopp med moms.", "Amount with VAT."),
        AMOUNT_AS_PUBLISHED,
        NOTE,
        ROW_KIND,
    ),
    ("row_id",),
    ("supplier", "description", "note", "project"),
)

BUDGETS = Schema(
    "budgets",
    "Budget",
    "Budgets",
    "En rad i en budget: vad som planerades och vad det blev.",
    "One line of a budget: what was planned and what came of it.",
    (
        *PROVENANCE,
        PERIOD_START,
        PERIOD_END,
        DESCRIPTION,
        ACCOUNT,
        COST_CENTRE,
        PROJECT,
        _money("budget_sek", "Budget.", "Budget."),
        _money("outcome_sek", "Utfall.", "Outcome."),
        _money("forecast_sek", "Prognos.", "Forecast."),
        _money("deviation_sek", "Avvikelse, med tryckt tecken.", "Deviation, sign as printed."),
        AMOUNT_AS_PUBLISHED,
        NOTE,
        ROW_KIND,
    ),
    ("row_id",),
    ("description", "note", "project"),
    (("period_start", "period_end"),),
)

INCIDENTS = Schema(
    "incidents",
    "Incidenter",
    "Incidents",
    "En incident, driftstörning eller ett ärende. Rader kan överlappa: antalet rader är inte"
    " antalet händelser.",
    "One incident, disruption or ticket. Rows may overlap: their number is not the number of"
    " events.",
    (
        *PROVENANCE,
        Column("incident_id", Kind.TEXT, "Källans nummer.", "Number in the source."),
        Column(
            "date",
            Kind.DATE,
            "Start; den första dagen om bara år eller månad är känt.",
            "Start; the first day if only a year or month is known.",
            explained=True,
        ),
        _precision("date"),
        Column("module", Kind.TEXT, "Del av systemet.", "Part of the system."),
        Column("kind", Kind.TEXT, "Slag av incident.", "Kind of incident."),
        Column(
            "severity",
            Kind.INTEGER,
            "Allvarlighet, 1 (minst) till 4.",
            "Severity, 1 (least) to 4.",
            least=1,
            most=4,
        ),
        Column(
            "affected_persons",
            Kind.INTEGER,
            "Antal berörda personer.",
            "Number of people affected.",
            least=0,
            most=20_000_000,
            told=False,
        ),
        Column(
            "affected_as_published",
            Kind.TEXT,
            "Antalet ordagrant ur källan.",
            "The number in the words of the source.",
        ),
        Column(
            "reported_to_authority",
            Kind.TEXT,
            "Myndighet eller domstol som tog emot eller avgjorde.",
            "Authority or court that received or decided it.",
        ),
        Column("summary_sv", Kind.TEXT, "Vad som hände, på svenska.", "What happened, in Swedish."),
        Column(
            "summary_en", Kind.TEXT, "Vad som hände, på engelska.", "What happened, in English."
        ),
        Column(
            "source_ids",
            Kind.LIST,
            "Nycklar till källförteckningen, ; mellan.",
            "Keys into the list of sources, ; between.",
        ),
        Column("status", Kind.TEXT, "Läge, som det står.", "State, as it is printed."),
        Column("closed", Kind.DATE, "Dag när den avslutades.", "Day when it was closed."),
    ),
    ("row_id",),
    ("summary_sv", "summary_en", "module", "reported_to_authority"),
)

MESSAGES = Schema(
    "messages",
    "Meddelanden",
    "Messages",
    "Ett meddelande i en e-postlogg.",
    "One message of an e-mail log.",
    (
        *PROVENANCE,
        Column("message_no", Kind.TEXT, "Loggens nummer.", "Number in the log."),
        Column(
            "direction",
            Kind.TEXT,
            "in (mottaget), ut (skickat) eller tomt.",
            "in (received), ut (sent) or empty.",
            allowed=("in", "ut"),
        ),
        Column(
            "sent",
            Kind.DATETIME,
            "Tidpunkt som den står, lokal tid.",
            "Moment as printed, local time.",
            explained=True,
        ),
        Column("sender", Kind.TEXT, "Avsändare.", "Sender."),
        Column(
            "sender_organisation",
            Kind.TEXT,
            "Avsändarens organisation: namn eller domän; private för privatpersoner.",
            "Organisation of the sender: name or domain; private for private persons.",
        ),
        Column("recipients", Kind.TEXT, "Mottagare.", "Recipients."),
        Column(
            "recipient_organisations",
            Kind.LIST,
            "Mottagarnas organisationer, var och en en gång, ; mellan.",
            "Organisations of the recipients, each one once, ; between.",
        ),
        Column("subject", Kind.TEXT, "Ärendemening.", "Subject."),
        Column(
            "size_kb", Kind.DECIMAL, "Storlek.", "Size.", Unit.KILOBYTES, least=0, most=10_000_000
        ),
        Column(
            "attachments",
            Kind.INTEGER,
            "Antal bilagor.",
            "Number of attachments.",
            least=0,
            most=10_000,
        ),
    ),
    ("row_id",),
    ("subject", "sender", "recipients"),
)

"""The schemas of the tables whose rows are read from sheets: costs, invoices, budgets and so on."""

from __future__ import annotations

from skolkit.tables.schema import Column, Kind, Schema, Unit
from skolkit.tables.schema_columns import (
    ACCOUNT,
    AMOUNT_AS_PUBLISHED,
    COST_CENTRE,
    DESCRIPTION,
    HOURS,
    NOTE,
    ORGANISATIONSNUMMER,
    PERIOD_END,
    PERIOD_START,
    PROJECT,
    PROVENANCE,
    RATE_SEK,
    ROW_KIND,
    SUPPLIER,
    SUPPLIER_ID,
    money,
    precision,
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
        precision("as_of"),
        PERIOD_START,
        PERIOD_END,
        Column(
            "category",
            Kind.TEXT,
            "Slag av belopp, t.ex. budget, consultant (konsult), fine (vite).",
            "Kind of amount, e.g. budget, consultant, fine.",
        ),
        money(
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
        precision("invoice_date"),
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
        money("net_sek", "Belopp utan moms.", "Amount without VAT."),
        money("vat_sek", "Moms.", "VAT."),
        money("gross_sek", "Belopp med moms.", "Amount with VAT."),
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
        money("budget_sek", "Budget.", "Budget."),
        money("outcome_sek", "Utfall.", "Outcome."),
        money("forecast_sek", "Prognos.", "Forecast."),
        money("deviation_sek", "Avvikelse, med tryckt tecken.", "Deviation, sign as printed."),
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
        precision("date"),
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

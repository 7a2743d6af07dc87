"""Invent the files that are delivered as files: xlsx, xls, ods, CSV and a printed PDF."""

from __future__ import annotations

import csv
import io
import random
from datetime import date, timedelta
from decimal import Decimal

from demo_sheet import Book, Cell, Column, PageSetup, Sheet

_MODULES = ("Frånvaro", "Schema", "Betyg", "Klasslistor", "Inloggning", "Meddelanden", "Startsidan")
_PEOPLE = ("Anna Exempelsson", "Bo Attrappman", "Cecilia Demoberg", "David Provström")
_PLAIN = PageSetup(scale=90)
# An outage of the gravest level, on a day with 60 days of the invoice journal before and after it.
_GRAVE = 2


def _chance(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - invented data, not a secret


def budget_book(seed: int) -> Book:
    """Make ``budget-2019.xlsx``: accounts with a hidden column, and quarters per module."""
    chance = _chance(seed)
    accounts = (
        (5010, "Lokalhyra"),
        (5410, "Förbrukningsinventarier"),
        (5420, "Programvaror och licenser"),
        (6230, "Datakommunikation"),
        (6540, "It-tjänster, drift"),
        (6550, "Konsultarvoden"),
        (6910, "Utbildning"),
        (7010, "Löner, förvaltning"),
        (7832, "Avskrivning, it-utrustning"),
    )
    rows: list[tuple[Cell, ...]] = []
    for account, name in accounts:
        budget = chance.randint(20, 900) * 10
        actual = budget + chance.randint(-90, 160)
        comment = "Överskridande, se nämndens beslut" if actual > budget + 60 else None
        rows.append((account, name, budget, actual, budget - actual, comment, f"K{account}"))
    total = tuple(sum(int(str(row[index])) for row in rows) for index in (2, 3, 4))
    rows.append((None, "Summa", *total, None, None))
    first = Sheet(
        "Budget 2019",
        (
            Column("Konto", 45),
            Column("Benämning", 150),
            Column("Budget 2019 (tkr)", 75, "int"),
            Column("Utfall 2019 (tkr)", 75, "int"),
            Column("Avvikelse (tkr)", 75, "int"),
            Column("Kommentar", 190),
            Column("Intern kod", 60),
        ),
        tuple(rows),
        above=("Budgetuppföljning 2019, Exempelstads skolförvaltning (DEMO, påhittade uppgifter)",),
        bold=frozenset({len(rows) - 1}),
        hidden_columns=frozenset({6}),
        page=_PLAIN,
    )
    modules: list[tuple[Cell, ...]] = []
    for module in _MODULES:
        quarters = tuple(Decimal(chance.randint(80_000, 990_000)) / 100 for _ in range(4))
        modules.append((module, *quarters, sum(quarters, Decimal(0))))
    quarter = tuple(Column(f"Kvartal {number}", 75, "money") for number in range(1, 5))
    second = Sheet(
        "Per modul",
        (Column("Modul", 90), *quarter, Column("Helår", 80, "money")),
        tuple(modules),
        page=_PLAIN,
    )
    return Book("budget-2019", "Budget 2019", (first, second))


def supplier_book(seed: int) -> Book:
    """Make the list of suppliers, delivered as an old ``.xls``."""
    chance = _chance(seed)
    names = (
        "Påhittade Konsulter AB",
        "Exempelsystem Sverige AB",
        "Fiktiv Förändring HB",
        "Låtsas IT-säkerhet AB",
        "Attrapp Kontorsvaror AB",
        "Dummy Telekom AB",
        "Mall & Utkast Utbildning AB",
        "Skenbara Servrar AB",
        "Övningsbolaget i Norr AB",
        "Blindtext Översättning HB",
    )
    rows: list[tuple[Cell, ...]] = []
    for number, name in enumerate(names, start=1):
        start = date(2017, 1, 1) + timedelta(days=31 * chance.randint(0, 36))
        years = chance.randint(1, 4)
        rows.append(
            (
                f"L{number:03d}",
                name,
                f"{969999 if name.endswith('HB') else 559999}-99{number:02d}",
                start,
                date(start.year + years, start.month, start.day),
                chance.randint(20, 4000) * 1000,
                chance.choice(_PEOPLE),
            )
        )
    sheet = Sheet(
        "Leverantörer",
        (
            Column("Leverantörsnr", 65),
            Column("Leverantör", 160),
            Column("Organisationsnummer", 95),
            Column("Avtal från", 60, "date"),
            Column("Avtal till", 60, "date"),
            Column("Avtalsvärde (kr)", 80, "int"),
            Column("Kontaktperson", 110),
        ),
        tuple(rows),
        page=_PLAIN,
    )
    return Book("leverantorer", "Leverantörer", (sheet,))


def outage_book(seed: int) -> Book:
    """Make the list of outages, delivered as ``.ods``."""
    chance = _chance(seed)
    causes = (
        ("Långsamma svar efter versionsbyte", "Tillbakarullning till föregående version"),
        ("Databasen slutade svara", "Omstart och utökat minne"),
        ("Avbrott i datakommunikation", "Felanmält till nätleverantören"),
        ("Utgånget certifikat", "Nytt certifikat och bevakning"),
        ("Överbelastning vid terminsstart", "Fler servrar under två veckor"),
    )
    rows: list[tuple[Cell, ...]] = []
    day = date(2019, 8, 19)
    for number in range(1, 25):
        what, cure = chance.choice(causes)
        ended = day + timedelta(days=chance.choice((0, 0, 0, 1, 2)))
        module = chance.choice(_MODULES)
        severity, affected = chance.randint(1, 3), chance.randint(3, 900) * 10
        if number == _GRAVE:
            what, cure = causes[-1]
            severity, affected = 4, 12_400
        rows.append(
            (
                f"DS-{number:03d}",
                day,
                ended,
                module,
                "Tillgänglighet",
                severity,
                affected,
                what,
                cure,
            )
        )
        day += timedelta(days=chance.randint(1, 12))
    sheet = Sheet(
        "Driftstörningar",
        (
            Column("Störnings-id", 60),
            Column("Startdatum", 60, "date"),
            Column("Slutdatum", 60, "date"),
            Column("Modul", 85),
            Column("Typ", 80),
            Column("Allvarlighet", 60, "int"),
            Column("Antal berörda", 65, "int"),
            Column("Beskrivning", 190),
            Column("Åtgärd", 190),
        ),
        tuple(rows),
        page=_PLAIN,
    )
    return Book("driftstorningar", "Driftstörningar 2019–2020", (sheet,))


def purchase_book(seed: int) -> Book:
    """Make the purchase list, delivered as a PDF printed from the spreadsheet program."""
    chance = _chance(seed)
    goods = (
        ("Bärbar dator 14 tum", 7495),
        ("Dockningsstation", 1890),
        ("Bildskärm 27 tum", 2349),
        ("Headset med sladd", 449),
        ("Nätverksswitch 24 portar", 3275),
        ("Pekplatta 10 tum", 3990),
        ("Laddvagn för 20 enheter", 8650),
        ("Skrivare A4, svartvit", 2190),
    )
    sellers = ("Attrapp Kontorsvaror AB", "Skenbara Servrar AB", "Dummy Telekom AB")
    rows: list[tuple[Cell, ...]] = []
    day = date(2021, 1, 11)
    for number in range(1, 56):
        article, price = chance.choice(goods)
        pieces = chance.randint(1, 40)
        rows.append(
            (
                f"B{21000 + number}",
                day,
                chance.choice(sellers),
                article,
                pieces,
                Decimal(price),
                Decimal(price * pieces),
                "Ja" if chance.random() < 0.85 else "Nej",
            )
        )
        day += timedelta(days=chance.randint(0, 4))
    sheet = Sheet(
        "Inköp 2021",
        (
            Column("Beställningsnr", 70),
            Column("Beställningsdatum", 82, "date"),
            Column("Leverantör", 140),
            Column("Artikel", 140),
            Column("Antal", 40, "int"),
            Column("À-pris (kr)", 70, "money"),
            Column("Belopp (kr)", 80, "money"),
            Column("Mottagen", 55, "centre"),
        ),
        tuple(rows),
        page=PageSetup(),
    )
    return Book("inkopslista", "Inköpslista 2021", (sheet,))


def journal_csv(seed: int) -> bytes:
    """Make the invoice journal: semicolons, Windows-1252, Swedish numbers, CR LF.

    Returns:
        The file's bytes. Thousands are set apart with a no-break space, as Excel does in
        Swedish; VAT is 25 per cent of the amount.
    """
    chance = _chance(seed)
    texts = (
        (5420, "Licenser Exempelplattformen, kvartal"),
        (6230, "Datakommunikation skolor"),
        (6540, "Drift och övervakning"),
        (6910, "Kurs för superanvändare, ½ dag"),
        (5410, "Kablar och tillbehör"),
    )
    sellers = ("Exempelsystem Sverige AB", "Dummy Telekom AB", "Mall & Utkast Utbildning AB")
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    heads = "Verifikatnr;Fakturadatum;Leverantör;Konto;Text;Belopp (kr);Moms (kr);Att betala (kr)"
    writer.writerow(heads.split(";"))
    day = date(2019, 1, 14)
    for number in range(1, 49):
        account, text = chance.choice(texts)
        net = Decimal(chance.randint(1_000, 9_000_000)) / 25
        vat = net / 4
        amounts = [_swedish(value) for value in (net, vat, net + vat)]
        writer.writerow(
            [f"A{19000 + number}", day.isoformat(), chance.choice(sellers), account, text, *amounts]
        )
        day += timedelta(days=chance.randint(1, 12))
    return out.getvalue().encode("cp1252")


def _swedish(value: Decimal) -> str:
    return f"{value:,.2f}".replace(",", "\u00a0").replace(".", ",")

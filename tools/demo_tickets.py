"""Invent the list of incident tickets with descriptions that wrap over several lines."""

from __future__ import annotations

import random
from datetime import date, timedelta

from demo_sheet import Book, Cell, Column, PageSetup, Sheet

TICKETS = 62
FIRST_DAY = date(2021, 1, 7)

# Module, kind, severity, most affected users (0: not known), description.
_CASES: tuple[tuple[str, str, int, int, str], ...] = (
    (
        "Inloggning",
        "Tillgänglighet",
        3,
        4200,
        "Inloggningen svarade inte mellan kl. {start} och {end}. Orsaken var ett utgånget "
        "certifikat i identitetstjänsten. Nytt certifikat installerat och bevakning införd.",
    ),
    (
        "Frånvaro",
        "Tillgänglighet",
        2,
        850,
        "Frånvaroanmälan via telefon gick inte fram under morgonen. Vårdnadshavare hänvisades "
        "till skolans expedition. Felet rättades av leverantören samma dag.",
    ),
    (
        "Klasslistor",
        "Sekretess",
        4,
        1,
        "Uppgift om elev med skyddad identitet visades i klasslista för {school}. Listan "
        "spärrades omedelbart och händelsen anmäldes som personuppgiftsincident.",
    ),
    (
        "Schema",
        "Riktighet",
        1,
        120,
        "Schemat för årskurs {grade} visade fel sal efter uppdateringen till version {version}.",
    ),
    (
        "Betyg",
        "Sekretess",
        3,
        310,
        "Lärare på {school} kunde läsa omdömen för elever i andra grupper. Behörigheten var "
        "ärvd från en äldre roll; rollen är nu borttagen och loggarna genomgångna.",
    ),
    (
        "Meddelanden",
        "Användbarhet",
        1,
        35,
        "Bilagor större än 10 MB avvisas utan felmeddelande.",
    ),
    (
        "Startsidan",
        "Tillgänglighet",
        2,
        1900,
        "Startsidan laddade på över 30 sekunder under förmiddagen. Cacheservern startades om. "
        "Leverantören utreder varför minnet tar slut.",
    ),
    (
        "Meddelanden",
        "Sekretess",
        3,
        58,
        "Ett utskick till vårdnadshavare på {school} gick med öppen sändlista, så att "
        "mottagarna såg varandras adresser. Berörda har informerats.",
    ),
    (
        "Schema",
        "Tillgänglighet",
        2,
        640,
        "Schemavyn var tom i mobilen för elever i årskurs {grade}. Fungerade i webbläsare. "
        "Åtgärdat i version {version}.",
    ),
    (
        "Frånvaro",
        "Riktighet",
        2,
        95,
        "Frånvaro registrerad kl. {start} sparades på fel datum, vilket gav felaktiga "
        "SMS till vårdnadshavare. Posterna är rättade manuellt.",
    ),
    (
        "Betyg",
        "Riktighet",
        2,
        22,
        "Betygsunderlag i ämnet svenska som andraspråk saknades i utskriften till {school}.",
    ),
    (
        "Inloggning",
        "Sekretess",
        3,
        0,
        "Tidigare anställd hade kvar sin behörighet i tre veckor efter avslutad anställning. "
        "Kontot är stängt; logg visar inga inloggningar. Rutinen för avslut ses över.",
    ),
    (
        "Klasslistor",
        "Riktighet",
        1,
        14,
        "Elever som bytt skola låg kvar i klasslistan för {school}.",
    ),
    (
        "Startsidan",
        "Användbarhet",
        1,
        0,
        "Länken till lov- och läsårstider ledde till föregående läsår.",
    ),
    (
        "Hela plattformen",
        "Tillgänglighet",
        3,
        12500,
        "Planerat underhåll drog över tiden och plattformen var stängd till kl. {end}. "
        "Informationen till skolorna gick ut för sent. Ny mall för driftinformation framtagen.",
    ),
    (
        "Inloggning",
        "Användbarhet",
        1,
        210,
        "Användare med å, ä eller ö i användarnamnet fick byta lösenord två gånger.",
    ),
)
_SCHOOLS = ("Granskolan", "Björkskolan", "Almskolan", "Åsskolan", "Ängsskolan", "Östra skolan")
_STATES = ("Stängt", "Stängt", "Stängt", "Stängt", "Pågår", "Väntar på leverantör")

COLUMNS = (
    Column("Ärende-id", 72),
    Column("Anmält datum", 66, "date"),
    Column("Modul", 84),
    Column("Typ", 76),
    Column("Allvarlighet", 60, "int"),
    Column("Antal drabbade", 54, "int"),
    Column("Beskrivning", 258, "wrap"),
    Column("Status", 58, "wrap"),
    Column("Stängt datum", 58, "date"),
)


def ticket_book(seed: int) -> Book:
    """Make the ticket list's workbook: numbered by date, open tickets without closing date."""
    chance = random.Random(seed)  # noqa: S311 - invented data, not a secret
    day = FIRST_DAY
    rows: list[tuple[Cell, ...]] = []
    for number in range(1, TICKETS + 1):
        module, kind, severity, most, template = chance.choice(_CASES)
        start = chance.randint(6, 10)
        status = chance.choice(_STATES) if number > TICKETS // 2 else "Stängt"
        closed = day + timedelta(days=chance.randint(0, 24)) if status == "Stängt" else None
        rows.append(
            (
                f"INC-2021-{number:04d}",
                day,
                module,
                kind,
                severity,
                chance.randint(max(1, most // 3), most) if most else None,
                template.format(
                    start=f"{start:02d}.{chance.randrange(0, 60, 5):02d}",
                    end=f"{start + chance.randint(1, 6):02d}.{chance.randrange(0, 60, 5):02d}",
                    school=chance.choice(_SCHOOLS),
                    grade=chance.randint(1, 9),
                    version=f"{chance.randint(2, 5)}.{chance.randint(0, 9)}",
                ),
                status,
                closed,
            )
        )
        day += timedelta(days=chance.choice((0, 1, 1, 2, 3, 4)))
    title = "Incidentärenden 2021"
    tickets = Sheet(
        "Ärenden",
        COLUMNS,
        tuple(rows),
        above=(f"{title}, Exempelstads skolförvaltning",),
        page=PageSetup(margins=(0.45, 0.35, 0.75, 0.7), scale=98),
    )
    return Book("incidentarenden", title, (tickets,))

"""Invent the e-mail log: threads between an authority and people who do not exist."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from demo_sheet import Book, Cell, Column, PageSetup, Sheet

MESSAGES = 400
FIRST_DAY = date(2021, 3, 1)
DAYS = 43
HOME = "skolforvaltningen.example.se"
STAFF = (
    "anna.exempelsson",
    "bo.attrappman",
    "cecilia.demoberg",
    "david.provstrom",
    "eva.fiktivsson",
    "forvaltningsdirektor",
    "registrator",
    "support",
)
OUTSIDE = (
    "gun.testlund@foraldraforening.example.se",
    "hakan.sagodal@foraldraforening.example.se",
    "ines.modellgren@pahittadekonsulter.example.se",
    "jan.mallqvist@pahittadekonsulter.example.se",
    "karin.latsasmark@exempelsystem.example.se",
    "lars.ovningsberg@exempelsystem.example.se",
    "mona.dummysson@nyhetsredaktion.example.se",
    "nils.platshallare@nyhetsredaktion.example.se",
    "olga.skenblad@tillsynsmyndighet.example.se",
    "par.utkastsson@granskola.example.se",
    "rut.blindtext@bjorkskola.example.se",
    "sven.lorem@almskola.example.se",
)
MODULES = ("Frånvaro", "Schema", "Betyg", "Klasslistor", "Inloggning", "Meddelanden", "Startsidan")
SCHOOLS = ("Granskolan", "Björkskolan", "Almskolan", "Åsskolan", "Ängsskolan", "Östra skolan")
QUIET = (
    "Begäran om allmän handling: e-postlogg {month}",
    "Begäran om allmän handling: avtal med Exempelsystem AB",
    "Fråga om behörighet till {module} för vikarier på {school}",
    "Kan inte logga in på {module}",
    "Faktura {number} saknar referens",
    "Fakturaunderlag konsulter {month}",
    "Minnesanteckningar styrgrupp {day}",
    "Kallelse: avstämning {module} {day}",
    "Protokoll från samrådet på {school}",
    "Test av ny version {version} av {module}",
    "Planerat underhåll {day} kl 18-22",
    "Personuppgiftsincident, komplettering i ärende {number}",
    "Ändrade öppettider för supporten under påsklovet",
    "Utbildning i {module} för lärare på {school}",
    "Tidplan för överlämning till förvaltning",
    "Underlag till nämnden om {module}",
    "Uppföljning av avvikelser i leverans {version}",
    "Offert tilläggsbeställning {number}",
    "Synpunkter från vårdnadshavare om {module}",
    "Intervju om skolans it-system?",
    "Riskanalys {module}, utkast {version}",
    "Re: change request {number} - status",
    "Fel årskurs på elever i {school}",
    "Gallring av gamla konton",
    "Översättning av hjälptexter till engelska",
)
OUTAGE = (
    "AKUT: {module} ligger nere på {school}",
    "Driftstörning i {module} sedan i morse",
    "Vårdnadshavare når inte {module}",
    "Lägesrapport driftstörning {day} kl {hour}",
    "Fråga från redaktionen om driftstoppet",
    "Orsaksanalys efter driftstoppet {day}",
)
OUTAGE_DAY = 14
_SWEDISH_MONTHS = ("mars 2021", "februari 2021", "januari 2021")

COLUMNS = (
    Column("Nr", 28, "centre"),
    Column("Datum", 54, "date"),
    Column("Tid", 32, "time"),
    Column("Riktning", 42, "centre"),
    Column("Avsändare", 195),
    Column("Mottagare", 375),
    Column("Ämne", 400),
    Column("Storlek (kB)", 62, "int"),
    Column("Bilagor", 44, "int"),
)


@dataclass(frozen=True, slots=True)
class Message:
    """One line of the log."""

    sent: datetime
    direction: str
    sender: str
    recipients: str
    subject: str
    size_kb: int
    attachments: int


def mail_book(seed: int) -> Book:
    """Make the log's workbook: one sheet, one row per message, printed over and then down."""
    rows: list[tuple[Cell, ...]] = [
        (
            number,
            message.sent.date(),
            message.sent.time(),
            message.direction,
            message.sender,
            message.recipients,
            message.subject,
            message.size_kb,
            message.attachments,
        )
        for number, message in enumerate(messages(seed), start=1)
    ]
    margins = (0.45, 0.35, 0.52, 0.46)
    page = PageSetup(scale=96, title_column=True, over_first=True, margins=margins)
    log = Sheet("E-postlogg", COLUMNS, tuple(rows), page=page, size=7.5)
    return Book("epostlogg", "E-postlogg mars–april 2021", (log,))


def messages(seed: int) -> list[Message]:
    """Invent the messages, sorted by time; the same seed gives the same list."""
    chance = random.Random(seed)  # noqa: S311 - invented data, not a secret
    found: list[Message] = []
    while len(found) < MESSAGES:
        found += _thread(chance)[: MESSAGES - len(found)]
    return sorted(found, key=lambda message: message.sent)


def _thread(chance: random.Random) -> list[Message]:
    outage = chance.random() < 0.25
    day = OUTAGE_DAY + chance.choice((0, 0, 0, 1, 1, 2, 3)) if outage else chance.randrange(DAYS)
    sent = _office_time(chance, FIRST_DAY + timedelta(days=day))
    subject = _subject(chance, OUTAGE if outage else QUIET, sent)
    inside = f"{chance.choice(STAFF)}@{HOME}"
    outside = chance.choice(OUTSIDE)
    incoming = chance.random() < 0.65
    thread: list[Message] = []
    last_day = FIRST_DAY + timedelta(days=DAYS - 1)
    for step in range(chance.choice((1, 1, 2, 2, 3, 4, 6))):
        if sent.date() > last_day:
            break
        sender, recipient = (outside, inside) if incoming else (inside, outside)
        thread.append(
            Message(
                sent,
                "in" if incoming else "ut",
                sender,
                _recipients(chance, recipient, incoming),
                subject if step == 0 else f"{chance.choice(('Sv', 'Sv', 'VB'))}: {subject}",
                *_weight(chance),
            )
        )
        incoming = not incoming
        sent = _office_time(chance, (sent + timedelta(hours=chance.choice((1, 3, 20, 44)))).date())
        sent = max(sent, thread[-1].sent + timedelta(minutes=chance.randint(2, 50)))
    return thread


def _office_time(chance: random.Random, day: date) -> datetime:
    while day.weekday() > 4 and chance.random() < 0.9:
        day += timedelta(days=1)
    minutes = int(chance.triangular(7 * 60, 18 * 60 + 30, 9 * 60 + 40))
    return datetime(day.year, day.month, day.day, minutes // 60, minutes % 60)


def _subject(chance: random.Random, templates: tuple[str, ...], sent: datetime) -> str:
    return chance.choice(templates).format(
        module=chance.choice(MODULES),
        school=chance.choice(SCHOOLS),
        month=chance.choice(_SWEDISH_MONTHS),
        number=f"{chance.randint(1000, 9999)}",
        version=f"{chance.randint(1, 4)}.{chance.randint(0, 9)}",
        day=f"{sent:%Y-%m-%d}",
        hour=sent.hour,
    )


def _recipients(chance: random.Random, first: str, incoming: bool) -> str:
    if chance.random() < 0.75:
        return first
    other = f"{chance.choice(STAFF)}@{HOME}" if incoming else chance.choice(OUTSIDE)
    return first if other == first else f"{first}; {other}"


def _weight(chance: random.Random) -> tuple[int, int]:
    attachments = chance.choice((0, 0, 0, 0, 0, 1, 1, 2, 3))
    size = chance.randint(4, 60) + sum(chance.randint(40, 2400) for _ in range(attachments))
    return size, attachments

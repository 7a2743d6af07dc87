"""Lists, contacts, journals and ledgers of invented people, with all that is personal in them told.

Numbers are of the series that are kept for tests and fiction: birth numbers 238 and 239 and those
from 980 (Skatteverket's test personnummer, extended to any date), telephone numbers of PTS's series
for fiction, addresses under example domains. Names are put together from syllables; those of
running text have a known given name or an ending of surnames, as detection there needs one.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

GIVEN = ("Anna", "Erik", "Fatima", "Lars", "Linnéa", "Mohammed", "Sara", "Oskar", "Elsa", "Karin")
RARE = ("Fiktiva", "Påhitta", "Exempla", "Prova", "Skena", "Låtsa", "Attrappo", "Modella", "Dumina")
FIRST = ("Kråk", "Duv", "Ås", "Gran", "Sago", "Prov", "Mall", "Lek", "Fabel", "Skugg", "Dim")
LAST = ("bo", "vik", "hed", "näs", "torp", "dal", "kulle", "mo", "rand", "by")
STRONG = ("sson", "sdotter", "qvist")
SCHOOLS = ("Granskolan", "Åsskolan", "Östra skolan", "Kråkvik", "Duvhöjden", "Almskolan")
PLAIN_SCHOOLS = ("Granskolan", "Åsskolan", "Östra skolan", "Almskolan")  # no surname among them
TONGUES = ("Arabiska", "Somaliska", "Dari", "Polska", "Tigrinska", "Ukrainska", "Finska")
BODIES = (
    *("Påhittade Konsulter AB", "Erik Olssons Bygg AB", "Dummy Telekom AB", "Låtsas Data HB"),
    *("Utbildningsförvaltningen", "Exempelstads kommun", "Anna Fabels gymnasium", "Skenbara AB"),
)


@dataclass(frozen=True, slots=True)
class Text:
    """What a cell says, the personal values in it by class, and what looks like them and is not."""

    text: str
    personal: tuple[tuple[str, str], ...] = ()
    decoys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of texts with their widths as shares of the page; the first row may hold headings.

    ``ruled`` is whether lines are printed between the cells.
    """

    rows: tuple[tuple[Text, ...], ...]
    widths: tuple[float, ...]
    ruled: bool = True


def with_check_digit(nine: str) -> str:
    """Ten digits from nine: the last makes the sum of the doubled digits end in 0."""
    total = sum(sum(map(int, str(int(d) * (2 - i % 2)))) for i, d in enumerate(nine))
    return nine + str(-total % 10)


class People:
    """Invents people; the same seed gives the same ones."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311

    def any_of(self, choices: Sequence[str]) -> str:
        return self.chance.choice(choices)

    def number(self, *, day_plus: int = 0) -> str:
        """Twelve digits of a personnummer, or of a samordningsnummer with 60 added to the day."""
        year, month = self.chance.randint(1998, 2015), self.chance.randint(1, 12)
        day = self.chance.randint(1, 28) + day_plus
        birth = self.any_of(("238", "239", "980", "984", "985", "989"))
        ten = with_check_digit(f"{year % 100:02}{month:02}{day:02}{birth}")
        return f"{year // 100}{ten}"

    def spelled(self, twelve: str) -> str:
        """A spelling of twelve digits."""
        day, four = twelve[:8], twelve[8:]
        return self.any_of(
            (
                *(f"{day}-{four}",) * 4,
                *(f"{day[2:]}-{four}",) * 2,
                *(twelve, twelve[2:], f"{day} {four}", f"{day} - {four}"),
                f"{day[:4]}-{day[4:6]}-{day[6:]}-{four}",
            )
        )

    def listed(self) -> str:
        """A name as a column may hold it, of rare parts."""
        given = self.any_of(RARE + GIVEN)
        family = self.any_of(FIRST) + self.any_of(LAST + STRONG)
        return self.any_of((f"{given} {family}", f"{given} {family}", f"{family}, {given}"))

    def told(self) -> str:
        """A name as running text holds it, with a known part."""
        if self.chance.random() < 0.5:
            return f"{self.any_of(GIVEN)} {self.any_of(FIRST)}{self.any_of(LAST)}"
        return f"{self.any_of(RARE)} {self.any_of(FIRST)}{self.any_of(STRONG)}"

    def phone(self) -> str:
        """A number of PTS's series for fiction, in one of its spellings."""
        last = f"{self.chance.randint(5, 99):02}"
        area, rest = self.any_of(("070|17406", "031|39006", "08|465004", "0980|3192")).split("|")
        digits = rest + last
        groups = f"{digits[:3]} {digits[3:5]} {digits[5:]}".strip()
        return self.any_of(
            (f"{area}-{groups}", f"{area}-{digits}", f"+46 {area[1:]} {groups}", f"{area} {groups}")
        )

    def asylum(self) -> str:
        """A number of a card for asylum seekers, or of a dossier."""
        digits = f"{self.chance.randint(0, 999_999):06}"
        return self.any_of(
            (f"5{self.chance.randint(0, 9)}-{digits}", f"5{self.chance.randint(0, 9)}-{digits}/3")
        )

    def mail(self) -> str:
        """An address under an example domain."""
        plain = str.maketrans("åäöé", "aaoe")
        given = self.any_of(RARE + GIVEN).casefold().translate(plain)
        family = (self.any_of(FIRST) + self.any_of(LAST)).casefold().translate(plain)
        return f"{given}.{family}@{self.any_of(('skola', 'hem', 'post'))}.example.se"


def pupils(people: People, rows: int, *, headed: bool = True) -> Page:
    """A list of pupils."""
    made: list[tuple[Text, ...]] = []
    if headed:
        heads = ("Nr", "Elev", "Personnummer", "Klass", "Skola", "Vårdnadshavare", "Telefon")
        made.append(tuple(Text(head) for head in heads))
    for number in range(1, rows + 1):
        name, guardian = people.listed(), people.listed()
        phone, kind = people.phone(), people.chance.random()
        twelve = people.number(day_plus=60 if kind < 0.1 else 0)
        spelled, what = (
            people.spelled(twelve),
            "samordningsnummer" if kind < 0.1 else "personnummer",
        )
        if 0.1 <= kind < 0.2:
            spelled, what = f"{twelve[:8]}-TF{people.chance.randint(10, 99)}", "tf-nummer"
        made.append(
            (
                Text(str(number)),
                Text(name, (("namn", name),)),
                Text(spelled, ((what, spelled),)),
                Text(f"{people.chance.randint(1, 9)}{people.any_of('ABC')}"),
                Text(people.any_of(SCHOOLS)),
                Text(guardian, (("namn", guardian),)),
                Text(phone, (("telefon", phone),)),
            )
        )
    return Page(tuple(made), (0.05, 0.2, 0.19, 0.07, 0.14, 0.2, 0.15))


def arrivals(people: People, rows: int) -> Page:
    """Pupils who are new in the country, with all the numbers that they may have."""
    heads = ("Barn", "Samordningsnr", "TF-nummer", "LMA-nr", "Modersmål", "Skola", "Starttermin")
    made = [tuple(Text(head) for head in heads)]
    for _ in range(rows):
        name, lma = people.listed(), people.asylum()
        spelled = people.spelled(people.number(day_plus=60))
        temporary = f"{people.number()[:8]}-TF{people.chance.randint(10, 99)}"
        tongue, school = people.any_of(TONGUES), people.any_of(PLAIN_SCHOOLS)
        term = f"{people.any_of(('HT', 'VT'))} 20{people.chance.randint(10, 21)}"
        made.append(
            (
                Text(name, (("namn", name),)),
                Text(spelled, (("samordningsnummer", spelled),)),
                Text(temporary, (("tf-nummer", temporary),)),
                Text(lma, (("lma-nummer", lma),)),
                Text(tongue, (), (tongue,)),
                Text(school, (), (school,)),
                Text(term, (), (term,)),
            )
        )
    return Page(tuple(made), (0.23, 0.17, 0.16, 0.13, 0.11, 0.1, 0.1))


def split(people: People, rows: int) -> Page:
    """Numbers of pupils in two columns, a date and four digits, beside points and hours."""
    heads = ("Elevens namn", "Födelsedatum", "Fyra sista", "Klass", "Poäng", "Frånvaro (tim)")
    made = [tuple(Text(head) for head in heads)]
    for _ in range(rows):
        name, twelve = people.listed(), people.number()
        born = people.any_of((f"{twelve[:4]}-{twelve[4:6]}-{twelve[6:8]}", twelve[:8], twelve[2:8]))
        four, points = twelve[8:], str(people.chance.randint(100, 340))
        hours = f"{people.chance.randint(0, 99)},{people.chance.randint(0, 9)}"
        made.append(
            (
                Text(name, (("namn", name),)),
                Text(born, (("födelsedatum", born),)),
                Text(four, (("fyra sista", four),)),
                Text(f"{people.chance.randint(1, 9)}{people.any_of('ABC')}"),
                Text(points, (), (points,)),
                Text(hours, (), (hours,)),
            )
        )
    return Page(tuple(made), (0.28, 0.18, 0.14, 0.12, 0.12, 0.16))


def absences(people: People, rows: int) -> Page:
    """Notes on absence in which some say that a pupil has a protected identity.

    Of those pupils name, class, school and the marking itself are personal, of the others the name.
    """
    heads = ("Datum", "Elev", "Klass", "Skola", "Anmärkning")
    made = [tuple(Text(head) for head in heads)]
    told = ("Skyddad identitet", "Sekretessmarkering", "Skyddad folkbokföring", "Kvarskrivning")
    plain = ("Sjukanmäld", "Giltig frånvaro", "Ledighet beviljad", "Tandläkare", "Sen ankomst")
    for number in range(rows):
        name, school = people.listed(), people.any_of(PLAIN_SCHOOLS)
        grade = f"{people.chance.randint(1, 9)}{people.any_of('ABC')}"
        day = f"2021-{people.chance.randint(1, 12):02}-{people.chance.randint(1, 28):02}"
        hidden = number % 2 == 0
        remark = people.any_of(told if hidden else plain)
        shown: tuple[str, ...] = () if hidden else (school,)
        made.append(
            (
                Text(day),
                Text(name, (("namn", name),)),
                Text(grade),
                Text(school, (("skyddad uppgift", school),) if hidden else (), shown),
                Text(
                    remark,
                    (("skyddad uppgift", remark),) if hidden else (),
                    () if hidden else (remark,),
                ),
            )
        )
    return Page(tuple(made), (0.14, 0.3, 0.1, 0.2, 0.26))


def contacts(people: People, rows: int) -> Page:
    """Contacts with addresses and dates of birth."""
    heads = ("Kontaktperson", "E-post", "Mobil", "Född", "Adress", "Antal")
    made = [tuple(Text(head) for head in heads)]
    for _ in range(rows):
        name, mail, phone = people.listed(), people.mail(), people.phone()
        twelve = people.number()
        born = f"{twelve[:4]}-{twelve[4:6]}-{twelve[6:8]}"
        street = f"{people.any_of(FIRST)}{people.any_of(('gatan', 'vägen', 'stigen'))} "
        street += str(people.chance.randint(1, 99))
        made.append(
            (
                Text(name, (("namn", name),)),
                Text(mail, (("e-post", mail),)),
                Text(phone, (("telefon", phone),)),
                Text(born, (("födelsedatum", born),)),
                Text(street, (("adress", street),)),
                Text(str(people.chance.randint(1, 400))),
            )
        )
    return Page(tuple(made), (0.22, 0.3, 0.15, 0.11, 0.16, 0.06))


def journal(people: People, rows: int) -> Page:
    """Notes in running text, with diary numbers."""
    made = [tuple(Text(head) for head in ("Datum", "Diarienr", "Anteckning"))]
    for number in range(rows):
        name, mail, phone = people.told(), people.mail(), people.phone()
        spelled = people.spelled(people.number())
        body = people.any_of(BODIES)
        notes: tuple[Callable[[], Text], ...] = (
            lambda n=name, s=spelled: Text(  # type: ignore[misc]
                f"Samtal med {n} ({s}) om frånvaro", (("namn", n), ("personnummer", s))
            ),
            lambda n=name, p=phone: Text(  # type: ignore[misc]
                f"{n} ringde från {p} om behörighet", (("namn", n), ("telefon", p))
            ),
            lambda m=mail: Text(  # type: ignore[misc]
                f"Svar skickat till {m} med kopia till arkivet", (("e-post", m),)
            ),
            lambda b=body: Text(f"Avtalet med {b} gäller till 2021-12-31", (), (b,)),  # type: ignore[misc]
        )
        day = f"2021-{people.chance.randint(1, 12):02}-{people.chance.randint(1, 28):02}"
        diary = f"UTBN 20{people.chance.randint(10, 21)}/{people.chance.randint(100, 9999)}"
        made.append((Text(day, (), (day,)), Text(diary, (), (diary,)), notes[number % 4]()))
    return Page(tuple(made), (0.12, 0.18, 0.7))


def ledger(people: People, rows: int) -> Page:
    """Invoices: nothing personal, and much that looks so."""
    heads = ("Fakturanr", "Leverantör", "Org.nr", "Bankgiro", "Period", "Bokförd", "Belopp (kr)")
    made = [tuple(Text(head) for head in heads)]
    chance = people.chance
    for _ in range(rows):
        year, month = chance.randint(10, 21), chance.randint(1, 12)
        organisation = with_check_digit(
            f"{people.any_of(('55', '96', '21', '80'))}{chance.randint(2000, 9999)}"
            f"{chance.randint(0, 999):03}"
        )
        texts = (
            f"20{year}{month:02}{chance.randint(1, 28):02}{chance.randint(10, 99)}",
            people.any_of(BODIES),
            f"{organisation[:6]}-{organisation[6:]}",
            f"{chance.randint(100, 9999)}-{chance.randint(1000, 9999)}",
            f"20{year}{month:02}01-20{year}{month:02}28",
            f"20{year}-{month:02}-{chance.randint(1, 28):02} "
            f"{chance.randint(8, 16):02}:{chance.randint(0, 59):02}",
            f"{chance.randint(1, 9)} {chance.randint(0, 999):03} {chance.randint(0, 999):03}"
            f" {chance.randint(0, 999):03},{chance.randint(0, 99):02}",
        )
        made.append(tuple(Text(text, (), (text,)) for text in texts))
    return Page(tuple(made), (0.12, 0.22, 0.13, 0.11, 0.16, 0.14, 0.12))


def budget(people: People, rows: int) -> Page:
    """Amounts in whole kronor up to billions, accounts, shares: nothing personal."""
    heads = ("Konto", "Verksamhet", "Budget 2019", "Utfall 2019", "Avvikelse", "Andel", "Ansvar")
    chance = people.chance
    works = (
        "Licenser",
        "Drift och förvaltning",
        "Utveckling",
        "Utbildning",
        "Support",
        "Konsulter",
    )
    made = [tuple(Text(head) for head in heads)]
    for _ in range(rows):
        amounts = [
            f"{chance.randint(1, 99)} {chance.randint(0, 999):03} {chance.randint(0, 999):03}"
            f" {chance.randint(0, 999):03}"
            for _ in range(2)
        ]
        texts = (
            f"{chance.randint(4000, 7999)}{chance.choice(('', '-10', '.200'))}",
            f"{people.any_of(works)} {people.any_of(('skolplattform', 'elevregister', 'schema'))}",
            *amounts,
            f"{chance.choice('-+')}{chance.randint(1, 999)} {chance.randint(0, 999):03}",
            f"{chance.randint(0, 99)},{chance.randint(0, 9)} %",
            f"{chance.randint(100000, 999999)}",
        )
        made.append(tuple(Text(text, (), (text,)) for text in texts))
    return Page(tuple(made), (0.1, 0.26, 0.16, 0.16, 0.12, 0.1, 0.1))


def incidents(people: People, rows: int) -> Page:
    """Faults of a system in words and numbers: nothing personal."""
    heads = ("Ärende", "Inrapporterat", "Modul", "Beskrivning", "Berörda", "Stängt")
    chance = people.chance
    made = [tuple(Text(head) for head in heads)]
    told = (
        "Inloggning fungerar inte efter version 4.{a}.{b}",
        "Felkod {c}-{d} vid export av {e} rader",
        "Långsamt svar mellan kl {f:02}.00 och {f:02}.45 i hela staden",
        "Betyg saknas för årskurs {f}, leverantören felsöker",
        "Schema visar fel vecka, se UTBN 2020/{d}",
    )
    for number in range(rows):
        month, day, hour = chance.randint(1, 12), chance.randint(1, 27), chance.randint(7, 17)
        words = people.any_of(told).format(
            a=chance.randint(0, 20),
            b=chance.randint(0, 9),
            c=chance.randint(10, 99),
            d=chance.randint(1000, 9999),
            e=f"{chance.randint(1, 9)} {chance.randint(0, 999):03}",
            f=chance.randint(1, 9),
        )
        texts = (
            f"INC{20200000 + month * 100 + day:08}{number:02}",
            f"2020-{month:02}-{day:02} {hour:02}:{chance.randint(0, 59):02}",
            people.any_of(
                ("Schema", "Frånvaro", "Barn och elevregister", "Planering och bedömning")
            ),
            words,
            f"{chance.randint(1, 140)} {chance.randint(0, 999):03}",
            f"2020-{month:02}-{day + 1:02}",
        )
        made.append(tuple(Text(text, (), (text,)) for text in texts))
    return Page(tuple(made), (0.13, 0.15, 0.19, 0.35, 0.08, 0.1))


def pages(seed: int, count: int, rows: int = 30) -> list[Page]:
    """Pages of all kinds in turn, one in ten of them a list without headings.

    Every second round is printed without lines.
    """
    people = People(seed)
    kinds: tuple[Callable[[], Page], ...] = (
        lambda: pupils(people, rows),
        lambda: ledger(people, rows),
        lambda: journal(people, rows),
        lambda: contacts(people, rows),
        lambda: pupils(people, rows, headed=False),
        lambda: arrivals(people, rows),
        lambda: split(people, rows),
        lambda: absences(people, rows),
        lambda: budget(people, rows),
        lambda: incidents(people, rows),
    )
    return [
        replace(kinds[number % len(kinds)](), ruled=number // len(kinds) % 2 == 0)
        for number in range(count)
    ]

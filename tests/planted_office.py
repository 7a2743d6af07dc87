"""Registers of an office in which persons stand beside matters, places and offices that look alike.

Half of them are written in capitals without å, ä and ö, as old systems do. Names are ordinary ones,
in the forms that such systems have.
"""

from __future__ import annotations

from planted import GIVEN, Page, People, Text

SURNAMES = (
    *("Lindgren", "Haddad", "Öberg", "Nyström", "Saleh", "Sjöstrand", "Karlsson", "Virtanen"),
    *("Bergqvist", "Hassan", "Wikström", "Åkerlund", "Nguyen", "Kowalski", "Dahl", "Rostami"),
)
MATTERS = (
    *("Rivningslov", "Reparation", "Felanmälan", "Detaljplan", "Städning", "Upphandling", "Larm"),
    *("Avstängning", "Inventering", "Ommålning", "Utställning", "Driftstopp", "Besiktning"),
)
PLACES = (
    *(
        "Hamnmagasinet",
        "Kulturhuset",
        "Simhallen",
        "Pumpstationen",
        "Stadsbiblioteket",
        "Brandstationen",
    ),
    *("Industriområdet", "Torghallen", "Fritidsgården", "Vattentornet", "Utställningshallen"),
)
OFFICES = (
    *("Handläggare", "Stadsbyggnadskontoret", "Registrator", "Specialpedagog", "Vaktmästare"),
    *("Systemförvaltare", "Växeln", "Driftsledare", "Miljöinspektör", "Jourhavande"),
)
BOXES = ("parkering", "bygglov", "biblioteket", "kulturskolan", "fritidsbanken", "driftinfo")
PRODUCTS = ("Adobe Creative Cloud", "Power Automate", "Microsoft Teams", "Cisco AnyConnect")
_PLAIN = str.maketrans("ÅÄÖÉ", "AAOE")


def _shouted(text: str) -> str:
    return text.upper().translate(_PLAIN)


def _named(people: People) -> tuple[str, str]:
    """A name as a register has it, and the id of its bearer."""
    given, family = people.any_of(GIVEN), people.any_of(SURNAMES)
    plain = str.maketrans("åäöé", "aaoe")
    signs = f"{given[:3]}{family[:3]}".casefold().translate(plain)
    name = people.any_of((f"{given} {family}", f"{family} {given}", f"{family}, {given}"))
    return name, f"{signs}{people.chance.randint(1, 19):02}"


def register(people: People, rows: int, *, shouted: bool = False) -> Page:
    """Matters with who handles them, their ids as users, and the offices' addresses."""
    heads = ("Nr", "Avser", "Handläggare", "Användarid", "Utfört av", "Roll", "Brevlåda", "Program")
    told: list[tuple[Text, ...]] = [tuple(Text(head) for head in heads)]
    for number in range(1, rows + 1):
        (name, user), (_, other) = _named(people), _named(people)
        matter = f"{people.any_of(MATTERS)} {people.any_of(PLACES)}"
        office, product = people.any_of(OFFICES), people.any_of(PRODUCTS)
        box = f"{people.any_of(BOXES)}@stad.example"
        told.append(
            (
                Text(str(number)),
                Text(matter, (), (matter,)),
                Text(name, (("namn", name),)),
                Text(user, (("namn", user),)),
                Text(other, (("namn", other),)),
                Text(office, (), (office,)),
                Text(box, (), (box,)),
                Text(product, (), (product,)),
            )
        )
    made = tuple(told)
    if shouted:
        made = tuple(tuple(_in_capitals(text) for text in row) for row in made)
    return Page(made, (0.03, 0.21, 0.13, 0.06, 0.06, 0.16, 0.19, 0.16))


def _in_capitals(text: Text) -> Text:
    return Text(
        _shouted(text.text),
        tuple((kind, _shouted(value)) for kind, value in text.personal),
        tuple(map(_shouted, text.decoys)),
    )


def office_pages(seed: int, count: int, rows: int = 30) -> list[Page]:
    """Registers, every second one in capitals."""
    people = People(seed)
    return [register(people, rows, shouted=number % 2 == 1) for number in range(count)]

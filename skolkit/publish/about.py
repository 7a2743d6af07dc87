"""What a package says of itself, in Swedish or English: origin, counts and limits.

The README, the workbook and the database show the same lines. They hold plain text; each sink
escapes it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from skolkit.model import CollectionKind
from skolkit.publish.exports import CleanData, is_filled

LICENCES = {
    "CC-BY-4.0": (
        "Creative Commons Attribution 4.0",
        "https://creativecommons.org/licenses/by/4.0/",
    ),
    "CC0-1.0": ("CC0 1.0 Universal", "https://creativecommons.org/publicdomain/zero/1.0/"),
}
DEMO = {
    "sv": "DEMO: allt är påhittat för demonstration, personer, organisationer och belopp,"
    " om inte annat sägs.",
    "en": "DEMO: all is invented for demonstration, people, organisations and amounts,"
    " unless it says otherwise.",
}
_KINDS = {
    CollectionKind.DISCLOSURE: ("Utlämnade handlingar", "Disclosed records"),
    CollectionKind.PUBLIC_RECORD: ("Publicerade uppgifter", "Published facts"),
    CollectionKind.DEMO: ("Demonstration", "Demonstration"),
}
_STATUSES = {
    "ok": ("lästa", "read"),
    "ok_with_warnings": ("lästa, med varningar", "read, with warnings"),
    "partial": ("delvis lästa", "read in part"),
    "failed": ("gick inte att läsa", "failed"),
    "skipped": ("inte lästa", "skipped"),
}
_VERDICTS = {
    "agrees": ("stämmer", "agree"),
    "differs": ("stämmer inte", "differ"),
    "open": ("kan inte avgöras", "cannot be told"),
}
_LIMITS = (
    (
        "Tomt betyder okänt eller inte sagt, aldrig 0. Varför ett värde är okänt eller osäkert står"
        " i doubts (tabellernas rader) och i doubt (cellerna).",
        "Empty means unknown or not said, never 0. Why a value is unknown or not trusted stands in"
        " doubts (rows of tables) and doubt (cells).",
    ),
    (
        "Det som lästes från papper eller bild kan vara fel även utan tvivel. Jämför med papperet"
        " före publicering: varje rad namnger dokument, sida och celler.",
        "What was read from paper or a picture may be wrong even without a doubt. Compare with the"
        " paper before you publish: every row names its document, page and cells.",
    ),
    (
        "Lägg bara ihop rader med row_kind = row och utan duplicate_of. Delsummor och summor står"
        " kvar som de trycktes, och dubbletter är länkade men inte borttagna.",
        "Add only rows with row_kind = row and without duplicate_of. Printed subtotals and totals"
        " are kept, and duplicates are linked but not removed.",
    ),
    (
        "I costs får rader av olika series inte läggas ihop: de kan vara delar av samma summa eller"
        " samma belopp flera gånger.",
        "In costs, rows of different series must not be added: they may be parts of one sum, or the"
        " same amount several times.",
    ),
    (
        "Personuppgifter är ersatta med märken som [personnummer 3]; samma uppgift har samma märke."
        " Ett tal som doldes är okänt, med skälet masked.",
        "Personal data are replaced by labels such as [personnummer 3]; the same value has the same"
        " label. A figure that was masked is unknown, with the reason masked.",
    ),
    (
        "Tryckta summor är kontrollerade mot sina delar i checks, inget är rättat. En summa som"
        " inte stämmer kan vara ett fel i papperet, i läsningen eller en nyhet.",
        "Printed sums are checked against their parts in checks, nothing was corrected. A sum that"
        " differs may be a fault of the paper, of the reading, or news.",
    ),
)


@dataclass(frozen=True, slots=True)
class About:
    """A package in words."""

    title: str
    facts: tuple[tuple[str, str], ...]  # label, what it says; only what is known
    counts: tuple[tuple[str, str], ...]
    limits: tuple[str, ...]


def about(data: CleanData, language: str) -> About:
    """Tell of a collection what a reader needs to know before the figures.

    Args:
        data: the collection, masked.
        language: ``sv``, else English.
    """
    mine = 0 if language == "sv" else 1
    collection = data.collection
    facts = (
        (("Samling", "Collection"), collection.name),
        (("Myndighet", "Authority"), collection.authority_in(language)),
        (("Diarienummer", "Reference number (diarienummer)"), collection.diarienummer),
        (("Mottaget", "Received"), collection.received),
        (("Avsändare", "Sender"), collection.sender_in(language)),
        (("Slag", "Kind"), _KINDS[collection.kind][mine]),
        (("Licens", "Licence"), licence_text(collection.licence, language)),
        (("Gjort med", "Made with"), f"skolkit {data.versions.get('skolkit', '')}".strip()),
    )
    told = tuple((label[mine], text) for label, text in facts if text)
    if collection.is_demo:
        told = (("DEMO", DEMO["sv" if mine == 0 else "en"]), *told)
    return About(
        title=collection.title_in(language),
        facts=told,
        counts=tuple((label[mine], text) for label, text in _counts(data, mine)),
        limits=tuple(limit[mine] for limit in _LIMITS),
    )


def licence_text(licence: str, language: str) -> str:
    """What may be done with a package, in words."""
    if licence in LICENCES:
        return f"{LICENCES[licence][0]} ({licence}), {LICENCES[licence][1]}"
    if licence:
        return licence
    if language == "sv":
        return (
            "Ingen licens är angiven. Vad som får göras med uppgifterna avgörs av lagen"
            " (upphovsrätt, sekretess, personuppgifter)."
        )
    return (
        "No licence was given. The law decides what may be done with the data (copyright, secrecy,"
        " personal data)."
    )


def grouped(number: int) -> str:
    """A count with a no-break space between thousands, as in Swedish print."""
    return f"{number:,}".replace(",", "\u00a0")


def _counts(data: CleanData, mine: int) -> list[tuple[tuple[str, str], str]]:
    cells = [cell for sheet in data.tables.sheets for cell in sheet.cells if is_filled(cell)]
    doubtful = sum(cell.doubt is not None for cell in cells)
    statuses = Counter(document.status for document in data.documents)
    verdicts = Counter(check.verdict for check in data.tables.checks)
    decisions = Counter(row.decision for row in data.personal)
    masked = ("dolda", "masked")[mine]
    kept = ("kvar enligt en regel", "kept by a rule")[mine]
    return [
        (("Dokument", "Documents"), _parted(statuses, _STATUSES, mine)),
        (("Sidor av papper", "Pages of paper"), grouped(len(data.pages))),
        (("Blad", "Sheets"), grouped(len(data.tables.sheets))),
        (("Celler", "Cells"), grouped(len(cells))),
        (("Celler med tvivel", "Cells with a doubt"), grouped(doubtful)),
        (("Kontroller", "Checks"), _parted(verdicts, _VERDICTS, mine)),
        (
            ("Ställen med personuppgifter", "Places with personal data"),
            f"{grouped(decisions['mask'])} {masked}, {grouped(decisions['keep'])} {kept}",
        ),
    ]


def _parted(counts: Counter[str], words: Mapping[str, tuple[str, str]], mine: int) -> str:
    whole = grouped(counts.total())
    parts = [f"{grouped(counts[name])} {words[name][mine]}" for name in words if counts[name]]
    return f"{whole} ({', '.join(parts)})" if parts else whole

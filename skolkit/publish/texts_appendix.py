"""Words of the report around its findings: steps, answers, contact, and the appendix on quality.

Both languages stand beside each other; a field that holds ``{name}`` is a template.
"""

from __future__ import annotations

from dataclasses import dataclass

from skolkit.analysis.words import Lang


@dataclass(frozen=True, slots=True)
class AppendixTexts:
    """The words of one language."""

    contents: str
    opening_heading: str
    opening_caption: str
    opening_collection: str
    opening_received: str
    opening_read: str
    opening_doubted: str
    opening_missing: str
    opening_claims: str
    opening_documents: str
    opening_pages: str
    opening_cells: str
    opening_no_cell: str
    opening_unchecked: str
    opening_nothing: str
    opening_found: str
    opening_demo: str
    steps_heading: str
    steps_intro: str
    step_documents: str
    step_failed: str
    step_skipped: str
    step_none: str
    step_pages: str
    step_cells: str
    step_rows: str
    step_left_out: str
    step_claims: str
    costs: str
    invoices: str
    budgets: str
    incidents: str
    messages: str

    limits_heading: str
    answers_heading: str
    answers_none: str
    answers_of: str
    asked: str
    not_answered: str
    answered: str
    contact_heading: str
    contact_none: str
    contact_of: str

    appendix_heading: str
    appendix_intro: str
    package: str
    read_heading: str
    doubtful_heading: str
    doubtful_intro: str
    doubtful_none: str
    doubts_caption: str
    reason: str
    missing_heading: str
    change_heading: str
    change_intro: str
    change_caption: str
    change_none: str
    amounts: str
    summed_rows: str
    sum_read: str
    doubted: str
    unread: str
    at_least: str
    at_most: str
    no_sum: str
    unsure: str
    open_note: str
    origins_heading: str


SV = AppendixTexts(
    contents="Innehåll",
    opening_heading="I korthet",
    opening_caption="Vad som togs emot, vad som lästes och vad som är tveksamt",
    opening_collection="Samling",
    opening_received="Mottaget",
    opening_read="Läst",
    opening_doubted="I tvivel",
    opening_missing="Saknas",
    opening_claims="Påståenden",
    opening_documents="{documents} dokument",
    opening_pages=", {pages} sidor papper",
    opening_cells="{cells} celler",
    opening_no_cell="inga",
    opening_unchecked=", varav {numbers} tal ur bild",
    opening_nothing="inget",
    opening_found="Vad uppgifterna visar, i urval. Beteckningen leder till påståendet med dess "
    "förbehåll och underlag.",
    opening_demo="{claims} påståenden ur påhittade handlingar (DEMO) visar bara hur arbetet går "
    "till och räknas inte upp här.",
    steps_heading="Så gjordes det, steg för steg",
    steps_intro="Varje samling läses för sig. Talen är räknade på det som rapporten bygger på.",
    step_documents="Mottaget: {documents} dokument{apart}.",
    step_failed=", varav {count} inte gick att läsa",
    step_skipped=", varav {count} inte är data",
    step_none="inga",
    step_pages="Papper: {pages} sidor, varav {ocr} lästes ur bild.",
    step_cells="Läst: {cells} celler på {sheets} blad, varav {numbers} är tal; {doubtful} celler "
    "bär ett uttalat tvivel.",
    step_rows="Ordnat i tabeller: {rows}.",
    step_left_out="Utelämnat ur alla summor: {copies} rader som upprepar andra och {printed} "
    "utskrivna summor.",
    step_claims="Räknat: {claims} påståenden, som vilar på {rows} rader.",
    costs="kostnader {count}",
    invoices="fakturor {count}",
    budgets="budget {count}",
    incidents="incidenter {count}",
    messages="meddelanden {count}",
    limits_heading="Begränsningar",
    answers_heading="Den andra sidans svar",
    answers_none="Inget svar från den andra sidan finns antecknat för {title}.",
    answers_of="{title}:",
    asked="{party} tillfrågades {asked}.",
    not_answered="Inget svar är antecknat.",
    answered="Svar {answered}: ”{text}” ({source})",
    contact_heading="Kontakt",
    contact_none="Ingen kontakt är angiven för {title}.",
    contact_of="{title}: {contact}",
    appendix_heading="Bilaga: metod och datakvalitet",
    appendix_intro="Vad som togs emot, vad som lästes, vad som är tveksamt, vad som saknas och vad "
    "tvivlen kan ändra.",
    package="Tabellerna bakom rapporten ligger som datapaket i samma mapp, maskerade: {places}.",
    read_heading="Vad som lästes, dokument för dokument",
    doubtful_heading="Vad som är tveksamt",
    doubtful_intro="En cell med tvivel är läst men inte betrodd; tabellerna anger skälet rad för "
    "rad. En del av dem har inget värde.",
    doubtful_none="Ingen cell bär ett uttalat tvivel.",
    doubts_caption="Tvivel per dokument i {title}",
    reason="Skäl",
    missing_heading="Vad som saknas",
    change_heading="Vad tvivlen kan ändra",
    change_intro="För varje tabell med belopp: summan av det som lästes, hur stor del av den som "
    "vilar på tveksamma celler, och gränserna för den rätta summan där raden själv sätter dem. "
    "Utskrivna summor och upprepade rader är inte med.",
    change_caption="Summor och deras osäkerhet i {title}, kronor",
    change_none="Ingen tabell innehåller belopp.",
    amounts="Belopp",
    summed_rows="Rader",
    sum_read="Läst summa",
    doubted="Varav i tvivel",
    unread="Olästa",
    at_least="Minst",
    at_most="Högst",
    no_sum="får inte summeras",
    unsure="{name} (osäker tabell)",
    open_note="Streck under Minst och Högst: inget på raden begränsar ett oläst eller tveksamt "
    "belopp, eller så saknas sidor. I en tabell som inte får summeras gäller tvivlen enskilda "
    "belopp. Osäker tabell: den kändes igen bara delvis eller anger ingen enhet; problems.csv "
    "säger vad.",
    origins_heading="Vägen från påstående till papper",
)

EN = AppendixTexts(
    contents="Contents",
    opening_heading="In brief",
    opening_caption="What was received, what was read and what is in doubt",
    opening_collection="Collection",
    opening_received="Received",
    opening_read="Read",
    opening_doubted="In doubt",
    opening_missing="Missing",
    opening_claims="Claims",
    opening_documents="{documents} documents",
    opening_pages=", {pages} pages of paper",
    opening_cells="{cells} cells",
    opening_no_cell="no",
    opening_unchecked=", of which {numbers} numbers from pictures",
    opening_nothing="nothing",
    opening_found="What the data show, a selection. The id leads to the claim with its caveat and "
    "what it rests on.",
    opening_demo="{claims} claims from invented documents (DEMO) only show how the work is done "
    "and are not listed here.",
    steps_heading="How it was done, step by step",
    steps_intro="Each collection is read by itself. The numbers count what the report rests on.",
    step_documents="Received: {documents} documents{apart}.",
    step_failed=", of which {count} could not be read",
    step_skipped=", {count} of them not data",
    step_none="no",
    step_pages="Paper: {pages} pages, of which {ocr} were read from pictures.",
    step_cells="Read: {cells} cells on {sheets} sheets, of which {numbers} are numbers; {doubtful} "
    "cells carry a stated doubt.",
    step_rows="Put into tables: {rows}.",
    step_left_out="Left out of all sums: {copies} rows that repeat others and {printed} printed "
    "sums.",
    step_claims="Computed: {claims} claims, which rest on {rows} rows.",
    costs="costs {count}",
    invoices="invoices {count}",
    budgets="budgets {count}",
    incidents="incidents {count}",
    messages="messages {count}",
    limits_heading="Limits",
    answers_heading="The other side's answers",
    answers_none="No answer from the other side is recorded for {title}.",
    answers_of="For {title}:",
    asked="{party} was asked on {asked}.",
    not_answered="No answer is recorded.",
    answered="Answer of {answered}: “{text}” ({source})",
    contact_heading="Contact",
    contact_none="No contact is set for {title}.",
    contact_of="For {title}: {contact}",
    appendix_heading="Appendix: method and data quality",
    appendix_intro="What was received, what was read, what is in doubt, what is missing, and what "
    "the doubts could change.",
    package="The tables behind the report lie in the same folder as data packages, masked: "
    "{places}.",
    read_heading="What was read, document by document",
    doubtful_heading="What is in doubt",
    doubtful_intro="A cell in doubt was read and is not trusted; the tables give the reason row by "
    "row. Some of them have no value.",
    doubtful_none="No cell carries a stated doubt.",
    doubts_caption="Doubts by document in {title}",
    reason="Reason",
    missing_heading="What is missing",
    change_heading="What the doubts could change",
    change_intro="For each table of amounts: the sum of what was read, the part of it that stands "
    "on doubtful cells, and the bounds of the true sum where the row itself sets them. Printed "
    "sums and repeated rows are left out.",
    change_caption="Sums and how sure they are in {title}, kronor",
    change_none="No table holds amounts.",
    amounts="Amounts",
    summed_rows="Rows",
    sum_read="Sum read",
    doubted="Of which in doubt",
    unread="Unread",
    at_least="At least",
    at_most="At most",
    no_sum="must not be summed",
    unsure="{name} (unsure table)",
    open_note="A dash under At least and At most: nothing on the row bounds an unread or doubted "
    "amount, or pages are missing. In a table that must not be summed the doubts concern single "
    "amounts. Unsure table: it was recognised only in part, or names no unit; problems.csv says "
    "what.",
    origins_heading="From claim to paper",
)


def appendix_texts(lang: Lang) -> AppendixTexts:
    """The words in a language."""
    return SV if lang == "sv" else EN

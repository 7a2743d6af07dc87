"""Documented incidents -> counts by year, module, severity and kind, with their limits said.

A row is a documented report. Rows overlap and others were never documented, so a row count is not
the number of incidents that occurred; each sentence that counts says what it counts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from skolkit.analysis.base import Finding, finding
from skolkit.analysis.day_spans import months_between
from skolkit.analysis.rows import Incident, counted
from skolkit.analysis.words import LANGS, listed, number, percent, plural

ROW_COUNT_CAVEAT = (
    "Antalet rader är inte antalet incidenter: rader kan överlappa, och det som aldrig "
    "dokumenterats saknas.",
    "A row count is not an incident count: rows may overlap, and what was never documented is "
    "missing.",
)
NO_PART = frozenset({"", "ej angivet", "hela plattformen"})
KINDS = {
    "confidentiality": ("sekretess", "confidentiality"),
    "availability": ("tillgänglighet", "availability"),
    "integrity": ("riktighet", "integrity"),
    "legal": ("juridik", "legal"),
    "organisational": ("organisation", "organisational"),
    "procurement": ("upphandling", "procurement"),
    "usability": ("användbarhet", "usability"),
}


@dataclass(frozen=True, slots=True)
class Count:
    """How many rows carry a value."""

    value: str
    rows: int
    row_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MonthCounts:
    """Rows by month; those known less exactly are kept beside it, not put into a month."""

    months: tuple[Count, ...]  # "2019-08"; a month between two others without rows is kept as zero
    vaguer: tuple[str, ...]  # row ids: only the year, season or quarter is known
    undated: tuple[str, ...]  # row ids
    caveat: tuple[str, str] = ROW_COUNT_CAVEAT


@dataclass(frozen=True, slots=True)
class YearBySeverity:
    """Rows of a year by severity; a year between two others without rows is kept as zero."""

    year: int
    by_severity: tuple[Count, ...]

    @property
    def rows(self) -> int:
        """All rows of the year."""
        return sum(count.rows for count in self.by_severity)


def counts(rows: Sequence[Incident], key: Callable[[Incident], str]) -> tuple[Count, ...]:
    """Count rows by a value, most first; a row that repeats another is left out.

    Limits: the counts are of rows, not of incidents (``ROW_COUNT_CAVEAT``); ``overlaps.groups``
    says which rows may tell of the same thing.
    """
    table: dict[str, list[str]] = {}
    for row in counted(rows):
        table.setdefault(key(row), []).append(row.place.row_id)
    return tuple(
        _count(value, ids)
        for value, ids in sorted(table.items(), key=lambda item: (-len(item[1]), item[0]))
    )


def by_month(rows: Sequence[Incident]) -> MonthCounts:
    """Count rows by the month of their date, over all months from the first to the last.

    A date that is only a year is no January: such rows are kept apart.
    """
    table: dict[str, list[str]] = {}
    vaguer, undated = [], []
    for row in counted(rows):
        if row.year is None:
            undated.append(row.place.row_id)
        elif row.date[5:7].isdigit():
            table.setdefault(row.date[:7], []).append(row.place.row_id)
        else:
            vaguer.append(row.place.row_id)
    named = months_between(min(table), max(table)) if table else ()
    return MonthCounts(
        months=tuple(_count(month, table.get(month, ())) for month in named),
        vaguer=tuple(vaguer),
        undated=tuple(undated),
    )


def naming_a_part(rows: Sequence[Incident]) -> tuple[Incident, ...]:
    """The rows that name a single part of the platform."""
    return tuple(row for row in rows if row.module not in NO_PART)


def severities(rows: Sequence[Incident]) -> tuple[str, ...]:
    """The levels that occur, gravest last."""
    return tuple(sorted({row.severity for row in rows}))


def by_year(rows: Sequence[Incident]) -> tuple[YearBySeverity, ...]:
    """Count rows by year and severity, over all years from the first to the last.

    A row that repeats another is left out.
    """
    dated = [row for row in counted(rows) if row.year is not None]
    if not dated:
        return ()
    levels = severities(rows)
    years = [row.year for row in dated if row.year is not None]
    table: dict[tuple[int | None, str], list[str]] = {}
    for row in dated:
        table.setdefault((row.year, row.severity), []).append(row.place.row_id)
    return tuple(
        YearBySeverity(year, tuple(_count(level, table.get((year, level), ())) for level in levels))
        for year in range(min(years), max(years) + 1)
    )


def _count(value: str, ids: Sequence[str]) -> Count:
    return Count(value, len(ids), tuple(ids))


def kind_name(kind: str, lang: str) -> str:
    """The kind of incident in the reader's language; unknown kinds stand as they are."""
    names = KINDS.get(kind)
    return kind if names is None else names[0 if lang == "sv" else 1]


def is_copy(rows: Sequence[Incident]) -> bool:
    """Whether rows copy a list of published incidents: most of them name their sources."""
    return sum(bool(row.source_ids) for row in rows) * 2 > len(rows)


def public_incident_findings(rows: Sequence[Incident]) -> tuple[Finding, ...]:
    """Make the findings on published incidents; a row that repeats another is left out."""
    rows = counted(rows)
    if not rows:
        return ()
    made = [_busiest_year(rows), _gravest(rows), _kinds(rows), _modules(rows), _reported(rows)]
    return tuple(claim for claim in made if claim is not None)


def ticket_findings(rows: Sequence[Incident], prefix: str) -> tuple[Finding, ...]:
    """Make the findings on one list of tickets; ``prefix`` keeps claim ids apart.

    A row that repeats another is left out.
    """
    rows = counted(rows)
    if not rows:
        return ()
    undated = sum(row.year is None for row in rows)
    modules = counts(rows, lambda row: row.module)
    top = modules[0]
    tail_sv = f" {undated} {plural(undated, 'rad saknar', 'rader saknar')} läst datum."
    tail_en = f" {undated} {plural(undated, 'row lacks', 'rows lack')} a date that was read."
    return (
        finding(
            f"{prefix}.1",
            rows,
            sv=f"Listan har {len(rows)} ärenden; flest gäller {top.value or 'okänd modul'} "
            f"({top.rows}).{tail_sv * bool(undated)}",
            en=f"The list holds {len(rows)} tickets; most concern {top.value or 'no named module'} "
            f"({top.rows}).{tail_en * bool(undated)}",
            number=len(rows),
            unit="rows",
            caveat=ROW_COUNT_CAVEAT,
        ),
    )


def _busiest_year(rows: Sequence[Incident]) -> Finding | None:
    years = by_year(rows)
    if not years:
        return None
    top = max(years, key=lambda year: year.rows)
    return finding(
        "S1",
        [row for row in rows if row.year is not None],
        sv=f"Av {len(rows)} dokumenterade rader gäller flest, {top.rows}, år {top.year}.",
        en=f"Of {len(rows)} documented rows most, {top.rows}, concern {top.year}.",
        number=top.rows,
        unit="rows",
        caveat=ROW_COUNT_CAVEAT,
    )


def _gravest(rows: Sequence[Incident]) -> Finding | None:
    grave = [row for row in rows if row.severity == "4"]
    if not grave:
        return None
    modules = sorted({row.module for row in grave if row.module != "ej angivet"})
    return finding(
        "S2",
        grave,
        sv=f"{len(grave)} rader har den högsta allvarsgraden: bekräftad eller anmäld åtkomst till "
        "uppgifter om skyddad identitet eller om fler än 10 000 personer. De som nämner en del "
        f"gäller {listed(modules, 'sv')}.",
        en=f"{len(grave)} rows carry the gravest level: confirmed or notified access to data on "
        "protected identities or on more than 10,000 people. Those that name a part concern "
        f"{listed([module_english(name) for name in modules], 'en')}.",
        number=len(grave),
        unit="rows",
        caveat=(
            "Allvarsgraden är projektets bedömning efter en skriven regel, ingen officiell "
            "klassning.",
            "The level is this project's judgement by a written rule, not an official class.",
        ),
    )


def _kinds(rows: Sequence[Incident]) -> Finding:
    first, *rest = counts(rows, lambda row: row.kind)
    share = {lang: percent(first.rows, len(rows), lang) for lang in LANGS}
    second_sv = f", följt av {kind_name(rest[0].value, 'sv')} ({rest[0].rows})" if rest else ""
    second_en = f", then {kind_name(rest[0].value, 'en')} ({rest[0].rows})" if rest else ""
    return finding(
        "S3",
        rows,
        sv=f"Vanligast är {kind_name(first.value, 'sv')} med {first.rows} rader, "
        f"{share['sv']}{second_sv}.",
        en=f"The most common kind is {kind_name(first.value, 'en')} with {first.rows} rows, "
        f"{share['en']}{second_en}.",
        number=first.rows,
        unit="rows",
        caveat=ROW_COUNT_CAVEAT,
    )


def _modules(rows: Sequence[Incident]) -> Finding | None:
    named = naming_a_part(rows)
    if not named:
        return None
    top = counts(named, lambda row: row.module)[0]
    return finding(
        "S4",
        [row for row in named if row.module == top.value],
        sv=f"Bland de {len(named)} rader som nämner en enskild del är {top.value} vanligast "
        f"({top.rows}).",
        en=f"Among the {len(named)} rows that name a single part, {module_english(top.value)} is "
        f"the most common ({top.rows}).",
        number=top.rows,
        unit="rows",
        caveat=ROW_COUNT_CAVEAT,
    )


def _reported(rows: Sequence[Incident]) -> Finding | None:
    told = [row for row in rows if row.reported_to]
    if not told:
        return None
    return finding(
        "S5",
        told,
        sv=f"{number(len(told), 'sv')} av {len(rows)} rader har nått en myndighet eller domstol.",
        en=f"{number(len(told), 'en')} of {len(rows)} rows reached an authority or a court.",
        number=len(told),
        unit="rows",
    )


def module_english(name: str) -> str:
    """A module's name in English where we have one; else as it stands."""
    return MODULES_EN.get(name, name)


MODULES_EN = {
    "API": "API",
    "API-dokumentation": "API documentation",
    "Administrationsgränssnittet": "the administration interface",
    "Barn- och elevregister": "the child and pupil register",
    "Elevdokumentation": "pupil documentation",
    "Frånvaro/närvaro": "absence/attendance",
    "Förskola": "preschool",
    "Klasslistor": "class lists",
    "Kontakt/klasslista": "contacts/class list",
    "Pedagogiskt genomförande": "teaching",
    "Skolpliktsbevakning": "compulsory-attendance monitoring",
    "Startsida nyheter/SharePoint": "start page news/SharePoint",
    "Startsida vårdnadshavare": "start page for guardians",
    "Vuxenutbildning": "adult education",
    "allmänna handlingar": "public records",
    "avtal": "contracts",
    "ej angivet": "not stated",
    "hela plattformen": "the whole platform",
    "inloggning": "login",
    "inloggning/betyg": "login/grades",
    "mobilapp": "mobile app",
    "stadens IT-system": "the city's IT systems",
}

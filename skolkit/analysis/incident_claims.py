"""Results on incidents and tickets -> findings: one sentence each, with rows and reservation.

The sentences speak of rows, ranges and "at least", as the results do. Claim ids go on from those of
``incidents``: S6 to S12 for published incidents, ``<prefix>.2`` and on for a list of tickets.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from skolkit.analysis.affected import affected_persons
from skolkit.analysis.base import Finding, finding
from skolkit.analysis.class_claims import class_finding
from skolkit.analysis.clusters import Cluster
from skolkit.analysis.events import Event
from skolkit.analysis.exposure import Exposure, exposures
from skolkit.analysis.incidents import module_english
from skolkit.analysis.milestones import courses
from skolkit.analysis.notification import notifications
from skolkit.analysis.overlaps import groups
from skolkit.analysis.rows import Incident, counted, named
from skolkit.analysis.school_year import CALENDAR_CAVEAT, school_clusters, school_days
from skolkit.analysis.survival import Survival, durations, kaplan_meier
from skolkit.analysis.ticket_classes import ticket_classes
from skolkit.analysis.tickets import Tickets, open_tickets, tickets
from skolkit.analysis.words import LANGS, Lang, day, listed, number, plural, some

LEAKS = frozenset({"confidentiality"})


def course_findings(rows: Sequence[Incident], events: Sequence[Event] = ()) -> tuple[Finding, ...]:
    """Say of published incidents how they overlap, how long data lay open, and what was notified.

    Args:
        rows: published incidents; a row that repeats another is left out.
        events: the time line. Its rows decide dates; findings name the incident's row alone.
    """
    rows = counted(rows)
    if not rows:
        return ()
    made = (_groups(rows), _exposed(rows), _notified(rows, events), _affected(rows))
    return tuple(one for one in made if one is not None)


def ticket_course_findings(
    rows: Sequence[Incident], until: str, prefix: str
) -> tuple[Finding, ...]:
    """Say of one list of tickets how many were open, how long they took and what they say.

    Args:
        rows: one list; a row that repeats another is left out.
        until: last day that the list covers, ``YYYY-MM-DD``.
        prefix: keeps claim ids apart; the findings are ``<prefix>.2`` and on.

    Raises:
        ValueError: if ``until`` is no day.
    """
    rows = counted(rows)
    found = tickets(rows, date.fromisoformat(until))
    made = (
        _open(rows, found, f"{prefix}.2"),
        _time_to_close(rows, found, f"{prefix}.3"),
        class_finding(
            rows,
            ticket_classes(rows),
            f"{prefix}.4",
            of=("ärenden", "tickets"),
            where=("texten", "the text"),
            unit="rows",
        ),
    )
    return tuple(one for one in made if one is not None)


def _groups(rows: Sequence[Incident]) -> Finding:
    found = groups(rows)
    several = [group for group in found.groups if len(group) > 1]
    inside = sum(map(len, several))
    return finding(
        "S6",
        rows,
        sv=f"De {found.rows} raderna faller i {len(found.groups)} grupper: {inside} rader i "
        f"{len(several)} grupper kan gälla samma saker, och {found.rows - inside} rader står "
        "ensamma.",
        en=f"The {found.rows} rows fall into {len(found.groups)} groups: {inside} rows in "
        f"{len(several)} groups may tell of the same things, and {found.rows - inside} rows "
        "stand alone.",
        number=len(found.groups),
        unit="groups",
        caveat=found.caveat,
    )


def _exposed(rows: Sequence[Incident]) -> Finding | None:
    found = exposures(courses(rows), kinds=LEAKS)
    if not found.known:
        return None
    longest = max(found.known, key=_least_days)
    length = max(longest.lengths, key=lambda one: one.days.least)
    name = longest.incident.module
    exact = length.exact
    days = {lang: number(length.days.least, lang) for lang in ("sv", "en")}
    rest = len(found.unknown) + len(found.backwards)
    return finding(
        "S7",
        [one.incident for one in found.known],
        sv=f"Av {len(found.known) + rest} rader om sekretess går tiden att räkna för "
        f"{len(found.known)}; den längsta som är belagd är {'' if exact else 'minst '}"
        f"{days['sv']} dagar ({name}).",
        en=f"Of {len(found.known) + rest} rows on confidentiality the time can be counted for "
        f"{len(found.known)}; the longest that is certain is {'' if exact else 'at least '}"
        f"{days['en']} days ({module_english(name)}).",
        number=length.days.least,
        unit="days",
        caveat=found.caveat,
    )


def _least_days(one: Exposure) -> int:
    return max(length.days.least for length in one.lengths)


def _notified(rows: Sequence[Incident], events: Sequence[Event]) -> Finding | None:
    found = notifications(courses(rows, events=events))
    if not found.rows:
        return None
    many = {
        name: len(found.with_outcome(name)) for name in ("within", "over", "undecided", "unknown")
    }
    return finding(
        "S8",
        [one.incident for one in found.rows],
        sv=f"{len(found.rows)} rader gäller personuppgiftsincidenter som nått "
        f"tillsynsmyndigheten. Mot fristen på 72 timmar från upptäckten: {many['within']} inom, "
        f"{many['over']} över, {many['undecided']} går inte att avgöra, {many['unknown']} saknar "
        "uppgift.",
        en=f"{len(found.rows)} rows are on personal data breaches that reached the authority. "
        f"Against the 72 hours from the discovery: {many['within']} within, {many['over']} over, "
        f"{many['undecided']} cannot be decided, {many['unknown']} lack a date.",
        number=many["within"],
        unit="rows",
        caveat=found.caveat,
    )


def _affected(rows: Sequence[Incident]) -> Finding | None:
    found = affected_persons(rows)
    top = found.largest_floor
    if top is None or top.least is None:
        return None
    many = {lang: number(top.least, lang) for lang in ("sv", "en")}
    return finding(
        "S9",
        [one.incident for one in found.rows],
        sv=f"{len(found.rows)} av {len(rows)} rader har ett publicerat antal berörda personer; "
        f"den enskilda rad som står för flest anger {'' if top.exact else 'minst '}{many['sv']}.",
        en=f"{len(found.rows)} of {len(rows)} rows have a published number of persons affected; "
        f"the single row with most gives {'' if top.exact else 'at least '}{many['en']}.",
        number=top.least,
        unit="persons",
        caveat=found.caveat,
    )


def cluster_finding(found: Cluster, rows: Sequence[Incident], claim_id: str) -> Finding | None:
    """Say how many rows lie near given days, beside an even spread.

    Args:
        found: as ``clusters.cluster`` counted it.
        rows: the rows that it was counted from.
        claim_id: e.g. ``S10``.

    Returns:
        The finding; ``None`` if no row was judged.
    """
    judged = named(rows, (*found.near, *found.perhaps, *found.far))
    if not judged:
        return None
    expected = {lang: decimal_words(found.expected, lang) for lang in LANGS}
    perhaps_sv = f" (kanske {len(found.perhaps)} till)" if found.perhaps else ""
    perhaps_en = f" (perhaps {len(found.perhaps)} more)" if found.perhaps else ""
    return finding(
        claim_id,
        judged,
        sv=f"{len(found.near)} av {found.rows} rader{perhaps_sv} ligger {near_words(found, 'sv')}; "
        f"jämnt utspridda över perioden hade det blivit {expected['sv']}.",
        en=f"{len(found.near)} of {found.rows} rows{perhaps_en} lie {near_words(found, 'en')}; "
        f"spread evenly over the period it would be {expected['en']}.",
        number=len(found.near),
        unit="rows",
        caveat=found.caveat,
    )


def school_findings(rows: Sequence[Incident], events: Sequence[Event]) -> tuple[Finding, ...]:
    """Say how many rows lie near launch, start of term and marks; S10 to S12.

    Args:
        rows: published incidents; a row that repeats another is left out.
        events: the time line; without launch and replacement in it nothing is said.
    """
    days = school_days(events)
    if days is None:
        return ()
    made = []
    for claim_id, found in school_clusters(rows, days).items():
        if claim_id != "S10":  # the launch has a date of its own
            sv, en = (a + b for a, b in zip(found.caveat, CALENDAR_CAVEAT, strict=True))
            found = replace(found, caveat=(sv, en))
        made.append(cluster_finding(found, rows, claim_id))
    return tuple(one for one in made if one is not None)


def near_words(found: Cluster, lang: Lang) -> str:
    """Which days count as near, in words; days of one name are told from the first to the last."""
    by_name: dict[str, list[str]] = {}
    for one in found.anchors:
        name = one.name if lang == "sv" else one.name_en or one.name
        by_name.setdefault(name, []).append(one.date)
    to = "till" if lang == "sv" else "to"
    times = "gånger" if lang == "sv" else "times"
    names = listed(
        [
            f"{name} ({', '.join(days)})"
            if len(days) < 4
            else f"{name} ({days[0]} {to} {days[-1]}, {len(days)} {times})"
            for name, days in by_name.items()
        ],
        lang,
    )
    before, after = found.before_days, found.after_days
    if not before and not after:
        return f"inom {names}" if lang == "sv" else f"within {names}"
    if not before:
        return (
            f"från {names} till {after} dagar efter"
            if lang == "sv"
            else (f"from {names} to {after} days after")
        )
    if lang == "sv":
        return f"från {before} dagar före till {after} dagar efter {names}"
    return f"from {before} days before to {after} days after {names}"


def decimal_words(value: Fraction, lang: Lang) -> str:
    """A fraction with at most one decimal."""
    return number(Decimal(value.numerator) / Decimal(value.denominator), lang, decimals=1)


def _open(rows: Sequence[Incident], found: Tickets, claim_id: str) -> Finding | None:
    counted_days = open_tickets(rows, found.until)
    top = counted_days.most
    if top is None:
        return None
    still = len(counted_days.still_open)
    last = found.until.isoformat()
    return finding(
        claim_id,
        named(rows, (one.row_id for one in found.tickets)),
        sv=f"{some(still, 'sv', none='Inget')} av {len(found.tickets)} ärenden var "
        f"{'öppna' if still > 1 else 'öppet'} den {day(last, 'sv')}; flest öppna samtidigt var "
        f"{top.open}, den {day(top.day.isoformat(), 'sv')}." + _left_out(found.left_out, "sv"),
        en=f"{some(still, 'en', none='None')} of {len(found.tickets)} tickets "
        f"{'were' if still > 1 else 'was'} open on {day(last, 'en')}; the most open at once "
        f"{plural(top.open, 'was', 'were')} {top.open}, on {day(top.day.isoformat(), 'en')}."
        + _left_out(found.left_out, "en"),
        number=still,
        unit="rows",
        caveat=counted_days.caveat,
    )


def _left_out(many: int, lang: Lang) -> str:
    if not many:
        return ""
    if lang == "sv":
        return f" {many} {plural(many, 'rad', 'rader')} utan säkra dagar är inte med."
    return f" {many} {plural(many, 'row', 'rows')} without certain days left out."


def _time_to_close(rows: Sequence[Incident], found: Tickets, claim_id: str) -> Finding | None:
    curve: Survival = kaplan_meier(durations(found))
    if curve.longest is None:
        return None
    many = {lang: number(curve.median or 0, lang) for lang in ("sv", "en")}
    if curve.median is None:
        said_sv = f"mindre än hälften av ärendena hann stängas inom {curve.longest} dagar"
        said_en = f"less than half of the tickets were closed within {curve.longest} days"
    elif curve.median == 0:
        said_sv = "minst hälften av ärendena stängdes samma dag"
        said_en = "at least half of the tickets were closed on the same day"
    else:
        days_sv = plural(curve.median, "dag", "dagar")
        days_en = plural(curve.median, "day", "days")
        said_sv = f"hälften av ärendena var stängda inom {many['sv']} {days_sv}"
        said_en = f"half of the tickets were closed within {many['en']} {days_en}"
    still = len(curve.still_open)
    tickets_sv = plural(still, "öppet ärende", "öppna ärenden")
    open_sv = f"{still} ännu {tickets_sv} räknas efter sin ålder"
    open_en = f"{still} still open {plural(still, 'ticket counts', 'tickets count')} by their age"
    if not still:
        open_sv, open_en = "alla är stängda", "all are closed"
    return finding(
        claim_id,
        named(rows, (*curve.closed, *curve.still_open)),
        sv=f"{said_sv[0].upper()}{said_sv[1:]} (Kaplan–Meier; {open_sv}).",
        en=f"{said_en[0].upper()}{said_en[1:]} (Kaplan–Meier; {open_en}).",
        number=curve.median,
        unit="days",
        caveat=curve.caveat,
    )

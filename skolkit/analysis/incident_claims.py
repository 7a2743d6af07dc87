"""Results on incidents and tickets -> findings: one sentence each, with rows and reservation.

The sentences speak of rows, ranges and "at least", as the results do. Claim ids go on from those of
``incidents``: S6 to S10 for published incidents, ``<prefix>.2`` and on for a list of tickets.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from skolkit.analysis.affected import affected_persons
from skolkit.analysis.base import Finding, finding
from skolkit.analysis.clusters import Cluster
from skolkit.analysis.events import Event
from skolkit.analysis.exposure import Exposure, exposures
from skolkit.analysis.incidents import module_english
from skolkit.analysis.milestones import courses
from skolkit.analysis.notification import notifications
from skolkit.analysis.overlaps import groups
from skolkit.analysis.rows import Incident, counted
from skolkit.analysis.survival import Survival, durations, kaplan_meier
from skolkit.analysis.ticket_classes import ticket_classes
from skolkit.analysis.tickets import Tickets, open_tickets, tickets
from skolkit.analysis.word_rules import OTHER
from skolkit.analysis.words import Lang, day, number, plural

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
        _classes(rows, f"{prefix}.4"),
    )
    return tuple(one for one in made if one is not None)


def named(rows: Sequence[Incident], ids: Iterable[str]) -> tuple[Incident, ...]:
    """The rows with the given ids, in the order of the rows."""
    wanted = set(ids)
    return tuple(row for row in rows if row.place.row_id in wanted)


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
    names = ", ".join(f"{one.name} ({one.date})" for one in found.anchors)
    expected = {lang: _decimal(found.expected, lang) for lang in ("sv", "en")}
    perhaps_sv = f" (kanske {len(found.perhaps)} till)" if found.perhaps else ""
    perhaps_en = f" (perhaps {len(found.perhaps)} more)" if found.perhaps else ""
    return finding(
        claim_id,
        judged,
        sv=f"{len(found.near)} av {found.rows} rader{perhaps_sv} ligger från {found.before_days} "
        f"dagar före till {found.after_days} dagar efter {names}; jämnt utspridda över perioden "
        f"hade det blivit {expected['sv']}.",
        en=f"{len(found.near)} of {found.rows} rows{perhaps_en} lie from {found.before_days} days "
        f"before to {found.after_days} days after {names}; spread evenly over the period it would "
        f"be {expected['en']}.",
        number=len(found.near),
        unit="rows",
        caveat=found.caveat,
    )


def _decimal(value: Fraction, lang: Lang) -> str:
    """A fraction with one decimal."""
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
        sv=f"{still} av {len(found.tickets)} ärenden var öppna den {day(last, 'sv')}; flest öppna "
        f"samtidigt var {top.open}, den {day(top.day.isoformat(), 'sv')}."
        + _left_out(found.left_out, "sv"),
        en=f"{still} of {len(found.tickets)} tickets were open on {day(last, 'en')}; most were "
        f"open at once, {top.open}, on {day(top.day.isoformat(), 'en')}."
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
    else:
        said_sv = f"hälften av ärendena var stängda inom {many['sv']} dagar"
        said_en = f"half of the tickets were closed within {many['en']} days"
    return finding(
        claim_id,
        named(rows, (*curve.closed, *curve.still_open)),
        sv=f"Med de {len(curve.still_open)} som ännu är öppna inräknade efter sin ålder "
        f"(Kaplan–Meier): {said_sv}.",
        en=f"With the {len(curve.still_open)} that are still open counted by their age "
        f"(Kaplan–Meier): {said_en}.",
        number=curve.median,
        unit="days",
        caveat=curve.caveat,
    )


def _classes(rows: Sequence[Incident], claim_id: str) -> Finding | None:
    found = ticket_classes(rows)
    if not found.texts:
        return None
    ranked = [one for one in found.counts if one.name != OTHER]
    top = max(ranked, key=lambda one: one.rows)
    other = found.count(OTHER).rows
    return finding(
        claim_id,
        named(rows, (one.row_id for one in found.texts)),
        sv=f"Efter ord i texten gäller flest av {len(found.texts)} ärenden {top.sv} ({top.rows}); "
        f"{other} passar ingen regel.",
        en=f"By words in the text most of {len(found.texts)} tickets concern {top.en} "
        f"({top.rows}); {other} fit no rule.",
        number=top.rows,
        unit="rows",
        caveat=found.caveat,
    )

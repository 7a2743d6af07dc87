"""Spending before and after serious incidents -> findings, with the reservation beside them.

Claim ids are ``<prefix>.16`` and on, one for each incident with both windows in the ledger. Nothing
is said of cause and effect.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from skolkit.analysis.around import SERIOUS, Spending, spending_around
from skolkit.analysis.base import Finding, by_document, finding
from skolkit.analysis.incidents import is_copy
from skolkit.analysis.rows import Incident, Invoice, counted, named
from skolkit.analysis.words import Lang, day, kronor

AROUND_DAYS = 60  # a month of work and the month in which it is billed; chosen before any sum
_FIRST = 16


@dataclass(frozen=True, slots=True)
class SpendingAround:
    """Serious incidents of a collection beside one ledger."""

    found: tuple[Spending, ...]  # by date; both windows lie within the ledger's days
    uncovered: tuple[Incident, ...]  # within the ledger's days, but not with both windows


def serious_spending(
    rows: Sequence[Invoice], incidents: Sequence[Incident], *, days: int = AROUND_DAYS
) -> SpendingAround:
    """Sum one ledger before and after each serious incident of the same collection.

    Args:
        rows: Lines of one ledger.
        incidents: All of the collection. Documents that copy the published list are left out: its
            incidents belong to another collection.
        days: Length of each window.
    """
    own = [
        row
        for held in by_document(counted(incidents)).values()
        if not is_copy(held)
        for row in held
    ]
    grave = sorted(
        (row for row in own if row.severity == SERIOUS and len(row.date) >= len("2021-01")),
        key=lambda row: (row.date, row.place.row_id),
    )
    made = [one for row in grave if (one := spending_around(rows, row, own, days=days))]
    inside = [one for one in made if one.before.covered_days and one.after.covered_days]
    whole = [one for one in inside if one.before.covered and one.after.covered]
    short = tuple(one.incident for one in inside if one not in whole)
    return SpendingAround(tuple(whole), short)


def spending_findings(
    found: SpendingAround, rows: Sequence[Invoice], prefix: str
) -> tuple[Finding, ...]:
    """One finding for each incident with something billed in its windows; ``F1.16`` and on."""
    made = (
        spending_finding(one, rows, f"{prefix}.{at}")
        for at, one in enumerate(found.found, start=_FIRST)
    )
    return tuple(one for one in made if one is not None)


def spending_finding(found: Spending, invoices: Sequence[Invoice], claim_id: str) -> Finding | None:
    """Say what was invoiced in equal windows before and after an incident.

    Args:
        found: as ``around.spending_around`` summed it.
        invoices: the rows that it was summed from.
        claim_id: e.g. ``D1``.

    Returns:
        The finding; ``None`` if no invoice lies in either window, or if a window is not wholly
        within the ledger, so that the sums could not be set beside each other.
    """
    wanted = {*found.before.row_ids, *found.after.row_ids}
    rows = named(invoices, wanted)
    if not rows or not (found.before.covered and found.after.covered):
        return None
    unsure = len({*found.before.perhaps_ids, *found.after.perhaps_ids})
    unread = len({*found.before.unread_ids, *found.after.unread_ids})
    tail_sv = f" {unsure} rader har vag dag, {unread} oläst belopp." if unsure or unread else ""
    tail_en = f" {unsure} rows have a vague day, {unread} no read amount." * bool(unsure or unread)
    wide, when = found.before.days.days, found.incident.date
    name = f"{found.incident.incident_id} " if found.incident.incident_id else ""
    return finding(
        claim_id,
        [found.incident, *rows],
        sv=f"Under {wide} dagar före den allvarliga incidenten {name}({day(when, 'sv')}) "
        f"fakturerades {kronor(found.before.total, 'sv')}, och under lika många dagar efter den "
        f"{kronor(found.after.total, 'sv')}. {_others(len(found.others), 'sv')}{tail_sv}",
        en=f"In the {wide} days before the serious incident {name}({day(when, 'en')}) "
        f"{kronor(found.before.total, 'en')} was invoiced, and in as many days after it "
        f"{kronor(found.after.total, 'en')}. {_others(len(found.others), 'en')}{tail_en}",
        number=found.after.total - found.before.total,
        unit="kr",
        caveat=found.caveat,
    )


def _others(many: int, lang: Lang) -> str:
    """How many other serious rows are dated in the windows: money may have gone to them too."""
    if lang == "sv":
        if many < 2:
            return f"{'1' if many else 'Ingen'} annan allvarlig rad är daterad i samma tid."
        return f"{many} andra allvarliga rader är daterade i samma tid."
    if many < 2:
        return f"{'1' if many else 'No'} other serious row is dated in the same time."
    return f"{many} other serious rows are dated in the same time."

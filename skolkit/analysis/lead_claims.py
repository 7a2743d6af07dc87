"""Leads of one ledger -> findings for a reporter to look into: rule, counts, ordinary reasons.

Claim ids are ``<prefix>.10`` (bills alike), ``.11`` (split), ``.12`` (round), ``.13`` (weekend) and
``.14`` (the year's end). A rule that finds nothing makes no finding; it is among the examined ones.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from skolkit.analysis.base import Finding, finding
from skolkit.analysis.lead_signs import WEEKEND, YearEnd, round_leads, weekend_leads, year_ends
from skolkit.analysis.leads import Leads, bills, duplicate_leads, split_leads
from skolkit.analysis.quality import Missing
from skolkit.analysis.rows import Invoice, named
from skolkit.analysis.words import kronor, number, percent, plural

YEAR_END_TIMES = 2  # times a twelfth; a December above it is a lead
_NUMBER = {"duplicate": 10, "split": 11, "round": 12, "weekend": 13}
LEAD_NAMES = {
    "duplicate": ("lika stora fakturor nära i tiden", "invoices alike and near in time"),
    "split": ("flera fakturor strax under gränsen", "several invoices just under the limit"),
    "round": ("jämna belopp", "round amounts"),
    "weekend": ("fakturor daterade en lördag eller söndag", "invoices dated on a weekend"),
}
NO_ACCUSATION = (
    "Ett uppslag är en fråga att ställa och inget påstående om fel.",
    "A lead is a question to ask and no claim that anything is wrong.",
)
YEAR_END_CAVEAT = (
    "Licenser för nästa år och årsavräkningar faktureras gärna i december. Med jämn spridning över "
    "året hade det blivit en tolftedel (8\u00a0%).",
    "Licences for the next year and yearly settlements are often billed in December. An even year "
    "would give a twelfth (8%).",
)


@dataclass(frozen=True, slots=True)
class Examined:
    """What the rules found in one ledger."""

    bills: int
    rules: tuple[Leads, ...]  # in the order of the claim ids; without ``split`` if not examined
    years: tuple[YearEnd, ...]

    @property
    def split_examined(self) -> bool:
        """Whether a limit was known for a year of the ledger."""
        return any(one.kind == "split" for one in self.rules)

    @property
    def year_end(self) -> YearEnd | None:
        """The year with the largest share of December; ``None`` if no year has a December."""
        known = [one for one in self.years if one.share is not None]
        return max(known, key=lambda one: (one.share or 0, -one.year), default=None)


def examine(
    rows: Sequence[Invoice],
    limits: Mapping[int, Decimal] | None = None,
    *,
    lost: Sequence[Missing] = (),
) -> Examined:
    """Look for leads in one ledger.

    Args:
        rows: Its lines; repeats and printed sums are left out.
        limits: The limit for direct procurement by year in kronor, from a source; see
            ``procurement_limits``. Without one for a year of the ledger splits are not examined.
        lost: Missing pages that may hold rows of it.
    """
    years = {str(year) for year in limits or {}}
    rules = [duplicate_leads(rows)]
    if limits and any(row.date[:4] in years for row in rows):
        rules.append(split_leads(rows, limits))
    rules += [round_leads(rows), weekend_leads(rows)]
    return Examined(len(bills(rows)), tuple(rules), year_ends(rows, lost=lost))


def lead_findings(found: Examined, rows: Sequence[Invoice], prefix: str) -> tuple[Finding, ...]:
    """Say what each rule found that found anything.

    Args:
        found: As ``examine`` found it.
        rows: The lines that were examined.
        prefix: Keeps claim ids apart, e.g. ``F1``; the findings are ``F1.10`` to ``F1.14``.
    """
    made = [_lead(one, rows, f"{prefix}.{_NUMBER[one.kind]}") for one in found.rules if one.leads]
    top = found.year_end
    if top is not None and (top.times_even or 0) > YEAR_END_TIMES:
        made.append(_year_end(top, rows, f"{prefix}.14"))
    return tuple(made)


def _lead(one: Leads, rows: Sequence[Invoice], claim_id: str) -> Finding:
    wanted = {row for lead in one.leads for row in lead.row_ids}
    many = sum(len(lead.bills) for lead in one.leads)
    total = sum((lead.amount for lead in one.leads), Decimal(0))
    name_sv, name_en = LEAD_NAMES[one.kind]
    outside = len(one.not_judged)
    rest_sv = f" {outside} {plural(outside, 'rad', 'rader')} kunde inte prövas." * bool(outside)
    rest_en = f" {outside} {plural(outside, 'row', 'rows')} could not be judged." * bool(outside)
    chance_sv = chance_en = ""
    if one.kind == "weekend":
        even = {lang: number(one.judged * WEEKEND, lang) for lang in ("sv", "en")}
        chance_sv = f" Med jämn spridning över veckan hade det blivit omkring {even['sv']}."
        chance_en = f" Spread evenly over the week it would be about {even['en']}."
    sets_sv = f"{number(one.count, 'sv')} uppslag med " if many > one.count else ""
    sets_en = f"{one.count} {plural(one.count, 'lead', 'leads')} with " if many > one.count else ""
    return finding(
        claim_id,
        named(rows, wanted),
        sv=f"Att granska, {name_sv}: {sets_sv}{number(many, 'sv')} av "
        f"{number(one.judged, 'sv')} prövade fakturor, tillsammans {kronor(total, 'sv')}."
        f"{chance_sv}{rest_sv}",
        en=f"To examine, {name_en}: {sets_en}{number(many, 'en')} of "
        f"{number(one.judged, 'en')} invoices judged, {kronor(total, 'en')} together."
        f"{chance_en}{rest_en}",
        number=one.count,
        unit="leads",
        caveat=(f"{one.reasons_sv} {NO_ACCUSATION[0]}", f"{one.reasons_en} {NO_ACCUSATION[1]}"),
    )


def _year_end(top: YearEnd, rows: Sequence[Invoice], claim_id: str) -> Finding:
    december = top.december.amount if top.december is not None else Decimal(0)
    wanted = top.whole.behind
    gaps = len(top.missing_months)
    gap_sv = f" {gaps} {plural(gaps, 'månad', 'månader')} av året saknar rad, så att andelen kan "
    gap_sv += "vara en annan."
    gap_en = f" {gaps} {plural(gaps, 'month', 'months')} of the year have no row, so that the "
    gap_en += "share may be another."
    open_sv = gap_sv * bool(gaps) + top.whole.reservation("sv")
    open_en = gap_en * bool(gaps) + top.whole.reservation("en")
    share = {lang: percent(december, top.whole.amount, lang) for lang in ("sv", "en")}
    return finding(
        claim_id,
        named(rows, wanted),
        sv=f"Att granska, årets slut: december {top.year} har {kronor(december, 'sv')}, "
        f"{share['sv']} av årets {kronor(top.whole.amount, 'sv')}.{open_sv}",
        en=f"To examine, the year's end: December {top.year} has {kronor(december, 'en')}, "
        f"{share['en']} of the year's {kronor(top.whole.amount, 'en')}.{open_en}",
        number=december,
        unit="kr",
        caveat=(
            f"{YEAR_END_CAVEAT[0]} {NO_ACCUSATION[0]}",
            f"{YEAR_END_CAVEAT[1]} {NO_ACCUSATION[1]}",
        ),
    )

"""Consultants' lines of one ledger -> findings on hours, rates, far rates and months of hours.

Claim ids are ``<prefix>.7`` to ``<prefix>.9``. A line that a rule finds is a question to ask, and
the rule and what it could not judge stand in the finding. Names on the lines are never told.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from skolkit.analysis.base import Finding, finding
from skolkit.analysis.consultants import (
    FAR,
    FEWEST_RATES,
    LINE_HOURS,
    MONTH_HOURS,
    consultant_lines,
    far_rates,
    many_hours,
    rate_summaries,
)
from skolkit.analysis.rows import Invoice, named
from skolkit.analysis.words import kronor, number, percent, plural, some

RATES_CAVEAT = (
    "Priserna är utan moms och gäller rader, var rad en gång. De skiljer sig efter roll, som inte "
    "alltid framgår. Kreditrader och priser i tvivel är inte med i medianen.",
    "Rates are without VAT and count lines, each once; they differ by role, and the role is not "
    "always told. Credit lines and doubted rates are not in the median.",
)
FAR_CAVEAT = (
    "En leverantör med flera roller har med rätta flera priser: ett pris långt från medianen är en "
    "fråga att ställa och inget fel.",
    "A supplier with several roles rightly has several rates: a rate far from the median is a "
    "question to ask and no fault.",
)
HOURS_CAVEAT = (
    "En rad kan avse flera personer eller flera månader, och månaden är fakturans.",
    "One line may bill several persons or months, and the month is that of the invoice.",
)


def consultant_findings(rows: Sequence[Invoice], prefix: str) -> tuple[Finding, ...]:
    """Say of the consultants' lines among some invoice lines what was billed by the hour.

    Args:
        rows: Lines of one ledger; repeats and printed sums are left out.
        prefix: Keeps claim ids apart, e.g. ``F1``; the findings are ``F1.7`` to ``F1.9``.

    Returns:
        The findings; none if no line has hours or a rate.
    """
    lines = consultant_lines(rows)
    made = (
        _rates(lines, f"{prefix}.7"),
        _far(lines, f"{prefix}.8"),
        _hours(lines, f"{prefix}.9"),
    )
    return tuple(one for one in made if one is not None)


def _rates(lines: Sequence[Invoice], claim_id: str) -> Finding | None:
    found = rate_summaries(lines)
    rated = [one for one in found if one.median is not None]
    if not rated:
        return None
    hours = sum((one.hours.amount for one in found), Decimal(0))
    low = min(rated, key=lambda one: (one.median or 0, one.supplier))
    high = max(rated, key=lambda one: (one.median or 0, one.supplier))
    without = len(lines) - sum(one.rates for one in rated)
    worked = {lang: number(hours, lang, decimals=2) for lang in ("sv", "en")}
    count = {lang: number(len(lines), lang) for lang in ("sv", "en")}
    of_sv = plural(len(lines), "konsultrad", "konsultrader")
    of_en = plural(len(lines), "consultant's line has", "consultants' lines have")
    if len(rated) == 1:
        middle_sv = f"medianpriset är {kronor(low.median or hours, 'sv')} i timmen"
        middle_en = f"the median rate is {kronor(low.median or hours, 'en')} an hour"
    else:
        middle_sv = (
            f"leverantörernas medianpriser går från {kronor(low.median or hours, 'sv')} till "
            f"{kronor(high.median or hours, 'sv')} i timmen"
        )
        middle_en = (
            f"the suppliers' median rates run from {kronor(low.median or hours, 'en')} to "
            f"{kronor(high.median or hours, 'en')} an hour"
        )
    rest_sv = f" {without} {plural(without, 'rad', 'rader')} ingår inte i priserna."
    rest_en = f" {without} {plural(without, 'row is', 'rows are')} left out of the rates."
    timeless = sum(len(one.hours.unread) for one in found)
    time_sv = f" På {timeless} {plural(timeless, 'rad', 'rader')} lästes inga timmar."
    time_en = f" On {timeless} {plural(timeless, 'row', 'rows')} no hours were read."
    return finding(
        claim_id,
        lines,
        sv=f"{count['sv']} {of_sv} har {worked['sv']} lästa timmar; {middle_sv}."
        f"{rest_sv * bool(without)}{time_sv * bool(timeless)}",
        en=f"{count['en']} {of_en} {worked['en']} hours read; {middle_en}."
        f"{rest_en * bool(without)}{time_en * bool(timeless)}",
        number=hours,
        unit="hours",
        caveat=RATES_CAVEAT,
    )


def _far(lines: Sequence[Invoice], claim_id: str) -> Finding | None:
    judged = {
        row
        for one in rate_summaries(lines)
        if one.supplier and one.rates >= FEWEST_RATES
        for row in one.rate_row_ids
    }
    if not judged:
        return None
    found = far_rates(lines)
    far = {lang: percent(FAR, 1, lang) for lang in ("sv", "en")}
    at_sv = at_en = ""
    if found:
        top = found[0]
        at_sv = (
            f" Längst bort ligger {kronor(top.rate, 'sv')} mot medianen {kronor(top.median, 'sv')}."
        )
        at_en = (
            f" The farthest is {kronor(top.rate, 'en')} beside a median of "
            f"{kronor(top.median, 'en')}."
        )
    return finding(
        claim_id,
        named(lines, [one.row_id for one in found] or judged),
        sv=f"{some(len(found), 'sv', none='Ingen')} av {number(len(judged), 'sv')} prövade rader "
        f"har ett timpris mer än "
        f"{far['sv']} från medianen för samma leverantör.{at_sv}",
        en=f"{some(len(found), 'en', none='None')} of {number(len(judged), 'en')} lines judged "
        f"have a rate more than "
        f"{far['en']} from the median of the same supplier.{at_en}",
        number=len(found),
        unit="rows",
        caveat=FAR_CAVEAT,
    )


def _hours(lines: Sequence[Invoice], claim_id: str) -> Finding | None:
    found = many_hours(lines)
    if not found.judged:
        return None
    long = sum(one.rule == "line" for one in found.found)
    full = sum(one.rule == "month" for one in found.found)
    outside = set(found.not_judged)
    many = [row for one in found.found for row in one.row_ids]
    rest = len(outside)
    rest_sv = f" {rest} {plural(rest, 'rad', 'rader')} kunde inte prövas." * bool(rest)
    rest_en = f" {rest} {plural(rest, 'row', 'rows')} could not be judged." * bool(rest)
    alone = len(found.nameless)
    alone_sv = (
        f" På {alone} {plural(alone, 'rad', 'rader')} framgår inte vems timmarna är; "
        f"{plural(alone, 'den prövades', 'de prövades var')} för sig."
    )
    alone_en = (
        f" On {alone} {plural(alone, 'line', 'lines')} it is not told whose the hours are; "
        f"{plural(alone, 'it was', 'they were')} judged alone."
    )
    month_sv = (
        f", och i {some(full, 'sv', none='inget')} fall har samma namn eller roll fler än "
        f"{number(MONTH_HOURS, 'sv')} timmar i en månad, vilket är fler än månaden rymmer"
    )
    month_en = (
        f", and in {some(full, 'en', none='no')} {plural(full, 'case', 'cases')} one name or role "
        f"has more than {number(MONTH_HOURS, 'en')} hours in a month, more than a month holds"
    )
    told = found.judged > alone  # somebody's hours could be added up
    return finding(
        claim_id,
        named(lines, many) or [row for row in lines if row.place.row_id not in outside],
        sv=f"{some(long, 'sv', none='Ingen')} av {number(found.judged, 'sv')} prövade rader har "
        f"fler än {number(LINE_HOURS, 'sv')} timmar{month_sv * told}."
        f"{alone_sv * bool(alone)}{rest_sv}",
        en=f"{some(long, 'en', none='None')} of {number(found.judged, 'en')} lines judged "
        f"{plural(long, 'has', 'have')} more than {number(LINE_HOURS, 'en')} hours"
        f"{month_en * told}.{alone_en * bool(alone)}{rest_en}",
        number=long + full,
        unit="rows",
        caveat=HOURS_CAVEAT,
    )

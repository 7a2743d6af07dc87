"""One ledger -> its charts: amounts by period, invoiced against a budget, spread of rates.

A chart is made from rows of one document only, and says DEMO as soon as one of them is invented.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from skolkit.analysis.bounds import KnownSum
from skolkit.analysis.budget_claims import end_of
from skolkit.analysis.budget_tracks import Track, TrackPoint
from skolkit.analysis.consultants import rate_summaries
from skolkit.analysis.cost_trends import Trend
from skolkit.analysis.ledger_claims import period_name
from skolkit.analysis.rows import BudgetLine, Invoice, Placed, named
from skolkit.analysis.words import Lang, kronor, number
from skolkit.publish.charts import Chart, ChartText
from skolkit.publish.charts_lines import (
    Column,
    Dot,
    Level,
    Spread,
    Step,
    amount_columns,
    spreads,
    steps,
)
from skolkit.publish.figures import is_demo, source_line, texts_for
from skolkit.publish.texts_ledgers import LedgerTexts, ledger_texts

MILLION, THOUSAND = Decimal(1_000_000), Decimal(1_000)
MOST_GROUPS = 8


def period_chart(found: Trend, rows: Sequence[Invoice], title: str, lang: Lang) -> Chart:
    """Draw what was invoiced in each month, quarter or year; a period without a row is a gap.

    Args:
        found: The trend of the rows; it has at least one period.
        rows: The rows that it was made from.
        title: The collection's title, for the source line.
        lang: Language of all words.
    """
    t = ledger_texts(lang)
    points = found.points()
    top = max(found.periods, key=lambda one: one.sum.amount)
    scale, unit = _scale(top.sum.amount, t)
    digits = _digits(top.sum.amount)
    items = []
    for period, one in points:
        # A period with unread rows alone has no column either: its sum is no zero.
        read = one.amount if one is not None and one.row_ids else None
        items.append(
            Column(
                label=period,
                value=None if read is None else read / scale,
                written="" if read is None else number(read / scale, lang, decimals=digits),
                row_ids=() if one is None else one.behind,
                unsure=read is not None and one is not None and not one.complete,
            )
        )
    gaps = any(item.value is None for item in items)
    unsure = any(one is not None and not one.complete for _, one in points)
    marks = [*[t.gap_mark] * gaps, *[t.unsure_mark] * any(item.unsure for item in items)]
    template = t.periods_unsure if unsure else t.periods_title
    written = [
        (period, t.no_row if one is None else kronor_read(one, t, lang)) for period, one in points
    ]
    text = ChartText(
        title=template.format(
            period=period_name(top.period, lang), amount=kronor(top.sum.amount, lang)
        ),
        unit=unit,
        source=source_line(rows, title, lang),
        alt=t.periods_alt.format(values="; ".join(f"{name} {said}" for name, said in written)),
        lang=lang,
        demo=is_demo(rows),
        money=True,
        price_basis="; ".join([texts_for(lang).current_prices, *marks]),
    )
    return amount_columns(text, items)


def budget_chart(
    track: Track,
    rows: Sequence[Invoice],
    lines: Sequence[BudgetLine],
    title: str,
    lang: Lang,
) -> Chart:
    """Draw the cumulative amount invoiced under one budget line beside its budget.

    Args:
        track: From ``budget_comparison``; it has a point and a budget.
        rows: The ledger's rows; those of the track are named as its source.
        lines: The budget lines.
        title: The collection's title, for the source line.
        lang: Language of all words.
    """
    t = ledger_texts(lang)
    end = end_of(track)
    budget = end.budget.amount if end.budget else Decimal(0)
    scale, unit = _scale(max(end.cumulative.amount, budget), t)
    wanted = set(end.row_ids)
    behind: list[Placed] = [*named(rows, wanted), *named(lines, wanted)]
    digits = _digits(max(end.cumulative.amount, budget))
    items = [
        Step(
            label=point.period,
            value=_outcome(point, scale, digits, lang),
            limit=None
            if point.budget is None
            else _level(point.budget.amount / scale, digits, point.budget.row_ids, lang),
        )
        for point in track.points
    ]
    gaps = any(item.value.value is None for item in items)
    billed, planned = kronor(end.cumulative.amount, lang), kronor(budget, lang)
    values = "; ".join(
        f"{point.period} {kronor(point.cumulative.amount, lang)}" for point in track.points
    )
    text = ChartText(
        title=t.budget_title.format(line=track.key, billed=billed, budget=planned),
        unit=unit,
        source=source_line(behind, title, lang),
        alt=t.budget_alt.format(line=track.key, budget=planned, values=values),
        lang=lang,
        demo=is_demo(behind),
        money=True,
        price_basis="; ".join([texts_for(lang).current_prices, *[t.gap_mark] * gaps]),
    )
    return steps(text, items, value_name=t.billed, limit_name=t.budget)


def _outcome(point: TrackPoint, scale: Decimal, digits: int, lang: Lang) -> Level:
    """Where the cumulative sum stands; it breaks where nothing of the period was read."""
    if point.outcome is None or not point.outcome.row_ids:
        return Level(None, "", point.outcome.behind if point.outcome else ())
    return _level(point.cumulative.amount / scale, digits, point.cumulative.behind, lang)


def _level(value: Decimal, digits: int, row_ids: tuple[str, ...], lang: Lang) -> Level:
    return Level(value, number(value, lang, decimals=digits), row_ids)


def rate_chart(rows: Sequence[Invoice], title: str, lang: Lang) -> Chart | None:
    """Draw the rate of each line by supplier, with the median; ``None`` if no rate was read.

    Args:
        rows: Lines of one ledger; the eight suppliers with most hours are drawn.
        title: The collection's title, for the source line.
        lang: Language of all words.
    """
    t = ledger_texts(lang)
    found = [one for one in rate_summaries(rows) if one.median is not None][:MOST_GROUPS]
    if not found:
        return None
    rates = {row.place.row_id: row.rate for row in rows}
    wanted = {row for one in found for row in one.rate_row_ids}
    behind = named(rows, wanted)
    items = [
        Spread(
            label=one.names[0] if one.names else texts_for(lang).not_stated,
            dots=tuple(
                Dot(rate, number(rate, lang, decimals=2), row)
                for row in one.rate_row_ids
                if (rate := rates[row]) is not None
            ),
            middle=one.median or Decimal(0),
            written=t.rates_median.format(rate=number(one.median or 0, lang, decimals=2)),
        )
        for one in found
    ]
    top = max(items, key=lambda one: one.middle)
    values = "; ".join(
        f"{one.label} {'–'.join(number(end, lang, decimals=2) for end in one.ends)}, {one.written}"
        for one in items
    )
    text = ChartText(
        title=t.rates_title.format(supplier=top.label, rate=kronor(top.middle, lang)),
        unit=t.rates_unit,
        source=source_line(behind, title, lang),
        alt=t.rates_alt.format(values=values),
        lang=lang,
        demo=is_demo(behind),
        money=True,
        price_basis=f"{texts_for(lang).current_prices}; {t.rates_marks}",
    )
    return spreads(text, items, value_name=texts_for(lang).rate, middle_name=t.median)


def kronor_read(one: KnownSum, t: LedgerTexts, lang: Lang) -> str:
    """The sum of what was read, or how many rows were not where none was: never a bare zero."""
    return kronor(one.amount, lang) if one.row_ids else t.unread.format(count=len(one.unread))


def _scale(largest: Decimal, t: LedgerTexts) -> tuple[Decimal, str]:
    """The unit of an axis by its largest amount: million or thousand kronor."""
    large = largest >= 10 * MILLION
    return (MILLION, t.million_kronor) if large else (THOUSAND, t.thousand_kronor)


def _digits(largest: Decimal) -> int:
    """Decimals that tell columns apart and still leave room for them side by side."""
    return 0 if 100 * THOUSAND <= largest < 10 * MILLION else 1

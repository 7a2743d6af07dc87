"""Rows of a public record -> its charts: drift, modules, incidents, and the time line of both."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from decimal import Decimal

from skolkit.analysis.costs import MODULES_EN, Decomposition, module_name
from skolkit.analysis.dated_rows import DatedRow
from skolkit.analysis.day_spans import day_span
from skolkit.analysis.drift_claims import PublishedRange
from skolkit.analysis.incidents import by_year, counts, kind_name, severities
from skolkit.analysis.rows import Cost, Incident, Placed, named
from skolkit.analysis.school_year import LAUNCH
from skolkit.analysis.timeline import Timeline, sides
from skolkit.analysis.words import Lang, day, mnkr, number, qualified
from skolkit.publish.charts import (
    BLUE,
    GREEN,
    LEVELS,
    ORANGE,
    Bar,
    Chart,
    ChartText,
    bars,
)
from skolkit.publish.charts_columns import Series, columns
from skolkit.publish.charts_ladder import Mark, ladder
from skolkit.publish.charts_timeline import Lane, Moment, timeline
from skolkit.publish.figures import TallyWords, is_demo, joined, source_line, tally_chart, texts_for
from skolkit.publish.texts_public import PublicTexts, public_texts

MILLION = Decimal(1_000_000)
_PUBLISHER_WIDTH = 26
_COLORS = {"cost": BLUE, "incident": ORANGE, "event": GREEN}
_BOUNDS = {"golv": ">", "tak": "≤", "cirka": "~"}


def drift_chart(
    rows: Sequence[Cost],
    publishers: dict[str, str],
    title: str,
    lang: Lang,
    *,
    ranges: Mapping[str, PublishedRange] | None = None,
) -> Chart:
    """Draw the figures for the whole project under each other, oldest on top.

    Args:
        rows: From ``project_figures``; every row has an amount.
        publishers: Name of the publisher by source id.
        title: The collection's title, for the source line.
        lang: Language of all words.
        ranges: What a source gives around a figure, by ``cost_id``; from
            ``drift_claims.published_ranges``.
    """
    t = texts_for(lang)
    around = ranges or {}
    low = min(row.amount or Decimal(0) for row in rows)
    high = max(row.amount or Decimal(0) for row in rows)
    marks = [
        Mark(
            label=f"{row.as_of[:4]} {t.named(t.categories, row.category)}, "
            f"{_cut(publishers.get(row.source_id, row.source_id))}",
            value=(row.amount or Decimal(0)) / MILLION,
            qualifier=row.qualifier,
            written=qualified(mnkr(row.amount or Decimal(0), lang), row.qualifier, lang)
            + _between(around.get(row.cost_id), lang),
            row_ids=_with_range(row, around.get(row.cost_id)),
            between=_millions(around.get(row.cost_id)),
        )
        for row in rows
    ]
    first, last = mnkr(low, lang), mnkr(high, lang)
    text = ChartText(
        title=t.drift_title.format(first=first, last=last, count=len(rows)),
        unit=t.million_kronor,
        source=source_line(rows, title, lang),
        alt=t.drift_alt.format(
            count=len(rows),
            first=first,
            last=last,
            first_year=rows[0].year,
            last_year=rows[-1].year,
        ),
        lang=lang,
        demo=is_demo(rows),
        money=True,
        price_basis=t.current_prices,
    )
    return ladder(text, marks, t.qualifiers, reach=Decimal(55))


def _with_range(row: Cost, around: PublishedRange | None) -> tuple[str, ...]:
    """The row of a figure, and those that its range stands on."""
    others = around.row_ids if around else ()
    return tuple(dict.fromkeys((row.place.row_id, *others)))


def _millions(around: PublishedRange | None) -> tuple[Decimal, Decimal] | None:
    return (around.low / MILLION, around.high / MILLION) if around else None


def _between(around: PublishedRange | None, lang: Lang) -> str:
    ends = _millions(around)
    if ends is None:
        return ""
    low, high = (number(end, lang, decimals=1) for end in ends)
    return f" ({low}–{high})"


def _cut(name: str) -> str:
    """A name in as many whole words as there is room for."""
    if len(name) <= _PUBLISHER_WIDTH:
        return name
    return textwrap.wrap(name, _PUBLISHER_WIDTH - 2)[0].rstrip(" ,;(") + "\u00a0…"


def module_chart(found: Decomposition, title: str, lang: Lang) -> Chart:
    """Draw the published parts of a total."""
    t = texts_for(lang)
    items = [
        Bar(
            module_in(part, lang),
            part.amount,
            mnkr(part.amount or Decimal(0), lang),
            (part.place.row_id,),
        )
        for part in found.parts
    ]
    rows = (found.total, *found.parts)
    text = ChartText(
        title=t.modules_title.format(
            module=_capital(items[0].label) if lang == "sv" else items[0].label,
            year=found.total.year,
            amount=items[0].written,
        ),
        unit=t.million_kronor,
        source=source_line(rows, title, lang),
        alt=t.modules_alt.format(
            count=len(items),
            year=found.total.year,
            values=joined([(item.label, item.written) for item in items]),
            total=mnkr(found.printed, lang, decimals=3),
        ),
        lang=lang,
        demo=is_demo(rows),
        money=True,
        price_basis=t.current_prices,
    )
    return bars(text, items)


def module_in(row: Cost, lang: Lang) -> str:
    """A cost module's name in the language."""
    name = module_name(row)
    return name if lang == "sv" else MODULES_EN.get(name, name)


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]


def year_chart(rows: Sequence[Incident], title: str, lang: Lang) -> Chart:
    """Draw documented rows by year, split by severity; needs at least one dated row."""
    t = texts_for(lang)
    years = by_year(rows)
    levels = severities(rows)
    series = [
        Series(
            name=t.severity_level.format(level=level or t.not_stated),
            rows=tuple(year.by_severity[at].row_ids for year in years),
            color=LEVELS[min(at, len(LEVELS) - 1)],
        )
        for at, level in enumerate(levels)
    ]
    top = max(years, key=lambda year: year.rows)
    text = ChartText(
        title=t.years_title.format(year=top.year, rows=top.rows, all=len(rows)),
        unit=t.rows_unit,
        source=source_line(rows, title, lang),
        alt=t.years_alt.format(values=joined([(str(y.year), str(y.rows)) for y in years])),
        lang=lang,
        demo=is_demo(rows),
    )
    return columns(text, [str(year.year) for year in years], series, total=t.total)


def kind_chart(rows: Sequence[Incident], title: str, lang: Lang) -> Chart:
    """Draw documented rows by kind."""
    t = texts_for(lang)
    words = TallyWords(t.kinds_title, t.rows_unit, t.kinds_alt)
    tally = [
        (_capital(kind_name(one.value, lang)), one.row_ids)
        for one in counts(rows, lambda row: row.kind)
    ]
    return tally_chart(rows, tally, words, title, lang)


def timeline_chart(found: Timeline, rows: Sequence[Placed], title: str, lang: Lang) -> Chart:
    """Draw cost figures, serious rows and events over time, each with its id.

    Args:
        found: as ``analysis.timeline.timeline`` chose them; at least one row.
        rows: costs, incidents and events that it was made from, for the source line.
        title: the collection's title, for the source line.
        lang: language of all words.
    """
    p = public_texts(lang)
    drawn = named(rows, [row.row_id for row in found.rows])
    many = {sort: len(found.lane(sort)) for sort in _COLORS}
    lanes = [
        Lane(
            name,
            tuple(
                Moment(_label(row, p, lang), row.when.first, row.when.last, row.row_id)
                for row in own
            ),
            _COLORS[sort],
        )
        for sort, name in p.lanes
        if (own := found.lane(sort))
    ]
    text = ChartText(
        title=_title(found, p, lang),
        unit=p.timeline_unit,
        source=source_line(drawn, title, lang),
        alt=p.timeline_alt.format(
            first=found.rows[0].when.first.year,
            last=max(row.when.last.year for row in found.rows),
            costs=many["cost"],
            incidents=many["incident"],
            events=many["event"],
        ),
        lang=lang,
        demo=is_demo(drawn),
        money=True,
        price_basis=p.current_prices,
    )
    return timeline(text, lanes)


def _title(found: Timeline, p: PublicTexts, lang: Lang) -> str:
    launch = day_span(LAUNCH)
    own = found.lane("cost")
    if launch is None or not own or not any(row.date == LAUNCH for row in found.lane("event")):
        return p.timeline_plain
    since = sides(own, launch).since
    return p.timeline_title.format(since=len(since), all=len(own), launch=day(LAUNCH, lang))


def _label(row: DatedRow, p: PublicTexts, lang: Lang) -> str:
    if row.sort == "event":
        return f"{row.key} {dict(p.turns).get(row.date, '')}".rstrip()
    if row.amount is None:
        return row.key
    return f"{row.key} {_BOUNDS.get(row.qualifier, '')}{mnkr(row.amount, lang)}"

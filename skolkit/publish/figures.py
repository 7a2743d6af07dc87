"""Typed rows -> the charts of the report and the notebooks, each with its finding and text.

A chart is made from rows of one collection only, so that invented data never stands beside real.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from skolkit.analysis.base import by_document
from skolkit.analysis.costs import MODULES_EN, Decomposition, module_name
from skolkit.analysis.incidents import by_year, counts, kind_name, severities
from skolkit.analysis.ledger import SupplierSum
from skolkit.analysis.mail import months
from skolkit.analysis.rows import Cost, Incident, Message, Placed
from skolkit.analysis.words import Lang, day, kronor, mnkr, number, qualified
from skolkit.publish.charts import (
    BLUE,
    GREEN,
    LEVELS,
    ORANGE,
    Bar,
    Chart,
    ChartText,
    Series,
    bars,
    columns,
)
from skolkit.publish.charts_ladder import Mark, ladder
from skolkit.publish.texts import Texts
from skolkit.publish.texts_en import EN
from skolkit.publish.texts_sv import SV

MILLION = Decimal(1_000_000)
_PUBLISHER_WIDTH = 18


def texts_for(lang: Lang) -> Texts:
    """The words of a language."""
    return SV if lang == "sv" else EN


def is_demo(rows: Sequence[Placed]) -> bool:
    """Whether any of the rows is invented: then the chart says DEMO."""
    return any(row.place.demo for row in rows)


def source_line(rows: Sequence[Placed], title: str, lang: Lang) -> str:
    """Name the collection and documents that a chart is made from, and how many rows."""
    t = texts_for(lang)
    template = t.chart_source_demo if is_demo(rows) else t.chart_source
    documents = ", ".join(by_document(rows))
    return f"{template.format(title=title, count=number(len(rows), lang))} ({documents})"


def _joined(pairs: Sequence[tuple[str, str]]) -> str:
    return "; ".join(f"{name} {value}" for name, value in pairs)


def drift_chart(
    rows: Sequence[Cost],
    publishers: dict[str, str],
    title: str,
    lang: Lang,
    *,
    ranges: Mapping[str, tuple[Decimal, Decimal]] | None = None,
) -> Chart:
    """Draw the figures for the whole project under each other, oldest on top.

    Args:
        rows: From ``project_figures``; every row has an amount.
        publishers: Name of the publisher by source id.
        title: The collection's title, for the source line.
        lang: Language of all words.
        ranges: Lowest and highest amount that a source gives around a figure, in kronor by
            ``cost_id``; from ``drift_claims.published_ranges``.
    """
    t = texts_for(lang)
    around = {name: _millions(between) for name, between in (ranges or {}).items()}
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
            between=around.get(row.cost_id),
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


def _millions(between: tuple[Decimal, Decimal]) -> tuple[Decimal, Decimal]:
    return between[0] / MILLION, between[1] / MILLION


def _between(between: tuple[Decimal, Decimal] | None, lang: Lang) -> str:
    if between is None:
        return ""
    low, high = (number(end, lang, decimals=1) for end in between)
    return f" ({low}–{high})"


def _cut(name: str) -> str:
    if len(name) <= _PUBLISHER_WIDTH:
        return name
    return name[: _PUBLISHER_WIDTH - 1].rstrip() + "…"


def module_chart(found: Decomposition, title: str, lang: Lang) -> Chart:
    """Draw the published parts of a total."""
    t = texts_for(lang)
    items = [
        Bar(module_in(part, lang), part.amount, mnkr(part.amount or Decimal(0), lang))
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
            values=_joined([(item.label, item.written) for item in items]),
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
            values=tuple(year.by_severity[at].rows for year in years),
            color=LEVELS[min(at, len(LEVELS) - 1)],
        )
        for at, level in enumerate(levels)
    ]
    top = max(years, key=lambda year: year.rows)
    text = ChartText(
        title=t.years_title.format(year=top.year, rows=top.rows, all=len(rows)),
        unit=t.rows_unit,
        source=source_line(rows, title, lang),
        alt=t.years_alt.format(values=_joined([(str(y.year), str(y.rows)) for y in years])),
        lang=lang,
        demo=is_demo(rows),
    )
    return columns(text, [str(year.year) for year in years], series, stacked=True)


def kind_chart(rows: Sequence[Incident], title: str, lang: Lang) -> Chart:
    """Draw documented rows by kind."""
    t = texts_for(lang)
    items = [
        Bar(_capital(kind_name(one.value, lang)), Decimal(one.rows), str(one.rows))
        for one in counts(rows, lambda row: row.kind)
    ]
    text = ChartText(
        title=t.kinds_title.format(kind=items[0].label, rows=items[0].written, all=len(rows)),
        unit=t.rows_unit,
        source=source_line(rows, title, lang),
        alt=t.kinds_alt.format(values=_joined([(item.label, item.written) for item in items])),
        lang=lang,
        demo=is_demo(rows),
    )
    return bars(text, items, color=GREEN)


def supplier_chart(sums: Sequence[SupplierSum], title: str, lang: Lang) -> Chart:
    """Draw what each supplier of a ledger invoiced; amounts that were not read are said so."""
    t = texts_for(lang)
    rows = [row for one in sums for row in one.rows]
    items = []
    for one in sums:
        written = kronor(one.amount.quantize(Decimal(1)), lang)
        if one.unread:
            written = f"{written} + {one.unread} {t.unread.lower()}"
        items.append(Bar(one.supplier or t.not_stated, one.amount, written))
    unread = any(one.unread for one in sums)
    template = t.suppliers_title_unread if unread else t.suppliers_title
    text = ChartText(
        title=template.format(supplier=items[0].label, amount=items[0].written),
        unit=t.kronor,
        source=source_line(rows, title, lang),
        alt=t.suppliers_alt.format(values=_joined([(item.label, item.written) for item in items])),
        lang=lang,
        demo=is_demo(rows),
        money=True,
        price_basis=t.current_prices,
    )
    return bars(text, items)


def month_chart(rows: Sequence[Message], title: str, lang: Lang) -> Chart:
    """Draw messages by month and direction; needs at least one dated message."""
    t = texts_for(lang)
    table = months(rows)
    top = max(table, key=lambda month: month.incoming + month.outgoing)
    series = [
        Series(t.incoming, tuple(month.incoming for month in table), BLUE),
        Series(t.outgoing, tuple(month.outgoing for month in table), ORANGE),
    ]
    values = [
        (month.month, f"{t.incoming} {month.incoming}, {t.outgoing} {month.outgoing}")
        for month in table
    ]
    text = ChartText(
        title=t.months_title.format(
            month=day(top.month, lang), count=number(top.incoming + top.outgoing, lang)
        ),
        unit=t.messages_unit,
        source=source_line(rows, title, lang),
        alt=t.months_alt.format(values=_joined(values)),
        lang=lang,
        demo=is_demo(rows),
    )
    labels = [month.month[2:] if len(table) > 8 else month.month for month in table]
    return columns(text, labels, series, stacked=False)


def ticket_chart(rows: Sequence[Incident], title: str, lang: Lang) -> Chart:
    """Draw the tickets of a list by module."""
    t = texts_for(lang)
    items = [
        Bar(one.value or t.not_stated, Decimal(one.rows), str(one.rows))
        for one in counts(rows, lambda row: row.module)
    ]
    text = ChartText(
        title=t.tickets_title.format(module=items[0].label, rows=items[0].written, all=len(rows)),
        unit=t.tickets_unit,
        source=source_line(rows, title, lang),
        alt=t.tickets_alt.format(values=_joined([(item.label, item.written) for item in items])),
        lang=lang,
        demo=is_demo(rows),
    )
    return bars(text, items, color=GREEN)

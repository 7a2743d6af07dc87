"""Rows of ledgers, logs and ticket lists -> their charts, each with its finding and text.

A chart is made from rows of one collection only, so that invented data never stands beside real.
Each bar and column carries the ids of the rows that it stands on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from skolkit.analysis.base import by_document
from skolkit.analysis.incidents import counts
from skolkit.analysis.ledger import SupplierSum
from skolkit.analysis.mail import months
from skolkit.analysis.rows import Incident, Message, Placed, row_ids
from skolkit.analysis.words import Lang, day, kronor, number
from skolkit.publish.charts import BLUE, GREEN, ORANGE, Bar, Chart, ChartText, bars
from skolkit.publish.charts_columns import Series, columns
from skolkit.publish.texts import Texts
from skolkit.publish.texts_en import EN
from skolkit.publish.texts_sv import SV


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


def joined(pairs: Sequence[tuple[str, str]]) -> str:
    """Names and values as the text alternative of a chart tells them."""
    return "; ".join(f"{name} {value}" for name, value in pairs)


def supplier_chart(sums: Sequence[SupplierSum], title: str, lang: Lang) -> Chart:
    """Draw what each supplier of a ledger invoiced; amounts that were not read are said so."""
    t = texts_for(lang)
    rows = [row for one in sums for row in one.rows]
    items = []
    for one in sums:
        written = kronor(one.amount.quantize(Decimal(1)), lang)
        if one.unread:
            written = f"{written} + {one.unread} {t.unread.lower()}"
        items.append(Bar(one.supplier or t.not_stated, one.amount, written, row_ids(one.rows)))
    unread = any(one.unread for one in sums)
    template = t.suppliers_title_unread if unread else t.suppliers_title
    text = ChartText(
        title=template.format(supplier=items[0].label, amount=items[0].written),
        unit=t.kronor,
        source=source_line(rows, title, lang),
        alt=t.suppliers_alt.format(values=joined([(item.label, item.written) for item in items])),
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
    top = max(table, key=lambda month: month.messages)
    series = [
        Series(t.incoming, tuple(month.incoming for month in table), BLUE),
        Series(t.outgoing, tuple(month.outgoing for month in table), ORANGE),
    ]
    values = [
        (
            month.month,
            f"{t.incoming} {len(month.incoming)}, {t.outgoing} {len(month.outgoing)}",
        )
        for month in table
    ]
    text = ChartText(
        title=t.months_title.format(month=day(top.month, lang), count=number(top.messages, lang)),
        unit=t.messages_unit,
        source=source_line(rows, title, lang),
        alt=t.months_alt.format(values=joined(values)),
        lang=lang,
        demo=is_demo(rows),
    )
    return columns(text, [month.month for month in table], series)


def ticket_chart(rows: Sequence[Incident], title: str, lang: Lang) -> Chart:
    """Draw the tickets of a list by module."""
    t = texts_for(lang)
    words = TallyWords(t.tickets_title, t.tickets_unit, t.tickets_alt)
    modules = counts(rows, lambda row: row.module)
    tally = [(one.value or t.not_stated, one.row_ids) for one in modules]
    return tally_chart(rows, tally, words, title, lang)


@dataclass(frozen=True, slots=True)
class TallyWords:
    """The words of a chart that counts rows; ``{most}`` is the name of the longest bar."""

    title: str  # with {most}, {rows} and {all}
    unit: str
    alt: str  # with {values}


def tally_chart(
    rows: Sequence[Placed],
    tally: Sequence[tuple[str, tuple[str, ...]]],
    words: TallyWords,
    title: str,
    lang: Lang,
) -> Chart:
    """Draw how many rows there are of each sort.

    Args:
        rows: all rows of the chart, for the source line and the sum.
        tally: name and row ids of each sort, most rows first; at least one.
        words: what the chart says.
        title: the collection's title, for the source line.
        lang: language of all words.
    """
    items = [Bar(name, Decimal(len(ids)), str(len(ids)), ids) for name, ids in tally]
    text = ChartText(
        title=words.title.format(most=items[0].label, rows=items[0].written, all=len(rows)),
        unit=words.unit,
        source=source_line(rows, title, lang),
        alt=words.alt.format(values=joined([(item.label, item.written) for item in items])),
        lang=lang,
        demo=is_demo(rows),
    )
    return bars(text, items, color=GREEN)

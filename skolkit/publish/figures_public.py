"""Rows of a public record -> charts that are its own: the time line of costs and incidents."""

from __future__ import annotations

from collections.abc import Sequence

from skolkit.analysis.dated_rows import DatedRow
from skolkit.analysis.day_spans import day_span
from skolkit.analysis.rows import Placed, named
from skolkit.analysis.school_year import LAUNCH
from skolkit.analysis.timeline import Timeline, sides
from skolkit.analysis.words import Lang, day, mnkr
from skolkit.publish.charts import BLUE, GREEN, ORANGE, Chart, ChartText
from skolkit.publish.charts_timeline import Lane, Moment, timeline
from skolkit.publish.figures import is_demo, source_line
from skolkit.publish.texts_public import PublicTexts, public_texts

_COLORS = {"cost": BLUE, "incident": ORANGE, "event": GREEN}
_BOUNDS = {"golv": ">", "tak": "≤", "cirka": "~"}


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
            tuple(Moment(_label(row, p, lang), row.when.first, row.when.last) for row in own),
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

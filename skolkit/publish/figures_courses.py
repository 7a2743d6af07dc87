"""Lists of tickets and e-mail logs -> charts of how they went, day by day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from skolkit.analysis.mail import DayCounts
from skolkit.analysis.rows import Incident, Message
from skolkit.analysis.survival import Survival
from skolkit.analysis.words import Lang, day, number, plural
from skolkit.publish.charts import Chart, ChartText
from skolkit.publish.charts_courses import DayPair, Left, facing, share_left
from skolkit.publish.figures import is_demo, source_line, texts_for

_FEWEST_DAYS = 3  # fewer are no course


@dataclass(frozen=True, slots=True)
class _Words:
    half_title: str
    same_title: str
    never_title: str
    left_unit: str
    left_alt: str
    left_step: str
    days: tuple[str, str]  # one, several
    half_alt: str
    same_alt: str
    never_alt: str
    days_title: str
    days_unit: str
    days_alt: str


_WORDS: dict[Lang, _Words] = {
    "sv": _Words(
        half_title="Hälften av ärendena var avslutade efter {days}",
        same_title="Minst hälften av ärendena avslutades samma dag",
        never_title="Mindre än hälften av ärendena avslutades på {days}",
        left_unit="Andel öppna ärenden efter antal dagar, Kaplan–Meier; {open} av {all} är öppna "
        "vid listans slut; skuggan är 95\u00a0% konfidensintervall",
        left_alt="Trappa nedåt från alla ärenden till {share}\u00a0% öppna efter {days}. {half}",
        left_step="öppna efter dag {days} (steget: {ended} avslutade då)",
        days=("dag", "dagar"),
        half_alt="Hälften var avslutade efter {days}.",
        same_alt="Minst hälften avslutades samma dag.",
        never_alt="Hälften avslutades aldrig inom listans tid.",
        days_title="Flest meddelanden {day}: {count}",
        days_unit="Meddelanden per dag{undated}",
        days_alt="Staplar per dag från {first} till {last}, inkommande uppåt och utgående nedåt: "
        "{incoming} in och {outgoing} ut på {count} dagar, flest {day} med {most}.",
    ),
    "en": _Words(
        half_title="Half of the tickets were closed after {days}",
        same_title="At least half of the tickets were closed on the same day",
        never_title="Fewer than half of the tickets were closed within {days}",
        left_unit="Share of tickets still open after so many days, Kaplan–Meier; {open} of {all} "
        "are open at the end of the list; the shade is the 95% confidence interval",
        left_alt="Steps down from all tickets to {share}% open after {days}. {half}",
        left_step="open after day {days} (the step: {ended} closed then)",
        days=("day", "days"),
        half_alt="Half were closed after {days}.",
        same_alt="At least half were closed on the same day.",
        never_alt="Half were never closed within the time of the list.",
        days_title="Most messages on {day}: {count}",
        days_unit="Messages a day in the log{undated}",
        days_alt="Columns by day from {first} to {last}, incoming upwards and outgoing downwards: "
        "{incoming} in and {outgoing} out on {count} days, most on {day} with {most}.",
    ),
}
_UNDATED = {"sv": "; {count} utan läsbar dag är inte med", "en": "; {count} without a day left out"}


def open_share_chart(
    found: Survival, rows: Sequence[Incident], title: str, lang: Lang
) -> Chart | None:
    """Draw the share of a list's tickets that is open after so many days.

    Args:
        found: From ``kaplan_meier`` over the list.
        rows: The list.
        title: The collection's title, for the source line.
        lang: Language of the words.

    Returns:
        The chart; ``None`` if no ticket was closed, or all were on the day that they were opened.
    """
    if not found.steps or not found.longest:
        return None
    words = _WORDS[lang]
    points = [
        Left(
            one.days,
            _decimal(float(one.open_share)),
            _decimal(one.interval[0]) if one.interval else None,
            _decimal(one.interval[1]) if one.interval else None,
            one.closed,
        )
        for one in found.steps
    ]
    half = found.median
    days = _days(half if half is not None else found.longest, words, lang)
    said = words.half_alt if half else words.same_alt
    said = words.never_alt if half is None else said
    share = number(round(points[-1].share * 100), lang)
    whole = len(found.closed) + len(found.still_open)
    title_words = words.half_title if half else words.same_title
    text = ChartText(
        title=(words.never_title if half is None else title_words).format(days=days),
        unit=words.left_unit.format(
            open=number(len(found.still_open), lang), all=number(whole, lang)
        ),
        source=source_line(rows, title, lang),
        alt=words.left_alt.format(
            share=share, days=_days(found.longest, words, lang), half=said.format(days=days)
        ),
        lang=lang,
        demo=is_demo(rows),
    )
    return share_left(text, points, last=found.longest, half=half, label=words.left_step)


def day_chart(found: DayCounts, rows: Sequence[Message], title: str, lang: Lang) -> Chart | None:
    """Draw the messages of a log by day, those that came in upwards and those sent downwards.

    Args:
        found: From ``mail.days`` over the log.
        rows: The log.
        title: The collection's title, for the source line.
        lang: Language of the words.

    Returns:
        The chart; ``None`` for a log of less than three days.
    """
    if len(found.days) < _FEWEST_DAYS:
        return None
    words, t = _WORDS[lang], texts_for(lang)
    most = max(found.days, key=lambda one: one.messages)
    undated = _UNDATED[lang].format(count=number(len(found.undated), lang))
    top, many = day(most.day.isoformat(), lang), number(most.messages, lang)
    text = ChartText(
        title=words.days_title.format(day=top, count=many),
        unit=words.days_unit.format(undated=undated if found.undated else ""),
        source=source_line(rows, title, lang),
        alt=words.days_alt.format(
            first=day(found.days[0].day.isoformat(), lang),
            last=day(found.days[-1].day.isoformat(), lang),
            incoming=number(sum(len(one.incoming) for one in found.days), lang),
            outgoing=number(sum(len(one.outgoing) for one in found.days), lang),
            count=number(len(found.days), lang),
            day=top,
            most=many,
        ),
        lang=lang,
        demo=is_demo(rows),
    )
    pairs = [DayPair(one.day, one.incoming, one.outgoing) for one in found.days]
    return facing(text, pairs, above=t.incoming, below=t.outgoing)


def _days(many: int, words: _Words, lang: Lang) -> str:
    return f"{number(many, lang)}\u00a0{plural(many, *words.days)}"


def _decimal(share: float) -> Decimal:
    """A share with four decimals: more are not seen, and not sure."""
    return Decimal(f"{share:.4f}")

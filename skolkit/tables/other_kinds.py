"""What the words around a table say that its rows are not: amounts, costs, incidents.

Counts of pupils have a budget and an outcome, a price list has amounts, and any register of matters
has a number, a day and a text. Only words tell them from what skolkit reads.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from skolkit.model import Sheet
from skolkit.tables.fingerprints import Rows
from skolkit.tables.heading_units import stated_unit
from skolkit.tables.matches import Heading, Matched
from skolkit.tables.numbers import parse_unit
from skolkit.tables.period_kinds import says_costs
from skolkit.tables.text import join_lines

OF_PRICES = "the title speaks of prices or fees, and not of what was paid"
OF_OTHER_MATTERS = "nothing around the rows speaks of incidents; they may be other matters"
_COUNTS = re.compile(
    r"\b(?:antal(?:et)?|elevtal|elevantal|barnantal|befolkning\w*|invånare|årsarbetare|headcount"
    r"|(?:pupil|student|staff) numbers|number of|full-time equivalents)\b",
    re.IGNORECASE,
)
_AMOUNT = re.compile(r"belopp|kostnad|summa pengar|\bamount|\bcost", re.IGNORECASE)
_PRICES = re.compile(
    r"\b(?:\w*tax(?:a|an|or|orna)|\w*prislist(?:a|an|or)|prisblad|priser|avgifter|\w*tariff(?:er)?"
    r"|price list|prices|fees|rates)\b",
    re.IGNORECASE,
)
_OF_INCIDENTS = re.compile(
    r"incident|störning|storning|avbrott|driftstopp|driftprob|\b\w*fel\b|felanm|felrap|felavhj"
    r"|avvikelse|intrång|intrang|tillbud|händelse|handelse|olyck|skad(?:a|or|eg)|\blarm"
    r"|outage|disruption|ticket|\bbugs?\b|defect|\bissues?\b|\bfaults?\b|\berrors?\b|breach"
    r"|support|help ?desk|service ?desk|servicenow|jira|topdesk|easit|\bproblem|fungerar inte"
    r"|går inte|kan inte|cannot|not working|\bdown\b|fails|failed",
    re.IGNORECASE,
)
_TELLING = frozenset({"severity", "affected_persons", "affected_accounts", "reported_to_authority"})
_LEAST_SAID = 2  # rows that speak of what goes wrong; one does in any register


def are_counts(
    sheet: Sheet, rows: Rows, at: tuple[int, int], headings: Sequence[Heading], matched: Matched
) -> bool:
    """Whether a title says that figures are counts, and nothing speaks of money or costs.

    Args:
        sheet: its name may say it.
        rows: its cells.
        at: first and last row of the headings.
        headings: of the table.
        matched: the columns, with the units of their headings.
    """
    if any(each.unit == "SEK" for each in matched.used):
        return False
    title = (*_above(rows, at[0]), sheet.name)
    if not any(map(_COUNTS.search, title)) or says_costs(sheet, rows, at[0]):
        return False
    own = tuple(text for heading in headings for text in heading.texts)
    return not any(map(_says_money, (*title, *own))) and not any(map(_AMOUNT.search, own))


def are_prices(sheet: Sheet, rows: Rows, first: int) -> bool:
    """Whether a title or a name says that amounts are prices, as of a price list."""
    said = (*_above(rows, first), sheet.name, sheet.document_name)
    return any(map(_PRICES.search, said))


def are_other_matters(
    sheet: Sheet, rows: Rows, at: tuple[int, int], headings: Sequence[Heading], matched: Matched
) -> bool:
    """Whether nothing around rows that fit incidents speaks of such: neither columns nor words.

    Args:
        sheet: its name and its document's may say it.
        rows: its cells.
        at: first and last row of the headings.
        headings: of the table.
        matched: the columns, read as those of incidents.
    """
    if _TELLING & matched.present:
        return False
    own = (text for heading in headings for text in heading.texts)
    said: Iterable[str] = (*_above(rows, at[0]), *own, sheet.name, sheet.document_name)
    if any(map(_OF_INCIDENTS.search, said)):
        return False
    below = (row for row in rows if row > at[1])
    wrong = (any(_OF_INCIDENTS.search(cell.raw) for cell in rows[row].values()) for row in below)
    return sum(wrong) < _LEAST_SAID


def _above(rows: Rows, first: int) -> Iterator[str]:
    return (join_lines(cell.raw) for row in rows if row < first for cell in rows[row].values())


def _says_money(text: str) -> bool:
    if (unit := stated_unit(text)) is not None and unit[0] == "SEK":
        return True
    words = re.findall(r"[^\W\d_]+", text)
    return any((known := parse_unit(word)) is not None and known[0] == "SEK" for word in words)

"""The columns of a sheet to decisions that no cell can give alone.

Readers break digits. In a column that is one of personnummer what is left of a number is masked
too, and in a column of figures that happen to have dates in them nothing is.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from skolkit.model import Cell
from skolkit.privacy.diaries import may_be_chance
from skolkit.privacy.folding import View, plain
from skolkit.privacy.identity_numbers import digit_runs
from skolkit.privacy.model import Decision, Kind, Span
from skolkit.privacy.name_words import names_nobody, words_of
from skolkit.privacy.topics import Topic
from skolkit.privacy.whole_names import names_in_column

IDENTITY = frozenset({Kind.PERSONNUMMER, Kind.SAMORDNINGSNUMMER, Kind.TF_NUMMER, Kind.LMA_NUMMER})
_LEAST_CELLS = 3
_MOSTLY = 0.5
_OF_CELL = 0.4  # of the text of a cell that names a person and tells nothing
_LEAST_FIGURES = 5
_FEW = 0.2
_MEASURE = re.compile(r"-?[0-9]+[.,][0-9]+")
_FIGURES = {Topic.MONEY, Topic.COUNT, Topic.MOMENT, Topic.ORG_NUMBER, Topic.REFERENCE}
_BY_KIND = (
    (frozenset({*IDENTITY, Kind.FODELSEDATUM}), Topic.PERSON_NUMBER),
    (frozenset({Kind.EPOST}), Topic.EMAIL),
    (frozenset({Kind.TELEFON}), Topic.PHONE),
    (frozenset({Kind.NAMN}), Topic.NAME),
    (frozenset({Kind.ADRESS}), Topic.ADDRESS),
)
# Digits that make a run in a column of such numbers one of them; a year alone is no date of birth.
_LEAST_DIGITS = {
    Topic.PERSON_NUMBER: 4,
    Topic.LMA: 5,
    Topic.PHONE: 6,
    Topic.LAST_FOUR: 1,
    Topic.BIRTH: 5,
}
_SHORT_NUMBER = re.compile(r"\s*[0-9]{0,4}\.?\s*")  # no postcode: ``Post nr`` may count posts
_WRONG = "wrong-check"
_OF_ACCOUNTS = re.compile(r"\s*(?:login|inloggning|konto(?:namn|-?id)?|account)\s*", re.I)
_USER_ID = re.compile(r"\s*[^\W\d_]{2,8}[0-9]{1,6}[^\W\d_]{0,8}\s*")  # AB1234 in a column of names


def column_of(
    topic: Topic,
    cells: Sequence[Cell],
    spans: Sequence[Sequence[Span]],
    *,
    is_diary: bool = False,
    dated: bool = False,
) -> Topic:
    """What a column holds, by its heading or else by what most of its cells hold.

    Args:
        topic: the topic of its heading.
        cells: its filled cells.
        spans: what was found in each of them by itself.
        is_diary: whether its heading says so: then check digits must hold more often than by
            chance.
        dated: whether other dates stand on its sheet.
    """
    if topic is Topic.REFERENCE:
        forms = [
            span
            for cell, each in zip(cells, spans, strict=True)
            for span in each
            if span.kind in IDENTITY and "-" in plain(cell.raw[span.start : span.end]).text
        ]
        masked = [span for span in forms if span.decision is Decision.MASK]
        sure = sum(not span.rule.endswith(_WRONG) for span in masked)
        by_chance = is_diary and may_be_chance(sure, len(forms), dated=dated)
        if len(forms) >= _LEAST_CELLS and len(masked) > len(forms) * _MOSTLY and sure:
            return topic if by_chance else Topic.PERSON_NUMBER
    if topic in _FIGURES or (topic and topic not in {Topic.BARE_NAME, Topic.THING}):
        return topic
    if len(cells) < _LEAST_CELLS:
        return topic
    for kinds, known in _BY_KIND:
        hits = sum(_is_of(kinds, cell, each) for cell, each in zip(cells, spans, strict=True))
        short = sum(len(cell.raw) for cell in cells) <= 40 * len(cells)
        if hits > len(cells) * _MOSTLY and short:
            return known
    return topic


def _is_of(kinds: Collection[Kind], cell: Cell, spans: Sequence[Span]) -> bool:
    """Whether a cell holds such a value; a name must be most of it, as in prose it is not."""
    held = [s for s in spans if s.kind in kinds and s.decision is Decision.MASK]
    if Kind.NAMN not in kinds:
        return bool(held)
    return sum(s.end - s.start for s in held) >= len(cell.raw.strip()) * _OF_CELL > 0


def holds_user_ids(heading: str, cells: Sequence[Cell]) -> bool:
    """Whether a column headed ``Login`` or ``Konto`` holds ids of users, as most cells show.

    Accounts of a ledger, and systems, are headed so too.
    """
    alike = sum(_USER_ID.fullmatch(cell.raw) is not None for cell in cells)
    return alike * 2 > len(cells) and _OF_ACCOUNTS.fullmatch(heading) is not None


def figures_by_chance(
    topic: Topic, cells: Sequence[Cell], spans: Sequence[Sequence[Span]]
) -> list[list[Span]]:
    """Keep what looks like a number of a person only as other figures of its column may.

    A column of plain numbers or of measures, of which few have a date in them, is no column of
    persons; for one of references ``diaries`` tells.
    """
    numbers = (span for each in spans for span in each if span.kind in IDENTITY)
    masked = [span for span in numbers if span.decision is Decision.MASK]
    if not masked or len(cells) < _LEAST_FIGURES:
        return [list(each) for each in spans]
    if not topic.is_personal and _measures(cells, spans):
        return [
            [
                _kept(s, "column-of-measures") if _is_measure(cell.raw) and s in masked else s
                for s in each
            ]
            for cell, each in zip(cells, spans, strict=True)
        ]
    plain_numbers = sum(_is_plain_number(cell.raw) for cell in cells)
    if (
        topic is Topic.UNKNOWN
        and plain_numbers > len(cells) * 0.8
        and len(masked) < len(cells) * _MOSTLY
    ):
        return [
            [_kept(s, "column-of-numbers") if _by_chance(s) else s for s in each] for each in spans
        ]
    return [list(each) for each in spans]


def _measures(cells: Sequence[Cell], spans: Sequence[Sequence[Span]]) -> bool:
    """Whether nearly all cells are numbers with decimals, and few of them look like persons."""
    measures = sum(_is_measure(cell.raw) for cell in cells)
    alike = sum(
        any(s.kind in IDENTITY or s.decision is Decision.MASK for s in each) for each in spans
    )
    return measures > len(cells) * 0.8 and alike < len(cells) * _FEW


def _is_measure(text: str) -> bool:
    return _MEASURE.fullmatch(text.strip()) is not None


def _is_plain_number(text: str) -> bool:
    stripped = text.replace(" ", "").replace("\u00a0", "")
    return stripped.isdigit() and len(stripped) >= 7


def _by_chance(span: Span) -> bool:
    return span.kind in IDENTITY and span.decision is Decision.MASK and span.rule.endswith(_WRONG)


def _kept(span: Span, rule: str) -> Span:
    return replace(span, rule=rule, decision=Decision.KEEP)


def by_topic(cell: Cell, topic: Topic, *, of_body: bool) -> list[Span]:
    """What a cell holds because of the column it stands in, whatever it looks like.

    Args:
        cell: a filled cell below the headings.
        topic: what its column holds.
        of_body: whether an address in it is a body's, and is kept.
    """
    view = plain(cell.raw)
    least = _LEAST_DIGITS.get(topic)
    kind = {
        Topic.PERSON_NUMBER: Kind.PERSONNUMMER,
        Topic.LAST_FOUR: Kind.PERSONNUMMER,
        Topic.LMA: Kind.LMA_NUMMER,
        Topic.BIRTH: Kind.FODELSEDATUM,
        Topic.PHONE: Kind.TELEFON,
    }.get(topic)
    if least is not None and kind is not None:
        runs = digit_runs(view.text, least)
        return [
            Span(kind, *view.source(*run), f"{topic.value.replace('_', '-')}-column")
            for run in runs
        ]
    is_id = topic is Topic.USER_ID or (topic is Topic.NAME and _USER_ID.fullmatch(view.text))
    if is_id and "@" not in view.text:
        return _user_id(view)
    if topic is Topic.NAME and "@" not in view.text:
        return names_in_column(view)
    if topic is Topic.ADDRESS and "@" not in view.text and not _SHORT_NUMBER.fullmatch(view.text):
        start, end = view.source(0, len(view.text))
        decision = Decision.KEEP if of_body else Decision.MASK
        rule = "address-of-a-body" if of_body else "address-column"
        return [Span(Kind.ADRESS, start, end, rule, decision)]
    return []


def _user_id(view: View) -> list[Span]:
    """The whole cell, unless it says that there is no user or that a system is one."""
    stripped = view.text.strip()
    words = words_of(stripped)
    if not any(sign.isalnum() for sign in stripped) or (
        words and all(names_nobody(word.lower) for word in words)
    ):
        return []
    start = view.text.index(stripped)
    return [Span(Kind.NAMN, *view.source(start, start + len(stripped)), "user-id-column")]

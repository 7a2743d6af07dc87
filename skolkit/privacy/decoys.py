"""A candidate for a number of a person to the rule that pardons it, if one does.

Figures of budgets, invoices and diaries may look like personal numbers. Each pardon has a name, so
that what was kept is told of and counted by rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from skolkit.privacy.diaries import TOLD, is_told, year_of
from skolkit.privacy.folding import View
from skolkit.privacy.identity_numbers import Candidate, Shape, check_digit_holds, possible_date
from skolkit.privacy.model import Kind
from skolkit.privacy.name_words import words_of
from skolkit.privacy.topics import Topic, topic

_DIGEST = re.compile(r"(?<![0-9A-Za-z])(?=[0-9]*[a-fA-F])[0-9a-fA-F]{24,}(?![0-9A-Za-z])")
_UUID = re.compile(r"(?<![0-9A-Za-z])[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
# Of accounts; those of a bank's customers may be their personnummer.
_IBAN = re.compile(
    r"(?<![0-9A-Za-z])[A-Z]{2}[0-9]{2}(?: ?[0-9A-Z]{4}){3,7}(?: ?[0-9A-Z]{1,3})?(?!\w)"
)
_PAGE = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_UNIT_AFTER = re.compile(
    r"\s?(?:kr\b|tkr\b|mkr\b|mnkr\b|SEK\b|kronor\b|:-|€|EUR\b|USD\b|%|procent\b|miljoner\b|mdkr\b)",
    re.IGNORECASE,
)
_UNIT_BEFORE = re.compile(r"(?:\bkr|\bSEK|€|\$|\bEUR|\bUSD)\s?-?$", re.IGNORECASE)
_DECIMALS = re.compile(r"[.,](?:[0-9]{2}(?![0-9])|[0-9]*[1-9])")
_GROUPED = re.compile(r"[0-9]{1,3}(?:[ .][0-9]{3})+")
_MOMENT = re.compile(
    r"[0-9]{2,4}[-./ ~_=]?[0-9]{2}[-./ ~_=]?[0-9]{2}\s*[ T]?\s*"
    r"(?P<hour>[0-9]{2})[.: ]?(?P<minute>[0-9]{2})"
)
# 2020-10-05 14.37: a full date and a time as Swedish is written.
_DOTTED_TIME = re.compile(
    r"(?:19|20)[0-9]{2}(?P<gap>[-./])[0-9]{2}(?P=gap)[0-9]{2} "
    r"(?P<hour>[0-9]{2})\.(?P<minute>[0-9]{2})"
)
_MONTHS = re.compile(
    r"(?:19|20)[0-9]{2}[-/. ]?(?P<from>[0-9]{2}) ?--? ?(?:19|20)[0-9]{2}[-/. ]?(?P<to>[0-9]{2})"
)
_MONTHS_APART = re.compile(  # two months of one column, as a page is read line by line
    r"(?:19|20)[0-9]{2}-(?P<from>[0-9]{2})\s+(?:19|20)[0-9]{2}-(?P<to>[0-9]{2})"
)
# 2019-01-01--2019-12-31: what would be four last digits is the year of a second date.
_FIRST_DATE = re.compile(r"[0-9]{2,4}(?P<gap>[-./])[0-9]{2}(?P=gap)[0-9]{2}.*(?:19|20)[0-9]{2}")
_REST_OF_DATE = re.compile(r"(?P<gap>[-./])(?:0[1-9]|1[0-2])(?P=gap)(?:0[1-9]|[12][0-9]|3[01])\b")
_SHORT_DATES = re.compile(r"[0-9]{2}([0-9]{2})([0-9]{2}) ?- ?[0-9]{2}([0-9]{2})([0-9]{2})")
_DIARY = re.compile(r"(?:19|20)?[0-9]{2}[/:][0-9]+(?:-[0-9]+)*")
_LABEL = re.compile(r"(?P<label>[^\W\d_][\w.-]*)[\s.:#=]*$")
_GLUED = re.compile(r"(?<![^\W\d_])[A-ZÅÄÖ]{1,3}$")  # Verifikat V1904102234
_DIARIES_SINCE = 1998  # diaries of before are on paper, or have other numbers
_SLACK = 1  # years; a matter may have been opened the year before
_PERSONS_FIRST = "014"  # no legal person's number begins so, but those of estates
_PLAIN_COLUMNS = {
    Topic.MONEY: "money-column",
    Topic.COUNT: "count-column",
    Topic.REFERENCE: "reference-column",
}


@dataclass(frozen=True, slots=True)
class Around:
    """What is known of the place in which a text stands.

    ``topic`` is that of its heading or label; ``is_personal`` says that the text or its row names a
    person; ``since`` is the first year of the dates on its sheet, 0 if it has none.
    """

    topic: Topic = Topic.UNKNOWN
    is_personal: bool = False
    since: int = 0


def ibans(view: View, *, of_persons: bool = False) -> list[tuple[int, int]]:
    """Where account numbers in the international form stand whose check digits hold.

    Args:
        view: the folded text.
        of_persons: those that end in a personnummer, as banks number accounts of persons; else
            all others.
    """
    return [
        match.span()
        for match in _IBAN.finditer(view.text)
        if _is_iban(match[0].replace(" ", "")) and _ends_in_a_person(match[0]) is of_persons
    ]


def _is_iban(text: str) -> bool:
    turned = text[4:] + text[:4]
    return int("".join(str(int(sign, 36)) for sign in turned)) % 97 == 1


def _ends_in_a_person(text: str) -> bool:
    ten = re.sub(r"[^0-9]", "", text)[-10:]
    return possible_date(ten[2:4], ten[4:6]) is not None and check_digit_holds(ten)


def is_told_reference(text: str, start: int) -> bool:
    """Whether a word right before a place says that a reference follows: ``kontonr``."""
    label = _LABEL.search(text[max(0, start - 40) : start])
    return label is not None and topic(label["label"]) is Topic.REFERENCE


def judged(
    found: Sequence[Candidate], view: View, around: Around, beside: bytearray
) -> Iterator[tuple[Candidate, str | None]]:
    """Candidates, each with the rule that pardons it, or ``None`` if it must be masked.

    Args:
        found: the candidates.
        view: the folded text they stand in.
        around: what is known of the place.
        beside: 1 for each folded character near which a person is named.
    """
    if not found:
        return
    digests = [*_places(_DIGEST, view), *_places(_UUID, view)]
    accounts = ibans(view)
    pages = _places(_PAGE, view)
    for one in found:
        if _inside(one, digests):
            yield one, "digest"
        elif _inside(one, accounts):
            yield one, "iban"
        else:
            here = replace(around, is_personal=around.is_personal or bool(beside[one.start]))
            yield one, _pardon(one, view, here, on_page=_inside(one, pages))


def _places(pattern: re.Pattern[str], view: View) -> list[tuple[int, int]]:
    return [match.span() for match in pattern.finditer(view.text)]


def _inside(one: Candidate, places: Sequence[tuple[int, int]]) -> bool:
    return any(start <= one.start and one.end <= end for start, end in places)


def _pardon(one: Candidate, view: View, around: Around, *, on_page: bool) -> str | None:
    text = view.text[one.start : one.end]
    if one.kind in {Kind.TF_NUMMER, Kind.LMA_NUMMER, Kind.FODELSEDATUM}:
        return None
    before = view.text[max(0, one.start - 40) : one.start]
    label = _LABEL.search(_GLUED.sub("", before))
    told = topic(label["label"]) if label else Topic.UNKNOWN
    of_a_person = label is not None and any(w.facts.goes_before for w in words_of(label["label"]))
    if around.topic.is_personal or told.is_personal or of_a_person:
        return None
    # A word calls it a diary number; a date of before all others may be that of a birth.
    first = around.since - _SLACK if around.since else _DIARIES_SINCE
    is_dated = one.date_possible and one.dashed and year_of(text) >= first
    if is_dated and is_told(view.text, one.start):
        return TOLD
    column = told if told in _PLAIN_COLUMNS or told is Topic.ORG_NUMBER else around.topic
    if not one.date_possible:
        return _impossible(one, column, is_personal=around.is_personal)
    if not one.dashed and (rule := _figure(one, view, text)):
        return rule
    if on_page and not (one.checked and one.dashed):
        return "page-address"
    return _by_form(one, text, view, around.is_personal) or _by_column(one, text, column)


def _impossible(one: Candidate, column: Topic, *, is_personal: bool) -> str | None:
    """Pardons for what has the form of a number of a person and no possible date."""
    if column is Topic.MOMENT:
        return "moment-column"
    if not one.dashed and not is_personal:
        return "number"
    if len(one.digits) not in {10, 12}:
        return None if is_personal else "sequence"
    if len(one.digits) == 12:
        return "reference-column" if column is Topic.REFERENCE else None
    if one.digits[2] >= "2":
        slipped = one.digits[0] in _PERSONS_FIRST and not one.checked
        told = column in {Topic.ORG_NUMBER, Topic.REFERENCE}
        return None if is_personal and slipped and not told else "orgnr-third-digit"
    return "reference-column" if column in {Topic.ORG_NUMBER, Topic.REFERENCE} else None


def _figure(one: Candidate, view: View, text: str) -> str | None:
    after, before = view.text[one.end :], view.text[: one.start]
    if _UNIT_AFTER.match(after) or _UNIT_BEFORE.search(before):
        return "amount-with-unit"
    return "amount-with-decimals" if _DECIMALS.match(after) else None


def _is_period(one: Candidate, text: str, view: View) -> bool:
    """Whether a candidate is the first of two dates, or both of them."""
    first, rest = _FIRST_DATE.fullmatch(text), _REST_OF_DATE.match(view.text, one.end)
    if first and rest and first["gap"] == rest["gap"]:
        return True
    both = _SHORT_DATES.fullmatch(text)
    return both is not None and all(
        possible_date(month, day) is Kind.PERSONNUMMER
        for month, day in (both.groups()[:2], both.groups()[2:])
    )


def _by_form(one: Candidate, text: str, view: View, is_personal: bool) -> str | None:
    if _is_period(one, text, view):
        return "period"
    if one.shape in {Shape.SPREAD, Shape.SPACED_DATE}:
        match = _MOMENT.fullmatch(text)
        # A digit of the hour may be misread.
        if match and ":" in text and (_clock(match) or not is_personal):
            return "date-and-time"
        if (match := _DOTTED_TIME.fullmatch(text)) and _clock(match):
            return "date-and-time"
        match = _MONTHS.fullmatch(text) or _MONTHS_APART.fullmatch(text)
        if match and "00" < match["from"] < "13" > match["to"]:
            return "period"
        if _DIARY.fullmatch(text):
            return None if is_personal and one.checked else "diary-number"
        if _GROUPED.fullmatch(text):
            sure = is_personal or (one.checked and len(one.digits) == 12)
            return None if sure else "thousands"
    if one.shape is Shape.SPACED_DATE:
        alone = not re.search(r"[0-9]", view.text[: one.start] + view.text[one.end :])
        return None if is_personal or (one.checked and alone) else "date-and-number"
    if one.shape is Shape.SPREAD and len(one.digits) == 10:
        return None if is_personal or one.checked else "row-of-numbers"
    if one.shape is Shape.LOST_ZERO and not (is_personal or one.checked):
        return "number"
    return None


def _by_column(one: Candidate, text: str, column: Topic) -> str | None:
    if column in _PLAIN_COLUMNS and (
        not one.dashed or (column is Topic.REFERENCE and not one.checked)
    ):
        return _PLAIN_COLUMNS[column]
    if column is Topic.MOMENT:
        if (match := _MOMENT.fullmatch(text)) and (":" in text or _clock(match)):
            return "date-and-time"
        if re.search(r"[-–](?:19|20)[0-9]{2}$", text):
            return "period"
    return None


def _clock(match: re.Match[str]) -> bool:
    return int(match["hour"]) < 24 and int(match["minute"]) < 60

"""Texts to dates of birth: dates that a word or the place says are somebody's."""

from __future__ import annotations

import re
from collections.abc import Iterator

from skolkit.privacy.decoys import Around
from skolkit.privacy.folding import View
from skolkit.privacy.model import Kind, Span
from skolkit.privacy.topics import Topic

_MONTH = (
    r"(?:jan(?:uari)?|feb(?:ruari)?|mars|apr(?:il)?|maj|juni?|juli?|aug(?:usti)?|sept?(?:ember)?"
    r"|okt(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DATE = (
    r"(?:(?:1[89]|20)[0-9]{2}(?P<g1>[-./ ]?)[0-9]{2}(?P=g1)[0-3][0-9](?:[ T]00:00(?::00)?)?"
    r"|[0-3]?[0-9](?P<g2>[-./ ]|/)[01]?[0-9][-./ ](?:(?:1[89]|20)[0-9]{2}|[0-9]{2})"
    rf"|[0-3]?[0-9](?::e|\.)? {_MONTH} (?:(?:1[89]|20)[0-9]{{2}}|[-'\u2019][0-9]{{2}})"
    r"|[0-9]{2}(?P<g3>[-. ]?)[01][0-9](?P=g3)[0-3][0-9])(?![0-9])(?!-[0-9X*])"
)
_TOLD = re.compile(
    r"(?<![^\W\d_])(?:född|fött|födda|f|föd|födelsedatum|födelsedag|födelsetid|fyller|elev|eleven"
    r"|elevs|barn|barnet|flickan|pojken|born|dob|date of birth|birthdate|birthday|pupil|student)"
    rf"(?:\.|:|\s|den|on|,|\(){{1,6}}(?P<date>{_DATE})",
    re.IGNORECASE,
)
_ANY = re.compile(rf"(?<![0-9])(?<![0-9][-./])(?P<date>{_DATE})", re.IGNORECASE)
_HELD = {Topic.BIRTH, Topic.NAME, Topic.PERSON_NUMBER}


def births(view: View, around: Around) -> Iterator[Span]:
    """Dates of birth in a folded text: those a word tells of, and all in a column of persons.

    Args:
        view: the folded text.
        around: what is known of the place.
    """
    for match in _TOLD.finditer(view.text):
        yield Span(Kind.FODELSEDATUM, *view.source(*match.span("date")), "born")
    if around.topic in _HELD:
        for match in _ANY.finditer(view.text):
            yield Span(Kind.FODELSEDATUM, *view.source(*match.span("date")), "birth-column")

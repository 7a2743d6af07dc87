"""A word of a text to the name of a company, school or place that it is a part of, if it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from skolkit.privacy.name_words import Word

_NEXT = re.compile(r" (?:& |och )?|, |-")
_FORMS = {
    *("ab", "aktiebolag", "aktiebolaget", "hb", "handelsbolag", "handelsbolaget", "kb", "ltd"),
    *("kommanditbolag", "kommanditbolaget", "oy", "oyj", "as", "asa", "aps", "gmbh", "inc", "llc"),
    *("plc", "publ", "limited", "koncernen", "group"),
}
_BEFORE = {*_FORMS, "firma", "firman", "bolaget", "byrån", "förlaget", "företaget"}
_OPENED = ("firma", "firman", "bolaget", "byrån", "skolan", "stiftelsen")
# Of a place, a school, an authority: no trader is called so.
_PUBLIC = {
    *("kommun", "kommunen", "stad", "staden", "stads", "stadsdel", "län", "region", "regionen"),
    *("skola", "skolan", "skolor", "skolorna", "grundskola", "grundskolan", "gymnasium"),
    *(
        "musikklasser",
        "gymnasiet",
        "gymnasieskola",
        "förskola",
        "förskolan",
        "friskola",
        "fritidshem",
        "särskola",
    ),
    *("universitet", "universitetet", "högskola", "högskolan", "akademi", "academy", "school"),
    *("kyrka", "kyrkan", "församling", "församlingen", "sjukhus", "sjukhuset", "museum", "museet"),
    *("bibliotek", "biblioteket", "stiftelse", "stiftelsen", "förening", "föreningen", "partiet"),
    *("gata", "gatan", "väg", "vägen", "torg", "torget", "plan", "gränd", "bron", "ön", "sjön"),
    *("dalen", "berget", "ån", "nämnden", "förvaltningen", "tingsrätt", "tingsrätten", "college"),
    *("vårdcentral", "vårdcentralen", "university", "institutet", "institute"),
}
_MOST = 5  # words of a name of a company
_NO_FIRM = {
    *("januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september"),
    *("oktober", "november", "december", "måndag", "tisdag", "onsdag", "torsdag", "fredag"),
    *("lördag", "söndag", "sverige", "stockholm", "göteborg", "malmö", "sida", "sidan", "bilaga"),
    *("tabell", "figur", "avsnitt", "datum", "period", "summa", "totalt", "google", "microsoft"),
    *("teams", "windows", "office", "excel", "word", "outlook", "support", "supporten", "helpdesk"),
}


@dataclass(frozen=True, slots=True)
class FirmName:
    """The words ``first`` to ``last`` of a text, which together name a body.

    ``has_form`` says that a legal form stands among them, ``is_public`` that they name a school, a
    place, an authority or the like.
    """

    first: int
    last: int
    has_form: bool
    is_public: bool


def has_form(words: Sequence[Word]) -> bool:
    """Whether a legal form stands among words: such a firm is nobody's own person."""
    return any(word.lower in _FORMS for word in words)


def is_public(words: Sequence[Word]) -> bool:
    """Whether a word for a school, a place, an authority or the like stands among words."""
    return any(word.lower in _PUBLIC for word in words)


def is_school_of(text: str, end: int, word: str) -> bool:
    """Whether a word in the genitive is followed by one for a school or place: ``Lunds skola``."""
    after = re.match(r" ([^\W\d_]+)", text[end:])
    return word.endswith("s") and after is not None and after[1] in _PUBLIC


def firm_at(text: str, words: Sequence[Word], at: int) -> FirmName | None:
    """The name of a body that a word is a part of.

    Args:
        text: folded.
        words: its words.
        at: the number of the word that a person is called too.

    Returns:
        ``None`` if the word stands for itself; a school in small letters after it (``Oforix
        skola``) is one that the person goes to.
    """
    last = _forward(text, words, at)
    first = _backward(text, words, at)
    if last == at and first == at:
        return None
    held = words[first : last + 1]
    return FirmName(first, last, has_form(held), is_public(held))


def _forward(text: str, words: Sequence[Word], at: int) -> int:
    """The last word of the body; ``at`` if none follows."""
    last = here = at
    while here + 1 < len(words) and here - at < _MOST:
        word = words[here + 1]
        if not _NEXT.fullmatch(text[words[here].end : word.start]):
            break
        is_form = word.lower in _FORMS
        if is_form or (word.facts.is_body and word.is_capital and word.lower not in _NO_FIRM):
            last = here + 1
            if is_form:
                break
        elif last > at or not (word.is_capital or word.lower == "och"):
            break
        here += 1
    return last


def _backward(text: str, words: Sequence[Word], at: int) -> int:
    """The first word of a body such as ``AB Oforix`` or ``Byggfirman Oforix``."""
    if not at or text[words[at - 1].end : words[at].start] != " ":
        return at
    before = words[at - 1]
    opens = before.lower in _BEFORE or (
        before.is_capital and before.lower.endswith(_OPENED) and before.lower != "skolan"
    )
    return at - 1 if opens else at

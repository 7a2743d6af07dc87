"""Texts to candidates for names of persons, by lists, endings of surnames and their place.

In running text a name needs a known given name, the ending of a surname that no other word has, or
a word before it that says that a person follows. In a column of names everything is one that is not
plainly something else. Bodies that bear a person's name are kept by rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from skolkit.privacy.common_words import is_common
from skolkit.privacy.folding import View
from skolkit.privacy.model import Decision, Kind, Span
from skolkit.privacy.name_words import Word, words_of
from skolkit.privacy.named_things import is_of_premises, is_renowned, is_ruler, thing_after
from skolkit.privacy.names_in_notes import in_a_note
from skolkit.privacy.names_made import (
    LONGEST_NAME,
    NOBLE,
    family_first,
    given_first,
    in_lower_case,
    of_dictionary,
    surname_after_a_word,
    surname_last,
)
from skolkit.privacy.names_told import (
    GIVEN_ALONE,
    TITLED,
    after_an_office,
    child_alone,
    given_alone,
    given_owns,
    in_a_class,
    initials_in_a_class,
    is_in_a_class,
    is_met,
    is_told_before,
    signed,
    strange,
    surname_led,
    surname_met,
)
from skolkit.privacy.offices import is_title
from skolkit.privacy.person_context import (
    Sure,
    follows_a_class,
    person_at,
)
from skolkit.privacy.topics import is_heading_word, says_figures

_NEXT = re.compile(r"[ _\n]{1,2}|\. ?|-")
_FIRMS = {"ab", "hb", "kb", "aktiebolag", "handelsbolag", "kommanditbolag", "advokatbyrå", "ltd"}
_FIRM_OF = {"firma", "firman", "byggfirman", "advokatfirman", "bolaget", "företaget", "förlaget"}
_MOST_PARTNERS = 5  # words between a surname and the form of its firm
_AND = re.compile(r" (?:och|&|samt|and|o) |, |/")
_SAINTS = {"saint", "sankt", "sankta", "st", "santa"}  # Sankta Testas kyrka
_OF_ONE = re.compile(r"(?<![^\W\d_])enskild(?:a)? (?:firma|näring)", re.IGNORECASE)


def names(view: View, beside: bytearray | None = None) -> list[Span]:
    """Names of persons in a text, and bodies that bear one, which are kept.

    Args:
        view: the folded text.
        beside: 1 for each folded character near which a number or an address of a person stands,
            so that any two words with capitals are a name.

    Returns:
        Spans in the source that do not overlap, in order.
    """
    tokens = words_of(view.text)
    spans: list[Span] = []
    at = 0
    while at < len(tokens):
        told = beside is not None and bool(beside[tokens[at].start])
        count, rule = _name_at(view.text, tokens, at, told=told)
        if not count:
            at += 1
            continue
        whole = _kept(view.text, tokens, at, count, rule, told=told)
        decision = Decision.MASK
        if whole:
            count, decision, rule = whole, Decision.KEEP, "body-with-a-name"
        elif count > 1 and is_title(tokens[at].text) and not _is_named(tokens[at]):
            at, count = at + 1, count - 1  # DSO Testa Testsson
        start, end = view.source(tokens[at].start, tokens[at + count - 1].end)
        spans.append(Span(Kind.NAMN, start, end, rule, decision))
        at += count
    while more := list(_named_together(view, tokens, spans)):
        spans = sorted((*spans, *more), key=lambda span: span.start)
    return spans


def _is_named(word: Word) -> bool:
    return word.facts.is_given or word.facts.is_family


def _kept(text: str, tokens: Sequence[Word], at: int, count: int, rule: str, *, told: bool) -> int:
    """How many words from ``at`` name a body or a thing and no person; 0 if they name one."""
    if _OF_ONE.search(text, tokens[at + count - 1].end):
        return 0
    if (rule != GIVEN_ALONE and _is_body_after(text, tokens, at + count)) or (
        rule == "surname-alone" and _is_firm(text, tokens, at + count)
    ):
        return count
    if (
        at
        and tokens[at - 1].lower in _FIRM_OF
        and text[tokens[at - 1].end : tokens[at].start] == " "
    ):
        return count
    if at and tokens[at - 1].is_capital and tokens[at - 1].lower in _SAINTS:
        return count
    if is_of_premises(tokens, text, at, count) and not told:
        return count
    if thing := thing_after(text, tokens, at, count):
        return thing
    known = is_renowned(tokens, at, count) or (count == 2 and is_ruler(tokens, text, at))
    return count if known and not told and not _means_a_person(text, tokens, at, count) else 0


def _means_a_person(text: str, tokens: Sequence[Word], at: int, count: int) -> bool:
    """Whether the words around a name say that a person of today is called so."""
    if is_told_before(text, tokens, at) or is_in_a_class(text, tokens, at + count - 1):
        return True
    start, end = tokens[at].start, tokens[at + count - 1].end
    return follows_a_class(text, start) or person_at(text, start, end) is Sure.PERSON


def _named_together(view: View, tokens: Sequence[Word], spans: Sequence[Span]) -> Iterator[Span]:
    """Given names beside one that is masked: ``Testa och Provo i 6A``."""
    masked = [span for span in spans if span.decision is Decision.MASK]
    if not masked:
        return
    starts, ends = {span.start for span in masked}, {span.end for span in masked}
    several = {span.end for span in masked if span.rule == TITLED}
    taken = {at for span in spans for at in range(span.start, span.end)}
    places = [view.source(word.start, word.end) for word in tokens]
    for at, word in enumerate(tokens):
        if places[at][0] in taken or not word.facts.may_name:
            continue
        after = [i for i in range(at + 1, min(len(tokens), at + 3)) if places[i][0] in starts]
        before = [i for i in range(max(0, at - 2), at) if places[i][1] in ends]
        gaps = [view.text[word.end : tokens[i].start] for i in after]
        gaps += [view.text[tokens[i].end : word.start] for i in before]
        if not any(map(_AND.fullmatch, gaps)):
            continue
        if any(places[i][1] in several for i in before) and not is_common(word.text):
            last = _run(view.text, tokens, at)[-1]
            yield Span(Kind.NAMN, *view.source(word.start, last.end), TITLED)
        elif word.facts.is_given:
            yield Span(Kind.NAMN, *places[at], "named-together")


def _name_at(text: str, tokens: Sequence[Word], at: int, *, told: bool) -> tuple[int, str]:
    """How many tokens from ``at`` are a name, and by which rule; 0 if none."""
    first = tokens[at]
    if first.facts.is_body or (not first.facts.is_given and first.facts.goes_before):
        return 0, ""
    if not _is_named(first) and says_figures(first.text):
        return 0, ""  # "Belopp Testa Testsson": the name begins after it
    run = _run(text, tokens, at)
    before = is_told_before(text, tokens, at)
    return (
        family_first(text, tokens, at)
        or given_first(run, told=before or is_in_a_class(text, tokens, at) or is_met(text, first))
        or surname_last(run, told=before or told, led=before, whole=len(run) == len(tokens))
        or surname_after_a_word(text, tokens, at)
        or in_lower_case(text, tokens, at)
        or child_alone(text, tokens, at)
        or strange(text, run)
        or of_dictionary(text, tokens, run)
        or given_owns(text, first)
        or surname_met(text, first)
        or initials_in_a_class(text, tokens, at)
        or after_an_office(text, tokens, at)
        or in_a_class(text, first)
        or signed(text, first)
        or in_a_note(text, tokens, at)
        or given_alone(text, tokens, at)
        or surname_led(text, tokens, at)
        or (0, "")
    )


def _run(text: str, tokens: Sequence[Word], at: int) -> list[Word]:
    """The tokens from ``at`` that may be one name: capitals and particles side by side."""
    opens = tokens[at].facts.may_name or tokens[at].lower in NOBLE
    run = [tokens[at]] if opens else []
    for before, token in zip(tokens[at:], tokens[at + 1 : at + LONGEST_NAME], strict=False):
        gap = text[before.end : token.start]
        if (
            gap == "_"
            and before.text.isupper()
            and token.text.isupper()
            and is_heading_word(token.text)
        ):
            break  # PER_TOM is a field of a database
        dotted = gap.startswith(".") and not before.facts.is_initial
        if not run or not _NEXT.fullmatch(gap) or dotted:
            break
        if not (token.facts.may_name or token.facts.is_particle):
            break
        run.append(token)
    while run and not run[-1].facts.is_capital:
        run.pop()
    return run


def _is_body_after(text: str, tokens: Sequence[Word], after: int) -> bool:
    """Whether what follows a name makes a company, a school or a street of it."""
    if after >= len(tokens):
        return False
    name, word = tokens[after - 1], tokens[after]
    gap = text[name.end : word.start]
    if not re.fullmatch(r" (?:& |och )?", gap) or not word.facts.is_body:
        return False
    return word.facts.is_capital or name.facts.lower.endswith("s")


def _is_firm(text: str, tokens: Sequence[Word], after: int) -> bool:
    """Whether a surname is the first of a firm's: ``Testsson & Provberg AB``."""
    for at in range(after, min(after + _MOST_PARTNERS, len(tokens))):
        gap = text[tokens[at - 1].end : tokens[at].start]
        if not re.fullmatch(r" (?:& |och )?|, ", gap):
            return False
        if tokens[at].lower in _FIRMS or (gap == " " and at > after and tokens[at].facts.is_body):
            return True  # Testsson & Provberg Entreprenad
        if not (tokens[at].is_capital or tokens[at].lower in {"och", "i"}):
            return False
    return False


def is_body(text: str) -> bool:
    """Whether a text names a company, an authority, a school or a place."""
    return any(token.facts.is_body for token in words_of(text))

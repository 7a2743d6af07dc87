"""Texts to candidates for names of persons, by lists, endings of surnames and their place.

In running text a name needs a known given name, the ending of a surname that no other word has, or
a word before it that says that a person follows. In a column of names everything is one that is not
plainly something else. Bodies that bear a person's name are kept by rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from skolkit.privacy.common_words import is_common, is_thing, means_something
from skolkit.privacy.firm_names import is_school_of
from skolkit.privacy.folding import View
from skolkit.privacy.lexicon import is_other_name, is_persons_name, is_word
from skolkit.privacy.model import Decision, Kind, Span
from skolkit.privacy.name_words import Word, is_listed_given, is_listed_surname, words_of
from skolkit.privacy.named_things import is_renowned, is_ruler, thing_after
from skolkit.privacy.person_context import (
    Sure,
    follows_a_class,
    goes_to_a_school,
    has_kin,
    is_titled,
    person_at,
    says,
)
from skolkit.privacy.topics import is_heading_word, says_figures

_NEXT = re.compile(r"[ _\n]{1,2}|\. ?|-")
_COMMA = re.compile(r" ?, ?\n?")
LONGEST_NAME = 5  # words
_LEAST_ALONE = 7  # letters of a surname that is taken for one by itself
_FIRMS = {"ab", "hb", "kb", "aktiebolag", "handelsbolag", "kommanditbolag", "advokatbyrå", "ltd"}
_FIRM_OF = {"firma", "firman", "byggfirman", "advokatfirman", "bolaget", "företaget", "förlaget"}
_MOST_PARTNERS = 5  # words between a surname and the form of its firm
_UNSURE = ("man", "ska", "ski", "ling", "ander", "dal", "sten", "mark", "vall", "fält", "gård")
_LINKS = {"till", "är", "heter", "kallas", "to", "of", "is"}  # mamma till Testa
_TITLED = "titled-together"  # tvillingarna Testa och Provo: all that follow are named
_AND = re.compile(r" (?:och|&|samt|and|o) |, |/")
_OPENED = re.compile(r" \(?")
_CALLED_SO = re.compile(r"(?:heter|mitt namn är|my name is) $", re.IGNORECASE)
_ENDS_NAME = {"och", "o", "från", "and", "from", "i", "på", "som", "jag", "har", "är", "mvh", "in"}
_OF_PUPIL = ("Pupil ", "pupil ", "Student ", "student ", "child ")
_MONTHS = {"maj", "juni", "juli", "april", "augusti", "may", "june", "july"}
_CHILD = {
    *("eleven", "elevens", "barnet", "flickan", "pojken", "dottern", "sonen", "syskonet"),
    *("brodern", "systern", "mamma", "mamman", "pappa", "pappan", "förälder", "syskon"),
    *("vårdnadshavare", "efternamn", "efternamnet", "förnamn", "förnamnet", "tilltalsnamn"),
}
_KIN = {
    *("mother", "father", "mum", "mom", "dad", "parent", "parents", "guardian", "sister"),
    *("brother", "son", "daughter", "dotter", "bror", "syster", "barn", "child", "kids"),
}
_WHOSE = {"her", "his", "their", "my", "our", "your", "hennes", "hans", "deras", "sin", "min"}
_CLASS_AFTER = re.compile(
    r",? \(?[0-9]{1,2} år(?!\w)"
    r"|,? \(?(?:(?:i|från|in|from) )?(?:klass |åk ?|årskurs |class |grade )?"
    r"[1-9][A-ZÅÄÖa-zåäö]?(?![\w:]|[.,/-][0-9])(?<! [1-9])"
    r"| \(?(?:i|från) (?:klass |åk ?|årskurs )[1-9]"
)
_BRANDED = re.compile(r"(?<!^Mc)(?<!^Mac)(?<=[a-zåäö])[A-ZÅÄÖ]")  # XCover, eTjänst
_DOTS = re.compile(r"\. ?\.|[. ]?\.| ")  # between two initials, and after them
_COMPANIES = {"ericsson"}  # known better as companies than as surnames


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
        start, end = view.source(tokens[at].start, tokens[at + count - 1].end)
        spans.append(Span(Kind.NAMN, start, end, rule, decision))
        at += count
    while more := list(_named_together(view, tokens, spans)):
        spans = sorted((*spans, *more), key=lambda span: span.start)
    return spans


def _kept(text: str, tokens: Sequence[Word], at: int, count: int, rule: str, *, told: bool) -> int:
    """How many words from ``at`` name a body or a thing and no person; 0 if they name one."""
    if _is_body_after(text, tokens, at + count) or (
        rule == "surname-alone" and _is_firm(text, tokens, at + count)
    ):
        return count
    if (
        at
        and tokens[at - 1].lower in _FIRM_OF
        and text[tokens[at - 1].end : tokens[at].start] == " "
    ):
        return count
    if thing := thing_after(text, tokens, at, count):
        return thing
    known = is_renowned(tokens, at, count) or (count == 2 and is_ruler(tokens, text, at))
    return count if known and not told and not _means_a_person(text, tokens, at, count) else 0


def _means_a_person(text: str, tokens: Sequence[Word], at: int, count: int) -> bool:
    """Whether the words around a name say that a person of today is called so."""
    if _told_before(text, tokens, at) or _in_a_class(text, tokens, at + count - 1):
        return True
    start, end = tokens[at].start, tokens[at + count - 1].end
    return follows_a_class(text, start) or person_at(text, start, end) is Sure.PERSON


def _named_together(view: View, tokens: Sequence[Word], spans: Sequence[Span]) -> Iterator[Span]:
    """Given names beside one that is masked: ``Testa och Provo i 6A``."""
    masked = [span for span in spans if span.decision is Decision.MASK]
    if not masked:
        return
    starts, ends = {span.start for span in masked}, {span.end for span in masked}
    several = {span.end for span in masked if span.rule == _TITLED}
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
            yield Span(Kind.NAMN, *view.source(word.start, last.end), _TITLED)
        elif word.facts.is_given:
            yield Span(Kind.NAMN, *places[at], "named-together")


def _name_at(text: str, tokens: Sequence[Word], at: int, *, told: bool) -> tuple[int, str]:
    """How many tokens from ``at`` are a name, and by which rule; 0 if none."""
    first = tokens[at]
    if first.facts.is_body or (not first.facts.is_given and first.facts.goes_before):
        return 0, ""
    if not (first.facts.is_given or first.facts.is_family) and says_figures(first.text):
        return 0, ""  # "Belopp Testa Testsson": the name begins after it
    run = _run(text, tokens, at)
    before = _told_before(text, tokens, at)
    return (
        _family_first(text, tokens, at)
        or _given_first(run, told=before or _in_a_class(text, tokens, at) or _is_met(text, first))
        or _surname_last(run, told=before or told, led=before, whole=len(run) == len(tokens))
        or _surname_after_a_word(text, tokens, at)
        or _in_lower_case(text, tokens, at)
        or _child_alone(text, tokens, at)
        or _strange(text, run)
        or _of_dictionary(text, tokens, run)
        or _given_owns(text, first)
        or _surname_met(text, first)
        or _initials_in_a_class(text, tokens, at)
        or (0, "")
    )


def _is_met(text: str, word: Word) -> bool:
    """Whether a given name stands where a person does: ``Testa ringde``, ``i 5A, Testa``."""
    if not word.facts.is_given or word.lower in _MONTHS:
        return False
    sure = person_at(text, word.start, word.end)
    return (
        sure is Sure.PERSON
        or follows_a_class(text, word.start)
        or says(text, word.end)
        or goes_to_a_school(text, word.end)
    )


def _surname_met(text: str, word: Word) -> tuple[int, str] | None:
    """A surname of the list alone where a person does what only persons do: ``Ek ringde``."""
    is_listed = word.is_capital and not word.text.isupper() and is_listed_surname(word.text)
    if is_listed and person_at(text, word.start, word.end) is Sure.PERSON:
        return 1, "surname-met"
    return None


def _given_owns(text: str, word: Word) -> tuple[int, str] | None:
    """A name in the genitive before what a person has: ``Testas schema``, ``Testalyns mormor``."""
    if not (word.facts.may_name and word.lower.endswith("s")):
        return None
    is_given = is_listed_given(word.text[:-1])
    if is_given and person_at(text, word.start, word.end) is Sure.PERSON:
        return 1, "given-name-told"
    if means_nothing(word.text[:-1]) and means_nothing(word.text) and has_kin(text, word.end):
        return 1, "name-with-kin"
    return None


def _of_dictionary(
    text: str, tokens: Sequence[Word], run: Sequence[Word]
) -> tuple[int, str] | None:
    """Two words side by side that mean nothing, or that a dictionary has as names only.

    In 13 000 different texts of ledgers, tickets and diaries one pair was none, and was German.
    """
    pair = [word.text for word in run[:2] if word.is_capital]
    if len(pair) < 2 or not all(map(means_nothing, pair)):
        return None
    named = [is_persons_name(word) for word in pair]
    shouted = any(word.isupper() for word in pair)
    if not any(named) and (shouted or _is_foreign(tokens)):
        return None
    if is_school_of(text, run[1].end, run[1].text):
        return None
    further = len(run) > 2 and run[2].is_capital and is_persons_name(run[2].text)
    return 3 if further else 2, "names-of-a-dictionary"


def means_nothing(word: str) -> bool:
    """Whether no dictionary has any part of a word but as a name."""
    pieces = [piece for piece in re.split("[-'’´]", word) if len(piece) > 1]
    return all(
        len(piece) > 2
        and not (is_common(piece) or is_other_name(piece) or _BRANDED.search(piece))
        and (is_persons_name(piece) or not is_word(piece))
        for piece in pieces
    )


def _is_foreign(tokens: Sequence[Word]) -> bool:
    """Whether a text has more words in small letters that no dictionary knows than others."""
    small = [word.text for word in tokens if len(word.text) > 2 and word.text.islower()]
    return sum(not is_word(word) for word in small) * 2 > len(small)


def _strange(text: str, run: Sequence[Word]) -> tuple[int, str] | None:
    """Names of words that no list knows, where the words around them speak of a person."""
    named = [word for word in run if not (word.facts.is_initial or word.facts.is_particle)]
    if not named or any(is_common(word.text) or len(word.text) < 2 for word in named):
        return None
    if is_titled(text, run[0].start) or text[: run[0].start].endswith(" heter "):
        return len(run), _TITLED if is_titled(text, run[0].start, several=True) else "titled"
    alone = len(named) == 1 and text[: run[0].start].endswith(_OF_PUPIL)
    if (len(named) < 2 and not alone) or person_at(
        text, run[0].start, run[-1].end
    ) is not Sure.PERSON:
        return None
    return len(run), "name-in-its-place"


def _run(text: str, tokens: Sequence[Word], at: int) -> list[Word]:
    """The tokens from ``at`` that may be one name: capitals and particles side by side."""
    run = [tokens[at]] if tokens[at].facts.may_name else []
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


def _told_before(text: str, tokens: Sequence[Word], at: int) -> bool:
    if not at:
        return False
    word = tokens[at - 1]
    gap = text[word.end : tokens[at].start]
    if word.facts.lower in _LINKS and at > 1:
        word = tokens[at - 2]
    return word.facts.goes_before and re.fullmatch(r"[ :.,\n(\"'-]{1,3}", gap) is not None


def _in_a_class(text: str, tokens: Sequence[Word], at: int) -> bool:
    """Whether a class or an age follows a word: ``Testa i 3B``, ``Testa, 9 år``."""
    return _CLASS_AFTER.match(text, tokens[at].end) is not None


def _initials_in_a_class(text: str, tokens: Sequence[Word], at: int) -> tuple[int, str] | None:
    """``T.P. i 3B``: initials alone say who is meant in a class."""
    two = tokens[at : at + 2]
    if len(two) < 2 or not all(word.facts.is_initial for word in two):
        return None
    dots = _DOTS.fullmatch(text[two[0].end : two[1].start] + text[two[1].end : two[1].end + 1])
    after = two[1].end + (text[two[1].end : two[1].end + 1] == ".")
    return (2, "initials-in-a-class") if dots and _CLASS_AFTER.match(text, after) else None


def _child_alone(text: str, tokens: Sequence[Word], at: int) -> tuple[int, str] | None:
    """A single name right after a word that says whose: ``eleven Testa``, ``mamma till Testa``."""
    word = tokens[at]
    is_titled = all(piece.istitle() for piece in word.text.split("-"))
    if not (at and word.facts.may_name and is_titled and len(word.text) > 2):
        return None
    before, known = tokens[at - 1], _CHILD
    if before.lower in _LINKS and at > 1:
        before, known = tokens[at - 2], _CHILD | _KIN
        if text[before.end : tokens[at - 1].start] != " ":
            return None
    elif at > 1 and tokens[at - 2].lower in _WHOSE:
        known = _CHILD | _KIN
    gap = text[tokens[at - 1].end : word.start]
    if before.lower not in known or not _OPENED.fullmatch(gap):
        return None
    return 1, "name-told-alone"


def _given_first(run: Sequence[Word], *, told: bool) -> tuple[int, str] | None:
    if not run or not run[0].facts.is_given:
        return None
    count = 1
    while count < len(run) and run[count].facts.is_given and not run[count].facts.is_strong:
        count += 1
    while count < len(run) and (run[count].facts.is_particle or run[count].facts.is_initial):
        count += 1
    if count < len(run):
        count += 1
        while count < len(run) and run[count].facts.is_family and not run[count].facts.is_given:
            count += 1
    if count > 1:
        return count, "given-name"
    return (1, "given-name-told") if told else None


def _surname_last(
    run: Sequence[Word], *, told: bool, led: bool, whole: bool
) -> tuple[int, str] | None:
    if not run:
        return None
    first = run[0]
    if whole and len(run) > 1 and any(word.facts.is_given for word in run[1:]):
        return len(run), "given-last-in-a-cell"
    if first.facts.is_strong and (len(run) == 1 or not run[1].facts.is_strong):
        alone = len(first.text) >= _LEAST_ALONE and re.search(
            r"(?:sson|dotter)s?$", first.facts.lower
        )
        if alone and first.facts.lower not in _COMPANIES:
            if len(run) == 2 and (whole or run[1].facts.is_given):
                return 2, "surname-and-given"  # LASTNAME FIRSTNAME
            return 1, "surname-alone"
        return (1, "surname-told") if told else None
    if len(run) < 2:
        return None
    for count in range(2, min(len(run), 4) + 1):
        if run[count - 1].facts.is_strong and run[count - 1].facts.is_capital:
            return count, "surname-ending"
    if first.facts.is_initial and run[1].facts.is_particle:
        return next(i for i, word in enumerate(run) if i and word.is_capital) + 1, "initial-of"
    second = run[1].text
    means_a_thing = is_thing(second) and not is_listed_surname(second)  # column I: Åtgärd
    if first.facts.is_initial and run[1].facts.is_family and not means_a_thing:
        return 2, "initial-and-surname"
    if first.facts.is_initial and run[1].start - first.end > 1 and means_nothing(second):
        return 2, "initial-and-surname"  # S. Testaraghavan
    if told and not all(word.facts.is_initial for word in run[:3]):
        named = list(takewhile(lambda word: not means_something(word.text), run[:3]))
        return (len(named), "name-told") if len(named) > 1 - led else None
    if run[1].facts.is_family and means_something(first.text):
        return None  # Detaljplan Hamnen; a surname that is no other word goes by itself
    if whole and len(run) == 2 and run[1].facts.is_family and not means_a_thing:
        return 2, "surname-in-a-cell"
    unsure = run[1].lower.endswith(_UNSURE) and not is_listed_surname(run[1].text)
    if run[1].facts.is_family and len(first.text) > 2 and not unsure:
        count = 2
        while count < len(run) and (run[count].facts.is_family or run[count].facts.is_given):
            count += 1
        return count, "capitals-and-surname"
    return None


def _surname_after_a_word(text: str, tokens: Sequence[Word], at: int) -> tuple[int, str] | None:
    """A surname that is no other word, after a word that is no name: ``Ärende Testberg``."""
    word, before = tokens[at], tokens[at - 1] if at else None
    if before is None or not (word.facts.may_name and word.facts.is_family):
        return None
    if not (before.facts.may_name and means_something(before.text)) or word.text.isupper():
        return None
    if text[before.end : word.start] != " " or is_common(word.text) or is_other_name(word.text):
        return None
    sure = len(word.text) >= _LEAST_ALONE or is_listed_surname(word.text)
    return (1, "surname-after-a-word") if sure else None


def _family_first(text: str, tokens: Sequence[Word], at: int) -> tuple[int, str] | None:
    """``Testsson, Testa``: the given name must be known, or the surname sure."""
    if at + 1 >= len(tokens):
        return None
    family, given = tokens[at], tokens[at + 1]
    if not (family.facts.may_name and given.facts.may_name):
        return None
    if not _COMMA.fullmatch(text[family.end : given.start]):
        return None
    whole = len(tokens) <= 3
    if whole and family.facts.is_family and text.strip().startswith(family.text):
        return len(tokens), "surname-comma-given"
    if (family.facts.is_family and given.facts.is_given) or (
        whole and (given.facts.is_given or family.facts.is_strong)
    ):
        further = at + 2 < len(tokens) and tokens[at + 2].facts.is_given
        return 3 if further else 2, "surname-comma-given"
    return None


def _in_lower_case(text: str, tokens: Sequence[Word], at: int) -> tuple[int, str] | None:
    if at + 1 >= len(tokens) or tokens[at].facts.is_capital:
        return None
    first, second = tokens[at], tokens[at + 1]
    if (said := _said_to_be(text, tokens, at)) > 1:
        return said, "lower-case"
    gap = text[first.end : second.start]
    if len(gap) != 1 or gap not in " ._-+":
        return None
    sure = second.facts.is_strong and not is_listed_given(second.text)
    listed = gap != " " and is_listed_surname(second.text) and len(first.text) > 2
    unlike = second.facts.is_family and not (is_word(first.text) or is_word(second.text))
    if first.facts.is_given and (sure or listed or (unlike and len(second.text) >= _LEAST_ALONE)):
        return 2, "lower-case"
    if (
        gap in "._"
        and len(first.text) > 1
        and re.search(r"(?:sson|dotter|[qk]vist)$", second.lower)
    ):
        return 2, "lower-case"
    if gap in "._" and first.facts.is_strong and second.facts.is_given:
        return 2, "lower-case"
    return None


def _said_to_be(text: str, tokens: Sequence[Word], at: int) -> int:
    """How many words after ``mitt namn är`` are a name in small letters."""
    start = tokens[at].start
    if not at or tokens[at - 1].lower not in _LINKS:
        return 0
    if not _CALLED_SO.search(text[max(0, start - 20) : start]):
        return 0
    count = 0
    while count < min(LONGEST_NAME, len(tokens) - at):
        word = tokens[at + count]
        if word.lower in _ENDS_NAME or (is_common(word.text) and not word.facts.is_given):
            break
        if count and text[tokens[at + count - 1].end : word.start] not in {" ", "-"}:
            break
        count += 1
    return count


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
        if tokens[at].lower in _FIRMS:
            return True
        if not (tokens[at].facts.is_family or tokens[at].lower == "och"):
            return False
    return False


def is_body(text: str) -> bool:
    """Whether a text names a company, an authority, a school or a place."""
    return any(token.facts.is_body for token in words_of(text))

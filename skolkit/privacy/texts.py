"""One text, and what is known of its place, to the personal data in it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from skolkit.privacy.births import births
from skolkit.privacy.contacts import addresses, emails, phones
from skolkit.privacy.decoys import Around, ibans, judged
from skolkit.privacy.folding import View, plain
from skolkit.privacy.identity_numbers import Candidate, candidates
from skolkit.privacy.model import Decision, Kind, Span
from skolkit.privacy.name_words import words_of
from skolkit.privacy.names import names
from skolkit.privacy.topics import Topic
from skolkit.privacy.user_ids import told_ids

_OPENED = re.compile(r"(?:[^\W\d_][\w'-]*,?[ \"]+){1,4}[<\[]$")  # a name before <an address>
_OF_FOUR = ("fyra", "FYRA", "ontrollsiffror", "ast four")
_LAST_FOUR = re.compile(
    r"(?<![^\W\d_])(?:(?:de )?sista fyra|(?:de )?fyra sista|kontrollsiffror(?:na)?|last four)"
    r"(?: siffror(?:na)?| digits)?(?: är| are|:)? {1,2}(?P<four>[0-9]{4})(?![0-9])",
    re.IGNORECASE,
)
_REACH = 60  # characters; what stands further away in a long text is no neighbour
_LEAST_PART = 3  # letters of a part of an address that is looked for beside it


def find(text: str, around: Around) -> tuple[Span, ...]:
    """As ``spans``, with all that is known of the place."""
    view = plain(text)
    if not view.text.strip():
        return ()
    named = names(view)
    called = list(phones(view, around))
    found = [
        *(
            span
            for span in numbers(view, around, _beside(view, named))
            if around.topic.is_personal or not _is_phone(span, called)
        ),
        *(
            Span(Kind.PERSONNUMMER, *view.source(*place), "account-of-a-person")
            for place in ibans(view, of_persons=True)
        ),
        *_told_four(view),
        *told_ids(view),
        *emails(view, around),
        *called,
        *addresses(view),
        *births(view, around),
    ]
    found += names(view, _beside(view, found)) if _masks(found) else named
    return settle([*found, *_beside_addresses(view, found)])


def _told_four(view: View) -> Iterator[Span]:
    """Four digits that are called the last: ``sista fyra 1234``."""
    if any(word in view.text for word in _OF_FOUR):  # hardly any text: spares a search in all
        for match in _LAST_FOUR.finditer(view.text):
            span = view.source(*match.span("four"))
            yield Span(Kind.PERSONNUMMER, *span, "told-last-four")


def _masks(spans: Iterable[Span]) -> bool:
    return any(span.decision is Decision.MASK for span in spans)


def _beside(view: View, spans: Iterable[Span]) -> bytearray:
    """A byte for each folded character: 1 if something that is masked stands within reach."""
    zone = bytearray(len(view.text))
    for span in spans:
        if span.decision is Decision.MASK:
            start = max(0, bisect_left(view.origin, span.start) - _REACH)
            end = min(len(zone), bisect_left(view.origin, span.end) + _REACH)
            zone[start:end] = b"\1" * (end - start)
    return zone


def _beside_addresses(view: View, found: Sequence[Span]) -> Iterator[Span]:
    """Names before an e-mail address, and words that are parts of it: ``Testa <testa.t@...>``."""
    mails = [s for s in found if s.kind is Kind.EPOST and s.decision is Decision.MASK]
    words = words_of(view.text) if mails else []
    starts = [word.start for word in words]
    for mail in mails:
        at, end = bisect_left(view.origin, mail.start), bisect_left(view.origin, mail.end)
        inside = words[bisect_left(starts, at) : bisect_left(starts, end)]
        parts = {word.lower for word in inside[:3] if len(word.lower) >= _LEAST_PART}
        opened = _OPENED.search(view.text[max(0, at - _REACH) : at])
        named_from = at - len(opened[0]) if opened else at
        near = words[bisect_left(starts, at - _REACH) : bisect_left(starts, end + _REACH)]
        for word in near:
            span = view.source(word.start, word.end)
            if named_from <= word.start < at and word.facts.may_name:
                yield Span(Kind.NAMN, *span, "name-before-address")
            elif word.is_capital and word.lower in parts and not word.facts.is_body:
                yield Span(Kind.NAMN, *span, "name-of-address")


def numbers(view: View, around: Around, beside: bytearray) -> Iterable[Span]:
    """Numbers of persons in a folded text, judged; ``beside`` says where persons are near."""
    for one, rule in judged(candidates(view), view, around, beside):
        start, end = view.source(one.start, one.end)
        if rule:
            yield Span(one.kind, start, end, rule, Decision.KEEP)
        else:
            yield Span(one.kind, start, end, _rule(one, around.topic))


def _rule(one: Candidate, heading: Topic) -> str:
    if heading is Topic.ORG_NUMBER:
        return "orgnr-of-a-person"
    whole = one.kind in {Kind.PERSONNUMMER, Kind.SAMORDNINGSNUMMER} and len(one.digits) in {10, 12}
    return one.shape.value if one.checked or not whole else f"{one.shape.value}-wrong-check"


def _is_phone(number: Span, called: Iterable[Span]) -> bool:
    """Whether a number whose check digit fails is as well a telephone number."""
    return number.rule.endswith("wrong-check") and any(
        (one.start, one.end, one.decision) == (number.start, number.end, Decision.MASK)
        for one in called
    )


def settle(found: Sequence[Span]) -> tuple[Span, ...]:
    """Candidates without overlap: what is masked goes before what is kept, and grows together.

    Where two that are masked overlap, both are covered by one span of the kind of the longer; of
    equals, the first given.
    """
    masked: list[Span] = []
    for span in sorted(
        (span for span in found if span.decision is Decision.MASK),
        key=lambda span: (span.start, -span.end),
    ):
        last = masked[-1] if masked else None
        if last is None or span.start >= last.end:
            masked.append(span)
        elif span.end > last.end:
            longer = max(last, span, key=lambda one: one.end - one.start)
            masked[-1] = Span(longer.kind, last.start, span.end, longer.rule)
    taken = bytearray(max((span.end for span in found), default=0))
    for span in masked:
        taken[span.start : span.end] = b"\1" * (span.end - span.start)
    kept: list[Span] = []
    for span in found:
        if span.decision is Decision.KEEP and taken.find(1, span.start, span.end) < 0:
            taken[span.start : span.end] = b"\1" * (span.end - span.start)
            kept.append(span)
    return tuple(sorted((*masked, *kept), key=lambda span: span.start))

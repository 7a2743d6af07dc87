"""One text, and what is known of its place, to the personal data in it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from skolkit.privacy.births import births
from skolkit.privacy.contacts import addresses, emails, phones
from skolkit.privacy.decoys import Around, judged
from skolkit.privacy.folding import View, plain
from skolkit.privacy.identity_numbers import Candidate, candidates
from skolkit.privacy.model import Decision, Kind, Span
from skolkit.privacy.names import names, words_of
from skolkit.privacy.topics import Topic

_OPENED = re.compile(r"(?:[^\W\d_][\w'-]*,?[ \"]+){1,4}[<\[]$")  # a name before <an address>
_LEAST_PART = 3  # letters of a part of an address that is looked for beside it


def find(text: str, around: Around) -> tuple[Span, ...]:
    """As ``spans``, with all that is known of the place."""
    view = plain(text)
    if not view.text.strip():
        return ()
    named = names(view)
    around = Around(around.topic, around.is_personal or _masks(named))
    called = list(phones(view, around))
    found = [
        *(
            span
            for span in numbers(view, around)
            if around.topic.is_personal or not _is_phone(span, called)
        ),
        *emails(view, around),
        *called,
        *addresses(view),
        *births(view, around),
    ]
    found += names(view, beside_number=True) if _masks(found) else named
    return settle([*found, *_beside_addresses(view, found)])


def _masks(spans: Iterable[Span]) -> bool:
    return any(span.decision is Decision.MASK for span in spans)


def _beside_addresses(view: View, found: Sequence[Span]) -> Iterator[Span]:
    """Words of a text that are parts of an e-mail address in it: ``Testa <testa.t@...>``."""
    mails = [s for s in found if s.kind is Kind.EPOST and s.decision is Decision.MASK]
    if not mails:
        return
    words = [(word, view.source(word.start, word.end)) for word in words_of(view.text)]
    parts: set[str] = set()
    for mail in mails:
        inside = [w.lower for w, (start, end) in words if mail.start <= start and end <= mail.end]
        parts.update(part for part in inside[:3] if len(part) >= _LEAST_PART)
    for word, (start, end) in words:
        if word.is_capital and word.lower in parts and not word.facts.is_body:
            yield Span(Kind.NAMN, start, end, "name-of-address")
    for mail in mails:
        opened = _OPENED.search(view.text[: bisect_left(view.origin, mail.start)])
        for word, (start, end) in words if opened else ():
            if opened and opened.start() <= word.start < opened.end() and word.facts.may_name:
                yield Span(Kind.NAMN, start, end, "name-before-address")


def numbers(view: View, around: Around) -> Iterable[Span]:
    """Numbers of persons in a folded text, judged."""
    for one, rule in judged(candidates(view), view, around):
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

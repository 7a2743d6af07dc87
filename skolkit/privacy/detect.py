"""Texts and sheets to the personal data in them: what is masked, and what was kept and why."""

from __future__ import annotations

from collections.abc import Iterable

from skolkit.privacy.births import births
from skolkit.privacy.contacts import addresses, emails, phones
from skolkit.privacy.decoys import Around, pardon
from skolkit.privacy.folding import View, plain
from skolkit.privacy.identity_numbers import Candidate, candidates
from skolkit.privacy.model import Decision, Kind, Span
from skolkit.privacy.names import names
from skolkit.privacy.topics import Topic, topic


def spans(text: str, heading: str = "") -> tuple[Span, ...]:
    """Find personal data in one text.

    Args:
        text: a cell, a name of a file or sheet, a line of a page.
        heading: the heading of its column, if it has one.

    Returns:
        Candidates in order, without overlap; those to be masked, and those that looked like
        personal data and are kept by a named rule.
    """
    return find(text, Around(topic(heading)))


def find(text: str, around: Around) -> tuple[Span, ...]:
    """As ``spans``, with all that is known of the place."""
    view = plain(text)
    if not view.text.strip():
        return ()
    named = names(view)
    masks_name = any(span.decision is Decision.MASK for span in named)
    around = Around(around.topic, around.is_personal or masks_name)
    called = list(phones(view, around))
    found = [
        *(span for span in numbers(view, around) if not _is_phone(span, called)),
        *emails(view, around),
        *called,
        *addresses(view),
        *births(view, around),
        *named,
    ]
    return settle(found)


def numbers(view: View, around: Around) -> Iterable[Span]:
    """Numbers of persons in a folded text, judged."""
    for one in candidates(view):
        start, end = view.source(one.start, one.end)
        if rule := pardon(one, view, around):
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


def settle(found: Iterable[Span]) -> tuple[Span, ...]:
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
    kept: list[Span] = []
    for span in found:
        if span.decision is Decision.KEEP and not any(
            span.start < other.end and other.start < span.end for other in (*masked, *kept)
        ):
            kept.append(span)
    return tuple(sorted((*masked, *kept), key=lambda span: span.start))

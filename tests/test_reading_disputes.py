"""Digits that readers dispute all over a page are doubted wherever they are disputed."""

from __future__ import annotations

from skolkit.model import Doubt
from skolkit.reading.disputes import FEWEST, doubt_disputed_digits
from skolkit.reading.vote import Verdict


def verdict(text: str, *rivals: str, doubt: Doubt | None = None) -> Verdict:
    return Verdict(text, tuple(float(n) for n in range(len(text))), 0.97, doubt, ("a", "b"), rivals)


def test_a_pair_disputed_again_and_again_is_not_settled_by_a_majority() -> None:
    often = [verdict(f"{n}66", f"{n}60") for n in range(1, FEWEST + 1)]
    other = [verdict("125"), verdict("766"), verdict("341", "347"), None]
    doubted = doubt_disputed_digits([*often, *other])
    assert [v.doubt for v in doubted[:FEWEST] if v] == [Doubt.READERS_DISAGREE] * FEWEST
    assert doubted[FEWEST:] == other, "undisputed, or disputed once"


def test_few_disputes_among_many_prints_are_single_slips() -> None:
    # 200 prints of 6 and of 0: four disputes of them are a fiftieth, less than a twenty-fifth.
    plain = [verdict("60") for _ in range(200)]
    disputed = [verdict(f"{n}6", f"{n}0") for n in range(1, FEWEST + 1)]
    assert doubt_disputed_digits([*plain, *disputed]) == [*plain, *disputed]


def test_other_differences_are_no_disputes_of_digits() -> None:
    said = [verdict(f"{n}6,5", f"{n}65") for n in range(10)] + [verdict("1B", "18")] * 10
    assert doubt_disputed_digits(said) == said


def test_a_doubt_that_stands_is_kept() -> None:
    said = [verdict(f"{n}66", f"{n}60", doubt=Doubt.LOW_CONFIDENCE) for n in range(9)]
    assert doubt_disputed_digits(said) == said

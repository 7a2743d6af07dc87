"""Published amounts: what may be added is added exactly, and all else is refused with a reason."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations
from pathlib import Path

import pandas as pd
import pytest
from table_rows import plain

from skolkit.problems import Problem
from skolkit.tables.rows import CostRow, Tables
from skolkit.tables.series import NotSummable, assign_series, counted_once, total
from skolkit.tables.series_decisions import Rule, SeriesDecisions, read_series

ROOT = Path(__file__).parents[1]
DECISIONS = read_series(
    (ROOT / "data/review/public-record/series.toml").read_text(encoding="utf-8")
)


def published() -> dict[str, CostRow]:
    """The public record as it is printed, with the series that were decided."""
    path = ROOT / "data/raw/public-record/costs.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = [
            plain(
                CostRow,
                cost_id=row["cost_id"],
                document="costs.csv",
                row=number,
                amount_sek=Decimal(row["amount_sek"]),
                amount_as_published=row["amount_as_published"],
                scope=row["scope"],
                is_estimate=row["is_estimate"] == "true",
                qualifier=row["note"].split("]")[0].strip("["),
            )
            for number, row in enumerate(csv.DictReader(file), start=2)
        ]
    tables = assign_series(Tables(tuple(rows), (), (), (), ()), DECISIONS)
    assert tables.problems == ()
    return {row.cost_id: row for row in tables.costs}


COSTS = published()
MODULES = [COSTS[f"C0{n}"] for n in range(26, 34)]


def refused(*rows: object, ours: str = "") -> str:
    with pytest.raises(NotSummable) as raised:
        total(rows, ours=ours, decisions=DECISIONS)
    assert raised.value.rows
    return raised.value.reason


# --- the public record, worked by hand --------------------------------------------------------


def test_every_published_cost_has_its_series() -> None:
    assert len(COSTS) == 63
    assert all(row.series for row in COSTS.values())
    assert len(DECISIONS.placed) == 63


def test_the_eight_modules() -> None:
    # 7.8 + 8.6 + 6.2 + 5.4 + 45.0 + 20.2 + 16.7 + 9.3 = 119.2 million, each rounded to 0.1
    made = total(MODULES)
    assert made.amount == Decimal(119_200_000)
    assert (made.bound("sv"), made.bound("en"), made.estimated) == ("exakt", "exactly", True)
    whole = COSTS["C025"].amount_sek
    assert whole == Decimal(119_253_000)
    assert abs(whole - made.amount) == 53_000 <= 8 * 50_000
    assert refused(*MODULES, COSTS["C025"]).startswith("a whole is not added to what it contains")
    assert refused(*MODULES, COSTS["C024"], ours="x").startswith("a whole is not added")
    assert refused(MODULES[0], MODULES[0]).startswith("the same row is there twice")


def test_the_fine_is_one() -> None:
    fines = [COSTS[each] for each in ("C041", "C049", "C059")]
    assert "En och samma sanktionsavgift" in refused(*fines)
    assert refused(*fines, ours="alla domar").startswith("the rows tell one and the same amount")
    once = counted_once(fines)
    assert once == [COSTS["C059"]]
    assert total(once).amount == Decimal(4_000_000)
    assert refused(*once, COSTS["C042"], ours="x").startswith("what could have been decided")


def test_project_and_what_came_beyond_it_only_as_our_arithmetic() -> None:
    rows = [COSTS["C022"], COSTS["C034"]]
    assert refused(*rows) == "different series are added only as our own arithmetic (ours=...)"
    made = total(rows, ours="projektbudget plus kostnader utöver den, vår uträkning")
    assert made.amount == Decimal(953_000_000)  # 695 + 258
    assert (made.bound("sv"), made.bound("en")) == ("omkring", "about")
    assert made.estimated
    assert made.ours == "projektbudget plus kostnader utöver den, vår uträkning"
    assert total([COSTS["C016"], COSTS["C024"]], ours="139 + 119").amount == Decimal(258_000_000)
    for one, other in (("C034", "C016"), ("C034", "C025"), ("C036", "C022"), ("C014", "C017")):
        assert refused(COSTS[one], COSTS[other], ours="x").startswith("a whole is not added")


def test_successive_budgets_of_one_project() -> None:
    assert refused(COSTS["C005"], COSTS["C011"]).startswith("each amount replaces the one before")
    assert refused(COSTS["C005"], COSTS["C060"], ours="x").startswith("each amount replaces")


def test_hours_times_rate_is_the_invoice_and_a_rate_is_no_cost() -> None:
    rate = COSTS["C009"]
    printed = re.match(r"([0-9.]+),([0-9]{2}) kronor per timme", rate.amount_as_published)
    assert printed
    exact = Decimal(f"{printed[1].replace('.', '')}.{printed[2]}")
    assert exact == Decimal("2362.50")
    assert exact * 240 == COSTS["C010"].amount_sek == Decimal(567_000)
    assert refused(rate, COSTS["C010"], ours="x").startswith("a price or cost for each hour")
    assert refused(COSTS["C010"], COSTS["C021"], ours="x").startswith("a whole is not added")


def test_offers_are_no_costs() -> None:
    assert refused(COSTS["C051"], COSTS["C059"], ours="x").startswith("an offer that was never")


def test_one_off_costs_are_parts() -> None:
    assert total([COSTS["C017"], COSTS["C018"]]).amount == Decimal(93_800_000)  # 71.5 + 22.3


def test_one_row_is_its_own_total() -> None:
    made = total([COSTS["C062"]])
    assert (made.amount, made.bound("sv")) == (Decimal(300_000_000), "mer än")
    assert total([COSTS["C042"]]).bound("en") == "at most"


def test_no_two_rows_are_added_silently_but_parts() -> None:
    """Of all pairs, only those of two modules and of the two one-off costs give a sum."""
    summed = set()
    for pair in combinations(COSTS.values(), 2):
        try:
            total(pair)
        except NotSummable as refusal:
            assert refusal.reason
        else:
            summed.add(frozenset(row.series for row in pair))
    assert summed == {
        frozenset({"parts:platform/beyond-project/2018-2019/2019/modules"}),
        frozenset({"parts:platform/beyond-project/2018-2019/2018/one-off"}),
    }


def test_a_new_row_without_a_decision_is_told_and_added_to_nothing() -> None:
    new = plain(CostRow, cost_id="C064", document="costs.csv", row=65, amount_sek=Decimal(1))
    tables = assign_series(Tables((*COSTS.values(), new), (), (), (), ()), DECISIONS)
    assert tables.costs[-1].series == ""
    assert tables.problems == (
        Problem("W_NO_SERIES", "costs.csv", detail="1 rows, the first is row 65"),
    )
    assert refused(new, COSTS["C059"], ours="x").startswith("nobody has decided")
    assert total([new]).amount == 1


# --- any rows ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Other:
    series: str
    amount: Decimal | None
    qualifier: str = ""
    is_estimate: bool | None = None
    duplicate_of: str = ""
    row_id: str = "r"


def other(number: int, series: str = "parts:a", **more: object) -> Other:
    return replace(Other(series, Decimal(number), row_id=f"r{number}"), **more)  # type: ignore[arg-type]


def test_rows_of_the_analysis_and_of_frames_are_added_alike() -> None:
    assert total([other(1), other(2)]).amount == 3
    frame = pd.DataFrame(
        {"series": ["parts:a"] * 2, "amount_sek": [Decimal("0.10"), Decimal("0.20")]},
        index=["x", "y"],
        dtype=object,
    )
    records = [{**record, "row_id": n} for n, record in enumerate(frame.to_dict("records"), 1)]
    assert total(records).amount == Decimal("0.30")


@pytest.mark.parametrize(
    ("rows", "ours", "told"),
    [
        ([other(1), other(2, amount=None)], "x", "the amount is not known"),
        ([other(1), other(2, duplicate_of="r1")], "x", "the row repeats another one"),
        ([other(1, qualifier="golv"), other(2, qualifier="exakt")], "", "different qualifiers"),
        ([other(1, qualifier="golv"), other(2, qualifier="tak")], "x", "at least and at most"),
        ([other(1, is_estimate=True), other(2, is_estimate=False)], "", "estimates and decided"),
        ([other(1), other(2, "parts:a/b")], "x", "a whole is not added"),
        ([other(1), other(2, "parts:ab")], "", "different series"),
        ([other(1, "unclear:a"), other(2, "free:b")], "x", "the source does not say"),
        ([other(1, "counts:a"), other(2, "same:a")], "x", "one of the rows stands for all"),
    ],
)
def test_refusals(rows: list[Other], ours: str, told: str) -> None:
    assert refused(*rows, ours=ours).startswith(told)


@pytest.mark.parametrize(
    ("qualifiers", "sv"),
    [
        (("exakt", "golv"), "mer än"),
        (("cirka", "golv"), "mer än omkring"),
        (("tak", "cirka", "exakt"), "högst omkring"),
        (("exakt", "cirka"), "omkring"),
        (("exakt", "exakt"), "exakt"),
        (("", ""), ""),
    ],
)
def test_bounds_in_words(qualifiers: tuple[str, ...], sv: str) -> None:
    rows = [other(n, qualifier=each) for n, each in enumerate(qualifiers, 1)]
    assert total(rows, ours="vår uträkning").bound("sv") == sv


def test_nothing_and_nonsense_are_faults() -> None:
    with pytest.raises(ValueError, match="no rows"):
        total([])
    with pytest.raises(ValueError, match="rule:path"):
        total([other(1, "modules")])


# --- the file ---------------------------------------------------------------------------------


def test_a_decision_may_name_its_document_and_unused_ones_are_told() -> None:
    decisions = read_series(
        '[[series]]\npath = "a"\nrule = "free"\ncosts = ["1"]\nreason = "x"\n'
        '[[series]]\npath = "b"\nrule = "same"\ncosts = ["1", "2"]\nreason = "y"\n'
        'document = "b.pdf"\n'
    )
    rows = tuple(plain(CostRow, cost_id="1", document=name) for name in ("a.pdf", "b.pdf"))
    tables = assign_series(Tables(rows, (), (), (), ()), decisions)
    assert [row.series for row in tables.costs] == ["free:a", "same:b"]
    assert tables.problems == (
        Problem("W_UNUSED_DECISION", "series.toml", detail="costs that are not there: 2"),
    )
    assert assign_series(tables, SeriesDecisions()) is tables


ENTRY = '[[series]]\npath = "a"\nrule = "same"\ncosts = ["1", "2"]\nreason = "x"\n'


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[[serie]]", "unknown key 'serie'"),
        ("[series]", "series are written as [[series]]"),
        (ENTRY + "cost = 1", "[[series]] number 1: unknown key 'cost'"),
        (ENTRY.replace('"a"', '"A b"'), "[[series]] number 1: path must be words"),
        (ENTRY.replace("same", "sum"), "rule must be one of parts, same, successive"),
        (ENTRY.replace("same", "counts"), "rule must be one of"),
        (ENTRY.replace('reason = "x"', ""), "[[series]] number 1: reason is missing"),
        (ENTRY.replace('["1", "2"]', "[]"), "costs must be a list"),
        (ENTRY + 'counts = "3"', "counts must be one of the costs"),
        (ENTRY + ENTRY, "[[series]] number 2: path 'a' has a series of its own above"),
        (ENTRY + ENTRY.replace('"a"', '"b"'), "[[series]] number 2: 1 is in another series"),
    ],
)
def test_a_bad_file_is_told_by_entry_and_key(text: str, told: str) -> None:
    with pytest.raises(ValueError) as raised:
        read_series(text)
    assert told in str(raised.value)


def test_every_rule_that_does_not_add_says_why() -> None:
    for rule in Rule:
        assert bool(rule.reason) != rule.adds

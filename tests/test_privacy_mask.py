"""Masking: labels instead of values, nothing lost in silence, decisions of persons obeyed."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from skolkit.model import Cell, Doubt, Sheet
from skolkit.privacy.decisions import PrivacyDecisions, read_privacy, settle_found
from skolkit.privacy.mask import Labels, mask_sheet
from skolkit.privacy.model import Decision, Found, Kind, Span
from skolkit.privacy.review import review

PNR = "20040101-2398"  # of Skatteverket's published test series


def numbers(text: str) -> list[Span]:
    """A detector for these tests only: twelve digits with a hyphen, and addresses."""
    found = [
        Span(Kind.PERSONNUMMER, m.start(), m.end(), "test")
        for m in re.finditer(r"[0-9]{8}-[0-9]{4}", text)
    ]
    mails = re.finditer(r"[a-z.]+@[a-z.]+", text)
    return found + [Span(Kind.EPOST, m.start(), m.end(), "test") for m in mails]


def sheet(*cells: Cell, name: str = "Blad1") -> Sheet:
    return Sheet("d-1#1", "d-1", "lista.csv", name, cells)


def found_in(one: Sheet) -> list[Found]:
    return [
        Found(one.sheet_id, c.row, c.column, c.page, span, c.raw)
        for c in one.cells
        for span in numbers(c.raw)
    ]


def masked(one: Sheet) -> Sheet:
    return mask_sheet(one, one, found_in(one), Labels(numbers))


def test_a_value_becomes_a_label_wherever_it_stands_in_the_text():
    one = sheet(Cell(2, 1, f"Betyg för {PNR} och {PNR}", f"Betyg för {PNR} och {PNR}"))
    (cell,) = masked(one).cells
    assert cell.raw == "Betyg för [personnummer 1] och [personnummer 1]"
    assert cell.value == cell.raw
    assert cell.doubt is None


def test_the_same_value_has_the_same_label_in_all_spellings_and_another_value_another():
    labels = Labels(numbers)
    assert labels.label(Kind.PERSONNUMMER, PNR) == "[personnummer 1]"
    assert labels.label(Kind.PERSONNUMMER, "040101 2398") == "[personnummer 1]"
    assert labels.label(Kind.PERSONNUMMER, "20040102-2389") == "[personnummer 2]"


def test_a_masked_figure_leaves_no_value_and_a_doubt():
    one = sheet(Cell(2, 1, "200401012398", Decimal("200401012398"), method="xlsx/value"))
    whole = [Found("d-1#1", 2, 1, None, Span(Kind.PERSONNUMMER, 0, 12, "test"), "")]
    (cell,) = mask_sheet(one, one, whole, Labels(numbers)).cells
    assert (cell.raw, cell.value, cell.doubt) == ("[personnummer 1]", None, Doubt.MASKED)


def test_a_birth_date_keeps_at_most_its_year():
    labels = Labels(numbers)
    assert labels.label(Kind.FODELSEDATUM, "2004-01-01") == "[född 2004]"
    assert labels.label(Kind.FODELSEDATUM, "040101") == "[födelsedatum 1]"


def test_an_address_keeps_its_domain_only_where_that_is_an_organisation():
    shown = Labels(numbers, shows_domain=lambda domain: domain == "stad.example")
    assert shown.label(Kind.EPOST, "en.person@stad.example") == "[e-post 1]@stad.example"
    assert shown.label(Kind.EPOST, "en.person@hemma.example") == "[e-post 2]"


def test_names_notes_and_other_readings_are_masked_too():
    one = Sheet(
        "d-1#1", "d-1", f"{PNR}.csv", f"Elev {PNR}",
        (Cell(1, 1, "214", Decimal(214), rivals=("215", PNR)),), notes=(f"{PNR} saknas",),
    )  # fmt: skip
    made = masked(one)
    assert PNR not in repr(made)
    assert made.cells[0].rivals == ("215",)
    assert made.cells[0].value == Decimal(214)


def test_kept_candidates_stay_as_they_are():
    one = sheet(Cell(2, 1, PNR, PNR))
    kept = [Found("d-1#1", 2, 1, None, Span(Kind.PERSONNUMMER, 0, 13, "t", Decision.KEEP), "")]
    assert mask_sheet(one, one, kept, Labels(numbers)).cells == one.cells


def test_needles_are_values_that_say_something_wherever_they_are_found():
    labels = Labels(numbers)
    for kind, value in (
        (Kind.PERSONNUMMER, PNR), (Kind.NAMN, "Inga"), (Kind.NAMN, "Inga Verkligsson"),
        (Kind.PERSONNUMMER, "2398"), (Kind.EPOST, "a@b.example"),
    ):  # fmt: skip
        labels.label(kind, value)
    assert labels.needles == (PNR, "Inga Verkligsson", "a@b.example")


DECIDED = """
[[decision]]
document = "lista.csv"
column = "A"
kind = "personnummer"
decision = "keep"
reason = "Numren är ärendenummer"
by = "Redaktionen"

[protected]
decision = "mask"
reason = "Raderna behövs inte"
by = "Redaktionen"
"""


def test_a_decision_fits_its_place_and_kind_only():
    decisions = read_privacy(DECIDED)
    one = sheet(Cell(1, 1, PNR, PNR), Cell(1, 2, PNR, PNR))
    settled = settle_found(one, found_in(one), decisions)
    assert [each.span.decision for each in settled] == [Decision.KEEP, Decision.MASK]


def test_protected_identities_follow_their_own_decision():
    one = sheet(Cell(1, 1, PNR, PNR))
    hidden = [Found("d-1#1", 1, 1, None, Span(Kind.SKYDDAD, 0, 13, "word"), "")]
    kept = read_privacy(DECIDED.replace('"mask"', '"keep"'))
    assert settle_found(one, hidden, kept)[0].span.decision is Decision.KEEP
    assert settle_found(one, hidden, PrivacyDecisions())[0].span.decision is Decision.MASK


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ('[protected]\ndecision = "mask"\nby = "x"', "reason"),
        ('[[decision]]\ndocument = "a"\ndecision = "hide"\nreason = "r"\nby = "b"', "decision"),
        ('[[decision]]\ndocument = "a"\nkolumn = "C"', "kolumn"),
        ('[[decision]]\ndocument = "a"\ncolumn = "c3"', "column"),
        ('[[decision]]\ndocument = "a"\nkind = "skostorlek"', "kind"),
        ('[[decision]]\ndocument = "a"\nkind = "skyddad uppgift"', "protected"),
        ("[skydd]\n", "skydd"),
    ],
)
def test_a_file_of_decisions_that_cannot_be_used_says_which_key(text, names):
    with pytest.raises(ValueError, match=names):
        read_privacy(text)


def test_a_review_tells_places_and_kinds_and_never_the_data():
    one = sheet(Cell(3, 2, f"se {PNR}", f"se {PNR}", page=4))
    made = review([one], found_in, PrivacyDecisions(), "heap", demo=True)
    (row,) = made.rows
    assert (row.cell, row.kind, row.start, row.end, row.demo) == ("B3", "personnummer", 3, 16, True)
    (problem,) = made.problems
    assert (problem.code, problem.page, problem.detail) == ("W_PII", 4, "1 personnummer")
    assert PNR not in repr(made.rows) + repr(made.problems)
    assert made.undecided == ()


def test_protected_identities_stay_undecided_until_a_person_decides():
    one = sheet(Cell(3, 2, "Kråkvik", "Kråkvik"))
    hidden = [Found("d-1#1", 3, 2, None, Span(Kind.SKYDDAD, 0, 7, "word"), "")]
    made = review([one], lambda _: hidden, PrivacyDecisions(), "heap", demo=False)
    assert [p.code for p in made.problems] == ["W_PROTECTED"]
    assert [(p.code, p.detail) for p in made.undecided] == [("E_PROTECTED", "rows 3")]
    decided = review([one], lambda _: hidden, read_privacy(DECIDED), "heap", demo=False)
    assert decided.undecided == ()

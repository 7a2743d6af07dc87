"""What stands twice is counted once and told; what only looks alike is counted twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from random import Random
from time import process_time

import pytest
from table_rows import plain
from tables_sheets import COLLECTION, sheet

from skolkit.model import Cell, Doubt, Sheet
from skolkit.problems import Problem, SkolkitError
from skolkit.tables.build import build_tables
from skolkit.tables.decisions import read_decisions
from skolkit.tables.duplicates import link_duplicates
from skolkit.tables.entities import assign_suppliers
from skolkit.tables.page_copies import page_copies
from skolkit.tables.rows import CostRow, InvoiceRow, MessageRow, Tables
from skolkit.tables.settle import settle_tables
from skolkit.tables.violations import violations

OCR, TEXT_LAYER, NATIVE = "ocr/a+b", "text-layer", "csv/text"
HEADING = ["Fakturanr", "Fakturadatum", "Leverantör", "Text", "Belopp exkl. moms (kr)"]


def ledger(year: int = 2021, month: int = 3, rows: int = 12, first: int = 7100) -> list[list[str]]:
    """A list of invoices under a title; amounts depend on the month."""
    random = Random(f"{year}-{month}")  # noqa: S311
    lines = [
        [
            str(first + n),
            f"{year}-{month:02}-{n + 1:02}",
            ("Alfa Konsult AB", "Beta Data HB")[n % 2],
            f"Konsultarvode del {n + 1}",
            f"{random.randrange(1000, 99999)},{random.randrange(10, 99)}",
        ]
        for n in range(rows)
    ]
    return [[f"Fakturor {year}-{month:02}"], HEADING, *lines]


def paper(rows: Sequence[Sequence[str]], document: str, method: str = OCR, **more: object) -> Sheet:
    return sheet(rows, document=document, method=method, **more)  # type: ignore[arg-type]


def linked(*sheets: Sheet, received: Sequence[Problem] = ()) -> Tables:
    tables = assign_suppliers(build_tables(COLLECTION, sheets))
    tables = link_duplicates(tables, COLLECTION, received)
    assert violations("duplicates", tables.duplicates) == ()
    return tables


def counted(tables: Tables) -> list[InvoiceRow]:
    return [row for row in tables.invoices if not row.duplicate_of and row.row_kind == "row"]


def net(tables: Tables) -> Decimal:
    return sum((row.net_sek for row in counted(tables) if row.net_sek), Decimal(0))


def kinds(tables: Tables) -> list[str]:
    return [row.kind for row in tables.duplicates]


def differs(tables: Tables) -> list[Problem]:
    return [problem for problem in tables.problems if problem.code == "W_COPY_DIFFERS"]


def changed(rows: list[list[str]], row: int, column: int, text: str) -> list[list[str]]:
    made = [list(line) for line in rows]
    made[row - 1][column - 1] = text
    return made


# --- pages ------------------------------------------------------------------------------------


def test_a_page_scanned_twice_is_counted_once() -> None:
    once = linked(paper(ledger(), "a.pdf"))
    twice = linked(paper(ledger(), "a.pdf"), paper(ledger(), "b.pdf"))
    assert net(twice) == net(once) > 0
    assert {row.document for row in counted(twice)} == {"a.pdf"}
    assert sorted(set(kinds(twice))) == ["same-document", "same-page", "same-row"]
    page = next(row for row in twice.duplicates if row.kind == "same-page")
    assert (page.document, page.page, page.of_document, page.of_page) == ("b.pdf", 3, "a.pdf", 3)
    assert not differs(twice)
    [told] = [p for p in twice.problems if p.code == "W_NEAR_DUPLICATE"]
    assert told.file == "b.pdf"
    assert told.detail.startswith("page 3: ")
    assert told.detail.endswith(" figures stand in a.pdf")


def test_a_page_that_stands_in_a_dozen_files_is_counted_once() -> None:
    names = [f"{letter}.pdf" for letter in "abcdefghijkl"]
    tables = linked(*(paper(ledger(), name) for name in names))
    assert net(tables) == net(linked(paper(ledger(), "a.pdf"))) > 0
    told = [p.file for p in tables.problems if p.code == "W_NEAR_DUPLICATE"]
    assert sorted(told) == names[1:]


def test_slips_of_a_reader_do_not_hide_a_copy() -> None:
    rows = ledger()
    bad = changed(changed(rows, 4, 1, "71O1"), 6, 4, "Konsu1tarvode dcl 4")
    bad = changed(bad, 8, 5, "88 888,88")
    tables = linked(
        paper(rows, "a.pdf", TEXT_LAYER), paper(bad, "b.pdf", doubts={(8, 5): Doubt.LOW_CONFIDENCE})
    )
    assert net(tables) == net(linked(paper(rows, "a.pdf")))
    assert {row.document for row in counted(tables)} == {"a.pdf"}
    # The doubted amount is told; the row is counted once all the same.
    assert [problem.page for problem in differs(tables)] == [3]
    assert "net_sek in rows 8, against a.pdf" in differs(tables)[0].detail


def test_another_figure_in_a_copy_is_told_and_counted_once() -> None:
    tables = linked(paper(ledger(), "a.pdf"), paper(changed(ledger(), 5, 5, "1 234,50"), "b.pdf"))
    assert len(counted(tables)) == 12
    assert [problem.file for problem in differs(tables)] == ["b.pdf"]
    [row] = [row for row in tables.duplicates if "net_sek" in row.differs]
    assert "1234.50 / " in row.differs


@pytest.mark.parametrize(
    "other",
    [
        ledger(2021, 4),  # the same form, another month
        ledger(2021, 3, first=8100)[:1] + ledger(2021, 4)[1:],
        [["Fakturor 2021-04"], *ledger()[1:]],  # a standing bill: only the title tells
    ],
    ids=["figures", "dates", "title"],
)
def test_the_same_form_with_other_figures_is_no_copy(other: list[list[str]]) -> None:
    assert page_copies([paper(ledger(), "a.pdf"), paper(other, "b.pdf")]) == ()


def test_a_running_column_makes_another_page() -> None:
    """Standing monthly amounts: all figures agree but the dates of every row."""
    march = [[f"K{n}", "2021-03-31", str(n * 1111), str(n * 777), str(n * 333)] for n in range(9)]
    april = [[row[0], "2021-04-30", *row[2:]] for row in march]
    assert page_copies([paper(march, "a.pdf"), paper(april, "b.pdf")]) == ()
    assert len(page_copies([paper(march, "a.pdf"), paper(march, "b.pdf")])) == 1


def test_a_print_of_a_file_is_its_copy_and_the_file_is_kept() -> None:
    tables = linked(paper(ledger(), "a.pdf"), paper(ledger(), "lista.csv", NATIVE))
    assert {row.document for row in counted(tables)} == {"lista.csv"}
    assert len(counted(tables)) == 12


def test_better_evidence_is_kept_whatever_the_order() -> None:
    ways = {"a.pdf": OCR, "b.pdf": TEXT_LAYER, "c.csv": NATIVE}
    for names in (["a.pdf", "b.pdf"], ["b.pdf", "c.csv"], ["a.pdf", "b.pdf", "c.csv"]):
        sheets = [paper(ledger(), name, ways[name]) for name in names]
        first, second = linked(*sheets), linked(*sheets[::-1])
        assert {row.document for row in counted(first)} == {names[-1]}
        assert first.duplicates == second.duplicates
        assert first.invoices == second.invoices
        roots = {row.row_id for row in counted(first)}
        assert all(row.duplicate_of in roots for row in first.invoices if row.duplicate_of)


def test_part_of_a_longer_list_is_linked_line_by_line() -> None:
    tables = linked(paper(ledger(rows=25), "a.pdf"), paper(ledger(rows=25)[:12], "b.pdf"))
    assert len(counted(tables)) == 25
    assert "same-lines" in kinds(tables) or "same-document" in kinds(tables)


def test_tables_of_no_known_kind_are_compared_too() -> None:
    rows = [["Rum", "Yta", "Elever"]] + [[f"Sal {n}", f"{n * 17},5", str(n * 3)] for n in range(9)]
    tables = linked(paper(rows, "a.pdf"), paper(rows, "b.pdf"))
    assert kinds(tables) == ["same-document", "same-page"]


def test_what_the_reading_left_out_is_linked() -> None:
    received = [
        Problem("W_DUPLICATE", "kopia.pdf", detail="a.pdf"),
        Problem("W_DUPLICATE_PAGE", "a.pdf", page=5, detail="as page 3"),
    ]
    tables = linked(paper(ledger(), "a.pdf"), received=received)
    assert [(r.kind, r.document, r.page, r.of_document, r.of_page) for r in tables.duplicates] == [
        ("same-file", "kopia.pdf", None, "a.pdf", None),
        ("same-page", "a.pdf", 5, "a.pdf", 3),
    ]


# --- invoices ---------------------------------------------------------------------------------


def invoice(place: str, row: int, **more: object) -> InvoiceRow:
    """A row of the sheet ``place``, of the document of that name."""
    given = {
        "supplier": "Alfa AB",
        "invoice_date": date(2021, 3, 1),
        "invoice_date_precision": "day",
        "net_sek": Decimal(1000),
        **more,
    }
    return plain(
        InvoiceRow,
        row_id=f"invoices:{place}#1!R{row}",
        sheet_id=f"{place}#1",
        document=place,
        document_id=place,
        row=row,
        **given,
    )


def rows_linked(*rows: InvoiceRow) -> dict[str, str]:
    """Short names of the rows that repeat others."""
    sheets = tuple(
        Sheet(f"{name}#1", name, name, "x", (Cell(1, 1, "x", method=NATIVE),)) for name in "ab"
    )
    tables = assign_suppliers(Tables((), (), (), sheets, (), invoices=rows))
    made = link_duplicates(tables, COLLECTION).invoices

    def short(row_id: str) -> str:
        return row_id.removeprefix("invoices:").replace("#1!R", "")

    return {short(row.row_id): short(row.duplicate_of) for row in made if row.duplicate_of}


def test_invoice_in_ledger_and_list() -> None:
    number = {"invoice_no": "F-7101"}
    assert rows_linked(invoice("a", 2, **number), invoice("b", 5, **number)) == {"b5": "a2"}
    spelled = invoice("b", 5, invoice_no="f 7101", supplier="ALFA Aktiebolag")
    assert rows_linked(invoice("a", 2, **number), spelled) == {"b5": "a2"}
    voucher = {"voucher": "A1901"}
    assert rows_linked(invoice("a", 2, **voucher), invoice("b", 5, **voucher)) == {"b5": "a2"}


@pytest.mark.parametrize(
    "other",
    [
        {"supplier": "Beta AB"},
        {"invoice_no": "F-7102"},
        {"net_sek": Decimal(-1000)},  # a credit note
        {"net_sek": Decimal(1200), "invoice_date": date(2021, 4, 1)},
    ],
)
def test_what_is_another_invoice(other: dict[str, object]) -> None:
    first = invoice("a", 2, invoice_no="F-7101")
    assert rows_linked(first, replace(invoice("b", 5, invoice_no="F-7101"), **other)) == {}  # type: ignore[arg-type]


def test_one_document_is_no_copy_of_itself() -> None:
    """Two equal monthly invoices, or one that was paid twice, are leads and no duplicates."""
    rows = [invoice("a", row, invoice_no="F-7101") for row in (2, 3)]
    assert rows_linked(*rows) == {}
    plain_rows = [invoice("a", row, description="Hyra") for row in (2, 3)]
    assert rows_linked(*plain_rows) == {}
    # Twice in both places: two invoices, each of them once.
    more = [invoice("b", row, invoice_no="F-7101") for row in (7, 8)]
    assert rows_linked(*rows, *more) == {"b7": "a2", "b8": "a3"}
    assert rows_linked(rows[0], *more) == {"b7": "a2"}


def test_lines_of_an_invoice_are_their_sum() -> None:
    lines = [invoice("a", 2 + n, invoice_no="F-7101", net_sek=Decimal(v)) for n, v in
             enumerate((100, 250, 650))]  # fmt: skip
    assert rows_linked(*lines, invoice("b", 5, invoice_no="F-7101")) == {"b5": "a2"}
    other = invoice("b", 5, invoice_no="F-7101", net_sek=Decimal(999))
    assert rows_linked(*lines, other) == {}


def test_another_amount_of_the_same_day_and_number_is_told() -> None:
    rows = (
        invoice("a", 2, invoice_no="F-7101"),
        invoice("b", 5, invoice_no="F-7101", net_sek=Decimal(1800)),
    )
    assert rows_linked(*rows) == {"b5": "a2"}
    tables = link_duplicates(Tables((), (), (), (), (), invoices=rows), COLLECTION)
    assert tables.problems == (
        Problem("W_COPY_DIFFERS", "b", detail="net_sek in rows 5, against a"),
    )
    assert tables.duplicates[0].differs == "net_sek (1800 / 1000)"


def test_an_unknown_amount_gives_way_to_a_known_one() -> None:
    known = invoice("b", 5, invoice_no="F-7101")
    unknown = invoice("a", 2, invoice_no="F-7101", net_sek=None)
    assert rows_linked(unknown, known) == {"a2": "b5"}


def test_without_numbers_several_things_must_agree() -> None:
    text = {"description": "Hyra mars"}
    assert rows_linked(invoice("a", 2, **text), invoice("b", 5, **text)) == {"b5": "a2"}
    assert rows_linked(invoice("a", 2), invoice("b", 5)) == {}
    assert rows_linked(invoice("a", 2, **text), invoice("b", 5, description="Hyra april")) == {}
    day = date(2021, 3, 2)
    assert rows_linked(invoice("a", 2, **text), invoice("b", 5, invoice_date=day, **text)) == {}
    numbers = (invoice("a", 2, voucher="A1", **text), invoice("b", 5, voucher="A2", **text))
    assert rows_linked(*numbers) == {}


def test_two_documents_that_list_the_same_invoices() -> None:
    def lists(count: int, extra: int) -> dict[str, str]:
        amounts = [Decimal(1000 + 7 * n) for n in range(count)]
        rows = [
            invoice(place, n + 2, net_sek=amount, **{kind: f"{place}-{n:03}"})
            for place, kind in (("a", "voucher"), ("b", "invoice_no"))
            for n, amount in enumerate(amounts)
        ]
        rows += [
            invoice(place, 50 + n, net_sek=Decimal(5000 + n + (place == "b") * 100))
            for place in "ab"
            for n in range(extra)
        ]
        return rows_linked(*rows)

    assert lists(3, 0) == {"b2": "a2", "b3": "a3", "b4": "a4"}
    assert lists(2, 0) == {}, "two rows may agree by chance"
    assert lists(3, 4) == {}, "most rows must agree"


def test_short_numbers_need_the_day() -> None:
    first = invoice("a", 2, invoice_no="7")
    assert rows_linked(first, invoice("b", 5, invoice_no="7")) == {"b5": "a2"}
    later = invoice("b", 5, invoice_no="7", invoice_date=date(2021, 4, 1))
    assert rows_linked(first, later) == {}


def test_vouchers_begin_anew_each_year() -> None:
    first = invoice("a", 2, voucher="A1901")
    later = invoice("b", 5, voucher="A1901", invoice_date=date(2022, 3, 1))
    assert rows_linked(first, later) == {}


# --- other rows -------------------------------------------------------------------------------


def test_records_that_stand_in_two_documents() -> None:
    def message(place: str, subject: str) -> MessageRow:
        return plain(
            MessageRow, row_id=f"messages:{place}", sheet_id=f"{place}#1", document=place,
            document_id=place, sent=datetime(2021, 3, 1, 10, 30), sender="a@b.se",
            recipients="c@d.se", subject=subject,
        )  # fmt: skip

    def published(place: str, amount: int) -> CostRow:
        return plain(
            CostRow, row_id=f"costs:{place}", sheet_id=f"{place}#1", document=place,
            document_id=place, cost_id="C1", scope="Vite", as_of=date(2021, 1, 1),
            amount_sek=Decimal(amount),
        )  # fmt: skip

    for subjects, amounts, times in ((("Möte", "Mote"), (4, 4), 2), (("Möte", "Fel"), (4, 3), 0)):
        tables = Tables(
            tuple(map(published, "ab", amounts)), (), tuple(map(message, "ab", subjects)), (), ()
        )
        made = link_duplicates(tables, COLLECTION)
        assert len(made.duplicates) == times
        assert [row.duplicate_of for row in made.costs] == ["", "costs:a" * (times > 0)]
        assert [row.duplicate_of for row in made.messages] == ["", "messages:a" * (times > 0)]


def test_twenty_thousand_rows_take_seconds() -> None:
    random = Random(3)  # noqa: S311
    one = invoice("a", 2)
    rows = tuple(
        replace(
            one,
            row_id=f"invoices:{place}#1!R{n}",
            row=n,
            sheet_id=f"{place}#1",
            document=place,
            document_id=place,
            invoice_no=f"F{n}",
            net_sek=Decimal(random.randrange(10**6)),
        )
        for place in "ab"
        for n in range(10_000)
    )
    # One supplier, day, number and amount all over: the rows are paired in their order.
    alike = tuple(replace(row, net_sek=Decimal(5), invoice_no="F1") for row in rows)
    texts = tuple(
        replace(row, net_sek=Decimal(5), invoice_no="", description="Hyra") for row in rows
    )
    began = process_time()
    for each in (rows, alike, texts):
        linked_rows = link_duplicates(Tables((), (), (), (), (), invoices=each), COLLECTION)
        assert each is rows or len(linked_rows.duplicates) == 10_000
    assert process_time() - began < 20


def test_the_pages_of_a_long_list_are_compared_in_seconds() -> None:
    random = Random(4)  # noqa: S311
    words = [f"Konsultarvode {n}" for n in range(300)]
    cells = [
        Cell(row, column, text, method=OCR, page=row // 40 + 1)
        for row in range(8_000)
        for column, text in enumerate(
            (
                str(90_000 + row),
                f"2021-{random.randrange(1, 13):02}-{random.randrange(1, 29):02}",
                random.choice(words),
                f"{random.randrange(10**6)},{random.randrange(100):02}",
                str(random.randrange(500)),
            ),
            1,
        )
    ]
    long = Sheet("a#1", "a", "a.pdf", "x", tuple(cells))
    again = replace(long, sheet_id="b#1", document_id="b", document_name="b.pdf")
    began = process_time()
    assert page_copies([long]) == ()
    assert len(page_copies([long, again])) == 200
    assert process_time() - began < 15


# --- all together -----------------------------------------------------------------------------


def test_tables_are_settled_by_what_persons_decided() -> None:
    files = {
        "suppliers.toml": '[[merge]]\nnames = ["Alfa Konsult AB", "Beta Data HB"]\n'
        'reason = "x"\nby = "y"\n',
        "series.toml": '[[series]]\npath = "a"\nrule = "same"\ncosts = ["C1"]\nreason = "x"\n',
        "organisations.toml": '[organisations]\n"b.se" = "Bolaget"\n',
    }
    decisions = read_decisions(files.items())
    cost = plain(CostRow, cost_id="C1", row_id="costs:c#1!R2", amount_sek=Decimal(1))
    message = plain(MessageRow, row_id="messages:c#1!R3", sender="a@b.se")
    built = build_tables(COLLECTION, [paper(ledger(), "a.pdf"), paper(ledger(), "b.pdf")])
    tables = settle_tables(
        replace(built, costs=(cost,), messages=(message,)),
        COLLECTION,
        decisions,
        [Problem("W_DUPLICATE", "kopia.pdf", detail="a.pdf")],
    )
    assert len(tables.suppliers) == 1
    assert tables.costs[0].series == "same:a"
    assert tables.messages[0].sender_organisation == "Bolaget"
    assert {"same-file", "same-document", "same-row"} <= set(kinds(tables))
    assert len(counted(tables)) == 12


@pytest.mark.parametrize("name", ["suppliers.toml", "series.toml", "organisations.toml"])
def test_a_bad_file_of_decisions_is_named(name: str) -> None:
    with pytest.raises(SkolkitError) as raised:
        read_decisions([(name, "colour = 1")])
    problem = raised.value.problem
    assert (problem.code, problem.file) == ("E_BAD_DECISION", name)
    assert "unknown key 'colour'" in problem.detail

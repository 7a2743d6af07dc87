"""The shipped raw data: complete, honest, within its size, and true to their workbooks."""

from __future__ import annotations

import csv
import hashlib
import tomllib
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Any

import openpyxl
import pikepdf
import pypdfium2
import pytest

ROOT = Path(__file__).resolve().parents[1]
RECORD = ROOT / "data" / "raw" / "public-record"
DEMO = ROOT / "data" / "raw" / "demo-disclosure"
TRUTH = ROOT / "tests" / "truth" / "demo"

RECORD_HASHES = {
    "costs.csv": "e7a428c6dbaf2d2e7b04bca2551063ab80f0863fab7858c3e51e5c3146c23909",
    "incidents.csv": "ebc2e9175a5de56c5ba481f4893e00a3c8acf96b426cc178cdd56788bc1b22d5",
    "kpi.csv": "22f6b86d8f2708dec4ff187ee0066a31c212cc1907e2e9f1fa750eb9513c6902",
    "pupils.csv": "0bf267d6adc29a64b0e0fa31227d1e902e3c75309d51779487001bfffdfe2fe5",
    "sources.csv": "53c3ab3d938a16fb501e1ed4e0958de64d082766e2a9862c241d10950d3a255f",
    "timeline.csv": "3421d4415dd917153a48a3b76b4f304941c54163a5a5f4886662eeb05973d332",
}
SCANS = {
    "kostnader-och-incidenter": 12,
    "epostlogg": 16,
    "konsultfakturor": 2,
    "konsultfakturor-2020-kopia": 2,
    "incidentarenden": 4,
}
NATIVE = {
    "budget-2019.xlsx",
    "leverantorer.xls",
    "driftstorningar.ods",
    "fakturajournal.csv",
    "inkopslista.pdf",
}
MOST_BYTES = 15_000_000


def rows_of(name: str, sheet: int = 0) -> list[tuple[Any, ...]]:
    book = openpyxl.load_workbook(TRUTH / f"{name}.xlsx", data_only=True)
    return list(book.worksheets[sheet].iter_rows(values_only=True))


def exact(value: Any) -> Decimal:
    return Decimal(str(value))


@pytest.mark.parametrize(("name", "expected"), sorted(RECORD_HASHES.items()))
def test_public_record_is_unchanged(name: str, expected: str) -> None:
    assert hashlib.sha256((RECORD / name).read_bytes()).hexdigest() == expected


def test_public_record_names_its_documentation() -> None:
    facts = tomllib.loads((RECORD / "collection.toml").read_text(encoding="utf-8"))
    assert facts["kind"] == "public-record"
    assert facts["decimal_mark"] == "."
    assert all((RECORD / name).is_file() for name in facts["documentation"])
    found = {path.name for path in RECORD.iterdir()}
    assert found == set(RECORD_HASHES) | {"collection.toml", *facts["documentation"]}


def test_demo_is_complete_and_small() -> None:
    facts = tomllib.loads((DEMO / "collection.toml").read_text(encoding="utf-8"))
    assert facts["kind"] == "demo"
    expected = {f"{name}.pdf" for name in SCANS} | NATIVE | {"collection.toml"}
    assert {path.name for path in DEMO.iterdir()} == expected
    assert sum(path.stat().st_size for path in DEMO.iterdir()) <= MOST_BYTES


@pytest.mark.parametrize(("name", "pages"), sorted(SCANS.items()))
def test_scans_are_pictures_without_text(name: str, pages: int) -> None:
    with pypdfium2.PdfDocument(str(DEMO / f"{name}.pdf")) as pdf:
        assert len(pdf) == pages
        assert all(page.get_textpage().count_chars() == 0 for page in pdf)
    with pikepdf.open(DEMO / f"{name}.pdf") as pdf:
        for page in pdf.pages:
            (picture,) = page.Resources.XObject.values()
            kopia = name.endswith("kopia")
            assert picture.Filter == ("/CCITTFaxDecode" if kopia else "/DCTDecode")
            dpi = 200 if name.startswith("konsultfakturor") else 300
            inches = sorted(float(side) / 72 for side in page.mediabox[2:])
            pixels = sorted((int(picture.Width), int(picture.Height)))
            assert pixels == [round(side * dpi) for side in inches]
            assert inches == pytest.approx([8.27, 11.69], abs=0.02)


def test_born_digital_print_has_a_text_layer_that_says_demo() -> None:
    with pypdfium2.PdfDocument(str(DEMO / "inkopslista.pdf")) as pdf:
        texts = [page.get_textpage().get_text_range() for page in pdf]
    assert len(texts) == 2
    assert all("DEMO – påhittade uppgifter" in text for text in texts)
    first = next(row for row in rows_of("inkopslista") if row[0] == "B21001")
    assert str(first[3]) in texts[0]


@pytest.mark.parametrize("name", sorted(SCANS))
def test_every_printed_page_says_demo(name: str) -> None:
    book = openpyxl.load_workbook(TRUTH / f"{name}.xlsx")
    for sheet in book.worksheets:
        assert str(sheet.oddHeader.left.text).startswith("DEMO – ")
        assert sheet.oddFooter.right.text == "Sida &P av &N"


def test_mail_log_has_each_message_once_in_order() -> None:
    heading, *rows = rows_of("epostlogg")
    assert heading[0] == "Nr"
    assert [row[0] for row in rows] == list(range(1, 401))
    sent = [_moment(row[1], row[2]) for row in rows]
    assert sent == sorted(sent)
    assert {row[3] for row in rows} == {"in", "ut"}


def _moment(day: datetime, clock: Any) -> datetime:
    # Excel keeps a time as a fraction of a day, which openpyxl may give back either way.
    if isinstance(clock, time):
        return datetime.combine(day.date(), clock)
    return day + (clock if isinstance(clock, timedelta) else timedelta(0))


def test_mail_log_names_only_reserved_looking_domains() -> None:
    addresses = {
        address.strip()
        for row in rows_of("epostlogg")[1:]
        for cell in (row[4], row[5])
        for address in str(cell).split(";")
    }
    assert len(addresses) >= 20
    assert all(address.endswith(".example.se") for address in addresses)
    for row in rows_of("epostlogg")[1:]:
        assert str(row[4]).endswith("@skolforvaltningen.example.se") == (row[3] == "ut")


@pytest.mark.parametrize("name", ["konsultfakturor", "konsultfakturor-2020-kopia"])
def test_ledger_arithmetic_holds(name: str) -> None:
    rows = rows_of(name)
    start = next(index for index, row in enumerate(rows) if row[0] == "Verifikat")
    running = [Decimal(0)] * 4
    grand = [Decimal(0)] * 4
    vouchers: list[str] = []
    subtotals = 0
    for row in rows[start + 1 :]:
        sums = [exact(row[index]) for index in (5, 7, 8, 9)]
        if row[0] == "Totalt":
            assert sums == grand
        elif str(row[2]).startswith("Delsumma "):
            assert sums == running
            grand = [total + part for total, part in zip(grand, running, strict=True)]
            running = [Decimal(0)] * 4
            subtotals += 1
        else:
            hours, net, vat, gross = sums
            assert hours * exact(row[6]) == net
            assert net * Decimal("0.25") == vat == vat.quantize(Decimal("0.01"))
            assert net + vat == gross
            running = [total + part for total, part in zip(running, sums, strict=True)]
            vouchers.append(str(row[0]))
    assert rows[-1][0] == "Totalt"
    assert subtotals == 4
    assert len(vouchers) == len(set(vouchers)) >= 30
    assert any(exact(row[5]) < 0 for row in rows[start + 1 :])


def test_invented_organisation_numbers_cannot_exist() -> None:
    numbers = {
        str(row[3])
        for name in ("konsultfakturor", "konsultfakturor-2020-kopia")
        for row in rows_of(name)
        if row[3] and "-" in str(row[3])
    }
    assert len(numbers) == 4
    assert not any(_has_right_check_digit(number) for number in numbers)
    assert _has_right_check_digit("559999-9918")  # the rule itself is right


def _has_right_check_digit(number: str) -> bool:
    digits = [int(char) for char in number if char.isdigit()]
    doubled = [digit * (2 - index % 2) for index, digit in enumerate(digits)]
    return sum(value // 10 + value % 10 for value in doubled) % 10 == 0


def test_tickets_have_long_descriptions_and_sane_dates() -> None:
    rows = [row for row in rows_of("incidentarenden") if str(row[0]).startswith("INC-")]
    assert [row[0] for row in rows] == [f"INC-2021-{number:04d}" for number in range(1, 63)]
    assert max(len(str(row[6])) for row in rows) > 120
    for row in rows:
        assert row[4] in {1, 2, 3, 4}
        assert (row[8] is None) == (row[7] != "Stängt")
        assert row[8] is None or row[8] >= row[1]


def test_public_workbook_prints_the_public_record() -> None:
    costs, incidents = rows_of("kostnader-och-incidenter"), rows_of("kostnader-och-incidenter", 1)
    assert len(costs) == 1 + 63
    assert len(incidents) == 1 + 43
    assert sum(int(row[5]) for row in costs[1:]) == _column_sum(RECORD / "costs.csv", "amount_sek")
    assert {row[10] for row in costs[1:]} <= _column(RECORD / "sources.csv", "source_id")


def _column(path: Path, name: str) -> set[str]:
    with path.open(encoding="utf-8", newline="") as file:
        return {row[name] for row in csv.DictReader(file)}


def _column_sum(path: Path, name: str) -> int:
    with path.open(encoding="utf-8", newline="") as file:
        return sum(int(row[name]) for row in csv.DictReader(file))


def test_journal_is_windows_1252_with_swedish_numbers() -> None:
    data = (DEMO / "fakturajournal.csv").read_bytes()
    with pytest.raises(UnicodeDecodeError):
        data.decode("utf-8")
    heading, *rows = [line.split(";") for line in data.decode("cp1252").split("\r\n") if line]
    assert heading[0] == "Verifikatnr"
    assert len(rows) == 48
    for row in rows:
        net, vat, gross = (
            Decimal(text.replace("\u00a0", "").replace(",", ".")) for text in row[5:8]
        )
        assert net / 4 == vat
        assert net + vat == gross


@pytest.fixture
def tool(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Any]:
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    return import_module


@pytest.mark.parametrize("name", ["budget-2019", "epostlogg", "incidentarenden"])
def test_same_seed_gives_the_same_bytes(
    tool: Callable[[str], Any], tmp_path: Path, name: str
) -> None:
    seed = tool("make_demo").SEED
    made = {
        "budget-2019": lambda: tool("demo_native").budget_book(seed),
        "epostlogg": lambda: tool("demo_mail").mail_book(seed),
        "incidentarenden": lambda: tool("demo_tickets").ticket_book(seed),
    }[name]()
    folder = DEMO if name == "budget-2019" else TRUTH
    tool("demo_sheet").write_book(made, tmp_path / "again.xlsx")
    old = openpyxl.load_workbook(folder / f"{name}.xlsx")
    new = openpyxl.load_workbook(tmp_path / "again.xlsx")
    assert [list(sheet.values) for sheet in new] == [list(sheet.values) for sheet in old]
    assert hashlib.sha256((tmp_path / "again.xlsx").read_bytes()).digest() == (
        hashlib.sha256((folder / f"{name}.xlsx").read_bytes()).digest()
    )


def test_regenerating_without_libreoffice_says_how_to_get_it(
    tool: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    printing = tool("demo_print")
    with pytest.raises(printing.MissingLibreOfficeError, match="apt-get install libreoffice"):
        printing.find_soffice()


def test_received_is_a_day() -> None:
    for folder in (RECORD, DEMO):
        facts = tomllib.loads((folder / "collection.toml").read_text(encoding="utf-8"))
        assert date.fromisoformat(facts["received"]) >= date(2021, 4, 13)

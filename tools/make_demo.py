"""Make the demo disclosure: invent or copy contents, print them, scan them, keep the truth."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from demo_invoices import invoice_book
from demo_mail import mail_book
from demo_native import budget_book, journal_csv, outage_book, purchase_book, supplier_book
from demo_print import MissingLibreOfficeError, convert, find_soffice, settle_ods, settle_pdf
from demo_public import public_book
from demo_scanner import Scanner, scan
from demo_sheet import Book, write_book
from demo_tickets import ticket_book

ROOT = Path(__file__).resolve().parents[1]
SEED = 20210413


@dataclass(frozen=True, slots=True)
class Paper:
    """A workbook that is delivered as a scan of its print."""

    book: Book
    scanner: Scanner


def papers(record: Path) -> tuple[Paper, ...]:
    """List what is printed and scanned; ``record`` is the folder of the public record."""
    office = Scanner(skew=0.6, light=14, noise=2, blur=0.9, quality=25)
    return (
        Paper(public_book(record), Scanner(skew=0.4)),
        Paper(mail_book(SEED), office),
        Paper(
            invoice_book(2021, range(1, 8), SEED, "konsultfakturor"),
            Scanner(dpi=200, skew=0.7, light=16, noise=3, blur=0.7, quality=60, holes=True),
        ),
        Paper(
            invoice_book(2020, range(1, 6), SEED + 1, "konsultfakturor-2020-kopia"),
            Scanner(dpi=200, skew=0.9, light=22, noise=30, blur=0.9, bilevel=True),
        ),
        Paper(ticket_book(SEED), Scanner(skew=0.7, upside_down=frozenset({2}))),
    )


def make(out: Path, truth: Path, record: Path, only: frozenset[str]) -> list[Path]:
    """Make the files of the collection and the truth workbooks.

    Args:
        out: Folder of the collection; other files in it are left alone.
        truth: Folder of the workbooks that were printed.
        record: Folder of the public record.
        only: Names without extension to make, or nothing for all.

    Returns:
        The files made, in order.
    """
    out.mkdir(parents=True, exist_ok=True)
    truth.mkdir(parents=True, exist_ok=True)
    made: list[Path] = []

    def wanted(name: str) -> bool:
        return not only or name in only

    with tempfile.TemporaryDirectory() as scratch:
        work = Path(scratch)
        for number, paper in enumerate(papers(record)):
            name = paper.book.name
            if wanted(name):
                workbook = truth / f"{name}.xlsx"
                write_book(paper.book, workbook)
                printed = _print(paper.book, work)
                target = out / f"{name}.pdf"
                scan(printed, target, paper.book.title, paper.scanner, SEED + number)
                made += [workbook, target]
        if wanted("inkopslista"):
            purchases = purchase_book(SEED)
            write_book(purchases, truth / "inkopslista.xlsx")
            settle_pdf(_print(purchases, work), out / "inkopslista.pdf", purchases.title)
            made.append(out / "inkopslista.pdf")
        if wanted("budget-2019"):
            write_book(budget_book(SEED), out / "budget-2019.xlsx")
            made.append(out / "budget-2019.xlsx")
        for book, kind in ((supplier_book(SEED), "xls"), (outage_book(SEED), "ods")):
            if wanted(book.name):
                write_book(book, work / f"{book.name}.xlsx")
                converted = convert(work / f"{book.name}.xlsx", kind, work)
                target = out / converted.name
                (settle_ods if kind == "ods" else shutil.copyfile)(converted, target)
                made.append(target)
        if wanted("fakturajournal"):
            (out / "fakturajournal.csv").write_bytes(journal_csv(SEED))
            made.append(out / "fakturajournal.csv")
    return made


def _print(book: Book, work: Path) -> Path:
    # Excel prints Calibri without ligatures; Calc must be told, and by its own font's name.
    workbook = work / f"{book.name}.xlsx"
    write_book(book, workbook, "Carlito:-liga&-clig")
    return convert(workbook, "pdf", work)


def main() -> int:
    """Read the command line and make the files; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    raw = ROOT / "data" / "raw"
    parser.add_argument("--out", type=Path, default=raw / "demo-disclosure")
    parser.add_argument("--truth", type=Path, default=ROOT / "tests" / "truth" / "demo")
    parser.add_argument("--record", type=Path, default=raw / "public-record")
    parser.add_argument("only", nargs="*", help="names without extension; default all")
    chosen = parser.parse_args()
    try:
        find_soffice()
        made = make(chosen.out, chosen.truth, chosen.record, frozenset(chosen.only))
    except MissingLibreOfficeError as error:
        print(error, file=sys.stderr)
        return 3
    for path in made:
        print(f"{path.stat().st_size / 1e6:8.3f} MB  {path}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

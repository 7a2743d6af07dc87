"""What people are told of each entry: short, with every page that failed, the same each time."""

from __future__ import annotations

from skolkit.catalogue import ExitCode
from skolkit.problems import Problem, Status
from skolkit.running.record import (
    EntryResult,
    RunResult,
    Tally,
    gathered,
    ranges,
    record_csv,
    status_of,
    summary,
)

TIMEOUTS = tuple(Problem("E_TIMEOUT", "a.pdf", page=n, detail="limit") for n in (2, 3, 4, 9))


def entry(*problems: Problem, status: Status = Status.PARTIAL) -> EntryResult:
    return EntryResult("a.pdf", "a.pdf", 10, status, problems, None, 4, 12, 1.239, 2**21)


def result(*entries: EntryResult) -> RunResult:
    return RunResult("heap", "Hög", "/clean/heap", entries, Tally(12, 100, 3, (("costs", 7),)))


def test_ranges() -> None:
    assert ranges([1, 2, 3, 7, 9, 10]) == "1-3, 7, 9-10"
    assert ranges([]) == ""


def test_pages_with_the_same_problem_are_told_once() -> None:
    [joined] = gathered(TIMEOUTS)
    assert joined.detail == "pages 2-4, 9; limit"
    message = entry(*TIMEOUTS).message
    assert message.startswith("8 of 12 pages of a.pdf were read. ")
    assert message.count("could not be read in the time allowed") == 1


def test_many_cells_are_counted_and_errors_come_first() -> None:
    cells = [Problem("W_VALUE", "a.pdf", cell=f"A{n}", detail=f"d{n}") for n in range(20)]
    told = gathered([*cells, TIMEOUTS[0]])
    assert [p.code for p in told] == ["E_TIMEOUT", "W_VALUE"]
    assert told[1].detail == "cells A0, A1, A2, A3, A4, A5 and 14 more; d0; d1; d2; and others"


def test_a_single_problem_is_left_as_it_is() -> None:
    problem = Problem("W_VALUE", "a.pdf", page=3, sheet="Blad1", cell="A1", detail="d")
    assert gathered([problem, problem]) == [problem]


def test_status_follows_from_problems_and_what_was_read() -> None:
    warning = Problem("W_SKEW", "a.pdf")
    assert status_of([], something_read=True) is Status.OK
    assert status_of([warning], something_read=False) is Status.OK_WITH_WARNINGS
    assert status_of([warning, *TIMEOUTS], something_read=True) is Status.PARTIAL
    assert status_of([*TIMEOUTS], something_read=False) is Status.FAILED


def test_exit_codes() -> None:
    warned = entry(Problem("W_SKEW", "a.pdf"), status=Status.OK_WITH_WARNINGS)
    assert result(warned).exit_code is ExitCode.OK
    assert result(warned, entry(*TIMEOUTS)).exit_code is ExitCode.WITH_PROBLEMS
    failed = entry(*TIMEOUTS, status=Status.FAILED)
    assert result(warned, failed).exit_code is ExitCode.WITH_PROBLEMS
    assert result(failed, entry(status=Status.SKIPPED)).exit_code is ExitCode.NO_INPUT
    no_engine = entry(Problem("E_NO_ENGINE", "a.pdf"))
    assert result(no_engine).exit_code is ExitCode.MISSING_DEPENDENCY


def test_record_has_the_agreed_columns() -> None:
    warned = entry(Problem("W_SKEW", "a.pdf"), Problem("W_DPI", "a.pdf"), *TIMEOUTS)
    head, row = record_csv([result(warned)]).decode().splitlines()
    assert head == "file,status,error,message,warnings,seconds,peak_mb,collection"
    assert row.startswith("a.pdf,partial,E_TIMEOUT,")
    assert row.endswith(",W_DPI;W_SKEW,1.24,2,heap")


def test_summary_tells_counts_places_and_failures() -> None:
    told = summary(result(entry(*TIMEOUTS)))
    for words in ("Hög (heap)", "1 partial", "12, 4 failed", "100, 3 doubtful", "costs 7",
                  "/clean/heap", "problems.csv", "PARTIAL  8 of 12 pages"):  # fmt: skip
        assert words in told

"""The worker pool: isolation, time limits, crashes, and no text in messages."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from skolkit.running.workers import Job, Outcome, Pool, WorkersError

MEMORY = 2**31


def job(function: str, file: str = "a.pdf", seconds: int = 30, **payload: Any) -> Job:
    return Job(function, payload, file, 4, seconds, "page_seconds")


def run(tmp_path: Path, jobs: list[Job], workers: int = 2, memory: int = MEMORY) -> list[Outcome]:
    with Pool("fake_tasks", workers, memory, tmp_path / "scratch") as pool:
        return list(pool.run(jobs))


def gone(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return True
    return state == "Z"


def test_every_job_has_one_outcome_and_workers_are_kept(tmp_path: Path) -> None:
    outcomes = run(tmp_path, [job("echo", n=n) for n in range(20)])
    assert sorted(o.result["n"] for o in outcomes) == list(range(20))
    assert len({o.result["pid"] for o in outcomes}) <= 2
    assert os.getpid() not in {o.result["pid"] for o in outcomes}
    assert all(o.peak_bytes > 2**20 and o.problem is None for o in outcomes)
    assert list((tmp_path / "scratch").iterdir()) == []


def test_odd_file_names_survive(tmp_path: Path) -> None:
    [outcome] = run(tmp_path, [job("echo", name="latin\udce5.csv")])
    assert outcome.result["name"] == "latin\udce5.csv"


def test_a_job_that_hangs_is_killed_with_its_children(tmp_path: Path) -> None:
    told = tmp_path / "child"
    jobs = [job("wait_for", "slow.pdf", 1, path=str(told)), *(job("echo", n=n) for n in range(4))]
    outcomes = run(tmp_path, jobs)
    slow = next(o for o in outcomes if o.job.file == "slow.pdf")
    assert slow.problem is not None
    assert slow.problem.code == "E_TIMEOUT"
    assert "page 4" in slow.problem.message
    assert "page_seconds = 1 s" in slow.problem.message
    assert sum(o.result is not None for o in outcomes) == 4
    assert gone(int(told.read_text()))


@pytest.mark.parametrize(("times", "survives"), [(1, True), (2, True), (3, False)])
def test_a_crash_is_tried_again_then_alone_then_failed(
    tmp_path: Path, times: int, survives: bool
) -> None:
    counted = tmp_path / "count"
    jobs = [job("die", "bad.pdf", path=str(counted), times=times), job("echo", n=1)]
    outcomes = run(tmp_path, jobs)
    assert len(outcomes) == 2
    bad = next(o for o in outcomes if o.job.file == "bad.pdf")
    assert len(counted.read_bytes()) == times
    if survives:
        assert bad.result == "alive"
    else:
        assert bad.problem is not None
        assert bad.problem.code == "E_CRASH"
        assert "SIGKILL" in bad.problem.message


def test_a_crash_is_none_of_memory_because_the_parent_holds_much(tmp_path: Path) -> None:
    """Linux counts what the starting process holds as the peak of the started one."""
    limit = 400 * 2**20
    held = bytearray(os.urandom(4096) * (limit // 4096))
    bad, _ = sorted(
        run(
            tmp_path,
            [job("die", "bad.pdf", path=str(tmp_path / "n"), times=3), job("echo")],
            1,
            limit,
        ),
        key=lambda outcome: outcome.result is not None,
    )
    assert len(held) == limit
    assert bad.problem is not None
    assert bad.problem.code == "E_CRASH"


def test_an_exception_tells_class_and_place_and_no_text(tmp_path: Path) -> None:
    [outcome] = run(tmp_path, [job("fail", text="195001010000")])
    assert outcome.problem is not None
    assert outcome.problem.code == "E_CRASH"
    assert "ValueError at fake_tasks.py" in outcome.problem.message
    assert "195001010000" not in outcome.problem.message


def test_a_problem_comes_through(tmp_path: Path) -> None:
    [outcome] = run(tmp_path, [job("refuse", path="x.xlsx")])
    assert outcome.problem is not None
    assert (outcome.problem.code, outcome.problem.file) == ("E_ENCRYPTED", "x.xlsx")


def test_memory_is_limited(tmp_path: Path) -> None:
    outcomes = run(tmp_path, [job("swell", bytes=2**30), job("echo", n=1)], 1, 400 * 2**20)
    assert outcomes[0].problem is not None
    assert outcomes[0].problem.code == "E_MEMORY"
    assert outcomes[1].result["n"] == 1


def test_a_worker_that_grew_is_replaced(tmp_path: Path) -> None:
    jobs = [job("echo"), job("swell", bytes=700 * 2**20), job("echo")]
    first, big, last = run(tmp_path, jobs, 1)
    assert big.peak_bytes > 600 * 2**20 > last.peak_bytes
    assert first.result["pid"] != last.result["pid"]


def test_workers_get_one_thread_and_a_clean_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("A_TOKEN", "secret")
    [outcome] = run(tmp_path, [job("environment")])
    assert outcome.result["OMP_THREAD_LIMIT"] == "1"
    assert outcome.result["TMPDIR"].startswith(str(tmp_path))
    assert "A_TOKEN" not in outcome.result


def test_workers_that_cannot_start_are_our_fault(tmp_path: Path) -> None:
    with Pool("no_such_module", 1, MEMORY, tmp_path) as pool, pytest.raises(WorkersError):
        list(pool.run([job("echo")]))


def test_jobs_are_drawn_only_as_they_are_needed(tmp_path: Path) -> None:
    drawn = []

    def many() -> Any:
        for n in range(50):
            drawn.append(n)
            yield job("echo", n=n)

    with Pool("fake_tasks", 2, MEMORY, tmp_path / "s") as pool:
        outcomes = pool.run(many())
        next(outcomes)
        assert len(drawn) <= 3
        outcomes.close()

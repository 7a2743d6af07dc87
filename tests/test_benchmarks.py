"""The benchmarks measure what they say: own time of stages, every stage, memory by quarter."""

from __future__ import annotations

import sys
import time
import types
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest

FOLDER = Path(__file__).parents[1] / "benchmarks"
DEMO = Path(__file__).parents[1] / "data" / "raw" / "demo-disclosure"


@pytest.fixture(scope="module", autouse=True)
def benchmarks_on_the_path() -> Iterator[None]:
    sys.path.insert(0, str(FOLDER))
    yield
    sys.path.remove(str(FOLDER))


@pytest.fixture
def slow_module() -> Iterator[types.ModuleType]:
    """A module of skolkit's with an outer stage that calls an inner one."""
    module = types.ModuleType("skolkit_slow")

    def inner(seconds: float, language: str) -> str:
        _burn(seconds)
        return language

    def outer(seconds: float) -> str:
        _burn(seconds)
        return str(module.inner(2 * seconds, "swe"))

    module.inner, module.outer = inner, outer  # type: ignore[attr-defined]
    user = types.ModuleType("skolkit_user")
    user.read = outer  # type: ignore[attr-defined]  # from skolkit_slow import outer as read
    sys.modules |= {module.__name__: module, user.__name__: user}
    yield user
    del sys.modules[module.__name__], sys.modules[user.__name__]


def _burn(seconds: float) -> None:
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass


def test_every_stage_names_a_function_of_skolkit() -> None:
    from stages import STAGES, resolve

    for stage in STAGES:
        assert callable(resolve(stage.target)), stage.target


def test_a_stage_has_its_own_time_and_not_that_of_stages_inside(
    slow_module: types.ModuleType,
) -> None:
    from stages import Clock, Stage, start_timing

    clock = Clock()
    stages = (
        Stage("outer", "skolkit_slow:outer"), Stage("inner", "skolkit_slow:inner", by=1),
    )  # fmt: skip
    start_timing(clock, stages)
    assert slow_module.read(0.05) == "swe"
    spent = clock.take()
    assert set(spent) == {"outer", "inner swe"}
    assert spent["inner swe"].cpu == pytest.approx(0.10, abs=0.02)
    assert spent["outer"].cpu == pytest.approx(0.05, abs=0.02)
    assert clock.take() == {}


def test_a_stage_that_swallows_keeps_the_time_of_those_inside(
    slow_module: types.ModuleType,
) -> None:
    from stages import Clock, Stage, start_timing

    clock = Clock()
    stages = (
        Stage("outer", "skolkit_slow:outer", swallows=True), Stage("inner", "skolkit_slow:inner"),
    )  # fmt: skip
    start_timing(clock, stages)
    slow_module.read(0.05)
    sys.modules["skolkit_slow"].inner(0.02, "eng")  # by itself it counts for itself
    spent = clock.take()
    assert spent["outer"].cpu == pytest.approx(0.15, abs=0.02)
    assert spent["inner"].cpu == pytest.approx(0.02, abs=0.01)


def test_a_stage_that_is_gone_stops_the_benchmark() -> None:
    from stages import Clock, Stage, start_timing

    with pytest.raises(AttributeError):
        start_timing(Clock(), (Stage("gone", "skolkit.reading.page:no_such_function"),))


def test_levels_are_told_by_the_end_of_the_name_and_summed() -> None:
    from read_bench import Level, level_of, stage_table, time_table
    from stages import Spent

    assert level_of("new-companies-L3") == "L3"
    assert level_of("L2-new-companies") == "-"
    levels = {
        "L1": Level(10, 60.0, 0.0, {}),
        "L2": Level(20, 60.0, 0.0, {}),
        "L3": Level(30, 300.0, 0.0, {}),
    }
    levels["L1"].book("render", Spent(5.0, 4.0))
    levels["L2"].book("render", Spent(5.0, 2.0))
    levels["L3"].book("vote", Spent(30.0, 30.0))
    rows = {line.split()[0]: line.split()[1:] for line in time_table(levels, 2).splitlines()[2:]}
    assert rows["L1"] == ["10", "60.0", "10.0", "4.0", "0.40"]
    assert rows["L1+L2"] == ["30", "120.0", "15.0", "6.0", "0.20"]
    assert rows["all"] == ["60", "420.0", "8.6", "36.0", "0.60"]
    head, first, second = (line.split() for line in stage_table(levels).splitlines())
    assert head[4:-3] == ["L1", "L2", "L3", "L1+L2", "all"]
    assert first == ["vote", "0.000", "0.000", "1.000", "0.000", "0.500", "83.3%", "0.500"]
    assert second[:3] == ["render", "0.400", "0.100"]


def test_pages_are_repeated_to_the_length_asked_for(tmp_path: Path) -> None:
    from scale_bench import long_pdf

    folder = tmp_path / "pdfs"
    folder.mkdir()
    (folder / "a.pdf").write_bytes((DEMO / "inkopslista.pdf").read_bytes())
    long_pdf(folder, 5, tmp_path / "long.pdf")
    made = pypdfium2.PdfDocument(tmp_path / "long.pdf")
    texts = [page.get_textpage().get_text_range() for page in made]
    assert len(texts) == 5
    assert texts[0] == texts[2] == texts[4] != texts[1] == texts[3]


def test_memory_is_the_largest_of_each_quarter() -> None:
    from scale_bench import Sample, Scaled, quarters, verdict

    samples = [
        Sample(0, 50, 10, 60), Sample(1, 70, 90, 160), Sample(2, 60, 30, 90),
        Sample(5, 80, 20, 100), Sample(7, 40, 5, 45), Sample(8, 500, 1, 501),
    ]  # fmt: skip
    assert quarters(samples, 8, main=True) == (70, 60, 80, 40)
    assert quarters(samples, 8, main=False) == (90, 30, 20, 5)
    short = Scaled(10, 1.0, 1.0, 0, (100, 100, 100, 100), (9, 9, 9, 9), 100, 200)
    long = Scaled(500, 1.0, 1.0, 0, (100, 100, 100, 110), (9, 9, 9, 18), 400, 200)
    said = verdict([short, long])
    assert [line.rpartition(": ")[2] for line in said] == ["flat", "NOT flat", "NOT flat"]


def test_a_process_is_measured_with_all_below_it() -> None:
    import os
    import subprocess

    from scale_bench import sample

    code = "x = bytearray(120_000_000); print('ready', flush=True); input()"
    alone = sample(os.getpid(), 0)
    child = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert child.stdin is not None
    assert child.stdout is not None
    child.stdout.readline()
    found = sample(os.getpid(), 0)
    child.communicate(b"\n")
    assert found.worker > 120_000_000
    assert found.whole >= found.main + found.worker
    assert alone.worker < found.worker
    assert 0.5 * alone.main < found.main < 2 * alone.main

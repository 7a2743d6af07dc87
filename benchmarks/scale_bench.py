"""Time and memory at 10, 100 and 500 pages, through the pool of workers that a run uses.

    python benchmarks/scale_bench.py FOLDER_OF_PDFS [--pages 10 100 500] [--workers N]

The pages of the folder are repeated into one long PDF, which is read as a collection of its own in
an empty project: nothing comes from a cache. Each length runs in a process of its own, so that no
peak hides another. Memory is what is resident (RSS), sampled ten times a second from /proc; pages
that several processes share count for each of them. Needs Linux.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import pypdfium2

from skolkit.pipeline import Plan, ingest
from skolkit.workspace import Workspace

SAMPLE_SECONDS = 0.1
FLAT = 1.15  # the last quarter's memory over the first's, up to which it counts as flat
_MB = 2**20
_PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True, slots=True)
class Sample:
    """Memory in bytes at one moment, with how many pages had been read by then."""

    pages: int
    main: int
    worker: int  # the largest worker with what it started
    whole: int


@dataclass(frozen=True, slots=True)
class Scaled:
    """What one length took: seconds, pages that failed, and memory in bytes.

    The quarters are the largest memory of the main process and of any worker while that quarter of
    the pages was read; ``rebuilding`` is the main process's peak after the last page.
    """

    pages: int
    wall: float
    cpu: float
    failed: int
    main_quarters: tuple[int, ...]
    worker_quarters: tuple[int, ...]
    rebuilding: int
    whole: int


@dataclass(slots=True)
class Counter:
    """Listens to a run and counts pages."""

    done: int = 0
    failed: int = 0

    def say(self, text: str) -> None:
        """Ignore."""

    def planned(self, pages: int) -> None:
        """Ignore."""

    def page_done(self, document: str, page: int | None, doubtful: int, *, ok: bool) -> None:
        """Count."""
        self.done += 1
        self.failed += not ok


@dataclass(slots=True)
class Watch:
    """Samples the memory of this process and of all below it until told to stop."""

    counter: Counter
    samples: list[Sample] = field(default_factory=list)
    stopped: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Sample."""
        while not self.stopped.wait(SAMPLE_SECONDS):
            self.samples.append(sample(os.getpid(), self.counter.done))


def sample(root: int, pages: int) -> Sample:
    """Measure a process and those below it, each child with its own children together."""
    parents: dict[int, int] = {}
    resident: dict[int, int] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                told = (folder / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue  # it ended meanwhile
            parents[int(folder.name)] = int(told[1])
            resident[int(folder.name)] = int(told[21]) * _PAGE_BYTES
    below: dict[int, int] = {}
    for process in resident:
        child = process
        while child in parents and parents[child] != root:
            child = parents[child]
        if child in parents and process != root:
            below[child] = below.get(child, 0) + resident[process]
    main = resident.get(root, 0)
    return Sample(pages, main, max(below.values(), default=0), main + sum(below.values()))


def quarters(samples: Sequence[Sample], pages: int, *, main: bool) -> tuple[int, ...]:
    """The largest memory in each quarter of the pages."""
    found = [0, 0, 0, 0]
    for one in samples:
        if one.pages < pages:
            at = min(3, 4 * one.pages // pages)
            found[at] = max(found[at], one.main if main else one.worker)
    return tuple(found)


def long_pdf(folder: Path, pages: int, out: Path) -> None:
    """Write the pages of a folder's PDFs, in order and again and again, into one PDF."""
    paths = sorted(folder.glob("*.pdf"))
    made = pypdfium2.PdfDocument.new()
    while len(made) < pages:
        for path in paths:
            source = pypdfium2.PdfDocument(path)
            wanted = min(len(source), pages - len(made))
            made.import_pages(source, list(range(wanted)))
            source.close()
    made.save(out)
    made.close()


def measure(root: Path, pages: int, workers: int) -> Scaled:
    """Read the only collection of a project as a run does, and watch."""
    workspace = Workspace(root)
    counter = Counter()
    watch = Watch(counter)
    thread = threading.Thread(target=watch.run, daemon=True)
    before = os.times()
    started = time.perf_counter()
    thread.start()
    ingest(workspace.delivery("scale"), workspace, plan=Plan(workers=workers), progress=counter)
    wall = time.perf_counter() - started
    watch.stopped.set()
    thread.join()
    cpu = sum(os.times()[:4]) - sum(before[:4])
    after = [one.main for one in watch.samples if one.pages >= pages]
    return Scaled(
        pages=pages,
        wall=wall,
        cpu=cpu,
        failed=counter.failed,
        main_quarters=quarters(watch.samples, pages, main=True),
        worker_quarters=quarters(watch.samples, pages, main=False),
        rebuilding=max(after, default=0),
        whole=max(one.whole for one in watch.samples),
    )


def in_own_process(folder: Path, pages: int, workers: int) -> Scaled:
    """Build the project and measure it in a fresh process."""
    with tempfile.TemporaryDirectory(prefix="skolkit-scale-") as held:
        root = Path(held)
        raw = root / "data" / "raw" / "scale"
        raw.mkdir(parents=True)
        long_pdf(folder, pages, raw / "long.pdf")
        done = subprocess.run(
            [sys.executable, __file__, str(root), "--measure", str(pages), str(workers)],
            stdout=subprocess.PIPE,
            check=True,
        )
    told = json.loads(done.stdout)
    lists = {name: tuple(value) for name, value in told.items() if isinstance(value, list)}
    return Scaled(**{**told, **lists})


def table(results: Sequence[Scaled], workers: int) -> str:
    """Time and memory by length, and whether memory is flat."""
    lines = [
        f"With {workers} workers; memory in MB, by quarter of the pages read:",
        f"{'pages':>6}{'wall s':>9}{'s/page':>8}{'pages/min':>11}{'CPU s/page':>12}"
        f"{'failed':>8}  {'main process':22}{'rebuild':>9}  {'largest worker':22}{'all':>7}",
    ]
    for one in results:
        lines.append(
            f"{one.pages:6}{one.wall:9.1f}{one.wall / one.pages:8.2f}"
            f"{60 * one.pages / one.wall:11.1f}{one.cpu / one.pages:12.2f}{one.failed:8}  "
            f"{_megabytes(one.main_quarters):22}{one.rebuilding / _MB:9.0f}  "
            f"{_megabytes(one.worker_quarters):22}{one.whole / _MB:7.0f}"
        )
    return "\n".join([*lines, "", *verdict(results)])


def verdict(results: Sequence[Scaled]) -> list[str]:
    """Say for the longest run how far memory grew, while it went on and against the shortest."""
    short, long = results[0], results[-1]
    said = []
    for name, was, now in (
        ("main process", max(short.main_quarters), max(long.main_quarters)),
        ("main process with rebuilding", _peak(short), _peak(long)),
        ("largest worker", max(short.worker_quarters), max(long.worker_quarters)),
    ):
        ratio = now / was if was else 0.0
        flat = "flat" if ratio <= FLAT else "NOT flat"
        said.append(
            f"{name}: {was / _MB:.0f} MB at {short.pages} pages, {now / _MB:.0f} MB at "
            f"{long.pages} pages ({ratio:.2f} times): {flat}"
        )
    return said


def _peak(one: Scaled) -> int:
    return max(one.rebuilding, *one.main_quarters)


def _megabytes(sizes: Sequence[int]) -> str:
    return " ".join(f"{size / _MB:4.0f}" for size in sizes)


def main() -> int:
    """Measure each length and print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, nargs="+", default=[10, 100, 500])
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--measure", type=int, nargs=2, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.measure:
        json.dump(asdict(measure(args.folder, *args.measure)), sys.stdout)
        return 0
    if not list(args.folder.glob("*.pdf")):
        parser.error(f"{args.folder} holds no PDF")
    results = []
    for pages in sorted(args.pages):
        print(f"reading {pages} pages", file=sys.stderr)
        results.append(in_own_process(args.folder, pages, args.workers))
    print(table(results, args.workers))
    return 0


if __name__ == "__main__":
    sys.exit(main())

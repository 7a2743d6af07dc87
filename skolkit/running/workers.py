"""The parent side of the worker pool: tasks go to killable processes, outcomes come back.

Unlike a pool of the standard library, each process is known by the task that it does. So a task
that hangs is killed alone, a crash is charged to the task that made it, and the others never
notice. A task whose process dies is tried again, then alone, then it has failed.
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import selectors
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import IO, Any

import msgspec

from skolkit.problems import Problem
from skolkit.running.worker import HEADER, MAX_MESSAGE, send

_CRASHES_BEFORE_ALONE = 2
_CRASHES_BEFORE_FAILED = 3
_RECYCLE_BYTES = 600 * 2**20  # a worker that grew this much is replaced, so that it shrinks
_MAXRSS_UNIT = 1 if sys.platform == "darwin" else 1024  # bytes, by getrusage(2)
_NEAR_LIMIT = 0.6  # of the address space, resident: a process that died so died of its memory
_STARTS_BEFORE_GIVING_UP = 3
_KEPT_VARIABLES = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TESSDATA_PREFIX", "LD_LIBRARY_PATH",
                   "DYLD_LIBRARY_PATH", "CONDA_PREFIX", "VIRTUAL_ENV")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Job:
    """One task: a function of the task module and what it is given (JSON).

    ``seconds`` is the time it may take; ``limit`` is the setting that says so.
    """

    function: str
    payload: dict[str, Any]
    file: str
    page: int | None
    seconds: int
    limit: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a job: a result or a problem; the time taken and the memory at most held."""

    job: Job
    result: Any = None
    problem: Problem | None = None
    seconds: float = 0.0
    peak_bytes: int = 0


class WorkersError(RuntimeError):
    """Workers do not start at all: a fault of the installation, not of any file."""


@dataclass(slots=True)
class _Worker:
    process: subprocess.Popen[bytes]
    incoming: IO[bytes]
    outgoing: IO[bytes]
    folder: Path
    inherited_bytes: int  # the peak of the process that started it, which the system counts in its
    buffer: bytearray = field(default_factory=bytearray)
    ready: bool = False
    job: Job | None = None
    started: float = 0.0
    peak_bytes: int = 0  # of the whole process, known once it has ended


class Pool:
    """A fixed number of worker processes; use as a context manager."""

    def __init__(self, module: str, workers: int, worker_bytes: int, scratch: Path) -> None:
        """Prepare a pool; processes start when the first job comes.

        Args:
            module: Importable module with the task functions (each JSON in, JSON out).
            workers: Number of processes.
            worker_bytes: Address space that each may use.
            scratch: Private folder for their temporary files.
        """
        self._module = module
        self._size = max(1, workers)
        self._worker_bytes = worker_bytes
        self._scratch = scratch
        self._workers: list[_Worker] = []
        self._selector = selectors.DefaultSelector()
        self._count = 0
        self._bad_starts = 0

    def __enter__(self) -> Pool:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for worker in list(self._workers):
            self._end(worker)
        self._selector.close()

    def run(self, jobs: Iterable[Job]) -> Iterator[Outcome]:
        """Do the jobs and give each one's outcome as it ends; jobs are drawn as needed.

        Raises:
            WorkersError: if worker processes cannot be started.
        """
        waiting = iter(jobs)
        again: deque[Job] = deque()
        alone: deque[Job] = deque()
        crashes: Counter[int] = Counter()
        drawn_out = False
        while True:
            busy = [w for w in self._workers if w.job is not None]
            while len(busy) < self._size:
                job = again.popleft() if again else None
                if job is None and not drawn_out:
                    job = next(waiting, None)
                    drawn_out = job is None
                if job is None and alone and not busy:
                    job = alone.popleft()
                    busy.append(self._give(job))
                    break
                if job is None:
                    break
                busy.append(self._give(job))
            if not busy:
                return
            for outcome, died in self._wait():
                if not died:
                    yield outcome
                    continue
                job = outcome.job
                crashes[id(job)] += 1
                if crashes[id(job)] >= _CRASHES_BEFORE_FAILED:
                    yield outcome
                elif crashes[id(job)] >= _CRASHES_BEFORE_ALONE:
                    alone.append(job)
                else:
                    again.append(job)
                # Nothing else may run beside a job that is alone: it goes last.

    def _give(self, job: Job) -> _Worker:
        """Hand a job to a free worker, starting one if there is none."""
        free = [w for w in self._workers if w.job is None]
        worker = free[0] if free else self._start()
        worker.job = job
        if worker.ready:
            self._hand_over(worker)
        return worker

    def _hand_over(self, worker: _Worker) -> None:
        job = worker.job
        if job is None:
            return
        worker.started = time.monotonic()
        message = {"function": job.function, "payload": job.payload, "seconds": job.seconds}
        with contextlib.suppress(BrokenPipeError):  # its death shows as the end of its output
            send(worker.incoming, message)  # type: ignore[arg-type]

    def _wait(self) -> list[tuple[Outcome, bool]]:
        """Wait for answers, deaths and deadlines; each outcome with whether its worker died."""
        now = time.monotonic()
        left = [
            w.started + w.job.seconds - now for w in self._workers if w.job is not None and w.ready
        ]
        events = self._selector.select(max(0.0, min([1.0, *left])))
        outcomes: list[tuple[Outcome, bool]] = []
        for key, _ in events:
            outcomes.extend(self._read(key.data))
        now = time.monotonic()
        for worker in list(self._workers):
            job = worker.job
            if job is None or not worker.ready or now < worker.started + job.seconds:
                continue
            self._end(worker)
            detail = f"limit {job.limit} = {job.seconds} s"
            problem = Problem("E_TIMEOUT", job.file, page=job.page, detail=detail)
            took = now - worker.started
            outcomes.append((Outcome(job, None, problem, took, worker.peak_bytes), False))
        return outcomes

    def _read(self, worker: _Worker) -> list[tuple[Outcome, bool]]:
        if worker not in self._workers:
            return []
        data = os.read(worker.outgoing.fileno(), 2**16)
        if not data:
            return self._buried(worker)
        worker.buffer += data
        if len(worker.buffer) < HEADER.size:
            return []
        size = HEADER.unpack_from(worker.buffer)[0]
        if size > MAX_MESSAGE:
            return self._buried(worker)
        if len(worker.buffer) < HEADER.size + size:
            return []
        body = bytes(worker.buffer[HEADER.size : HEADER.size + size])
        del worker.buffer[: HEADER.size + size]
        answer = json.loads(body)
        if not worker.ready:
            worker.ready = True
            self._bad_starts = 0
            self._hand_over(worker)
            return []
        job = worker.job
        worker.job = None
        peak = int(answer["peak_bytes"])
        if peak > _RECYCLE_BYTES:
            self._end(worker)
        if job is None:
            return []
        limits = {
            "E_MEMORY": self._memory_limit,
            "E_TIMEOUT": f"limit {job.limit} = {job.seconds} s",
        }
        return [(_outcome(job, answer, peak, limits), False)]

    def _buried(self, worker: _Worker) -> list[tuple[Outcome, bool]]:
        """Take a dead worker out; its job, if it had begun, has crashed once."""
        self._end(worker)
        job, code = worker.job, worker.process.returncode
        if not worker.ready:
            self._bad_starts += 1
            if self._bad_starts >= _STARTS_BEFORE_GIVING_UP:
                raise WorkersError(f"workers end at once (exit code {code})")
            return [] if job is None else [(Outcome(job), True)]
        if job is None:
            return []
        seconds = time.monotonic() - worker.started
        if worker.peak_bytes > max(_NEAR_LIMIT * self._worker_bytes, worker.inherited_bytes):
            problem = Problem("E_MEMORY", job.file, page=job.page, detail=self._memory_limit)
            return [(Outcome(job, None, problem, seconds, worker.peak_bytes), False)]
        problem = Problem("E_CRASH", job.file, page=job.page, detail=_cause(code))
        return [(Outcome(job, None, problem, seconds, worker.peak_bytes), True)]

    @property
    def _memory_limit(self) -> str:
        return f"limit worker_bytes = {self._worker_bytes // 2**20} MiB"

    def _start(self) -> _Worker:
        self._count += 1
        folder = self._scratch / f"{os.getpid()}-{self._count}"
        folder.mkdir(mode=0o700, parents=True)
        paths = [path or str(Path.cwd()) for path in sys.path]
        environment = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
        environment |= {
            # One thread each: more make Tesseract slower (measured), and must be set before load.
            "OMP_THREAD_LIMIT": "1",
            "OMP_NUM_THREADS": "1",
            "OPENBLAS_NUM_THREADS": "1",
            "HOME": str(folder),
            "TMPDIR": str(folder),
            "PYTHONPATH": os.pathsep.join(paths),
            "PYTHONHASHSEED": "0",
        }
        process = subprocess.Popen(  # noqa: S603 (our own interpreter and module)
            [
                sys.executable,
                "-P",
                "-m",
                "skolkit.running.worker",
                self._module,
                str(self._worker_bytes),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # libraries quote documents there
            cwd=folder,
            env=environment,
            start_new_session=True,  # Ctrl-C is the parent's; and the whole group can be killed
        )
        if process.stdin is None or process.stdout is None:
            raise WorkersError("no pipe to the worker")
        inherited = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _MAXRSS_UNIT
        worker = _Worker(process, process.stdin, process.stdout, folder, inherited)
        self._workers.append(worker)
        self._selector.register(process.stdout, selectors.EVENT_READ, worker)
        return worker

    def _end(self, worker: _Worker) -> None:
        """Kill a worker with all that it started, and clear up after it."""
        self._workers.remove(worker)
        self._selector.unregister(worker.outgoing)
        with contextlib.suppress(BrokenPipeError):
            worker.incoming.close()
        if worker.job is None and worker.ready:  # at rest: it ends by itself when its input does
            with contextlib.suppress(subprocess.TimeoutExpired):
                worker.process.wait(1)
        if worker.process.returncode is None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(worker.process.pid, signal.SIGKILL)  # what it started goes too
            _, status, usage = os.wait4(worker.process.pid, 0)
            worker.process.returncode = os.waitstatus_to_exitcode(status)
            worker.peak_bytes = usage.ru_maxrss * _MAXRSS_UNIT
        worker.outgoing.close()
        shutil.rmtree(worker.folder, ignore_errors=True)


def _outcome(job: Job, answer: dict[str, Any], peak: int, limits: dict[str, str]) -> Outcome:
    seconds = float(answer["seconds"])
    if "problem" in answer:
        problem = msgspec.convert(answer["problem"], Problem)
        return Outcome(job, problem=problem, seconds=seconds, peak_bytes=peak)
    if "fault" in answer:
        code = answer["fault"]
        problem = Problem(code, job.file, page=job.page, detail=limits.get(code, answer["detail"]))
        return Outcome(job, problem=problem, seconds=seconds, peak_bytes=peak)
    return Outcome(job, answer["result"], seconds=seconds, peak_bytes=peak)


def _cause(code: int) -> str:
    """Say in words how a process ended."""
    if code >= 0:
        return f"exit code {code}"
    name = signal.Signals(-code).name if -code in set(signal.Signals) else str(-code)
    return f"signal {name}" + (", perhaps for lack of memory" if name == "SIGKILL" else "")

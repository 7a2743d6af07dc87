"""The child side of the worker pool: answers one task at a time, read from standard input.

Reads a task from standard input, calls the named function of MODULE, writes the answer to standard
output; both are JSON behind a length of four bytes, never pickle. Limits on memory, files and time
are set before anything heavy is imported. Dies when its parent does (end of input).
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import resource
import signal
import struct
import sys
import time
import traceback
from pathlib import Path
from typing import Any, BinaryIO

HEADER = struct.Struct(">I")
MAX_MESSAGE = 64 * 2**20
_GRACE = 10  # seconds that the worker outlives its limit, should no parent be there to end it


def send(stream: BinaryIO, message: dict[str, Any]) -> None:
    """Write one message. Lone surrogates of odd file names survive as escapes."""
    data = json.dumps(message).encode("ascii")
    stream.write(HEADER.pack(len(data)) + data)
    stream.flush()


def receive(stream: BinaryIO) -> dict[str, Any] | None:
    """Read one message, or ``None`` at the end of input."""
    head = stream.read(HEADER.size)
    if len(head) < HEADER.size:
        return None
    size = HEADER.unpack(head)[0]
    message: dict[str, Any] = json.loads(stream.read(size))
    return message


def main() -> int:
    """Serve tasks until the input ends."""
    incoming = sys.stdin.buffer
    # What libraries print must not end up among the answers, nor anywhere else: it may hold text.
    outgoing = os.fdopen(os.dup(1), "wb")
    silence = os.open(os.devnull, os.O_RDWR)
    os.dup2(silence, 1)
    limit = int(sys.argv[2])
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_AS, limit)
    _limit(resource.RLIMIT_FSIZE, 2 * 2**30)
    _limit(resource.RLIMIT_NOFILE, 256)
    module = importlib.import_module(sys.argv[1])
    send(outgoing, {"ready": True})
    while (task := receive(incoming)) is not None:
        signal.alarm(int(task["seconds"]) + _GRACE)
        started = time.perf_counter()
        children = _forget_peak()
        answer = _answer(module, task)
        took = time.perf_counter() - started
        signal.alarm(0)
        send(outgoing, {**answer, "seconds": took, "peak_bytes": _peak(children)})
    return 0


def _answer(module: Any, task: dict[str, Any]) -> dict[str, Any]:
    """Call the function; what it raises becomes data without the text that it spoke of."""
    from skolkit.problems import SkolkitError

    try:
        return {"result": getattr(module, task["function"])(task["payload"])}
    except SkolkitError as error:
        problem = error.problem
        return {
            "problem": {
                "code": problem.code,
                "file": problem.file,
                "page": problem.page,
                "sheet": problem.sheet,
                "cell": problem.cell,
                "detail": problem.detail,
            }
        }
    except MemoryError:
        return {"fault": "E_MEMORY", "detail": ""}
    except TimeoutError:
        return {"fault": "E_TIMEOUT", "detail": ""}
    except Exception as error:
        return {"fault": "E_CRASH", "detail": describe(error)}


def describe(error: BaseException) -> str:
    """Name an exception by class and place in the code; its words may quote a document."""
    frames = traceback.extract_tb(error.__traceback__)
    here = Path(__file__)
    ours = [
        f
        for f in frames
        if Path(f.filename).is_relative_to(here.parents[1]) and f.filename != str(here)
    ] or frames[-1:]
    place = f" at {Path(ours[-1].filename).name}:{ours[-1].lineno}" if ours else ""
    return f"{type(error).__name__}{place}"


def _limit(kind: int, wanted: int) -> None:
    """Lower a limit of the operating system where it lets us (macOS refuses some)."""
    with contextlib.suppress(OSError, ValueError):
        hard = resource.getrlimit(kind)[1]
        most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(kind, (most, most))


def _forget_peak() -> float:
    """Start a new count of the most memory held, where Linux lets us.

    Returns:
        The processor time of ended children so far, to tell later whether there were new ones.
    """
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime


def _peak(children_before: float) -> int:
    """The most memory, in bytes, that the process or a child held since ``_forget_peak``.

    A child's peak is that of the largest child so far: an upper bound.
    """
    unit = 1 if sys.platform == "darwin" else 1024
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with contextlib.suppress(OSError, StopIteration, ValueError):
        lines = Path("/proc/self/status").read_text().splitlines()
        own = int(next(line for line in lines if line.startswith("VmHWM")).split()[1])
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    children = usage.ru_maxrss if usage.ru_utime > children_before else 0
    return int(max(own, children)) * unit


if __name__ == "__main__":
    sys.exit(main())

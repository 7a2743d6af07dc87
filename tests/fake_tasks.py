"""Task functions for the worker pool that fail in every way there is."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from skolkit.problems import SkolkitError


def echo(payload: dict[str, Any]) -> dict[str, Any]:
    print("noise that must not reach the answers", flush=True)
    return {**payload, "pid": os.getpid()}


def wait_for(payload: dict[str, Any]) -> str:
    """Hang with a child process, whose id is told in a file."""
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    Path(payload["path"]).write_text(str(child.pid))
    time.sleep(600)
    return "never"


def die(payload: dict[str, Any]) -> str:
    """Die by SIGKILL as often as asked, counted in a file."""
    path = Path(payload["path"])
    done = len(path.read_bytes()) if path.exists() else 0
    if done < payload["times"]:
        with path.open("ab") as handle:
            handle.write(b"x")
        os.kill(os.getpid(), signal.SIGKILL)
    return "alive"


def fail(payload: dict[str, Any]) -> str:
    raise ValueError(f"secret {payload['text']}")


def refuse(payload: dict[str, Any]) -> str:
    raise SkolkitError.of("E_ENCRYPTED", payload["path"])


def swell(payload: dict[str, Any]) -> int:
    return len(bytearray(int(payload["bytes"])))


def environment(payload: dict[str, Any]) -> dict[str, str]:
    return dict(os.environ)

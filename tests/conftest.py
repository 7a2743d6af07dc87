"""What all tests share: the benchmark folder, and honest skips for what a machine lacks."""

from __future__ import annotations

import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings

# The same examples on every machine, however busy it is: a test that fails once fails again, where
# the same modules are loaded (hypothesis draws numbers and texts that stand in them as well).
settings.register_profile("skolkit", deadline=None, derandomize=True, database=None)
settings.load_profile("skolkit")

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
LANGUAGES = frozenset({"swe", "eng", "osd"})


@cache
def engine_lack() -> str:
    """Say in one sentence why the real OCR engine cannot run here; empty if it can."""
    program = shutil.which("tesseract")
    if program is None:
        return "tesseract is not installed; ./skol setup installs it"
    told = subprocess.run(
        [program, "--list-langs"], capture_output=True, text=True, check=False, timeout=30
    )
    missing = sorted(LANGUAGES - set((told.stdout + told.stderr).split()))
    if missing:
        return f"tesseract lacks the language data {', '.join(missing)}; ./skol setup installs them"
    return ""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what cannot run on this machine, and say why."""
    for item in items:
        if item.get_closest_marker("engine") and engine_lack():
            item.add_marker(pytest.mark.skip(reason=engine_lack()))
        if item.get_closest_marker("shared") and not SHARED.is_dir():
            item.add_marker(pytest.mark.skip(reason=NO_SHARED))


NO_SHARED = "needs the folder 'shared' (benchmark and bad inputs) beside the project"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder ``shared`` beside the project; the test is skipped where there is none."""
    if not SHARED.is_dir():
        pytest.skip(NO_SHARED)
    return SHARED


@pytest.fixture(scope="session")
def project() -> Path:
    """The root of the project."""
    return ROOT

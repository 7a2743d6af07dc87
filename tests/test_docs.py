"""The docs agree with the code: every problem, command, column, setting and key is told."""

from __future__ import annotations

import csv
import dataclasses
import re
from pathlib import Path

import click
import pytest

from skolkit.catalogue import CATALOGUE, ExitCode
from skolkit.model import CollectionKind, Doubt, MediaType
from skolkit.publish.dictionary import NAMES, dictionary
from skolkit.running.record import RECORD_COLUMNS
from skolkit.settings import Limits, Settings
from skolkit.tables.schemas import SCHEMAS

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
HEADING = re.compile(r"^## ([EWN]_\w+)$", flags=re.MULTILINE)


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def sections(text: str) -> dict[str, str]:
    """Sections of errors.md by code."""
    _, *parts = HEADING.split(text)
    return dict(zip(parts[::2], parts[1::2], strict=True))


def commands() -> dict[str, click.Command]:
    """Every command by its full name, found by walking the tree."""
    from skolkit.cli import cli

    found: dict[str, click.Command] = {}

    def walk(command: click.Command, name: str, context: click.Context | None) -> None:
        if not isinstance(command, click.Group):
            found[name] = command
            return
        here = click.Context(command, parent=context, info_name=name)
        for child in command.list_commands(here):
            below = command.get_command(here, child)
            if below is not None and not below.hidden:
                walk(below, f"{name} {child}", here)

    walk(cli, "skolkit", None)
    return found


# --- problems ---------------------------------------------------------------------------------


def test_every_problem_has_its_section_and_no_section_is_left_over():
    assert list(sections(read("docs/errors.md"))) == list(CATALOGUE)


@pytest.mark.parametrize("code", CATALOGUE)
def test_section_says_what_happened_and_what_to_do(code: str):
    section = sections(read("docs/errors.md"))[code]
    rule = CATALOGUE[code]
    assert f"**{rule.title}.**" in section
    assert f"*To do:* {rule.cure}" in section
    told = section.split("**")[2].split("*To do:*")[0].strip()
    assert len(told) > 40, "a section says more than its title"


@pytest.mark.parametrize("page", ["docs/errors.md", "docs/analysts.md"])
def test_exit_codes_are_told(page: str):
    text = read(page).partition("## Exit codes")[2].partition("\n## ")[0]
    told = [int(number) for number in re.findall(r"^\| (\d+) \|", text, flags=re.MULTILINE)]
    assert told == [int(code) for code in ExitCode]


# --- commands ---------------------------------------------------------------------------------


def test_every_command_is_documented_with_help_and_example():
    everything = "\n".join(path.read_text(encoding="utf-8") for path in PAGES)
    found = commands()
    assert len(found) >= 4
    for name, command in found.items():
        assert re.search(rf"`(\./)?{name}\b", everything), f"{name} is not in the docs"
        assert command.help, f"{name} has no help"
        assert name in f"{command.help} {command.epilog or ''}", f"{name} shows no example"


def test_docs_name_no_command_that_does_not_exist():
    top = {name.split()[1] for name in commands()}
    for path in PAGES:
        text = path.read_text(encoding="utf-8")
        for name in re.findall(r"`skolkit ([a-z][a-z-]*)", text):
            assert name in top, f"{path.name} names skolkit {name}"


def test_every_option_has_help_and_is_documented():
    text = read("docs/analysts.md")
    for name, command in commands().items():
        for option in command.params:
            if isinstance(option, click.Option) and option.opts[0] != "--help":
                assert option.help, f"{name} {option.opts[0]} has no help"
                (row,) = re.findall(rf"^\| `{option.opts[0]}` \|([^|]*)\|", text, re.MULTILINE)
                assert name.split()[-1] in row, f"{name} {option.opts[0]}"


# --- tables, settings, keys -------------------------------------------------------------------


def documented_columns(table: str) -> set[str]:
    """Names in the first column of the table below a heading of analysts.md."""
    below = read("docs/analysts.md").partition(f"\n### {table}\n")[2].partition("\n##")[0]
    cells = re.findall(r"^\| (`.*?) \|", below, flags=re.MULTILINE)
    return {name for cell in cells for name in re.findall(r"`(\w+)`", cell)}


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_column_is_documented_from_its_schema(language: str):
    """If this fails, run: .venv/bin/python tools/make_dictionaries.py"""
    assert read(f"docs/{NAMES[language]}") == dictionary(SCHEMAS.values(), language)


@pytest.mark.parametrize("table", SCHEMAS)
def test_shipped_tables_have_the_columns_of_their_schema(table: str):
    assert f"`{table}`" in read("docs/analysts.md")
    files = sorted((ROOT / "data" / "clean").glob(f"*/{table}.csv"))
    assert len(files) == 2, f"no {table}.csv ships"
    for path in files:
        with path.open(encoding="utf-8", newline="") as file:
            header = next(csv.reader(file))
        assert header == [column.name for column in SCHEMAS[table].columns], path


def test_columns_of_the_run_record_are_documented():
    assert documented_columns("Columns of the record") == set(RECORD_COLUMNS)


def test_limits_and_settings_are_documented():
    text = read("docs/analysts.md")
    names = [field.name for field in dataclasses.fields(Limits)]
    names += [field.name for field in dataclasses.fields(Settings) if field.name != "limits"]
    for name in names:
        assert f"| `{name}` |" in text, name


def test_doubts_types_and_kinds_are_documented():
    text = read("docs/analysts.md")
    for doubt in Doubt:
        assert f"| `{doubt}` |" in text
    for kind in CollectionKind:
        assert f"`{kind}`" in text
    for media in MediaType:
        assert f"`.{media}`" in text
        assert f"`.{media}`" in read("README.md")


def test_keys_of_the_shipped_collections_are_documented():
    text = read("docs/analysts.md")
    files = sorted((ROOT / "data" / "raw").glob("*/collection.toml"))
    assert files
    for path in files:
        for key in re.findall(r"^(\w+) *=", path.read_text("utf-8"), flags=re.MULTILINE):
            assert f"| `{key}` |" in text, f"{key} of {path.parent.name}"


# --- the pages themselves ---------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_links_lead_somewhere(page: Path):
    for target in re.findall(r"\]\(([^)#]+)", page.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_pictures_have_a_text_alternative(page: Path):
    for words in re.findall(r"!\[(.*?)\]\(", page.read_text(encoding="utf-8")):
        assert len(words) > 15


def test_readme_says_what_is_missing_and_untried():
    text = read("README.md")
    for words in ("unchecked", "unmasked", "untried", "may be missed", "./skol run", "./skol test"):
        assert words in text


def test_readme_pictures_are_small():
    pictures = [path for path in (ROOT / "docs" / "images").glob("*") if path.is_file()]
    assert pictures
    for path in pictures:
        assert path.stat().st_size < 400_000, path.name

"""docs/profiles.md agrees with the code: its files can be used, its keys and commands are there."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import click
import pytest
from tables_sheets import COLLECTION, sheet

from skolkit.catalogue import CATALOGUE
from skolkit.model import Sheet
from skolkit.tables import checks, mappings, profile, series_decisions, shape
from skolkit.tables.build import build_tables
from skolkit.tables.decisions import Decisions, read_decisions
from skolkit.tables.entities import assign_suppliers
from skolkit.tables.headings import match_headings
from skolkit.tables.matches import Heading
from skolkit.tables.organisations import PRIVATE, organisation_of, shipped_domains
from skolkit.tables.series import NotSummable, total
from skolkit.tables.suggest import suggest
from skolkit.tables.values import type_cells

TEXT = (Path(__file__).resolve().parents[1] / "docs" / "profiles.md").read_text(encoding="utf-8")
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", flags=re.MULTILINE | re.DOTALL)
FILES = (
    "mappings.toml",
    "organisations.toml",
    "profiles/ledger.toml",
    "series.toml",
    "suppliers.toml",
)


def blocks(language: str) -> list[str]:
    return [text for kind, text in FENCE.findall(TEXT) if kind == language]


def named() -> list[tuple[str, str]]:
    """Each TOML block with the name in its first line."""
    told = []
    for text in blocks("toml"):
        match = re.match(r"# (\S+\.toml)\n", text)
        assert match, f"a block does not begin with the name of its file: {text[:40]!r}"
        told.append((match[1], text))
    return told


def first_column(title: str) -> list[str]:
    """The names in the first column of the table with this first heading."""
    lines = TEXT.partition(f"\n| {title} |")[2].split("\n")[2:]
    rows: list[str] = []
    for line in lines:
        if not line.startswith("|"):
            break
        rows.append(line.split(" | ")[0])
    return [name for cell in rows for name in re.findall(r"`([\w-]+)`", cell)]


def decided(name: str) -> Decisions:
    return read_decisions([(each, text) for each, text in named() if each == name])


def payments() -> Sheet:
    """The list that the page shows as CSV."""
    (text,) = blocks("csv")
    rows = list(csv.reader(text.splitlines(), delimiter=";"))
    return sheet(rows, method="csv", document="betalningslista.csv")


# --- files ------------------------------------------------------------------------------------


def test_each_file_has_one_example() -> None:
    assert sorted(name for name, _ in named()) == sorted(FILES)


@pytest.mark.parametrize("name", FILES)
def test_each_example_is_read_and_decides_something(name: str) -> None:
    assert decided(name) != Decisions()


def test_the_mapping_reads_the_sheet_beside_it() -> None:
    made = payments()
    assert build_tables(COLLECTION, [made]).invoices == ()
    tables = build_tables(COLLECTION, [made], decisions=decided("mappings.toml"))
    assert [(row.supplier, str(row.net_sek), str(row.vat_sek)) for row in tables.invoices] == [
        ("Exempelkonsult AB", "128400.00", "32100.00"),
        ("Påhittade System AB", "64250.00", "16062.50"),
    ]
    assert [problem.code for problem in tables.problems] == ["W_MAPPING"]  # bilaga-3.xlsx


def test_the_proposal_is_what_the_command_prints() -> None:
    made = suggest(type_cells(payments()), profile.shipped_profiles())
    assert f'headings = "{made.headings}"' in TEXT
    assert (made.table, made.missing) == ("invoices", ())
    (shown,) = blocks("text")
    columns = {each.heading: each.field for each in made.columns}
    rows = re.findall(r"^[A-Z] {3}(.+?) {2,}(\w+) +[01]\.\d\d", shown, flags=re.MULTILINE)
    assert len(rows) == 3
    for heading, field in rows:
        assert columns[heading] == field, heading


def test_the_own_profile_knows_what_it_adds_and_what_ships() -> None:
    (own,) = decided("profiles/ledger.toml").profiles
    rows = [
        ["Anlitad byrå", "Utbetdag", "Tusen ut", "Fakturanr", "Handläggande disk", "Fakturatyp"],
        ["Exempelkonsult AB", "2021-01-04", "128,4", "F-1", "A", "Faktura"],
        ["Exempelkonsult AB", "2021-01-05", "28,4", "F-2", "B", "Återtag"],
    ]
    tables = build_tables(COLLECTION, [sheet(rows)], decisions=Decisions(profiles=(own,)))
    assert [int(row.net_sek or 0) for row in tables.invoices] == [128_400, -28_400]
    assert not any("not known" in problem.detail for problem in tables.problems)


def test_amounts_of_the_series_are_refused_as_the_page_says() -> None:
    placed = decided("series.toml").series.placed
    costs = {
        cost: {"cost_id": cost, "series": series, "amount_sek": 1}
        for (cost, _), series in placed.items()
    }
    assert total([costs["C03"], costs["C04"]]).amount == 2
    with pytest.raises(NotSummable) as refused:
        total([costs["C02"], costs["C03"]])
    assert f"*{refused.value.reason}*" in TEXT
    with pytest.raises(NotSummable, match="one and the same"):
        total([costs["C01"], {**costs["C01"], "cost_id": "C09"}])


def test_the_suppliers_are_joined_and_parted() -> None:
    rows = [
        ["Leverantör", "Fakturadatum", "Fakturanr", "Belopp exkl. moms"],
        ["Exempelkonsult AB", "2021-01-04", "F-1", "100,00"],
        ["Exempel & Co Konsult", "2021-01-05", "F-2", "200,00"],
        ["Påhittade System AB", "2021-01-06", "F-3", "300,00"],
        ["Påhittade System i Norr AB", "2021-01-07", "F-4", "400,00"],
    ]
    tables = build_tables(COLLECTION, [sheet(rows)])
    made = assign_suppliers(tables, decided("suppliers.toml").suppliers)
    keys = [row.supplier_id for row in made.invoices]
    assert keys[0] == keys[1] == "org:559999-9918"
    assert len(set(keys)) == 3
    assert made.problems == tables.problems


def test_the_organisations_are_told_apart_as_the_comments_say() -> None:
    known = decided("organisations.toml").domains.before(shipped_domains())
    told = {
        address: organisation_of(f"post@{address}", known)
        for address in ("skola.example.se", "mejl.example.se", "a.webb.example.se")
    }
    assert told == {
        "skola.example.se": "Exempelköpings skolförvaltning",
        "mejl.example.se": PRIVATE,
        "a.webb.example.se": "a.webb.example.se",
    }
    assert organisation_of("post@exempla-påhitt.se", known) == PRIVATE


# --- keys and names ---------------------------------------------------------------------------


def test_all_keys_are_told_and_no_others() -> None:
    assert sorted(first_column("key of a mapping")) == sorted(mappings._KEYS)
    assert sorted(first_column("key of a profile")) == sorted(profile._KEYS)
    assert sorted(first_column("key of a field")) == sorted(profile._FIELD_KEYS)


def test_all_types_rules_and_words_are_told() -> None:
    (types,) = re.findall(r"^\| `type` \| (.*) \|$", TEXT, flags=re.MULTILINE)
    assert set(re.findall(r"`(\w+)`", types.replace("`values`", ""))) == set(profile.TYPES)
    rules = {rule for rule in series_decisions.RULES if rule != "counts"}
    of_series = TEXT.partition("### Series")[2].partition("### Organisations")[0]
    listed = re.findall(r"^\| (`[^|]*) \|", of_series, flags=re.MULTILINE)
    assert {name for cell in listed for name in re.findall(r"`(\w+)`", cell)} == rules
    (words,) = re.findall(r"^\| `values` \| (.*) \|$", TEXT, flags=re.MULTILINE)
    shipped = {name for each in profile.shipped_profiles() for name, _ in each.vocabularies}
    assert set(re.findall(r"`(\w+)`", words)) == shipped


@pytest.mark.parametrize("table", profile.SHIPPED)
def test_each_kind_is_told_with_its_layouts_and_columns(table: str) -> None:
    (row,) = re.findall(rf"^\| `{table}` \| (.*) \| (.*) \|$", TEXT, flags=re.MULTILINE)
    known = profile.shipped_profile(table)
    assert re.findall(r"`(\w+)`", row[1]) == [field.name for field in known.used]
    if known.carried:
        layouts = [layout.name for layout in known.layouts]
        assert re.findall(r"`([\w-]+)`:", row[0]) == layouts
    else:
        assert "left alone" in row[0]


def test_numbers_are_those_of_the_code() -> None:
    for known in profile.shipped_profiles():
        assert f"**threshold**, {known.threshold:.0f}" in TEXT
        assert f"**margin**, {known.margin:.0f}," in TEXT
    assert f"first {shape.HEADER_ROWS} rows" in TEXT
    assert f"past {checks.TOLD_EACH} of a rule" in TEXT
    assert (str(checks.ROUNDING), str(checks.HALF_ORE)) == ("0.50", "0.005")  # as the table says
    rates = ", ".join(f"{rate * 100:.0f}" for rate in checks.VAT_RATES[:-1])
    assert f"{rates} or 0 %" in TEXT


def test_headings_that_are_called_one_are_one() -> None:
    invoices = profile.shipped_profile("invoices")

    def field(text: str) -> str:
        return match_headings(invoices, [Heading(1, (text,))]).known[0][1]

    assert {*map(field, ("Lev. nr", "LEVERANTÖRSNUMMER", "Leverantorsnr"))} == {"supplier_no"}
    assert {*map(field, ("Belopp exkl. moms", "Net amount", "Belopp (tkr)"))} == {"net"}
    for example in ("`Lev. nr`", "`LEVERANTÖRSNUMMER`", "`Leverantorsnr`", "`Net amount`"):
        assert example in TEXT


def test_codes_exist() -> None:
    codes = set(re.findall(r"\b[EW]_[A-Z_]+\b", TEXT))
    assert codes >= {"W_UNSURE_TABLE", "W_MAPPING", "W_HEADER", "W_TOTAL_MISMATCH"}
    assert codes <= set(CATALOGUE)


def test_commands_exist() -> None:
    from skolkit.cli import cli

    spans = re.findall(r"`([^`\n]+)`", FENCE.sub("", TEXT))
    told = re.findall(
        r"^(?:\./)?skol(?:kit)?((?: [a-z][a-z-]*)+)",
        "\n".join([*spans, *blocks("sh")]),
        re.MULTILINE,
    )
    assert {line.split()[0] for line in told} >= {"profile", "ingest"}
    for line in told:
        here: click.Command = cli
        for word in line.split():
            if not isinstance(here, click.Group):
                break  # what follows are its arguments
            below = here.get_command(click.Context(here), word)
            assert below is not None, f"there is no skolkit{line}"
            here = below
        assert not isinstance(here, click.Group), f"skolkit{line} is no whole command"


def test_links_within_the_page_lead_to_a_heading() -> None:
    titles = re.findall(r"^#+ (.+)$", TEXT, flags=re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}
    for target in re.findall(r"\]\(#([^)]+)\)", TEXT):
        assert target in anchors

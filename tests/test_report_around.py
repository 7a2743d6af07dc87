"""The report around its findings: order, steps, answers, contact, appendix, figures, languages."""

from __future__ import annotations

import importlib
import io
import json
import pkgutil
import re
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pikepdf
import pytest
from analysis_data import ROOT, demo, public_record

import skolkit.publish
from skolkit.analysis.frame_rows import message_rows
from skolkit.analysis.words import Lang
from skolkit.problems import SkolkitError
from skolkit.publish.alignment import figure
from skolkit.publish.bundle import ReadWith, bundle_files
from skolkit.publish.origins import Origins
from skolkit.publish.report import compose
from skolkit.publish.report_model import (
    Brief,
    Claim,
    ItemList,
    Paragraph,
    Section,
    TableBlock,
    to_json,
)
from skolkit.publish.report_settings import Answer, Contact, ReportSettings, read_report_settings
from skolkit.publish.texts_sv import SV
from skolkit.shown import shown_collections
from skolkit.workspace import Workspace

FENCE = re.compile(r"^```toml\n(# report\.toml\n.*?)^```$", flags=re.MULTILINE | re.DOTALL)
# Fields that are rightly the same in both languages.
SAME = {
    "LedgerTexts": {"period", "budget", "median", "rates_median"},
    "PublicTexts": {"index_now"},
}
EMAIL = "tips@redaktion.example.se"


def made(lang: Lang) -> dict[str, bytes]:
    composed = compose([public_record(), demo()], lang=lang)
    return {one.name: one.data for one in bundle_files(composed)}


@pytest.fixture(scope="module", params=["sv", "en"])
def bundle(request: pytest.FixtureRequest) -> dict[str, bytes]:
    return made(request.param)


def section(lang: Lang, name: str, told: dict[str, ReportSettings] | None = None) -> Section:
    report = compose([public_record(), demo()], lang=lang, told=told or {}).report
    return next(one for one in report.sections if one.section_id == name)


def texts(one: Section) -> list[str]:
    said: list[str] = []
    for block in one.blocks:
        if isinstance(block, Paragraph):
            said.append(block.text)
        elif isinstance(block, ItemList):
            said += block.items
    return said


# --- the first screen -------------------------------------------------------------------------


def test_the_report_opens_with_what_was_received_read_doubted_and_found() -> None:
    report = compose([public_record(), demo()], lang="sv").report
    table = next(one for one in report.opening.blocks if isinstance(one, TableBlock))
    assert table.headings == (
        "Samling", "Mottaget", "Läst", "I tvivel", "Saknas", "Påståenden",
    )  # fmt: skip
    record = [cell.text for cell in table.rows[0]]
    assert record[1].endswith(" dokument")
    assert (record[3], record[4]) == ("inga celler", "inget")
    assert table.rows[1][0].text.startswith("DEMO: ")
    brief = next(one for one in report.opening.blocks if isinstance(one, Brief))
    listed = [claim_id for claim_id, _ in brief.items]
    assert listed == ["K1", "K2", "S1", "S2", "T1", "T2"]  # two of each section
    spoken = {
        block.claim_id: block.sentence
        for one in report.sections
        for block in one.blocks
        if isinstance(block, Claim)
    }
    assert all(spoken[claim_id] == sentence for claim_id, sentence in brief.items)
    invented = sum(one.demo for one in report.findings)
    assert f"{invented} påståenden ur påhittade handlingar (DEMO)" in texts(report.opening)[-1]


def test_a_report_in_english_calls_a_collection_by_its_english_name_if_it_has_one() -> None:
    shipped = public_record()

    def said(lang: Lang, title_en: str) -> str:
        called = replace(shipped.collection, title="Egna ord", title_en=title_en)
        return to_json(compose([replace(shipped, collection=called)], lang=lang).report).decode()

    english = said("en", "Own words")
    assert "Costs – Own words" in english
    assert "Egna ord" not in english
    assert "Own words" not in said("sv", "Own words")
    assert "Costs – Egna ord" in said("en", "")


def test_what_a_collection_says_of_itself_in_english_stands_in_the_report_in_english() -> None:
    shipped = public_record()

    def cells(lang: Lang, **words: str) -> dict[str, str]:
        called = replace(shipped.collection, authority="Nämnden", sender="Arkivet", **words)
        report = compose([replace(shipped, collection=called)], lang=lang).report
        (table,) = [
            block
            for one in report.sections
            for block in one.blocks
            if isinstance(block, TableBlock) and block.table_id == "collections"
        ]
        return {cell.text: cell.lang for cell in table.rows[0]}

    both = {"authority_en": "The board", "sender_en": "The archive"}
    english = cells("en", **both)
    assert english["The board"] == english["The archive"] == ""
    assert not {"Nämnden", "Arkivet"} & set(english)
    swedish = cells("sv", **both)
    assert swedish["Nämnden"] == swedish["Arkivet"] == ""
    assert not {"The board", "The archive"} & set(swedish)
    without = cells("en")
    assert without["Nämnden"] == without["Arkivet"] == "sv"  # a voice reads it as Swedish
    assert cells("en", sender_en="The archive")["Nämnden"] == "sv"


def test_a_report_of_a_demonstration_alone_lists_invented_findings_as_such() -> None:
    opening = compose([demo()], lang="en").report.opening
    brief = next(one for one in opening.blocks if isinstance(one, Brief))
    assert 0 < len(brief.items) <= 8
    assert all(sentence.startswith("DEMO: ") for _, sentence in brief.items)


def test_the_opening_stands_before_the_contents_and_leads_to_its_claims(
    bundle: dict[str, bytes],
) -> None:
    html = bundle["report.html"].decode()
    opening = html[html.index('<section id="opening"') : html.index("<nav")]
    led = re.findall(r'<li><a href="#([^"]+)">', opening)
    assert len(led) == 6
    assert all(f'<div class="claim" id="{one}">' in html for one in led)


# --- order and counts -------------------------------------------------------------------------


def test_the_parts_stand_in_the_order_of_the_best_newsrooms() -> None:
    report = compose([public_record(), demo()], lang="sv").report
    assert [one.section_id for one in report.sections if one.level == 2] == [
        "terms", "sources", "steps", "findings", "limits", "answers", "rerun", "licence",
        "contact", "appendix",
    ]  # fmt: skip
    ids = [one.section_id for one in report.sections]
    assert ids[ids.index("appendix") :] == [
        "appendix", "received", "read", "doubtful", "missing", "change", "origins", "source-list",
    ]  # fmt: skip


def test_the_list_of_sources_holds_all_that_the_text_counts() -> None:
    (said, *_) = texts(section("sv", "sources"))
    (listed,) = [one for one in section("sv", "source-list").blocks if isinstance(one, TableBlock)]
    assert f"De {len(listed.rows)} som ligger bakom kostnader, incidenter, tidslinje" in said
    names = {row[1].text for row in listed.rows}
    assert "Öppna Skolplattformen polisanmäls av Stockholms stad" in names  # of an event alone


def test_where_rows_stand_names_a_document_once_and_counts_what_is_left_out() -> None:
    one = demo()
    one = replace(one, messages=one.messages.assign(page=range(1, 10)))
    ids = [row.place.row_id for row in message_rows(one.messages)]
    said = Origins([one]).said(ids, SV).replace("\u00a0", " ")
    assert said == (
        "log.pdf, sida 1, rad 2; sida 2, rad 3; sida 3, rad 4; sida 4, rad 5; sida 5, rad 6; "
        "sida 6, rad 7; fler ställen: 3"
    )


def test_steps_are_numbered_and_count_what_the_tables_hold() -> None:
    steps = section("sv", "steps")
    lists = [block for block in steps.blocks if isinstance(block, ItemList)]
    assert all(block.ordered for block in lists)
    first, second = (block.items for block in lists)
    public, invented = public_record(), demo()
    assert first[0] == "Mottaget: 6 dokument."
    costs, incidents = len(public.costs), len(public.incidents)
    assert first[2] == f"Ordnat i tabeller: kostnader {costs}, incidenter {incidents}."
    printed = int((invented.invoices["row_kind"] != "row").sum())
    assert printed == 3
    assert f"inga rader som upprepar andra och {printed} utskrivna summor" in second[-2]
    assert "DEMO: " in [b.text for b in steps.blocks if isinstance(b, Paragraph)][2]


def test_doubts_are_counted_and_sums_told_with_what_stands_on_them() -> None:
    invented = demo()
    invented.invoices.loc[0, "doubts"] = "net_sek:low-confidence"
    report = compose([invented], lang="sv").report
    change = next(one for one in report.sections if one.section_id == "change")
    (table,) = (block for block in change.blocks if isinstance(block, TableBlock))
    assert table.demo
    line = next(row for row in table.rows if row[0].text == "fakturor ledger.pdf")
    # 10 000 + 5 000 + 7 000 + 2 500; of these 10 000 in doubt, and nothing on its row bounds it.
    assert [cell.text.replace("\u00a0", " ") for cell in line[1:]] == [
        "4", "24 500 kr", "10 000 kr", "0", "–", "–",
    ]  # fmt: skip


def test_a_sum_of_a_table_that_is_unsure_says_so() -> None:
    invented = demo()
    told = {"code": "W_UNSURE_TABLE", "document": "ledger.pdf", "sheet": "Blad1"}
    problems = pd.concat([invented.problems, pd.DataFrame([told])])
    report = compose([replace(invented, problems=problems)], lang="sv").report
    change = next(one for one in report.sections if one.section_id == "change")
    (table,) = [block for block in change.blocks if isinstance(block, TableBlock)]
    assert "fakturor ledger.pdf (osäker tabell)" in [row[0].text for row in table.rows]


def test_amounts_that_overlap_are_not_summed() -> None:
    change = section("sv", "change")
    tables = [block for block in change.blocks if isinstance(block, TableBlock)]
    (line,) = (row for row in tables[0].rows if row[0].text == "kostnader costs.csv")
    assert line[2].text == "får inte summeras"


# --- answers and contact ----------------------------------------------------------------------


def test_nobody_is_invented_where_no_answer_and_no_contact_is_given() -> None:
    assert texts(section("sv", "answers"))[0].startswith(
        "Inget svar från den andra sidan finns antecknat för Skolplattformen"
    )
    assert texts(section("en", "answers"))[0].startswith("No answer from the other side")
    assert texts(section("sv", "contact"))[0].startswith("Ingen kontakt är angiven för")
    assert texts(section("en", "contact"))[0].startswith("No contact is set for")


def test_answers_and_contact_are_told_as_they_were_given() -> None:
    told = {
        "public-record": ReportSettings(
            Contact("Redaktionen", EMAIL, "https://example.com/"),
            (
                Answer("Nämnden", "2021-05-03", "2021-05-10", "Vi håller inte med.", "e-post"),
                Answer("Bolaget", "2021-05-04"),
            ),
        )
    }
    assert texts(section("sv", "answers", told))[1:3] == [
        "Nämnden tillfrågades 3 maj 2021. Svar 10 maj 2021: ”Vi håller inte med.” (e-post)",
        "Bolaget tillfrågades 4 maj 2021. Inget svar är antecknat.",
    ]
    said = texts(section("en", "contact", told))
    assert said[0].endswith(f": Redaktionen <{EMAIL}>, https://example.com/")
    assert said[1].startswith("No contact is set for DEMO: ")


def documented() -> str:
    (text,) = FENCE.findall((ROOT / "docs" / "analysts.md").read_text(encoding="utf-8"))
    return text


def test_the_documented_file_can_be_read_and_says_all_keys() -> None:
    told = read_report_settings(documented())
    assert told.contact.email and told.contact.url and told.contact.name
    assert [bool(one.text) for one in told.answers] == [True, False]
    assert told.answers[0].keep
    assert told.kept == {told.contact.name, told.contact.email, *told.answers[0].keep}


ASKED = '[[answer]]\nfrom = "A"\nasked = 2021-05-03\n'


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[kontakt]\n", "unknown key 'kontakt'"),
        ("contact = 1\n", r"\[contact\] has the keys name, email, url"),
        ('[contact]\nphone = "1"\n', "unknown key 'phone'"),
        ('[contact]\nemail = "a@b.se, c@d.se"\n', "one address"),
        ('[contact]\nurl = "javascript:x"\n', "url must begin"),
        ('[contact]\nname = ""\n', "name is missing"),
        ("[answer]\n", r"\[\[answer\]\]"),
        ('[[answer]]\nfrom = "A"\n', "asked must be a day"),
        ('[[answer]]\nfrom = "A"\nasked = "2021-05-03"\n', "without quotes"),
        (ASKED + 'text = "Nej"\n', "has date, text and source"),
        (ASKED + 'keep = ["x"]\n', "nothing in it can be kept"),
        (ASKED + 'date = 2021-05-01\ntext = "N"\nsource = "s"\n', "date is before asked"),
        (ASKED + 'date = 2021-05-04\ntext = "N"\nsource = "s"\nkeep = ["B"]\n', "does not stand"),
        (ASKED + 'date = 2021-05-04\ntext = "N"\nsource = "s"\nkeep = "N"\n', "must be a list"),
    ],
)
def test_a_slip_in_the_file_is_named(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        read_report_settings(text)


def test_the_file_is_no_decision_and_a_slip_in_it_has_its_code(tmp_path: Path) -> None:
    review = tmp_path / "data" / "review" / "heap"
    review.mkdir(parents=True)
    (review / "report.toml").write_text("x = 1\n", encoding="utf-8")
    (review / "privacy.toml").write_text("", encoding="utf-8")
    workspace = Workspace(tmp_path)
    assert [name for name, _ in workspace.decisions("heap")] == ["privacy.toml"]
    with pytest.raises(SkolkitError) as raised:
        shown_collections(workspace, ["heap"])
    assert raised.value.problem.code == "E_BAD_DECISION"
    assert raised.value.problem.file == "report.toml"


# --- the manifest -----------------------------------------------------------------------------


def test_the_manifest_tells_settings_and_versions() -> None:
    composed = compose([public_record()], lang="en")
    read = {"public-record": ReadWith({"render_dpi": 300}, {"numpy": "2"}, {"privacy.toml": "ab"})}
    *_, last = bundle_files(composed, read)
    told = json.loads(last.data)
    assert told["settings"] == {
        "lang": "en",
        "price_year": {"public-record": 2023},
        "reading": {"public-record": {"render_dpi": 300}},
    }
    assert told["read_with"] == {"public-record": {"numpy": "2"}}
    assert told["decisions"] == {"public-record": {"privacy.toml": "ab"}}
    assert told["versions"]["typst"]


# --- aligned figures --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "lang", "value", "decimals", "unit"),
    [
        ("1\u00a0234,50\u00a0kr", "sv", "1234.50", 2, "\u00a0kr"),
        ("\u221212,5\u00a0%", "sv", "-12.5", 1, "\u00a0%"),
        ("SEK\u00a01,234", "en", "1234", 0, ""),
        ("12.5%", "en", "12.5", 1, "%"),
        ("2019", "sv", "2019", 0, ""),
    ],
)
def test_a_written_figure_is_read(
    text: str, lang: Lang, value: str, decimals: int, unit: str
) -> None:
    known = figure(text, lang)
    assert known is not None
    assert (known.value, known.decimals, known.unit) == (Decimal(value), decimals, unit)


@pytest.mark.parametrize("text", ["mer än 5", "5–7", "–", "", "1,234,5", "12 34"])
def test_what_is_more_or_less_than_a_figure_is_none(text: str) -> None:
    assert figure(text, "sv") is None


def test_figures_of_a_column_have_their_decimal_marks_under_each_other(
    bundle: dict[str, bytes],
) -> None:
    report = json.loads(bundle["report.json"])
    mark = "," if report["lang"] == "sv" else "."
    padded = 0
    for one in report["sections"]:
        for block in one["blocks"]:
            for column in block.get("numeric", ()):
                cells = [row[column] for row in block["rows"]]
                widths = set()
                for cell in cells:
                    padded += bool(cell["pad"])
                    if cell["href"] or cell["lang"] or not re.search("[0-9]", cell["text"]):
                        continue
                    after = re.search(rf"[0-9]({re.escape(mark)}[0-9]+)?[^0-9]*$", cell["text"])
                    assert after
                    widths.add(len((after[1] or "") + cell["pad"]))
                assert len(widths) < 2, block["table_id"]
    assert padded > 3
    html = bundle["report.html"].decode()
    assert html.count('class="pad"') == padded


def test_the_workbook_writes_figures_as_numbers_with_the_same_decimals(
    bundle: dict[str, bytes],
) -> None:
    book = openpyxl.load_workbook(io.BytesIO(bundle["tables.xlsx"]))
    page = next(sheet for sheet in book if sheet.title.startswith("project"))
    column = [cell for row in page.iter_rows() for cell in row if cell.column == 4]
    numbers = [cell for cell in column if isinstance(cell.value, int | float)]
    assert len(numbers) > 3
    assert len({cell.number_format for cell in numbers}) == 1
    assert {cell.alignment.horizontal for cell in numbers} == {"right"}


# --- the final files --------------------------------------------------------------------------


class Images(HTMLParser):
    """Collects the images of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[dict[str, str | None]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "img":
            self.found.append(dict(attrs))


def tagged(node: Any, kind: str) -> list[Any]:
    """All structure elements of a kind below a node."""
    found = []
    held = node.get("/K", [])
    for child in held if isinstance(held, pikepdf.Array) else [held]:
        if isinstance(child, pikepdf.Dictionary):
            found += [child] if child.get("/S") == kind else []
            found += tagged(child, kind)
    return found


def test_every_image_has_its_text_in_the_page_and_in_print(bundle: dict[str, bytes]) -> None:
    report = json.loads(bundle["report.json"])
    wanted = [
        f"{report['demo_mark']}. {block['alt']}" if block["demo"] else block["alt"]
        for one in report["sections"]
        for block in one["blocks"]
        if block["kind"] == "figure"
    ]
    assert len(wanted) >= 7
    assert all(wanted)
    assert any(text.startswith("DEMO") for text in wanted)
    page = Images(bundle["report.html"].decode())
    assert [image["alt"] for image in page.found] == wanted
    with pikepdf.open(io.BytesIO(bundle["report.pdf"])) as pdf:
        drawn = tagged(pdf.Root.StructTreeRoot, "/Figure")
        assert [str(one.get("/Alt", "")) for one in drawn] == wanted


def test_print_declares_its_standard_and_has_contents_and_bookmarks(
    bundle: dict[str, bytes],
) -> None:
    report = json.loads(bundle["report.json"])
    with pikepdf.open(io.BytesIO(bundle["report.pdf"])) as pdf:
        assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf.Root.Metadata.read_bytes()
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        with pdf.open_outline() as outline:
            titles = [item.title for item in outline.root]
        assert len(tagged(pdf.Root.StructTreeRoot, "/TOC")) >= 1
    parts = [one["heading"] for one in report["sections"] if one["level"] == 2]
    assert titles[-len(parts) :] == parts


def pairs() -> list[tuple[Any, Any]]:
    """The Swedish and the English record of each module of texts."""
    found = []
    for module in pkgutil.iter_modules(skolkit.publish.__path__):
        if module.name.startswith("texts_"):
            held = vars(importlib.import_module(f"skolkit.publish.{module.name}"))
            if {"SV", "EN"} <= held.keys():
                found.append((held["SV"], held["EN"]))
    from skolkit.publish.texts_en import EN
    from skolkit.publish.texts_sv import SV

    return [*found, (SV, EN)]


def phrases(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, tuple):
        return [text for one in value for text in phrases(one)]
    return []


def test_no_field_is_left_in_the_other_language() -> None:
    checked = 0
    for swedish, english in pairs():
        assert is_dataclass(swedish)
        assert type(swedish) is type(english)
        for field in fields(swedish):
            one, other = getattr(swedish, field.name), getattr(english, field.name)
            checked += 1
            if isinstance(one, str) and field.name not in SAME.get(type(swedish).__name__, ()):
                assert one != other, f"{type(swedish).__name__}.{field.name}: {one}"
    assert checked > 200


def test_no_whole_phrase_of_the_other_language_stands_in_a_report(
    bundle: dict[str, bytes],
) -> None:
    report = json.loads(bundle["report.json"])
    at = 0 if report["lang"] == "sv" else 1
    own, other = (
        {
            text
            for pair in pairs()
            for field in fields(pair[0])
            for text in phrases(getattr(pair[side], field.name))
        }
        for side in (at, 1 - at)
    )
    foreign = {text for text in other - own if "{" not in text and len(text) > 3}
    assert len(foreign) > 200
    held: set[str] = set()
    for one in report["sections"]:
        held.add(one["heading"])
        for block in one["blocks"]:
            held |= {block[k] for k in ("text", "caption") if k in block}
            held |= {item for item in block.get("items", ()) if isinstance(item, str)}
            held |= set(block.get("headings", ()))
    assert held & foreign == set()


def test_a_title_that_is_no_figure_stays_as_it_is() -> None:
    one = public_record()
    renamed = replace(one, collection=replace(one.collection, title="1,5 och 2"))
    report = compose([renamed], lang="sv").report
    table = next(b for s in report.sections for b in s.blocks if isinstance(b, TableBlock))
    assert all(not cell.pad for row in table.rows for cell in row)

"""Small counts that another sheet, a total elsewhere or a sentence gives back."""

from __future__ import annotations

from pathlib import Path

import pytest
from heap import project
from test_export_redteam import cells, masked, published

from skolkit.privacy.small_words import HiddenCounts, totals_in
from skolkit.shown import shown_collection

CLASSES = "Klass;Antal elever\n3A;21\n3B;3\n3C;19\n"


def hidden(texts: dict[str, str]) -> set[str]:
    return {place for place, text in texts.items() if text in {"<5", ".."}}


@pytest.mark.parametrize(
    ("files", "places"),
    [
        pytest.param(
            {
                "a.csv": "Klass;Antal elever\n3A;21\n3B;3\n3C;19\nSumma;43\n",
                "b.csv": "Klass;Elever;Lokal\n3A;21;Blå\n3B;3;Röd\n3C;19;Gul\n",
            },
            {"a!B3", "a!B4", "b!B3", "b!B4"},
            id="the helper on a sheet without a total",
        ),
        pytest.param(
            {"a.csv": CLASSES, "b.csv": "Klass;Antal elever\n4A;20\n4B;25\nTotalt;43\n"},
            {"a!B3", "a!B4"},
            id="the total on another sheet",
        ),
        pytest.param(
            {"a.csv": CLASSES, "t.csv": "Nr;Text\n1;Skolan har 43 elever i år\n"},
            {"a!B3", "a!B4"},
            id="the total in a sentence",
        ),
        pytest.param(
            {
                "a.csv": "Skola;Klass;Antal elever\nAlmskolan;3A;21\nAlmskolan;3B;3\n"
                "Backskolan;1A;18\nBackskolan;1B;22\n",
                "b.csv": "Skola;Antal elever\nAlmskolan;24\nBackskolan;40\n",
            },
            {"a!C2", "a!C3"},
            id="the school's count on another sheet",
        ),
        pytest.param(
            {
                "a.csv": "Klass;Elever 2019;Elever 2020\n3A;21;20\n3B;3;12\n",
                "b.csv": "Klass;Antal elever hela perioden\n3A;41\n3B;15\n",
            },
            {"a!B3", "a!C3"},
            id="the sum of a class over years",
        ),
        pytest.param(
            {
                "a.csv": "Klass;År;Antal elever\n3A;2019;21\n3B;2019;3\n3A;2020;20\n3B;2020;12\n",
                "b.csv": "År;Antal elever\n2019;24\n2020;32\n",
            },
            {"a!C2", "a!C3"},
            id="the sum of a year where no group is named",
        ),
        pytest.param(
            {
                "a.csv": "Klass;Antal elever läsåret 2019/20\n3A;21\n3B;3\n",
                "b.csv": "Läsår;Antal elever\n2019/2020;24\n2020/2021;32\n",
            },
            {"a!B2", "a!B3"},
            id="a school year in two spellings",
        ),
        pytest.param(
            {
                "a.csv": "Klass;Antal elever\n3A;21\n3B;3\n3C;19\nSumma;43\n",
                "b.csv": "Klass;Inskrivna elever;Lokal\nklass 3 a;21;Blå\nklass 3 c;19;Gul\n",
            },
            {"a!B3", "a!B4", "b!B3"},
            id="the helper under another heading and spelling",
        ),
        pytest.param(
            {
                "a.csv": "Klass;År;Antal elever\n3A;2019;21\n3B;2019;3\n3A;2020;20\n3B;2020;12\n",
                "b.csv": "År;Antal elever\n2019;25\n2021;24\n",
            },
            {"a!C3"},
            id="another year",
        ),
        pytest.param(
            {"a.csv": CLASSES, "b.csv": "Klass;Antal elever\n4A;20\n4B;25\nTotalt;45\n"},
            {"a!B3"},
            id="another total",
        ),
    ],
)
def test_what_another_sheet_gives_back_is_hidden(
    tmp_path: Path, files: dict[str, str], places: set[str]
) -> None:
    assert hidden(cells(masked(tmp_path, files))) == places


NOTES = (
    ("I klass 3B går 3 elever", "I klass 3B går <5 elever"),
    ("Tre elever i 3B är med", "<5 elever i 3B är med"),
    ("3B: 3 st nya elever", "3B: <5 st nya elever"),
    ("There are three pupils in 3B", "There are <5 pupils in 3B"),
    ("Elever i 3B: 3", "Elever i 3B: <5"),
    ("tre av eleverna i 3B", "<5 av eleverna i 3B"),
    ("3A: 21, 3B: 3", "3A: 21, 3B: <5"),
    ("Klass 3B (3)", "Klass 3B (<5)"),
)
LEFT = (
    "I klass 3A går 21 elever", "Tre elever i 3C fick fel betyg", "En elev i 3B kan inte logga in",
    "3 datorer i 3B", "Sida 3 av 12", "2 elever i 3B ringde", "3,5 elever per lärare i 3B",
    "3B flyttar 2021-03-03", "3B: 3.15", "3C: 3", "3B har prov kl 12:3",
    "Årskurs 3 elever i hela staden",
)  # fmt: skip


def test_words_tell_no_hidden_count(tmp_path: Path) -> None:
    texts = [*(text for text, _ in NOTES), *LEFT]
    notes = "Nr;Text\n" + "".join(f"{n};{text}\n" for n, text in enumerate(texts, start=1))
    held = cells(masked(tmp_path, {"a.csv": CLASSES, "t.csv": notes}))
    told = [held[f"t!B{row}"] for row in range(2, len(texts) + 2)]
    assert told == [*(shown for _, shown in NOTES), *LEFT]


def test_on_the_sheet_itself_no_group_need_stand_beside_the_count(tmp_path: Path) -> None:
    table = "Årskurs 3 elever efter klass, varav en med tre elever\n\n" + CLASSES
    made = masked(tmp_path, {"a.csv": table}, described='title = "3 elever i 3B"\n')
    text = published(made)
    assert "tre elever" not in text and "3 elever i" not in text
    assert "<5 elever i 3B" in text and "Årskurs 3 elever" in text


def test_a_report_and_its_notebooks_tell_no_hidden_count_either(tmp_path: Path) -> None:
    tickets = (
        "Ärende-id;Skapad;Rubrik;Beskrivning\n"
        "1;2021-03-01;Klass 3B;Bara 3 elever i 3B syns\n2;2021-03-02;Annat;21 elever i 3A syns\n"
    )
    place = project(tmp_path, {"a.csv": CLASSES, "t.csv": tickets})
    made = shown_collection(place, "heap")
    text = "\n".join(frame.to_csv() for frame in (made.tables.cells, made.tables.incidents))
    assert "3 elever i 3B" not in text
    assert "<5 elever i 3B" in text and "21 elever i 3A" in text
    assert any(place.endswith("!R2C4") or "t" in place for place in made.hidden.painted)


def test_nothing_is_looked_for_where_nothing_is_hidden() -> None:
    assert HiddenCounts().without("3 elever i 3B") == "3 elever i 3B"
    assert list(totals_in(("24 elever", "3 elever", "1 200 barn", "24 datorer"))) == [24, 1200]

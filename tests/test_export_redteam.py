"""Deliveries that try to get a person past the masking, or a figure lost by it.

Each delivery is masked as an export does it, and what comes out is searched as plain text, without
the kit's own detection. The persons are invented; their names stand in no word list of the kit.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment

from skolkit.analysis.base import TABLES
from skolkit.export import Masked, _lost_rows, mask_collection
from skolkit.intake.accept import accept
from skolkit.intake.native import read_native
from skolkit.intake.survey import survey
from skolkit.pipeline import ingest
from skolkit.problems import SkolkitError
from skolkit.publish.exports import clean_tables, manifest_file, output_names
from skolkit.publish.tabular import csv_text
from skolkit.running.decided import Decided
from skolkit.running.docket import Docket
from skolkit.settings import Limits
from skolkit.shown import shown_collection
from skolkit.tabulate import Gathered
from skolkit.workspace import Workspace

NUMBER = "20040101-2398"
MASK_PROTECTED = '[protected]\ndecision = "mask"\nreason = "not needed"\nby = "B. Beslutare"\n'
Rows = Sequence[Sequence[object]]


def masked(
    root: Path, files: Mapping[str, str | bytes], privacy: str = "", described: str = ""
) -> Masked:
    raw = root / "data" / "raw" / "heap"
    raw.mkdir(parents=True)
    for name, held in files.items():
        path = raw / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(held if isinstance(held, bytes) else held.encode())
    if described:
        (raw / "collection.toml").write_text(described, encoding="utf-8")
    if privacy:
        review = root / "data" / "review" / "heap"
        review.mkdir(parents=True)
        (review / "privacy.toml").write_text(privacy, encoding="utf-8")
    workspace = Workspace(root)
    dockets = []
    for entry in survey(raw):  # read here: a worker for each delivery takes a second
        known = accept(entry, Limits())
        assert known.document is not None
        read = read_native(known.document, Limits())
        problems = [*known.problems, *read.problems]
        dockets.append(
            Docket(
                entry,
                None,
                known.document,
                problems=problems,
                sheets=read.sheets,
                unseen=known.unseen,
            )
        )
    decided = Decided.of(workspace.decisions("heap"))
    return mask_collection(Gathered(workspace.delivery("heap"), tuple(dockets), decided))


def book(*sheets: tuple[str, Rows], comments: Mapping[str, str] | None = None) -> bytes:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets:
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    for cell, text in (comments or {}).items():
        made.worksheets[0][cell].comment = Comment(text, "")
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def cells(made: Masked) -> dict[str, str]:
    """The texts of all cells by sheet and place: ``lista!A1``."""
    return {
        f"{sheet.name}!{chr(64 + cell.column)}{cell.row}": cell.raw
        for sheet in made.data.tables.sheets
        for cell in sheet.cells
    }


def published(made: Masked) -> str:
    """The tables, the names of files and the manifest of an export, in words."""
    data = made.data
    tables = [csv_text(table).data.decode() for table in clean_tables(data)]
    manifest = manifest_file(data, (), {}).data.decode()
    return "\n".join((*tables, *output_names(data), manifest))


def still(made: Masked, *secrets: str) -> list[str]:
    text = published(made)
    return [secret for secret in secrets if secret in text]


def test_a_name_over_two_columns_is_masked_where_it_stands_as_a_whole(tmp_path: Path) -> None:
    made = masked(
        tmp_path,
        {
            "lista.csv": "Förnamn;Efternamn;Klass\nKwamoe;Oforix;3B\nXolanda;Mbekix;2A\n",
            "dagbok.csv": "Nr;Text\n1;Kwamoe Oforix ringde\n2;Möte, MBEKIX XOLANDA kom\n",
            "Kwamoe Oforix.csv": "Nr;Text\n1;Almskolan\n",
        },
    )
    assert still(made, "Oforix", "Mbekix", "OFORIX", "MBEKIX", "oforix") == []
    assert "Kwamoe Oforix" in made.labels.needles


def test_a_number_of_a_person_is_masked_among_invoice_numbers_too(tmp_path: Path) -> None:
    made = masked(
        tmp_path,
        {
            "elever.csv": f"Elev;Personnummer\nTesta Testsson;{NUMBER}\n",
            "faktura.csv": "Leverantör;Fakturanr;Belopp (kr)\nLåtsas AB;0401012398;12 000,00\n"
            "Låtsas AB;0401022398;12 000,00\n",
        },
    )
    assert still(made, "0401012398") == []
    assert "0401022398" in published(made)  # nobody's


def test_the_collections_own_words_name_no_person(tmp_path: Path) -> None:
    described = (
        'title = "Heap om Testa Testsson"\nauthority = "Testa Testsson"\n'
        'licence = "Testa Testsson"\n'
        f'sender = "testa.testsson@example.com"\ndiarienummer = "{NUMBER}"\n'
    )
    made = masked(tmp_path, {"a.csv": "Nr;Text\n1;x\n"}, described=described)
    assert still(made, "Testsson", "testsson", NUMBER) == []


def test_a_supplier_with_the_number_of_a_person_is_one(tmp_path: Path) -> None:
    head = "Leverantör;Organisationsnummer;Fakturanr;Fakturadatum;Nettobelopp (kr)"
    first = "Kwamoe Oforix;040101-2398;F-1;2021-03-01;12 000,00"
    second = "Låtsas AB;559999-9914;F-2;2021-03-02;80 000,00"
    made = masked(tmp_path, {"f.csv": f"{head}\n{first}\n{second}\n"})
    assert still(made, "Oforix", "oforix", "040101") == []
    assert [row.net_sek for row in made.data.tables.invoices] == [12000, 80000]
    assert "Låtsas AB" in published(made)


@pytest.mark.parametrize(
    ("files", "hidden", "shown"),
    [
        pytest.param(
            {"l.csv": "Ärende;Elevens namn och klass\n1;Kwamoe Oforix 3B\n2;Xolanda Mbekix 2A\n"},
            ("Oforix", "Mbekix"),
            (),
            id="a heading of two things",
        ),
        pytest.param(
            {"l.csv": "Kwamoe Oforix;3B\nXolanda Mbekix;2A\nZubinna Taraporx;2A\n"},
            ("Oforix", "Mbekix", "Taraporx"),
            ("3B",),
            id="no headings, classes beside",
        ),
        pytest.param(
            {"l.csv": "Namn;Klass\nQwabix Thandix;3B\nMbekix Xolanda;2A\n"},
            ("Qwabix", "Mbekix"),
            ("3B",),
            id="Namn beside Klass",
        ),
        pytest.param(
            {"l.csv": "Namn 1;Namn 2;Belopp (kr)\nKwamoe;Karlsson;20,00\nZubinna;Olsson;30,00\n"},
            ("Kwamoe", "Zubinna", "Karlsson"),
            ("20,00",),
            id="a name a cell, numbered",
        ),
        pytest.param(
            {"l.csv": "Lista;Not\nMBEKIX ANNA-STINA;\nVON OFORIX KARL;sjuk\nTESTSSON XOLANDA;\n"},
            ("MBEKIX", "OFORIX", "ANNA", "KARL", "XOLANDA"),
            ("sjuk",),
            id="LASTNAME FIRSTNAME",
        ),
        pytest.param(
            {"l.csv": "Elev;Klass\nKwamoe Oforix, Almskolan;3B\nXolanda Mbekix (Backskolan);2A\n"},
            ("Oforix", "Mbekix"),
            ("Almskolan", "Backskolan"),
            id="a person beside a body",
        ),
        pytest.param(
            {"l.csv": "Personal;Befattning\nKwamoe Oforix;Lärare\nXolanda Mbekix;Rektor\n"},
            ("Oforix", "Mbekix"),
            ("Lärare",),
            id="a heading that elsewhere counts",
        ),
        pytest.param(
            {"l.csv": "Nr;Text\n1;Anna i 3B ringde\n2;mamma till Xolanda\n3;Anna 3 st\n"},
            ("Anna i", "Xolanda"),
            ("Anna 3 st",),
            id="a given name and a class",
        ),
    ],
)
def test_names_in_lists_that_do_not_tell(
    tmp_path: Path, files: dict[str, str], hidden: tuple[str, ...], shown: tuple[str, ...]
) -> None:
    made = masked(tmp_path, files)
    assert still(made, *hidden) == []
    assert [text for text in shown if text not in published(made)] == []


def test_a_heading_of_both_kinds_of_number_keeps_those_of_companies(tmp_path: Path) -> None:
    made = masked(
        tmp_path,
        {"l.csv": "Org.nr/pers.nr;Belopp (kr)\n559999-9914;1,00\n040101-2398;2,00\n"},
    )
    assert still(made, "040101-2398") == []
    assert "559999-9914" in published(made)


PUPILS = ("Elev;Klass", "Kwamoe Oforix;3B", "Xolanda Mbekix;2A")


@pytest.mark.parametrize(
    "files",
    [
        pytest.param(
            {"l.csv": f"Elev;Klass;{heading}\nKwamoe Oforix;3B;{said}\nXolanda Mbekix;2A;{no}\n"},
            id=f"{heading} {said}",
        )
        for heading, said, no in [
            ("Skydd", "J", "N"),
            ("Sekretess (J/N)", "J", "N"),
            ("Sekr", "x", ""),
            ("Skyddad id", "1,0", "0,0"),
            ("Skyddade personuppgifter", "Ja, sedan 2019", "nej"),
            ("Skyddade personuppgifter", "2019-01-01", ""),
        ]
    ]
    + [
        pytest.param(
            {
                "l.csv": "Elev;Klass;Not\nKwamoe Oforix;3B;*\nXolanda Mbekix;2A;\n"
                "* = spärrmarkering\n"
            },
            id="a legend",
        ),
        pytest.param(
            {
                "m.csv": "Elev-id;Skyddad identitet\n17;Ja\n18;Nej\n",
                "l.csv": "Elev-id;Elev;Klass\n17;Kwamoe Oforix;3B\n18;Xolanda Mbekix;2A\n",
            },
            id="an id on another sheet",
        ),
        pytest.param(
            {
                "m.csv": f"Personnummer;Not\n{NUMBER};Skyddad identitet\n20050202-2385;\n",
                "l.csv": "Pnr;Klass\n040101-2398;3B\n050202-2385;2A\n",
            },
            id="a number on another sheet",
        ),
        pytest.param(
            {
                "m.csv": "Elev;Not\nKwamoe Oforix;kvarskrivning\nXolanda Mbekix;\n",
                "l.csv": "Elev;Klass\nOforix Kwamoe;3B\nMbekix Xolanda;2A\n",
            },
            id="a name on another sheet",
        ),
    ],
)
def test_a_protected_row_goes_as_a_whole(tmp_path: Path, files: dict[str, str]) -> None:
    with pytest.raises(SkolkitError, match="protected identity"):
        masked(tmp_path / "undecided", files)
    made = masked(tmp_path / "decided", files, MASK_PROTECTED)
    assert still(made, "Oforix", ";3B", "3B;", '"3B"') == []
    assert "2A" in published(made)  # who is not protected keeps the class


@pytest.mark.parametrize(
    "files",
    [
        pytest.param({"l.csv": "Sekretess\n\n" + "\n".join(PUPILS)}, id="a title of one word"),
        pytest.param(
            {"l.csv": "Elever med skyddad identitet\nNamn;Klass\n" + "\n".join(PUPILS[1:])},
            id="a title above Namn",
        ),
        pytest.param({"skyddad identitet/l.csv": "\n".join(PUPILS)}, id="a folder"),
        pytest.param(
            {"Skyddade elever.xlsx": book(("Blad1", [row.split(";") for row in PUPILS]))},
            id="a file of workbooks",
        ),
    ],
)
def test_a_list_of_protected_persons_goes_as_a_whole(
    tmp_path: Path, files: dict[str, str | bytes]
) -> None:
    with pytest.raises(SkolkitError, match="protected identity"):
        masked(tmp_path / "undecided", files)
    made = masked(tmp_path / "decided", files, MASK_PROTECTED)
    assert [text for text in cells(made).values() if text in {"3B", "2A"}] == []
    assert still(made, "Oforix", "Mbekix") == []


def test_a_comment_that_speaks_of_a_protected_identity_asks_for_a_decision(tmp_path: Path) -> None:
    rows = [row.split(";") for row in PUPILS]
    made = book(("Blad1", rows), comments={"A2": "skyddad identitet"})
    with pytest.raises(SkolkitError, match="unseen, in comment"):
        masked(tmp_path, {"l.xlsx": made})


def test_counts_of_protected_identities_ask_for_no_decision(tmp_path: Path) -> None:
    table = "Skola;Antal elever;Varav skyddad identitet\nAlmskolan;214;0\nBackskolan;212;12\n"
    assert "212" in published(masked(tmp_path, {"l.csv": table}))


def test_no_hash_gives_back_the_one_number_that_was_masked(tmp_path: Path) -> None:
    held = f"Nr;Text\n1;Samtal om {NUMBER}\n"
    made = masked(tmp_path, {"l.csv": held, "plain.csv": "Nr;Text\n1;x\n"})
    digest = hashlib.sha256(held.encode()).hexdigest()
    assert still(made, digest, digest[:8]) == []
    assert hashlib.sha256(b"Nr;Text\n1;x\n").hexdigest() in published(made)  # nothing is masked


def test_a_sum_named_for_a_person_stays_a_sum(tmp_path: Path) -> None:
    head = "Leverantör;Organisationsnummer;Fakturanr;Fakturadatum;Nettobelopp (kr)"
    rows = "Testa Testsson;040101-2398;F-1;2021-03-01;12 000,00\n"
    last = "Testa Testsson totalt;;;;12 000,00\n"
    made = masked(tmp_path, {"f.csv": f"{head}\n{rows}{last}Summa;;;;12 000,00\n"})
    assert still(made, "Testsson") == []
    assert [row.row_kind for row in made.data.tables.invoices] == ["row", "subtotal", "total"]


LEDGER = (
    "Leverantör;Organisationsnummer;Fakturanr;Fakturadatum;Beskrivning;Nettobelopp (kr)\n"
    "Kwamoe Oforix;040101-2398;F-1;2021-03-01;Arvode;12 000,00\n"
    "Låtsas AB;559999-9914;F-2;2021-03-02;Möte med Kwamoe Oforix;80 000,00\n"
)


def test_a_report_names_nobody_in_its_ids(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "raw" / "heap" / f"Testa Testsson {NUMBER}"
    folder.mkdir(parents=True)
    (folder / "faktura.csv").write_text(LEDGER, encoding="utf-8")
    workspace = Workspace(tmp_path)
    ingest(workspace.delivery("heap"), workspace)
    shown = shown_collection(workspace, "heap")
    frames = [getattr(shown.tables, name) for name in TABLES]
    text = "\n".join(frame.to_csv() for frame in frames).casefold()
    for secret in ("oforix", "testsson", "040101"):
        assert secret not in text
    invoices, suppliers = shown.tables.invoices, shown.tables.suppliers
    assert set(invoices["supplier_id"]) == set(suppliers["supplier_id"])  # they still lead there
    assert set(invoices["document_id"]) == set(shown.tables.documents["document_id"])
    assert [int(sum_) for sum_ in invoices["net_sek"]] == [12000, 80000]


def test_a_name_in_a_heading_costs_no_figures(tmp_path: Path) -> None:
    head = "Leverantör;Organisationsnummer;Fakturanr;Fakturadatum;Nettobelopp Testa Testsson (kr)"
    rows = "Låtsas AB;559999-9914;F-1;2021-03-01;12 000,00\n"
    made = masked(tmp_path, {"f.csv": f"{head}\n{rows}"})
    assert still(made, "Testsson") == []
    assert [row.net_sek for row in made.data.tables.invoices] == [12000]


def test_rows_that_masking_costs_are_told_of(tmp_path: Path) -> None:
    whole = masked(tmp_path, {"f.csv": LEDGER}).data
    without = replace(whole, tables=replace(whole.tables, invoices=whole.tables.invoices[:1]))
    ids = {row.document_id: row.document_id for row in whole.documents}
    assert [p.detail for p in _lost_rows(whole, without, ids)] == [
        "invoices: 1 rows left out, since what heads them is masked"
    ]
    assert list(_lost_rows(whole, whole, ids)) == []


@pytest.mark.parametrize(
    ("table", "hidden"),
    [
        pytest.param(
            "Klass;Antal elever;Pojkar;Flickor\n3B;20;17;3\n2A;22;12;10\n",
            {"l!C2", "l!D2"},
            id="no column is called a total",
        ),
        pytest.param(
            "Diagnos;Antal elever 2019;Antal elever 2020;Förändring\nADHD;3;9;6\nX;12;25;13\n",
            {"l!B2", "l!D2"},
            id="a change gives last year's back",
        ),
        pytest.param(
            "Skola;ADHD;Autism\nAlmskolan;3;12\nBackskolan;7;9\n", {"l!B2"}, id="only diagnoses"
        ),
        pytest.param(
            ";Almskolan;Backskolan;Cedraskolan\nAntal elever;3;20;30\nFlickor;12;9;14\n",
            {"l!B2"},
            id="schools stand across",
        ),
        pytest.param(
            "Skola;Antal barn;Pris per barn (kr)\nAlmskolan;3;1 000,00\nBackskolan;20;1 000,00\n",
            {"l!B2", "l!C2"},
            id="a cost for each child",
        ),
    ],
)
def test_small_groups_are_not_given_back(tmp_path: Path, table: str, hidden: set[str]) -> None:
    made = masked(tmp_path, {"l.csv": table})
    assert {place for place, text in cells(made).items() if text in {"<5", ".."}} == hidden


def test_addresses_of_persons_are_masked_and_those_of_bodies_kept(tmp_path: Path) -> None:
    made = masked(
        tmp_path,
        {
            "a.csv": "Nr;Kategori;Gatuadress;Ort\n1;Skolskjuts;Påhittsgatan 12;Stockholm\n",
            "b.csv": "Nr;Text\n1;Bor på låtsasgatan 3\n2;Flyttar till Låtsasv. 4\n3;Riksväg 40\n"
            "4;Påhittsgatan 5, 123 45 Låtsasby\n5;Skolan är stängd\n6;Möte\n7;Svar\n",
            "c.csv": "Leverantör;Adress;Belopp (kr)\nLåtsas AB;Bolagsgatan 7;100,00\n",
        },
    )
    hidden = ("Påhittsgatan", "låtsasgatan", "Låtsasv.", "123 45")
    assert still(made, *hidden) == []
    assert [text for text in ("Riksväg 40", "Bolagsgatan 7") if text not in published(made)] == []


def test_account_numbers_stay_whole_unless_they_are_a_persons(tmp_path: Path) -> None:
    account = "SE45 5000 0000 0583 9825 7466"  # the example of the standard
    made = masked(
        tmp_path,
        {"a.csv": f"Nr;Text\n1;IBAN {account}\n2;kontonr 0583 982 574\n3;ring 0583 982 574\n"},
    )
    texts = cells(made)
    assert texts["a!B2"] == f"IBAN {account}"
    assert texts["a!B3"] == "kontonr 0583 982 574"
    assert texts["a!B4"].startswith("ring [telefon")
    bank = "30000000000401012398"
    check = 98 - int(f"{bank}281400") % 97
    own = masked(tmp_path / "own", {"a.csv": f"Nr;Text\n1;IBAN SE{check:02}{bank}\n"})
    assert still(own, "0401012398") == []


def test_a_number_broken_over_two_rows_is_masked(tmp_path: Path) -> None:
    text = "Nr;Text\n1;Elev 20040101\n2;-2398 ringde\n3;personnr 040101\n4;2398\n"
    text += "5;Ver 200102\n6;1999\n"
    made = masked(tmp_path, {"l.csv": text})
    assert still(made, "2398") == []
    assert "1999" in published(made)  # its check digit does not hold

"""Deliveries that try to get a person past the masking, or a figure lost by it.

Each delivery is masked as an export does it, and what comes out is searched as plain text, without
the kit's own detection. The persons are invented; their names stand in no word list of the kit.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from pathlib import Path

import openpyxl
from openpyxl.comments import Comment

from skolkit.export import Masked, mask_collection
from skolkit.pipeline import Plan, gather
from skolkit.publish.package import package_files
from skolkit.running.progress import Silent
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
    gathered = gather(workspace.delivery("heap"), workspace, plan=Plan(), progress=Silent())
    return mask_collection(gathered)


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
    """All that an export would write in words."""
    texts = [
        part.data.decode()
        for part in package_files(made.data)
        if part.name.endswith((".csv", ".json", ".md"))
    ]
    return "\n".join((*texts, *(part.name for part in package_files(made.data))))


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

"""Deliveries that try to get a person past the masking of a report, or a figure lost by it.

The tables behind a report are searched as plain text, without the kit's own detection. The persons
are invented; their names stand in no word list of the kit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

import pytest
from heap import project
from test_export_redteam import MASK_PROTECTED, NUMBER, book

from skolkit.analysis.frame_rows import message_rows
from skolkit.analysis.log_claims import log_findings
from skolkit.analysis.mail import mail_findings
from skolkit.privacy.detect import spans
from skolkit.problems import SkolkitError
from skolkit.publish.bundle import bundle_files
from skolkit.publish.masked import MaskedTables
from skolkit.publish.report import compose
from skolkit.shown import shown_collection
from skolkit.tables.organisations import is_organisation
from skolkit.trace import _caption, traced_cell

HEAD = "Leverantör;Organisationsnummer;Fakturanr;Fakturadatum;Nettobelopp (kr)\n"


def shown(root: Path, files: Mapping[str, str | bytes], privacy: str = "") -> MaskedTables:
    return shown_collection(project(root, files, privacy), "heap")


def published(made: MaskedTables) -> str:
    """All files of a report in which texts stand as they are, without the pictures."""
    files = bundle_files(compose([made.tables], lang="sv"))
    plain = (".json", ".csv", ".html")
    return "\n".join(one.data.decode() for one in files if one.name.endswith(plain))


def still(made: MaskedTables, *secrets: str) -> list[str]:
    text = published(made).casefold()
    return [secret for secret in secrets if secret.casefold() in text]


def test_a_supplier_of_one_word_with_the_number_of_a_person_is_named_nowhere(
    tmp_path: Path,
) -> None:
    rows = "Oforix;040101-2398;F-1;2021-03-01;12 000,00\nLåtsas AB;;F-2;2021-03-02;80 000,00\n"
    made = shown(tmp_path, {"f.csv": HEAD + rows})
    assert still(made, "oforix", "040101") == []
    suppliers = made.tables.suppliers
    assert set(made.tables.invoices["supplier_id"]) == set(suppliers["supplier_id"])
    assert "name:latsas-ab" in set(suppliers["supplier_id"])


def test_a_row_of_a_protected_identity_tells_its_supplier_by_no_key(tmp_path: Path) -> None:
    pupils = f"Elev;Personnummer;Skyddad identitet\nKwamoe Oforix;{NUMBER};Ja\n"
    rows = (
        "Firma K. Oforix;040101-2398;F-1;2021-03-01;12 000,00\n"
        "Sagobruket AB;040101-2398;F-2;2021-03-02;1 000,00\n"
        "Sagobruket AB;;F-3;2021-03-03;80 000,00\n"
    )
    made = shown(tmp_path, {"e.csv": pupils, "f.csv": HEAD + rows}, MASK_PROTECTED)
    assert still(made, "oforix") == []
    invoices, suppliers = made.tables.invoices, made.tables.suppliers
    assert list(invoices["supplier"]).count("Sagobruket AB") == 1
    keys = list(invoices["supplier_id"])
    assert keys[2] == "name:sagobruket-ab"
    assert keys[2] not in keys[:2]
    assert set(keys) == set(suppliers["supplier_id"])
    rows_of = dict(zip(suppliers["supplier_id"], suppliers["rows"], strict=True))
    assert int(rows_of["name:sagobruket-ab"]) == 1
    assert sum(map(int, rows_of.values())) == 3


def test_the_name_of_a_sheet_with_small_counts_is_masked_and_told_of_once(tmp_path: Path) -> None:
    rows = [["Skola", "Antal elever"], ["Almskolan", 3], ["Backskolan", 88], ["Cederskolan", 4]]
    pupils = "Elev;Klass\nKwamoe Oforix;3B\nXolanda Mbekix;2A\n"
    made = shown(tmp_path, {"e.csv": pupils, "s.xlsx": book(("Kwamoe Oforix", rows))})
    assert still(made, "oforix") == []
    problems = made.tables.problems
    told = problems[problems["code"] == "W_SMALL_GROUP"]
    assert list(told["detail"]) == ["cells: 2"]


def test_the_collections_own_words_name_no_person_in_a_report(tmp_path: Path) -> None:
    described = (
        'title = "Heap om Kwamoe Oforix"\nauthority = "Kwamoe Oforix"\nlicence = "Kwamoe Oforix"\n'
        f'sender = "kwamoe.oforix@example.com"\ndiarienummer = "{NUMBER}"\n'
    )
    pupils = f"Elev;Personnummer\nKwamoe Oforix;{NUMBER}\n"
    made = shown(tmp_path, {"e.csv": pupils, "collection.toml": described})
    assert still(made, "oforix", NUMBER) == []


def test_a_comment_on_a_protected_identity_stops_a_report(tmp_path: Path) -> None:
    rows = [["Elev", "Klass"], ["Kwamoe Oforix", "3B"], ["Xolanda Mbekix", "2A"]]
    made = book(("Blad1", rows), comments={"A2": "skyddad identitet"})
    with pytest.raises(SkolkitError, match="unseen, in comment"):
        shown(tmp_path, {"l.xlsx": made})


def test_a_domain_that_bears_the_name_of_a_masked_person_is_not_shown(tmp_path: Path) -> None:
    senders = ("kwamoe@oforix.nu", "anna@taraporx.se", "erik@tidning.example.se")
    log = "Nr;Tidpunkt;Riktning;Avsändare;Mottagare;Ämne\n" + "".join(
        f"{number};2021-03-0{number} 10:30;in;{sender};registrator@stad.example.se;Sak {number}\n"
        for number, sender in enumerate(senders, start=1)
    )
    pupils = "Elev;Klass\nKwamoe Oforix;3B\nXolanda Mbekix;2A\nAnna Taraporx;3B\n"
    made = shown(tmp_path, {"logg.csv": log, "e.csv": pupils})
    assert still(made, "oforix", "taraporx") == []
    organisations = list(made.tables.messages["sender_organisation"])
    assert organisations == ["private", "private", "tidning.example.se"]
    persons = {"xolanda", "mbekix"}
    assert not is_organisation("advokat-mbekix.se", persons=persons)
    assert not is_organisation("xolandambekix.se", persons=persons)
    assert is_organisation("stockholm.se", persons={"anna", "stockholm"})  # listed as the city's


def test_a_claim_names_no_class_that_no_row_is_of_and_private_persons_in_words(
    tmp_path: Path,
) -> None:
    log = (
        "Nr;Tidpunkt;Riktning;Avsändare;Mottagare;Ämne\n"
        "1;2021-03-01 10:30;in;kwamoe@gmail.com;registrator@stad.example.se;Qwx\n"
        "2;2021-03-02 10:30;in;kwamoe@gmail.com;registrator@stad.example.se;Zzy\n"
    )
    rows = message_rows(shown(tmp_path, {"logg.csv": log}).tables.messages)
    said = {one.claim_id: one for one in log_findings(rows, "M1")}
    assert said["M1.7"].sv == "Efter ord i ämnesraden passar ingen regel på något av 2 meddelanden."
    assert said["M1.7"].en == "By words of the subject no rule fits any of 2 messages."
    assert said["M1.4"].sv.startswith("Flest meddelanden har privatpersoner på andra sidan: 2 ")
    assert "private persons on the other side: 2 " in said["M1.4"].en


def test_a_domain_is_private_in_a_report_where_one_address_says_so(tmp_path: Path) -> None:
    log = (
        "Nr;Tidpunkt;Riktning;Avsändare;Mottagare;Ämne\n"
        "1;2021-03-01 10:30;in;anna@qvarnholt.se;registrator@stad.example.se;Sak 1\n"
        "2;2021-03-02 10:30;in;anna.qvarnholt@qvarnholt.se;registrator@stad.example.se;Sak 2\n"
    )
    made = shown(tmp_path, {"logg.csv": log})
    assert still(made, "qvarnholt") == []


def test_a_cell_and_its_date_are_no_telephone_in_the_words_of_a_picture() -> None:
    row = {"cell": "D2", "raw": "2021-03-01", "document": "a.png", "page": "1"}
    cell = traced_cell(defaultdict(str, row))
    said = "\n".join(_caption([cell]))
    assert "2021-03-01" in said
    assert spans(said) == ()


def test_how_few_an_incident_struck_at_a_school_is_not_told(tmp_path: Path) -> None:
    tickets = (
        "Ärendenr;Datum;Modul;Skola;Antal drabbade;Beskrivning\n"
        "A-1;2021-03-01;Betyg;Almskolan;3;Fel\nA-2;2021-03-02;Betyg;Backskolan;240;Fel\n"
    )
    made = shown(tmp_path, {"t.csv": tickets})
    affected = made.tables.incidents["affected_persons"]
    assert [None if value is None else int(value) for value in affected] == [None, 240]
    assert "<5" in set(made.tables.cells["raw"])


def test_a_small_count_with_its_word_beside_it_is_hidden_too(tmp_path: Path) -> None:
    tickets = (
        "Ärendenr;Datum;Modul;Skola;Antal drabbade elever;Beskrivning\n"
        "A-1;2021-03-01;Betyg;Almskolan;3 elever;Fel\n"
        "A-2;2021-03-02;Betyg;Backskolan;240 elever;Fel\n"
    )
    made = shown(tmp_path, {"t.csv": tickets})
    assert still(made, "3 elever") == []
    affected = made.tables.incidents["affected_persons"]
    assert [None if value is None else int(value) for value in affected] == [None, 240]


@pytest.mark.parametrize("sender", ["kwamoe@gmail.com", "Kwamoe Oforix <kwamoe@gmail.com>"])
def test_a_masked_address_does_not_count_as_one_that_could_not_be_read(
    tmp_path: Path, sender: str
) -> None:
    log = (
        "Nr;Tidpunkt;Riktning;Avsändare;Mottagare;Ämne\n"
        f"1;2021-03-01 10:30;in;{sender};registrator@stad.example.se;Begäran\n"
        "2;2021-03-02 11:00;in;press@tidning.example.se;registrator@stad.example.se;Fråga\n"
    )
    made = shown(tmp_path, {"logg.csv": log})
    assert still(made, "oforix", "kwamoe", "gmail") == []
    said = {one.claim_id: one for one in mail_findings(message_rows(made.tables.messages), "M1")}
    sentence = said["M1.3"].sentence("sv")
    assert "1 meddelande har bara maskerade privata adresser" in sentence
    assert "gick att läsa" not in sentence

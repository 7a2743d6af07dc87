"""Cost rows: exact amounts, units, sums kept apart, doubts instead of guesses."""

from __future__ import annotations

from tables_sheets import built, codes

PUBLISHED = [
    "Kostnadsid",
    "Avser datum",
    "Period från",
    "Period till",
    "Kategori",
    "Belopp (kr)",
    "Belopp enligt källan",
    "Omfattning",
    "Leverantör",
    "Uppskattat",
    "Källa",
    "Anmärkning",
]


def test_an_ordinary_row_whose_text_begins_with_summa_stays_ordinary() -> None:
    row = [
        "C025",
        "2019",
        "",
        "",
        "Drift",
        "119 253 000",
        "",
        "Summa för modulerna",
        "",
        "Ja",
        "x",
        "",
    ]
    tables = built(PUBLISHED, row)
    assert [(r.row_kind, r.scope) for r in tables.costs] == [("row", "Summa för modulerna")]


def test_units_of_headings_and_cells() -> None:
    tables = built(
        ["År", "Modul", "Kostnad (tkr)"],
        ["2019", "Schema", "9 300"],
        ["2019", "Frånvaro", "16,7 mnkr"],
        ["2019", "Betyg", "500 kr"],
        ["2019", "Utland", "10 €"],
    )
    assert [row.amount_sek for row in tables.costs] == [9_300_000, 16_700_000, 500, None]
    assert tables.costs[3].doubts == ("amount_sek:unit-unknown",)


def test_a_unit_told_once_above_the_headings_is_applied_and_told_of() -> None:
    tables = built(["Alla belopp i tkr"], ["År", "Modul", "Kostnad"], ["2019", "Schema", "9 300"])
    assert tables.costs[0].amount_sek == 9_300_000
    assert codes(tables) == ["W_UNSURE_TABLE"]


def test_an_amount_in_the_title_is_no_unit() -> None:
    rows = [["Projektet kostade 300 mkr"], ["År", "Modul", "Kostnad"], ["2019", "Schema", "9 300"]]
    assert built(*rows).costs[0].amount_sek == 9300


def test_an_unclear_unit_gives_no_amounts() -> None:
    tables = built(["År", "Modul", "Kostnad (lkr)"], ["2019", "Schema", "9 300"])
    assert tables.costs[0].amount_sek is None
    assert tables.costs[0].doubts == ("amount_sek:unit-unknown",)


def test_published_amounts_keep_qualifier_period_and_words() -> None:
    tables = built(
        PUBLISHED,
        [
            "C019",
            "2018-10",
            "2017-08",
            "2018-10",
            "Konsult",
            "60 000 000",
            "drygt 60 miljoner kronor",
            "Fyra konsultföretags\nsammanlagda fakturering",
            "",
            "Ja",
            "dn-\nkonsulter",
            "[golv] Perioden",
        ],
        [
            "C041",
            "2020-11-23",
            "",
            "",
            "Sanktionsavgift",
            "4 000 000",
            "fyra miljoner",
            "Beslut",
            "",
            "Nej",
            "imy-tillsyn",
            "|exakt] Dnr",
        ],
    )
    first, second = tables.costs
    assert (str(first.as_of), first.as_of_precision) == ("2018-10-01", "month")
    assert (str(first.period_start), str(first.period_end)) == ("2017-08-01", "2018-10-31")
    assert (first.category, first.qualifier, first.is_estimate) == ("consultant", "golv", True)
    assert first.scope == "Fyra konsultföretags sammanlagda fakturering"
    assert first.source_id == "dn-konsulter"
    assert first.note == "[golv] Perioden"
    assert (second.category, second.qualifier, second.is_estimate) == ("fine", "exakt", False)

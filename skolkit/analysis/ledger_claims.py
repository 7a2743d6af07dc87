"""Sums of one ledger -> findings: by period, by account or the like, and over suppliers.

Claim ids go on from those of ``ledger``: ``<prefix>.4`` to ``<prefix>.6``. What was not read, is in
doubt or lies on a lost page is told with each sum, with the bounds that it leaves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from skolkit.analysis.base import Finding, finding
from skolkit.analysis.bounds import net_sum
from skolkit.analysis.concentration import concentration
from skolkit.analysis.cost_trends import Group, GroupSum, Trend, grouped, trend
from skolkit.analysis.ledger import Ledger
from skolkit.analysis.quality import Missing
from skolkit.analysis.rows import Invoice, named
from skolkit.analysis.spans import Span
from skolkit.analysis.words import LANGS, Lang, day, kronor, listed, number, percent, plural

LARGEST = 3  # suppliers that are counted together
MOST_YEARS = 8  # named in a sentence
DIVISIONS: tuple[Group, ...] = ("category", "account", "cost_centre", "project")
GROUP_WORDS: dict[Group, dict[Lang, tuple[str, str]]] = {
    "category": {"sv": ("kategori", "kategorier"), "en": ("category", "categories")},
    "account": {"sv": ("konto", "konton"), "en": ("account", "accounts")},
    "cost_centre": {"sv": ("kostnadsställe", "kostnadsställen"), "en": ("cost centre",) * 2},
    "project": {"sv": ("projekt", "projekt"), "en": ("project", "projects")},
    "supplier": {"sv": ("leverantör", "leverantörer"), "en": ("supplier", "suppliers")},
}
CATEGORY_WORDS = {"consultant": ("konsult", "consultants"), "other": ("övrigt", "other")}
PERIOD_CAVEAT = (
    "Datumet är fakturans och inte arbetets: en faktura från januari kan gälla december. En period "
    "utan rad är en lucka och ingen nolla; ingen vet om inget fakturerades eller om en sida "
    "fattas.",
    "The date is that of the invoice and not of the work: an invoice of January may bill December. "
    "A period without a row is a gap and no zero; nobody knows whether nothing was billed or a "
    "page is missing.",
)
SHARE_CAVEAT = (
    "HHI är summan av leverantörernas andelar i procent i kvadrat: 10 000 med en enda leverantör, "
    "10 000/n med n lika stora. Talet gäller en köpares fakturor så långt de lämnats ut och "
    "lästs, inte en marknad, så att konkurrensrättens gränser inte säger något här. Rader utan "
    "leverantör ingår inte, och kreditnotor är avdragna från sin leverantör.",
    "HHI is the sum of the suppliers' squared shares in percent: 10,000 with one supplier, "
    "10,000/n with n equal ones. It describes one buyer's invoices as far as they were disclosed "
    "and read, not a market, so that the thresholds of competition law say nothing here. Lines "
    "without a supplier are left out, and credit notes are taken off their supplier.",
)


@dataclass(frozen=True, slots=True)
class Division:
    """A ledger divided by what its rows name: accounts, projects and so on, largest first."""

    by: Group
    groups: tuple[GroupSum, ...]  # with the rows that name none, under an empty key


def sum_findings(
    ledger: Ledger, prefix: str, *, lost: Sequence[Missing] = ()
) -> tuple[Finding, ...]:
    """Say of one ledger when it was billed, under what, and how few suppliers stand for most.

    Args:
        ledger: Its counted rows; printed sums and repeats play no part.
        prefix: Keeps claim ids apart, e.g. ``F1``; the findings are ``F1.4`` to ``F1.6``.
        lost: Missing pages that may hold rows of this ledger; see ``lost_pages``.

    Returns:
        The findings; none if all rows repeat another document.
    """
    if not ledger.rows:
        return ()
    made = (
        _periods(ledger.rows, f"{prefix}.4", lost),
        _division(ledger.rows, f"{prefix}.5", lost),
        _concentration(ledger.rows, f"{prefix}.6", lost),
    )
    return tuple(one for one in made if one is not None)


def lost_pages(ledger: Ledger, missing: Sequence[Missing]) -> tuple[Missing, ...]:
    """The missing pages of the ledger's own document, as ``quality.quality`` tells them."""
    return tuple(one for one in missing if one.document == ledger.document)


def division(rows: Sequence[Invoice], *, lost: Sequence[Missing] = ()) -> Division | None:
    """Divide rows by category, or else by account, cost centre or project.

    Returns:
        The first of them that tells at least two groups apart; ``None`` if none does.
    """
    for by in DIVISIONS:
        groups = grouped(rows, by, lost=lost)
        if sum(bool(one.key) for one in groups) > 1:
            return Division(by, groups)
    return None


def group_name(one: GroupSum, by: Group, lang: Lang) -> str:
    """What a group is called; empty if its rows name none."""
    if by == "category" and one.key in CATEGORY_WORDS:
        return CATEGORY_WORDS[one.key][lang == "en"]
    return one.names[0] if one.names else ""


def period_name(period: str, lang: Lang) -> str:
    """A year, quarter or month in words: ``maj 2019``, ``kvartal 2 2019``."""
    if period[5:6] != "Q":
        return day(period, lang)
    part, year = period[6:], period[:4]
    return f"kvartal {part} {year}" if lang == "sv" else f"quarter {part} of {year}"


def finest_trend(rows: Sequence[Invoice], *, lost: Sequence[Missing] = ()) -> Trend | None:
    """The trend by month, or by quarter or year where no row tells more; ``None`` without dates."""
    spans: tuple[Span, ...] = ("month", "quarter", "year")
    made = (trend(rows, span, lost=lost) for span in spans)
    return next((one for one in made if one.periods), None)


def _periods(rows: Sequence[Invoice], claim_id: str, lost: Sequence[Missing]) -> Finding | None:
    found = finest_trend(rows, lost=lost)
    if found is None:
        return None
    years = trend(rows, "year", lost=lost).periods
    top = max(found.periods, key=lambda one: one.sum.amount)
    whole = net_sum(rows, lost=lost)
    said = {}
    for lang in LANGS:
        sv = lang == "sv"
        by_year = [f"{one.period} {kronor(one.sum.amount, lang)}" for one in years[:MOST_YEARS]]
        when, most = period_name(top.period, lang), kronor(top.sum.amount, lang)
        many = number(len(top.sum.row_ids), lang)
        line = (
            plural(len(top.sum.row_ids), "rad", "rader")
            if sv
            else plural(len(top.sum.row_ids), "row", "rows")
        )
        text = (
            f"Störst belopp efter fakturadatum har {when}: {most} på {many} {line}."
            if sv
            else f"By invoice date {when} has the largest amount: {most} on {many} {line}."
        )
        if len(years) > 1:
            text += f" {'Per år' if sv else 'By year'}: {listed(by_year, lang)}."
        gaps, dateless = len(found.gaps), len(found.unplaced.behind)
        if gaps:
            text += (
                f" {gaps} {plural(gaps, 'period', 'perioder')} däremellan saknar rad."
                if sv
                else f" {gaps} {plural(gaps, 'period', 'periods')} between have no row."
            )
        if dateless:
            text += (
                f" {dateless} {plural(dateless, 'rad', 'rader')} går inte att placera i tiden."
                if sv
                else f" {dateless} {plural(dateless, 'row', 'rows')} cannot be placed in time."
            )
        if not whole.complete:
            text += f" {'Allt' if sv else 'All'}: {whole.sentence(lang)}"
        said[lang] = text
    return finding(
        claim_id,
        rows,
        sv=said["sv"],
        en=said["en"],
        number=top.sum.amount,
        unit="kr",
        caveat=PERIOD_CAVEAT,
    )


def _division(rows: Sequence[Invoice], claim_id: str, lost: Sequence[Missing]) -> Finding | None:
    found = division(rows, lost=lost)
    whole = net_sum(rows, lost=lost)
    if found is None or whole.amount <= 0:
        return None
    named = [one for one in found.groups if one.key]
    top = named[0]
    nameless = sum(len(one.sum.behind) for one in found.groups if not one.key)
    one_sv, many_sv = GROUP_WORDS[found.by]["sv"]
    one_en, many_en = GROUP_WORDS[found.by]["en"]
    share = {lang: percent(top.sum.amount, whole.amount, lang) for lang in ("sv", "en")}
    many = len(top.sum.row_ids)
    tail_sv = f" {nameless} {plural(nameless, 'rad', 'rader')} anger ingen sådan uppgift."
    tail_en = f" {nameless} {plural(nameless, 'row names', 'rows name')} none."
    return finding(
        claim_id,
        rows,
        sv=f"Av {len(named)} {many_sv} är {one_sv} {group_name(top, found.by, 'sv')} störst: "
        f"{kronor(top.sum.amount, 'sv')} på {number(many, 'sv')} {plural(many, 'rad', 'rader')}, "
        f"{share['sv']} av det som lästes.{top.sum.reservation('sv')}{tail_sv * bool(nameless)}",
        en=f"Of {len(named)} {many_en} {one_en} {group_name(top, found.by, 'en')} is the largest: "
        f"{kronor(top.sum.amount, 'en')} on {number(many, 'en')} {plural(many, 'row', 'rows')}, "
        f"{share['en']} of what was read.{top.sum.reservation('en')}{tail_en * bool(nameless)}",
        number=top.sum.amount,
        unit="kr",
    )


def _concentration(
    rows: Sequence[Invoice], claim_id: str, lost: Sequence[Missing]
) -> Finding | None:
    found = concentration(rows, lost=lost)
    index = found.hhi
    if index is None or len(found.shares) < 2:
        return None
    top = found.shares[0]
    many = len(found.shares)
    few = LARGEST if many > LARGEST else 0
    parts = sum((one.sum.amount for one in found.shares[:few]), Decimal(0))
    first = {lang: percent(top.sum.amount, found.total, lang) for lang in ("sv", "en")}
    some = {lang: percent(parts, found.total, lang) for lang in ("sv", "en")}
    more_sv = f", de {few} största för {some['sv']}" if few else ""
    more_en = f", the {few} largest for {some['en']}" if few else ""
    rest = len(found.unnamed.row_ids)
    rest_sv = f" {rest} {plural(rest, 'rad', 'rader')} utan leverantör ingår inte." * bool(rest)
    rest_en = f" {rest} {plural(rest, 'row', 'rows')} without a supplier left out." * bool(rest)
    unread = len(found.unread)
    open_sv = f" {unread} {plural(unread, 'belopp', 'belopp')} är olästa." * bool(unread)
    open_en = f" {unread} {plural(unread, 'amount is', 'amounts are')} unread." * bool(unread)
    if found.lost:
        open_sv += f" Sidor eller filer som saknas: {len(found.lost)}."
        open_en += f" Pages or files missing: {len(found.lost)}."
    return finding(
        claim_id,
        named(rows, found.row_ids),
        sv=f"Den största av {many} leverantörer, {top.names[0]}, står för {first['sv']} av det "
        f"lästa beloppet{more_sv}; HHI är {number(index, 'sv')}.{rest_sv}{open_sv}",
        en=f"The largest of {many} suppliers, {top.names[0]}, stands for {first['en']} of the "
        f"amount read{more_en}; HHI is {number(index, 'en')}.{rest_en}{open_en}",
        number=index.quantize(Decimal("0.01")),
        unit="HHI",
        caveat=SHARE_CAVEAT,
    )

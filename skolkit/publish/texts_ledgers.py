"""What the report and its charts say of ledgers, budgets, consultants and leads, in both languages.

A field that holds ``{name}`` is a template; the tests check that both languages use the same names.
"""

from __future__ import annotations

from dataclasses import dataclass

from skolkit.analysis.words import Lang


@dataclass(frozen=True, slots=True)
class LedgerTexts:
    """All words of these parts in one language."""

    periods_caption: str
    period: str
    open_sum: str
    no_row: str
    undated: str
    division_caption: str
    share_read: str
    at_least: str
    at_most: str
    not_bounded: str
    unread: str
    doubtful: str
    lost: str

    periods_title: str
    periods_unsure: str
    periods_alt: str
    gap_mark: str
    unsure_mark: str
    million_kronor: str
    thousand_kronor: str

    outcome_heading: str
    outcome_caption: str
    outcome_caption_some: str
    outcome: str
    difference: str
    printed_difference: str

    budget_heading: str
    budget_caption: str
    budget_line: str
    budget: str
    billed: str
    months_with: str
    share_budget: str
    months_without: str
    budget_title: str
    budget_alt: str

    consultants_heading: str
    consultants_caption: str
    rated_rows: str
    median: str
    mean_by_hours: str
    range: str
    far_rows: str
    rates_title: str
    rates_alt: str
    rates_unit: str
    rates_marks: str
    rates_median: str

    leads_heading: str
    leads_intro: str
    rules_caption: str
    rule: str
    judged: str
    not_judged: str
    found: str
    reasons: str
    not_examined: str
    no_limits: str
    limits_used: str
    year_end_rule: str
    year_end_reasons: str
    leads_caption: str
    leads_caption_some: str
    bill_numbers: str
    place: str
    settled: str

    around_short: str


SV = LedgerTexts(
    periods_caption="Fakturerat per period efter fakturadatum, kronor exklusive moms",
    period="Period",
    open_sum="Inte säkert",
    no_row="ingen rad",
    undated="utan säkert datum",
    division_caption="Fakturerat per {division}, kronor exklusive moms",
    share_read="Andel av det lästa",
    at_least="minst {amount}",
    at_most="högst {amount}",
    not_bounded="kan inte ringas in",
    unread="olästa rader: {count}",
    doubtful="belopp i tvivel: {count}",
    lost="sidor som saknas: {count}",
    periods_title="Störst belopp efter fakturadatum har {period}: {amount}",
    periods_unsure="Av det som lästes har {period} störst belopp: {amount}",
    periods_alt="Staplar för fakturerat belopp per period: {values}.",
    gap_mark="?\u00a0= inget läst belopp",
    unsure_mark="streckad stapel = osäker summa",
    million_kronor="Miljoner kronor exklusive moms",
    thousand_kronor="Tusen kronor exklusive moms",
    outcome_heading="Budget och utfall: {document}",
    outcome_caption="Budgetposter med utskrivet utfall, kronor; mest över budget först",
    outcome_caption_some="Budgetposter med utskrivet utfall, kronor; de {shown} av {count} som "
    "ligger mest över eller minst under budget",
    outcome="Utfall",
    difference="Kvar enligt oss",
    printed_difference="Utskriven avvikelse",
    budget_heading="Mot budget: {document}",
    budget_caption="Fakturerat mot budgetposter med samma konto, kronor exklusive moms",
    budget_line="Budgetpost",
    budget="Budget",
    billed="Fakturerat",
    months_with="Månader med rad",
    share_budget="Andel av budget",
    months_without="Däremellan utan rad",
    budget_title="{line}: {billed} fakturerat mot en budget på {budget}",
    budget_alt="Trappa för sammanlagt fakturerat belopp på {line} mot budgeten på {budget}: "
    "{values}.",
    consultants_heading="Konsulter: {document}",
    consultants_caption="Konsulters timmar och timpriser per leverantör, kronor exklusive moms",
    rated_rows="Rader med pris",
    median="Median",
    mean_by_hours="Medel, vägt efter timmar",
    range="Lägst–högst",
    far_rows="Långt från medianen",
    rates_title="{supplier} har högst medianpris: {rate} i timmen",
    rates_alt="En punkt per rad för timpriset och ett streck för medianen, per leverantör: "
    "{values}.",
    rates_unit="Kronor i timmen exklusive moms",
    rates_marks="punkt = rad, streck = median",
    rates_median="median {rate}",
    leads_heading="Uppslag att granska: {document}",
    leads_intro="Ett uppslag är en fråga att ställa, inte ett påstående om fel. Varje regel är "
    "enkel och träffar mest sådant som har en vanlig förklaring. Läs förklaringarna, gå till "
    "fakturan och fråga den som vet innan något publiceras.",
    rules_caption="Vad som har prövats: antal fakturor, och uppslag med vanliga förklaringar",
    rule="Regel",
    judged="Prövade",
    not_judged="Ej prövade rader",
    found="Uppslag",
    reasons="Vanliga förklaringar",
    not_examined="inte prövat",
    no_limits="Delade inköp strax under gränsen för direktupphandling är inte prövade: för "
    "underlagets år är ingen gräns känd med källa. Den kan anges i {document}.",
    limits_used="Gränser för direktupphandling, med källa: {limits}.",
    year_end_rule="Årets slut. December har mer än två tolftedelar av årets belopp.",
    year_end_reasons="Licenser för nästa år och årsavräkningar hamnar gärna i december.",
    leads_caption="Att granska: {name}",
    leads_caption_some="Att granska: {name} (de {shown} största av {count})",
    bill_numbers="Nummer",
    place="Underlag",
    settled="kreditnota på samma belopp finns",
    around_short="Allvarliga rader som är daterade inom underlagets tid men mindre än {days} dagar "
    "från dess början eller slut: {count}. För dem jämförs inte före och efter.",
)

EN = LedgerTexts(
    periods_caption="Invoiced by period of the invoice date, kronor excluding VAT",
    period="Period",
    open_sum="Not certain",
    no_row="no row",
    undated="without a certain date",
    division_caption="Invoiced by {division}, kronor excluding VAT",
    share_read="Share of what was read",
    at_least="at least {amount}",
    at_most="at most {amount}",
    not_bounded="cannot be bounded",
    unread="unread rows: {count}",
    doubtful="amounts in doubt: {count}",
    lost="pages missing: {count}",
    periods_title="{period} has the largest amount by invoice date: {amount}",
    periods_unsure="Of what was read {period} has the largest amount: {amount}",
    periods_alt="Columns of the amount invoiced by period: {values}.",
    gap_mark="?\u00a0= no amount read",
    unsure_mark="hatched column = uncertain sum",
    million_kronor="Million kronor excluding VAT",
    thousand_kronor="Thousand kronor excluding VAT",
    outcome_heading="Budget and outcome: {document}",
    outcome_caption="Budget lines with a printed outcome, kronor; furthest above budget first",
    outcome_caption_some="Budget lines with a printed outcome, kronor; the {shown} of {count} that "
    "are furthest above or least below the budget",
    outcome="Outcome",
    difference="Left by our sum",
    printed_difference="Printed deviation",
    budget_heading="Against the budget: {document}",
    budget_caption="Invoiced against budget lines with the same account, kronor excluding VAT",
    budget_line="Budget line",
    budget="Budget",
    billed="Invoiced",
    months_with="Months with rows",
    share_budget="Share of the budget",
    months_without="Without a row between",
    budget_title="{line}: {billed} invoiced against a budget of {budget}",
    budget_alt="Steps of the cumulative amount invoiced under {line} beside a budget of {budget}: "
    "{values}.",
    consultants_heading="Consultants: {document}",
    consultants_caption="Consultants' hours and rates by supplier, kronor excluding VAT",
    rated_rows="Rows with a rate",
    median="Median",
    mean_by_hours="Mean, weighted by hours",
    range="Lowest–highest",
    far_rows="Far from the median",
    rates_title="{supplier} has the highest median rate: {rate} an hour",
    rates_alt="A point for the rate of each row and a stroke for the median, by supplier: "
    "{values}.",
    rates_unit="Kronor an hour excluding VAT",
    rates_marks="point = row, stroke = median",
    rates_median="median {rate}",
    leads_heading="Leads to examine: {document}",
    leads_intro="A lead is a question to ask, not a claim that anything is wrong. Each rule is "
    "simple and mostly meets what has an ordinary reason. Read the reasons, go to the invoice and "
    "ask somebody who knows before anything is published.",
    rules_caption="What was examined: number of invoices, and leads with ordinary reasons",
    rule="Rule",
    judged="Judged",
    not_judged="Rows not judged",
    found="Leads",
    reasons="Ordinary reasons",
    not_examined="not examined",
    no_limits="Purchases split just under the limit for direct procurement were not examined: no "
    "limit with a source is known for the years of this ledger. It can be given in {document}.",
    limits_used="Limits for direct procurement, with their source: {limits}.",
    year_end_rule="The year's end. December has more than two twelfths of the year's amount.",
    year_end_reasons="Licences for the next year and yearly settlements often fall in December.",
    leads_caption="To examine: {name}",
    leads_caption_some="To examine: {name} (the {shown} largest of {count})",
    bill_numbers="Number",
    place="Origin",
    settled="there is a credit note of the same amount",
    around_short="Serious rows dated within the time of this ledger but less than {days} days from "
    "its beginning or end: {count}. Before and after are not compared for them.",
)


def ledger_texts(lang: Lang) -> LedgerTexts:
    """The words of a language."""
    return SV if lang == "sv" else EN

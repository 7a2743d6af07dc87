"""Words of the report on the public record: sums, drift, prices, pupils and the time line.

Both languages stand beside each other; a field that holds ``{name}`` is a template.
"""

from __future__ import annotations

from dataclasses import dataclass

from skolkit.analysis.words import Lang

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PublicTexts:
    """The words of one language."""

    gaps_caption: str
    known_budget: str
    beside_budget: str
    steps_caption: str
    earlier: str
    later: str
    change: str
    order: str
    order_known: str
    order_unknown: str
    sums_caption: str
    series: str
    figures: str
    result: str
    our_sum: str
    single: str
    counted: str
    groups_caption: str
    group: str
    groups: Pairs
    all_modules: str
    reasons: Pairs
    names: Pairs
    left_out: str
    real_caption: str
    nominal: str
    index_then: str
    index_now: str
    real: str
    not_real_caption: str
    why: str
    whys: Pairs
    pupils_caption: str
    per_pupil: str
    pupils: str
    not_pupils_caption: str
    no_pupils: str
    near_caption: str
    near_days: str
    near_rows: str
    perhaps_rows: str
    judged_rows: str
    expected_rows: str
    anchors: str
    timeline_heading: str
    timeline_intro: str
    timeline_title: str
    timeline_plain: str
    timeline_unit: str
    timeline_alt: str
    timeline_caption: str
    lanes: Pairs
    lane_rows: Pairs
    turns: Pairs
    current_prices: str
    sort: str
    what: str

    def named(self, pairs: Pairs, key: str) -> str:
        """Look a key up in one of the lists; what is not listed stands as it is."""
        return dict(pairs).get(key, key)

    def reason(self, told: str) -> str:
        """Why amounts are not added or divided, in the language; an unknown reason as it stands."""
        known = [key for key, _ in self.reasons if told.startswith(key)]
        return self.named(self.reasons, max(known, key=len)) if known else told


SV = PublicTexts(
    gaps_caption="Uppgifter om projektets kostnad mot den budget som då var känd. Skillnaden är "
    "vår uträkning och lika osäker som uppgiften.",
    known_budget="Känd budget, mnkr",
    beside_budget="Över (+) eller under (−), mnkr",
    steps_caption="Steg mellan uppgifter i följd om projektet, inom samma kategori",
    earlier="Från",
    later="Till",
    change="Skillnad, mnkr",
    order="Tidsföljd",
    order_known="känd",
    order_unknown="kan vara samma tid: källor som skiljer sig",
    sums_caption="Vad som får läggas ihop, och vad som inte får det",
    series="Vad beloppen gäller",
    figures="Uppgifter",
    result="Summa, eller varför ingen",
    our_sum="{amount} (vår summering)",
    single="en uppgift: {amount}",
    counted="räknas en gång: {amount}",
    groups_caption="Samma prövning efter år, kategori, modul och leverantör. Uppgifter som en "
    "annan står för är borträknade.",
    group="Grupp",
    groups=(
        ("year", "år"),
        ("category", "kategori"),
        ("module", "modul"),
        ("supplier", "leverantör"),
    ),
    all_modules="alla åtta, 2019",
    reasons=(
        ("the rows tell one and the same amount", "raderna anger ett och samma belopp"),
        ("one of the rows stands for all of them", "en av raderna står för alla"),
        ("each amount replaces the one before", "varje belopp ersätter det förra"),
        (
            "a price or cost for each hour, month, year or head is no sum",
            "ett pris per timme, månad, år eller elev är ingen summa",
        ),
        (
            "an offer that was never paid is no cost",
            "en offert som aldrig betalats är ingen kostnad",
        ),
        (
            "what could have been decided at most is no cost",
            "vad som högst kunde beslutas är ingen kostnad",
        ),
        (
            "the source does not say what the amount covers",
            "källan säger inte vad beloppet omfattar",
        ),
        ("the amount is not known", "beloppet är inte känt"),
        ("the row repeats another one", "raden upprepar en annan"),
        (
            "every row repeats another one or is a printed sum",
            "varje rad upprepar en annan eller är en utskriven summa",
        ),
        (
            "a printed sum is not added to its parts",
            "en utskriven summa läggs inte till sina delar",
        ),
        (
            "nobody has decided what the amount is part of",
            "ingen har bestämt vad beloppet är en del av",
        ),
        ("the same row is there twice", "samma rad finns två gånger"),
        (
            "a whole is not added to what it contains",
            "en helhet läggs inte till det som ingår i den",
        ),
        (
            "at least and at most have no sum that bounds anything",
            "minst och högst ger tillsammans ingen gräns",
        ),
        ("different series are added", "olika serier läggs ihop bara som egen, uttalad uträkning"),
        (
            "different qualifiers",
            "olika säkra uppgifter läggs ihop bara som egen, uttalad uträkning",
        ),
        (
            "estimates and decided amounts are added",
            "beräknade och beslutade belopp läggs ihop bara som egen, uttalad uträkning",
        ),
        ("the year of the amount is not known", "beloppets år är inte känt"),
        ("the amount is per pupil already", "beloppet är redan per elev"),
        ("the money was spent over several years", "pengarna gällde flera år"),
    ),
    names=(
        ("fine", "sanktionsavgiften"),
        ("fine/highest", "högsta möjliga sanktionsavgift"),
        ("open-platform", "offerten från Öppna skolplattformen"),
        ("platform", "hela plattformen, ”en miljard”"),
        ("platform/beyond-project", "allt efter etableringen"),
        ("platform/beyond-project/2018-2019", "2018–2019 utöver budgeten"),
        ("platform/beyond-project/2018-2019/2018", "2018 utöver budgeten"),
        ("platform/beyond-project/2018-2019/2018/one-off", "engångskostnader 2018"),
        ("platform/beyond-project/2018-2019/2019", "drift 2019"),
        ("platform/beyond-project/2018-2019/2019/modules", "modulerna 2019"),
        ("platform/beyond-project/yearly", "drift per år"),
        ("platform/consultants", "konsultnotan"),
        ("platform/consultants/gartner", "en konsults fakturering"),
        ("platform/consultants/gartner/2017-10", "en konsults månadsfaktura"),
        ("platform/consultants/gartner/hour", "konsultens timpris"),
        ("platform/per-pupil", "kostnad per elev"),
        ("platform/project", "projektet: kalkyl, ram, slutkostnad"),
        ("platform/project/margin", "kalkylens marginal"),
        ("platform/project/pwc-2016", "läget vid PwC:s granskning 2016"),
        ("platform/project/tieto", "avtalet med Tieto"),
    ),
    left_out="(utan {ids})",
    real_caption="Belopp med känt år i {year} års priser: belopp × {year} års index / årets index "
    "(KPI, 1980 = 100, årsmedel, SCB)",
    nominal="Löpande, kr",
    index_then="KPI, årets",
    index_now="KPI {year}",
    real="I {year} års priser, kr",
    not_real_caption="Belopp som inte räknas om, och varför",
    why="Varför inte",
    whys=(
        ("unknown", "belopp eller år är inte känt"),
        ("no-cost", "en offert, en högsta gräns eller ett belopp som ingen vet vad det omfattar"),
        ("spread", "pengarna gällde flera år och har ingen enskild prisnivå"),
        ("undecided", "en uppskattning vars prisnivå ingen källa anger"),
        ("several", "anges för flera år: när beloppet beslutades är inte känt"),
        ("no-index", "KPI har inget årsmedel för året"),
    ),
    pupils_caption="Belopp per elev i stadens egna skolor, elever av samma år",
    per_pupil="Kronor per elev",
    pupils="Elever",
    not_pupils_caption="Belopp som inte slås ut per elev, och varför",
    no_pupils="elevtal saknas för {years}",
    near_caption="Rader nära lansering, terminsstart och betyg, {first} till {last}, mot en jämn "
    "spridning. Antalen säger inget om orsak.",
    near_days="Dagar nära",
    near_rows="Rader nära",
    perhaps_rows="Kanske",
    judged_rows="Av",
    expected_rows="Jämnt utspritt",
    anchors="Kring",
    timeline_heading="Kostnader och incidenter i tiden – {title}",
    timeline_intro="Diagrammet och tabellen ställer {costs} uppgifter om projektets och "
    "plattformens kostnad bredvid {incidents} allvarliga rader (grad 3 och 4) och {events} "
    "händelser. Ordningen i tid visar inte orsak.",
    timeline_title="{since} av {all} uppgifter om hela kostnaden är från tiden efter lanseringen "
    "i {launch}",
    timeline_plain="Kostnadsuppgifter och allvarliga rader i tiden",
    timeline_unit="Id för varje rad, belopp i miljoner kronor (~\u00a0omkring, >\u00a0mer än, "
    "≤\u00a0högst; "
    "streck: bara månad eller år är känt)",
    timeline_alt="Tidslinje från {first} till {last} med {costs} kostnadsuppgifter, {incidents} "
    "allvarliga incidentrader och {events} händelser på tre band. Alla står med id, datum och "
    "text i tabellen som följer.",
    timeline_caption="Raderna i tidslinjen, äldst först. Ordningen visar inte orsak, och belopp "
    "får inte läggas ihop.",
    lanes=(
        ("cost", "Kostnadsuppgifter"),
        ("incident", "Allvarliga rader"),
        ("event", "Händelser och beslut"),
    ),
    turns=(
        ("2013-08", "anslag"),
        ("2016-11", "PwC"),
        ("2018-08", "lansering"),
        ("2019-05", "tillsyn"),
        ("2020-11-23", "avgift 4"),
        ("2021-02-12", "appen"),
        ("2021-04-16", "polisanmälan"),
        ("2021-08-16", "inget brott"),
        ("2021-10-04", "avgift 3"),
        ("2022-02", "ny upphandling"),
        ("2022-09-16", "avgift 4"),
        ("2023-09-13", "står fast"),
        ("2024-08", "planerat byte"),
    ),
    lane_rows=(("cost", "kostnad"), ("incident", "incident"), ("event", "händelse")),
    current_prices="löpande priser",
    sort="Slag",
    what="Vad raden säger",
)

EN = PublicTexts(
    gaps_caption="Figures for the project's cost against the budget known at the time. The "
    "difference is our arithmetic and as uncertain as the figure.",
    known_budget="Known budget, SEK m",
    beside_budget="Above (+) or below (−), SEK m",
    steps_caption="Steps from figure to figure for the project, within one category",
    earlier="From",
    later="To",
    change="Difference, SEK m",
    order="Order in time",
    order_known="known",
    order_unknown="may be of the same time: sources that differ",
    sums_caption="What may be added, and what not",
    series="What the amounts cover",
    figures="Figures",
    result="Sum, or why there is none",
    our_sum="{amount} (our sum)",
    single="one figure: {amount}",
    counted="counts once: {amount}",
    groups_caption="The same test by year, category, module and supplier. Figures for which "
    "another one stands are left out.",
    group="Group",
    groups=(
        ("year", "year"),
        ("category", "category"),
        ("module", "module"),
        ("supplier", "supplier"),
    ),
    all_modules="all eight, 2019",
    reasons=(),
    names=(
        ("fine", "the fine"),
        ("fine/highest", "the highest possible fine"),
        ("open-platform", "the offer from Öppna skolplattformen"),
        ("platform", "the whole platform, “a billion”"),
        ("platform/beyond-project", "all after the establishment"),
        ("platform/beyond-project/2018-2019", "2018–2019 above the budget"),
        ("platform/beyond-project/2018-2019/2018", "2018 above the budget"),
        ("platform/beyond-project/2018-2019/2018/one-off", "one-off costs of 2018"),
        ("platform/beyond-project/2018-2019/2019", "operation in 2019"),
        ("platform/beyond-project/2018-2019/2019/modules", "the modules in 2019"),
        ("platform/beyond-project/yearly", "operation per year"),
        ("platform/consultants", "the bill for consultants"),
        ("platform/consultants/gartner", "one consultant's invoices"),
        ("platform/consultants/gartner/2017-10", "one consultant's monthly invoice"),
        ("platform/consultants/gartner/hour", "the consultant's hourly rate"),
        ("platform/per-pupil", "cost per pupil"),
        ("platform/project", "the project: calculation, frame, final cost"),
        ("platform/project/margin", "the margin of the calculation"),
        ("platform/project/pwc-2016", "the state at PwC's review in 2016"),
        ("platform/project/tieto", "the contract with Tieto"),
    ),
    left_out="(without {ids})",
    real_caption="Amounts with a known year in the prices of {year}: amount × index of {year} / "
    "index of the year (KPI, 1980 = 100, annual means, SCB)",
    nominal="Current, SEK",
    index_then="KPI of the year",
    index_now="KPI {year}",
    real="In prices of {year}, SEK",
    not_real_caption="Amounts that are not converted, and why",
    why="Why not",
    whys=(
        ("unknown", "amount or year is not known"),
        ("no-cost", "an offer, a highest limit, or an amount of which nobody knows what it covers"),
        ("spread", "the money covered several years and has no single price level"),
        ("undecided", "an estimate whose price level no source gives"),
        ("several", "told for several years: when the amount was decided is not known"),
        ("no-index", "KPI has no annual mean of the year"),
    ),
    pupils_caption="Amounts per pupil in the city's own schools, pupils of the same year",
    per_pupil="SEK per pupil",
    pupils="Pupils",
    not_pupils_caption="Amounts that are not divided by pupils, and why",
    no_pupils="the number of pupils is missing for {years}",
    near_caption="Rows near launch, start of term and grading, {first} to {last}, beside an even "
    "spread. The counts say nothing about a cause.",
    near_days="Days near",
    near_rows="Rows near",
    perhaps_rows="Perhaps",
    judged_rows="Of",
    expected_rows="Evenly spread",
    anchors="Around",
    timeline_heading="Costs and incidents over time – {title}",
    timeline_intro="The chart and the table set {costs} figures for the cost of project and "
    "platform beside {incidents} serious rows (levels 3 and 4) and {events} events. Their order "
    "in time shows no cause.",
    timeline_title="{since} of {all} figures for the whole cost are from the time since the launch "
    "in {launch}",
    timeline_plain="Cost figures and serious rows over time",
    timeline_unit="Id of each row, amounts in million kronor (~\u00a0about, >\u00a0more than, "
    "≤\u00a0at most; "
    "bar: only month or year is known)",
    timeline_alt="Time line from {first} to {last} with {costs} cost figures, {incidents} serious "
    "incident rows and {events} events in three bands. All stand with id, date and text in the "
    "table that follows.",
    timeline_caption="The rows of the time line, oldest first. Their order shows no cause, and "
    "amounts must not be added.",
    lanes=(
        ("cost", "Cost figures"),
        ("incident", "Serious rows"),
        ("event", "Events and decisions"),
    ),
    turns=(
        ("2013-08", "allotment"),
        ("2016-11", "PwC"),
        ("2018-08", "launch"),
        ("2019-05", "supervision"),
        ("2020-11-23", "fine 4"),
        ("2021-02-12", "the app"),
        ("2021-04-16", "police report"),
        ("2021-08-16", "no crime"),
        ("2021-10-04", "fine 3"),
        ("2022-02", "new tender"),
        ("2022-09-16", "fine 4"),
        ("2023-09-13", "stands"),
        ("2024-08", "planned switch"),
    ),
    lane_rows=(("cost", "cost"), ("incident", "incident"), ("event", "event")),
    current_prices="current prices",
    sort="Kind",
    what="What the row says (costs in Swedish)",
)


def public_texts(lang: Lang) -> PublicTexts:
    """The words of a language."""
    return SV if lang == "sv" else EN

"""What the report and its charts say, as one record that each language fills in full.

A field that holds ``{name}`` is a template; the tests check that all languages use the same names.
"""

from __future__ import annotations

from dataclasses import dataclass

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Texts:
    """All words of the report in one language."""

    title: str
    subtitle: str
    footer: str
    demo_mark: str
    demo_notice: str
    unchecked_notice: str
    all_checked_notice: str
    caveat_label: str
    origin_label: str
    none: str

    received_heading: str
    received_caption: str
    received_intro: str
    measure: str
    kind: str
    kinds: Pairs
    received_on: str
    documents: str
    failed_documents: str
    paper_pages: str
    ocr_pages: str
    cells: str
    numbers: str
    unchecked_numbers: str
    doubtful_cells: str
    cost_rows: str
    invoice_rows: str
    budget_rows: str
    incident_rows: str
    message_rows: str
    missing_heading: str
    missing_none: str
    page: str

    terms_heading: str
    terms: Pairs

    sources_heading: str
    sources_intro: str
    collections_caption: str
    collection: str
    authority: str
    diary_number: str
    sender: str
    source_count: str
    reliability: Pairs
    not_stated: str

    findings_heading: str
    costs_heading: str
    incidents_heading: str
    ledger_heading: str
    mail_heading: str
    tickets_heading: str
    filter_counts: str

    chart_source: str
    chart_source_demo: str
    current_prices: str
    million_kronor: str
    kronor: str
    rows_unit: str
    tickets_unit: str
    messages_unit: str
    drift_title: str
    drift_alt: str
    modules_title: str
    modules_alt: str
    years_title: str
    years_alt: str
    kinds_title: str
    kinds_alt: str
    suppliers_title: str
    suppliers_title_unread: str
    suppliers_alt: str
    months_title: str
    months_alt: str
    tickets_title: str
    tickets_alt: str
    severity_level: str
    incoming: str
    outgoing: str
    qualifiers: Pairs
    categories: Pairs

    figure_id: str
    as_of: str
    category: str
    amount: str
    amount_kronor: str
    kronor_heading: str
    scope: str
    source: str
    project_caption: str
    other_caption: str
    modules_caption: str
    module: str
    share: str
    our_sum: str
    published_total: str
    printed_total: str
    difference: str
    years_caption: str
    year: str
    total: str
    kinds_caption: str
    incident_kind: str
    rows: str
    parts_caption: str
    grave_caption: str
    date: str
    what: str

    supplier: str
    hours: str
    rate: str
    unread: str
    suppliers_caption: str
    totals_caption: str
    printed_on: str
    verdict: str
    verdicts: Pairs
    months_caption: str
    month: str
    counterparts_caption: str
    domain: str
    messages: str
    tickets_caption: str

    quality_heading: str
    documents_caption: str
    document: str
    status: str
    statuses: Pairs
    problems_caption: str
    problem: str
    times: str
    copies_caption: str
    copies_intro: str
    copied_table: str
    copied_costs: str
    copied_incidents: str
    pages_or_sheets: str
    found: str
    same_id: str
    equal: str
    differing: str
    limits: tuple[str, ...]
    origins_caption: str
    claim: str
    origin: str
    row: str
    rows_at: str
    more_places: str
    problem_titles: Pairs

    rerun_heading: str
    rerun_intro: str
    rerun_commands: tuple[str, ...]
    rerun_version: str

    licence_heading: str
    licence: str

    source_list_heading: str
    source_list_caption: str
    source_id: str
    publisher: str
    source_title: str
    source_date: str
    source_kind: str

    def named(self, pairs: Pairs, key: str) -> str:
        """Look a key up in one of the lists; what is not listed stands as it is."""
        return dict(pairs).get(key, key)

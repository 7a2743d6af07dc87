"""Printed suppliers to entities: which spellings are one company, each with the reason why.

An organisationsnummer with a right check digit decides; two different ones are never the same
company. Else the name does, without legal form, case, accents and marks. A name read from a picture
that is one letter from another is taken for it only where nothing speaks against it (see
``supplier_clusters``). No printed text is changed; what is not certain stays apart.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace

from skolkit.model import Sheet
from skolkit.problems import Problem
from skolkit.tables.company_names import (
    NumberKind,
    company_name,
    company_number,
    number_in_name,
)
from skolkit.tables.rows import ROW, CostRow, InvoiceRow, SupplierRow, Tables
from skolkit.tables.supplier_clusters import (
    OWN_NAME,
    REASONS,
    SAME_NAME,
    Cluster,
    Node,
    Spelling,
    clusters_of,
)
from skolkit.tables.supplier_decisions import SUPPLIERS_FILE, SupplierDecisions

MOST_WRONG = 20  # different wrong numbers that one name may have by slips


def assign_suppliers(tables: Tables, decisions: SupplierDecisions | None = None) -> Tables:
    """Tell which printed suppliers are the same, and give each row the key of its supplier.

    Args:
        tables: with costs and invoices as read.
        decisions: what persons decided; it goes before all rules.

    Returns:
        The tables with ``suppliers`` (ordered by ``supplier_id``) and ``supplier_id`` filled; a
        printed sum gets the supplier that it names, if that is one only. ``W_CHECK_DIGIT`` tells of
        numbers that cannot be right, ``W_UNUSED_DECISION`` of decisions on names that are not
        there.
    """
    decisions = decisions or SupplierDecisions()
    rows: tuple[CostRow | InvoiceRow, ...] = (*tables.costs, *tables.invoices)
    nodes = _nodes(rows, _pictured(tables.sheets))
    if not nodes:
        return tables
    clusters = clusters_of(list(nodes.values()), decisions)
    ids = _ids(clusters)
    by_spelling = {node.spelling: ids[id(c)] for c in clusters for node in c.nodes}
    by_name: dict[str, set[str]] = defaultdict(set)
    for spelling, node in nodes.items():
        by_name[node.name.key].add(by_spelling[spelling])

    def key_of(row: CostRow | InvoiceRow) -> str:
        if row.row_kind == ROW:
            return by_spelling.get(_spelling(row), "")
        fits = by_name.get(company_name(number_in_name(row.supplier)[0]).key, set())
        return next(iter(fits)) if len(fits) == 1 and row.supplier else ""

    sample = next(row for row in rows if _spelling(row) in nodes)
    suppliers = (_supplier(cluster, ids[id(cluster)], sample) for cluster in clusters)
    return replace(
        tables,
        costs=tuple(replace(row, supplier_id=key_of(row)) for row in tables.costs),
        invoices=tuple(replace(row, supplier_id=key_of(row)) for row in tables.invoices),
        suppliers=tuple(sorted(suppliers, key=lambda supplier: supplier.supplier_id)),
        problems=(
            *tables.problems,
            *_check_digits(tables.invoices),
            *_unused(decisions, nodes.values()),
        ),
    )


def _spelling(row: CostRow | InvoiceRow) -> Spelling:
    name, number = number_in_name(" ".join(row.supplier.split()))
    printed = row.organisationsnummer if isinstance(row, InvoiceRow) else ""
    return name, " ".join(printed.split()) or number


def _pictured(sheets: Iterable[Sheet]) -> frozenset[str]:
    """The sheets that were read from pictures, by optical character recognition."""
    return frozenset(
        sheet.sheet_id
        for sheet in sheets
        if any(cell.method.startswith("ocr") for cell in sheet.cells)
    )


def _nodes(rows: Iterable[CostRow | InvoiceRow], pictured: frozenset[str]) -> dict[Spelling, Node]:
    """The spellings of all ordinary rows; one with neither name nor number is none."""
    nodes: dict[Spelling, Node] = {}
    for row in rows:
        if row.row_kind != ROW:
            continue
        spelling = _spelling(row)
        node = nodes.get(spelling)
        if node is None:
            name, number = company_name(spelling[0]), company_number(spelling[1])
            right = number is not None and number.kind is NumberKind.RIGHT
            if not name.words and not right:
                continue
            node = nodes[spelling] = Node(spelling, name, number)
        node.rows += 1
        node.pictured = node.pictured and row.sheet_id in pictured
    _drop_running_numbers(nodes.values())
    return nodes


def _drop_running_numbers(nodes: Iterable[Node]) -> None:
    """Forget wrong numbers of a name that has very many: they are no numbers of a company."""
    wrong: dict[str, set[str]] = defaultdict(set)
    held = [node for node in nodes if node.number and node.number.kind is NumberKind.WRONG]
    for node in held:
        wrong[node.name.key].add(node.number.digits if node.number else "")
    for node in held:
        if len(wrong[node.name.key]) > MOST_WRONG:
            node.number = None


def _ids(clusters: Iterable[Cluster]) -> dict[int, str]:
    """The key of each cluster: its number, else its name; ``~2`` after a name met before."""
    ids: dict[int, str] = {}
    met: Counter[str] = Counter()
    for cluster in sorted(clusters, key=lambda c: (-c.rows, c.first.spelling)):
        number = cluster.number
        key = f"org:{number[:6]}-{number[6:]}" if number else f"name:{cluster.first.name.slug}"
        met[key] += 1
        ids[id(cluster)] = key if met[key] == 1 else f"{key}~{met[key]}"
    return ids


def _supplier(cluster: Cluster, supplier_id: str, sample: CostRow | InvoiceRow) -> SupplierRow:
    number = f"{cluster.number[:6]}-{cluster.number[6:]}" if cluster.number else ""
    often: Counter[str] = Counter()
    why: dict[str, set[str]] = defaultdict(set)
    for node in sorted(cluster.nodes, key=lambda n: (-n.rows, n.spelling)):
        name = node.spelling[0]
        often[name] += node.rows
        why[name].add(node.reason)
    for reasons in why.values():
        if OWN_NAME in reasons:
            reasons.discard(SAME_NAME)  # its own spelling, with another number or none
    names = sorted((name for name in often if name), key=lambda name: (-often[name], name))
    return SupplierRow(
        supplier_id=supplier_id,
        collection=sample.collection,
        name=names[0] if names else number,
        organisationsnummer=number,
        names=tuple(names),
        rows=cluster.rows,
        merged_by=tuple(", ".join(sorted(why[name], key=REASONS.index)) for name in names),
        demo=sample.demo,
    )


def _check_digits(rows: Iterable[InvoiceRow]) -> tuple[Problem, ...]:
    """Tell of each document whose organisationsnummer cannot all be right."""
    wrong: dict[str, list[InvoiceRow]] = defaultdict(list)
    for row in rows:
        read = company_number(row.organisationsnummer) if row.row_kind == ROW else None
        if read is not None and read.kind is NumberKind.WRONG:
            wrong[row.document].append(row)
    told = []
    for document in sorted(wrong):
        first, count = wrong[document][0], len(wrong[document])
        numbers = len({row.organisationsnummer for row in wrong[document]})
        detail = f"{numbers} different numbers in {count} rows; the first in row {first.row}"
        told.append(Problem("W_CHECK_DIGIT", document, page=first.page, detail=detail))
    return tuple(told)


def _unused(decisions: SupplierDecisions, nodes: Iterable[Node]) -> tuple[Problem, ...]:
    """Tell of decisions that name what is not printed anywhere."""
    held = list(nodes)
    printed = {node.spelling[0] for node in held}
    entries: list[str] = []
    for kind, names in (
        ("merge", [merge.names for merge in decisions.merges]),
        ("separate", [separation.names for separation in decisions.separations]),
    ):
        for number, own in enumerate(names, start=1):
            missing = [place for place, name in enumerate(own, start=1) if name not in printed]
            if missing:
                told = ", ".join(map(str, missing))
                entries.append(f"[[{kind}]] number {number}, names number {told}")
    return tuple(Problem("W_UNUSED_DECISION", SUPPLIERS_FILE, detail=entry) for entry in entries)

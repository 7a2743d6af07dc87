"""Tables as read to tables that fit together: suppliers, organisations, copies and series told."""

from __future__ import annotations

from collections.abc import Iterable

from skolkit.model import Collection
from skolkit.problems import Problem
from skolkit.tables.decisions import Decisions
from skolkit.tables.duplicates import link_duplicates
from skolkit.tables.entities import assign_suppliers
from skolkit.tables.organisations import (
    KnownDomains,
    addresses_of,
    assign_organisations,
    known_domains,
    shipped_domains,
)
from skolkit.tables.rows import Tables
from skolkit.tables.series import assign_series


def settle_tables(
    tables: Tables,
    collection: Collection,
    decisions: Decisions | None = None,
    received: Iterable[Problem] = (),
    domains: KnownDomains | None = None,
) -> Tables:
    """Tell what in the rows is the same: company, organisation, invoice, amount.

    Args:
        tables: as built from the sheets.
        collection: whose tables they are.
        decisions: what persons decided on them.
        received: the problems of reading, among them what files and pages were read once already.
        domains: what is known of e-mail domains (``domains_of``). An export takes it from the
            unmasked tables and hands it in with the masked ones.

    Returns:
        The tables with ``suppliers``, ``duplicates`` and the columns that lead to them.
    """
    decisions = decisions or Decisions()
    tables = assign_suppliers(tables, decisions.suppliers)
    tables = assign_organisations(tables, domains or domains_of(tables, decisions))
    tables = link_duplicates(tables, collection, received)
    return assign_series(tables, decisions.series)


def domains_of(tables: Tables, decisions: Decisions | None = None) -> KnownDomains:
    """What is known of the domains of a collection: shipped, decided, and told by its addresses."""
    decided = decisions.domains if decisions else KnownDomains()
    return known_domains(addresses_of(tables.messages), decided.before(shipped_domains()))

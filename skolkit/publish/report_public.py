"""A public record -> the report's sections on published costs, documented incidents and both."""

from __future__ import annotations

from skolkit.analysis.frame_rows import cost_rows, incident_rows
from skolkit.analysis.prices import price_index
from skolkit.publish.report_parts import Part, sources_of
from skolkit.publish.report_public_costs import add_public_costs
from skolkit.publish.report_public_incidents import add_public_incidents
from skolkit.publish.report_public_timeline import add_public_timeline


def add_public_record(part: Part) -> None:
    """Add the findings on published costs and incidents."""
    sources = sources_of(part.tables)
    costs = cost_rows(part.tables.costs)
    if costs:
        add_public_costs(part, costs, sources, price_index(part.tables.cells))
    incidents = incident_rows(part.tables.incidents)
    if incidents:
        add_public_incidents(part, incidents, sources)
    if costs and incidents:
        add_public_timeline(part, costs, incidents, sources)

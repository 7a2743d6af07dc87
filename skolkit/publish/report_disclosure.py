"""A disclosure (or a demonstration of one) -> findings on ledgers, e-mail logs and ticket lists."""

from __future__ import annotations

from datetime import date

from skolkit.analysis import incidents as incident_analysis
from skolkit.analysis import mail as mail_analysis
from skolkit.analysis.base import by_document
from skolkit.analysis.frame_rows import incident_rows, message_rows
from skolkit.analysis.incident_claims import ticket_course_findings
from skolkit.analysis.log_claims import log_findings
from skolkit.analysis.log_gaps import filled_pages
from skolkit.analysis.rows import Incident, Message, counted
from skolkit.analysis.survival import durations, kaplan_meier
from skolkit.analysis.tickets import last_day, tickets
from skolkit.analysis.words import number
from skolkit.publish import figures, figures_courses
from skolkit.publish.report_budgets import add_budgets
from skolkit.publish.report_ledgers import add_ledgers
from skolkit.publish.report_model import Block, row
from skolkit.publish.report_parts import Part

TOP_DOMAINS = 8


def add_disclosure(part: Part) -> None:
    """Add the findings on ledgers, e-mail logs and ticket lists of a disclosure (or a demo)."""
    add_ledgers(part)
    add_budgets(part)
    for at, (document, messages) in enumerate(
        by_document(counted(message_rows(part.tables.messages))).items(), start=1
    ):
        _mail(part, document, messages, at)
    lists = {
        document: rows
        for document, rows in by_document(counted(incident_rows(part.tables.incidents))).items()
        if not incident_analysis.is_copy(rows)
    }
    for at, (document, rows) in enumerate(lists.items(), start=1):
        _tickets(part, document, rows, at)


def _mail(part: Part, document: str, rows: tuple[Message, ...], at: int) -> None:
    t, lang = part.texts, part.lang
    first, *rest = part.claims(mail_analysis.mail_findings(rows, f"{part.prefix}M{at}"))
    blocks: list[Block] = [first]
    months = mail_analysis.months(rows)
    if months:
        blocks.append(part.figure(f"months-{at}", figures.month_chart(rows, part.title, lang)))
        blocks.append(
            part.table(
                f"months-table-{at}",
                t.months_caption,
                (t.month, t.incoming, t.outgoing),
                [
                    row(m.month, *(number(len(way), lang) for way in (m.incoming, m.outgoing)))
                    for m in months
                ],
                numeric=(1, 2),
            )
        )
    blocks += rest
    by_day = figures_courses.day_chart(mail_analysis.days(rows), rows, part.title, lang)
    if by_day is not None:
        blocks.append(part.figure(f"days-{at}", by_day))
    filled = filled_pages(part.tables.pages)
    blocks += part.claims(log_findings(rows, f"{part.prefix}M{at}", filled))
    domains = mail_analysis.counterparts(rows)[:TOP_DOMAINS]
    if domains:
        blocks.append(
            part.table(
                f"domains-{at}",
                t.counterparts_caption,
                (t.domain, t.messages),
                [row(name, number(times, lang)) for name, times in domains],
                numeric=(1,),
            )
        )
    part.close(f"mail-{at}", t.mail_heading.format(document=document), blocks)


def _tickets(part: Part, document: str, rows: tuple[Incident, ...], at: int) -> None:
    t, lang = part.texts, part.lang
    blocks = part.claims(incident_analysis.ticket_findings(rows, f"{part.prefix}A{at}"))
    blocks.append(part.figure(f"tickets-{at}", figures.ticket_chart(rows, part.title, lang)))
    until = last_day(rows)
    if until:
        blocks += part.claims(ticket_course_findings(rows, until, f"{part.prefix}A{at}"))
        course = kaplan_meier(durations(tickets(rows, date.fromisoformat(until))))
        left = figures_courses.open_share_chart(course, rows, part.title, lang)
        if left is not None:
            blocks.append(part.figure(f"open-{at}", left))
    counted = incident_analysis.counts(rows, lambda one: one.module)
    blocks.append(
        part.table(
            f"tickets-table-{at}",
            t.tickets_caption,
            (t.module, t.rows),
            [row(one.value or t.not_stated, str(one.rows)) for one in counted],
            numeric=(1,),
        )
    )
    part.close(f"tickets-{at}", t.tickets_heading.format(document=document), blocks)

"""Small invented rows for the tests of the analysis; all names and addresses are made up."""

from __future__ import annotations

from decimal import Decimal

from skolkit.analysis.rows import Incident, Invoice, Message, Place


def place(
    name: str,
    *,
    duplicate_of: str = "",
    doubts: tuple[str, ...] = (),
    page: int | None = None,
    document: str = "påhitt.pdf",
) -> Place:
    return Place(
        row_id=name,
        collection="demo-disclosure",
        demo=True,
        document=document,
        document_id="påhitt",
        sheet_id="påhitt#1",
        page=page,
        row=int("".join(c for c in name if c.isdigit()) or 0),
        box="",
        cell_ids=(),
        doubts=doubts,
        duplicate_of=duplicate_of,
    )


def ticket(
    name: str,
    date: str = "",
    closed: str = "",
    *,
    status: str = "",
    text: str = "",
    kind: str = "availability",
    module: str = "Schema",
    severity: str = "2",
    affected: int | None = None,
    published: str = "",
    reported: str = "",
    sources: tuple[str, ...] = (),
    duplicate_of: str = "",
    doubts: tuple[str, ...] = (),
) -> Incident:
    return Incident(
        place=place(name, duplicate_of=duplicate_of, doubts=doubts),
        incident_id=name,
        date=date,
        precision="day",
        module=module,
        kind=kind,
        severity=severity,
        affected=None if affected is None else Decimal(affected),
        affected_as_published=published,
        reported_to=reported,
        summary_sv=text,
        summary_en="",
        source_ids=sources,
        status=status,
        closed=closed,
    )


def message(
    name: str,
    sent: str,
    sender: str = "eva@stad.example",
    to: str = "bo@bolag.example",
    subject: str = "Påhitt",
    *,
    direction: str = "ut",
    number: str = "",
    page: int | None = None,
    duplicate_of: str = "",
) -> Message:
    return Message(
        place=place(name, duplicate_of=duplicate_of, page=page),
        number=number,
        direction=direction,
        sent=sent,
        sender=sender,
        recipients=tuple(one.strip() for one in to.split(";") if one.strip()),
        subject=subject,
        size_kb=None,
        attachments=None,
    )


def invoice(
    name: str, date: str, net: str | None, *, kind: str = "row", duplicate_of: str = ""
) -> Invoice:
    return Invoice(
        place=place(name, duplicate_of=duplicate_of),
        number=name,
        voucher="",
        date=date,
        supplier="Påhitt AB",
        supplier_id="",
        organisationsnummer="",
        account="",
        cost_centre="",
        project="",
        description="",
        category="consultant",
        hours=None,
        rate=None,
        net=None if net is None else Decimal(net),
        vat=None,
        gross=None,
        published=net or "",
        note="",
        row_kind=kind,
    )

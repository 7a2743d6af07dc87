"""A public record -> the report's blocks on real prices and on cost per pupil."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from skolkit.analysis.per_pupil import NotPerPupil, costs_per_pupil, pupil_counts
from skolkit.analysis.prices import PriceIndex
from skolkit.analysis.pupil_claims import pupil_finding
from skolkit.analysis.real_published import real_finding, real_published
from skolkit.analysis.rows import Cost
from skolkit.analysis.words import kronor, number, qualified
from skolkit.publish.report_model import Block, row
from skolkit.publish.report_parts import Part, Source, source_cell
from skolkit.publish.texts_public import public_texts


def real_blocks(
    part: Part,
    rows: Sequence[Cost],
    sources: dict[str, Source],
    index: PriceIndex,
    year: int | None,
) -> list[Block]:
    """Amounts in the money of one year beside what was paid, and those that have no year.

    Nothing without an index, or where it has no annual mean of the year.
    """
    if year is None or year not in index.years:
        return []
    t, p, lang = part.texts, public_texts(part.lang), part.lang
    found = real_published(rows, index, year)
    told = real_finding(found)
    if told is None:
        return []
    converted = [
        row(
            one.row.cost_id,
            one.row.as_of,
            qualified(kronor(one.nominal, lang), one.row.qualifier, lang),
            number(one.from_index, lang, decimals=2),
            number(one.to_index, lang, decimals=2),
            qualified(kronor(one.rounded, lang), one.row.qualifier, lang),
            source_cell(one.row.source_id, sources),
        )
        for one in found.amounts
    ]
    headings = (
        t.figure_id,
        t.as_of,
        p.nominal,
        p.index_then,
        p.index_now.format(year=year),
        p.real.format(year=year),
        t.source,
    )
    others = [
        row(p.named(p.whys, one.why), str(len(one.rows)), ", ".join(r.cost_id for r in one.rows))
        for one in found.others
    ]
    return [
        *part.claims([told]),
        part.table("real", p.real_caption.format(year=year), headings, converted, (2, 3, 4, 5)),
        part.table("not-real", p.not_real_caption, (p.why, t.rows, p.figures), others, (1,)),
    ]


def pupil_blocks(part: Part, rows: Sequence[Cost]) -> list[Block]:
    """Amounts per pupil where both are of one year, and why the others are not divided."""
    t, p, lang = part.texts, public_texts(part.lang), part.lang
    counts = pupil_counts(part.tables.cells)
    told = pupil_finding(rows, counts)
    if told is None:
        return []
    names = {one.place.row_id: one.cost_id for one in rows}
    divided, others = costs_per_pupil(rows, counts)
    blocks = part.claims([told])
    if divided:
        listed = [
            row(
                ", ".join(names[name] for name in one.row_ids),
                str(one.year),
                qualified(kronor(one.amount, lang), one.qualifier, lang),
                number(one.pupils, lang),
                qualified(kronor(one.value.quantize(Decimal(1)), lang), one.qualifier, lang),
            )
            for one in divided
        ]
        headings = (t.figure_id, t.year, t.amount_kronor, p.pupils, p.per_pupil)
        blocks.append(part.table("pupils", p.pupils_caption, headings, listed, (2, 3, 4)))
    grouped: dict[str, list[NotPerPupil]] = {}
    for one in others:
        grouped.setdefault("" if one.missing is not None else one.reason, []).append(one)
    reasons = [
        row(
            p.reason(reason) if reason else p.no_pupils.format(years=_years(own)),
            str(len(own)),
            ", ".join(names[name] for one in own for name in one.row_ids),
        )
        for reason, own in sorted(grouped.items(), key=lambda item: (-len(item[1]), item[0]))
    ]
    why = part.table("not-pupils", p.not_pupils_caption, (p.why, t.rows, p.figures), reasons, (1,))
    return [*blocks, why]


def _years(others: Sequence[NotPerPupil]) -> str:
    return ", ".join(str(year) for year in sorted({one.missing for one in others if one.missing}))

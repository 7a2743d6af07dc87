"""A public record -> the report's blocks on what may be added, and what not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from skolkit.analysis.published import PublishedSum, Refusal, series_sums
from skolkit.analysis.rows import Cost
from skolkit.analysis.sum_claims import GroupSum, group_sums, sum_findings
from skolkit.analysis.words import Lang, kronor
from skolkit.publish.report_model import Block, row
from skolkit.publish.report_parts import Part
from skolkit.publish.texts_public import PublicTexts, public_texts


def sum_blocks(part: Part, rows: Sequence[Cost]) -> list[Block]:
    """The findings on sums with their tables; nothing if nobody has placed any amount."""
    found = sum_findings(rows)
    if not found:
        return []
    p = public_texts(part.lang)
    names = {one.place.row_id: one.cost_id for one in rows}
    by_id = {one.claim_id: one for one in found}
    headings = (p.figures, p.result)
    series = [
        row(
            p.named(p.names, one.path),
            _ids(one.row_ids, one.left_out, names, p),
            result_words(one.result, len(one.row_ids) + len(one.left_out), p, part.lang),
        )
        for one in series_sums(rows)
    ]
    groups = [
        row(
            f"{p.named(p.groups, one.by)}: {_value(part, one, p)}",
            _ids(one.row_ids, one.left_out, names, p),
            result_words(one.result, len(one.row_ids) + len(one.left_out), p, part.lang),
        )
        for one in group_sums(rows)
    ]
    return [
        *part.claims([by_id[name] for name in ("K13", "K14") if name in by_id]),
        part.table("sums", p.sums_caption, (p.series, *headings), series),
        *part.claims([by_id[name] for name in ("K15",) if name in by_id]),
        *([part.table("groups", p.groups_caption, (p.group, *headings), groups)] if groups else []),
    ]


def result_words(result: PublishedSum | Refusal, rows: int, p: PublicTexts, lang: Lang) -> str:
    """A sum with its bound and whose it is, or the reason why there is none.

    Args:
        result: of a series or a group.
        rows: all rows of it, those included for which another one stands.
        p: the words of the language.
        lang: that language.
    """
    if isinstance(result, Refusal):
        return p.reason(result.reason)
    bound = result.bound_sv if lang == "sv" else result.bound_en
    bound = "" if bound in {"exakt", "exactly"} else f"{bound} "
    amount = f"{bound}{kronor(result.amount, lang)}"
    if len(result.row_ids) > 1:
        return p.our_sum.format(amount=amount)
    return (p.counted if rows > 1 else p.single).format(amount=amount)


def _ids(
    held: Sequence[str], left_out: Sequence[str], names: Mapping[str, str], p: PublicTexts
) -> str:
    said = ", ".join(names.get(one, one) for one in held)
    if not left_out:
        return said
    return f"{said} {p.left_out.format(ids=', '.join(names.get(one, one) for one in left_out))}"


def _value(part: Part, group: GroupSum, p: PublicTexts) -> str:
    if group.by == "module":
        return p.all_modules
    return part.texts.named(part.texts.categories, group.value)

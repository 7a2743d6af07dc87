"""A collection to the folder that may be published: masked, packed, leak-checked, or nothing.

gather -> tabulate and look through -> mask the sheets -> tabulate the masked sheets -> package in a
staged folder -> leak check over its bytes -> one rename. Nothing personal exists in the staged
folder to begin with; the check is there because we may be wrong.
"""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cache
from pathlib import Path

from skolkit.files import require_writable
from skolkit.pipeline import Plan, gather
from skolkit.privacy.amounts import long_amounts
from skolkit.privacy.detect import spans
from skolkit.privacy.leakcheck import Needles, check, refuse_leaks
from skolkit.privacy.mask import Labels, mask_words
from skolkit.privacy.model import Decision
from skolkit.privacy.protected import terms
from skolkit.privacy.pseudonyms import project_key, pseudonyms
from skolkit.privacy.review import Review
from skolkit.privacy.small_across import SmallCounts, small_counts_of
from skolkit.privacy.suppress import told_places
from skolkit.problems import Problem, SkolkitError
from skolkit.publish.caption_words import telling_words
from skolkit.publish.exports import MANIFEST, CleanData, Listed, OutputFile
from skolkit.publish.package import package_files
from skolkit.running.docket import Docket
from skolkit.running.masking import mask_dockets
from skolkit.running.pagepictures import Paper, masked_pages
from skolkit.running.progress import Progress, Silent
from skolkit.running.record import EntryResult
from skolkit.running.store import Store
from skolkit.running.workers import Pool
from skolkit.staging import staged
from skolkit.tables.organisations import is_organisation
from skolkit.tables.rows import BudgetRow, CheckRow, CostRow, InvoiceRow, Tables
from skolkit.tables.settle import domains_of
from skolkit.tabulate import Gathered, Known, tabulate
from skolkit.workspace import Delivery, Workspace

PRIVACY_RECORD = "privacy.json"
_WITH_FIGURES = ("costs", "invoices", "budgets", "incidents", "messages")


@dataclass(frozen=True, slots=True)
class AcceptedLeak:
    """A finding of the leak check that a person lets pass, and why."""

    leak_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an export shall hold besides the tables, and what it may pass."""

    pages: bool = False  # a masked picture of each page of paper
    pseudonyms: bool = False  # persons by keyed pseudonyms that stay the same
    accepted: tuple[AcceptedLeak, ...] = ()


@dataclass(frozen=True, slots=True)
class Exported:
    """What was published."""

    folder: Path
    files: int
    masked: int  # places
    kept: int  # places that looked like personal data
    accepted: int  # findings of the leak check that a person let pass


@dataclass(frozen=True, slots=True)
class Masked:
    """A collection without personal data, and what the leak check must not find."""

    data: CleanData
    review: Review  # of the unmasked collection; private
    paper: Paper
    labels: Labels
    kept: frozenset[str]


def export(
    delivery: Delivery,
    workspace: Workspace,
    out: Path,
    *,
    wanted: Wanted = Wanted(),
    plan: Plan | None = None,
    progress: Progress | None = None,
) -> Exported:
    """Write what may be published of a collection to ``out/<collection>``.

    Args:
        delivery: the collection.
        workspace: the project, for its cache, its lock and the persons' decisions.
        out: a folder; what an earlier export left in ``out/<collection>`` is replaced as a whole.
        wanted: pictures of pages, pseudonyms; findings of the leak check that may pass.
        plan: settings and number of workers.
        progress: listener for people.

    Raises:
        SkolkitError: E_PROTECTED and E_LEAK, nothing is published then; E_DISK; as ``gather``.
    """
    plan, progress = plan or Plan(), progress or Silent()
    folder = out / delivery.collection.name
    require_writable(folder)
    gathered = gather(delivery, workspace, plan=plan, progress=progress)
    progress.say("  masking personal data")
    masked = mask_collection(gathered, workspace.pseudonym_key if wanted.pseudonyms else None)
    let_pass = {one.leak_id for one in wanted.accepted}
    with staged(folder, MANIFEST) as stage:
        pictures: list[Listed] = []
        left_out: list[str] = []
        if wanted.pages:
            progress.say("  painting over personal data on the pages")
            for name, data in _pages(masked, gathered, workspace, plan):
                if data is None:
                    left_out.append(name)
                    continue
                made = OutputFile(name, data)
                stage.write(made.name, made.data)
                pictures.append(Listed.of(made))
        progress.say("  writing the package")
        record = privacy_record(masked.review, wanted.accepted, left_out)
        files = len(pictures)
        for made in package_files(masked.data, more=(record,), written=pictures):
            stage.write(made.name, made.data)
            files += 1
        progress.say("  looking for leaks in every byte")
        needles = Needles.of(masked.labels.needles)
        found = check(stage.folder, needles, detect=spans, ocr=True, kept=masked.kept)
        refuse_leaks(folder, found, let_pass)
    counts = Counter(row.decision for row in masked.review.rows)
    return Exported(
        folder=folder,
        files=files,
        masked=counts[Decision.MASK.value],
        kept=counts[Decision.KEEP.value],
        accepted=sum(one.leak_id in let_pass for one in found.findings),
    )


def mask_collection(gathered: Gathered, key_path: Path | None = None) -> Masked:
    """Mask a collection that was read, and build its tables from the masked sheets.

    Args:
        gathered: the collection.
        key_path: the key of the pseudonyms; without it, persons are numbered by their first place.

    Raises:
        SkolkitError: E_PROTECTED if it speaks of protected identities and nobody has decided;
            E_DISK if the key cannot be used.
    """
    whole = tabulate(gathered)
    undecided = whole.review.undecided
    if gathered.decided.privacy.protected is None:
        undecided = (*undecided, *_unseen_marks(gathered))
    _require_decided(undecided)
    sheets = whole.data.tables.sheets
    shows_small = gathered.decided.privacy.shows_small_groups
    notes = whole.data.collection.titles
    small = SmallCounts() if shows_small else small_counts_of(sheets, notes)
    domains = domains_of(whole.data.tables, gathered.decided.tables)
    persons = whole.review.persons
    labels = Labels(
        lambda text: persons.spans(text, spans(text)),
        shows_domain=cache(lambda domain: is_organisation(domain, domains, persons.parts)),
        joined=persons.joined,
        alone=telling_words(persons.lone.needles),
        counts=small.words.without,
    )
    read = tuple(_looked_through(gathered.dockets, whole.entries))
    dockets, renamed = mask_dockets(read, sheets, whole.review.found, labels, small)
    if key_path is not None:  # once more, now that all values are known
        labels = labels.named(pseudonyms(project_key(key_path), labels.met))
        dockets, renamed = mask_dockets(read, sheets, whole.review.found, labels, small)
    known = Known(
        personal=tuple(renamed.row(row, labels) for row in whole.review.rows),
        problems=tuple(renamed.problem(each, labels) for each in whole.review.problems),
        domains=domains,
    )
    collection = mask_words(gathered.delivery.collection, labels)
    delivery = replace(gathered.delivery, collection=collection)
    masked = tabulate(replace(gathered, delivery=delivery, dockets=dockets), known)
    lost = tuple(_lost_rows(whole.data, masked.data, renamed.ids))
    masked = replace(masked, data=replace(masked.data, problems=(*masked.data.problems, *lost)))
    found = whole.review.found
    groups = {
        sheet.sheet_id: (*small.groups.get(sheet.sheet_id, ()), *told_places(sheet, small.words))
        for sheet in sheets
    }
    paper = Paper(read, sheets, found, groups, renamed.ids, demo=collection.is_demo)
    kept = frozenset(_kept(whole.review)) | long_amounts(_figures(masked.data.tables))
    return Masked(masked.data, whole.review, paper, labels, kept)


def _looked_through(dockets: Iterable[Docket], entries: Sequence[EntryResult]) -> Iterator[Docket]:
    """The dockets without the documents on which a step failed: nobody looked through those."""
    crashes = {
        entry.name: problem
        for entry in entries
        for problem in entry.problems
        if problem.code == "E_CRASH"
    }
    for docket in dockets:
        crash = crashes.get(docket.entry.name)
        if crash is None or crash in docket.problems:
            yield docket
        else:
            failed = replace(docket, problems=list(docket.problems))
            failed.fail_document(crash)
            yield failed


def _figures(tables: Tables) -> Iterator[object]:
    """All values of rows with amounts, and of the checks of their sums."""
    rows: tuple[CostRow | InvoiceRow | BudgetRow | CheckRow, ...]
    rows = (*tables.costs, *tables.invoices, *tables.budgets, *tables.checks)
    for row in rows:
        yield from (getattr(row, field.name) for field in fields(row))


def _lost_rows(whole: CleanData, masked: CleanData, ids: Mapping[str, str]) -> Iterator[Problem]:
    """Tell of documents of which a masked heading or label costs rows: they are in no sum."""
    names = {row.document_id: row.document for row in masked.documents}
    for table in _WITH_FIGURES:
        before = Counter(ids.get(r.document_id, "") for r in getattr(whole.tables, table))
        after = Counter(row.document_id for row in getattr(masked.tables, table))
        for document_id in sorted(before):
            missing = before[document_id] - after[document_id]
            if missing > 0:
                detail = f"{table}: {missing} rows left out, since what heads them is masked"
                yield Problem("W_UNSURE_TABLE", names.get(document_id, ""), detail=detail)


def _pages(
    masked: Masked, gathered: Gathered, workspace: Workspace, plan: Plan
) -> Iterator[tuple[str, bytes | None]]:
    """The pictures of pages by name; ``None`` for one that cannot be masked."""
    settings = plan.settings
    store = Store.open(workspace.cache, settings, dict(gathered.engines))
    with tempfile.TemporaryDirectory(prefix="pages-", dir=workspace.private) as held:
        scratch = Path(held)
        with Pool(plan.tasks, 1, settings.limits.worker_bytes, scratch) as pool:
            made = masked_pages(masked.paper, masked.labels, store, settings, pool, scratch)
            for one in made:
                yield f"pages/{one.document_id}/page-{one.page:03}.png", one.png


def _unseen_marks(gathered: Gathered) -> Iterator[Problem]:
    """Protected identities that only a comment or the like speaks of; it has no row to mask."""
    for docket in gathered.dockets:
        places = dict.fromkeys(one.place for one in docket.unseen if terms(one.text))
        if places:
            detail = f"unseen, in {', '.join(places)}"
            yield Problem("E_PROTECTED", docket.entry.name, detail=detail)


def _require_decided(undecided: Sequence[Problem]) -> None:
    if not undecided:
        return
    first, others = undecided[0], len(undecided) - 1
    more = f"and {others} more {'sheet' if others == 1 else 'sheets'}" if others else ""
    detail = "; ".join(part for part in (first.detail, more) if part)
    raise SkolkitError(replace(first, detail=detail))


def _kept(review: Review) -> Iterator[str]:
    """The texts that looked like personal data and are none."""
    for found in review.found.values():
        for one in found:
            if one.span.decision is Decision.KEEP:
                yield one.text[one.span.start : one.span.end]


def privacy_record(
    found: Review, accepted: Sequence[AcceptedLeak], pages_left_out: Sequence[str] = ()
) -> OutputFile:
    """What was masked and kept, by kind and rule, and what persons let pass: no personal data."""
    counted = Counter((row.kind, row.rule, row.decision) for row in found.rows)
    told = {
        "candidates": [
            {"kind": kind, "rule": rule, "decision": decision, "places": places}
            for (kind, rule, decision), places in sorted(counted.items())
        ],
        "accepted_leaks": [
            {"id": one.leak_id, "reason": one.reason}
            for one in sorted(accepted, key=lambda one: one.leak_id)
        ],
        "pages_left_out": sorted(pages_left_out),
    }
    text = json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True)
    return OutputFile(PRIVACY_RECORD, (text + "\n").encode())

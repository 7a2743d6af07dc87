"""Turns one entry of a delivery into a document, or says why it is none."""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from skolkit.intake import ods, odsmeta, pdfmeta, picturemeta, xls, xlsmeta, xlsxmeta
from skolkit.intake.paperfile import inspect_pdf, inspect_picture
from skolkit.intake.sniff import EXTENSIONS, Sniffed, sniff
from skolkit.intake.survey import Entry, EntryKind
from skolkit.intake.unread import texts_of
from skolkit.intake.unseen import Carried, bounded
from skolkit.intake.workbook import open_workbook
from skolkit.intake.xlsxstrings import SheetWatch, Strings
from skolkit.intake.zipbox import ZipBox
from skolkit.model import Document, MediaType, UnseenText
from skolkit.problems import Problem, SkolkitError, Status
from skolkit.settings import Limits

_NOT_ON_WINDOWS = re.compile(
    r"""(?ix) [<>:"|?*\\] | [ .]$ | ^(?:con|prn|aux|nul|com[1-9]|lpt[1-9])(?:\.|$)"""
)
_CHUNK = 1 << 20
_PHONE = re.compile(r"0[0-9b]{7}")
_DATE_LAST = re.compile(r"[0-9]{2}[-_]?[0-9]{2}[-_]?[0-9]{2}$|[0-9]{6}$")  # 2021-04-12-16
_EIGHT = re.compile(r"(?=([0-9a-f]{8}))")
_LONGEST_SLUG = 60
_LEFTOVERS = re.compile(
    r"(?i)(~\$.*|\.~lock\..*#|thumbs\.db|\.ds_store|desktop\.ini|\._.*|__macosx)"
)
_NOTES = re.compile(r"(?i)(.*\.(md|rst)|(readme|sources|license|licence|läs ?mig)(\.txt)?)")


@dataclass(frozen=True, slots=True)
class Accepted:
    """What became of an entry. ``document`` is there whenever anything in it can be read.

    ``unseen`` are texts that the file carries besides what it shows, for a look at personal data.
    """

    document: Document | None
    problems: tuple[Problem, ...]
    status: Status
    unseen: tuple[UnseenText, ...] = ()


@dataclass(frozen=True, slots=True)
class _Contents:
    """Pages or worksheets of a file, and what was odd about it."""

    pages: int
    problems: tuple[Problem, ...] = ()
    unseen: tuple[UnseenText, ...] = ()


def accept(entry: Entry, limits: Limits) -> Accepted:
    """Hash an entry, tell its type by its content and look whether it is whole.

    Never raises for what lies in the file; every refusal is a problem with a cure.
    """
    refused = _refuse_by_place(entry)
    if refused is not None:
        return refused
    try:
        if entry.kind is not EntryKind.FILE:
            raise _not_a_file(entry)
        if entry.size == 0:
            raise SkolkitError.of("E_EMPTY", entry.name, detail="0 bytes")
        if entry.size > limits.file_bytes:
            detail = f"{entry.size} bytes, file_bytes = {limits.file_bytes}"
            raise SkolkitError.of("E_TOO_BIG", entry.name, detail=detail)
        return _accept_file(entry, limits)
    except SkolkitError as error:
        return Accepted(None, (error.problem,), Status.FAILED)
    except PermissionError:
        told = Problem("E_READ", entry.name, detail="permission to read it is missing")
        return Accepted(None, (told,), Status.FAILED)
    except OSError as error:
        told = Problem("E_READ", entry.name, detail=os.strerror(error.errno or 0))
        return Accepted(None, (told,), Status.FAILED)


def status_of(problems: tuple[Problem, ...], *, anything_read: bool) -> Status:
    """Sum problems up: errors make a file partial, or failed when nothing of it was read."""
    if any(problem.rule.is_error for problem in problems):
        return Status.PARTIAL if anything_read else Status.FAILED
    if not anything_read:
        return Status.FAILED
    return Status.OK_WITH_WARNINGS if problems else Status.OK


def _reads_as_number(slug: str, eight: str) -> bool:
    """Whether digits of a hash, or a date before them and they, read as a number of a person."""
    return _PHONE.fullmatch(eight) is not None or (
        _DATE_LAST.search(slug) is not None and eight[0] not in "acdef"
    )


def document_id(name: str, sha256: str) -> str:
    """Name a document for files and keys: a-z, 0-9, "_" and "-", with eight digits of its hash.

    They are its first that nobody reads as a telephone number, which would stop an export (figures
    alone after a zero, or a b that may be a six), nor as the last digits after a date in the name.
    """
    stem = str(PurePosixPath(name).with_suffix("")) if PurePosixPath(name).name else name
    plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode("ascii")
    slug = re.sub(r"[^a-z0-9_]+", "-", plain.lower()).strip("-_")[:_LONGEST_SLUG].strip("-_")
    eights = (match[1] for match in _EIGHT.finditer(sha256))
    told = next((each for each in eights if not _reads_as_number(slug, each)), sha256[:8])
    return f"{slug or 'document'}-{told}"


def _refuse_by_place(entry: Entry) -> Accepted | None:
    """Skip what is no document by its name or its place in the file system."""
    parts = PurePosixPath(entry.name).parts
    if any(_LEFTOVERS.fullmatch(part) for part in parts):
        detail = "a leftover of an office program or an operating system"
        return _skipped(Problem("W_SKIPPED", entry.name, detail=detail))
    if entry.kind is EntryKind.FOLDER:
        detail = "a folder named like a file; what lies in it is read"
        return _skipped(Problem("W_SKIPPED", entry.name, detail=detail))
    if entry.kind is EntryKind.FILE and entry.size and _NOTES.fullmatch(parts[-1]):
        detail = "a note in words about the delivery"
        return _skipped(Problem("W_SKIPPED", entry.name, detail=detail))
    if entry.kind is EntryKind.LINK:
        return _judge_link(entry)
    return None


def _skipped(problem: Problem) -> Accepted:
    return Accepted(None, (problem,), Status.SKIPPED)


def _judge_link(entry: Entry) -> Accepted:
    """A link is never followed; one that stays inside only repeats what is read anyway."""
    root = entry.root.resolve()
    try:
        target = entry.path.resolve(strict=True)
    except (OSError, RuntimeError):
        problem = Problem("E_UNSAFE_PATH", entry.name, detail="a link to nothing that exists")
        return Accepted(None, (problem,), Status.FAILED)
    if target == root or not target.is_relative_to(root):
        problem = Problem("E_UNSAFE_PATH", entry.name, detail="a link out of the delivery")
        return Accepted(None, (problem,), Status.FAILED)
    shown = target.relative_to(root).as_posix().encode("utf-8", "replace").decode("utf-8")
    return _skipped(Problem("W_DUPLICATE", entry.name, detail=f"{shown} (it is a link to it)"))


def _not_a_file(entry: Entry) -> SkolkitError:
    if entry.kind is EntryKind.UNREADABLE:
        return SkolkitError.of("E_READ", entry.name, detail="permission to read it is missing")
    return SkolkitError.of("E_NOT_FILE", entry.name, detail=f"a {entry.kind.value}")


def _accept_file(entry: Entry, limits: Limits) -> Accepted:
    before = entry.path.lstat()
    sha256 = _hash(entry.path)
    sniffed = sniff(entry.path, entry.name, limits)
    if sniffed.locked:
        raise SkolkitError.of("E_ENCRYPTED", entry.name)
    mismatch = _mismatch(entry, sniffed)
    if sniffed.media_type is None:
        code = "E_TYPE_MISMATCH" if mismatch else "E_UNSUPPORTED"
        told = Problem(code, entry.name, detail=f"it is {sniffed.label}")
        said = texts_of(entry.path, entry.name, limits)
        unseen = bounded(UnseenText("file that is not read", text) for text in said)
        return Accepted(None, (told,), Status.FAILED, unseen)
    contents = _inspect(entry, sniffed.media_type, limits)
    after = entry.path.lstat()
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise SkolkitError.of("E_CHANGED", entry.name)
    details = {"W_TYPE_MISMATCH": mismatch, "W_NAME": _unusual_name(entry)}
    noted = tuple(Problem(code, entry.name, detail=d) for code, d in details.items() if d)
    problems = noted + contents.problems
    document = Document(
        document_id=document_id(entry.name, sha256),
        name=entry.name,
        path=entry.path,
        sha256=sha256,
        size_bytes=after.st_size,
        media_type=sniffed.media_type,
        pages=contents.pages,
    )
    status = status_of(problems, anything_read=True)
    return Accepted(document, problems, status, contents.unseen)


def _unusual_name(entry: Entry) -> str:
    """What in a name other programs may stumble over, or nothing."""
    try:
        spelled = unquote(entry.quoted, errors="strict")
    except UnicodeDecodeError:
        return "bytes that are not UTF-8"
    if spelled != entry.name:
        return "control characters or marks that turn the writing direction"
    parts = PurePosixPath(spelled).parts
    if any(_NOT_ON_WINDOWS.search(part) for part in parts):
        return "Windows cannot hold it"
    return ""


def _hash(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while data := stream.read(_CHUNK):
            digest.update(data)
    return digest.hexdigest()


def _mismatch(entry: Entry, sniffed: Sniffed) -> str:
    """How name and content differ, or nothing; names without a known ending promise nothing."""
    extension = entry.path.suffix.lower()
    promised = next((kind for kind, known in EXTENSIONS.items() if extension in known), None)
    if promised is None:
        return ""
    if sniffed.media_type is promised:
        return ""
    if {sniffed.media_type, promised} == {MediaType.XLSX, MediaType.XLSM}:
        return ""
    if (
        sniffed.media_type is MediaType.CSV
        and promised is not MediaType.CSV
        and _is_paper(promised)
    ):
        raise SkolkitError.of(
            "E_TYPE_MISMATCH", entry.name, detail=f"it is {sniffed.label}, not {promised.value}"
        )
    return f"it is {sniffed.label}, not {promised.value}"


def _is_paper(promised: MediaType) -> bool:
    return promised.is_paged


def _inspect(entry: Entry, media_type: MediaType, limits: Limits) -> _Contents:
    path, name = entry.path, entry.name
    if media_type is MediaType.PDF:
        return _with_carried(
            _Contents(*inspect_pdf(path, name, limits)), name, pdfmeta.read(path, limits)
        )
    if media_type.is_paged:
        contents = _Contents(*inspect_picture(path, name, media_type, limits))
        return _with_carried(contents, name, picturemeta.read(path, media_type))
    if media_type is MediaType.CSV:
        return _Contents(1)
    if media_type is MediaType.XLS:
        return _with_carried(_Contents(xls.sheet_count(path, name)), name, xlsmeta.read(path))
    with ZipBox(path, name, limits) as box:
        if media_type is MediaType.ODS:
            box.check([ods.CONTENT])
            return _with_carried(_Contents(ods.sheet_count(box)), name, odsmeta.read(box))
        return _inspect_xlsx(box, limits)


def _with_carried(contents: _Contents, name: str, carried: Carried) -> _Contents:
    """Add what a file carries besides its contents."""
    problems = contents.problems + carried.problems(name)
    return _Contents(contents.pages, problems, carried.texts)


def _inspect_xlsx(box: ZipBox, limits: Limits) -> _Contents:
    """Inflate the parts that will be read once, so that damage is told before work begins."""
    workbook = open_workbook(box)
    strings = Strings()
    watches: list[SheetWatch] = []
    if workbook.strings_part is not None:
        box.check([workbook.strings_part], strings.count)
    if workbook.styles_part is not None:
        box.check([workbook.styles_part])
    problems: list[Problem] = []
    for sheet in workbook.sheets:
        try:
            if sheet.part is None:
                raise box.damaged("the part that holds this sheet is missing")
            watches.append(SheetWatch(strings))
            box.check([sheet.part], watches[-1])
        except SkolkitError as error:
            if error.problem.code != "E_CORRUPT":
                raise
            detail = error.problem.detail
            problems.append(Problem("E_CORRUPT", box.name, sheet=sheet.name, detail=detail))
    if not workbook.sheets:
        raise box.damaged("it holds no worksheet")
    if len(problems) == len(workbook.sheets):
        raise SkolkitError(problems[0])
    contents = _Contents(len(workbook.sheets), tuple(problems))
    # A sheet that cannot be read may use any string.
    strings_part = None if problems else workbook.strings_part
    after = [watch.after for watch in watches]
    carried = xlsxmeta.read(box, strings_part, strings, after, limits)
    return _with_carried(contents, box.name, carried)

"""A folder to a report of the personal data in its bytes, after the check has proved its own sight.

Known values (needles) are looked for in everything; patterns only in what a person may read.
"""

from __future__ import annotations

import hashlib
import os
import stat
from bisect import bisect_right
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from pathlib import Path

from skolkit.privacy.leakcheck.model import (
    MASKED_VALUE,
    NOT_LOOKED_INTO,
    Budget,
    CannotLookError,
    Detect,
    Leak,
    LeakReport,
    Opener,
    Picture,
    Seen,
    Text,
    Unseen,
)
from skolkit.privacy.leakcheck.ocr import PictureReader, Reading
from skolkit.privacy.leakcheck.openers import ALL, look_into
from skolkit.privacy.leakcheck.patterns import Patterns
from skolkit.privacy.model import Span
from skolkit.privacy.needles import Needles
from skolkit.settings import Limits

_ID_LETTERS = 8
_WAITING = 24  # pictures that are held while others are read, some 4 MB each
_NAME = "name"
_CLOSED = "a folder that cannot be listed"


def check(
    folder: Path,
    needles: Needles,
    *,
    detect: Detect,
    ocr: bool,
    kept: frozenset[str] = frozenset(),
    guesses: bool = False,
    ours: frozenset[str] = frozenset(),
    limits: Limits | None = None,
) -> LeakReport:
    """Look for personal data in every byte of a folder.

    Args:
        folder: what is to be published; a single file will do.
        needles: the values that were masked in this run.
        detect: finds personal data in a text by its pattern.
        ocr: whether pictures and drawn pages are read too.
        kept: texts that were decided to be no personal data; patterns in them are no findings.
        guesses: whether names and the like count that OCR believes to see in a picture; most are
            misreadings.
        ours: names of files that we made ourselves, with no picture of a page in them. Their
            pictures are read once, and not upside down and on their sides too, which a scan may lie
            on; of the pages of a PDF only what is no text is read, since its text is searched.
        limits: how much is unpacked.

    Raises:
        SkolkitError: E_BLIND when a planted string is not found, E_NO_ENGINE without Tesseract.
    """
    # Planting needs the check itself, so the import waits.
    from skolkit.privacy.leakcheck.canary import require_sight

    require_sight(detect, ocr=ocr)
    return search(
        folder,
        needles,
        detect=detect,
        ocr=ocr,
        kept=kept,
        guesses=guesses,
        ours=ours,
        limits=limits,
    )


def search(
    folder: Path,
    needles: Needles,
    *,
    detect: Detect,
    ocr: bool,
    kept: frozenset[str] = frozenset(),
    guesses: bool = False,
    ours: frozenset[str] = frozenset(),
    limits: Limits | None = None,
    openers: Sequence[Opener] = ALL,
) -> LeakReport:
    """Do as ``check`` does, without its proof; ``openers`` are the formats that can be opened."""
    limits = limits or Limits()
    reader = PictureReader(limits.page_seconds)
    eye = _Eye(needles, Patterns(detect, kept), reader, ocr, guesses, ours)
    findings: set[Leak] = set()
    looked: list[str] = []
    try:
        _look_through(folder, eye, limits, openers, findings, looked)
    finally:
        eye.reader.close()
    return LeakReport(tuple(sorted(findings)), tuple(sorted(looked)), eye.reader.count, ocr)


def _look_through(
    folder: Path,
    eye: _Eye,
    limits: Limits,
    openers: Sequence[Opener],
    findings: set[Leak],
    looked: list[str],
) -> None:
    waiting: deque[tuple[str, str, _Begun]] = deque()  # files of which pictures are being read
    # Pages take longest to read: begun first, they are read while texts are searched.
    for name, path in sorted(_entries(folder), key=lambda entry: not _has_pages(entry[0])):
        shown = "/".join(eye.shown(part) for part in name.split("/"))
        if path is None:
            findings |= set(_labelled(shown, "", [Leak("", "", NOT_LOOKED_INTO, _CLOSED, "")]))
            continue
        findings |= set(_labelled(shown, "", eye.leaks([Text(_NAME, name.rpartition("/")[2])])))
        data = _bytes_of(path, limits)
        if isinstance(data, Unseen):
            findings |= set(_labelled(shown, "", eye.leaks([data])))
        elif data is not None:
            digest = hashlib.sha256(data).hexdigest()
            ours = name in eye.ours
            seen = look_into(data, Budget(limits, pictures=eye.ocr, ours=ours), openers)
            begun = eye.begin(seen, turned=not ours)
            findings |= set(_labelled(shown, digest, begun.leaks))
            looked.append(shown)
            waiting.append((shown, digest, begun))
        while sum(len(begun.drawn) for *_, begun in waiting) > _WAITING:
            shown, digest, begun = waiting.popleft()
            findings |= set(_labelled(shown, digest, eye.finish(begun)))
    for shown, digest, begun in waiting:
        findings |= set(_labelled(shown, digest, eye.finish(begun)))


def _entries(folder: Path) -> Iterator[tuple[str, Path | None]]:
    """All files and folders below, with their names from the folder on, in the order of bytes.

    Without a path: a folder that cannot be listed.
    """
    if not folder.is_dir():
        yield folder.name, folder
        return
    pending = [("", folder)]
    while pending:
        above, here = pending.pop()
        try:
            entries = sorted(os.scandir(here), key=lambda each: os.fsencode(each.name))
        except OSError:
            yield above.rstrip("/") or ".", None
            continue
        for entry in entries:
            name = os.fsencode(f"{above}{entry.name}").decode("utf-8", "replace")
            yield name, Path(entry.path)
            if entry.is_dir(follow_symlinks=False):
                pending.append((f"{above}{entry.name}/", Path(entry.path)))


def _has_pages(name: str) -> bool:
    return name.lower().endswith(".pdf")


def _bytes_of(path: Path, limits: Limits) -> bytes | Unseen | None:
    """A file's bytes; nothing for a folder."""
    try:
        facts = path.lstat()
        if stat.S_ISDIR(facts.st_mode):
            return None
        if not stat.S_ISREG(facts.st_mode):
            return Unseen("", "not an ordinary file")
        if facts.st_size > limits.file_bytes:
            return Unseen("", f"larger than file_bytes = {limits.file_bytes}")
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
        with os.fdopen(handle, "rb") as stream:
            return stream.read(limits.file_bytes)
    except OSError as error:
        return Unseen("", error.strerror or "cannot be read")


@dataclass(frozen=True, slots=True)
class _Begun:
    """What was found in a file so far, and its pictures that are being read."""

    leaks: list[Leak]
    drawn: deque[tuple[Picture, Future[Reading]]]
    known: set[int]  # masked values that its texts hold


@dataclass(slots=True)
class _Eye:
    """Looks at the parts of one file after the other."""

    needles: Needles
    patterns: Patterns
    reader: PictureReader
    ocr: bool
    guesses: bool
    ours: frozenset[str]
    _shown: dict[str, str] = field(default_factory=dict)
    _clean: set[bytes] = field(default_factory=set)  # texts in which nothing was found

    def leaks(self, seen: Iterable[Seen]) -> Iterator[Leak]:
        """The findings in parts of a file, without its name and without ids."""
        begun = self.begin(seen)
        yield from begun.leaks
        yield from self.finish(begun)

    def begin(self, seen: Iterable[Seen], *, turned: bool = True) -> _Begun:
        """The findings in the texts of a file; its pictures may still be being read."""
        known: set[int] = set()
        leaks: list[Leak] = []
        drawn: deque[tuple[Picture, Future[Reading]]] = deque()
        for part in seen:
            if isinstance(part, Unseen):
                leaks.append(Leak("", self.shown(part.inside), NOT_LOOKED_INTO, part.reason, ""))
            elif isinstance(part, Picture):
                if self.ocr:
                    try:
                        reading = self.reader.later(part.pixels(), turned=turned and part.turned)
                        drawn.append((part, reading))
                    except CannotLookError as error:
                        place = self.shown(part.inside)
                        leaks.append(Leak("", place, NOT_LOOKED_INTO, str(error), ""))
                if len(drawn) > _WAITING:
                    leaks += self._in_picture(*drawn.popleft(), known)
            else:
                leaks += self._in_text(part, known, self.patterns.find)
        return _Begun(leaks, drawn, known)

    def finish(self, begun: _Begun) -> Iterator[Leak]:
        """The findings in the pictures of a file that were still being read."""
        while begun.drawn:
            yield from self._in_picture(*begun.drawn.popleft(), begun.known)

    def _in_picture(
        self, picture: Picture, reading: Future[Reading], known: set[int]
    ) -> Iterator[Leak]:
        try:
            read = reading.result()
        except CannotLookError as error:
            yield Leak("", self.shown(picture.inside), NOT_LOOKED_INTO, str(error), "")
            return
        find = self.patterns.find if self.guesses else self.patterns.find_in_reading
        inside = f"{picture.inside}, by OCR"
        yield from self._in_text(Text(inside, read.likely), known, find)
        yield from self._in_text(Text(inside, read.all, prose=False), known, find)

    def _in_text(
        self, part: Text, known: set[int], patterns: Callable[[str], Iterable[Span]]
    ) -> Iterator[Leak]:
        # A bundle holds its charts several times over; the same text is searched once.
        same = f"{patterns.__name__}\0{part.prose}\0{part.text}".encode("utf-8", "surrogatepass")
        key = hashlib.sha256(same).digest()
        if key in self._clean:
            return
        found = self.needles.find(part.text)
        # Raw bytes hold again what their text held; told once, at the better place.
        counts: Counter[tuple[str, str, str]] = Counter()
        for place in _places_of(part, self.needles, found if part.prose else found - known):
            yield _counted(Leak("", self.shown(place), MASKED_VALUE, "needle", ""), counts)
        known |= found
        clean = not found
        if part.prose:
            for span in patterns(part.text):
                place = _place(part, span.start)
                leak = Leak("", self.shown(place), span.kind.value, span.rule, "")
                yield _counted(leak, counts)
                clean = False
        if clean:
            self._clean.add(key)

    def shown(self, name: str) -> str:
        """A name or place without the personal data that may stand in it."""
        if name not in self._shown:
            text, at = [], 0
            for span in self.patterns.find(name):
                if span.start >= at:
                    text += [name[at : span.start], f"[{span.kind.value}]"]
                    at = span.end
            clean = "".join((*text, name[at:]))
            if self.needles.find(clean):
                ending = Path(clean).suffix
                clean = f"[{MASKED_VALUE}]{'' if self.needles.find(ending) else ending}"
            self._shown[name] = clean
        return self._shown[name]


def _counted(leak: Leak, counts: Counter[tuple[str, str, str]]) -> Leak:
    """A finding of its own for each of several at one place: none is accepted unseen."""
    key = (leak.inside, leak.kind, leak.rule)
    counts[key] += 1
    return leak if counts[key] == 1 else replace(leak, inside=f"{leak.inside} ({counts[key]})")


def _labelled(file: str, digest: str, leaks: Iterable[Leak]) -> Iterator[Leak]:
    for leak in leaks:
        named = "\0".join((file, digest, leak.inside, leak.kind, leak.rule))
        leak_id = hashlib.sha256(named.encode("utf-8", "replace")).hexdigest()[:_ID_LETTERS]
        yield replace(leak, file=file, leak_id=leak_id)


def _places_of(part: Text, needles: Needles, found: frozenset[int]) -> Iterator[str]:
    """Where values stand that are somewhere in a text."""
    left = set(found)
    if not left:
        return
    for start, end in _stretches(part):
        here = needles.find(part.text[start:end]) & found
        if here:
            left -= here
            yield from [_place(part, start)] * len(here)
    if left:  # spread over several places
        yield from [part.inside] * len(left)


def _stretches(part: Text) -> Iterator[tuple[int, int]]:
    starts = [start for start, _ in part.places]
    if not starts:
        starts, at = [0], part.text.find("\n")
        while at >= 0:
            starts.append(at + 1)
            at = part.text.find("\n", at + 1)
    yield from zip(starts, [*starts[1:], len(part.text)], strict=True)


def _place(part: Text, offset: int) -> str:
    if part.places:
        index = bisect_right(part.places, offset, key=lambda each: each[0]) - 1
        place = part.places[max(index, 0)][1]
    else:
        place = f"line {part.text.count(chr(10), 0, offset) + 1}" if "\n" in part.text else ""
    return ", ".join(each for each in (part.inside, place) if each)

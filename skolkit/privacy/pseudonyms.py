"""Keyed pseudonyms, for those who must follow a person through published data.

HMAC-SHA-256 with a random key of 32 bytes, one a project, kept away from all that is published. A
hash without a key would be no protection: all personnummer of a century can be tried in half a
minute. Without the key nobody can lead a pseudonym back; ``forget_key`` makes that final.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
import stat
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from skolkit.privacy.model import Kind
from skolkit.problems import SkolkitError

KEY_BYTES = 32
SHOWN = 10  # hexadecimal digits, if they tell all values apart
_STEP = 2
_LETTERS = frozenset("acdef")  # a ``b`` may be a misread 6
_NUMBERS = frozenset({Kind.PERSONNUMMER, Kind.SAMORDNINGSNUMMER, Kind.TELEFON, Kind.LMA_NUMMER})
_TELLING_DIGITS = {Kind.TELEFON: 9}
_OTHER_DIGITS = 10


def project_key(path: Path) -> bytes:
    """The key of a project; it is made when there is none yet.

    Args:
        path: where it is kept, outside all that is published or under version control.

    Raises:
        SkolkitError: E_DISK if it cannot be read or written, is not of 32 bytes, or may be read by
            others than its owner.
    """
    try:
        return _made(path)
    except FileExistsError:
        pass
    except OSError as error:
        raise _refused(path, error.strerror or "cannot be written") from error
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
        with os.fdopen(handle, "rb") as stream:
            mode = stat.S_IMODE(os.fstat(stream.fileno()).st_mode)
            key = stream.read(KEY_BYTES + 1)
    except OSError as error:
        raise _refused(path, error.strerror or "cannot be read") from error
    if mode & 0o077:
        raise _refused(path, f"others may read it: its rights are {mode:o} and must be 600")
    if len(key) != KEY_BYTES:
        raise _refused(path, f"a key has {KEY_BYTES} bytes")
    return key


def _made(path: Path) -> bytes:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    key = secrets.token_bytes(KEY_BYTES)
    with os.fdopen(handle, "wb") as stream:
        stream.write(key)
        stream.flush()
        os.fsync(stream.fileno())
    return key


def forget_key(path: Path) -> bool:
    """Destroy the key, so that no pseudonym made with it can ever be led back or made again.

    Returns:
        Whether there was one. Copies in backups are not reached.

    Raises:
        SkolkitError: E_DISK.
    """
    try:
        handle = os.open(path, os.O_WRONLY | os.O_NOFOLLOW)
        with os.fdopen(handle, "wb") as stream:
            stream.write(bytes(os.fstat(stream.fileno()).st_size))
            stream.flush()
            os.fsync(stream.fileno())
        path.unlink()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise _refused(path, error.strerror or "cannot be removed") from error
    return True


def pseudonyms(key: bytes, values: Iterable[tuple[Kind, str]]) -> dict[tuple[Kind, str], str]:
    """Pseudonyms for values; the same value has the same one in all its spellings.

    Args:
        key: of ``project_key``.
        values: what they are and how they were spelled.

    Returns:
        Ten hexadecimal digits for each, of which one at least is a letter and no ``b``, so that it
        cannot be taken for a number, misread or not. Where ten would be the same for two values,
        those have more; this does not depend on the order of the values.
    """
    digests = {(kind, text): _digest(key, kind, text) for kind, text in values}
    shown = SHOWN
    names = {digest: _shown(digest, shown) for digest in digests.values()}
    while len(set(names.values())) < len(names):
        shown += _STEP
        taken: dict[str, int] = {}
        for name in names.values():
            taken[name] = taken.get(name, 0) + 1
        names = {
            digest: name if taken[name] == 1 else _shown(digest, shown)
            for digest, name in names.items()
        }
    return {value: names[digest] for value, digest in digests.items()}


def _digest(key: bytes, kind: Kind, text: str) -> str:
    told = f"{kind.value}\0{_same(kind, text)}".encode()
    return hmac.new(key, told, hashlib.sha256).hexdigest()


def _shown(digest: str, length: int) -> str:
    """The first stretch of a digest that holds a letter which nobody takes for a digit."""
    for start in range(len(digest) - length + 1):
        if not _LETTERS.isdisjoint(digest[start : start + length]):
            return digest[start : start + length]
    return digest


def _same(kind: Kind, text: str) -> str:
    """What all spellings of a value share."""
    plain = unicodedata.normalize("NFKC", text)
    if kind in _NUMBERS:
        digits = re.sub(r"[^0-9]", "", plain)
        return digits[-_TELLING_DIGITS.get(kind, _OTHER_DIGITS) :]
    return re.sub(r"[\W_]+", " ", plain.casefold()).strip()


def _refused(path: Path, detail: str) -> SkolkitError:
    return SkolkitError.of("E_DISK", str(path), detail=detail)

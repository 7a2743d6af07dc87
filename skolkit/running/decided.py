"""The files of data/review/<collection> to what persons decided, read before any work is done."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field

from skolkit.privacy.decisions import PRIVACY_FILE, PrivacyDecisions, read_privacy
from skolkit.problems import SkolkitError
from skolkit.tables.decisions import Decisions, read_decisions


@dataclass(frozen=True, slots=True)
class Decided:
    """What persons decided on a collection."""

    tables: Decisions = field(default_factory=Decisions)
    privacy: PrivacyDecisions = field(default_factory=PrivacyDecisions)
    files: tuple[tuple[str, str], ...] = ()  # name and text, as they were read

    @classmethod
    def of(cls, files: Iterable[tuple[str, str]]) -> Decided:
        """Read the files of decisions.

        Args:
            files: name (``/`` between parts) and text of each, as ``Workspace.decisions`` gives.

        Raises:
            SkolkitError: E_BAD_DECISION naming the file, and what in it cannot be used.
        """
        files = tuple(files)
        try:
            privacy = read_privacy(dict(files).get(PRIVACY_FILE, ""))
        except tomllib.TOMLDecodeError as error:
            raise _bad(f"no TOML: {error}") from error
        except ValueError as error:
            raise _bad(str(error)) from error
        return cls(read_decisions(files), privacy, files)


def _bad(why: str) -> SkolkitError:
    return SkolkitError.of("E_BAD_DECISION", PRIVACY_FILE, detail=why)

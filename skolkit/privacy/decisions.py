"""The text of a collection's privacy.toml to decisions, and findings settled by them.

A finding is masked unless a person has decided otherwise. Decisions name places, kinds and reasons,
never the personal data themselves, so that the file can lie under version control.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from skolkit.model import Sheet
from skolkit.privacy.model import Decision, Found, Kind

PRIVACY_FILE = "privacy.toml"
_KEYS = ("document", "sheet", "column", "row", "kind", "rule", "decision", "reason", "by")
_LETTERS = re.compile(r"[A-Z]{1,3}")


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person decided on the findings at a place; what is empty fits everything."""

    decision: Decision
    reason: str
    by: str
    document: str
    sheet: str = ""
    column: int | None = None
    row: int | None = None
    kind: Kind | None = None
    rule: str = ""

    def fits(self, sheet: Sheet, found: Found) -> bool:
        """Whether the choice speaks of a finding."""
        return (
            self.document in {"*", sheet.document_name}
            and self.sheet in {"", sheet.name}
            and self.column in {None, found.column}
            and self.row in {None, found.row}
            and self.kind in {None, found.span.kind}
            and self.rule in {"", found.span.rule}
        )


@dataclass(frozen=True, slots=True)
class Ruling:
    """A decision on a collection as a whole, with who took it and why."""

    decision: Decision
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class PrivacyDecisions:
    """All that persons decided. ``protected`` is ``None`` while nobody has decided."""

    choices: tuple[Choice, ...] = ()
    protected: Ruling | None = None
    small_groups: Ruling | None = None

    @property
    def shows_small_groups(self) -> bool:
        """Whether counts of one to four persons may be shown."""
        return self.small_groups is not None and self.small_groups.decision is Decision.KEEP


def read_privacy(text: str) -> PrivacyDecisions:
    """Read a ``privacy.toml``.

    Args:
        text: the file; ``[[decision]]`` entries, and ``[protected]`` and ``[small_groups]``.

    Raises:
        ValueError: naming the key that cannot be used. Every decision needs a reason and a name.
    """
    data = tomllib.loads(text)
    for key in data:
        if key not in {"decision", "protected", "small_groups"}:
            raise ValueError(f"unknown key {key!r}; known are decision, protected, small_groups")
    entries = data.get("decision", [])
    if not isinstance(entries, list):
        raise ValueError("decisions are written as [[decision]]")
    return PrivacyDecisions(
        choices=tuple(_choice(entry, number) for number, entry in enumerate(entries, start=1)),
        protected=_ruling(data, "protected"),
        small_groups=_ruling(data, "small_groups"),
    )


def _choice(entry: Mapping[str, Any], number: int) -> Choice:
    where = f"[[decision]] number {number}"
    for key in entry:
        if key not in _KEYS:
            raise ValueError(f"{where}: unknown key {key!r}; known are {', '.join(_KEYS)}")
    column, row = entry.get("column"), entry.get("row")
    if column is not None and not (isinstance(column, str) and _LETTERS.fullmatch(column)):
        raise ValueError(f"{where}: column must be letters such as 'C'")
    if row is not None and (not isinstance(row, int) or row < 1):
        raise ValueError(f"{where}: row must be a number from 1")
    kinds = {kind.value: kind for kind in Kind}
    if "kind" in entry and entry["kind"] not in kinds:
        raise ValueError(f"{where}: kind must be one of {', '.join(kinds)}")
    if Kind.SKYDDAD.value in (entry.get("kind"), entry.get("rule")):
        raise ValueError(f"{where}: protected identities are decided on in [protected]")
    return Choice(
        decision=_decision(entry, where),
        reason=_text(entry, "reason", where),
        by=_text(entry, "by", where),
        document=_text(entry, "document", where),
        sheet=str(entry.get("sheet", "")),
        column=None if column is None else _number(column),
        row=row,
        kind=kinds.get(entry.get("kind", "")),
        rule=str(entry.get("rule", "")),
    )


def _ruling(data: Mapping[str, Any], key: str) -> Ruling | None:
    entry = data.get(key)
    if entry is None:
        return None
    where = f"[{key}]"
    if not isinstance(entry, dict) or set(entry) - {"decision", "reason", "by"}:
        raise ValueError(f"{where} has the keys decision, reason and by")
    return Ruling(_decision(entry, where), _text(entry, "reason", where), _text(entry, "by", where))


def _decision(entry: Mapping[str, Any], where: str) -> Decision:
    try:
        return Decision(str(entry.get("decision")))
    except ValueError:
        raise ValueError(f"{where}: decision must be 'mask' or 'keep'") from None


def _text(entry: Mapping[str, Any], key: str, where: str) -> str:
    text = entry.get(key)
    if not isinstance(text, str) or not text.strip():
        raise ValueError(f"{where}: {key} is missing")
    return text


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def settle_found(
    sheet: Sheet, found: Iterable[Found], decisions: PrivacyDecisions
) -> tuple[Found, ...]:
    """Give findings the decision that a person took on them; the last choice that fits wins.

    Findings of protected identity follow ``[protected]`` alone; without it they stay as found,
    rows of persons masked and words that speak of nobody kept.
    """
    settled = []
    for one in found:
        if one.span.kind is Kind.SKYDDAD:
            shown = decisions.protected and decisions.protected.decision is Decision.KEEP
            chosen = Decision.KEEP if shown else one.span.decision
        else:
            chosen = next(
                (c.decision for c in reversed(decisions.choices) if c.fits(sheet, one)),
                one.span.decision,
            )
        settled.append(replace(one, span=replace(one.span, decision=chosen)))
    return tuple(settled)

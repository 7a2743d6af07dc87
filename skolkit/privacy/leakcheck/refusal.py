"""A leak check's report to the error that keeps a folder from being published."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from skolkit.privacy.leakcheck.model import LeakReport
from skolkit.problems import SkolkitError

_TOLD = 12  # places named in one message


def refuse_leaks(folder: Path, report: LeakReport, accepted: Collection[str] = ()) -> None:
    """Refuse to publish what a check has found something in.

    Args:
        folder: where it was to be published; named in the message.
        report: of ``check``.
        accepted: ids of findings that a person lets pass.

    Raises:
        SkolkitError: E_LEAK with places, kinds and ids; never with what was found.
    """
    left = [one for one in report.findings if one.leak_id not in accepted]
    if not left:
        return
    places = [f"{one.file} ({one.inside}): {one.kind}, id {one.leak_id}" for one in left[:_TOLD]]
    if len(left) > _TOLD:
        places.append(f"and {len(left) - _TOLD} more")
    raise SkolkitError.of("E_LEAK", str(folder), detail="; ".join(places))

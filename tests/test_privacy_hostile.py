"""Deliveries of a hostile reader, masked as an export does it and searched as plain text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hostile_sets import MISSED, SETS
from test_export_redteam import MASK_PROTECTED, masked, published


@pytest.mark.parametrize("name", sorted(SETS))
def test_persons_go_and_what_looks_like_them_stays(tmp_path: Path, name: str) -> None:
    files, plants, decoys = SETS[name]
    text = published(masked(tmp_path, files(), MASK_PROTECTED)).replace('""', '"')
    lower = text.casefold()
    leaked = {one for one, told in plants.items() if any(each.casefold() in lower for each in told)}
    lost = {one for one, told in decoys.items() if told not in text}
    assert (leaked, lost) == MISSED[name]

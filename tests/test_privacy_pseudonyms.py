"""Pseudonyms: keyed, stable in all spellings, told apart, and gone when the key is."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from skolkit.privacy import pseudonyms as module
from skolkit.privacy.detect import spans
from skolkit.privacy.model import Decision, Kind
from skolkit.privacy.pseudonyms import forget_key, project_key, pseudonyms
from skolkit.problems import SkolkitError

KEY = bytes(range(32))
PNR = (Kind.PERSONNUMMER, "20040101-2398")


def test_a_key_is_made_once_and_only_its_owner_may_read_it(tmp_path: Path):
    path = tmp_path / "private" / "pseudonym.key"
    key = project_key(path)
    assert len(key) == 32
    assert path.stat().st_mode & 0o777 == 0o600
    assert project_key(path) == key
    assert project_key(tmp_path / "other.key") != key


def test_a_key_that_others_may_read_or_that_is_cut_off_is_refused(tmp_path: Path):
    path = tmp_path / "key"
    project_key(path)
    path.chmod(0o640)
    with pytest.raises(SkolkitError, match="others may read it"):
        project_key(path)
    path.chmod(0o600)
    path.write_bytes(b"short")
    with pytest.raises(SkolkitError, match="32 bytes"):
        project_key(path)


def test_a_key_is_never_read_through_a_link(tmp_path: Path):
    project_key(tmp_path / "key")
    (tmp_path / "link").symlink_to(tmp_path / "key")
    with pytest.raises(SkolkitError):
        project_key(tmp_path / "link")


def test_forgetting_makes_old_pseudonyms_impossible_to_make_again(tmp_path: Path):
    path = tmp_path / "key"
    before = pseudonyms(project_key(path), [PNR])[PNR]
    assert forget_key(path) is True
    assert not path.exists()
    assert forget_key(path) is False
    assert pseudonyms(project_key(path), [PNR])[PNR] != before


def test_the_same_value_has_one_pseudonym_in_all_spellings():
    values = [PNR, (Kind.PERSONNUMMER, "040101 2398"), (Kind.PERSONNUMMER, "20040102-2389")]
    names = [pseudonyms(KEY, values)[value] for value in values]
    assert names[0] == names[1] != names[2]
    called = [(Kind.TELEFON, "0701-74 06 05"), (Kind.TELEFON, "+46 701 740 605")]
    assert len(set(pseudonyms(KEY, called).values())) == 1


def test_a_pseudonym_is_no_bare_hash_and_cannot_be_taken_for_a_number():
    values = [(Kind.PERSONNUMMER, f"20040101{number:04d}") for number in range(3000)]
    names = pseudonyms(KEY, values)
    assert all(len(name) == 10 and set(name) & set("acdef") for name in names.values())
    labels = [f"[{Kind.PERSONNUMMER.value} {name}]" for name in names.values()]
    assert [
        label for label in labels if any(one.decision is Decision.MASK for one in spans(label))
    ] == []
    assert len(set(names.values())) == len(values)
    for spelling in ("200401010000", "0401010000", "20040101-0000"):
        bare = hashlib.sha256(spelling.encode()).hexdigest()
        assert names[values[0]] not in bare
    assert pseudonyms(bytes(32), values)[values[0]] != names[values[0]]


def test_values_that_would_share_a_pseudonym_get_longer_ones(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "SHOWN", 2)
    values = [(Kind.NAMN, f"Namn {number}son") for number in range(60)]
    names = pseudonyms(KEY, values)
    assert len(set(names.values())) == len(values)
    assert {len(name) for name in names.values()} > {2}
    assert pseudonyms(KEY, values[::-1]) == names

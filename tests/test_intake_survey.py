"""The survey lists everything that was delivered, once, and follows nothing."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from skolkit.intake.accept import accept
from skolkit.intake.survey import EntryKind, survey
from skolkit.problems import Status
from skolkit.settings import Limits


def test_every_file_is_one_entry_in_the_order_of_its_bytes(tmp_path: Path) -> None:
    for name in ("b.csv", "Ä.csv", "a.csv", "mapp/inuti.csv"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("a;b\n1;2\n")
    assert [entry.name for entry in survey(tmp_path)] == [
        "a.csv",
        "b.csv",
        "mapp/inuti.csv",
        "Ä.csv",
    ]


def test_settings_at_the_top_are_no_entry_and_deeper_ones_are(tmp_path: Path) -> None:
    (tmp_path / "collection.toml").write_text("")
    (tmp_path / "under").mkdir()
    (tmp_path / "under" / "collection.toml").write_text("x = 1")
    assert [entry.name for entry in survey(tmp_path)] == ["under/collection.toml"]


def test_names_that_are_not_text_are_printable_and_keep_their_bytes(tmp_path: Path) -> None:
    raw = os.fsencode(tmp_path) + b"/latin1_\xe5.csv"
    try:
        Path(os.fsdecode(raw)).write_text("a;b\n1;2\n")
    except OSError:
        pytest.skip("this file system keeps UTF-8 names only")
    (tmp_path / "rad\nbryt\u202e.csv").write_text("a;b\n1;2\n")
    first, second = survey(tmp_path)
    assert (first.name, first.quoted) == ("latin1_\\xe5.csv", "latin1_%E5.csv")
    assert second.name == "rad\\x0abryt\\u202e.csv"
    assert [p.code for p in accept(first, Limits()).problems] == ["W_NAME"]


def test_a_folder_named_like_a_file_is_skipped_and_walked_into(tmp_path: Path) -> None:
    (tmp_path / "mapp.pdf").mkdir()
    (tmp_path / "mapp.pdf" / "inuti.csv").write_text("a;b\n1;2\n")
    folder, inside = survey(tmp_path)
    assert folder.kind is EntryKind.FOLDER
    assert accept(folder, Limits()).status is Status.SKIPPED
    assert accept(inside, Limits()).status is Status.OK


@pytest.mark.parametrize(
    ("target", "status", "code"),
    [
        ("../outside.csv", Status.FAILED, "E_UNSAFE_PATH"),
        ("..", Status.FAILED, "E_UNSAFE_PATH"),
        ("nothing.csv", Status.FAILED, "E_UNSAFE_PATH"),
        ("inside.csv", Status.SKIPPED, "W_DUPLICATE"),
    ],
)
def test_links_are_never_followed(tmp_path: Path, target: str, status: Status, code: str) -> None:
    delivery = tmp_path / "in"
    delivery.mkdir()
    (tmp_path / "outside.csv").write_text("hemligt;1\n")
    (delivery / "inside.csv").write_text("a;b\n1;2\n")
    (delivery / "link.csv").symlink_to(target)
    link = next(entry for entry in survey(delivery) if entry.name == "link.csv")
    judged = accept(link, Limits())
    assert (judged.status, judged.problems[0].code, judged.document) == (status, code, None)


def test_a_pipe_is_refused_without_being_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "ror.csv")
    judged = accept(survey(tmp_path)[0], Limits())
    assert judged.problems[0].code == "E_NOT_FILE"


@pytest.mark.parametrize("name", ["~$budget.xlsx", "Thumbs.db", ".DS_Store", "README.md"])
def test_leftovers_and_notes_are_skipped_and_told(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("x")
    judged = accept(survey(tmp_path)[0], Limits())
    assert (judged.status, judged.problems[0].code) == (Status.SKIPPED, "W_SKIPPED")


def test_what_is_no_folder_cannot_be_surveyed(tmp_path: Path) -> None:
    with pytest.raises(NotADirectoryError):
        survey(tmp_path / "missing")

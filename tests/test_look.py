"""Looking at a document: which one is meant, what is read for it, what is said if it cannot be."""

from __future__ import annotations

import hashlib
import io
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from drawn import DPI, FONT
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont
from test_cli import skolkit

from skolkit import notebook
from skolkit.catalogue import ExitCode
from skolkit.intake.accept import accept, document_id
from skolkit.intake.images import PageImage
from skolkit.intake.paper import page_image
from skolkit.look import Drawn, look_at
from skolkit.model import PageReading
from skolkit.notebook import telling
from skolkit.pipeline import Plan
from skolkit.problems import SkolkitError
from skolkit.reading.ocr import read_image
from skolkit.reading.page import read_page
from skolkit.reading.picture import upright_picture
from skolkit.reading.upright import straighten, turned
from skolkit.running.finder import find_document
from skolkit.settings import Limits, Settings
from skolkit.workspace import Workspace

PAGE = "Namn\tAntal\nAlfa\t10\nBeta\t20\nGamma\t30"
DEMO = 'kind = "demo"\ntitle = "Invented"\n'
PRINTED = "inkopslista.pdf"  # of the demo: printed to PDF, two pages with a text layer


class Project:
    """A project of documents that the fake readers read."""

    def __init__(self, root: Path) -> None:
        self.raw = root / "data" / "raw"
        self.raw.mkdir(parents=True)
        self.workspace = Workspace(root)

    def add(self, name: str, *pages: str) -> Path:
        path = self.raw / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\f".join(pages), encoding="utf-8")
        return path

    def look(self, asked: str, page: int | None = None) -> list[Drawn]:
        plan = Plan(workers=1, tasks="fake_readers")
        return list(look_at(self.workspace, asked, page, plan=plan))

    def calls(self) -> list[str]:
        path = self.raw / "calls.log"
        return path.read_text().splitlines() if path.exists() else []

    def refusal(self, asked: str, page: int | None = None) -> str:
        with pytest.raises(SkolkitError) as caught:
            self.look(asked, page)
        return f"{caught.value.problem.code} {caught.value}"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


# --- which document is meant -------------------------------------------------------------------


def test_a_document_is_found_by_path_name_stem_and_id(project: Project) -> None:
    path = project.add("heap/inner/List One.pdf", PAGE)
    own = document_id("inner/List One.pdf", hashlib.sha256(path.read_bytes()).hexdigest())
    assert own.startswith("inner-list-one-")
    for asked in (
        str(path),
        "inner/List One.pdf",
        "heap/inner/List One.pdf",
        "list one.pdf",
        "List One",
        own,
        f"{own}#1",
        f"{own}#1!R12C4",
    ):
        found = find_document(project.workspace, asked)
        assert found.full_name == "heap/inner/List One.pdf", asked
    with pytest.raises(SkolkitError, match="no document named inner-list-one-00000000"):
        find_document(project.workspace, "inner-list-one-00000000")


def test_a_name_that_fits_several_is_refused_with_names_that_fit_one(project: Project) -> None:
    project.add("a/list.pdf", PAGE)
    project.add("b/list.pdf", PAGE)
    told = project.refusal("list.pdf", 1)
    assert told.startswith("E_AMBIGUOUS")
    assert "(a/list.pdf, b/list.pdf)" in told
    assert find_document(project.workspace, "b/list.pdf").collection.name == "b"


def test_an_exact_name_goes_before_a_looser_one(project: Project) -> None:
    project.add("heap/list.pdf", PAGE)
    project.add("heap/LIST.PDF", PAGE)
    assert find_document(project.workspace, "LIST.PDF").entry.name == "LIST.PDF"


def test_an_unknown_name_comes_with_those_that_are_near(project: Project) -> None:
    project.add("heap/consultants-2020.pdf", PAGE)
    project.add("heap/mail.pdf", PAGE)
    assert "did you mean heap/consultants-2020.pdf?" in project.refusal("consultants-2021.pdf")
    told = project.refusal("xyzzy")
    assert told.startswith("E_NO_DOCUMENT")
    assert "heap/consultants-2020.pdf, heap/mail.pdf" in told
    assert "it is a folder; it holds consultants-2020.pdf, mail.pdf" in project.refusal(
        str(project.raw / "heap")
    )
    assert "no document named " in project.refusal("")


@pytest.mark.parametrize("asked", ["~no-such-person/list.pdf", "x" * 5000, "a\0b", "../list"])
def test_what_cannot_be_a_path_is_no_document(project: Project, asked: str) -> None:
    assert project.refusal(asked).startswith("E_NO_DOCUMENT")


def test_an_empty_project_says_that_it_is_empty(project: Project) -> None:
    assert "data/raw holds no document" in project.refusal("list.pdf")


def test_a_file_outside_has_what_its_folder_says_of_it(project: Project, tmp_path: Path) -> None:
    loose = tmp_path / "elsewhere" / "list.pdf"
    loose.parent.mkdir()
    loose.write_text(PAGE)
    assert not find_document(project.workspace, str(loose)).collection.is_demo
    (loose.parent / "collection.toml").write_text(DEMO)
    assert find_document(project.workspace, str(loose)).collection.is_demo
    (drawn,) = project.look(str(loose), 1)
    assert drawn.alt.startswith("DEMO")


# --- what is read and drawn --------------------------------------------------------------------


def test_what_was_read_is_not_read_again(project: Project) -> None:
    project.add("heap/list.pdf", PAGE, PAGE.replace("1", "7"))
    (second,) = project.look("list.pdf", 2)
    assert project.calls() == ["list.pdf 2"]
    assert second.page == 2
    assert "4 rows and 2 columns" in second.alt
    both = project.look("list.pdf")
    assert project.calls() == ["list.pdf 2", "list.pdf 1"]
    assert [one.page for one in both] == [1, 2]
    again = project.look("list.pdf", 2)
    assert again == both[1:]
    assert len(project.calls()) == 2


def test_a_page_alone_counts_for_itself_until_all_are_read(project: Project) -> None:
    project.add("heap/list.pdf", PAGE, PAGE.replace("1", "7"))
    alone = project.look("list.pdf", 1)[0].png
    whole = project.look("list.pdf")[0].png
    size = [Image.open(io.BytesIO(png)).size for png in (alone, whole)]
    assert size[0][1] == size[1][1] + 24, "one line more above: page 2 is not read yet"


def test_demo_is_told_in_the_drawing_and_its_words(project: Project) -> None:
    project.add("heap/list.pdf", PAGE)
    (plain,) = project.look("list.pdf")
    (project.raw / "heap" / "collection.toml").write_text(DEMO)
    (demo,) = project.look("list.pdf")
    assert demo.alt == f"DEMO, invented data. {plain.alt}"
    corner = [np.asarray(Image.open(io.BytesIO(d.png)))[:48, -420:] for d in (plain, demo)]
    assert (corner[0] == 255).all()
    assert (corner[1] < 60).any()


def test_a_page_that_cannot_be_read_does_not_keep_back_the_others(project: Project) -> None:
    project.add("heap/list.pdf", PAGE, "RAISE", PAGE)
    first, second, third = project.look("list.pdf")
    assert first.png
    assert third.png
    assert not second.png
    assert second.problem is not None
    assert (second.problem.code, second.problem.page) == ("E_CRASH", 2)
    alone = project.look("list.pdf", 1)[0].png  # which knows of page 2 only that it is not there
    heights = [Image.open(io.BytesIO(png)).size[1] for png in (first.png, alone)]
    assert heights[0] + 24 == heights[1], "the sheet is rebuilt without the page that failed"


def test_a_blank_page_is_drawn(project: Project) -> None:
    project.add("heap/list.pdf", "BLANK")
    (drawn,) = project.look("list.pdf")
    assert drawn.png
    assert "no text was read" in drawn.alt


def test_while_a_run_is_under_way_only_what_was_read_can_be_looked_at(project: Project) -> None:
    project.add("heap/list.pdf", PAGE, PAGE)
    project.look("list.pdf", 1)
    with project.workspace.lock():
        assert project.look("list.pdf", 1)[0].png
        assert project.refusal("list.pdf", 2).startswith("E_LOCKED")


def test_nothing_is_left_behind(project: Project) -> None:
    project.add("heap/list.pdf", PAGE)
    project.look("list.pdf")
    assert not list(project.workspace.private.glob("look-*"))


@pytest.mark.parametrize("page", [0, 3])
def test_a_page_that_is_not_there_is_told(project: Project, page: int) -> None:
    project.add("heap/list.pdf", PAGE, PAGE)
    assert project.refusal("list.pdf", page).startswith("E_NO_PAGE list.pdf has no such page")
    assert project.calls() == []


def test_what_is_wrong_with_the_file_is_told(project: Project) -> None:
    project.add("heap/locked.pdf", "LOCKED")
    project.add("heap/empty.csv")
    assert project.refusal("locked.pdf").startswith("E_ENCRYPTED")
    assert project.refusal("empty.csv").startswith("E_EMPTY")


def test_a_workbook_has_no_paper_and_its_sheets_are_named(project: Project) -> None:
    path = project.add("heap/schools.csv", "Skola;Elever\nAlmvik;17\nBackby;20\n")
    told = project.refusal("schools.csv")
    assert told.startswith("E_NO_PAPER schools.csv consists of worksheets")
    assert "sheet schools, A1:B3" in told
    assert f"open {path}" in told


# --- the picture -------------------------------------------------------------------------------


def lettered() -> NDArray[np.uint8]:
    """A page that is not the same in any two directions, with a black corner block."""
    image = Image.new("L", (1750, 1250), 255)
    pen = ImageDraw.Draw(image)
    pen.rectangle((60, 40, 260, 90), fill=0)
    pen.rectangle((700, 600, 900, 640), fill=0)
    return np.asarray(image, dtype=np.uint8).copy()


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_picture_is_turned_and_straightened_as_its_reading_says(turn: int) -> None:
    upright = lettered()
    delivered = turned(upright, (360 - turn) % 360)
    told = PageReading("d", 1, 420.0, 300.0, 300.0, turn, 0.0, 0.0, "ocr", (), ())
    stood = upright_picture(PageImage(delivered, 300.0), told, Settings())
    assert np.array_equal(stood.pixels, upright)
    askew = straighten(upright, -0.8, 0.5)  # which leans it the other way
    told = replace(told, turn=0, skew=0.8, shear=-0.5)
    straight = upright_picture(PageImage(askew, 300.0), told, Settings()).pixels
    wrong = (np.abs(straight.astype(int) - upright) > 128).mean()
    assert wrong < 0.002
    assert (np.abs(askew.astype(int) - upright) > 128).mean() > 5 * wrong


@pytest.mark.engine
@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_words_lie_on_their_ink_however_the_page_was_delivered(turn: int) -> None:
    """Reading and picture must undo the same turns and slopes in the same order."""
    image = Image.new("L", (2480, 1754), 255)
    pen = ImageDraw.Draw(image)
    font = ImageFont.truetype(str(FONT), 40)
    for row, name in enumerate(("Skola", "Förskola", "Fritidshem", "Gymnasium", "Komvux")):
        for column in range(4):
            text = name if column == 0 else f"{(row + 2) * (column + 3) * 137}"
            pen.text((220 + column * 520, 260 + row * 150), text, font=font, fill=0)
    page = straighten(np.asarray(image, dtype=np.uint8).copy(), -0.9, -0.9)
    delivered = PageImage(turned(page, (360 - turn) % 360), float(DPI))
    reading = read_image("d", 1, delivered, Settings())
    assert reading.turn == turn
    assert abs(reading.skew) > 0.5
    assert len(reading.words) >= 20
    stood = upright_picture(delivered, reading, Settings())
    dark = stood.pixels < 128
    scale = stood.dpi / 72
    inside = np.zeros_like(dark)
    for word in reading.words:
        x0, y0, x1, y1 = (round(v * scale) for v in (
            word.box.x0, word.box.y0, word.box.x1, word.box.y1
        ))  # fmt: skip
        assert dark[y0:y1, x0:x1].mean() > 0.08, word.text
        inside[y0 - 3 : y1 + 3, x0 - 3 : x1 + 3] = True
    assert (dark & ~inside).sum() < 0.01 * dark.sum()


def test_a_page_with_a_text_layer_is_shown_as_it_is(project: Project) -> None:
    delivered = PageImage(lettered(), 300.0)
    told = PageReading("d", 1, 420.0, 300.0, 300.0, 0, 0.0, 0.0, "text-layer", (), ())
    assert upright_picture(delivered, told, Settings()) is delivered


# --- from the command line and in a notebook ---------------------------------------------------


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    """A project with one printed document of the demo and a workbook."""
    shipped = Path(__file__).parents[1] / "data" / "raw" / "demo-disclosure"
    folder = tmp_path / "data" / "raw" / "demo"
    folder.mkdir(parents=True)
    for name in (PRINTED, "collection.toml", "budget-2019.xlsx"):
        shutil.copy(shipped / name, folder / name)
    return tmp_path


def test_the_command_writes_the_pages_and_says_where(demo: Path) -> None:
    done = skolkit("look", "inkopslista", root=demo)
    assert done.returncode == ExitCode.OK, done.stderr
    made = sorted((demo / "out" / "look").rglob("*.png"))
    assert [path.name for path in made] == ["page-001.png", "page-002.png"]
    assert done.stdout.splitlines() == [f"Page {n}: {p}" for n, p in enumerate(made, start=1)]
    assert "reading pages 1-2" in done.stderr
    out = demo / "one.png"
    done = skolkit("look", PRINTED, "2", "--out", str(out), root=demo)
    assert done.returncode == ExitCode.OK, done.stderr
    assert "reading" not in done.stderr
    assert out.read_bytes() == made[1].read_bytes()
    done = skolkit("look", PRINTED, "--out", str(out), root=demo)
    assert done.returncode == ExitCode.OK, done.stderr
    assert sorted(p.name for p in demo.glob("*.png")) == ["one-001.png", "one-002.png", "one.png"]


def test_the_marks_lie_on_the_print(demo: Path) -> None:
    """Each word box of a real page holds ink: its own picture, at the reading's own scale."""
    found = find_document(Workspace(demo), PRINTED)
    document = accept(found.entry, Limits()).document
    assert document is not None
    reading = read_page(document, 1, Settings())
    image = page_image(document, 1, dpi=300, limits=Limits())
    picture = upright_picture(image, reading, Settings())
    scale = picture.dpi / 72
    for word in reading.words:
        x0, y0, x1, y1 = (round(v * scale) for v in (
            word.box.x0, word.box.y0, word.box.x1, word.box.y1
        ))  # fmt: skip
        assert (picture.pixels[y0:y1, x0:x1] < 160).any(), word.text


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["look"], ExitCode.USAGE, "DOCUMENT"),
        (["look", "nowhere.pdf"], ExitCode.NO_INPUT, "E_NO_DOCUMENT"),
        (["look", "inkopslist.pdf"], ExitCode.NO_INPUT, "did you mean demo/inkopslista.pdf?"),
        (["look", PRINTED, "0"], ExitCode.USAGE, "PAGE"),
        (["look", PRINTED, "one"], ExitCode.USAGE, "PAGE"),
        (["look", PRINTED, "9"], ExitCode.USAGE, "page 9; it has 2"),
        (["look", "budget-2019.xlsx"], ExitCode.USAGE, "sheet Budget 2019, A1:G13"),
    ],
)
def test_wrong_use_says_what_is_wrong(
    demo: Path, arguments: list[str], code: ExitCode, words: str
) -> None:
    done = skolkit(*arguments, root=demo)
    assert done.returncode == code, done.stderr
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_where_to_write_is_checked_before_reading(demo: Path) -> None:
    inside = demo / "data" / "raw" / "demo" / PRINTED / "one.png"
    done = skolkit("look", PRINTED, "1", "--out", str(inside), root=demo)
    assert done.returncode == ExitCode.DISK
    assert "reading" not in done.stderr


def test_a_notebook_shows_the_same_picture_with_its_text_alternative(
    demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[tuple[bytes, str]] = []
    monkeypatch.setattr(telling, "show_picture", lambda png, alt: shown.append((png, alt)))
    notebook.look(PRINTED, 2, Workspace(demo))
    (drawn,) = look_at(Workspace(demo), PRINTED, 2)
    assert shown == [(drawn.png, drawn.alt)]
    assert drawn.alt.startswith("DEMO, invented data. Page 2 of 2 of demo/inkopslista.pdf")
    with pytest.raises(SkolkitError, match="no such page"):
        notebook.look(PRINTED, 3, Workspace(demo))

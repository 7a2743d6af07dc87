"""Text files are decoded and split as their makers meant, and guesses are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from skolkit.intake.csvtext import decode, dialect, read_csv
from skolkit.model import Document, Doubt, MediaType, Sheet
from skolkit.problems import Problem, SkolkitError
from skolkit.settings import Limits

TABLE = "Skola;Elever;Kostnad\r\nKråkvik;214;1 234,50\r\nDuvhöjden;187;99,00\r\n"


def read(tmp_path: Path, data: bytes, name: str = "a.csv") -> tuple[Sheet, tuple[Problem, ...]]:
    path = tmp_path / name
    path.write_bytes(data)
    document = Document("a-1", name, path, "0" * 64, len(data), MediaType.CSV, 1)
    sheets, problems = read_csv(document, Limits())
    return sheets[0], problems


def rows(sheet: Sheet) -> list[list[str]]:
    found: dict[int, dict[int, str]] = {}
    for cell in sheet.cells:
        found.setdefault(cell.row, {})[cell.column] = cell.raw
    return [
        [found[row].get(column, "") for column in range(1, max(found[row]) + 1)]
        for row in sorted(found)
    ]


@pytest.mark.parametrize(
    ("encoding", "guessed"),
    [
        ("utf-8", False),
        ("utf-8-sig", False),
        ("utf-16", False),
        ("cp1252", True),
        ("cp850", True),
        ("mac_roman", True),
        ("utf-16-le", True),
    ],
)
def test_every_usual_encoding_of_swedish(tmp_path: Path, encoding: str, guessed: bool) -> None:
    sheet, problems = read(tmp_path, TABLE.encode(encoding))
    assert rows(sheet) == [
        ["Skola", "Elever", "Kostnad"],
        ["Kråkvik", "214", "1 234,50"],
        ["Duvhöjden", "187", "99,00"],
    ]
    assert ("W_ENCODING_GUESSED" in [problem.code for problem in problems]) is guessed


def test_two_encodings_in_one_file_are_both_read_and_the_line_is_named(tmp_path: Path) -> None:
    data = "a;b\nå;1\n".encode() + "ö;2\n".encode("cp1252")
    sheet, problems = read(tmp_path, data)
    assert rows(sheet) == [["a", "b"], ["å", "1"], ["ö", "2"]]
    assert "line 3" in problems[0].message


@pytest.mark.parametrize(
    ("text", "separator", "sure"),
    [
        ("a;b\n1,5;2,5\n3,0;4\n", ";", True),
        ("1,5;2,5\n3,0;4,5\n", ";", True),
        ("a\tb\n1,5\t2\n", "\t", True),
        ("a,b\n1.5,2\n", ",", True),
        ("a|b|c\n1|2|3\n", "|", True),
        ("a,b;c,d\nx,y;z,w\n", ";", False),
        ("bara\nen\nkolumn\n", ";", False),
        ('"x;y",b\n"z;w",d\n', ",", True),
    ],
)
def test_separators_are_found_and_doubt_is_told(text: str, separator: str, sure: bool) -> None:
    _, found, unsure = dialect(text)
    assert (found, not unsure) == (separator, sure)


def test_the_sep_line_of_excel_is_heeded_and_is_no_row(tmp_path: Path) -> None:
    sheet, problems = read(tmp_path, b"sep=|\r\na|b,c\r\n1|2,3\r\n")
    assert rows(sheet) == [["a", "b,c"], ["1", "2,3"]]
    assert problems == ()


def test_line_breaks_inside_quotation_marks_stay_in_the_cell(tmp_path: Path) -> None:
    sheet, problems = read(tmp_path, b'a;b\r\n"en ""rad""\nbryts; h\xc3\xa4r";2\r\n')
    assert rows(sheet) == [["a", "b"], ['en "rad"\nbryts; här', "2"]]
    assert problems == ()


def test_ragged_rows_are_kept_and_their_lines_named(tmp_path: Path) -> None:
    sheet, problems = read(tmp_path, b"a;b\n1;2\n1;2;3\n1;2\n4\n")
    assert rows(sheet)[2] == ["1", "2", "3"]
    assert [problem.code for problem in problems] == ["W_RAGGED"]
    assert "line 3, 5" in problems[0].message


def test_a_quotation_mark_that_is_never_closed_swallows_nothing(tmp_path: Path) -> None:
    lines = ["a;b", "1;2", '3;"fyra'] + [f"{number};x" for number in range(500)]
    sheet, problems = read(tmp_path, "\n".join(lines).encode())
    assert len(rows(sheet)) == 503
    assert "line 3" in problems[0].message


def test_leading_zeros_and_blanks_are_kept(tmp_path: Path) -> None:
    sheet, _ = read(tmp_path, b"kod;namn\n0180; x \n")
    assert rows(sheet)[1] == ["0180", " x "]
    assert {cell.value for cell in sheet.cells} == {None}
    assert {cell.method for cell in sheet.cells} == {"csv/text"}


def test_a_nul_is_shown_and_doubted(tmp_path: Path) -> None:
    sheet, problems = read(tmp_path, b"a;b\nx\0y;2\n")
    cell = next(cell for cell in sheet.cells if cell.row == 2)
    assert (cell.raw, cell.doubt) == ("x\ufffdy", Doubt.UNREADABLE)
    assert [problem.code for problem in problems] == ["W_CONTROL_CHARS"]


def test_blanks_alone_are_an_empty_file(tmp_path: Path) -> None:
    with pytest.raises(SkolkitError) as caught:
        read(tmp_path, b"  \r\n \t \n" * 50)
    assert caught.value.problem.code == "E_EMPTY"
    assert "0 bytes" not in str(caught.value)


def test_an_endless_field_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SkolkitError) as caught:
        read(tmp_path, b"a;b\n" + b"x" * 2_000_000 + b";1\n")
    assert caught.value.problem.code == "E_TOO_BIG"
    assert "line 2" in str(caught.value)


def test_headings_alone_are_told(tmp_path: Path) -> None:
    assert [problem.code for problem in read(tmp_path, b"a;b;c\n")[1]] == ["W_NO_ROWS"]


def test_lines_that_end_in_a_carriage_return_alone(tmp_path: Path) -> None:
    sheet, _ = read(tmp_path, b"a;b\r1;2\r")
    assert rows(sheet) == [["a", "b"], ["1", "2"]]


def test_a_mark_that_lies_about_the_encoding_is_told() -> None:
    assert decode(b"\xef\xbb\xbfa\xff").guessed
    assert not decode(b"\xef\xbb\xbfa").guessed

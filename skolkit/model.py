"""The nouns: what the rooms hand to each other, as small frozen dataclasses.

Lengths on paper are points (1/72 inch) on the upright, deskewed page, origin top left, y down, so
that a box means the same whether it came from a text layer or from a scan at any resolution.
Rows, columns and pages count from 1, as people do.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

Value = Decimal | datetime | date | bool | str | None


class CollectionKind(StrEnum):
    """What a collection is; ``DEMO`` marks all that is made from it."""

    DISCLOSURE = "disclosure"
    PUBLIC_RECORD = "public-record"
    DEMO = "demo"


@dataclass(frozen=True, slots=True)
class Collection:
    """One disclosure: a folder and what its ``collection.toml`` says of it."""

    name: str
    folder: Path
    title: str
    kind: CollectionKind = CollectionKind.DISCLOSURE
    language: str = "sv"
    authority: str = ""
    diarienummer: str = ""
    received: str = ""
    sender: str = ""
    decimal_mark: str = ","
    number_form: str = ""  # sv, de, ch, en, fr ...; empty: as ``decimal_mark`` says
    document_forms: tuple[tuple[str, str], ...] = ()  # (document name, number form)
    licence: str = ""  # SPDX name, e.g. "CC-BY-4.0"; empty if none was given
    # For readers of English; where one is empty, the text in Swedish stands there too.
    title_en: str = ""
    authority_en: str = ""
    sender_en: str = ""

    @property
    def is_demo(self) -> bool:
        """Whether DEMO must stand on all that is made from this collection."""
        return self.kind is CollectionKind.DEMO

    @property
    def titles(self) -> tuple[str, str]:
        """The title in all languages."""
        return (self.title, self.title_en)

    def title_in(self, lang: str) -> str:
        """The title for a reader of ``lang``."""
        return (lang == "en" and self.title_en) or self.title

    def authority_in(self, lang: str) -> str:
        """The authority for a reader of ``lang``."""
        return (lang == "en" and self.authority_en) or self.authority

    def sender_in(self, lang: str) -> str:
        """The sender for a reader of ``lang``."""
        return (lang == "en" and self.sender_en) or self.sender


class MediaType(StrEnum):
    """Types that skolkit reads, by content and not by file name."""

    XLSX = "xlsx"
    XLSM = "xlsm"
    XLS = "xls"
    ODS = "ods"
    CSV = "csv"
    PDF = "pdf"
    TIFF = "tiff"
    PNG = "png"
    JPEG = "jpeg"

    @property
    def is_paged(self) -> bool:
        """Whether the document consists of pages of paper (else of worksheets)."""
        return self in {MediaType.PDF, MediaType.TIFF, MediaType.PNG, MediaType.JPEG}


@dataclass(frozen=True, slots=True)
class Document:
    """One file as received. ``pages`` is its count of pages (paper) or of worksheets (native)."""

    document_id: str
    name: str  # path inside the delivery, "/" between parts
    path: Path
    sha256: str
    size_bytes: int
    media_type: MediaType
    pages: int


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in points; origin top left."""

    x0: float
    y0: float
    x1: float
    y1: float

    def __post_init__(self) -> None:
        if not (self.x1 >= self.x0 and self.y1 >= self.y0):
            raise ValueError(f"box is inside out: {self}")

    @property
    def width(self) -> float:
        """Width in points."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """Height in points."""
        return self.y1 - self.y0

    @property
    def x_mid(self) -> float:
        """Horizontal centre."""
        return (self.x0 + self.x1) / 2

    @property
    def y_mid(self) -> float:
        """Vertical centre."""
        return (self.y0 + self.y1) / 2

    def union(self, other: Box) -> Box:
        """The smallest box that holds both."""
        return Box(
            min(self.x0, other.x0),
            min(self.y0, other.y0),
            max(self.x1, other.x1),
            max(self.y1, other.y1),
        )


class Doubt(StrEnum):
    """Why a cell's value is unknown or not trusted. A doubt is a flag, never a guess."""

    HASHES = "hashes"  # printed as ##### because the column was too narrow
    COVERED = "covered"  # black bar, stamp or pen over the text
    CLIPPED = "clipped"  # text reaches the cell's edge and may go on
    READERS_DISAGREE = "readers-disagree"
    LOW_CONFIDENCE = "low-confidence"
    UNREADABLE = "unreadable"  # ink, and no text came out of it
    NOT_A_NUMBER = "not-a-number"  # stands among numbers and is none
    AMBIGUOUS_NUMBER = "ambiguous-number"
    AMBIGUOUS_DATE = "ambiguous-date"
    NOT_A_DATE = "not-a-date"
    NOT_IN_LIST = "not-in-list"  # none of the values that the column may hold
    UNIT_UNKNOWN = "unit-unknown"  # another currency, or a unit that does not fit
    NOT_AN_ADDRESS = "not-an-address"  # an e-mail address without its at sign
    MISSING = "missing"  # empty where the table needs a value
    FORMULA_NO_VALUE = "formula-without-value"
    ERROR_VALUE = "error-value"  # #DIV/0!, #REF! ...
    TEXT_LAYER_DISAGREES = "text-layer-disagrees"
    MASKED = "masked"  # personal data, taken out before anything was published


@dataclass(frozen=True, slots=True)
class Word:
    """A run of text on one line inside one cell candidate, with who read it.

    ``engine`` names the readers that agreed on it ("ocr/linenet+eng"); ``rivals`` are the other
    readings of its line. ``confidence`` is evidence about the reading only, 0..1; ``None`` where
    the reader gives none.
    """

    text: str
    box: Box
    confidence: float | None
    engine: str
    doubt: Doubt | None = None
    rivals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UnseenText:
    """A text that a file carries and its print does not show; kept for a private look.

    It goes into ``unseen.csv`` of the private clean folder, and never into other tables, problems,
    logs or exports. ``place`` names its kind, in plain words:
    "author", "comment", "defined name", "pivot memory", "covered text".
    """

    place: str
    text: str


@dataclass(frozen=True, slots=True)
class PageNote:
    """Something to be told of a page: a code of the catalogue and counts, no text of the page."""

    code: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Ruling:
    """A printed line: ``at`` across its direction, from ``start`` to ``end`` along it.

    For a horizontal line ``at`` is y and ``start``/``end`` are x; for a vertical one the reverse.
    """

    horizontal: bool
    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class PageReading:
    """All that was read from one side of paper."""

    document_id: str
    page: int
    width: float
    height: float
    dpi: float
    turn: int  # degrees clockwise that the delivered image was turned to stand upright
    skew: float  # degrees by which its lines then fell to the right; undone
    shear: float  # degrees by which its columns leaned to the right; undone
    method: str  # "text-layer" or "ocr"
    words: tuple[Word, ...]
    rulings: tuple[Ruling, ...]
    covered: tuple[Box, ...] = ()  # black bars and the like
    ink_share: float = 0.0  # share of the page that is ink: ink and no words is a failure
    notes: tuple[PageNote, ...] = ()
    unseen: tuple[UnseenText, ...] = ()  # text of the file that cannot be seen on the page


class FurnitureKind(StrEnum):
    """What on a page is not data."""

    HEADER = "header"
    FOOTER = "footer"
    ROW_HEADING = "row-heading"  # printed 1, 2, 3
    COLUMN_HEADING = "column-heading"  # printed A, B, C
    STRAY = "stray"  # stamp, staple, speck


@dataclass(frozen=True, slots=True)
class Furniture:
    """A text on the page that is not data, and where it stands."""

    kind: FurnitureKind
    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell of one page; ``row`` and ``column`` index the page's bands from 0."""

    row: int
    column: int
    text: str
    box: Box
    confidence: float | None
    doubt: Doubt | None
    method: str
    row_span: int = 1
    column_span: int = 1
    rivals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Band:
    """A row (y) or column (x) of a page grid, in points, with its printed heading if any."""

    start: float
    end: float
    heading: int | None = None  # 1 for row 1 or column A


@dataclass(frozen=True, slots=True)
class PageGrid:
    """One page as rows x columns of cells, furniture apart."""

    document_id: str
    page: int
    width: float
    height: float
    rows: tuple[Band, ...]
    columns: tuple[Band, ...]
    cells: tuple[GridCell, ...]
    furniture: tuple[Furniture, ...] = ()
    sheet_name: str | None = None
    printed_page: int | None = None  # "Sida 3 av 12" -> 3
    printed_pages: int | None = None  # "Sida 3 av 12" -> 12


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a worksheet. It never loses its ``raw`` text or its place on paper.

    ``value`` is typed once the decimal mark of its column is settled; ``None`` with a ``doubt``
    where the text does not fit. ``box`` is ``None`` for native cells, whose place is the cell.
    """

    row: int
    column: int
    raw: str
    value: Value = None
    doubt: Doubt | None = None
    confidence: float | None = None
    method: str = ""  # "ocr/linenet+eng", "text-layer", "xlsx/value", ...
    page: int | None = None
    box: Box | None = None
    hidden: bool = False
    row_span: int = 1
    column_span: int = 1
    rivals: tuple[str, ...] = ()  # what other readers read on its lines


@dataclass(frozen=True, slots=True)
class Sheet:
    """A worksheet, rebuilt from its pages or read natively."""

    sheet_id: str  # document_id + "#" + number of the sheet in the document, from 1
    document_id: str
    document_name: str
    name: str
    cells: tuple[Cell, ...]
    pages: tuple[int, ...] = ()
    hidden: bool = False
    title_rows: int = 0  # rows down to the end of the headings that every page repeats
    notes: tuple[str, ...] = field(default=())  # e.g. "page 4 is missing"
    # Columns whose numbers declare another form than the document's, with its name.
    column_forms: tuple[tuple[int, str], ...] = ()


def cell_id(sheet_id: str, row: int, column: int) -> str:
    """Name a cell so that any figure leads back to paper, e.g. ``ledger-1a2b3c4d#1!R12C4``."""
    return f"{sheet_id}!R{row}C{column}"


def column_letters(column: int) -> str:
    """Spell a column number from 1 as a spreadsheet does: 1 -> A, 27 -> AA.

    Raises:
        ValueError: for a number below 1.
    """
    if column < 1:
        raise ValueError(f"columns count from 1, not {column}")
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def value_type(value: Value) -> str:
    """Name the type of a cell's value as the clean tables do; ``None`` is ``empty``."""
    if value is None:
        return "empty"
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, Decimal):
        return "number"
    if isinstance(value, datetime):
        return "datetime"
    return "date" if isinstance(value, date) else "text"

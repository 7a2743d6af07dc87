"""Every problem that a user can meet: a stable code, what happened, where, and what to do.

The API raises ``SkolkitError``; only the command line turns errors into exit codes. What does not
stop the work is a ``Problem`` in the run record. Messages never hold the contents of a cell.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum


class ExitCode(IntEnum):
    """How a command ended."""

    OK = 0
    WITH_PROBLEMS = 1
    USAGE = 2
    MISSING_DEPENDENCY = 3
    NO_INPUT = 4
    DISK = 5
    LOCKED = 6
    LEAK = 7
    DIFFERENCE = 8
    OUR_FAULT = 70
    INTERRUPTED = 130


class Status(StrEnum):
    """What became of one entry of a delivery."""

    OK = "ok"
    OK_WITH_WARNINGS = "ok_with_warnings"
    PARTIAL = "partial"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Rule:
    """One entry of the catalogue. Templates may use ``{file}``, ``{where}`` and ``{detail}``."""

    code: str
    title: str
    template: str
    cure: str
    exit_code: ExitCode = ExitCode.WITH_PROBLEMS

    @property
    def is_error(self) -> bool:
        """Whether the file or page failed (``E_``) or was read with a warning (``W_``)."""
        return self.code.startswith("E_")


def _rules(*rules: Rule) -> dict[str, Rule]:
    return {rule.code: rule for rule in rules}


CATALOGUE: dict[str, Rule] = _rules(
    Rule(
        "E_EMPTY",
        "Empty file",
        "{file} is empty{detail}.",
        "Ask the sender for the file again.",
    ),
    Rule(
        "E_CORRUPT",
        "Damaged file",
        "{file} is damaged or cut off{where}{detail}.",
        "Fetch the file again; if it is damaged there too, ask the sender for a new copy.",
    ),
    Rule(
        "E_ENCRYPTED",
        "Password needed",
        "{file} is protected with a password.",
        "Ask the sender for the password, open the file in its own program and save an open copy.",
    ),
    Rule(
        "E_TYPE_MISMATCH",
        "Not what its name says",
        "{file} is not what its name says{detail}.",
        "Save it as PDF, xlsx or CSV from a program for its true type, or ask the sender "
        "for the intended file.",
    ),
    Rule(
        "E_UNSUPPORTED",
        "Type not supported",
        "{file} is of a type that skolkit does not read{detail}.",
        "Export it as PDF, xlsx or CSV and add that file.",
    ),
    Rule(
        "E_TOO_BIG",
        "Over a limit",
        "{file} is over a size limit{where}{detail}.",
        "Split the file, or raise the limit named here in the settings if you trust the sender.",
    ),
    Rule(
        "E_BOMB",
        "Expands beyond all measure",
        "{file} expands far beyond its size{detail}; the storage limit stopped it (zip bomb).",
        "Do not open the file. Ask the sender what it is.",
    ),
    Rule(
        "E_UNSAFE_XML",
        "Unsafe XML",
        "{file} holds an XML entity or DTD (DOCTYPE){detail}.",
        "Do not open the file. Ask the sender for a workbook saved by a spreadsheet program.",
    ),
    Rule(
        "E_UNSAFE_PATH",
        "Unsafe path",
        "{file} points outside the delivery{detail}.",
        "Copy the intended file into the delivery itself.",
    ),
    Rule(
        "E_NOT_FILE",
        "Not an ordinary file",
        "{file} is not an ordinary file{detail}.",
        "Put an ordinary file in its place.",
    ),
    Rule(
        "E_READ",
        "Cannot be opened",
        "{file} could not be read from disk{detail}.",
        "Check the file's permissions and the disk.",
        ExitCode.DISK,
    ),
    Rule(
        "E_CHANGED",
        "Changed while being read",
        "{file} changed while it was being read.",
        "Wait until nothing writes to the delivery, then run again.",
    ),
    Rule(
        "E_TIMEOUT",
        "Took too long",
        "{file} could not be read in the time allowed{where}{detail}.",
        "Raise the limit named here, or scan the page again.",
    ),
    Rule(
        "E_MEMORY",
        "Needed too much memory",
        "{file} needed more memory than a worker may use{where}{detail}.",
        "Split the file, or raise the limit named here.",
    ),
    Rule(
        "E_CRASH",
        "A reader crashed",
        "The program reading {file} crashed{where}{detail}.",
        "Fetch the file again; if it crashes again, report it without sending the file.",
    ),
    Rule(
        "E_UNREADABLE",
        "No text came out",
        "There is ink on {file}{where}, but no text could be read from it.",
        "Look at the page; scan it again in grey at 300 dpi.",
    ),
    Rule(
        "E_NO_ENGINE",
        "OCR engine missing",
        "Tesseract is needed for scanned pages and was not found{detail}.",
        "Run ./skol setup, or install tesseract-ocr with the languages swe, eng and osd.",
        ExitCode.MISSING_DEPENDENCY,
    ),
    Rule(
        "E_NO_COLLECTION",
        "No such collection",
        "There is no collection or folder named {file}{detail}.",
        "Name a folder, or one of the collections under data/raw/.",
        ExitCode.NO_INPUT,
    ),
    Rule(
        "E_BAD_COLLECTION",
        "collection.toml cannot be used",
        "{file} cannot be used{detail}.",
        "Correct the line named here; docs/analysts.md lists the keys.",
        ExitCode.USAGE,
    ),
    Rule(
        "E_BAD_DECISION",
        "A file of decisions cannot be used",
        "{file} cannot be used{detail}.",
        "Correct the line named here; docs/privacy.md and docs/profiles.md show each file.",
        ExitCode.USAGE,
    ),
    Rule(
        "E_STALE",
        "Clean tables are out of date",
        "The clean tables of {file} are out of date{detail}.",
        "Run skolkit ingest for the collection, then go on.",
        ExitCode.USAGE,
    ),
    Rule(
        "E_PROTECTED",
        "Protected identity, undecided",
        "{file} speaks of persons with protected identity{where}{detail}; nothing was published.",
        "Decide in privacy.toml what becomes of these rows; docs/privacy.md shows how.",
        ExitCode.LEAK,
    ),
    Rule(
        "E_LEAK",
        "Personal data in what was to be published",
        "Personal data, or a file that cannot be looked into, was found in {file}{detail}; nothing"
        " was published.",
        "Look at the places named here; mask them, or accept a finding by its id with a reason.",
        ExitCode.LEAK,
    ),
    Rule(
        "E_BLIND",
        "The leak check cannot see",
        "{file} did not find strings that it had planted itself{detail}; nothing was published.",
        "Run skolkit doctor; if all is there, report it: this is a fault of skolkit's.",
        ExitCode.LEAK,
    ),
    Rule(
        "E_NO_DOCUMENT",
        "No such document",
        "There is no document named {file}{detail}.",
        "Give the path of a file, or the name or id of a document of a collection.",
        ExitCode.NO_INPUT,
    ),
    Rule(
        "E_AMBIGUOUS",
        "More than one document",
        "More than one document goes by the name {file}{detail}.",
        "Give one of the names in parentheses.",
        ExitCode.USAGE,
    ),
    Rule(
        "E_NO_PAGE",
        "No such page",
        "{file} has no such page{detail}.",
        "Name a page that it has.",
        ExitCode.USAGE,
    ),
    Rule(
        "E_NO_BUNDLE",
        "No bundle or package",
        "{file} is no bundle of a report and no exported package{detail}.",
        "Name the folder that skolkit report or skolkit export wrote, or the report's zip.",
        ExitCode.USAGE,
    ),
    Rule(
        "E_DIFFERS",
        "Not as it was made",
        "{file} is not as it was made{detail}.",
        "Fetch it again from where it was published; if a rerun differs, compare the documents"
        " and the versions in manifest.json.",
        ExitCode.DIFFERENCE,
    ),
    Rule(
        "E_NO_TRACE",
        "Nothing to trace",
        "{file} leads to no cell{detail}.",
        "Give the id of a claim as the report has it, or a row_id, check_id or cell_id of the"
        " clean tables.",
        ExitCode.USAGE,
    ),
    Rule(
        "E_NO_SHEET",
        "No such sheet",
        "{file} names no sheet{detail}.",
        "Give a sheet_id as sheets.csv has it, or the document alone for all its sheets.",
        ExitCode.USAGE,
    ),
    Rule(
        "E_NO_PAPER",
        "Nothing printed to look at",
        "{file} consists of worksheets and not of paper{detail}.",
        "Open it in a spreadsheet program: it is read exactly, without any doubt about its print.",
        ExitCode.USAGE,
    ),
    Rule(
        "E_NO_INPUT",
        "Nothing to read",
        "{file} holds no file that skolkit can read.",
        "Put the delivered files into the folder.",
        ExitCode.NO_INPUT,
    ),
    Rule(
        "E_LOCKED",
        "Another run is under way",
        "Another run is working on {file}{detail}.",
        "Wait until it has ended.",
        ExitCode.LOCKED,
    ),
    Rule(
        "E_DISK",
        "Cannot write",
        "Writing {file} failed{detail}.",
        "Make room on the disk or choose another folder with --out; nothing half-written is left.",
        ExitCode.DISK,
    ),
    Rule(
        "E_NOTEBOOK",
        "A notebook failed",
        "{file} stopped{where}{detail}.",
        "Open the executed copy named here and look at the failing cell.",
    ),
    Rule(
        "E_UNMASKED",
        "Not in a copy",
        "{file} would show personal data unmasked in a copy of the notebook{detail}.",
        "Take masked=False and nb.look out of the notebook, or run it in JupyterLab.",
        ExitCode.USAGE,
    ),
    Rule(
        "W_TYPE_MISMATCH",
        "Wrong file extension",
        "{file} is not of the type that its name says{detail}; it was read as what it is.",
        "You need do nothing if the content is what you expect.",
    ),
    Rule(
        "W_ENCODING_GUESSED",
        "Character encoding guessed",
        "{file} does not say its character encoding{detail}.",
        "Check that å, ä and ö look right.",
    ),
    Rule(
        "W_DIALECT_GUESSED",
        "Separator guessed",
        "{file} does not say how its columns are separated{detail}.",
        "Check that the columns look right.",
    ),
    Rule(
        "W_RAGGED",
        "Rows of unequal length",
        "{file} has rows of unequal length{where}{detail}.",
        "Check these rows in the file.",
    ),
    Rule(
        "W_HIDDEN",
        "Hidden rows, columns or sheets",
        "{file} has hidden parts{where}{detail}.",
        "What was read of them is marked hidden; decide before publishing whether it may be used.",
    ),
    Rule(
        "W_MERGED",
        "Merged cells",
        "{file} has merged cells{where}{detail}; each value stands once, at the top left.",
        "Check headings that span several columns.",
    ),
    Rule(
        "W_CELL_ERROR",
        "Error values",
        "{file} has cells that hold an error such as #DIV/0!{where}{detail}.",
        "Ask the sender for the values.",
    ),
    Rule(
        "W_FORMULA_NO_VALUE",
        "Formula without a value",
        "{file} has formulas without a saved result{where}{detail}.",
        "Open and save it in a spreadsheet program, or ask the sender for the values.",
    ),
    Rule(
        "W_DUPLICATE",
        "Same file twice",
        "{file} has the same bytes as {detail}.",
        "You need do nothing: it was read once.",
    ),
    Rule(
        "W_BLANK_PAGE",
        "Blank page",
        "{file} has a blank page{where}.",
        "Check on the paper that nothing was lost in scanning.",
    ),
    Rule(
        "W_NO_TABLE",
        "No table found",
        "{file} holds no table{where}{detail}.",
        "Look at the page; its text is kept.",
    ),
    Rule(
        "W_LOW_CONFIDENCE",
        "Many doubtful cells",
        "{file} was hard to read{where}{detail}.",
        "Look at the doubtful cells; scan the page again if most are doubtful.",
    ),
    Rule(
        "W_ROTATED",
        "Page lay the wrong way",
        "{file} had a page lying the wrong way{where}{detail}; it was turned.",
        "You need do nothing.",
    ),
    Rule(
        "W_SKEW",
        "Page lay askew",
        "{file} had a page lying askew{where}{detail}; it was straightened.",
        "You need do nothing.",
    ),
    Rule(
        "W_DPI",
        "Unusual resolution",
        "{file} has a missing, wrong or unusual resolution{where}{detail}.",
        "Scan again at 300 dpi if many cells are doubtful.",
    ),
    Rule(
        "W_TEXT_LAYER",
        "Text layer not used",
        "{file} has a text layer that cannot be trusted{where}{detail}; the picture was read.",
        "Compare the page with the table.",
    ),
    Rule(
        "W_MISSING_PAGE",
        "Page missing",
        "{file} lacks pages that its page numbers promise{where}{detail}.",
        "Ask the sender for the missing pages.",
    ),
    Rule(
        "W_NOT_PRINTED",
        "Rows or columns not printed",
        "{file} was printed without some of the rows or columns that its headings count"
        "{where}{detail}.",
        "They were probably hidden; ask the sender for a print with all of them, or for the file.",
    ),
    Rule(
        "W_DUPLICATE_PAGE",
        "Page twice",
        "{file} holds the same page twice{where}{detail}; it was counted once.",
        "You need do nothing.",
    ),
    Rule(
        "W_SKIPPED",
        "Not data",
        "{file} was not read{detail}.",
        "You need do nothing.",
    ),
    Rule(
        "W_ENCRYPTED",
        "Barred from printing or copying",
        "{file} is encrypted, but opens without a password.",
        "You need do nothing: it could be read.",
    ),
    Rule(
        "W_REPAIRED",
        "Damaged and repaired",
        "{file} is damaged and was repaired to be read{where}{detail}.",
        "Compare the number of pages with what was sent.",
    ),
    Rule(
        "W_REVISIONS",
        "Earlier versions inside",
        "{file} holds earlier versions of itself{detail}; the last one was read.",
        "Do not pass the file on: earlier versions may hold what was removed.",
    ),
    Rule(
        "W_ACTIVE_CONTENT",
        "Programs inside",
        "{file} carries programs or commands; they were not run and are not kept.",
        "You need do nothing.",
    ),
    Rule(
        "W_ATTACHMENT",
        "Other files inside",
        "{file} carries other files or pictures{detail}; they were not read.",
        "Open it and save what you need as files of their own.",
    ),
    Rule(
        "W_FORM",
        "Form fields or notes",
        "{file} has form fields or annotations{where}{detail}, which are not part of the page.",
        "Look at the page; what stands in a field or a note is read from the picture only.",
    ),
    Rule(
        "W_EXTERNAL_LINK",
        "Links to other workbooks",
        "{file} takes values from other workbooks; the saved values were read.",
        "Ask the sender whether the values are up to date.",
    ),
    Rule(
        "W_FORMULA_TEXT",
        "Text or formula that could act",
        "{file} has cells that could act when opened in a spreadsheet{where}{detail}.",
        "You need do nothing: exports write them as plain text.",
    ),
    Rule(
        "W_DATE_SUSPECT",
        "Impossible date",
        "{file} has dates that do not exist or can be read two ways{where}{detail}.",
        "Ask the sender for the dates.",
    ),
    Rule(
        "W_PRECISION",
        "Digits already lost",
        "{file} has numbers longer than a spreadsheet can keep{where}{detail}.",
        "Ask the sender for these numbers as text.",
    ),
    Rule(
        "W_CONTROL_CHARS",
        "Control characters",
        "{file} has control characters in its text{where}{detail}.",
        "Look at these cells in the file; they are marked.",
    ),
    Rule(
        "W_NO_ROWS",
        "Headings only",
        "{file} has no rows below its first.",
        "Ask the sender whether rows are missing.",
    ),
    Rule(
        "W_MACRO",
        "Macros",
        "{file} carries macros; they were not run and are not kept.",
        "You need do nothing.",
    ),
    Rule(
        "W_UNSURE_TABLE",
        "Table recognised with doubt",
        "{file} was recognised as a table only in part{where}{detail}.",
        "Look at the headings; what did not fit is in the sheets and cells tables.",
    ),
    Rule(
        "W_MAPPING",
        "A mapping fits no sheet",
        "{file} has a mapping that fits no sheet of the collection{where}{detail}.",
        "Compare its document, sheet and headings with the sheets table, or take it out.",
    ),
    Rule(
        "W_PII",
        "Personal data",
        "{file} holds personal data{where}{detail}.",
        "They are masked in whatever is published; personal.csv lists each place.",
    ),
    Rule(
        "W_PROTECTED",
        "Protected identity",
        "{file} speaks of persons with protected identity{where}{detail}.",
        "Nothing of the collection is published until a person has decided; see docs/privacy.md.",
    ),
    Rule(
        "W_SMALL_GROUP",
        "Very small groups of people",
        "{file} counts fewer than five people in some cells{where}{detail}.",
        "Such counts are shown as <5 in whatever is published; see docs/privacy.md.",
    ),
    Rule(
        "W_VALUE",
        "Value not understood",
        "{file} has a value that does not fit its column{where}{detail}; the text was kept.",
        "Compare it with the paper.",
    ),
    Rule(
        "W_NUMBER_TEXT",
        "Numbers kept as text",
        "{file} keeps numbers as text{where}{detail}; where a column is of numbers they were read.",
        "Compare a few of them with the file; the text stands beside each value.",
    ),
    Rule(
        "W_NUMBER_AMBIGUOUS",
        "Numbers that can be read two ways",
        "{file} has numbers that can be read two ways{where}{detail}; they were left empty.",
        "Find out how numbers are written there and set number_form in collection.toml.",
    ),
    Rule(
        "W_HEADER",
        "Headings missing or repeated",
        "{file} has headings that do not name its columns{where}{detail}.",
        "Look at the columns in the file; no column was left out or merged.",
    ),
    Rule(
        "W_TOTAL_MISMATCH",
        "Total and parts differ",
        "{file} prints a figure that is not what its parts give{where}{detail}; nothing was"
        " corrected.",
        "Compare the rows with the paper; if they are read right, ask the sender: it may be news.",
    ),
    Rule(
        "W_METADATA",
        "Information about people in the file itself",
        "{file} carries information besides what it shows{detail}; it was not read into any table.",
        "Never publish the file as received; share the tables or the masked pages.",
    ),
    Rule(
        "W_BAD_REDACTION",
        "Text left under a black box",
        "{file} has text under a filled box that was meant to hide it{where}{detail}; what is"
        " covered was not read into the tables.",
        "Tell the sender at once, and never pass the file on.",
    ),
    Rule(
        "W_NAME",
        "Unusual file name",
        "{file} has a name that other programs may not be able to use{detail}.",
        "You need do nothing; results are named by the document's id.",
    ),
    Rule(
        "W_CHECK_DIGIT",
        "Registration number cannot be right",
        "{file} has an organisationsnummer with a wrong check digit{where}{detail}; nothing was"
        " corrected.",
        "Compare the number with the paper or the register of companies.",
    ),
    Rule(
        "W_COPY_DIFFERS",
        "Copies that differ",
        "{file} repeats what another document says, with other figures{where}{detail}; it was"
        " counted once.",
        "Compare both places on the paper; duplicates.csv names them.",
    ),
    Rule(
        "W_NO_SERIES",
        "Amounts that nobody has placed",
        "{file} has published amounts that belong to no series{detail}; they are added to nothing.",
        "Decide in series.toml what each amount is part of.",
    ),
    Rule(
        "W_UNUSED_DECISION",
        "Decision that fits nothing",
        "{file} holds a decision that fits nothing in the collection{detail}.",
        "Correct or remove it.",
    ),
    Rule(
        "W_SCHEMA",
        "Row against the schema",
        "{file} gave a row that breaks a rule of its table{where}{detail}; the row was kept.",
        "Compare it with the paper; a correction or a mapping may be needed.",
    ),
)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that happened and its place. ``detail`` holds positions and sizes, no cell text."""

    code: str
    file: str
    page: int | None = None
    sheet: str = ""
    cell: str = ""
    detail: str = ""

    @property
    def rule(self) -> Rule:
        """The catalogue's entry for the code."""
        return CATALOGUE[self.code]

    @property
    def where(self) -> str:
        """The place in words, with a leading comma, or nothing."""
        parts = [
            f"page {self.page}" if self.page is not None else "",
            f"sheet {self.sheet}" if self.sheet else "",
            f"cell {self.cell}" if self.cell else "",
        ]
        told = ", ".join(part for part in parts if part)
        return f", {told}" if told else ""

    @property
    def message(self) -> str:
        """What happened, where, and what to do, in two sentences."""
        detail = f" ({self.detail})" if self.detail and self.code != "W_DUPLICATE" else self.detail
        said = self.rule.template.format(file=self.file, where=self.where, detail=detail)
        return f"{said} {self.rule.cure}"


class SkolkitError(Exception):
    """A problem that stops the work on a file, or the command."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem

    @classmethod
    def of(
        cls, code: str, file: str, *, page: int | None = None, sheet: str = "", detail: str = ""
    ) -> SkolkitError:
        """Make the error for a code of the catalogue."""
        return cls(Problem(code, file, page=page, sheet=sheet, detail=detail))

    @property
    def exit_code(self) -> ExitCode:
        """The exit code that the command line gives for it."""
        return self.problem.rule.exit_code

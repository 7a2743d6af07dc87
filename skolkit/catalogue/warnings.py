"""What a person must know of something that was read: code, what was met, what to do."""

from __future__ import annotations

from skolkit.catalogue.rule import Rule

WARNINGS = (
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
        "Doubtful cells",
        "{file} has doubtful cells{where}{detail}.",
        "Look at the doubtful cells; scan a page again if most of it is doubtful.",
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
        "W_NEAR_DUPLICATE",
        "Page of another file",
        "{file} repeats what another file holds{where}{detail}.",
        "You need do nothing: the rows are linked in the duplicates table and counted once.",
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
        "{file} carries other files or pictures{where}{detail}; they are in no table.",
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

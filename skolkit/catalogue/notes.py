"""What a person may want to know of something that was read and in which nothing is wrong."""

from __future__ import annotations

from skolkit.catalogue.rule import Rule

NOTES = (
    Rule(
        "N_COLUMNS_LEFT",
        "Columns in no table",
        "{file} has columns that went into no table of rows{where}{detail}.",
        "You need do nothing if they are not needed: they are in the sheets and cells tables, and"
        " a mapping takes them.",
    ),
    Rule(
        "N_GROUP_ROWS",
        "Rows that name those below them",
        "{file} has rows that name what the rows below them have in common{where}{detail}; each of"
        " these rows was given it.",
        "Compare a few of them with the file: the cell that tells it is among the cells of each"
        " row.",
    ),
    Rule(
        "N_NUMBER_FORM",
        "Numbers in another form",
        "{file} has columns of numbers that are written otherwise than its others{where}{detail};"
        " they were read in that form.",
        "Compare a few of them with the file; number_form in collection.toml settles it.",
    ),
    Rule(
        "N_SHEET_LEFT",
        "Sheet in no table",
        "{file} has a sheet of a kind that goes into no table of rows{where}{detail}.",
        "You need do nothing if that is what it is: it is in the sheets and cells tables.",
    ),
)

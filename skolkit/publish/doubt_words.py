"""Doubts in words, Swedish and English."""

from __future__ import annotations

from skolkit.model import Doubt

_WHY = {
    Doubt.HASHES: (
        "utskriften visar #####, värdet syns inte",
        "printed as #####, the value cannot be seen",
    ),
    Doubt.COVERED: (
        "täckt av streck, stämpel eller maskning",
        "covered by a stroke, a stamp or a black bar",
    ),
    Doubt.CLIPPED: ("texten kan vara avklippt", "the text may be cut off"),
    Doubt.READERS_DISAGREE: ("två läsningar gav olika svar", "two readings differ"),
    Doubt.LOW_CONFIDENCE: ("osäker läsning", "an unsure reading"),
    Doubt.UNREADABLE: ("gick inte att läsa", "could not be read"),
    Doubt.NOT_A_NUMBER: (
        "står bland tal men är inget tal",
        "stands among numbers and is none",
    ),
    Doubt.AMBIGUOUS_NUMBER: (
        "talet kan läsas på två sätt eller avviker från kolumnens form",
        "the number can be read two ways or breaks the form of its column",
    ),
    Doubt.AMBIGUOUS_DATE: ("datumet kan läsas på två sätt", "the date can be read two ways"),
    Doubt.NOT_A_DATE: ("står bland datum men är inget datum", "stands among dates and is none"),
    Doubt.NOT_IN_LIST: (
        "inget av de värden som kolumnen kan ha",
        "none of the values that the column may hold",
    ),
    Doubt.UNIT_UNKNOWN: (
        "annan valuta, eller en enhet som inte passar",
        "another currency, or a unit that does not fit",
    ),
    Doubt.NOT_AN_ADDRESS: (
        "en e-postadress utan snabel-a",
        "an e-mail address without its at sign",
    ),
    Doubt.MISSING: (
        "tomt där tabellen behöver ett värde",
        "empty where the table needs a value",
    ),
    Doubt.FORMULA_NO_VALUE: ("formel utan sparat värde", "a formula without a saved value"),
    Doubt.ERROR_VALUE: ("felvärde i arbetsboken", "an error value of the workbook"),
    Doubt.TEXT_LAYER_DISAGREES: (
        "textlagret säger något annat än bilden",
        "the text layer and the picture differ",
    ),
    Doubt.MASKED: (
        "personuppgift, borttagen före publicering",
        "personal data, taken out before anything was published",
    ),
}


_HIDDEN = "hidden"  # said of rows
_HIDDEN_WORDS = ("dold i originalet", "hidden in the original")


def doubt_words(doubt: str, language: str) -> str:
    """Say why a value is not trusted; a reason that is no ``Doubt`` stands as it is."""
    if doubt == _HIDDEN:
        return _HIDDEN_WORDS[0 if language == "sv" else 1]
    try:
        return _WHY[Doubt(doubt)][0 if language == "sv" else 1]
    except ValueError:
        return doubt

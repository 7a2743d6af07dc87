"""The European ways to write a number, by name, and which one a document or column declares.

Every form parts thousands by spaces (ISO 31-0); what differs is the decimal mark and which other
mark may part them. The marks are those of the Unicode CLDR for sv, de, da, nl, de-CH, en and fr.
Grouping by two, as in India, is none of them.
"""

from __future__ import annotations

from dataclasses import dataclass

from skolkit.model import Collection


@dataclass(frozen=True, slots=True)
class NumberForm:
    """One way to write a number.

    ``decimal`` is its decimal mark, ``groups`` the marks besides spaces that may part thousands.
    ``one_group`` tells whether a single such mark (``1.234``) is surely a thousand: in Swedish it
    is not, since programs print decimal points in Swedish documents too.
    """

    name: str
    decimal: str
    groups: str
    one_group: bool = True


SWEDISH = NumberForm("sv", ",", ".", one_group=False)  # 1 234 567,89
GERMAN = NumberForm("de", ",", ".")  # 1.234.567,89; Danish and Dutch too
SWISS = NumberForm("ch", ".", "'\u2019")  # 1'234.50
ENGLISH = NumberForm("en", ".", ",")  # 1,234.50
FRENCH = NumberForm("fr", ",", "")  # 1 234,50 and never a full stop

NUMBER_FORMS = (SWEDISH, GERMAN, SWISS, ENGLISH, FRENCH)
FORM_NAMES = {
    "sv": SWEDISH,
    "de": GERMAN,
    "da": GERMAN,
    "nl": GERMAN,
    "ch": SWISS,
    "en": ENGLISH,
    "fr": FRENCH,
}
_BY_MARK = {",": SWEDISH, ".": ENGLISH}


def form_named(name: str) -> NumberForm:
    """The form of a name: sv, de (da, nl), ch, en or fr.

    Raises:
        ValueError: for another name.
    """
    if name not in FORM_NAMES:
        raise ValueError(f"number form must be one of {', '.join(FORM_NAMES)}, not {name!r}")
    return FORM_NAMES[name]


def form_of(collection: Collection, document: str = "") -> NumberForm:
    """The form that a collection declares for one of its documents.

    What is said of the document goes first, then the collection's ``number_form``, then its
    ``decimal_mark``: ``,`` is Swedish and ``.`` English.

    Args:
        collection: what ``collection.toml`` says.
        document: the document's name in the delivery.

    Raises:
        ValueError: for a form or mark that there is none of.
    """
    declared = dict(collection.document_forms).get(document) or collection.number_form
    if declared:
        return form_named(declared)
    if collection.decimal_mark not in _BY_MARK:
        raise ValueError(f"decimal mark must be ',' or '.', not {collection.decimal_mark!r}")
    return _BY_MARK[collection.decimal_mark]

"""The words around a word to whether it names a person there: ``eleven Testa``, ``Ek ringde``."""

from __future__ import annotations

import re
from collections.abc import Sequence

from skolkit.privacy.common_words import is_common, is_make, is_place, means_something
from skolkit.privacy.firm_names import is_school_of
from skolkit.privacy.known_names import is_given_somewhere, is_surname_somewhere
from skolkit.privacy.lexicon import is_english, is_persons_name, is_swedish, is_word
from skolkit.privacy.name_words import (
    Word,
    is_listed_given,
    is_listed_surname,
    is_role,
    is_spelled_given,
)
from skolkit.privacy.names_made import means_nothing
from skolkit.privacy.person_context import (
    Sure,
    follows_a_class,
    goes_to_a_school,
    has_kin,
    is_titled,
    person_at,
    says,
)

GIVEN_ALONE = "given-name-alone"
TITLED = "titled-together"  # tvillingarna Testa och Provo: all that follow are named
_LINKS = {"till", "är", "heter", "kallas", "to", "of", "is"}  # mamma till Testa
_OPENED = re.compile(r" \(?")
_OF_PUPIL = ("Pupil ", "pupil ", "Student ", "student ", "child ")
_MONTHS = {"maj", "juni", "juli", "april", "augusti", "may", "june", "july"}
_CHILD = {
    *("eleven", "elevens", "barnet", "flickan", "pojken", "dottern", "sonen", "syskonet"),
    *("brodern", "systern", "brorsan", "syrran", "morsan", "farsan", "kompisen", "mamma"),
    *("mamman", "pappa", "pappan", "förälder", "syskon"),
    *("vårdnadshavare", "efternamn", "efternamnet", "förnamn", "förnamnet", "tilltalsnamn"),
}
_KIN = {
    *("mother", "father", "mum", "mom", "dad", "parent", "parents", "guardian", "sister"),
    *("brother", "son", "daughter", "dotter", "bror", "syster", "barn", "child", "kids"),
}
_WHOSE = {"her", "his", "their", "my", "our", "your", "hennes", "hans", "deras", "sin", "min"}
_CLASS_AFTER = re.compile(
    r",? \(?[0-9]{1,2} år(?!\w)"
    r"|,? \(?(?:(?:i|från|in|from) )?(?:klass |åk ?|årskurs |class |grade )?"
    r"[1-9][A-ZÅÄÖa-zåäö]?(?![\w:]|[.,/-][0-9])(?<! [1-9])"
    r"| \(?(?:i|från) (?:klass |åk ?|årskurs )[1-9]"
)
_BRACKETED_CLASS = re.compile(r",? \((?:klass |åk ?|class )?[1-9F] ?[A-ZÅÄÖa-zåäö]?\)")
_REACH = 60  # characters before a word in which a phrase of a system may end
_LAST_LINE = re.compile(r"[.,]?(?: (?:19|20)?[0-9]{2}-?[0-9]{2}-?[0-9]{2})?\s*")
_ENDED = re.compile(r"[a-zåäö0-9)][.!?][ \n]$")
_STROKE = re.compile(r"(?:^|[.!?\n ])/ ?$")
_LEAST_SENTENCE = 3  # words
_OF_SOURCES = {"enl", "enligt", "hos", "åt", "ringde", "asked", "told"}
_LEAST_LED = 2  # letters of a given name that is another word too
# Before a person, and hardly before a system or a house.
_LEADING = {
    *("cc", "kopia", "tack", "hej", "bett", "be", "frågade", "fråga", "kontakta"),
    *("av", "till", "från", "med", "för", "hos", "åt", "enl", "enligt", "och", "samt", "via"),
    *("by", "with", "from", "to", "asked", "told", "called", "ringde", "gett", "upp", "m", "fr"),
}
_BODIES_TOO = {"leverantör", "leverantören", "konsult", "konsulten", "ombud", "supporten"}
_HOUSE_AFTER = re.compile(r" [a-zåäö]*(?:hus|huset|salen|gården|skola|väg|gata|torg|park|plats)\b")
# What is done to systems.
_OF_SYSTEM = re.compile(
    r"(?:uppgradering|uppdatering|installation|version|avveckling|införande|driftsättning|licens"
    r"|licenser|inloggning|support|behörighet|utbildning|manual|drift|integration|migrering)(?:en|ar|er)?"
    r" (?:av|för|till|i|från|mellan|med) $",
    re.IGNORECASE,
)
# What systems do and persons do not.
_IS_SYSTEM = re.compile(
    r" (?:kommer att|ska|skall|bör|måste) (?:ersättas|avvecklas|uppgraderas|bytas|driftsättas"
    r"|införas|upphandlas|installeras|stängas|uppdateras)|[^.]{0,20} till version|"
    r" (?:är|var) (?:nere|uppe|ute|seg|långsam|installerad|driftsatt|avvecklad|öppen|stängd)"
    r"|[^.]{0,30} (?:ersätts|ersattes|avvecklas|driftsätts|uppgraderas|installeras)(?![^\W\d_])"
    r"| (?:kraschar|hänger|visar|laddar|fryser|laggar|startar|synkar|fungerar|slutade)(?![^\W\d_])"
)
_IS_ALONE = re.compile(r"[.,!?]?(?:$|\n)|,? (?![A-ZÅÄÖ0-9])|[.!?] ")
_IS_TITLE = re.compile(r" (?:& |och |i )[A-ZÅÄÖ]")  # Testa & Prov; Testa i Provköping
_OWNS = re.compile(r" [a-zåäö]")
_DOTS = re.compile(r"\. ?\.|[. ]?\.| ")  # between two initials, and after them


def is_told_before(text: str, tokens: Sequence[Word], at: int) -> bool:
    """Whether the word before says that a name follows: ``eleven``, ``Handläggare:``."""
    if not at:
        return False
    word = tokens[at - 1]
    gap = text[word.end : tokens[at].start]
    if word.facts.lower in _LINKS and at > 1:
        word = tokens[at - 2]
    return word.facts.goes_before and re.fullmatch(r"[ :.,\n(\"'-]{1,3}", gap) is not None


def is_in_a_class(text: str, tokens: Sequence[Word], at: int) -> bool:
    """Whether a class or an age follows a word: ``Testa i 3B``, ``Testa, 9 år``."""
    return _CLASS_AFTER.match(text, tokens[at].end) is not None


def is_met(text: str, word: Word) -> bool:
    """Whether a given name stands where a person does: ``Testa ringde``, ``i 5A, Testa``."""
    if not word.facts.is_given or word.lower in _MONTHS:
        return False
    sure = person_at(text, word.start, word.end)
    return (
        sure is Sure.PERSON
        or follows_a_class(text, word.start)
        or says(text, word.end)
        or goes_to_a_school(text, word.end)
    )


def after_an_office(text: str, tokens: Sequence[Word], at: int) -> tuple[int, str] | None:
    """A name right after what its bearer is: ``Räddningschef Testgren``, ``Rektor Berg``."""
    if not at or text[tokens[at - 1].end : tokens[at].start] != " ":
        return None
    office, word = tokens[at - 1].lower, tokens[at]
    if office in _BODIES_TOO or not (is_role(office) or tokens[at - 1].facts.goes_before):
        return None
    if word.text.isupper() or not word.facts.may_name or len(word.text) < 2:
        return None
    facts = word.facts
    named = facts.is_family or facts.is_given or is_listed_surname(word.text)
    named = named or is_persons_name(word.text)
    return (1, "name-after-an-office") if named and not means_something(word.text) else None


def given_alone(text: str, tokens: Sequence[Word], at: int) -> tuple[int, str] | None:
    """A given name of the list alone in a sentence: ``till Testa``, ``Testas dator``.

    Not so where it is another word, where a thing is called by it (``Portalen Testa``), and beside
    other words with capitals.
    """
    word = tokens[at]
    base = word.text.removesuffix("s") if not word.facts.is_given else word.text
    if not (word.is_capital and word.text.istitle() and _is_given_in_full(base)):
        return None
    if base != word.text and is_word(word.text):
        return None  # This
    before = tokens[at - 1] if at else None
    gap = text[before.end : word.start] if before else ""
    opens = before is None or re.search(r"[.!?:;\n/–-] ?$", gap) is not None
    led = before is not None and gap == " " and before.lower in _LEADING
    # A capital in mid-sentence says that no other word is meant: "gett Per", and not "Per post".
    is_other = is_swedish(base) and not (led and len(base) > _LEAST_LED)
    if len(tokens) < _LEAST_SENTENCE or is_other or word.lower in _MONTHS:
        return None
    after = text[word.end :]
    alone = _IS_ALONE.match(after) is not None and (led or not _IS_TITLE.match(after))
    of_thing = (
        _HOUSE_AFTER.match(after) is not None
        or is_school_of(text, word.end, word.text)
        or _IS_SYSTEM.match(after) is not None
        or _OF_SYSTEM.search(text, max(0, word.start - _REACH), word.start) is not None
    )
    owns = base != word.text and _OWNS.match(after) is not None  # Testas grupp
    if (
        not (opens or led or owns)
        or not alone
        or of_thing
        or is_make(base)
        or (is_common(base) and not led)
    ):
        return None
    return 1, GIVEN_ALONE


def _is_given_in_full(word: str) -> bool:
    """Whether a word is a given name, or two with a hyphen, the second one: ``Ing-Testa``."""
    pieces = word.split("-")
    if len(pieces) > 1:
        return any(is_spelled_given(piece) for piece in (pieces[0], pieces[-1]))
    return is_spelled_given(word) or is_given_somewhere(word)


def surname_led(text: str, tokens: Sequence[Word], at: int) -> tuple[int, str] | None:
    """A surname of the list in mid-sentence after ``enligt`` and the like: ``enligt Testvall``."""
    word, before = tokens[at], tokens[at - 1] if at else None
    if before is None or before.lower not in _OF_SOURCES or word.text.isupper():
        return None
    if text[before.end : word.start] != " " or not _IS_ALONE.match(text, word.end):
        return None
    known = is_listed_surname(word.text) or is_surname_somewhere(word.text)
    known = known or (word.facts.is_strong and not is_word(word.text))
    listed = known and word.facts.may_name and not is_place(word.text)
    return (1, "surname-led") if listed else None


def signed(text: str, word: Word) -> tuple[int, str] | None:
    """A word that is no other after a stroke at the end: ``/Testa-Lyn``; ``… klart. Testa``."""
    is_given = word.is_capital and is_spelled_given(word.text) and not is_swedish(word.text)
    if is_given and _LAST_LINE.fullmatch(text, word.end) and _ENDED.search(text[: word.start]):
        return 1, "signature"
    if "/" not in text[max(0, word.start - 2) : word.start]:
        return None  # spares a look at the rest of the text for each of its words
    is_last = not text[word.end :].strip(" .\n") and _STROKE.search(text[: word.start])
    known = any(is_listed_given(each) or is_persons_name(each) for each in word.text.split("-"))
    is_name = word.facts.may_name and (known or means_nothing(word.text))
    return (1, "signature") if is_last and is_name and len(word.text) > 1 else None


def in_a_class(text: str, word: Word) -> tuple[int, str] | None:
    """A word that means nothing with a class in brackets: ``Testalyn (7A)``."""
    if word.facts.may_name and _BRACKETED_CLASS.match(text, word.end) and means_nothing(word.text):
        return 1, "name-and-class"
    return None


def surname_met(text: str, word: Word) -> tuple[int, str] | None:
    """A surname of the list alone where a person does what only persons do: ``Ek ringde``."""
    is_titled_case = word.is_capital and not word.text.isupper()
    is_listed = is_listed_surname(word.text) or is_surname_somewhere(word.text)
    if is_titled_case and is_listed and person_at(text, word.start, word.end) is Sure.PERSON:
        return 1, "surname-met"
    return None


def given_owns(text: str, word: Word) -> tuple[int, str] | None:
    """A name in the genitive before what a person has: ``Testas schema``, ``Testalyns mormor``."""
    if not (word.facts.may_name and word.lower.endswith("s")):
        return None
    is_given = is_listed_given(word.text[:-1])
    if is_given and person_at(text, word.start, word.end) is Sure.PERSON:
        return 1, "given-name-told"
    if means_nothing(word.text[:-1]) and means_nothing(word.text) and has_kin(text, word.end):
        return 1, "name-with-kin"
    return None


def initials_in_a_class(text: str, tokens: Sequence[Word], at: int) -> tuple[int, str] | None:
    """``T.P. i 3B``: initials alone say who is meant in a class."""
    two = tokens[at : at + 2]
    if len(two) < 2 or not all(word.facts.is_initial for word in two):
        return None
    dots = _DOTS.fullmatch(text[two[0].end : two[1].start] + text[two[1].end : two[1].end + 1])
    after = two[1].end + (text[two[1].end : two[1].end + 1] == ".")
    return (2, "initials-in-a-class") if dots and _CLASS_AFTER.match(text, after) else None


def child_alone(text: str, tokens: Sequence[Word], at: int) -> tuple[int, str] | None:
    """A single name right after a word that says whose: ``eleven Testa``, ``mamma till Testa``."""
    word = tokens[at]
    is_titled = all(piece.istitle() for piece in word.text.split("-"))
    if not (at and word.facts.may_name and is_titled and len(word.text) > 2):
        return None
    before, known = tokens[at - 1], _CHILD
    if before.lower in _LINKS and at > 1:
        before, known = tokens[at - 2], _CHILD | _KIN
        if text[before.end : tokens[at - 1].start] != " ":
            return None
    elif at > 1 and tokens[at - 2].lower in _WHOSE:
        known = _CHILD | _KIN
    gap = text[tokens[at - 1].end : word.start]
    if before.lower not in known or not _OPENED.fullmatch(gap):
        return None
    return 1, "name-told-alone"


def strange(text: str, run: Sequence[Word]) -> tuple[int, str] | None:
    """Names of words that no list knows, where the words around them speak of a person."""
    named = [word for word in run if not (word.facts.is_initial or word.facts.is_particle)]
    if not named or any(is_common(word.text) or len(word.text) < 2 for word in named):
        return None
    if all(is_english(word.text) for word in named):
        return None
    if is_titled(text, run[0].start) or text[: run[0].start].endswith(" heter "):
        return len(run), TITLED if is_titled(text, run[0].start, several=True) else "titled"
    alone = len(named) == 1 and text[: run[0].start].endswith(_OF_PUPIL)
    if (len(named) < 2 and not alone) or person_at(
        text, run[0].start, run[-1].end
    ) is not Sure.PERSON:
        return None
    return len(run), "name-in-its-place"

"""Names as people write them in notes: after kin, in lists of the absent, in small letters.

``farmodern Ruth-Testa``, ``Frånvaro: Testlan (sjuk)``, ``ring majken``, ``Vilde.K``, ``fru Ek``.
No list has all names, and some are words as well: here the words around say that a person is meant.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from skolkit.privacy.common_words import is_make, is_never_a_name, is_place, is_surname_too
from skolkit.privacy.known_names import is_given_somewhere, is_surname_somewhere
from skolkit.privacy.lexicon import is_english, is_other_name, is_persons_name, is_swedish, is_word
from skolkit.privacy.name_words import Word, is_listed_surname, is_role, is_spelled_given
from skolkit.privacy.names_made import means_nothing
from skolkit.privacy.person_context import Sure, follows_a_class, has_kin, is_titled, person_at

NOTED = "name-in-a-note"
SMALL = "name-in-small-letters"
_KIN = """
mamma mamman pappa pappan moder modern mor fader fadern far mormor mormodern morfar morfadern farmor
farmodern farfar farfadern moster mostern faster fastern morbror morbrodern farbror farbrodern
kusin kusinen syskonbarn bror brodern brorsan syster systern syrran storebror storasyster lillebror
lillasyster bonusmamma bonusmamman bonuspappa bonuspappan styvmamma styvmamman styvpappa styvpappan
styvfar styvmor svärmor svärfar svärmodern svärfadern sambo sambon make maken maka makan hustru
hustrun fru frun änkan änklingen son sonen dotter dottern barnbarn barnbarnet tvillingen
fosterbarnet
mother father mum mom dad brother sister grandmother grandfather uncle aunt cousin wife husband
"""
_PERSONS = """
klienten brukaren patienten vittnet målsäganden hyresgästen grannen låntagaren resenären kvinnan
mannen damen herrn flickan pojken tjejen killen eleven barnet ungdomen ynglingen kompisen kamraten
vännen kollegan kollega vårdtagaren pensionären nyanställde nyanställda anhörige anhöriga närstående
godmannen vikarien praktikanten
witness tenant neighbour girl boy
"""
_AFTER_KIN = frozenset((*_KIN.split(), *_PERSONS.split()))
_ALSO = frozenset({"hon", "han", "hen", "jag", "personen", "she", "he", "they"}) | _AFTER_KIN
_APART = re.compile(r", | \(|: ")
_MOST_NAMES = 3  # words
_MOST_LETTERS = 3  # of initials before a class
_INITIALS = 2  # without full stops before a surname
_REACH = 60  # characters before a word in which something may be said of it
_LONGEST_LIST = 2000  # characters of a list of the absent
_CALLED = re.compile(
    r"(?:(?:kallas|kallad|kallade|kallar sig|kallar henne|kallar honom|heter|hette|vill heta)"
    r"(?: (?:numera|nu|egentligen|inte längre|också|tydligen|även|för))?"
    r"|går under namnet|smeknamnet|called|known as|nicknamed) $",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[.!?\n]")
_PIECE = r"[A-ZÅÄÖ][\w-]*(?: [A-ZÅÄÖ][\w-]*)?(?: \([^()]*\))?"
_ABSENT = re.compile(
    r"(?:^|[.\n] ?)(?:frånvaro|frånvarande|frånvarorapport|sjuk|sjuka|sjukanmäld|sjukanmälda|sena"
    r"|ledig|lediga|närvarande|deltog|absent|ill|sick|present)(?: [^:.\n]{1,20})?: "
    rf"(?:{_PIECE}(?:, | och | samt | and ))*$",
    re.IGNORECASE,
)
_IN_PROSE = re.compile(r" [a-zåäö]{3,} ")
_ABBREVIATED = frozenset(
    {"it", "hr", "vh", "syv", "kom", "iup", "lss", "bup", "npf", "adhd", "sva"}
)
_INITIAL_OF_CLASS = re.compile(r" (?:i )?[1-9][A-Za-z](?!\w)")
_IN_CLASS = re.compile(r"[a-zåäö]{3,}(?: [a-zåäö])?\)")
_LEADS = """
till från med hos åt av för via hej mvh ring ringde ringt mejla mejlade kontakta fråga frågade m o
efter mötte hjälpte tröstade möte samtal samtala prata pratade hämta hämtade hämtar träffa träffade
besök påminn enl enligt
to from with for by ask asked call called tell told
"""
_LEAD_SMALL = frozenset(_LEADS.split())
_IS_ABSENT = re.compile(
    r" (?:kom|kommer|dök|har|var|är|hör|syns|svarar|svarade) (?:ej|inte|aldrig|åter|hem|upp|själv)"
    r"(?![^\W\d_])"
    r"| (?:uteblev|avbokade|bokade om|undrar|grät|gråter|ringde|mejlade|hälsar)(?![^\W\d_])"
)
_LIVES = re.compile(
    r" (?:i|på|från) (?:(?:trapp|lgh|lägenhet|lägenheten|uppgång|port|rum) [A-Z0-9]"
    r"|[a-zåäö]+ (?:våningen|våning|trappan)|våning [0-9])"
)
_DONE_BY = re.compile(
    r"(?:kvittera|underteckna|signera|hämta|lämna|anmäl|inlämna|beställ|boka|skriv|upprätta|begär|sökt"
    r"|fylld?|delge|delgiv|överlämna|mottag|lånad?|lånat)[^\W\d_]* av $",
    re.IGNORECASE,
)
_ENDS = re.compile(r"$|[ ,!?)\n]|\.(?:$|[ \n])")
_HYPHENED = re.compile(r"[a-zåäö]-[a-zåäö]")
_LEAST_SMALL = 3  # letters of a name in small letters
_LEAST_STRANGE = 3


def in_a_note(text: str, tokens: Sequence[Word], at: int) -> tuple[int, str] | None:
    """How many words from ``at`` are a name that the words around tell, and the rule.

    Args:
        text: folded.
        tokens: its words.
        at: the first word of what may be the name.
    """
    word = tokens[at]
    if not word.is_capital:
        return _small(text, tokens, at)
    if word.text.isupper() and len(word.text) > 1:
        return _initials(text, tokens, at) or _undotted(text, tokens, at)
    if not word.text.istitle() and "-" not in word.text:
        return None
    return (
        _after_a_person(text, tokens, at)
        or _dotted(text, tokens, at)
        or _noble(tokens, at)
        or _called(text, tokens, at)
        or _absent(text, word)
        or _titled(text, word)
        or _met(text, tokens, at)
    )


def _ends_with(pattern: re.Pattern[str], text: str, start: int, reach: int = _REACH) -> bool:
    """Whether the text right before a place ends as a pattern does, which ends with ``$``."""
    return pattern.search(text, max(0, start - reach), start) is not None


def _may_be_called(word: Word) -> bool:
    """Whether a word with a capital can be somebody's name, if the words around say so."""
    facts, text = word.facts, word.text
    if not facts.is_capital or facts.is_body or facts.goes_before or is_role(word.lower):
        return False
    if is_never_a_name(text) or len(text) < 2 or (is_make(text) and not facts.is_given):
        return False
    return not (is_place(text) or is_other_name(text)) or facts.is_given


def _is_sure(word: Word) -> bool:
    """Whether a word is a name by itself or means nothing."""
    facts, text = word.facts, word.text
    named = facts.is_given or facts.is_strong or is_listed_surname(text) or is_persons_name(text)
    return named or means_nothing(text)


def _run(text: str, tokens: Sequence[Word], at: int) -> int:
    """How many words from ``at`` may be one name."""
    count = 1
    while count < _MOST_NAMES and at + count < len(tokens):
        word = tokens[at + count]
        if text[tokens[at + count - 1].end : word.start] not in {" ", "-"}:
            break
        if not (_may_be_called(word) and word.text.istitle() and (_is_sure(word) or count == 1)):
            break
        count += 1
    return count


def _after_a_person(text: str, tokens: Sequence[Word], at: int) -> tuple[int, str] | None:
    """``farmodern Ruth-Testa``, ``Pappan, Testalam, hämtar``, ``vittnet Pärla Testgren``."""
    if not at or tokens[at - 1].lower not in _AFTER_KIN or not _may_be_called(tokens[at]):
        return None
    gap = text[tokens[at - 1].end : tokens[at].start]
    borne = gap == " " and is_surname_too(tokens[at].text)
    if not (gap == " " or _APART.fullmatch(gap)) or not (borne or _is_sure(tokens[at])):
        return None
    return _run(text, tokens, at), NOTED


def _dotted(text: str, tokens: Sequence[Word], at: int) -> tuple[int, str] | None:
    """``Vilde.K``: a given name and an initial with nothing but a full stop between."""
    word = tokens[at]
    if at + 1 >= len(tokens) or text[word.end : tokens[at + 1].start] != ".":
        return None
    after = text[tokens[at + 1].end : tokens[at + 1].end + 1]
    if not tokens[at + 1].facts.is_initial or after in {".", "@"}:
        return None
    named = word.facts.is_given or (not is_word(word.text) and len(word.text) >= _LEAST_STRANGE)
    return (2, NOTED) if named else None


def _noble(tokens: Sequence[Word], at: int) -> tuple[int, str] | None:
    """``E. v. Testen-Prov``: a surname after a particle that follows an initial."""
    if at < 2 or not tokens[at - 2].facts.is_initial or tokens[at - 1].lower not in {"v", "af"}:
        return None
    return (1, NOTED) if _may_be_called(tokens[at]) else None


def _called(text: str, tokens: Sequence[Word], at: int) -> tuple[int, str] | None:
    """``Klienten kallas Testan``, ``Pojken heter numera Testia``: of a person, not of a system."""
    start = tokens[at].start
    if not _ends_with(_CALLED, text, start) or not _may_be_called(tokens[at]):
        return None
    begin = max(text.rfind(mark, 0, start) for mark in ".!?\n")
    spoken = [word.lower for word in tokens[:at] if word.start > begin]
    of_a_person = any(word in _ALSO for word in spoken)
    return (_run(text, tokens, at), NOTED) if of_a_person else None


def _absent(text: str, word: Word) -> tuple[int, str] | None:
    """``Frånvaro: Testlan (magsjuk), Provve (tandläkare)``."""
    if is_swedish(word.text) and not word.facts.is_given:
        return None
    named = _may_be_called(word) and _ends_with(_ABSENT, text, word.start, _LONGEST_LIST)
    return (1, NOTED) if named else None


def _titled(text: str, word: Word) -> tuple[int, str] | None:
    """``fru Hallon``, ``makarna Ek``: a word that is borne as a surname too."""
    if is_titled(text, word.start) and is_surname_too(word.text) and not is_make(word.text):
        return 1, NOTED
    return None


def _met(text: str, tokens: Sequence[Word], at: int) -> tuple[int, str] | None:
    """A surname that is a word, or a name of no list, in the place of a person.

    ``Samtal med Storm``, ``kvitterad av Rosen``, ``det är Lind i trapp B``, ``Testichi från andra
    våningen``. At the beginning of a sentence a capital tells nothing of a word.
    """
    word = tokens[at]
    opens = at == 0 or _SENTENCE.search(text[tokens[at - 1].end : word.start]) is not None
    strange = means_nothing(word.text) and len(word.text) >= _LEAST_STRANGE
    borne = is_surname_too(word.text) and not (opens or is_make(word.text) or is_place(word.text))
    if not (strange or borne or is_listed_surname(word.text)) or not _may_be_called(word):
        return None
    if _LIVES.match(text, word.end) and (strange or not opens):
        return 1, NOTED
    if borne and (
        person_at(text, word.start, word.end) is Sure.PERSON
        or _ends_with(_DONE_BY, text, word.start)
    ):
        return 1, NOTED
    return None


def _initials(text: str, tokens: Sequence[Word], at: int) -> tuple[int, str] | None:
    """``elev TP 5c``: two or three initials between a word for a pupil and a class."""
    word = tokens[at]
    if not at or tokens[at - 1].lower not in _AFTER_KIN | {"elev", "elever"}:
        return None
    is_short = len(word.text) <= _MOST_LETTERS
    if word.lower in _ABBREVIATED or not is_short:
        return None
    named = _INITIAL_OF_CLASS.match(text, word.end) or _IN_PROSE.match(text, word.end)
    return (1, NOTED) if named else None


def _undotted(text: str, tokens: Sequence[Word], at: int) -> tuple[int, str] | None:
    """``PO Testman``: two initials without full stops before a surname that is no other word."""
    if at + 1 >= len(tokens) or len(tokens[at].text) != _INITIALS or text.isupper():
        return None
    last = tokens[at + 1]
    named = last.text.istitle() and last.facts.is_family and not is_word(last.text)
    beside = text[tokens[at].end : last.start] == " "
    return (2, NOTED) if named and beside and not is_other_name(last.text) else None


def _small(text: str, tokens: Sequence[Word], at: int) -> tuple[int, str] | None:
    """A name in small letters: ``till majken``, ``karlsson testa``, ``t-p sköld``."""
    word = tokens[at]
    second = tokens[at + 1] if at + 1 < len(tokens) else None
    gap = text[word.end : second.start] if second is not None else ""
    beside = gap == " "
    if len(word.text) == 1 and gap == ". " and second is not None and second.text.islower():
        known = is_listed_surname(second.text) or is_surname_somewhere(second.text)
        return (2, SMALL) if known and not is_word(second.text) else None
    if _HYPHENED.fullmatch(word.text) and beside and second is not None:
        borne = is_listed_surname(second.text) or is_surname_too(second.text)
        return (2, SMALL) if borne and not second.is_capital else None
    if len(word.text) < _LEAST_SMALL or is_word(word.text) or not word.text.islower():
        return None
    if text[word.start - 1 : word.start] in {"@", "/", "\\", ".", "_", "-"}:
        return None
    if follows_a_class(text, word.start) and _IN_CLASS.match(text, word.start):
        return 1, SMALL
    base = word.text.removesuffix("s") if has_kin(text, word.end) else word.text
    given = is_spelled_given(base) or is_given_somewhere(base)
    if beside and second is not None and second.text.islower() and not is_word(second.text):
        pair = given or (word.facts.is_strong and second.facts.is_given)
        strange = len(second.text) >= _LEAST_SMALL and _IS_ABSENT.match(text, second.end)
        if pair or strange:
            return 2, SMALL
    led = at > 0 and text[tokens[at - 1].end : word.start] in {" ", " ("}
    led = led and tokens[at - 1].lower in _LEAD_SMALL | _AFTER_KIN
    led = led or _ends_with(_CALLED, text, word.start)
    told = led or base != word.text or _IS_ABSENT.match(text, word.end) is not None
    ends = _ENDS.match(text, word.end) is not None
    is_name = given and not is_english(word.text) and ends
    return (1, SMALL) if is_name and told else None

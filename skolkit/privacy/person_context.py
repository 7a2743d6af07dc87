"""The words around a place to whether a person is meant there.

``Berg ringde``, ``pratade med Ek``, ``Linds lösenord``: a berg, an oak and a lime tree do none of
that. Companies and towns answer and decide as well, but hardly wonder, fall ill or forget.
"""

from __future__ import annotations

import re
from enum import IntEnum

_REACH = 40  # characters that are looked at before and after a word


class Sure(IntEnum):
    """How surely a person is meant."""

    NO = 0
    MAY_BE_A_BODY = 1  # a person, or a company, town or authority
    PERSON = 2


_HAS = (
    r" (?:(?:själv|också|nu|åter|igen|idag|i dag|igår|i går|precis|just|tyvärr|ofta|inte|ej|ännu"
    r"|aldrig|redan|har|hade|has|had|not|never) ){0,3}"
)
_DOES = re.compile(
    r"(?: (?:i|på|från|vid) [^\W\d_]+)?"
    + _HAS
    + r"(?:undra(?:r|de|t)|ring(?:er|de|t)|mår|grät|gråter"
    r"|(?:är|var|blev) (?:sjuk(?:anmäld|skriven)?|frånvarande|ledig|född|borta|orolig"
    r"|ledsen|arg|gravid|bortrest|hemma)"
    r"|är (?:elev|lärare|mentor|mamma|pappa|mor|far|vikarie|syskon|bror|syster)"
    r"|fyller (?:år|[0-9]+ år)|glömt|glömde|(?:hör|hörde|hört) av sig"
    r"|kan (?:inte|ej) (?:logga|komma (?:in|åt|ihåg)|hitta|öppna|se|läsa|delta|närvara)"
    r"|kommer (?:inte|ej) (?:in|åt|ihåg)|loggade|hittar (?:inte|ej)|ser (?:inte|ej)"
    r"|(?:går|gick|börjar|började|slutar|slutade) (?:i|på) (?:klass|åk|årskurs|skolan|[1-9])"
    r"|bor|bodde|flyttade|flyttat|heter|(?:mejl|mail|mess)a(?:r|de|t)|sms:ade"
    r"|berätta(?:r|de|t)|återkommer|återkom|hälsar|tycker|tyckte|vägrar|vägrade|oroar sig"
    r"|(?:hämta|lämna|tappa|glömm?[te]r?|få|fick|ta|tog|ha|hade|packa|visa|boka|ändra)[^\W\d_]{0,3}"
    r" (?:sin|sitt|sina)"
    r"|called|phoned|wonders|asked|asks|forgot|emailed|lives|moved"
    r"|(?:cannot|can't|can not|could not) (?:log|find|see|open|sign)"
    r"|is (?:ill|sick|absent|worried|a pupil|a student))(?![^\W\d_])",
)
# Companies and authorities speak too, but none that is called by a given name; systems answer.
_SAYS = re.compile(
    _HAS + r"(?:säger|sa|sade|sagt|klaga(?:r|de|t)|påpeka(?:r|de|t)|lova(?:r|de|t)"
    r"|tacka(?:r|de|t)|deltog|närvarade|vill (?:ha|veta)|ville (?:ha|veta)|says|said)(?![^\W\d_])"
)
_SCHOOL_AFTER = re.compile(
    r",? \(?(?:i|på|från|vid|at|from|of) (?:[A-ZÅÄÖ][\w-]* )?[\w-]*"
    r"(?:skola|skolan|förskola|förskolan|gymnasium|gymnasiet|fritidshem|fritidshemmet|[Ss]chool)"
    r"(?![^\W\d_])"
)
_ANSWERS = re.compile(
    _HAS + r"(?:svara(?:r|de|t)|meddela(?:r|de|t)|skriver|skrev|skrivit"
    r"|skicka(?:r|de|t)|begär|begärde|begärt|önska(?:r|de|t)|klaga(?:r|de|t)"
    r"|påpeka(?:r|de|t)|säger|sa|sade|sagt|sökt|sökte|ansök(?:er|te|t)|överklaga(?:r|de|t)"
    r"|godkän(?:ner|de|t)|attestera(?:r|de|t)|lova(?:r|de|t)|tacka(?:r|de|t)"
    r"|deltog|närvarade|vill ha|ville ha|vill veta|says|said|writes|wrote|answered|replied)"
    r"(?![^\W\d_])",
)
_KIN = (
    r"mamma|pappa|mor|far|mormor|morfar|farmor|farfar|moster|faster|morbror|farbror|kusin|förälder"
    r"|föräldrar|vårdnadshavare|son|dotter|syskon|bror|syster|barn|fru|man|make|maka|sambo"
    r"|familj|mother|father|parents?|guardian|daughter|brother|sister|grandmother|grandfather"
)
_HAS_KIN = re.compile(rf" (?:{_KIN})(?:n|en|et|s)?(?![^\W\d_])", re.IGNORECASE)
_OWNED = (
    rf"(?:lösenord|lösen|{_KIN}|schema|betyg|frånvaro|närvaro|mentor|klasslärare|sjukanmälan|ledighet"
    r"|personnummer|pnr|hemnummer|mobilnummer|hälsa|diagnos|telefon|mobil|skolgång|glasögon|jacka|ryggsäck|väska|skor|nycklar|kläder|mössa|medicin"
    r"|inhalator|hörapparat|rullstol|specialkost|matlåda|kontaktbok|omdöme|omdömen"
    r"|password|timetable|grades)(?:et|en|t|n)?(?![^\W\d_])"
)
_OF_A_PERSON = re.compile(rf" {_OWNED}", re.IGNORECASE)
_OF_ANYONE = re.compile(
    r" (?:konto|inlogg|inloggning|mejl|mail|adress|ärende|ansökan|svar|fråga|uppgifter|behörighet"
    r"|användare|kort|dator|ipad|account|e-?mail)(?:et|en|t|n)?(?![^\W\d_])",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"(?<![^\W\d_])(?:[Hh]err|[Ff]ru|[Ff]röken|[Ff]rk|[Ff]r|[Hh]r|[Tt]ant|[Dd]r|[Dd]oktor|[Pp]rof|[Pp]rofessor|[Mm]agister"
    r"|[Mm]rs?|[Mm]s|[Mm]iss|[Ff]am|[Ff]amiljen|[Tt]he family)\.? $"
)
_SEVERAL = re.compile(
    r"(?<![^\W\d_])(?:[Ss]yskonen|[Bb]röderna|[Ss]ystrarna|[Mm]akarna|[Tt]villingarna|[Pp]aret|[Ss]yskonparet|barnen"
    r"|[Kk]usinerna|[Tt]he (?:twins|brothers|sisters|siblings)) $"
)
_HEARD = re.compile(
    r"(?<![^\W\d_])(?:(?:prata(?:de|t|r)?|tala(?:de|t|r)?|snacka(?:de|t)?|samtal(?:a|ade|at|et)?"
    r"|talked|spoke|spoken) (?:\w+ )?(?:med|with|to)"
    r"|(?:fråga|frågar|frågade|sök|söker|sökte|asked?) (?:efter|for)"
    r"|(?:jag|hon|han|hen|eleven|barnet|dottern|sonen|flickan|pojken|som) heter|my name is"
    r"|(?:ring|ringde|ringt|mejlade|mejlat|mailade|mailat|träffade|träffat|bad|frågade|frågat|hej)"
    r"(?: till)?|(?:hälsning(?:ar)?|hälsn)(?: från)?|mvh,?)[ \n]$",
    re.IGNORECASE,
)
_TOLD_BY = re.compile(
    r"(?<![^\W\d_])(?:(?:möte|mötet|avstämning|dialog|kontakt|kontakten|intervju) med"
    r"|kontakta(?:de|t|r)?|ringer|mejla|maila|informera(?:de|t)?|påminn|påminde|tack"
    r"|(?:svar|svarade|svarat|skrev|skriver|skrivit) till"
    r"|(?:svar|mejl|mail|brev|sms|samtal|fråga|frågor) från)[ \n]$",
    re.IGNORECASE,
)
_SIGNED = re.compile(r"(?:[.!?\n] ?|\s)/ ?$")
_CLASS_BEFORE = re.compile(
    r"(?<![^\W_])(?:(?:klass|åk|årskurs|class|grade) ?[1-9F][A-ZÅÄÖa-zåäö]?|[1-9F] ?[A-ZÅÄÖ])"
    r"[,:]? \(?$"
)


def person_at(text: str, start: int, end: int) -> Sure:
    """How surely the words around ``text[start:end]`` say that it names a person.

    Args:
        text: folded.
        start: of the name.
        end: of the name, the ``s`` of a genitive in it.
    """
    before, after = text[max(0, start - _REACH) : start], text[end : end + _REACH]
    if after.isupper():  # of a text in capitals; in a headline only the names and nouns are
        after = after.lower()
    if _DOES.match(after) or is_titled(text, start) or _HEARD.search(before):
        return Sure.PERSON
    is_genitive = text[end - 1 : end] in {"s", "S", "x", "z"}
    if is_genitive and _OF_A_PERSON.match(after):
        return Sure.PERSON
    if _SIGNED.search(before) and not after.strip(" .\n"):
        return Sure.PERSON
    if _ANSWERS.match(after) or _TOLD_BY.search(before):
        return Sure.MAY_BE_A_BODY
    return Sure.MAY_BE_A_BODY if is_genitive and _OF_ANYONE.match(after) else Sure.NO


def says(text: str, end: int) -> bool:
    """Whether who is named before a place says, promises or complains."""
    return _SAYS.match(text, end) is not None


def has_kin(text: str, end: int) -> bool:
    """Whether a word for a relative follows a genitive: ``Testas mormor``."""
    return _HAS_KIN.match(text, end) is not None


def goes_to_a_school(text: str, end: int) -> bool:
    """Whether a school follows a name: ``Testa på Provskolan``."""
    return _SCHOOL_AFTER.match(text, end) is not None


def is_titled(text: str, start: int, *, several: bool = False) -> bool:
    """Whether ``fru``, ``dr``, ``familjen`` or the like stands right before a place.

    ``several``: only words for more than one, as ``tvillingarna``.
    """
    before = text[max(0, start - _REACH) : start]
    if _SEVERAL.search(before):
        return True
    return not several and _TITLE.search(before) is not None


def follows_a_class(text: str, start: int) -> bool:
    """Whether a class stands right before a place: ``i 5A, Testa``."""
    return _CLASS_BEFORE.search(text[max(0, start - _REACH) : start]) is not None

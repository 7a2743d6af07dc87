"""Texts to candidates for e-mail addresses, telephone numbers and street addresses.

Telephone numbers follow the Swedish numbering plan (PTSFS 2015:2 and the plan for E.164): a zero,
an area code or 7x for mobiles, seven to ten digits in all after ``0`` is counted.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from skolkit.privacy.common_words import means_something
from skolkit.privacy.decoys import Around, ibans, is_told_reference
from skolkit.privacy.folding import View, lookalikes, unwrapped
from skolkit.privacy.lexicon import is_swedish_however_written
from skolkit.privacy.model import Decision, Kind, Span
from skolkit.privacy.name_words import is_role, words_of
from skolkit.privacy.topics import Topic
from skolkit.tables.organisations import domain_of, is_organisation

_PIECE = r"[\w+%'-]+"
_DOT = r"(?:\.| \. ?| ?[\[({]\s?(?:dot|punkt|\.)\s?[\])}] ?| (?:dot|punkt) )"
_DOMAIN_DOT = rf"(?:{_DOT}|,(?=[\w-]+(?![\w.+-]*@)))"  # a comma is a misread full stop
_AT = (
    r"(?: ?[@\N{COPYRIGHT SIGN}\N{REGISTERED SIGN}] ?"
    r"| ?[\[({<]\s?(?:at|a|snabel-?a|@|\N{COPYRIGHT SIGN})\s?[\])}>] ?| ?snabel-?a ?)"
)
_EMAIL = re.compile(
    rf"(?<![\w.+-]){_PIECE}(?:{_DOT}{_PIECE}){{0,5}}{_AT}[\w-]+(?:{_DOMAIN_DOT}[\w-]+){{0,5}}"
    rf"{_DOMAIN_DOT}[^\W\d_]{{2,12}}(?![\w])",
    re.IGNORECASE,
)
# `` at `` in words alone: only where the first part is dotted, as names in addresses are.
_EMAIL_IN_WORDS = re.compile(
    rf"(?<![\w.+-]){_PIECE}(?:(?:\.| dot | punkt ){_PIECE})+ ?(?: at |_at_|-at-) ?"
    r"[\w-]+(?:(?:\.| dot | punkt )[\w-]+)*"
    r"(?:\.| dot | punkt )[^\W\d_]{2,12}(?!\w)",
    re.IGNORECASE,
)
_EMAIL_CUT = re.compile(
    rf"(?<![\w.+-])(?=[^\W\d_][\w.-]){_PIECE}(?:\.{_PIECE}){{0,5}}@(?![0-9])[\w.-]*"
)
# An address whose sign was read as a letter: two dotted parts or more and a domain's ending.
_EMAIL_UNSIGNED = re.compile(
    r"(?<![\w.+/-])[\w+-]+(?:\.[\w-]+){1,6}\.[a-z]{2,6}(?![\w])", re.IGNORECASE
)
# A full stop that was read as another mark: ``testa:testsson@example.com``.
_BEFORE_MARK = re.compile(r"(?<![\w.+-])([\w+-]+)[:,;'](?=$)")
_LONGEST_PIECE = 40
_LABELS = {
    *("mailto", "mail", "epost", "e-post", "email", "e-mail", "mejl", "adress", "till", "från"),
    *("to", "from", "cc", "bcc", "kopia", "avsändare", "mottagare", "kontakt", "http", "https"),
}
# Pieces of addresses that no dictionary of Swedish has, or that it has too short.
_FUNCTION_WORDS = """
registrator diarium diariet info information support helpdesk noreply no-reply donotreply
postmaster webmaster kundtjanst kundservice kontakt kontaktcenter kontaktcentrum servicedesk
faktura fakturor invoice invoices press presstjanst presstjansten redaktion redaktionen
reception receptionen servicecenter it hr sales legal order orders project office accounting
accounts finance billing payments procurement purchasing jobs careers news newsletter marketing
privacy security abuse admin administrator alerts notifications service registry clerk library
enquiries dpo hr it kost lon vard gata park bygg plan miljo kultur fritid drift inkop kok stad
"""
_FUNCTIONS = frozenset(_FUNCTION_WORDS.split())

_LEAST_FUNCTION = 5  # letters of a word in the address of a function
_GAP = r"(?: ?[-/.~=] ?| )?"  # a dash may be misread
_PHONE = re.compile(
    r"(?:(?<![0-9A-Za-z])|(?<=[^\W\d_])(?=\+))(?<![0-9][-.,/:+])"
    rf"(?:(?:\+|(?<!\+)00) ?46{_GAP}(?:\(0\){_GAP}|\(?0?\)?{_GAP})[1-9](?:{_GAP}[0-9]){{6,9}}"
    rf"|\(?0[1-9](?:[0-9]{{0,2}}\){_GAP}|{_GAP}|(?<=0[1-9])\) ?)[0-9](?:{_GAP}[0-9]){{5,8}})"
    r"(?![0-9A-Fa-f])(?![.,:/-][0-9])"
)
# After a word of calling the first zero may be misread.
_CALLED = re.compile(
    r"(?<!\w)(?:tel|tfn|telefon|telnr|mobil|mobilnr|ring|ringer|ringde|ringt|ringa|nås|sms|sms:a|call"
    r"|called|phone|mobile)(?: (?:från|på|till|nr|numret|nummer|from|on|at))?[ .:]{1,3}"
    rf"(?P<number>[89OQDCGo6][1-9][0-9]{{0,2}}{_GAP}[0-9](?:{_GAP}[0-9]){{5,8}})(?![0-9])",
    re.IGNORECASE,
)
# Each digit by itself, as some write to hide a number: 0 7 0 - 1 2 3 4 5 6 7.
_APART = re.compile(r"(?<![0-9])(?<![0-9] )0 7 [02369](?:(?: ?- ?| )[0-9]){7}(?! ?[0-9])")
# ``noll sju tre, 55 18 204``: the beginning in words.
_SPOKEN = re.compile(
    r"(?<![^\W\d_])noll ?sju(?: ?(?:noll|två|tre|sex|nio)),?(?:[ -]?[0-9]{2,3}){3}(?![0-9])", re.I
)
_FOREIGN = re.compile(r"(?<![\w.,+])\+ ?[1-9][0-9]{0,2}(?:[ ()-]{0,2}[0-9]){7,12}(?![0-9])")
_LEAST_REAL = 6
_MOBILE = re.compile(r"(?:\+46|0046|0)\(?0?\)?7[02369]")
_TIMES = re.compile(
    r"(?P<a>[0-2][0-9])[ .:]?(?P<b>[0-5][0-9]) ?- ?(?P<c>[0-2][0-9])[ .:]?(?P<d>[0-5][0-9])"
)
_DAY_FIRST = re.compile(r"[0-3][0-9][-./][01][0-9][-./](?:19|20)[0-9]{2}")
_DATES = re.compile(r"[0-9]{2}[-./][01][0-9][-./][0-3][0-9]")
_ORGANISATION = re.compile(r"[0-9]{6} ?- ?[0-9]{4}")
_SERVICE = re.compile(r"0(?:20|200|77[0-9]?|771|900|939|944)[^0-9]")
# Nobody's number stands right after such a word, or before one in brackets.
_DESK = (
    r"(?:(?:telefon)?växel(?:n|telefonen)?|vxl|vx|kontaktcent(?:er|ret|rum)|kundtjänst(?:en)?"
    r"|kund(?:service|center)|medborgarservice|servicecent(?:er|ret|rum)|reception(?:en)?"
    r"|(?:it-)?support(?:en)?|help ?desk|service ?desk|larmcentral(?:en)?|switchboard|help ?line"
    r"|hotline|customer service|front desk)"
)
_DESK_BEFORE = re.compile(
    rf"(?<![^\W\d_]){_DESK}(?:@[\w.-]+(?: eller| or|,))?"
    r"(?: (?:på|via|on|at))?[ .:,]{1,2}(?:(?:tfn|tel|telefon|nr|nummer|phone)[ .:]{1,2})?$",
    re.IGNORECASE,
)
_DESK_AFTER = re.compile(rf" ?[(,] ?{_DESK}(?![^\W\d_])", re.IGNORECASE)
_CODE = re.compile(r"[0-9]{3,6}[A-HJ-NP-Z][0-9]{3,6}")  # 0139B2040: of areas, articles, rooms
_THREES = re.compile(r"0[0-9]{2}(?: [0-9]{3}){2}")
_FIRST_GROUP = re.compile(r"(?<![0-9])(?<![0-9][ .,/-])[1-9][0-9]{0,2} $")
_FIGURES = {Topic.MONEY, Topic.COUNT}
# In small letters, in short, along ways that are streets only beside a number.
_STREET_SAID = re.compile(
    r"(?<!\w)(?!(?:[Rr]iks|[Ll]äns|[Ee]uropa|[Mm]otor)väg)"
    r"(?P<name>[^\W\d_][\w-]{2,}(?:gatan|gata|vägen|väg|gränden|gränd|stigen|allén|allé|torget"
    r"|backen|slingan|rundan|leden|liden|vreten|ringen|höjden|esplanaden|kroken|terrassen)"
    r"|[A-ZÅÄÖ][\w-]{2,}(?:g|v)\.(?= ?[0-9])"
    r"|(?:[A-ZÅÄÖ][\w'é-]+ )(?:by|gårds|kyrk)?(?:väg|gata|stig))"
    r" ?(?:nr\.? ?)?(?P<number>[0-9]{1,3}(?: ?[A-Ha-h](?![\w]))?(?:-[0-9]{1,3})?)"
    r"(?![0-9]*[.,:%]?[0-9])(?! ?(?:%|procent|kr\b|st\b|tkr\b|mkr\b|mil\b|km\b|av\b|år\b))"
)
# What follows a street or stands after c/o: box, postcode and town.
_POSTAL = re.compile(
    r"(?:\s*[,;\n]\s*|\s+)(?:(?:lgh|tr|vån|box)\.? ?[0-9]{1,5}(?:\s*[,;\n]\s*|\s+))?"
    r"(?:S-|SE-)?[1-9][0-9]{2} ?[0-9]{2},?\s{1,2}[A-ZÅÄÖ][\w-]+(?: [A-ZÅÄÖ][\w-]+)?"
)
_FLAT = re.compile(
    r",? ?(?:(?:lgh|lägenhet|apt|vån|våning)\.? ?[0-9]{1,4}|[0-9]{1,2} ?(?:tr|trappor)(?!\w))", re.I
)
_CARE_OF = re.compile(r"(?<!\w)c/o\s+[A-ZÅÄÖ][^\n,;]{1,40}", re.IGNORECASE)
_STREET = re.compile(
    r"(?<!\w)(?!(?:Riks|Läns|Europa|Motor)väg)(?P<name>(?:[A-ZÅÄÖ][\w'é-]+ ){0,2}"
    r"[A-ZÅÄÖ][\w-]*(?:gatan|gata|vägen|väg|gränden|gränd|stigen|stig|allén|allé|torget|torg|backen"
    r"|backe|kajen|stråket|slingan|esplanaden|promenaden)"
    r"|(?:[A-ZÅÄÖ][\w'é-]+ ){1,2}(?:gata|väg|gränd|torg|allé|plan|backe|stig))"
    r"\.? ?(?P<number>[0-9]{1,3}(?: ?[A-Ha-h](?![\w]))?)(?![0-9]*[.,:]?[0-9])"
)


def emails(view: View, around: Around) -> Iterator[Span]:
    """E-mail addresses, also in spellings that hide them and broken over lines.

    Addresses of functions such as ``registrator@`` are kept by the rule ``function-address``.
    """
    joined = unwrapped(view)
    for each in (view, joined) if joined.text != view.text else (view,):
        for pattern, rule in (
            (_EMAIL, "address"),
            (_EMAIL_IN_WORDS, "address-in-words"),
            (_EMAIL_CUT, "cut-address"),
        ):
            for match in pattern.finditer(each.text):
                if each is view or not _joins_a_word(view, each, match, around.topic):
                    yield _email(each, match, rule)
    if around.topic is Topic.EMAIL:
        for match in _EMAIL_UNSIGNED.finditer(joined.text):
            if not match[0].casefold().startswith("www."):
                yield _email(joined, match, "address-without-sign")


def _joins_a_word(view: View, joined: View, match: re.Match[str], topic: Topic) -> bool:
    """Whether an address over a line break begins with a word of the line before it: ``Testa``."""
    start, _ = joined.source(*match.span())
    first = view.text[bisect_left(view.origin, start) :].split("\n")[0]
    return (
        topic is not Topic.EMAIL and first[:1].isupper() and "." not in first and "@" not in first
    )


def _email(view: View, match: re.Match[str], rule: str) -> Span:
    local = re.split(r"[@\s(\[{<]", match[0], maxsplit=1)[0].casefold()
    first = match.start()
    before = _BEFORE_MARK.search(view.text[max(0, first - _LONGEST_PIECE) : first])
    if before and before[1].casefold() not in _LABELS:
        first -= len(before[0])
    start, end = view.source(first, match.end())
    if local in _FUNCTIONS or _is_of_a_function(local, match[0]):
        return Span(Kind.EPOST, start, end, "function-address", Decision.KEEP)
    return Span(Kind.EPOST, start, end, rule)


def _is_of_a_function(local: str, address: str) -> bool:
    """Whether an address at an organisation is made of words of Swedish: ``parkering``.

    People call themselves by such words as well, but not where an organisation gives the address.
    Words of English are given names too often (Hazel, Hunter).
    """
    first, *rest = re.split(r"[._]", local)
    if rest and not (is_role(first) or first in _FUNCTIONS or first == "alla"):
        return False  # a given name and a surname
    pieces = re.split(r"[._-]", local)
    named = [word.facts for piece in pieces for word in words_of(piece)]
    return (
        all(_names_a_function(piece) for piece in pieces)
        and not any(
            facts.is_given or (facts.is_family and not means_something(facts.lower))
            for facts in named
        )
        and is_organisation(domain_of(address))
    )


def _names_a_function(word: str) -> bool:
    if any(each.facts.is_body for each in words_of(word)) or word == "alla":
        return True
    return len(word) >= _LEAST_FUNCTION and is_swedish_however_written(word)


def phones(view: View, around: Around) -> Iterator[Span]:
    """Telephone numbers in all Swedish spellings, also with letters read for digits."""
    for match in _CALLED.finditer(view.text):
        yield Span(Kind.TELEFON, *view.source(*match.span("number")), "misread-phone")
    for match in _SPOKEN.finditer(view.text):
        yield Span(Kind.TELEFON, *view.source(*match.span()), "spoken-phone")
    alike = lookalikes(view)
    accounts = ibans(view)
    for each in (view, alike) if alike.text != view.text else (view,):
        for pattern in (_PHONE, _FOREIGN, *((_APART,) if "0 7 " in each.text else ())):
            for match in pattern.finditer(each.text):
                real = view.text[match.start() : match.end()]
                # A letter among the digits may be a misread one; letters before them are a word.
                if sum(c.isdigit() for c in real) < _LEAST_REAL or real.lstrip("(+")[:2].isalpha():
                    continue
                if _CODE.fullmatch(real) and around.topic is not Topic.PHONE:
                    continue
                decision, rule = (
                    (Decision.KEEP, "thousands")
                    if _is_grouped(match, alike.text, around)
                    else _judge_phone(match[0], around.topic)
                )
                if around.topic is not Topic.PHONE and not around.is_personal:
                    if any(a <= match.start() and match.end() <= b for a, b in accounts):
                        decision, rule = Decision.KEEP, "iban"
                    elif is_told_reference(view.text, match.start()):
                        decision, rule = Decision.KEEP, "told-reference"
                if decision is Decision.MASK and _is_of_a_desk(view.text, *match.span()):
                    decision, rule = Decision.KEEP, "phone-of-a-desk"
                start, end = view.source(*match.span())
                yield Span(Kind.TELEFON, start, end, rule, decision)


def _is_of_a_desk(text: str, start: int, end: int) -> bool:
    """Whether a number that is no mobile's is said to be a switchboard's: ``växeln 08-...``."""
    if _MOBILE.match(re.sub(r"[^0-9+]", "", text[start:end])):
        return False
    before = text[max(0, start - _LONGEST_PIECE) : start]
    return _DESK_BEFORE.search(before) is not None or _DESK_AFTER.match(text, end) is not None


def _is_grouped(match: re.Match[str], alike: str, around: Around) -> bool:
    """Whether what looks like a number is the end of an amount: 5 092 981 883."""
    before = alike[max(0, match.start() - 6) : match.start()]
    if around.topic is Topic.PHONE or not _FIRST_GROUP.search(before):
        return False
    if around.topic in _FIGURES:
        return True
    return _THREES.fullmatch(match[0]) is not None and not around.is_personal


def _judge_phone(text: str, topic: Topic) -> tuple[Decision, str]:
    if topic is Topic.PHONE:
        return Decision.MASK, "phone-column"
    if (times := _TIMES.fullmatch(text)) and times["a"] < "25" and times["c"] < "25":
        return Decision.KEEP, "time-range"
    if _DAY_FIRST.fullmatch(text) or _DATES.fullmatch(text):
        return Decision.KEEP, "date"
    if _SERVICE.match(text):
        return Decision.KEEP, "service-number"
    if topic is Topic.ORG_NUMBER and _ORGANISATION.fullmatch(text):
        return Decision.KEEP, "orgnr-column"
    bare = text.isdigit()
    if bare and topic in {Topic.MONEY, Topic.REFERENCE, Topic.COUNT}:
        return Decision.KEEP, f"{topic.value}-column"
    if _MOBILE.match(text.replace(" ", "")):
        return Decision.MASK, "mobile"
    return Decision.MASK, "bare-phone" if bare else "phone"


def addresses(view: View) -> Iterator[Span]:
    """Street addresses, a word for a street and a number, with the postcode and town after them."""
    for pattern, rule in (
        (_STREET, "street-and-number"),
        (_STREET_SAID, "street-said"),
        (_CARE_OF, "care-of"),
    ):
        for match in pattern.finditer(view.text):
            flat = _FLAT.match(view.text, match.end())
            last = flat.end() if flat else match.end()
            after = _POSTAL.match(view.text, match.end()) or _POSTAL.match(view.text, last) or flat
            if after is None and rule == "street-and-number" and match["name"].endswith(" plan"):
                continue  # a floor: Stadshuset plan 3
            span = view.source(match.start(), after.end() if after else match.end())
            yield Span(Kind.ADRESS, *span, rule)

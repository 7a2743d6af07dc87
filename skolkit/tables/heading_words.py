"""Printed headings to their words: abbreviations written out, and the field they speak of.

``Lev. nr``, ``Leverantörsnummer`` and ``Leverantörens nr`` are the same words. A heading that is
longer than any known one is known by the longest known heading whose words it holds.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from skolkit.tables.profile import SHORT, Field, Profile, shipped_profiles
from skolkit.tables.text import fold, join_lines

_WORD = re.compile(r"[^\W_]+|%")
_FILLERS = ("i", "av", "för", "den", "det", "de", "om", "the", "of", "in", "for", "a", "an", "sek")
# After one of these stands what the heading is about, not what it is: "Andel av budget".
_PREPOSITIONS = (
    "av", "för", "i", "om", "på", "hos", "mot", "till", "från", "jämfört", "enligt", "per", "of",
    "in", "for", "to", "from", "vs", "versus", "against", "by", "on",
)  # fmt: skip
_SHORT_FOR = {
    "nummer": "nr", "num": "nr", "no": "nr", "number": "nr", "numret": "nr", "dat": "datum",
    "dt": "datum", "lev": "leverantör", "leverantörens": "leverantör", "leverantörs": "leverantör",
    "suppliers": "supplier", "vendors": "vendor", "fakt": "faktura", "fakturans": "faktura",
    "inv": "invoice", "ver": "verifikation", "verif": "verifikation", "verifikat": "verifikation",
    "verifikationens": "verifikation", "bokf": "bokföring", "org": "organisation",
    "reg": "registrering", "proj": "projekt", "kst": "kostnadsställe", "kto": "konto",
    "bel": "belopp", "amt": "amount", "acc": "account", "acct": "account", "desc": "description",
    "beskr": "beskrivning", "ben": "benämning", "ack": "ackumulerat", "ackumulerad": "ackumulerat",
    "avv": "avvikelse", "avvik": "avvikelse", "ansv": "ansvar",
    "ex": "exkl", "exkl": "exkl", "exklusive": "exkl", "excl": "exkl",
    "excluding": "exkl", "exclusive": "exkl", "exc": "exkl", "utan": "exkl", "inkl": "inkl",
    "inklusive": "inkl", "incl": "inkl", "including": "inkl", "inclusive": "inkl", "inc": "inkl",
    "med": "inkl", "mervärdesskatt": "moms", "mervärdeskatt": "moms", "vat": "moms",
    "ctr": "center", "centre": "center", "tim": "timmar", "ärendets": "ärende",
    "incidentens": "incident", "mott": "mottagare", "mottagarens": "mottagare",
    "avs": "avsändare", "avsändarens": "avsändare", "meddelandets": "meddelande",
    "procent": "%", "tidpkt": "tidpunkt", "strl": "storlek", "stl": "storlek", "ant": "antal",
    "bil": "bilagor", "anst": "anställd", "handl": "handläggare", "fg": "föregående",
    "föreg": "föregående", "betaln": "betalning", "avg": "avgift", "kostn": "kostnad",
    "händelsens": "händelse", "störningens": "störning", "avbrottets": "avbrott",
}  # fmt: skip
_ENDINGS = (("nummer", "nr"), ("datum", "datum"), ("dagen", "datum"), ("dag", "datum"),
            ("dat", "datum"), ("namn", "namn"), ("text", "text"), ("id", "id"),
            ("kod", "kod"), ("typ", "typ"), ("nr", "nr"))  # fmt: skip
_OF_THE = frozenset(("", "s", "n", "en", "et", "t", "ns", "ens", "ets", "ts"))
_DAY_WORDS = frozenset(fold(word) for word in ("on", "at", "den", "datum", "date", "dag"))
_DATES = ("date", "moment")
_TIMES = ("när", "when")
_QUESTIONS = (
    *_TIMES, "vem", "vad", "var", "hur", "vilken", "vilket", "vilka", "varför", "who", "whom",
    "what", "where", "how", "which", "why",
)  # fmt: skip
_BEFORE_QUESTIONS = ("till", "från", "av", "för", "om", "på", "i", "to", "from", "by", "for")
# What was then over: "När åtgärdades felet".
_OVER = (
    "åtgärd", "lös", "klar", "stäng", "avslut", "rätta", "över", "slut", "fix", "clos", "resol",
    "solv", "end", "done",
)  # fmt: skip
# What a supplier does, and nobody of the authority itself.
_DONE_FOR_PAY = (
    "lever", "utför", "gjord", "gör", "sål", "sälj", "fick", "får", "bygg", "fakture", "kom",
    "supplied", "deliver", "did", "sold", "got", "built", "invoice", "paid", "betal",
)  # fmt: skip
LEAST_BEGINNING = 3  # letters of an abbreviation
_DOTTED = re.compile(rf"([^\W\d_]{{{LEAST_BEGINNING},}})\.\s?([^\W\d_]{{2,}})\.?")  # "Stör.nr"
_FOLDED_FILLERS = frozenset(fold(word) for word in _FILLERS)
_FOLDED_PREPOSITIONS = frozenset(fold(word) for word in _PREPOSITIONS)
_COUNT_OF = (fold("nr"), fold("of"))
_FOLDED_SHORT = {fold(short): fold(long) for short, long in _SHORT_FOR.items()}
_FOLDED_ENDINGS = tuple((fold(ending), fold(whole)) for ending, whole in _ENDINGS)


def _plain(word: str) -> str:
    """A folded word without abbreviation: ``levnr`` is ``leverantornr``."""
    if word in _FOLDED_SHORT:
        return _FOLDED_SHORT[word]
    for ending, whole in _FOLDED_ENDINGS:
        begin = word.removesuffix(ending)
        if begin != word and len(begin) >= 3:
            stem = _FOLDED_SHORT.get(begin) or _FOLDED_SHORT.get(begin.removesuffix("s"))
            return f"{stem or begin.removesuffix('s')}{whole}"
    return word


def plain_words(text: str) -> tuple[str, ...]:
    """The words of a heading, folded and without abbreviations; a preposition stays a word."""
    folded = [word for each in _WORD.findall(join_lines(text)) if (word := fold(each))]
    plain = [_plain(word) for word in folded]
    return tuple("datum" if at and word == "dag" else word for at, word in enumerate(plain))


def _content(words: Sequence[str]) -> tuple[str, ...]:
    """The words without fillers; one that ends the heading says something ("Anmäld av")."""
    return (*(word for word in words[:-1] if word not in _FOLDED_FILLERS), *words[-1:])


@dataclass(frozen=True, slots=True)
class _Index:
    """What a profile's headings say word by word."""

    joined: dict[str, str]  # all words of a heading, together -> heading as printed
    sets: dict[frozenset[str], str]  # two words or more, in any order
    endings: dict[str, str]  # headings of one word
    holding: dict[str, tuple[frozenset[str], ...]]  # word -> the sets that hold it
    fields: dict[str, str]  # heading as printed -> field
    subjects: frozenset[str]
    # number of words and beginning of the first -> the words of a heading, and the heading
    begin: dict[tuple[int, str], list[tuple[tuple[str, ...], str]]]


@lru_cache(maxsize=32)
def _index(profile: Profile) -> _Index:
    joined: dict[str, str] = {}
    sets: dict[frozenset[str], str] = {}
    endings: dict[str, str] = {}
    for text in profile.headings_as_printed():
        words = _content(plain_words(text))
        if not words:
            continue
        joined.setdefault("".join(words), text)
        sets.setdefault(frozenset(words), text)
        if len(words) == 1:
            endings.setdefault(words[0], text)
    subjects = frozenset(word for text in profile.subjects for word in plain_words(text))
    holding: dict[str, list[frozenset[str]]] = {}
    for each in sets:
        for word in each:
            holding.setdefault(word, []).append(each)
    held = {word: tuple(found) for word, found in holding.items()}
    begin: dict[tuple[int, str], list[tuple[tuple[str, ...], str]]] = {}
    for text in profile.headings_as_printed():
        folded = tuple(word for each in _WORD.findall(text) if (word := fold(each)))
        if folded:
            begin.setdefault((len(folded), folded[0][:LEAST_BEGINNING]), []).append((folded, text))
    return _Index(joined, sets, endings, held, profile.fields_by_heading(), subjects, begin)


def same_words(profile: Profile, text: str) -> str | None:
    """The known heading of the same words, abbreviations and their order left aside.

    Args:
        profile: the kind of table.
        text: a heading without its unit and period.

    Returns:
        The profile's own spelling, or ``None``.
    """
    words = _content(plain_words(text))
    if len("".join(words)) < SHORT - 1:
        return None
    index = _index(profile)
    found = index.joined.get("".join(words))
    if found is None:
        found = index.sets.get(frozenset(words))
    if found is None:
        found = _on_a_day(profile, words)
    if found is None and "/" not in text:  # "Lev/Kund" is one of two
        found = _of_the_row(profile, words)
    return found


def abbreviated(profile: Profile, text: str) -> str | None:
    """The field whose known heading begins, word by word, as the words of a heading do.

    ``Nettobel`` and ``Att. count`` are ``Nettobelopp`` and ``Attachment count``, and ``Stör.nr`` is
    ``Störningsnummer``; nothing is said where two fields begin so. A word must have three letters,
    all together five.
    """
    words = tuple(word for each in _WORD.findall(join_lines(text)) if (word := fold(each)))
    if fold(text) in _whole_headings():
        return None  # a word of its own in another kind of table: "Säkerhet"
    if (dotted := _DOTTED.fullmatch(text.strip())) is not None:
        return _compound(profile, dotted[1], fold(dotted[2]))
    if len("".join(words)) < SHORT - 1 or any(len(word) < LEAST_BEGINNING for word in words):
        return None
    index = _index(profile)
    fields = {
        index.fields[heading]
        for known, heading in index.begin.get((len(words), words[0][:LEAST_BEGINNING]), ())
        if all(whole.startswith(word) for whole, word in zip(known, words, strict=True))
    }
    return fields.pop() if len(fields) == 1 else None


def _compound(profile: Profile, begin: str, ending: str) -> str | None:
    """The only field with a heading of one word that begins and ends so: ``Händ.dat``."""
    index = _index(profile)
    ending = dict(_FOLDED_ENDINGS).get(ending, ending)
    fields = {  # letters that are folded together stand on both sides of the dot: "Stö(rn)ing"
        index.fields[heading]
        for word, heading in index.joined.items()
        if fold(heading[: len(begin)]) == fold(begin) and word.endswith(ending)
    }
    return fields.pop() if len(fields) == 1 else None


@cache
def _whole_headings() -> frozenset[str]:
    """The headings of all shipped profiles, folded."""
    return frozenset(word for profile in shipped_profiles() for word in profile.headings())


def asked(profile: Profile, text: str) -> str | None:
    """The field that a question asks for: ``När kom det`` begins with the known ``När``.

    A question for the time when something was over is one for its end, where the table has it.
    """
    words = [word.casefold() for word in _WORD.findall(join_lines(text))]
    asks = words[:1] + (words[1:2] if words[:1] and words[0] in _BEFORE_QUESTIONS else [])
    if len(words) < 2 or asks[-1] not in _QUESTIONS:
        return None
    index = _index(profile)
    if asks[-1] in _TIMES and any(word.startswith(_OVER) for word in words[1:]):
        return "closed" if "closed" in index.fields.values() else None
    for count in range(len(words) - 1, len(asks) - 1, -1):
        found = index.joined.get("".join(plain_words(" ".join(words[:count]))))
        if found is not None:
            field = index.fields[found]
            return None if _asks_for_another(field, asks[-1], words[count:]) else field
    return None


def _asks_for_another(field: str, asks: str, rest: Sequence[str]) -> bool:
    """Whether a question for who did something is not one for the supplier: "Vem godkände"."""
    if field != "supplier" or asks not in ("vem", "who", "whom") or not rest:
        return False
    return not any(word.startswith(_DONE_FOR_PAY) for word in rest)


def _of_the_row(profile: Profile, words: Sequence[str]) -> str | None:
    """The known heading that is left without the word for what a row is: ``Outage start``.

    Amounts are left out: a ``Fakturabelopp`` is another amount than a ``Belopp``.
    """
    index = _index(profile)
    first = words[0]
    for subject in index.subjects:
        if not first.startswith(subject):
            continue
        ending = first.removeprefix(subject)
        if len(words) > 1:
            rest = "".join(words[1:]) if ending in _OF_THE else ""
        else:
            rest = ending.removeprefix("s")
        found = index.joined.get(rest) if rest else None
        if found is not None and not _field(profile, found).is_money:
            return found
    return None


def _on_a_day(profile: Profile, words: Sequence[str]) -> str | None:
    """The known heading of a date without the word that only says that it is one: ``Fixed on``."""
    if len(words) < 2 or words[-1] not in _DAY_WORDS:
        return None
    found = _index(profile).joined.get("".join(words[:-1]))
    return found if found is not None and _field(profile, found).type in _DATES else None


def _field(profile: Profile, heading: str) -> Field:
    return profile.field(_index(profile).fields[heading])


def spoken_of(
    profile: Profile, text: str, fields: frozenset[str], least: int = SHORT - 1
) -> str | None:
    """The only field that the words of a heading, or the end of a compound, speak of.

    What stands before a preposition is meant, if it is a heading (``Andel av budget``, ``Typ av
    fel``). ``Avser år`` holds two headings of one field; ``Rapporteringsdatum`` ends with a
    heading, and in Swedish the last part of a compound says what it is. Of several, the heading of
    most words counts; among equals what stands before a preposition, and there the last word
    (``Issue description``), but never to choose between two kinds of amounts.

    Args:
        profile: the kind of table.
        text: a heading without its unit and period.
        fields: the names of the fields that may be meant.
        least: letters that a word must have to count.
    """
    words = plain_words(text)
    if words[:2] == _COUNT_OF:
        return None  # "No. of invoices" counts them, and is no number of the row
    cut = next((at for at, word in enumerate(words) if word in _FOLDED_PREPOSITIONS and at), None)
    head = _index(profile).joined.get("".join(_content(words[:cut]))) if cut else None
    if head is not None and (field := _index(profile).fields[head]) in fields:
        return field
    said = _said(profile, words, fields, least)
    if len({field for field, _, _ in said}) > 1 and cut is not None:
        said = _said(profile, words[:cut], fields, least) or said
    named = {field for field, _, _ in said}
    if len(named) == 1:
        return named.pop()
    if not named or any(profile.field(name).is_money for name in named):
        return None
    last = max(at for _, at, _ in said)
    ended = {field for field, at, _ in said if at == last}
    return ended.pop() if len(ended) == 1 else None


def _said(
    profile: Profile, words: Sequence[str], fields: frozenset[str], least: int
) -> list[tuple[str, int, int]]:
    """Field, place of the last word and length of the longest known headings in some words."""
    index = _index(profile)
    own = set(words)
    found: list[tuple[str, int, int]] = []
    for each in dict.fromkeys(held for word in words for held in index.holding.get(word, ())):
        field = index.fields[index.sets[each]]
        if each <= own and len("".join(each)) >= least and field in fields:
            found.append((field, max(words.index(word) for word in each), len(each)))
    for at, word in enumerate(words):
        if word in index.endings:
            continue
        ends = (word[start:] for start in range(1, len(word) - SHORT + 2))
        longest = next((end for end in ends if end in index.endings), None)
        if longest is not None and (field := index.fields[index.endings[longest]]) in fields:
            found.append((field, at, 1))
    most = max((length for _, _, length in found), default=0)
    return [each for each in found if each[2] == most]

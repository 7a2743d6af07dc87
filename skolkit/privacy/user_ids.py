"""What systems call persons by, ``annlin02``, where a text or a column shows that it is that."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from skolkit.privacy.folding import View, plain
from skolkit.privacy.lexicon import is_word
from skolkit.privacy.lone_names import name_key
from skolkit.privacy.model import Kind, Span
from skolkit.privacy.name_words import words_of

_ID = r"[^\W\d_]{2,8}[0-9]{1,6}"
_SHAPED = re.compile(r"\s*([^\W\d_]{3,8})([0-9]{1,4})\s*")
# ``Utskrivet av annlin02``, ``Användare: annlin02``, and folders of users.
_TOLD = re.compile(
    r"(?<![^\W\d_])(?:"
    r"(?:utskriv|skriv|skapa|registrera|ändra|uppdatera|körd|kört|uttag|handlag|upprätta|exportera"
    r"|attestera|godkän|printed|created|updated|changed|exported|approved|run)[^\W\d_]* (?:av|by)"
    r"|användare(?:n|s)?|anv|alias|konto(?:t|namn)?|user(?:name)?|login|inloggad(?: som)?|signatur"
    r"|sign"
    rf")(?: är| heter|[.:])? {{0,2}}(?P<id>{_ID})(?!\w)",
    re.IGNORECASE,
)
# ``Felanmält av annlin02``: letters that are no word, after anything done; ``konto anna.lindh``.
_DONE_BY = re.compile(
    r"(?<![^\W\d_])[^\W\d_]{3,}(?:[dt]|en|ed) (?:av|by) "
    r"(?P<id>(?P<letters>[^\W\d_]{4,8})[0-9]{1,4})(?!\w)",
    re.IGNORECASE,
)
_DOTTED = re.compile(
    r"(?<![^\W\d_])(?:konto(?:t|n)?|användare|user|login|account):? "
    r"(?P<id>[^\W\d_]{2,}[._][^\W\d_]{2,})(?![\w@])",
    re.IGNORECASE,
)
_FOLDER = re.compile(r"[\\/](?:users|home|användare)[\\/](?P<id>[^\W\d_][\w.-]+)", re.IGNORECASE)
_OF_ALL = {"public", "default", "shared", "admin", "administrator", "root", "all"}
_MADE = re.compile(r"\s*([^\W\d_]{5,10})[0-9]{0,4}\s*")
_LEAST_PART = 2  # letters of each part of a name
_SIGNS = ("\\", "/")

Shape = tuple[int, int]  # letters and digits


def told_ids(view: View) -> Iterator[Span]:
    """Ids of users that the words before them tell, and folders that are called by one."""
    if any(sign.isdigit() for sign in view.text):
        for match in _TOLD.finditer(view.text):
            yield Span(Kind.NAMN, *view.source(*match.span("id")), "told-user-id")
        for match in _DONE_BY.finditer(view.text):
            if not is_word(match["letters"]):
                yield Span(Kind.NAMN, *view.source(*match.span("id")), "told-user-id")
    for match in _DOTTED.finditer(view.text):
        if not all(map(is_word, re.split("[._]", match["id"]))):
            yield Span(Kind.NAMN, *view.source(*match.span("id")), "told-user-id")
    if any(sign in view.text for sign in _SIGNS):
        for match in _FOLDER.finditer(view.text):
            if match["id"].casefold() not in _OF_ALL:
                yield Span(Kind.NAMN, *view.source(*match.span("id")), "folder-of-a-user")


def is_made_of(text: str, name: str) -> bool:
    """Whether an id is the first letters of both parts of a name: ``tesprov`` of Testa Provsson."""
    match = _MADE.fullmatch(text)
    if match is None:  # most cells: spares the look at the name
        return False
    words = [name_key(word.text) for word in words_of(plain(name).text) if len(word.text) > 1]
    if len(words) < 2:
        return False
    made = name_key(match[1])
    return any(
        made == one[:length] + other[: len(made) - length]
        for one, other in ((words[0], words[-1]), (words[-1], words[0]))
        for length in range(_LEAST_PART, len(made) - _LEAST_PART + 1)
    )


def shape_of(text: str) -> Shape | None:
    """How many letters and then digits an id has; ``None`` for any other text or a word."""
    match = _SHAPED.fullmatch(text)
    if match is None or is_word(match[1]):
        return None
    return len(match[1]), len(match[2])


def shape_of_most(texts: Sequence[str]) -> Shape | None:
    """The shape that more than half of the cells of a column have."""
    counted = Counter(map(shape_of, texts))
    shape, count = counted.most_common(1)[0] if texts else (None, 0)
    return shape if count * 2 > len(texts) else None

"""What cells say: numbers of every print format, dates, ids, and words of several languages."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from skolkit.reading.linenet import ALPHABET

DICTIONARIES = Path("/usr/share/dict")
LISTS = Path(__file__).with_name("words.toml")
LANGUAGES = (  # file, how often
    ("swedish", 0.46),
    ("american-english", 0.16),
    ("ngerman", 0.11),
    ("french", 0.08),
    ("dutch", 0.05),
    ("danish", 0.03),
    ("bokmaal", 0.03),
    ("spanish", 0.02),
)
SPACES = (" ", " ", "\u00a0", "\u2009", "\u202f")
FOLDED = str.maketrans(
    {
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
        **dict.fromkeys("\u2018\u2019\u201a\u00b4", "'"),
        **dict.fromkeys("\u201c\u201d\u201e", '"'),
        **dict.fromkeys("\u00a0\u2009\u202f", " "),
    }
)


@dataclass(frozen=True, slots=True)
class NumberStyle:
    """How one column prints its numbers."""

    group: str
    decimal: str
    places: int
    minus: str
    before: str = ""
    after: str = ""
    brackets: bool = False


def folded(text: str) -> str:
    """The text as the reader is to give it: typographic dashes, quotes and spaces made plain."""
    return text.translate(FOLDED)


def can_be_read(text: str) -> bool:
    """Whether the alphabet holds every character of the text."""
    return all(c in ALPHABET for c in folded(text))


@cache
def _listed(name: str) -> tuple[str, ...]:
    return tuple(tomllib.loads(LISTS.read_text(encoding="utf-8"))[name].split())


@cache
def _words(file: str) -> tuple[str, ...]:
    data = (DICTIONARIES / file).read_bytes()
    try:
        lines = data.decode("utf-8").splitlines()
    except UnicodeDecodeError:  # some of the packages are older than UTF-8
        lines = data.decode("latin-1").splitlines()
    return tuple(w for w in lines if 1 < len(w) <= 18 and can_be_read(w))


def number_style(rng: random.Random) -> NumberStyle:
    """A style of numbers as Swedish, English, German, French or Swiss offices print them."""
    group, decimal = rng.choices(
        [(rng.choice(SPACES), ","), ("", ","), ("", "."), (",", "."), (".", ","), ("'", "."),
         ("\u2019", "."), (rng.choice(SPACES), ".")],
        [40, 14, 12, 14, 10, 2, 2, 3],
    )[0]  # fmt: skip
    places = rng.choices([0, 1, 2, 3, 4], [40, 18, 34, 5, 3])[0]
    minus = rng.choice(["-", "-", "-", "\u2212", "\u2013"])
    before, after = rng.choices(
        [("", ""), ("", " kr"), ("", "%"), ("", " %"), ("€", ""), ("£", ""), ("$", ""),
         ("€ ", ""), ("", " €"), ("", " SEK"), ("", ":-"), ("", " tkr"), ("+", ""), ("", "-")],
        [66, 5, 5, 4, 2, 5, 4, 1, 3, 1, 0.7, 0.7, 0.6, 0.5],
    )[0]  # fmt: skip
    return NumberStyle(group, decimal, places, minus, before, after, rng.random() < 0.08)


def number(rng: random.Random, style: NumberStyle) -> str:
    """A number in a style; sizes are even over the number of digits."""
    digits = rng.choices(range(1, 10), [16, 16, 17, 16, 12, 9, 7, 4, 3])[0]
    whole = str(rng.randrange(10 ** (digits - 1) if digits > 1 else 0, 10**digits))
    if rng.random() < 0.12:
        keep = rng.randrange(1, len(whole) + 1)
        whole = whole[:keep] + "0" * (len(whole) - keep)
    if style.group and (len(whole) > 4 or rng.random() < 0.8):
        head = len(whole) % 3 or 3
        whole = style.group.join(
            [whole[:head], *(whole[i : i + 3] for i in range(head, len(whole), 3))]
        )
    if style.places:
        part = "".join(rng.choice("0123456789") for _ in range(style.places))
        whole += style.decimal + ("0" * style.places if rng.random() < 0.15 else part)
    negative = rng.random() < 0.13
    if negative and style.brackets:
        return f"({style.before}{whole}{style.after})"
    return (style.minus if negative else "") + style.before + whole + style.after


def date(rng: random.Random) -> str:
    """A date or a time."""
    y, m, d = rng.randrange(1985, 2031), rng.randrange(1, 13), rng.randrange(1, 29)
    h, n, s = rng.randrange(24), rng.randrange(60), rng.randrange(60)
    month = rng.choice(_listed("months"))
    return rng.choice(
        [f"{y}-{m:02}-{d:02}"] * 5
        + [f"{d}/{m} {y}", f"{d:02}/{m:02}/{y}", f"{m}/{d}/{y}", f"{d:02}.{m:02}.{y}"]
        + [f"{d}.{m}.{y}", f"{d} {month} {y}", f"{d}-{month}-{y % 100:02}", f"{y}{m:02}{d:02}"]
        + [f"{h:02}:{n:02}", f"{h}:{n:02}", f"{h:02}:{n:02}:{s:02}", f"{h:02}.{n:02}"]
        + [f"{y}-{m:02}-{d:02} {h:02}:{n:02}", f"{y}-{m:02}", f"{month} {y}", f"{d}/{m}"]
        + [f"{y % 100:02}{m:02}{d:02}", f"{y % 100:02}-{m:02}-{d:02}", f"{y}", f"{y}/{y + 1}"]
        + [f"{y}-{y + 5}", f"Q{m % 4 + 1} {y}", f"v. {m}", f"{y}-W{m:02}"]
    )


def identity(rng: random.Random) -> str:
    """A number that is a name: organisation, account, voucher, telephone, version."""
    r = rng.randrange
    letter = rng.choice("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return rng.choice(
        [f"{r(100, 999)}{r(1000):03}-{r(10000):04}"] * 3
        + [f"{letter}{r(10 ** r(2, 7))}"] * 3
        + [f"{letter}{rng.choice('ABCDEFGHKLMNPRSTVX')}{r(10000)}", f"{r(1000, 9999)}"]
        + [f"{r(1, 20)}-{r(1, 20)}", f"{r(10)}.{r(10)}", f"{r(1, 30)}.{r(1, 20)}.{r(9)}"]
        + [f"{letter}-{r(1000)}", f"{r(1000)}/{r(100)}", f"{r(10, 99)}-{r(100, 999)} {r(10, 99)}"]
        + [f"0{r(8, 99)}-{r(100, 999)} {r(10, 99)} {r(10, 99)}", f"SE{r(10**9, 10**10)}01"]
        + [f"KS {r(2000, 2030)}/{r(1000)}", f"#{r(10000)}", f"{r(100)}:{r(100)}"]
        + [f"{r(10)}{letter}"]
        + [f"{r(0x10000000, 0x7FFFFFFF):08x}", f"{r(100000):05}", f"{r(10**8):010}", f"§{r(60)}"]
        + [f"{r(100)} {r(100)}", f"{r(100)}°", f"{r(500)} m²", f"{letter}{letter}{r(1000):03}"]
    )


def absent(rng: random.Random) -> str:
    """What stands where there is no value, or a single sign."""
    return rng.choice(
        ["..", "..", ".", "-", "-", "–", "N/A", "n/a", "#N/A", "NA", "x", "X", "?", "*", "…",
         "....", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "0", "1", "0,0", "0.0",
         "#DIV/0!", "1)"]
    )  # fmt: skip


def word(rng: random.Random) -> str:
    """A word of a weighted language, an office term or a made-up name."""
    kind = rng.random()
    if kind < 0.14:
        return rng.choice(_listed("office"))
    if kind < 0.18:
        return rng.choice(_listed("slovene"))
    if kind < 0.24:
        return _name(rng)
    if kind < 0.27:
        return rng.choice(_listed("short"))
    files, shares = zip(*LANGUAGES, strict=True)
    return rng.choice(_words(rng.choices(files, shares)[0]))


def _name(rng: random.Random) -> str:
    return rng.choice(_listed("name_starts")) + rng.choice(_listed("name_ends"))


def phrase(rng: random.Random) -> str:
    """One to six words as a cell's text, in the cases and with the marks that cells have."""
    count = rng.choices([1, 2, 3, 4, 6], [46, 25, 14, 9, 6])[0]
    words = [word(rng) for _ in range(count)]
    kind = rng.random()
    if kind < 0.06:
        words = [w.upper().replace("SS", rng.choice(["SS", "ß"])) for w in words]
    elif kind < 0.36:
        words[0] = words[0][:1].upper() + words[0][1:]
    elif kind < 0.42:
        words = [w[:1].upper() + w[1:] for w in words]
    if rng.random() < 0.12:
        words.insert(rng.randrange(len(words) + 1), number(rng, number_style(rng)))
    between = rng.choices(
        [" ", ", ", " - ", "/", "-", " & ", "_", ". "], [84, 4, 3, 3, 2, 2, 1, 1]
    )[0]
    text = between.join(words)
    mark = rng.random()
    if mark < 0.05:
        text = f"({text})"
    elif mark < 0.09:
        text += rng.choice([":", ".", "?", "!", ";", ",", " *", "..."])
    elif mark < 0.11:
        text = rng.choice(['"%s"', "\u201d%s\u201d", "'%s'", "[%s]", "%s \u2013"]) % text
    return text


def address(rng: random.Random) -> str:
    """An e-mail address, a web address or a file's name."""
    plain = str.maketrans("åäöéüøæß", "aaoeuoas")
    one, two = (word(rng).lower().translate(plain).strip(".") for _ in range(2))
    domains = _listed("domains")
    return rng.choice(
        [f"{one}.{two}@{rng.choice(domains)}", f"{one}@{rng.choice(domains)}", f"www.{one}.se",
         f"https://{rng.choice(domains)}/{one}", f"{one}_{two}.xlsx", f"{one}.{two}"]
    )  # fmt: skip


def muddle(rng: random.Random) -> str:
    """Characters by chance, so that the reader learns signs and not a language."""
    if rng.random() < 0.5:
        return "".join(rng.choice("0123456789.,-") for _ in range(rng.randrange(2, 12)))
    letters = [c for c in ALPHABET if c != " "]
    text = "".join(rng.choice(letters) for _ in range(rng.randrange(2, 10)))
    return text if rng.random() < 0.6 else text[:3] + " " + text[3:]


def column(rng: random.Random) -> tuple[Callable[[], str], bool]:
    """What a column says, one text a call, and whether it is set flush right."""
    kind = rng.random()
    if kind < 0.40:
        style = number_style(rng)
        return (lambda: number(rng, style) if rng.random() < 0.94 else absent(rng)), True
    if kind < 0.48:
        return (lambda: date(rng)), rng.random() < 0.5
    if kind < 0.55:
        return (lambda: identity(rng)), rng.random() < 0.4
    if kind < 0.58:
        return (lambda: absent(rng)), rng.random() < 0.6
    if kind < 0.90:
        return (lambda: phrase(rng)), rng.random() < 0.06
    if kind < 0.94:
        return (lambda: address(rng)), False
    return (lambda: muddle(rng)), rng.random() < 0.5

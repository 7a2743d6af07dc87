"""Addresses of messages -> the parties and organisations on either side.

An organisation comes from the columns of the table, else from the domain. A masked address keeps
its domain, ``[e-post 3]@stockholm.se``, so that the same comes out before and after masking.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from skolkit.analysis.rows import Message, counted
from skolkit.tables.organisations import PRIVATE, organisation_of

COUNTERPART_CAVEAT = (
    "En organisation är den som adressens domän tillhör; privatpersoner hålls samman som en. En "
    "adress som inte gick att läsa räknas för sig, inget gissas.",
    "An organisation is whom the domain of an address belongs to; private persons are kept "
    "together as one. An address that could not be read counts apart, nothing is guessed.",
)
_ADDRESS = re.compile(r"\[e-post [0-9a-f]+\](?:@[^\s<>;,]+)?|[^\s@<>;,\"'()\[\]]+@[^\s@<>;,\"'()]+")


@dataclass(frozen=True, slots=True)
class Counterpart:
    """The messages with one organisation on the other side."""

    organisation: str
    incoming: tuple[str, ...]  # row ids
    outgoing: tuple[str, ...]  # row ids

    @property
    def messages(self) -> int:
        """All messages with it."""
        return len(self.incoming) + len(self.outgoing)


@dataclass(frozen=True, slots=True)
class Counterparts:
    """The organisations on the other side of a log, most messages first.

    A message to several organisations counts once for each; every counted message is in at least
    one of the fields.
    """

    own: str  # the organisation whose log it is; empty if none stands out
    organisations: tuple[Counterpart, ...]
    internal: tuple[str, ...]  # row ids: within the own organisation alone
    silent: tuple[str, ...]  # row ids: no organisation could be read on the other side
    no_direction: tuple[str, ...]  # row ids: in or out was not read, and it is not seen who is own
    caveat: tuple[str, str] = COUNTERPART_CAVEAT


def sender_organisation(row: Message) -> str:
    """The organisation of the sender; empty if it could not be read."""
    return row.sender_organisation or _organisation(row.sender)


def recipient_organisations(row: Message) -> tuple[str, ...]:
    """The organisations of the recipients, each once; empty if none could be read."""
    found = row.recipient_organisations or tuple(map(_organisation, row.recipients))
    return tuple(dict.fromkeys(one for one in found if one))


@lru_cache(maxsize=100_000)
def _organisation(address: str) -> str:
    """A log names the same addresses over and over."""
    return organisation_of(address)


def address_key(text: str) -> str:
    """The address in a text in small letters, masked or not, without the name beside it."""
    found = _ADDRESS.findall(text)
    return (found[-1] if found else text).strip().casefold()


def own_organisation(rows: Sequence[Message]) -> str:
    """The organisation whose log it is: most often the recipient of what came in, sender else.

    Returns:
        Its name; empty if no direction was read, or if two are equally frequent.
    """
    seen: Counter[str] = Counter()
    for row in counted(rows):
        if row.direction == "in":
            seen.update(recipient_organisations(row))
        elif row.direction == "ut" and sender_organisation(row):
            seen[sender_organisation(row)] += 1
    seen.pop(PRIVATE, None)
    top = seen.most_common(2)
    if not top or (len(top) == 2 and top[0][1] == top[1][1]):
        return ""
    return top[0][0]


def counterpart_organisations(rows: Sequence[Message]) -> Counterparts:
    """Count messages by the organisation on the other side: the sender's if incoming.

    Args:
        rows: one log; a row that repeats another is left out.

    Limits: a domain is not a person's employer by certainty, and a shared domain hides many. A
    message without a direction is placed by the own organisation where exactly one side is it.
    """
    log = counted(rows)
    own = own_organisation(log)
    table: dict[str, tuple[list[str], list[str]]] = {}
    internal: list[str] = []
    silent: list[str] = []
    no_direction: list[str] = []
    for row in log:
        name, sender, to = row.place.row_id, sender_organisation(row), recipient_organisations(row)
        direction = row.direction or _direction(sender, to, own)
        if direction not in ("in", "ut"):
            no_direction.append(name)
            continue
        other = ((sender,) if sender else ()) if direction == "in" else to
        outside = tuple(one for one in other if one != own)
        if not other:
            silent.append(name)
        elif not outside:
            internal.append(name)
        for organisation in outside:
            came, went = table.setdefault(organisation, ([], []))
            (came if direction == "in" else went).append(name)
    found = [Counterpart(one, tuple(came), tuple(went)) for one, (came, went) in table.items()]
    return Counterparts(
        own=own,
        organisations=tuple(sorted(found, key=lambda one: (-one.messages, one.organisation))),
        internal=tuple(internal),
        silent=tuple(silent),
        no_direction=tuple(no_direction),
    )


def _direction(sender: str, to: tuple[str, ...], own: str) -> str:
    if not own or not sender or not to:
        return ""
    if sender == own:
        return "ut"
    return "in" if own in to else ""

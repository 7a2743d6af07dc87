"""Spellings of suppliers to clusters that are one company each, with the reason for each spelling.

By number, then by what persons decided, then by name, then by misreading: the surer goes first, and
a later step joins no two clusters that an earlier one has reason to keep apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from skolkit.tables.company_names import (
    CompanyName,
    CompanyNumber,
    NumberKind,
    accents_agree,
    forms_agree,
)
from skolkit.tables.supplier_decisions import SupplierDecisions

SHORTEST_MISREAD = 8  # letters of a name, below which no misreading is assumed
SHORTEST_WORD = 5  # letters of the word that holds the misread letter
RARER = 4  # times that the right spelling is printed for each misread one
NUMBER_SLIPS = 2  # digits by which a wrong number may differ from the right one

SAME_NUMBER = "same-number"
SAME_NAME = "same-name"
NUMBER_SLIP = "number-slip"  # the same name, and a number that is nearly the same and wrong
MISREAD = "misread-name"
DECIDED = "decided"
OWN_NAME = "own-name"
AMBIGUOUS = "ambiguous-name"  # fits more than one supplier, and so stays alone
REASONS = (DECIDED, SAME_NUMBER, SAME_NAME, NUMBER_SLIP, MISREAD, OWN_NAME, AMBIGUOUS)

Spelling = tuple[str, str]  # name and number as printed


@dataclass(eq=False, slots=True)
class Node:
    """One spelling: a printed name with the number that is printed with it."""

    spelling: Spelling
    name: CompanyName
    number: CompanyNumber | None
    rows: int = 0
    pictured: bool = True  # all of its rows were read from pictures
    reason: str = ""

    @property
    def right(self) -> str:
        """The number's ten digits if it is right, else the empty text."""
        right = self.number is not None and self.number.kind is NumberKind.RIGHT
        return self.number.digits if self.number and right else ""


@dataclass(eq=False, slots=True)
class Cluster:
    """Spellings that are one supplier. ``number`` has a right check digit, or is empty."""

    nodes: list[Node]
    number: str
    rows: int
    pictured: bool
    names: set[CompanyName]
    digits: set[str]  # all numbers that are printed with the names
    first: Node  # printed most often; a spelling with a name goes before one without

    @classmethod
    def of(cls, node: Node) -> Cluster:
        """The cluster of one spelling."""
        digits = {node.number.digits} if node.number else set()
        return cls([node], node.right, node.rows, node.pictured, {node.name}, digits, node)

    def take(self, other: Cluster, reason: str) -> None:
        """Take over another cluster's spellings; they belong here for ``reason``."""
        for node in other.nodes:
            slipped = self.number and node.number is not None and not node.right
            if node.reason != DECIDED:
                node.reason = NUMBER_SLIP if reason == SAME_NAME and slipped else reason
        self.nodes += other.nodes
        self.number = self.number or other.number
        self.rows += other.rows
        self.pictured = self.pictured and other.pictured
        self.names |= other.names
        self.digits |= other.digits
        self.first = min(self.first, other.first, key=_by_frequency)
        other.nodes = []


def _by_frequency(node: Node) -> tuple[bool, int, Spelling]:
    return (not node.name.words, -node.rows, node.spelling)


def clusters_of(nodes: Sequence[Node], decisions: SupplierDecisions) -> list[Cluster]:
    """Group spellings into suppliers.

    Args:
        nodes: the spellings; their ``reason`` is filled.
        decisions: what persons decided.

    Returns:
        One cluster for each supplier; only a person's merge brings two right numbers together.
    """
    apart = [frozenset(separation.names) for separation in decisions.separations]
    clusters = _by_number(nodes, apart)
    clusters = _by_decision(clusters, decisions)
    clusters = _by_name(clusters, apart)
    return _by_misreading(clusters, apart)


def _are_apart(first: Cluster, second: Cluster, apart: Sequence[frozenset[str]]) -> bool:
    """Whether a person decided that two clusters are different suppliers."""
    for names in apart:
        ours = {node.spelling[0] for node in first.nodes} & names
        theirs = {node.spelling[0] for node in second.nodes} & names
        if ours and theirs and ours | theirs != ours & theirs:
            return True
    return False


def _by_number(nodes: Sequence[Node], apart: Sequence[frozenset[str]]) -> list[Cluster]:
    clusters: list[Cluster] = []
    numbered: dict[str, list[Cluster]] = defaultdict(list)
    for node in sorted(nodes, key=lambda n: (-n.rows, n.spelling)):
        node.reason = SAME_NUMBER if node.right else OWN_NAME
        single = Cluster.of(node)
        if not node.right:
            clusters.append(single)
            continue
        own = numbered[node.right]
        home = next((c for c in own if not _are_apart(c, single, apart)), None)
        if home is not None:
            home.take(single, SAME_NUMBER)
            continue
        if own:  # a person says that this name is another company than the number's first
            single.number, node.reason = "", DECIDED
        own.append(single)
        clusters.append(single)
    return clusters


def _by_decision(clusters: list[Cluster], decisions: SupplierDecisions) -> list[Cluster]:
    for merge in decisions.merges:
        named = [
            cluster
            for cluster in clusters
            if (merge.number and cluster.number == merge.number)
            or any(node.spelling[0] in merge.names for node in cluster.nodes)
        ]
        if not named:
            continue
        first = min(named, key=lambda c: (c.number != merge.number, not c.number, -c.rows))
        for cluster in named:
            if cluster is not first:
                first.take(cluster, DECIDED)
        first.number = merge.number or first.number
        clusters = [cluster for cluster in clusters if cluster.nodes]
    return clusters


def _by_name(clusters: list[Cluster], apart: Sequence[frozenset[str]]) -> list[Cluster]:
    """Join clusters of one name: the unnumbered to the numbered one, if there is one only."""
    by_key: dict[str, list[Cluster]] = defaultdict(list)
    for cluster in clusters:
        for key in sorted({name.key for name in cluster.names if name.words}):
            by_key[key].append(cluster)
    for key in sorted(by_key):
        group = [cluster for cluster in by_key[key] if cluster.nodes]
        # The strongest come first, those without a legal form last: they may fit two companies.
        group.sort(key=lambda c: (not c.number, not c.first.name.form, -c.rows, c.first.spelling))
        homes = [cluster for cluster in group if cluster.number]
        for cluster in group:
            if cluster.number:
                continue
            fits = [home for home in homes if _is_same_name(home, cluster, key, apart)]
            if len(fits) == 1:
                fits[0].take(cluster, SAME_NAME)
                continue
            if fits:
                for node in cluster.nodes:
                    node.reason = AMBIGUOUS
            homes.append(cluster)
    return [cluster for cluster in clusters if cluster.nodes]


def _is_same_name(
    home: Cluster, cluster: Cluster, key: str, apart: Sequence[frozenset[str]]
) -> bool:
    if _are_apart(home, cluster, apart) or not _numbers_agree(home, cluster):
        return False
    ours = [name for name in home.names if name.key == key]
    theirs = [name for name in cluster.names if name.key == key]
    return all(forms_agree(a, b) and accents_agree(a, b) for a in ours for b in theirs)


def _numbers_agree(first: Cluster, second: Cluster) -> bool:
    """Whether no number speaks against two clusters being one; a slip of two digits does not."""
    if first.number and second.number:
        return first.number == second.number
    ours, theirs = first.digits, second.digits
    return (
        not ours
        or not theirs
        or any(Levenshtein.distance(a, b) <= NUMBER_SLIPS for a in ours for b in theirs)
    )


def _by_misreading(clusters: list[Cluster], apart: Sequence[frozenset[str]]) -> list[Cluster]:
    """Join a rare name read from a picture to the one name that it is one letter from."""
    at: dict[str, list[Cluster]] = defaultdict(list)
    for cluster in clusters:
        for shape in _shapes(cluster.first.name):
            at[shape].append(cluster)
    home: dict[int, Cluster] = {}
    for cluster in sorted(clusters, key=lambda c: (c.rows, c.first.spelling)):
        name = cluster.first.name
        if not cluster.pictured or cluster.number or len(name.key) < SHORTEST_MISREAD:
            continue
        if any(node.reason == AMBIGUOUS for node in cluster.nodes):
            continue
        near = {id(c): c for shape in _shapes(name) for c in at[shape] if c is not cluster}
        fits = [c for c in near.values() if c.nodes and _is_misread(cluster, c, apart)]
        if len(fits) == 1:
            home[id(cluster)] = fits[0]
    # The rarest are joined first, so that what they were joined to may be joined in its turn.
    for cluster in sorted(clusters, key=lambda c: (c.rows, c.first.spelling)):
        if id(cluster) in home:
            home[id(cluster)].take(cluster, MISREAD)
    return [cluster for cluster in clusters if cluster.nodes]


def _shapes(name: CompanyName) -> Iterator[str]:
    """Texts of which two names have one in common if they are one letter or lookalikes apart."""
    key = "".join(name.lookalikes)
    yield key
    if len(key) >= SHORTEST_MISREAD - 1:
        for place in range(len(key)):
            yield f"{key[:place]}{key[place + 1 :]}"


def _is_misread(cluster: Cluster, home: Cluster, apart: Sequence[frozenset[str]]) -> bool:
    """Whether a cluster's name may be a misreading of another one's.

    It is printed at most a fourth as often; the misread letter stands inside a word of five letters
    or more, and is not its first; no figure differs; and neither number, legal form nor a person
    speaks against it.
    """
    ours, theirs = cluster.first, home.first
    if "[" in ours.spelling[0] + theirs.spelling[0]:  # labels of masked names
        return False
    if cluster.rows * RARER > home.rows or _are_apart(cluster, home, apart):
        return False
    if not forms_agree(ours.name, theirs.name) or not _numbers_agree(cluster, home):
        return False
    return _is_one_letter(ours.name, theirs.name)


def _is_one_letter(first: CompanyName, second: CompanyName) -> bool:
    if _figures(first) != _figures(second):
        return False
    ours, theirs = first.lookalikes, second.lookalikes
    if "".join(ours) == "".join(theirs):
        return True
    differing = [(a, b) for a, b in zip(ours, theirs, strict=False) if a != b]
    if len(ours) != len(theirs) or len(differing) != 1:
        return False
    [(one, other)] = differing
    return (
        min(len(one), len(other)) >= SHORTEST_WORD
        and one[0] == other[0]
        and Levenshtein.distance(one, other, score_cutoff=1) == 1
    )


def _figures(name: CompanyName) -> tuple[str, ...]:
    return tuple(word for word in name.words if word.isdigit())

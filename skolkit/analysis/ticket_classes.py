"""Tickets and messages -> classes by the rules of words that stand beside this module.

The rules are in ``ticket_classes.toml`` and ``subject_classes.toml``; others can be read with
``word_rules.read_rules`` and given in their place.
"""

from __future__ import annotations

from collections.abc import Sequence

from skolkit.analysis.replies import bare_subject
from skolkit.analysis.rows import Incident, Message, counted
from skolkit.analysis.word_rules import (
    SUBJECT_RULES_FILE,
    TICKET_RULES_FILE,
    Classes,
    Rules,
    classify,
    shipped_rules,
)


def ticket_classes(rows: Sequence[Incident], rules: Rules | None = None) -> Classes:
    """Sort tickets by the words of what happened, in Swedish or else in English.

    Args:
        rows: incidents or tickets; a row that repeats another is left out.
        rules: those of ``ticket_classes.toml`` by default.
    """
    texts = ((row.place.row_id, row.summary_sv or row.summary_en) for row in counted(rows))
    return classify(texts, rules or shipped_rules(TICKET_RULES_FILE))


def subject_classes(rows: Sequence[Message], rules: Rules | None = None) -> Classes:
    """Sort messages by the words of their subject, without "Sv:", "Re:", "VB:" before it.

    Args:
        rows: messages; a row that repeats another is left out.
        rules: those of ``subject_classes.toml`` by default.
    """
    texts = ((row.place.row_id, bare_subject(row.subject)) for row in counted(rows))
    return classify(texts, rules or shipped_rules(SUBJECT_RULES_FILE))

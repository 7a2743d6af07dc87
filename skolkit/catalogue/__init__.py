"""Every problem that a user can meet, by its stable code."""

from __future__ import annotations

from skolkit.catalogue.errors import ERRORS
from skolkit.catalogue.notes import NOTES
from skolkit.catalogue.rule import ExitCode, Rule
from skolkit.catalogue.warnings import WARNINGS

__all__ = ["CATALOGUE", "ExitCode", "Rule"]

CATALOGUE = {rule.code: rule for rule in (*ERRORS, *WARNINGS, *NOTES)}

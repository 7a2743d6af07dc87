"""The leak check: looks for personal data in every byte of a folder, and proves that it can."""

from skolkit.privacy.leakcheck.model import Leak, LeakReport
from skolkit.privacy.leakcheck.refusal import refuse_leaks
from skolkit.privacy.leakcheck.scan import rendered, scan
from skolkit.privacy.leakcheck.search import check
from skolkit.privacy.needles import Needles

__all__ = ["Leak", "LeakReport", "Needles", "check", "refuse_leaks", "rendered", "scan"]

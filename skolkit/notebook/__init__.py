"""What the notebooks call. They hold no logic: open, count, show, tell, browse, explore, trace.

``from skolkit import notebook as nb``. Nothing here chooses a matplotlib backend. Where somebody
works in JupyterLab tables can be searched and filtered; in executed copies the same calls give
plain tables (``static``).
"""

from skolkit.notebook.browsing import browse
from skolkit.notebook.exploring import Explorer, explore
from skolkit.notebook.opened import Opened, banner, open_collection
from skolkit.notebook.tables import count, counted, listing, pick, real_table, rounded, table
from skolkit.notebook.telling import look, show, tell
from skolkit.notebook.tracing import trace

__all__ = [
    "Explorer",
    "Opened",
    "banner",
    "browse",
    "count",
    "counted",
    "explore",
    "listing",
    "look",
    "open_collection",
    "pick",
    "real_table",
    "rounded",
    "show",
    "table",
    "tell",
    "trace",
]

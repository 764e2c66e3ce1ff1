"""The rows of the connections panel: their kinds, their ids, and the row itself."""

from __future__ import annotations

from dataclasses import dataclass

SOCKET, CONNECTION, ALIAS, CLIENT, WORKER = "socket", "connection", "alias", "client", "worker"
ATTEMPT = "attempt"
"""An attempt to connect that runs, or that failed."""
SECTION = "section"
"""A heading that stands for no row of the snapshot."""
TARGET = "target"
"""The row above those of a target, where there are several; the dashboard assigns its id."""

RowId = tuple[str, int]
"""Kind and id of a row, such as `("client", 7)`; the same as long as the thing exists."""

NO_CONNECTION: RowId = (SECTION, 0)
"""The heading over aliases that resolve to no connection."""
NO_SOCKET: RowId = (SECTION, 1)
"""The heading over connections without a known socket."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the panel: its id, and the tree lines before it."""

    id: RowId
    guides: tuple[bool, ...] = ()
    """For each level, outermost first: whether more siblings follow below. The last item is the
    row's own level."""
    folded: bool = False
    """Whether the row is a heading, and hides the rows below it."""

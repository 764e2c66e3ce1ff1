"""All detectors, and which of them hears of what."""

from __future__ import annotations

from typing import Iterable

from milvus_tui.agent import notes
from milvus_tui.agent.findings.churn import Churn
from milvus_tui.agent.findings.closes import Closes
from milvus_tui.agent.findings.differs import Differences
from milvus_tui.agent.findings.held import Held
from milvus_tui.agent.findings.moves import Moves
from milvus_tui.agent.findings.orphans import Orphans
from milvus_tui.agent.findings.people import People
from milvus_tui.agent.findings.register import Register
from milvus_tui.agent.findings.unclosed import Unclosed
from milvus_tui.agent.findings.uses import Uses
from milvus_tui.agent.findings.wiring import Wiring
from milvus_tui.agent.groups import Group, Record
from milvus_tui.agent.hooks import Call
from milvus_tui.agent.loops import Loops
from milvus_tui.agent.sites import Sites
from milvus_tui.agent.tables import Tables
from milvus_tui.names import client_name


class Detectors:
    """Used by the agent's own thread.

    Args:
        tables: where rows go.
        people: clients and aliases.
        sites: places in the code.
        loops: event loops.
    """

    def __init__(self, tables: Tables, people: People, sites: Sites, loops: Loops) -> None:
        register = Register(tables)
        self._sites = sites
        self.closes = Closes(register, people)
        self.moves = Moves(register, people)
        self.churn = Churn(register)
        self._differences = Differences(register, tables)
        self._orphans = Orphans(register, people)
        self._unclosed = Unclosed(register, people, loops)
        self._uses = Uses(register)
        self._wiring = Wiring(register, people, tables)
        self._held = Held(register, sites)

    def made(self, record: Record, at: float) -> None:
        """A client was made, and placed."""
        self._sites.count(record.row.place, made=1)
        by = f"{client_name(record.row.id)}, made by {record.row.site}"
        self._orphans.joined(record.group, at, by)
        self._unclosed.made(record)
        self._differences.found(record, at)

    def bound(self, record: Record) -> None:
        """An async client was bound to its event loop after it was made."""
        self._unclosed.made(record)

    def changed(self, record: Record, at: float) -> None:
        """In what a client's connection differs from what it asked for has changed."""
        self._differences.found(record, at)

    def closed(self, record: Record, group: Group, again: bool, at: float, by: str) -> None:
        """close() was called on a client.

        Args:
            group: the alias that it had until then.
            again: not for the first time.
        """
        if not again:
            self._sites.count(record.row.place, closed=1)
        self._orphans.left(group, at)
        self._differences.over(record.row.id, at, by)

    def collected(self, record: Record, at: float) -> None:
        """A client is gone."""
        if record.row.closed is None:
            self._sites.count(record.row.place, dropped=1)
            self._unclosed.collected(record, at)
        self._orphans.left(record.group, at)
        self._differences.over(record.row.id, at, "it is gone")
        self._uses.over(record.row.id, at)

    def used(self, record: Record, seen: notes.Used) -> None:
        """A client was used in a way that is wrong."""
        stack = seen.who.stack
        self._uses.used(record, seen, self._sites.text(stack), self._sites.id_of(stack))

    def look(self, now: float, calls: Iterable[Call]) -> None:
        """What a round of looking around tells.

        Args:
            calls: hooked calls that are under way.
        """
        self.closes.look(now)
        self.moves.look(now)
        self._orphans.look(now)
        self._unclosed.look(now)
        self.churn.look(now)
        self._held.look(calls, now)

    def look_after(self, now: float) -> None:
        """All that was noted before that look was dealt with."""
        self._unclosed.look_after(now)

    def channels(self, now: float) -> None:
        """The channels were read."""
        self._wiring.look(now)

    def at_exit(self, now: float) -> None:
        """The program ends."""
        self._unclosed.at_exit(now)
        self._orphans.at_exit(now)

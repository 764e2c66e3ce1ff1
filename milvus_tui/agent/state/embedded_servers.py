"""Stores the embedded servers of this process: one row each, with the state of file and process."""

from __future__ import annotations

import itertools
import os
from dataclasses import replace
from typing import Any, Dict, Optional, Tuple

from milvus_tui.agent import clocks
from milvus_tui.agent.embedded import processes, server_facts
from milvus_tui.agent.embedded.database_file import DatabaseFile, inode_at
from milvus_tui.agent.embedded.server_facts import ServerFacts
from milvus_tui.agent.state.tables import Tables
from milvus_tui.wire import EmbeddedServer

RUNNING, ENDED, RELEASED = "running", "ended", "released"
THERE, REMOVED, REPLACED, UNKNOWN = "there", "removed", "replaced", "unknown"
LOST = (REMOVED, REPLACED)

IN_ORDER = processes.exit_words(0)

MOST_ROWS = 100
"""Rows kept; the oldest are removed first."""


class EmbeddedServers:
    """Used by the agent's own thread only. Costs nothing where Milvus Lite is not imported.

    Args:
        tables: where rows and events go.
    """

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._facts: Dict[int, ServerFacts] = {}
        self._ids = itertools.count(1)

    def look(self, now: float) -> None:
        """Add new servers, and update the state of all; costs a few calls of stat() for each."""
        entries = server_facts.registered()
        known = {(facts.path, facts.address): key for key, facts in self._facts.items()}
        for path, entry in entries.items():
            if (path, server_facts.address_of(entry)) not in known:
                self._add(path, entry, now)
        for key, facts in self._facts.items():
            self._update(key, facts, facts.path in entries, now)

    def lost_at_creation(self, file: DatabaseFile, address: str) -> bool:
        """Whether a client was made when the server at an address had lost its file already."""
        facts = next((each for each in self._facts.values() if each.address == address), None)
        return facts is not None and server_facts.lost_at_creation(facts, file)

    def _add(self, path: str, entry: Any, now: float) -> None:
        facts = server_facts.read(path, entry)
        number = next(self._ids)
        self._facts[number] = facts
        file = _file_state(facts)
        row = EmbeddedServer(
            id=number,
            path=path,
            address=facts.address,
            owner=facts.owner,
            server=facts.pid,
            command=processes.command(facts.owner),
            state=RUNNING,
            file=file,
            since=now,
            lost_before=_lost_before(facts, file),
        )
        self._tables.put("embedded", row)
        process = "threads of this process" if facts.pid == os.getpid() else f"pid {facts.pid}"
        self._tables.log(now, "spawned", f"embedded Milvus Lite of {path}: {process}")
        for old in list(self._facts)[: max(0, len(self._facts) - MOST_ROWS)]:
            del self._facts[old]
            self._tables.drop("embedded", old)

    def _update(self, key: int, facts: ServerFacts, registered: bool, now: float) -> None:
        row = self._tables.get("embedded", key)
        if row is not None and row.state == ENDED and not registered and row.exit == IN_ORDER:
            # The last look was in the middle of release_server().
            self._tables.put("embedded", replace(row, state=RELEASED))
        if row is None or row.state != RUNNING:
            return  # what has ended serves no file any more
        state, exit_words = _process_state(facts, registered)
        changed = replace(row, state=state, exit=exit_words, file=_file_state(facts))
        if changed != row:
            lost = _lost_before(facts, changed.file)
            self._tables.put("embedded", replace(changed, since=now, lost_before=lost))
            self._tables.log(now, "moved", _words(changed))


def _process_state(facts: ServerFacts, registered: bool) -> Tuple[str, str]:
    """The state of a server, and how its process ended."""
    if facts.started and facts.pid != os.getpid():
        status = processes.status(facts.pid)
        if status is None or status.ended or status.started != facts.started:
            return (ENDED if registered else RELEASED), status.exit if status is not None else ""
    return (RUNNING if registered else RELEASED), ""


def _file_state(facts: ServerFacts) -> str:
    if facts.inode is None:
        return UNKNOWN
    now = inode_at(facts.file)
    if now == facts.inode:
        return THERE
    return REMOVED if now is None else REPLACED


def _lost_before(facts: ServerFacts, file: str) -> Optional[float]:
    # `now` of a look is earlier than its calls of stat().
    return min(server_facts.lost_before(facts), clocks.wall()) if file in LOST else None


def _words(row: EmbeddedServer) -> str:
    """A sentence for an event."""
    if row.state != RUNNING:
        how = f": {row.exit}" if row.exit else ""
        ended = "was released" if row.state == RELEASED else "ended"
        return f"the embedded Milvus Lite of {row.path} (pid {row.server}) {ended}{how}"
    return f"the file {row.path} of an embedded Milvus Lite was {row.file}"

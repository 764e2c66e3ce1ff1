"""Wrong event loop: an async client was used in another loop, or not closed before its loop was.

A client's loop is that of its channel. grpc.aio gives a channel the running loop, or, where none
runs, as while a module is imported, the loop of the thread's policy.
"""

from __future__ import annotations

import sys
from typing import Dict, Hashable, Iterable, List, NamedTuple, Set

from milvus_tui.agent.findings.detector_base import Sources
from milvus_tui.agent.findings.wrong_uses import WrongUseDetector
from milvus_tui.agent.hooks.method_hooks import Call
from milvus_tui.agent.hooks.notes import Used
from milvus_tui.agent.state.alias_groups import ClientRecord
from milvus_tui.agent.state.event_loops import CLOSED, GONE
from milvus_tui.wire import Kind
from milvus_tui.wire.client_names import client_name

FRAMEWORKS = ("ipykernel", "streamlit", "pytest_asyncio", "celery", "uvicorn")
"""Packages that run event loops of their own, and whose cures differ; the first that is loaded
counts, since the later ones may be loaded by the earlier ones."""

MOST_WAITING = 1_000
"""Clients that were dropped without close() and whose event loop is not closed yet."""


class _Unclosed(NamedTuple):
    """An async client that was not closed."""

    client: int
    place: int
    site: str
    loop: int


class WrongEventLoopDetector(WrongUseDetector):
    """Reports clients that were used in another event loop, and clients left on a closed one."""

    kind = Kind.WRONG_EVENT_LOOP

    def __init__(self, sources: Sources) -> None:
        super().__init__(sources)
        self._alive: Dict[int, ClientRecord] = {}
        """The async clients that are bound to an event loop."""
        self._dropped: List[_Unclosed] = []
        self._reported: Set[int] = set()
        self._closed_loops: Set[int] = set()
        """The loops of clients that were closed at the last scan."""

    def text(self, record: ClientRecord, site: str) -> str:
        """Who used the client, and where the client was made."""
        row = record.row
        made = f"{client_name(row.id)}, created by {row.site}"
        if _made_outside(record):
            made += " where no event loop ran"
        return f"{made}, was used by {site} in another event loop than its connection's"

    def key(self, client: int) -> Hashable:
        """What the finding of a client that was used is stored under."""
        return "used", client

    def used(self, record: ClientRecord, seen: Used) -> None:
        """Report a use in another loop at the place that created the client."""
        if not self.applies(seen):
            return
        row, stack = record.row, seen.caller.stack
        use = self._sites.id_of(stack)
        self._store.begin_or_count(
            self.kind,
            self.key(row.id),
            seen.caller.at,
            self.text(record, self._sites.text(stack)),
            client=row.id,
            alias=record.group.id,
            connection=record.group.connection,
            place=row.place or use,
            also=use if row.place else 0,
            affected=((row.id, row.id),),
            detail=_detail(record),
        )

    def created(self, record: ClientRecord, at: float) -> None:
        """Remember an async client."""
        self.bound(record)

    def bound(self, record: ClientRecord) -> None:
        """Remember an async client."""
        if record.row.loop is not None:
            self._alive[record.row.id] = record

    def collected(self, record: ClientRecord, at: float) -> None:
        """End the finding of a client; remember the client if it was not closed."""
        super().collected(record, at)
        row = record.row
        self._alive.pop(row.id, None)
        # The parent process closes what a child inherited; without a connection nothing is left.
        connected = self._has_connected(record)
        if connected and row.closed is None and not row.inherited and row.loop is not None:
            self._dropped.append(_Unclosed(row.id, row.place, row.site, row.loop))
            del self._dropped[:-MOST_WAITING]

    def _has_connected(self, record: ClientRecord) -> bool:
        """Whether a client has a connection; one that never came up is another finding's."""
        return record.group.connection is not None and not self.never_connected(record.group)

    def scan(self, now: float, calls: Iterable[Call]) -> None:
        """Report the dropped clients whose event loop is closed or collected."""
        waiting = []
        for unclosed in self._dropped:
            if self._loops.state(unclosed.loop) not in (CLOSED, GONE):
                waiting.append(unclosed)
            else:
                self._report(unclosed, now)
        self._dropped = waiting
        loops = {record.row.loop for record in self._alive.values()}
        self._closed_loops = {
            loop for loop in loops if loop is not None and self._loops.state(loop) == CLOSED
        }

    def after_scan(self, now: float) -> None:
        """Report the live clients whose loop was closed at the scan, and which were not."""
        for record in list(self._alive.values()):
            row = record.row
            connected = self._has_connected(record)
            if connected and row.closed is None and row.loop in self._closed_loops:
                self._report(_Unclosed(row.id, row.place, row.site, row.loop), now)

    def _report(self, unclosed: _Unclosed, at: float) -> None:
        if unclosed.client in self._reported:
            return
        self._reported.add(unclosed.client)
        name = client_name(unclosed.client)
        text = f"{name}, created by {unclosed.site}, was not closed before its event loop was"
        key = ("left", unclosed.place or unclosed.site)
        self._store.begin_or_count(
            self.kind, key, at, text, client=unclosed.client, place=unclosed.place, detail="left"
        )


def _made_outside(record: ClientRecord) -> bool:
    """Whether a client took a loop when it was created, outside of any asyncio task."""
    return bool(record.row.loop is not None and record.bound_at_creation and not record.row.task)


def _detail(record: ClientRecord) -> str:
    """`made` or `used`, and the framework that is loaded."""
    framework = next((name for name in FRAMEWORKS if name in sys.modules), "")
    return f"{'made' if _made_outside(record) else 'used'} {framework}".strip()

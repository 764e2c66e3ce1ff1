"""Observes clients: created, closed, moved to a database, garbage-collected, used wrongly.

The observer holds weak references only, never waits, and raises no exception of its own.
"""

from __future__ import annotations

import gc
import itertools
import sys
import threading
import weakref
from contextlib import suppress
from typing import Any, Callable, Dict, NamedTuple, Optional, Sequence, Tuple

from milvus_tui.agent import clocks, threads
from milvus_tui.agent.hooks import call_sites, notes, requested
from milvus_tui.agent.hooks.method_hooks import MethodHooks
from milvus_tui.agent.registries import Registry
from milvus_tui.agent.registries.resolution import (
    Resolution,
    agent_is_resolving,
    channel_loop,
)
from milvus_tui.wire import Client, Kind, Site

SECONDS_BETWEEN_NOTES = 1.0
"""Least seconds between two notes of the same wrong use of one client."""


class InheritedClient(NamedTuple):
    """A client that a forked child inherited from its parent process."""

    client: "weakref.ref[Any]"
    row: Client
    site: Optional[Site]
    """Where the parent created the client; None if that is unknown."""


def unknown_row(number: int) -> Client:
    """Return the row of a client whose `Created` note was not yet processed at the fork."""
    return Client(
        id=number,
        alias=0,
        database="",
        uri="",
        login="",
        requested_alias="",
        dedicated=False,
        thread="",
        site="its parent process",
        created=clocks.wall(),
        closed=None,
        closed_by="",
    )


class UseCheck:
    """Decides whether a use of one client is wrong: closed, inherited, or bound to another loop."""

    __slots__ = ("closed", "inherited", "last_noted", "loop")

    def __init__(self) -> None:
        self.closed = False
        self.inherited = False
        self.loop: "Optional[weakref.ref[Any]]" = None
        self.last_noted: Dict[str, float] = {}

    def misuse(self) -> Optional[str]:
        """Return what is wrong with a use now, in this thread: one of `wire.Kind`, or None."""
        if self.closed:
            return Kind.USED_AFTER_CLOSE
        if self.inherited:
            return Kind.USED_AFTER_FORK
        loop = running_loop()
        if self.loop is not None and loop is not None and self.loop() is not loop:
            return Kind.WRONG_EVENT_LOOP
        return None

    def is_due(self, kind: str) -> bool:
        """Whether the last note of this kind is old enough for another one."""
        now = clocks.monotonic()
        if now - self.last_noted.get(kind, -SECONDS_BETWEEN_NOTES) < SECONDS_BETWEEN_NOTES:
            return False
        self.last_noted[kind] = now
        return True


class ClientObserver:
    """Installs the hooks on client classes, and gives each client an id.

    Args:
        classes: `MilvusClient`, and `AsyncMilvusClient` if the release has one.
        registry: the adapter for this pymilvus.
        inbox: gets the notes (`hooks.notes`), in the order of what happened.
        on_fault: gets an exception that a hook raised; the program never gets it.
    """

    def __init__(
        self,
        classes: Sequence[Any],
        registry: Registry,
        inbox: notes.Inbox,
        on_fault: Callable[[BaseException], None],
    ) -> None:
        self._classes = classes
        self._registry = registry
        self._inbox = inbox
        self.hooks = MethodHooks(inbox, on_fault)
        self._ids = itertools.count(1)
        # By id(), not by the client itself: a subclass may define __eq__ without __hash__.
        self._seen: Dict[int, Tuple[int, weakref.ref[Any]]] = {}
        self._use_checks: Dict[int, UseCheck] = {}

    def install(self) -> None:
        """Install the hooks. `remove()` undoes this."""
        for each in self._classes:
            self.hooks.add(each, "__init__", self._created)
            self.hooks.add(each, "close", self._closed)
            for name in ("use_database", "using_database"):
                self.hooks.add(each, name, self._moved)
            self.hooks.add(each, "_connect", self._connected)
            self.hooks.add_to_hot_method(
                each, "_get_connection", self._use_checks, self._used, self._failed
            )

    def remove(self) -> None:
        """Remove the hooks."""
        self.hooks.remove()

    def id_of(self, client: Any) -> Optional[int]:
        """Return the id of a client; None if the observer never saw the client."""
        number, ref = self._seen.get(id(client), (None, None))
        return number if ref is not None and ref() is client else None

    def adopt_existing(self) -> None:
        """Register the clients that were created before the hooks were installed.

        The garbage collector lists all referrers of a class, which include its instances (from
        Python 3.9 on). What their constructors requested, and where, is unknown.
        """
        classes = list(self._classes)
        in_constructor = {call.object_id for call in list(self.hooks.pending_calls)}
        while classes:
            each = classes.pop()
            classes.extend(each.__subclasses__())
            for client in gc.get_referrers(each):
                initialized = id(client) not in in_constructor and hasattr(client, "_using")
                if type(client) is each and initialized and self.id_of(client) is None:
                    self._register(client, requested.NOTHING, _unknown_caller())

    def adopt_inherited(self, inherited: Sequence[InheritedClient]) -> None:
        """Register the parent's clients in a forked child, with the ids that the parent gave."""
        last = 0
        for each in inherited:
            last = max(last, each.row.id)
            client = each.client()
            if client is not None:
                self._seen[id(client)] = (each.row.id, self._ref(client, each.row.id))
                use_check = self._use_check(client)
                use_check.inherited = True
                use_check.closed = each.row.closed is not None
            del client
        self._ids = itertools.count(last + 1)

    def refs(self) -> Dict[int, "weakref.ref[Any]"]:
        """Return weak references to the known clients, by id."""
        return dict(list(self._seen.values()))

    # --- hooks -------------------------------------------------------------------------------

    def _created(self, client: Any, args: Tuple[Any, ...], kwargs: Dict[str, Any]) -> None:
        if self.id_of(client) is not None:
            return  # __init__ called again, by a subclass or by hand
        self._register(client, requested.read(args, kwargs), current_caller(client))

    def _register(self, client: Any, parameters: requested.Requested, caller: notes.Caller) -> None:
        number = next(self._ids)
        ref = self._ref(client, number)
        self._seen[id(client)] = (number, ref)
        resolution = self._resolve(client)
        self._inbox(
            notes.Created(
                number,
                ref,
                type(client).__name__,
                parameters,
                caller,
                resolution,
                self._bind(client, resolution),
                self.hooks.seconds_in(client, "__init__"),
                self._registry.is_async(client),
            )
        )

    def _bind(self, client: Any, resolution: Resolution) -> "Optional[weakref.ref[Any]]":
        """Record the event loop of an async client's channel as the one that may use the client."""
        loop = channel_loop(resolution) if self._registry.is_async(client) else None
        if loop is None:
            return None
        try:
            held = weakref.ref(loop)
        except TypeError:  # a custom loop class without weak references
            return None
        self._use_check(client).loop = held
        return held

    def _ref(self, client: Any, number: int) -> "weakref.ref[Any]":
        inbox, seen, use_checks, key = self._inbox, self._seen, self._use_checks, id(client)

        def collected(_: Any) -> None:
            seen.pop(key, None)
            use_checks.pop(key, None)
            running = call_sites.NO_STACK
            with suppress(Exception):
                running = call_sites.own_frames()
            with suppress(Exception):
                inbox(notes.Collected(number, clocks.wall(), running))

        return weakref.ref(client, collected)

    def _closed(self, client: Any, args: Any, kwargs: Any) -> None:
        number = self.id_of(client)
        if number is not None:
            self._use_check(client).closed = True
            self._inbox(notes.Closed(number, current_caller(), self._resolve(client)))

    def _moved(self, client: Any, args: Any, kwargs: Any) -> None:
        database = str(args[0] if args else kwargs.get("db_name") or "")
        self._note_moved(client, database)

    def _connected(self, client: Any, args: Any, kwargs: Any) -> None:
        resolution = self._resolve(client)
        self._note_moved(client, None, self._bind(client, resolution))

    def _note_moved(
        self,
        client: Any,
        database: Optional[str],
        loop: "Optional[weakref.ref[Any]]" = None,
    ) -> None:
        number = self.id_of(client)
        if number is not None:
            self._inbox(
                notes.Moved(number, current_caller(), self._resolve(client), database, loop)
            )

    def _used(self, client: Any, args: Any, kwargs: Any) -> None:
        use_check = self._use_checks.get(id(client))
        number = self.id_of(client)
        kind = use_check.misuse() if use_check is not None else None
        if (
            use_check is None
            or kind is None
            or number is None
            or agent_is_resolving()
            or threads.in_agent_thread()
        ):
            return
        if use_check.is_due(kind):
            self._inbox(notes.Used(number, kind, current_caller(), self._resolve(client)))

    def _failed(self, client: Any, args: Any, kwargs: Any) -> None:
        number = self.id_of(client)
        if number is None or agent_is_resolving() or threads.in_agent_thread():
            return
        use_check = self._use_check(client)
        if not use_check.closed and use_check.is_due(Kind.COLLATERAL_CLOSE):
            self._inbox(notes.Failed(number))

    def _use_check(self, client: Any) -> UseCheck:
        return self._use_checks.setdefault(id(client), UseCheck())

    def _resolve(self, client: Any) -> Any:
        return self._registry.resolve(client)


def running_loop() -> Optional[Any]:
    """Return the event loop that runs in this thread, if any. Never imports asyncio."""
    events = sys.modules.get("asyncio.events")
    return events._get_running_loop() if events is not None else None


def current_caller(created: Any = None) -> notes.Caller:
    """Return the caller in this thread.

    Args:
        created: a client whose own constructors are skipped.
    """
    loop = running_loop()
    task = sys.modules["asyncio"].current_task(loop) if loop is not None else None
    name = task.get_name() if task is not None and hasattr(task, "get_name") else ""
    return notes.Caller(
        call_sites.stack(2, created), threading.current_thread().name, name, clocks.wall()
    )


def _unknown_caller() -> notes.Caller:
    return notes.Caller(call_sites.NO_STACK, "", "", clocks.wall())

"""What the program does with its clients: made, closed, moved, collected, used when it should not.

The observer holds weak references only, waits for nothing and raises nothing of its own.
"""

from __future__ import annotations

import gc
import itertools
import sys
import threading
import time
import weakref
from typing import Any, Callable, Dict, NamedTuple, Optional, Sequence, Tuple

from milvus_tui.agent import threads
from milvus_tui.agent.hooks import call_sites, notes, requested
from milvus_tui.agent.hooks.method_hooks import MethodHooks
from milvus_tui.agent.registries import Registry
from milvus_tui.agent.registries.resolution import agent_is_resolving
from milvus_tui.wire import Client, Kind

USES_APART = 1.0
"""Seconds between two notes of the same wrong use of one client."""


class InheritedClient(NamedTuple):
    """A client that a forked child has of its parent's."""

    client: "weakref.ref[Any]"
    row: Client


def unknown(number: int) -> Client:
    """The row of a client whose maker's note was still on its way when the process forked."""
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
        created=time.time(),
        closed=None,
        closed_by="",
    )


class UseCheck:
    """A client whose use is to be noted: closed, inherited over a fork, or bound to a loop."""

    __slots__ = ("closed", "inherited", "loop", "noted")

    def __init__(self) -> None:
        self.closed = False
        self.inherited = False
        self.loop: "Optional[weakref.ref[Any]]" = None
        self.noted: Dict[str, float] = {}

    def misuse(self) -> Optional[str]:
        """What is wrong with using it now, in this thread: one of `wire.Kind`, or None."""
        if self.closed:
            return Kind.USED_AFTER_CLOSE
        if self.inherited:
            return Kind.USED_AFTER_FORK
        loop = running_loop()
        if self.loop is not None and loop is not None and self.loop() is not loop:
            return Kind.WRONG_EVENT_LOOP
        return None

    def is_due(self, kind: str) -> bool:
        """Whether the last note of this kind was some time ago."""
        now = time.monotonic()
        if now - self.noted.get(kind, -USES_APART) < USES_APART:
            return False
        self.noted[kind] = now
        return True


class ClientObserver:
    """Installs the hooks, and knows the ids of the clients it has seen.

    Args:
        classes: `MilvusClient`, and `AsyncMilvusClient` where the release has one.
        registry: the adapter for this pymilvus.
        inbox: gets `agent.notes`, in the order in which things happened.
        on_fault: gets an exception of a hook's own; the program never does.
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
        # By identity, not by equality: a subclass may define __eq__ without __hash__.
        self._seen: Dict[int, Tuple[int, weakref.ref[Any]]] = {}
        self._use_checks: Dict[int, UseCheck] = {}

    def install(self) -> None:
        """Put the hooks on. Undone by `remove()`."""
        for each in self._classes:
            self.hooks.add(each, "__init__", self._made)
            self.hooks.add(each, "close", self._was_closed)
            for name in ("use_database", "using_database"):
                self.hooks.add(each, name, self._was_moved)
            self.hooks.add(each, "_connect", self._connected)
            self.hooks.add_to_hot_method(each, "_get_connection", self._use_checks, self._used, self._failed)

    def remove(self) -> None:
        """Take the hooks off."""
        self.hooks.remove()

    def id_of(self, client: Any) -> Optional[int]:
        """The id that a client was given, None if it was never seen."""
        number, ref = self._seen.get(id(client), (None, None))
        return number if ref is not None and ref() is client else None

    def adopt_existing(self) -> None:
        """Take in the clients that were made before the hooks were put on.

        The garbage collector knows who refers to the class: its instances do (from Python
        3.9 on). What they were asked for, and where, nobody knows any more.
        """
        classes = list(self._classes)
        being_made = {call.object_id for call in list(self.hooks.pending_calls)}
        while classes:
            each = classes.pop()
            classes.extend(each.__subclasses__())
            for client in gc.get_referrers(each):
                made = id(client) not in being_made and hasattr(client, "_using")
                if type(client) is each and made and self.id_of(client) is None:
                    self._take_in(client, requested.NOTHING, _unknown_caller())

    def adopt_inherited(self, inherited: Sequence[InheritedClient]) -> None:
        """Take in the parent's clients in a forked child, under the ids that they had there."""
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
        """The clients that are known, by id."""
        return dict(list(self._seen.values()))

    # --- hooks -------------------------------------------------------------------------------

    def _made(self, client: Any, args: Tuple[Any, ...], kwargs: Dict[str, Any]) -> None:
        if self.id_of(client) is not None:
            return  # __init__ called again, by a subclass or by hand
        self._take_in(client, requested.read(args, kwargs), current_caller(client))

    def _take_in(self, client: Any, given: requested.Requested, who: notes.Caller) -> None:
        number = next(self._ids)
        ref = self._ref(client, number)
        self._seen[id(client)] = (number, ref)
        held = self._bind(client)
        look = self._resolve(client)
        self._inbox(notes.Created(number, ref, type(client).__name__, given, who, look, held))

    def _bind(self, client: Any) -> "Optional[weakref.ref[Any]]":
        """Remember the event loop that an async client is bound to from now on."""
        loop = running_loop() if self._registry.is_async(client) else None
        if loop is None:
            return None
        try:
            held = weakref.ref(loop)
        except TypeError:  # a loop of somebody's that cannot be referred to weakly
            return None
        self._use_check(client).loop = held
        return held

    def _ref(self, client: Any, number: int) -> "weakref.ref[Any]":
        inbox, seen, use_checks, key = self._inbox, self._seen, self._use_checks, id(client)

        def collected(_: Any) -> None:
            seen.pop(key, None)
            use_checks.pop(key, None)
            inbox(notes.Collected(number, time.time()))

        return weakref.ref(client, collected)

    def _was_closed(self, client: Any, args: Any, kwargs: Any) -> None:
        number = self.id_of(client)
        if number is not None:
            self._use_check(client).closed = True
            self._inbox(notes.Closed(number, current_caller(), self._resolve(client)))

    def _was_moved(self, client: Any, args: Any, kwargs: Any) -> None:
        database = str(args[0] if args else kwargs.get("db_name") or "")
        self._note_moved(client, database)

    def _connected(self, client: Any, args: Any, kwargs: Any) -> None:
        self._note_moved(client, None, self._bind(client))

    def _note_moved(
        self,
        client: Any,
        database: Optional[str],
        loop: "Optional[weakref.ref[Any]]" = None,
    ) -> None:
        number = self.id_of(client)
        if number is not None:
            self._inbox(notes.Moved(number, current_caller(), self._resolve(client), database, loop))

    def _used(self, client: Any, args: Any, kwargs: Any) -> None:
        use_check = self._use_checks.get(id(client))
        number = self.id_of(client)
        kind = use_check.misuse() if use_check is not None else None
        if use_check is None or kind is None or number is None or agent_is_resolving() or threads.in_agent_thread():
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
    """The event loop that runs in this thread, if any. Does not import asyncio."""
    events = sys.modules.get("asyncio.events")
    return events._get_running_loop() if events is not None else None


def current_caller(made: Any = None) -> notes.Caller:
    """Who is calling, in this thread, right now; a client's own constructors are not meant."""
    loop = running_loop()
    task = sys.modules["asyncio"].current_task(loop) if loop is not None else None
    name = task.get_name() if task is not None and hasattr(task, "get_name") else ""
    return notes.Caller(call_sites.stack(2, made), threading.current_thread().name, name, time.time())


def _unknown_caller() -> notes.Caller:
    return notes.Caller(call_sites.NO_STACK, "", "", time.time())

"""Observes calls through the ORM's aliases: each one asks `connections` for its connection.

The hook costs a fraction of a microsecond. It queues a note when a thread first uses an alias
after a connect(), and when an alias has no connection. It only counts all other calls.
"""

from __future__ import annotations

import functools
import inspect
import sys
import threading
from contextlib import suppress
from typing import Any, Callable, Dict, NamedTuple, Optional, Sequence, Tuple

from milvus_tui.agent import masking, threads
from milvus_tui.agent.hooks import call_sites, notes
from milvus_tui.agent.hooks.client_observer import current_caller
from milvus_tui.agent.hooks.method_hooks import MethodHooks
from milvus_tui.agent.hooks.running_calls import calls_of
from milvus_tui.agent.registries.resolution import PRIVATE, agent_is_resolving

DEFAULT_ALIAS = "default"
"""The alias that a call uses if none is given."""

MOST_ALIASES = 2_000
"""Aliases whose uses are counted at a time."""

MOST_USED = 200
"""Aliases that are kept of a thread's uses."""

MOST_MISSES = 500
"""Places and threads whose failed uses are counted at a time."""

NOT_CONNECTED = "ConnectionNotExistException"
"""Class of the exception that pymilvus raises for an alias without a connection."""


GONE = -1_000_000
"""The number of a connection that another thread closed before it could be read."""


class Ending(NamedTuple):
    """What a disconnect() is about to end."""

    alias: str
    connection: int
    """Number of its connection, 0 if it has none."""
    running: Tuple[notes.RunningCall, ...]


class _OfThread(threading.local):
    """What the current thread used, and what it is about to disconnect."""

    def __init__(self) -> None:
        self.uses: Dict[str, notes.Use] = {}
        self.ending: Optional[Ending] = None


class OrmUses:
    """Counts the uses of the aliases that the program itself connected.

    Args:
        classes: the client classes, whose own calls are told apart from the program's.
        inbox: gets `notes.OrmUsed` and `notes.OrmMissed`.
        on_fault: gets an exception of the hook's own code.
    """

    def __init__(
        self,
        classes: Sequence[Any],
        inbox: notes.Inbox,
        on_fault: Callable[[BaseException], None],
    ) -> None:
        self._classes = tuple(classes)
        self._inbox = inbox
        self._on_fault = on_fault
        self._connections: Dict[str, int] = {}
        """By alias, the number of its connection; negative for one that the parent of a forked
        process had opened."""
        self._mine = _OfThread()
        self._misses: Dict[Any, notes.Miss] = {}

    def install(self, connections: Any, hooks: MethodHooks) -> None:
        """Hook the look-up of a connection."""
        hooks.replace(connections, "_fetch_handler", self._hook)

    def connected(self, alias: str, connection: int) -> notes.Use:
        """Count the uses of an alias from now on; return those of this thread.

        Args:
            alias: the alias that this thread connected.
            connection: number of its connection; 0 if another thread has disconnected it already.
        """
        thread = threading.current_thread().name
        use = self._mine.uses[alias] = notes.Use(connection or GONE, thread, 0)
        if connection and (alias in self._connections or len(self._connections) < MOST_ALIASES):
            self._connections[alias] = connection
        return use

    def ending(self, alias: str, handler: Any, connection: int) -> None:
        """Remember what a disconnect() in this thread is about to end."""
        running = calls_of(handler) if connection and alias in self._connections else ()
        self._mine.ending = Ending(alias, connection, running)

    def disconnected(self, alias: str) -> Ending:
        """Forget an alias; return what was ended."""
        ending, self._mine.ending = self._mine.ending, None
        if ending is None or ending.alias != alias:
            ending = Ending(alias, abs(self._connections.get(alias, 0)), ())
        self._mine.uses.pop(alias, None)
        if abs(self._connections.get(alias, 0)) == ending.connection:
            self._connections.pop(alias, None)  # else another thread has connected it since
        return ending

    def is_connected(self, alias: str) -> bool:
        """Whether the program connected an alias, and has not disconnected it since."""
        return alias in self._connections

    def aliases(self) -> Tuple[str, ...]:
        """Return the aliases that are connected now."""
        return tuple(self._connections)

    def adopt_inherited(self, alias: str, connection: int) -> None:
        """In a forked child, note the first use of an alias that the parent connected."""
        self._connections[alias] = -connection

    def _hook(self, original: Any) -> Any:
        connections, mine = self._connections, self._mine
        alias_parameter = inspect.signature(original).parameters.get("alias")
        default = DEFAULT_ALIAS if alias_parameter is None else alias_parameter.default

        # Takes the one parameter that each release has: `*args` would cost a third more.
        @functools.wraps(original)
        def hook(self_: Any, alias: Any = default) -> Any:
            try:
                handler = original(self_, alias)
            except Exception as error:
                with suppress(Exception):
                    self._guarded(self._missed, alias, error)
                raise
            try:
                if alias in connections:
                    use = mine.uses[alias]
                    if use.connection == connections[alias]:
                        use.count += 1
                        return handler
                    raise KeyError
            except KeyError:  # this thread has not used the alias since it was connected
                with suppress(Exception):
                    self._guarded(self._first_use, alias)
            return handler

        return hook

    def _guarded(self, action: Callable[..., None], *args: Any) -> None:
        try:
            action(*args)
        except Exception as error:
            self._on_fault(error)

    def _first_use(self, alias: str) -> None:
        connection = self._connections.get(alias)
        if connection is None or agent_is_resolving() or threads.in_agent_thread():
            return
        before = self._mine.uses.get(alias)
        uses = self._mine.uses
        if len(uses) >= MOST_USED:
            uses.clear()
        use = uses[alias] = notes.Use(connection, threading.current_thread().name, 1)
        self._inbox(
            notes.OrmUsed(
                masking.alias(alias),
                use,
                before.connection if before is not None else 0,
                current_caller(),
                self._is_client(sys._getframe(3)),
            )
        )

    def _missed(self, alias: str, error: Exception) -> None:
        if (
            type(error).__name__ != NOT_CONNECTED
            or alias.startswith(PRIVATE)
            or agent_is_resolving()
            or threads.in_agent_thread()
            or self._is_client(sys._getframe(3))
        ):
            return
        use = self._mine.uses.get(alias)
        frames = call_sites.stack()
        key = alias, frames[:1], threading.get_ident()
        miss = self._misses.get(key)
        used = use.connection if use is not None else 0
        if miss is not None and miss.used == used:
            miss.count += 1
            return
        if len(self._misses) >= MOST_MISSES:
            self._misses.clear()
        self._misses[key] = miss = notes.Miss(masking.alias(alias), used)
        self._inbox(notes.OrmMissed(miss, current_caller()))

    def _is_client(self, frame: Any) -> bool:
        """Whether a frame runs a method of a client, which looks up its own connection."""
        return isinstance(frame.f_locals.get("self"), self._classes)

"""Observes calls that pymilvus sends without the database of the client or alias that calls.

From 2.6.7 on a connection has no database: each call brings its own, in `context=`. The server
takes the default database for a call that brings none.
"""

from __future__ import annotations

import inspect
import sys
from typing import Any, Dict, Iterable, Optional

from milvus_tui.agent import clocks
from milvus_tui.agent.hooks import call_sites, notes
from milvus_tui.agent.hooks.client_observer import ClientObserver, current_caller
from milvus_tui.agent.hooks.destinations import DEFAULT_DATABASE, AliasDestinations, Destination
from milvus_tui.agent.registries import Registry

SECONDS_BETWEEN_NOTES = 1.0
"""Least seconds between two notes of one method."""

MOST_FRAMES = 12
"""Most frames of pymilvus and of the agent between a call and the client that calls."""

_ABOUT_A_COLLECTION = ("collection_name", "collection_names")


class MissingDatabases:
    """Finds out whose call brings no database, and notes it.

    Args:
        registry: the adapter for this pymilvus.
        observer: knows the clients.
        inbox: gets `notes.Elsewhere`.
    """

    def __init__(self, registry: Registry, observer: ClientObserver, inbox: notes.Inbox) -> None:
        self._registry = registry
        self._observer = observer
        self._inbox = inbox
        self._aliases = AliasDestinations(registry)
        self._noted: Dict[str, float] = {}

    def missing(self, handler: Any, method: str, kwargs: Dict[str, Any]) -> None:
        """A call about a collection has no context: note it if its caller has a database."""
        now = clocks.monotonic()
        if kwargs.get("db_name") or now - self._noted.get(method, 0.0) < SECONDS_BETWEEN_NOTES:
            return
        database = self._database_of_caller()
        if database in ("", DEFAULT_DATABASE):
            return
        self._noted[method] = now
        caller, address = current_caller(), str(getattr(handler, "server_address", ""))
        requested, actual = (Destination(address, each) for each in (database, DEFAULT_DATABASE))
        self._inbox(
            notes.Elsewhere(notes.NO_DATABASE, method, requested, actual, caller, caller, "", None)
        )

    def _database_of_caller(self) -> str:
        """Return the database of the client, or of the alias, whose method makes this call."""
        frame: Optional[Any] = sys._getframe(2)
        for _ in range(MOST_FRAMES):
            if frame is None or not call_sites.is_inner(frame.f_code.co_filename):
                return ""
            found = self._database_in(frame.f_locals)
            if found is not None:
                return found
            frame = frame.f_back
        return ""

    def _database_in(self, values: Dict[str, Any]) -> Optional[str]:
        """Return the database of the client or alias among a frame's variables; None for none."""
        owner = values.get("self")
        if owner is not None and self._observer.id_of(owner) is not None:
            return self._registry.resolve(owner).effective_database or ""
        alias = values.get("using") or getattr(owner, "_using", None)
        sender = self._aliases.sender(alias) if type(alias) is str else None
        return None if sender is None else sender.destination.database


def context_positions(classes: Iterable[Any]) -> Dict[str, int]:
    """Return where `context` stands among the arguments of each method about a collection.

    A method with a parameter `db_name` is left out: it names its database itself. So are all
    methods up to 2.6.6, which have no such parameter.
    """
    found = {}
    for name, value in [item for each in classes for item in list(vars(each).items())]:
        function = inspect.unwrap(value)
        if not name.startswith("_") and inspect.isfunction(function):
            # Thirty times faster than inspect.signature(), and the program waits for it.
            code = function.__code__
            names = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
            about = any(each in names for each in _ABOUT_A_COLLECTION)
            if about and "context" in names and "db_name" not in names:
                found[name] = names.index("context") - 1  # without self
    return found

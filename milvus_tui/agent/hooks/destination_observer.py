"""Observes calls that go elsewhere than to where their caller began: another database or server.

An iterator (up to 2.6.6) and a `Collection` of the ORM keep no database of their own: the observer
remembers where the calls went when the object was made, and compares at each use. `alias_lookups`,
`overridden_switches` and `missing_databases` do the rest.
"""

from __future__ import annotations

import sys
import weakref
from typing import Any, Callable, Dict, List, NamedTuple, Optional, Tuple

from milvus_tui.agent import clocks, threads
from milvus_tui.agent.hooks import alias_lookups, call_sites, notes
from milvus_tui.agent.hooks.client_observer import ClientObserver, current_caller
from milvus_tui.agent.hooks.destinations import AliasDestinations, Sender
from milvus_tui.agent.hooks.missing_databases import MissingDatabases, context_positions
from milvus_tui.agent.hooks.overridden_switches import SWITCH, OverriddenSwitches
from milvus_tui.agent.registries import Registry

SECONDS_BETWEEN_NOTES = 1.0
"""Least seconds between two notes of one object."""

MOST_OBJECTS = 10_000
"""Most iterators and Collections that are watched at a time."""

_ITERATORS = ("QueryIterator", "SearchIterator", "SearchIteratorV2")


class Watched:
    """An iterator or a Collection: where its calls went at first."""

    __slots__ = ("alias", "began", "kind", "last_noted", "made", "name", "ref", "sender")

    def __init__(
        self, ref: "weakref.ref[Any]", kind: str, name: str, alias: str, sender: Sender
    ) -> None:
        self.ref = ref
        self.kind = kind
        self.name = name
        self.alias = alias
        self.sender = sender
        self.began = sender.destination
        self.made = current_caller()
        self.last_noted = -SECONDS_BETWEEN_NOTES

    def is_due(self) -> bool:
        """Whether the last note is old enough for another one."""
        now = clocks.monotonic()
        due = now - self.last_noted >= SECONDS_BETWEEN_NOTES
        if due:
            self.last_noted = now
        return due


class _Move(NamedTuple):
    """The last call that changed where an alias or a connection sends its calls."""

    what: str
    caller: notes.Caller


class DestinationObserver:
    """Hooks iterators, Collections and the ORM's `connections`.

    Args:
        registry: the adapter for this pymilvus.
        observer: knows the clients; it removes the hooks.
        inbox: gets `notes.Elsewhere`.
    """

    def __init__(self, registry: Registry, observer: ClientObserver, inbox: notes.Inbox) -> None:
        self._registry = registry
        self._hooks = observer.hooks
        self._inbox = inbox
        self._aliases = AliasDestinations(registry)
        self._lookups = alias_lookups.AliasLookups(self._aliases, inbox)
        self._switches = OverriddenSwitches(self._aliases, inbox)
        self._missing = MissingDatabases(registry, observer, inbox)
        self._watched: Dict[int, Watched] = {}
        self._alias_moves: Dict[str, _Move] = {}
        self._handler_moves: "weakref.WeakKeyDictionary[Any, _Move]" = weakref.WeakKeyDictionary()

    def install(self) -> None:
        """Install the hooks."""
        connections = type(self._registry.orm)  # without an ORM a type without these methods
        self._hooks.add_before(connections, "connect", self._connecting)
        self._hooks.add_before(connections, "_update_db_name", self._alias_moving)
        self._hooks.add_before(connections, "get_connection_addr", self._lookups.looked_up)
        collection = _class("pymilvus.orm.collection", "Collection")
        self._hooks.add_before(collection, "_get_connection", self._collection_check())
        if not self._registry.own_database:
            self._install_for_connections()

    def _install_for_connections(self) -> None:
        """Hook what can change the database of a connection, and what that affects."""
        for each in _handler_classes():
            self._hooks.add_before(each, "reset_db_name", self._handler_moving)
        for each in _iterator_classes():
            self._hooks.add_before(each, "next", self._iterator_used)
            self._hooks.add(each, "__init__", self._iterator_made)

    def before_calls(self) -> Callable[[Any, str, Tuple[Any, ...], Dict[str, Any]], None]:
        """Return a function to call before each call, with the connection, method and arguments.

        It costs some 0.3 µs.
        """
        lookups, positions = self._lookups, context_positions(_handler_classes())
        missing, switches = self._missing.missing, self._switches

        def check(handler: Any, method: str, args: Tuple[Any, ...], kwargs: Dict[str, Any]) -> None:
            if lookups.open:
                lookups.used(handler)
            if switches.open:
                switches.used(handler)
            position = positions.get(method)
            if position is not None and kwargs.get("context") is None and len(args) <= position:
                missing(handler, method, kwargs)

        return check

    # --- hooks, in the program's threads -----------------------------------------------------

    def _connecting(self, _: Any, args: Tuple[Any, ...], kwargs: Dict[str, Any]) -> None:
        alias = str(args[0] if args else kwargs.get("alias", "default"))
        self._lookups.forget()
        self._switches.connected(alias)
        self._remember(alias, "connections.connect()")

    def _alias_moving(self, _: Any, args: Tuple[Any, ...], kwargs: Dict[str, Any]) -> None:
        alias = str(args[0] if args else kwargs.get("alias", "default"))
        self._remember(alias, SWITCH)
        self._switches.switched(alias, str(args[1] if len(args) > 1 else kwargs.get("db_name", "")))

    def _remember(self, alias: str, what: str) -> None:
        self._alias_moves.pop(alias, None)  # so that the oldest comes first
        self._alias_moves[alias] = _Move(what, current_caller())
        if len(self._alias_moves) > MOST_OBJECTS:
            self._alias_moves.pop(next(iter(self._alias_moves)), None)

    def _handler_moving(self, handler: Any, args: Any, kwargs: Any) -> None:
        frame = sys._getframe(2)  # of pymilvus's method that the program called
        code = frame.f_code
        what = f"{code.co_name}()" if call_sites.is_library(code.co_filename) else "reset_db_name()"
        if what == SWITCH and "using" in frame.f_locals:
            self._switches.switched(frame.f_locals["using"], frame.f_locals["db_name"])
        self._handler_moves[handler] = _Move(what, current_caller())

    def _iterator_made(self, iterator: Any, args: Any, kwargs: Any) -> None:
        name = str(kwargs.get("collection_name") or (args[1] if len(args) > 1 else ""))
        self._watch(iterator, notes.ITERATOR, name, "", Sender(iterator._conn, None))

    def _iterator_used(self, iterator: Any, args: Any, kwargs: Any) -> None:
        watched, handler = self._watched.get(id(iterator)), iterator._conn
        if watched is not None and not _is_unchanged(watched.sender, handler, None, ""):
            self._compare(watched, Sender(handler, None))

    def _collection_check(self) -> Callable[[Any, Any, Any], None]:
        """Return a function that checks a use of a Collection, at a cost of some 0.3 µs."""
        orm, name = self._aliases.orm, self._aliases.handlers_name
        watched, slow = self._watched, self._collection_used
        goes_on = _sends_its_database if self._aliases.calls_have_database else _is_unchanged

        def check(collection: Any, args: Any, kwargs: Any) -> None:
            known, alias = watched.get(id(collection)), collection._using
            if known is not None:
                handler = getattr(orm, name).get(alias)
                if known.sender.handler() is handler and goes_on(known.sender, handler, orm, alias):
                    return
            slow(collection, alias, known)

        return check

    def _collection_used(self, collection: Any, alias: str, known: Optional[Watched]) -> None:
        sender = self._aliases.sender(alias)
        if sender is None:
            return
        if known is None:
            self._watch(collection, notes.COLLECTION, str(collection._name), alias, sender)
        else:
            self._compare(known, sender)

    def _watch(self, object_: Any, kind: str, name: str, alias: str, sender: Sender) -> None:
        if len(self._watched) >= MOST_OBJECTS or threads.in_agent_thread():
            return
        watched, key = self._watched, id(object_)
        ref = weakref.ref(object_, lambda _: watched.pop(key, None))
        watched[key] = Watched(ref, kind, name, alias, sender)

    def _compare(self, watched: Watched, now: Sender) -> None:
        """Note a use whose calls go elsewhere than at first."""
        if now.destination.is_same(watched.began):
            watched.sender = now  # connected anew, to the same place
        elif watched.is_due():
            move = self._last_move(watched.alias, now.handler())
            self._inbox(
                notes.Elsewhere(
                    watched.kind,
                    watched.name,
                    watched.began,
                    now.destination,
                    watched.made,
                    current_caller(),
                    move.what if move else "",
                    move.caller if move else None,
                )
            )

    def _last_move(self, alias: str, handler: Any) -> Optional[_Move]:
        found = [self._alias_moves.get(alias), self._handler_moves.get(handler)]
        return max((each for each in found if each), key=lambda each: each.caller.at, default=None)


def _is_unchanged(sender: Sender, handler: Any, orm: Any, alias: str) -> bool:
    """Whether a connection still adds the same database to its calls."""
    return sender.interceptor() is getattr(handler, "_db_interceptor", None)


def _sends_its_database(sender: Sender, handler: Any, orm: Any, alias: str) -> bool:
    """Whether the calls of an alias still have the same database."""
    config = orm._alias_config.get(alias)
    return config is not None and config.get("db_name", "") == sender.database


def _class(module: str, name: str) -> Any:
    """Return a class of an imported module; None if there is none."""
    return getattr(sys.modules.get(module), name, None)


def _handler_classes() -> List[Any]:
    """Return the classes of connections."""
    found = (
        _class("pymilvus.client.grpc_handler", "GrpcHandler"),
        _class("pymilvus.client.async_grpc_handler", "AsyncGrpcHandler"),
    )
    return [each for each in found if each is not None]


def _iterator_classes() -> "set[Any]":
    """Return the classes of pymilvus's iterators, wherever this release has them."""
    modules = [each for name, each in list(sys.modules.items()) if name.startswith("pymilvus.")]
    found = {vars(each).get(name) for each in modules for name in _ITERATORS}
    return {each for each in found if isinstance(each, type)}

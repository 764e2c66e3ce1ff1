"""Hooks on `MilvusClient`: they note what the program does, and change nothing of it.

A hook runs in the program's own thread. It calls the original, takes a few microseconds to
note what happened, hands that to the agent's inbox and returns what the original returned.
It holds weak references only, waits for nothing and raises nothing of its own.
"""

from __future__ import annotations

import functools
import gc
import itertools
import threading
import time
import weakref
from typing import Any, Callable, Dict, List, NamedTuple, Optional, Set, Tuple

from milvus_tui.agent import masking, sites
from milvus_tui.agent.registries import Registry
from milvus_tui.agent.registries.common import Look


class Created(NamedTuple):
    """A client whose constructor returned. Secrets are masked already."""

    id: int
    client: "weakref.ref[Any]"
    uri: str
    login: str
    asked_alias: str
    dedicated: bool
    thread: str
    site: str
    at: float
    look: Look


class Closed(NamedTuple):
    """A client whose close() returned, and what it resolved to right after."""

    id: int
    site: str
    at: float
    look: Look


class Moved(NamedTuple):
    """A client that was told to use another database."""

    id: int
    site: str
    at: float
    look: Look


class Collected(NamedTuple):
    """A client that the garbage collector took."""

    id: int
    at: float


Inbox = Callable[[Any], None]
"""Takes one of the above, or a function to call once all before it were dealt with.

Must be safe in a weak reference's callback, at any moment.
"""

DEFAULT_URI = "http://localhost:19530"
"""What `MilvusClient` takes where no URI is given."""

BEFORE_US = "before milvus-tui came"
"""The site of a client that was made before the agent observed."""

_PARAMETERS = ("uri", "user", "password", "db_name", "token", "timeout")


class Observer:
    """Installs the hooks on one class, and knows the ids of the clients it has seen.

    Args:
        client_class: `pymilvus.MilvusClient`.
        registry: the adapter for this pymilvus.
        inbox: gets what was seen, in the order in which it happened.
        on_fault: gets an exception of a hook's own; the program never does.
    """

    def __init__(
        self,
        client_class: Any,
        registry: Registry,
        inbox: Inbox,
        on_fault: Callable[[BaseException], None],
    ) -> None:
        self._class = client_class
        self._registry = registry
        self._inbox = inbox
        self._on_fault = on_fault
        self._ids = itertools.count(1)
        # By identity, not by equality: a subclass may define __eq__ without __hash__.
        self._seen: Dict[int, Tuple[int, weakref.ref[Any]]] = {}
        self._originals: List[Tuple[str, Any]] = []
        self._being_made: Set[int] = set()
        self.under_way: Set[object] = set()
        """A token for each hooked call that runs, or whose note has not left the inbox.

        While there is one, a change that a look finds may be that call's doing.
        """

    def install(self) -> None:
        """Put the hooks on. Undone by `remove()`."""
        self._hook("__init__", self._made)
        self._hook("close", self._was_closed)
        for name in ("use_database", "using_database"):
            if hasattr(self._class, name):
                self._hook(name, self._was_moved)

    def remove(self) -> None:
        """Put the original methods back, unless somebody else has replaced ours since."""
        for name, hook in self._originals:
            if self._class.__dict__.get(name) is hook:
                setattr(self._class, name, hook.__wrapped__)
        self._originals.clear()

    def id_of(self, client: Any) -> Optional[int]:
        """The id that a client was given, None if it was never seen."""
        number, ref = self._seen.get(id(client), (None, None))
        return number if ref is not None and ref() is client else None

    def adopt_existing(self) -> None:
        """Take in the clients that were made before the hooks were put on.

        The garbage collector knows who refers to the class: its instances do (from Python
        3.9 on). What they were asked for, and where, nobody knows any more.
        """
        classes = [self._class]
        while classes:
            each = classes.pop()
            classes.extend(each.__subclasses__())
            for client in gc.get_referrers(each):
                made = id(client) not in self._being_made and hasattr(client, "_using")
                if type(client) is each and made and self.id_of(client) is None:
                    self._take_in(client, {}, "", BEFORE_US)

    def _hook(self, name: str, note: Callable[..., None]) -> None:
        original = getattr(self._class, name)

        @functools.wraps(original)
        def hook(client: Any, *args: Any, **kwargs: Any) -> Any:
            token = object()
            self.under_way.add(token)
            if name == "__init__":
                self._being_made.add(id(client))
            try:
                result = original(client, *args, **kwargs)
                try:
                    note(client, args, kwargs)
                except Exception as error:
                    self._on_fault(error)
                return result
            finally:
                self._being_made.discard(id(client))
                self._inbox(functools.partial(self.under_way.discard, token))

        setattr(self._class, name, hook)
        self._originals.append((name, hook))

    def _made(self, client: Any, args: Tuple[Any, ...], kwargs: Dict[str, Any]) -> None:
        if self.id_of(client) is not None:
            return  # __init__ called again, by a subclass or by hand
        asked = {"uri": DEFAULT_URI, **dict(zip(_PARAMETERS, args)), **kwargs}
        self._take_in(client, asked, threading.current_thread().name, sites.caller(3))

    def _take_in(self, client: Any, asked: Dict[str, Any], thread: str, site: str) -> None:
        number = next(self._ids)
        inbox, seen, key = self._inbox, self._seen, id(client)

        def collected(_: Any) -> None:
            seen.pop(key, None)
            inbox(Collected(number, time.time()))

        ref = weakref.ref(client, collected)
        seen[key] = (number, ref)
        created = Created(
            id=number,
            client=ref,
            uri=masking.uri(str(asked.get("uri") or "")),
            login=_login(asked),
            asked_alias=masking.alias(str(asked.get("alias") or "")),
            dedicated=bool(asked.get("dedicated")),
            thread=thread,
            site=site,
            at=time.time(),
            look=self._registry.look(client),
        )
        inbox(created)

    def _was_closed(self, client: Any, args: Any, kwargs: Any) -> None:
        number = self.id_of(client)
        if number is not None:
            look = self._registry.look(client)
            self._inbox(Closed(number, sites.caller(3), time.time(), look))

    def _was_moved(self, client: Any, args: Any, kwargs: Any) -> None:
        number = self.id_of(client)
        if number is not None:
            look = self._registry.look(client)
            self._inbox(Moved(number, sites.caller(3), time.time(), look))


def _login(asked: Dict[str, Any]) -> str:
    given = [str(asked.get(name) or "") for name in ("user", "password", "token")]
    # Credentials in the URI count where none are given beside it.
    return masking.login(*given) or masking.uri_login(str(asked.get("uri") or ""))

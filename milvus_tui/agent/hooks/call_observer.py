"""Observes the calls of connections: how each ended for its caller, and which are running.

The methods of `GrpcHandler` and `AsyncGrpcHandler` are hooked, where every call of a client, of an
iterator and of the ORM passes. pymilvus retries inside these methods: what they raise is what the
caller gets. Methods call each other, so only the outermost call of a thread or task counts.
"""

from __future__ import annotations

import functools
import inspect
import sys
import threading
import weakref
from contextlib import suppress
from typing import Any, Callable, Dict, Iterator, List, NamedTuple, Optional, Tuple

from milvus_tui.agent import clocks
from milvus_tui.agent.hooks import notes
from milvus_tui.agent.hooks.call_failures import failure_of
from milvus_tui.agent.hooks.call_tally import CallsChanged, CallTally
from milvus_tui.agent.hooks.client_observer import current_caller
from milvus_tui.agent.hooks.method_hooks import SLOW_SECONDS, MethodHooks
from milvus_tui.agent.registries import Registry

SECONDS_BETWEEN_NOTES = 0.2
"""Least seconds between two notes of one connection. The counts are exact all the same."""

_CLASSES = (
    ("pymilvus.client.grpc_handler", "GrpcHandler"),
    ("pymilvus.client.async_grpc_handler", "AsyncGrpcHandler"),
)

_NO_CALLS = (
    "close", "deregister_state_change_callbacks", "ensure_channel_ready", "get_server_type",
    "reconnect", "register_reconnect_handler", "register_state_change_callback", "reset_db_name",
    "set_onetime_loglevel", "set_onetime_request_id", "update_schema",
)  # fmt: skip
"""Public methods that call nothing, or that other hooks observe."""

_ENDED_BY_CALLER = ("CancelledError", "GeneratorExit", "KeyboardInterrupt", "SystemExit")
"""Exceptions by which a caller gives a call up: the call did not fail."""


class Running(NamedTuple):
    """A call that has not returned yet."""

    began: float
    """`clocks.monotonic()`."""
    method: str
    tally: Optional[CallTally]
    """The tally of its connection."""
    thread: int
    coroutine: "Optional[weakref.ref[Any]]" = None
    """Of an async call."""


class CallObserver:
    """Installs the hooks, and keeps a tally for each connection object.

    Args:
        registry: the adapter for this pymilvus.
        hooks: the client observer's hooks; the client observer removes them.
        inbox: gets `CallsChanged`.
        on_fault: gets an exception that a hook raised; the program never gets it.
    """

    def __init__(
        self,
        registry: Registry,
        hooks: MethodHooks,
        inbox: notes.Inbox,
        on_fault: Callable[[BaseException], None],
    ) -> None:
        self._registry = registry
        self._hooks = hooks
        self._inbox = inbox
        self._on_fault = on_fault
        self._tallies: Dict[int, CallTally] = {}
        self.running: Dict[int, Tuple[Any, ...]] = {}
        """The calls that have not returned, by thread, or by `id()` of the asyncio task. Plain
        tuples of what a `Running` has, which cost the program less."""
        self.on_slow: List[Callable[[str, float], None]] = []
        """Called in the program's thread with the method's name and the seconds, after a plain
        call of a thread that took longer than `SLOW_SECONDS`."""
        self.before: List[Callable[[Any, str, Tuple[Any, ...], Dict[str, Any]], None]] = []
        """Called in the program's thread before each outermost call, with the connection object,
        the method's name and the arguments. Must take well below a microsecond; may raise."""

    def install(self) -> None:
        """Install the hooks."""
        for module, name in _CLASSES:
            owner = getattr(sys.modules.get(module), name, None)
            for method in _methods(owner) if owner is not None else ():
                self._hooks.replace(owner, method, functools.partial(self._hook, method))
            self._hooks.add(owner, "reconnect", self._reconnected)

    def running_calls(self) -> List[Running]:
        """Return the calls that have not returned."""
        return [Running(*call) for call in self.running.copy().values()]

    def tallies(self) -> List[CallTally]:
        """Return the tallies of the connections that are alive."""
        return list(self._tallies.copy().values())

    # --- hooks, in the program's threads -----------------------------------------------------

    def _hook(self, method: str, original: Any) -> Any:
        is_async = inspect.iscoroutinefunction(inspect.unwrap(original))
        make = self._async_hook if is_async else self._plain_hook
        return functools.wraps(original)(make(method, original))

    def _plain_hook(self, method: str, original: Any) -> Any:
        running, before, tallies = self.running, self.before, self._tallies
        get_thread, clock = threading.get_ident, clocks.monotonic

        def hook(self_: Any, *args: Any, **kwargs: Any) -> Any:
            thread = get_thread()
            if thread in running:
                return original(self_, *args, **kwargs)
            tally = tallies.get(id(self_))
            if tally is None or before:
                with suppress(Exception):
                    tally = self._begin(self_, method, args, kwargs)
            began = clock()
            running[thread] = (began, method, tally, thread)
            try:
                result = original(self_, *args, **kwargs)
            except BaseException as error:
                running.pop(thread, None)
                with suppress(Exception):
                    self._tell(self._failed, tally, method, thread, clock() - began, error)
                raise
            running.pop(thread, None)
            ended = clock()
            if tally is None or tally.failing_since is not None or ended - began > SLOW_SECONDS:
                with suppress(Exception):
                    self._tell(self._returned, tally, method, thread, ended - began)
            else:
                tally.succeeded[thread] = tally.succeeded.get(thread, 0) + 1
                tally.last_success = ended
            return result

        return hook

    def _async_hook(self, method: str, original: Any) -> Any:
        running, clock = self.running, clocks.monotonic

        async def hook(self_: Any, *args: Any, **kwargs: Any) -> Any:
            task, tally, thread, began = 0, None, threading.get_ident(), clock()
            with suppress(Exception):
                task = _task_number()
            if task in running:
                return await original(self_, *args, **kwargs)
            with suppress(Exception):
                tally = self._begin(self_, method, args, kwargs)
            try:
                coroutine = original(self_, *args, **kwargs)
                running[task] = (began, method, tally, thread, weakref.ref(coroutine))
                result = await coroutine
            except BaseException as error:
                running.pop(task, None)
                with suppress(Exception):
                    self._tell(self._failed, tally, method, thread, clock() - began, error)
                raise
            running.pop(task, None)
            with suppress(Exception):
                self._tell(self._returned, tally, method, thread, 0.0)
            return result

        return hook

    def _begin(self, handler: Any, method: str, args: Any, kwargs: Any) -> Optional[CallTally]:
        """Tell of a call, and return its connection's tally."""
        tally = self._tallies.get(id(handler))
        if tally is None:
            info = self._registry.connection_info(handler)
            tally = self._tallies.setdefault(
                id(handler), CallTally(self._ref(handler), info.number, info.address)
            )
        for each in self.before:
            self._tell(each, handler, method, args, kwargs)
        return tally

    def _tell(self, action: Callable[..., None], *arguments: Any) -> None:
        try:
            action(*arguments)
        except Exception as error:
            self._on_fault(error)

    def _returned(
        self, tally: Optional[CallTally], method: str, thread: int, seconds: float
    ) -> None:
        if tally is not None and tally.success(thread):
            self._note(tally)
        if seconds > SLOW_SECONDS:
            for each in self.on_slow:
                self._tell(each, method, seconds)

    def _failed(
        self,
        tally: Optional[CallTally],
        method: str,
        thread: int,
        seconds: float,
        error: BaseException,
    ) -> None:
        if tally is None or type(error).__name__ in _ENDED_BY_CALLER:
            return
        caller = current_caller()
        if tally.failure(thread, method, failure_of(error), caller, seconds):
            self._note(tally)

    def _reconnected(self, handler: Any, args: Any, kwargs: Any) -> None:
        running = self.running.get(threading.get_ident()) or self.running.get(_task_number())
        retried = Running(*running).method if running is not None else ""
        number = self._registry.connection_info(handler).number
        self._inbox(notes.Reconnected(number, current_caller(), retried))

    def _ref(self, handler: Any) -> "weakref.ref[Any]":
        tallies, inbox, key = self._tallies, self._inbox, id(handler)

        def collected(_: Any) -> None:
            tally = tallies.pop(key, None)
            if tally is not None:
                with suppress(Exception):  # Python would print it
                    inbox(CallsChanged(tally))

        return weakref.ref(handler, collected)

    def _note(self, tally: CallTally) -> None:
        now = clocks.monotonic()
        if now - tally.noted >= SECONDS_BETWEEN_NOTES:
            tally.noted = now
            self._inbox(CallsChanged(tally))


def _methods(owner: Any) -> Iterator[str]:
    """Yield the names of the methods that call the server."""
    for name, value in list(vars(owner).items()):
        if not name.startswith("_") and inspect.isfunction(value) and name not in _NO_CALLS:
            yield name


def _task_number() -> int:
    """Return a number for the running asyncio task, or for the thread if there is none."""
    asyncio: Any = sys.modules.get("asyncio")
    try:
        task: Optional[Any] = asyncio.current_task() if asyncio is not None else None
    except RuntimeError:  # no event loop runs here
        task = None
    return id(task) if task is not None else threading.get_ident()

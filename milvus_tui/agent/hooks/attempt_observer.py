"""Observes attempts to connect: constructors, `connections.connect()` and first async calls.

An attempt that succeeds costs nothing here: `MethodHooks` keeps each call while it is pending, and
the agent's thread looks at those that take long. Only a call that raised is noted.
"""

from __future__ import annotations

import functools
import sys
import threading
from contextlib import suppress
from typing import Any, Callable, Iterator, List, NamedTuple, Optional, Set, Tuple

from milvus_tui.agent import clocks, masking
from milvus_tui.agent.hooks import call_sites, notes
from milvus_tui.agent.hooks.awaiting_tasks import stack_of_waiter
from milvus_tui.agent.hooks.channels import Channels
from milvus_tui.agent.hooks.client_observer import ClientObserver, current_caller
from milvus_tui.agent.hooks.connect_targets import (
    ConnectTarget,
    nones_sent,
    secrets_of,
    target_of,
    target_of_config,
    target_of_connection,
)
from milvus_tui.agent.hooks.keep_alive import is_reconnecting
from milvus_tui.agent.hooks.method_hooks import Call, MethodHooks
from milvus_tui.agent.real_modules import is_patched
from milvus_tui.agent.registries import Registry
from milvus_tui.agent.registries.resolution import PRIVATE, error_text
from milvus_tui.agent.threads import in_agent_thread

_CLOSED_CHANNEL = "closed channel"
"""What gRPC says of a call on a channel that this process has closed."""

CONSTRUCTOR, CONNECT, FIRST_CALL = "__init__", "connect", "_connect"
"""The methods that connect. `FIRST_CALL` also stands for `ensure_channel_ready()`."""

MOST_CAUSES = 6
"""Most exceptions of a chain of causes that are read."""

MOST_FRAMES = 60
"""Most frames of an exception that are looked at."""

MOST_TEXT = 300
"""Most characters of an exception's message that are kept."""


_WRONG_USE = ("different loop", "Event loop is closed", "Channel is closed", "closed channel")
"""Parts of the messages of faults that are findings of their own."""

_REFUSED = ("UNAUTHENTICATED", "PERMISSION_DENIED", "UNIMPLEMENTED")
"""gRPC's statuses of a server that answered."""


class Raised(NamedTuple):
    """One exception of a chain of causes, masked."""

    name: str
    """Name of its class."""
    code: str
    """Name of gRPC's status, or number of Milvus's code; empty for neither."""
    text: str


class AttemptRaised(NamedTuple):
    """An attempt raised an exception: a note."""

    call: int
    """Number of the `Call`."""
    what: str
    target: ConnectTarget
    caller: notes.Caller
    seconds: float
    chain: Tuple[Raised, ...]
    """The exception that the caller got, and its causes."""
    seen: str
    """What gRPC said of the channel."""
    given_up: bool
    """Whether the program itself ended the attempt: cancelled, or interrupted."""


class FirstCallReturned(NamedTuple):
    """The channel of an async client became ready at its first call: a note."""

    call: int
    target: ConnectTarget
    caller: notes.Caller


class Running(NamedTuple):
    """An attempt that has not returned."""

    call: Call
    what: str
    target: ConnectTarget


class AttemptObserver:
    """Notes the attempts that raise, and lists those that run.

    Args:
        observer: has the ids of clients, and the hooks of their constructors.
        registry: the adapter for this pymilvus.
        channels: reads what gRPC says of a channel.
        inbox: gets `AttemptRaised` and `FirstCallReturned`.
        on_fault: gets an exception of a hook's own code.
    """

    def __init__(
        self,
        observer: ClientObserver,
        registry: Registry,
        channels: Channels,
        inbox: notes.Inbox,
        on_fault: Callable[[BaseException], None],
    ) -> None:
        self._observer = observer
        self._hooks: MethodHooks = observer.hooks
        self._registry = registry
        self._channels = channels
        self._inbox = inbox
        self._on_fault = on_fault
        self._first_calls: Set[Call] = set()
        """Calls of `ensure_channel_ready()` that wait. They change no registry."""

    def install(self) -> None:
        """Install the hooks."""
        self._hooks.on_raise = self._raised
        self._hooks.on_begin = self._began
        self._hooks.has_green_threads = is_patched()
        handler = _class("pymilvus.client.grpc_handler", "GrpcHandler")
        if handler is not None:
            self._hooks.replace(handler, "close", self._watch_close)
        client = _class("pymilvus.milvus_client.async_milvus_client", "AsyncMilvusClient")
        handler = _class("pymilvus.client.async_grpc_handler", "AsyncGrpcHandler")
        if handler is not None and not hasattr(client, FIRST_CALL):
            # Up to 2.6.9 a constructor connects nothing: each call first waits for the channel.
            self._hooks.replace(handler, "ensure_channel_ready", self._watch_first_call)

    def running(self) -> List[Running]:
        """Return the attempts that have not returned, the oldest first. For the agent's thread."""
        calls = sorted(self._hooks.pending_calls.copy(), key=lambda call: call.number)
        found, threads = [], set()
        for call in calls:
            if not call.is_running:
                continue
            # A constructor calls connect() up to 2.6.9. Tasks share a thread.
            if call.method in (CONSTRUCTOR, CONNECT) and call.thread not in threads:
                found.append(call)
            if call.method == FIRST_CALL:
                found.append(call)
            else:
                threads.add(call.thread)
        found += sorted(self._first_calls.copy(), key=lambda call: call.number)
        return [each for each in map(self._describe, found) if each is not None]

    def problem_of(self, call: Call) -> str:
        """Return what gRPC says now of the channel that an attempt made, or waits for."""
        channel = call.channel
        if channel is None:
            channel = self._channels.made_by(call.thread, call.started)
        return self._channels.problem(channel) if channel is not None else ""

    def _describe(self, call: Call) -> Optional[Running]:
        arguments = call.arguments
        if arguments is None:
            return None  # it has just returned
        target = call.target or target_of(call.method == CONNECT, *arguments)
        if target.alias.startswith(PRIVATE):
            return None
        names = {CONNECT: "connections.connect()", FIRST_CALL: "first call"}
        return Running(call, names.get(call.method, f"{call.owner}()"), target)

    # --- hooks, in the program's threads -----------------------------------------------------

    def _began(self, call: Call, self_: Any) -> None:
        """Read what cannot be read later: the caller of a coroutine function or green thread."""
        if call.method in (CONSTRUCTOR, CONNECT):
            call.caller = current_caller(self_ if call.method == CONSTRUCTOR else None)
        elif call.method == FIRST_CALL:
            call.caller = _async_caller()
            call.target = target_of_config(self_._config)

    def _raised(self, call: Call, self_: Any, error: BaseException) -> None:
        if call.method not in (CONSTRUCTOR, CONNECT, FIRST_CALL) or in_agent_thread():
            return
        if call.method != FIRST_CALL and not self._is_outermost(call):
            return
        if call.method == CONNECT and _was_disconnected(error) and is_reconnecting():
            return  # what the program did to pymilvus's own attempt, which pymilvus repeats
        client = self_ if call.method == CONSTRUCTOR else None
        self._note(call, error, call.caller or current_caller(client))

    def _note(self, call: Call, error: BaseException, caller: notes.Caller) -> None:
        running = self._describe(call)
        if running is None:
            return
        target = running.target
        with suppress(Exception):
            target = target._replace(nones=self._nones_sent(call, error))
        secrets = secrets_of(*(call.arguments or ((), {})))
        chain = tuple(_chain(error, secrets))
        if call.target is not None and _is_no_attempt(chain, call.channel is not None):
            return
        self._inbox(
            AttemptRaised(
                call.number,
                running.what,
                target,
                caller,
                clocks.monotonic() - call.started,
                chain,
                call.seen or self._problem_now(call),
                not isinstance(error, Exception),
            )
        )

    def _nones_sent(self, call: Call, error: BaseException) -> str:
        """Return the arguments whose text `None` the connection of a failed attempt sent."""
        is_connect = call.method == CONNECT
        if call.arguments is None or call.method not in (CONSTRUCTOR, CONNECT):
            return ""
        if not any(_code(each) == "UNAUTHENTICATED" for each in _causes(error)):
            return ""
        handler = _handler_in(error)
        if handler is None:
            return ""
        args, kwargs = call.arguments
        return nones_sent(is_connect, args, kwargs, self._registry.connection_info(handler).secret)

    def _problem_now(self, call: Call) -> str:
        # A program's own thread may read its channel: it is in gRPC all the time.
        found = ""
        with suppress(Exception):
            found = self.problem_of(call)
        return found

    def _is_outermost(self, call: Call) -> bool:
        here = [
            each
            for each in self._hooks.pending_calls.copy()
            if each.thread == call.thread and each.is_running and each.method != FIRST_CALL
        ]
        return min(each.number for each in here) == call.number

    def _watch_close(self, original: Any) -> Any:
        """From 2.6.10 on pymilvus closes the channel before it raises."""

        @functools.wraps(original)
        def hook(self_: Any, *args: Any, **kwargs: Any) -> Any:
            if self._hooks.pending_calls:
                with suppress(Exception):
                    self._closing()
            return original(self_, *args, **kwargs)

        return hook

    def _closing(self) -> None:
        here = threading.get_ident()
        for call in self._hooks.pending_calls.copy():
            if call.thread == here and call.method in (CONSTRUCTOR, CONNECT):
                call.seen = self.problem_of(call) or call.seen

    def _watch_first_call(self, original: Any) -> Any:
        @functools.wraps(original)
        async def hook(self_: Any, *args: Any, **kwargs: Any) -> Any:
            if getattr(self_, "_is_channel_ready", True):
                return await original(self_, *args, **kwargs)
            call = None
            with suppress(Exception):
                call = self._begin_first_call(self_)
            try:
                result = await original(self_, *args, **kwargs)
                with suppress(Exception):
                    self._returned(call)
                return result
            except BaseException as error:
                with suppress(Exception):
                    self._first_call_raised(call, error)
                raise
            finally:
                with suppress(Exception):
                    self._end_first_call(call)

        return hook

    def _begin_first_call(self, handler: Any) -> Call:
        call = Call(FIRST_CALL, handler, ((), {}))
        call.target = target_of_connection(self._registry.connection_info(handler))
        call.channel = self._channels.id_of(handler)
        call.caller = _async_caller()
        self._first_calls.add(call)
        return call

    def _returned(self, call: Optional[Call]) -> None:
        if call is not None and call.target is not None and call.caller is not None:
            self._inbox(FirstCallReturned(call.number, call.target, call.caller))

    def _first_call_raised(self, call: Optional[Call], error: BaseException) -> None:
        if call is not None and call.caller is not None:
            self._note(call, error, call.caller)

    def _end_first_call(self, call: Optional[Call]) -> None:
        if call is not None:
            call.ended, call.arguments = clocks.monotonic(), None
            self._first_calls.discard(call)


def caller_in(frame: Any, call: Call) -> Optional[call_sites.Stack]:
    """Return the call site of a call that runs in a thread; None if the thread runs another.

    Args:
        frame: the innermost frame of the thread.
        call: a call of a plain method. With green threads, its frames may not run now.
    """
    found = frame
    while found is not None:
        if found.f_code.co_name == "hook" and found.f_locals.get("call") is call:
            return call_sites.stack_of(found, found.f_locals.get("self_"))
        found = found.f_back
    return None


def _was_disconnected(error: BaseException) -> bool:
    """Whether this process closed the channel of an attempt while it connected."""
    return any(_CLOSED_CHANNEL in error_text(each) for each in _causes(error))


def _is_no_attempt(chain: Tuple[Raised, ...], by_call: bool) -> bool:
    """Whether another finding tells of a first async call that raised.

    Args:
        chain: what it raised.
        by_call: whether the caller's own call counts as failed, as up to 2.6.9.
    """
    refused = by_call and any(each.code in _REFUSED for each in chain)
    return refused or any(words in each.text for each in chain for words in _WRONG_USE)


def _async_caller() -> notes.Caller:
    """Return the caller of a coroutine function; of a task without own code, who waits for it."""
    caller = current_caller()
    with suppress(Exception):
        stack = stack_of_waiter()
        caller = caller if stack is None else caller._replace(stack=stack)
    return caller


def _class(module: str, name: str) -> Any:
    return getattr(sys.modules.get(module), name, None)


def _handler_in(error: BaseException) -> Any:
    """Return the connection object in whose methods an exception was raised; None for none."""
    handler = _class("pymilvus.client.grpc_handler", "GrpcHandler")
    place, steps = error.__traceback__, 0
    while place is not None and steps < MOST_FRAMES:
        found = place.tb_frame.f_locals.get("self")
        if handler is not None and isinstance(found, handler):
            return found
        place, steps = place.tb_next, steps + 1
    return None


def _chain(error: BaseException, secrets: Tuple[str, ...]) -> Iterator[Raised]:
    """Yield an exception and its causes, masked."""
    for found in _causes(error):
        text = masking.message(error_text(found), *secrets)
        yield Raised(type(found).__name__, _code(found), _shortened(text))


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield an exception and its causes. pymilvus raises some exceptions from themselves."""
    seen: List[BaseException] = []
    found: Optional[BaseException] = error
    while found is not None and len(seen) < MOST_CAUSES and all(each is not found for each in seen):
        seen.append(found)
        yield found
        found = found.__cause__ or found.__context__


def _shortened(text: str) -> str:
    """Return both ends of a long text: asyncio names the task first, and then what is wrong."""
    return text if len(text) <= MOST_TEXT else f"{text[: MOST_TEXT - 100]} … {text[-97:]}"


def _code(error: BaseException) -> str:
    code = getattr(error, "code", None)
    with suppress(Exception):
        code = code() if callable(code) else code
    return str(getattr(code, "name", code if isinstance(code, int) else ""))

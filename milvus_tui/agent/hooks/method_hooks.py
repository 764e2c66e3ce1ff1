"""Hooks: replaces a method by a wrapper that also notes the call, invisibly to the program.

A hook runs in the program's own thread. It calls the original, takes a few microseconds to
note what happened, and returns what the original returned. It raises no exception of its own:
since any step of the agent may raise, each stands in a `try` of its own. A `try` costs nothing,
and `contextlib.suppress()` a third of a microsecond.
"""

from __future__ import annotations

import functools
import inspect
import itertools
import threading
from contextlib import suppress
from typing import Any, Callable, Dict, List, NamedTuple, Optional, Set, Tuple

from milvus_tui.agent import clocks

SLOW_SECONDS = 0.05
"""A plain call that took longer is told to those who ask for slow calls."""

AfterCall = Callable[..., None]
"""Called with the object, the positional arguments as a tuple and the keyword ones as a dict."""

OnBegin = Callable[[Any, Any], None]
"""Called with a `Call` and the object whose method is called."""

OnRaise = Callable[[Any, Any, BaseException], None]
"""Called with a `Call`, the object whose method raised, and the exception."""


def _ignore(call: Any, self_: Any, error: BaseException) -> None:
    """Do nothing."""


def _ignore_begin(call: Any, self_: Any) -> None:
    """Do nothing."""


_numbers = itertools.count(1)


class Call:
    """A hooked call that is running, or whose note is still in the inbox."""

    __slots__ = (
        "arguments", "caller", "channel", "ended", "method", "number", "object_id", "owner",
        "pending", "seen", "started", "target", "thread",
    )  # fmt: skip

    def __init__(
        self,
        method: str,
        self_: Any,
        arguments: Tuple[Any, ...],
        pending: "Optional[Set[Call]]" = None,
    ) -> None:
        self.number = next(_numbers)
        self.pending = pending
        """The set of pending calls that it is in, if any."""
        self.object_id = id(self_)
        self.method = method
        self.thread = threading.get_ident()
        self.started = clocks.monotonic()
        self.arguments: Optional[Tuple[Any, ...]] = arguments
        """Positional and keyword arguments; None once the call has returned."""
        self.ended: Optional[float] = None
        self.owner = type(self_).__name__
        self.caller: Optional[Any] = None
        """The `notes.Caller` of a first async call: its frames cannot be read later."""
        self.target: Optional[Any] = None
        """The `ConnectTarget` of a first async call."""
        self.channel: Optional[int] = None
        """The channelz id of the channel that a first async call waits for, if known."""
        self.seen = ""
        """What gRPC said of the channel, before pymilvus closed it."""

    @property
    def is_running(self) -> bool:
        """Whether the call has not returned yet."""
        return self.arguments is not None

    def forget(self) -> None:
        """Take the call out of the pending ones. For the inbox, after the call's own note."""
        if self.pending is not None:
            self.pending.discard(self)


class _InstalledHook(NamedTuple):
    owner: Any
    name: str
    hook: Any
    original: Any
    own: bool
    """Whether the owner itself defined the method. If not, removing deletes the hook."""


class MethodHooks:
    """The hooks of one agent, and the hooked calls that are pending.

    Args:
        inbox: gets a function that discards a pending call, after the call's own note.
        on_fault: gets an exception that a note raised; the program never gets it.
    """

    def __init__(
        self, inbox: Callable[[Any], None], on_fault: Callable[[BaseException], None]
    ) -> None:
        self._inbox = inbox
        self._on_fault = on_fault
        self._installed: List[_InstalledHook] = []
        self.on_slow: List[Callable[[str, float], None]] = []
        """Called in the program's thread with what was called and the seconds, after the outermost
        hooked plain call of a thread that took longer than `SLOW_SECONDS`."""
        self.pending_calls: Set[Call] = set()
        """While a call is pending, it may be the cause of a change that a scan finds."""
        self._running: Set[Call] = set()
        """Those of them that have not returned: a few, even if the agent's thread is behind."""
        self.on_raise: OnRaise = _ignore
        """Called in the program's thread when the original method raised."""
        self.on_begin: OnBegin = _ignore_begin
        """Called in the program's thread before a coroutine function; with green threads, before
        every method."""
        self.has_green_threads = False
        """Whether the frames of a pending call may not be those of a thread."""

    def add(self, owner: Any, name: str, after: AfterCall) -> None:
        """Hook a method, plain or a coroutine function, if the owner has a method of this name."""
        original = getattr(owner, name, None)
        if original is None:
            return
        wrap = self._async_hook if inspect.iscoroutinefunction(original) else self._plain_hook
        self._install(owner, name, wrap(original, name, after), original)

    def _plain_hook(self, original: Any, name: str, after: AfterCall) -> Any:
        @functools.wraps(original)
        def hook(self_: Any, *args: Any, **kwargs: Any) -> Any:
            call = None
            try:
                call = self._begin(name, self_, args, kwargs)
                if self.has_green_threads:
                    self.on_begin(call, self_)
            except Exception:
                pass
            try:
                result = original(self_, *args, **kwargs)
            except BaseException as error:
                try:
                    self._raised(call, self_, error)
                except Exception:
                    pass
                raise
            else:
                try:
                    self._note(after, self_, args, kwargs)
                except Exception:
                    pass
                return result
            finally:
                try:
                    self._end(call)
                    self._tell_if_slow(call, self_)
                except Exception:
                    pass

        return hook

    def _async_hook(self, original: Any, name: str, after: AfterCall) -> Any:
        @functools.wraps(original)
        async def hook(self_: Any, *args: Any, **kwargs: Any) -> Any:
            call = None
            try:
                call = self._begin(name, self_, args, kwargs)
                self.on_begin(call, self_)
            except Exception:
                pass
            try:
                result = await original(self_, *args, **kwargs)
            except BaseException as error:
                try:
                    self._raised(call, self_, error)
                except Exception:
                    pass
                raise
            else:
                try:
                    self._note(after, self_, args, kwargs)
                except Exception:
                    pass
                return result
            finally:
                try:
                    self._end(call)
                except Exception:
                    pass

        return hook

    def add_before(self, owner: Any, name: str, before: AfterCall) -> None:
        """Hook a plain method, if the owner has it: `before` is called first, for any object.

        Unlike with `add()`, no call is pending meanwhile: the method changes no registry.
        """
        original = getattr(owner, name, None)
        if original is None:
            return

        @functools.wraps(original)
        def hook(self_: Any, *args: Any, **kwargs: Any) -> Any:
            try:
                before(self_, args, kwargs)
            except Exception as error:
                with suppress(Exception):
                    self._on_fault(error)
            return original(self_, *args, **kwargs)

        self._install(owner, name, hook, original)

    def add_to_hot_method(
        self, owner: Any, name: str, noted: Dict[int, Any], note: AfterCall, failed: AfterCall
    ) -> None:
        """Hook a method that the program calls all the time, at the least cost.

        Args:
            noted: the objects whose calls are noted, by `id()`. For all other objects the hook
                costs one lookup.
            note: called before the original, for the objects in `noted`.
            failed: called for any object whose original raised.
        """
        original = getattr(owner, name, None)
        if original is None:
            return
        is_async = inspect.iscoroutinefunction(original)
        wrap = self._async_hot_hook if is_async else self._plain_hot_hook
        self._install(owner, name, wrap(original, noted, note, failed), original)

    def _plain_hot_hook(
        self, original: Any, noted: Dict[int, Any], note: AfterCall, failed: AfterCall
    ) -> Any:
        @functools.wraps(original)
        def hook(self_: Any, *args: Any, **kwargs: Any) -> Any:
            if id(self_) in noted:
                try:
                    self._note(note, self_, args, kwargs)
                except Exception:
                    pass
            try:
                return original(self_, *args, **kwargs)
            except Exception:
                try:
                    self._note(failed, self_, args, kwargs)
                except Exception:
                    pass
                raise

        return hook

    def _async_hot_hook(
        self, original: Any, noted: Dict[int, Any], note: AfterCall, failed: AfterCall
    ) -> Any:
        @functools.wraps(original)
        async def hook(self_: Any, *args: Any, **kwargs: Any) -> Any:
            if id(self_) in noted:
                try:
                    self._note(note, self_, args, kwargs)
                except Exception:
                    pass
            try:
                return await original(self_, *args, **kwargs)
            except Exception:
                try:
                    self._note(failed, self_, args, kwargs)
                except Exception:
                    pass
                raise

        return hook

    def replace(self, owner: Any, name: str, wrap: Callable[[Any], Any]) -> None:
        """Replace a method by what `wrap` makes of it, if the owner has a method of this name."""
        original = getattr(owner, name, None)
        if original is not None:
            self._install(owner, name, wrap(original), original)

    def remove(self) -> None:
        """Put the original methods back, except where other code has replaced a hook since."""
        for installed in reversed(self._installed):
            if vars(installed.owner).get(installed.name) is not installed.hook:
                continue
            if installed.own:
                setattr(installed.owner, installed.name, installed.original)
            else:
                delattr(installed.owner, installed.name)
        self._installed.clear()

    def _install(self, owner: Any, name: str, hook: Any, original: Any) -> None:
        own = name in vars(owner)
        setattr(owner, name, hook)
        self._installed.append(_InstalledHook(owner, name, hook, original, own))

    def _begin(self, name: str, self_: Any, args: Any, kwargs: Any) -> Call:
        """Return a new pending call."""
        call = Call(name, self_, (args, kwargs), self.pending_calls)
        self.pending_calls.add(call)
        self._running.add(call)
        return call

    def running_here(self) -> int:
        """Return how many hooked calls of this thread have not returned."""
        here = threading.get_ident()
        return sum(call.thread == here for call in self._running.copy())

    def seconds_in(self, self_: Any, name: str) -> float:
        """Return how long a method of an object has been running; 0 if it is not."""
        begun = [
            call.started
            for call in self._running.copy()
            if call.object_id == id(self_) and call.method == name
        ]
        return clocks.monotonic() - min(begun) if begun else 0.0

    def _tell_if_slow(self, call: Optional[Call], self_: Any) -> None:
        if call is None or call.ended is None or call.ended - call.started <= SLOW_SECONDS:
            return
        if self.running_here() == 0:
            name = type(self_).__name__ if call.method == "__init__" else call.method
            for each in self.on_slow:
                self._guard(each, f"{name}()", call.ended - call.started)

    def _raised(self, call: Optional[Call], self_: Any, error: BaseException) -> None:
        """Tell of a call whose original raised."""
        if call is not None:
            self._guard(self.on_raise, call, self_, error)

    def _end(self, call: Optional[Call]) -> None:
        """Mark a call as returned; the agent's thread discards it after the call's own note."""
        if call is not None:
            call.ended = clocks.monotonic()
            call.arguments = None
            self._running.discard(call)
            self._inbox(call.forget)

    def _note(self, note: AfterCall, self_: Any, args: Any, kwargs: Any) -> None:
        self._guard(note, self_, args, kwargs)

    def _guard(self, action: Callable[..., None], *arguments: Any) -> None:
        """Call something of the agent's; a defect of it is reported, and not raised."""
        try:
            action(*arguments)
        except Exception as error:
            self._on_fault(error)

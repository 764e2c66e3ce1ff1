"""Replacing a method by one that also notes, so that nobody can tell the difference.

A hook runs in the program's own thread. It calls the original, takes a few microseconds to
note what happened, and returns what the original returned. It raises nothing of its own, and
trusts nothing of ours not to raise: each step of ours stands in a `suppress` by itself.
"""

from __future__ import annotations

import functools
import inspect
import itertools
import threading
import time
from contextlib import suppress
from typing import Any, Callable, Dict, List, NamedTuple, Optional, Set, Tuple

AfterCall = Callable[..., None]
"""Called with the object, the arguments as a tuple, and the keyword arguments as a dict."""


class Call:
    """A hooked call that runs, or whose note has not left the inbox."""

    __slots__ = ("arguments", "method", "number", "object_id", "started", "thread")

    _numbers = itertools.count(1)

    def __init__(self, method: str, self_: Any, arguments: Tuple[Any, ...]) -> None:
        self.number = next(self._numbers)
        self.object_id = id(self_)
        self.method = method
        self.thread = threading.get_ident()
        self.started = time.monotonic()
        self.arguments: Optional[Tuple[Any, ...]] = arguments
        """Positional and keyword arguments; None once the call has returned."""

    @property
    def is_running(self) -> bool:
        """Whether the call has not returned yet."""
        return self.arguments is not None


class _InstalledHook(NamedTuple):
    owner: Any
    name: str
    hook: Any
    original: Any
    own: bool
    """Whether the owner itself had it; else it was inherited, and ours is to be deleted."""


class MethodHooks:
    """The hooks of one agent, and the calls that are under way in them.

    Args:
        inbox: gets a function that ends a call, behind the call's own note.
        on_fault: gets an exception of a note; the program never does.
    """

    def __init__(
        self, inbox: Callable[[Any], None], on_fault: Callable[[BaseException], None]
    ) -> None:
        self._inbox = inbox
        self._on_fault = on_fault
        self._installed: List[_InstalledHook] = []
        self.pending_calls: Set[Call] = set()
        """While there is one, a change that a look finds may be that call's doing."""

    def add(self, owner: Any, name: str, after: AfterCall) -> None:
        """Hook a method, plain or a coroutine function, if the owner has one of this name."""
        original = getattr(owner, name, None)
        if original is None:
            return
        if inspect.iscoroutinefunction(original):

            @functools.wraps(original)
            async def hook(self_: Any, *args: Any, **kwargs: Any) -> Any:
                call = None
                with suppress(Exception):
                    call = self._begin(name, self_, args, kwargs)
                try:
                    result = await original(self_, *args, **kwargs)
                    with suppress(Exception):
                        self._note(after, self_, args, kwargs)
                    return result
                finally:
                    with suppress(Exception):
                        self._end(call)

        else:

            @functools.wraps(original)
            def hook(self_: Any, *args: Any, **kwargs: Any) -> Any:
                call = None
                with suppress(Exception):
                    call = self._begin(name, self_, args, kwargs)
                try:
                    result = original(self_, *args, **kwargs)
                    with suppress(Exception):
                        self._note(after, self_, args, kwargs)
                    return result
                finally:
                    with suppress(Exception):
                        self._end(call)

        self._install(owner, name, hook, original)

    def add_to_hot_method(
        self, owner: Any, name: str, wanted: Dict[int, Any], note: AfterCall, failed: AfterCall
    ) -> None:
        """Hook a method that is called all the time.

        Args:
            wanted: by `id()` of the object; for all others the hook costs one lookup.
            note: called before the original, for the objects in `wanted`.
            failed: called for each object whose original raised.
        """
        original = getattr(owner, name, None)
        if original is None:
            return
        if inspect.iscoroutinefunction(original):

            @functools.wraps(original)
            async def hook(self_: Any, *args: Any, **kwargs: Any) -> Any:
                if id(self_) in wanted:
                    with suppress(Exception):
                        self._note(note, self_, args, kwargs)
                try:
                    return await original(self_, *args, **kwargs)
                except Exception:
                    with suppress(Exception):
                        self._note(failed, self_, args, kwargs)
                    raise

        else:

            @functools.wraps(original)
            def hook(self_: Any, *args: Any, **kwargs: Any) -> Any:
                if id(self_) in wanted:
                    with suppress(Exception):
                        self._note(note, self_, args, kwargs)
                try:
                    return original(self_, *args, **kwargs)
                except Exception:
                    with suppress(Exception):
                        self._note(failed, self_, args, kwargs)
                    raise

        self._install(owner, name, hook, original)

    def remove(self) -> None:
        """Put the original methods back, unless somebody else has replaced ours since."""
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
        call = Call(name, self_, (args, kwargs))
        self.pending_calls.add(call)
        return call

    def _end(self, call: Optional[Call]) -> None:
        if call is not None:
            call.arguments = None
            self._inbox(functools.partial(self.pending_calls.discard, call))

    def _note(self, note: AfterCall, self_: Any, args: Any, kwargs: Any) -> None:
        try:
            note(self_, args, kwargs)
        except Exception as error:
            self._on_fault(error)

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

After = Callable[..., None]
"""Called with the object, the arguments as a tuple, and the keyword arguments as a dict."""


class Call:
    """A hooked call that runs, or whose note has not left the inbox."""

    __slots__ = ("arguments", "number", "object", "since", "thread", "what")

    _numbers = itertools.count(1)

    def __init__(self, what: str, self_: Any, arguments: Tuple[Any, ...]) -> None:
        self.number = next(self._numbers)
        self.object = id(self_)
        self.what = what
        self.thread = threading.get_ident()
        self.since = time.monotonic()
        self.arguments: Optional[Tuple[Any, ...]] = arguments
        """Positional and keyword arguments; None once the call has returned."""

    @property
    def runs(self) -> bool:
        """Whether the call has not returned yet."""
        return self.arguments is not None


class _Placed(NamedTuple):
    owner: Any
    name: str
    hook: Any
    original: Any
    own: bool
    """Whether the owner itself had it; else it was inherited, and ours is to be deleted."""


class Hooks:
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
        self._placed: List[_Placed] = []
        self.under_way: Set[Call] = set()
        """While there is one, a change that a look finds may be that call's doing."""

    def put(self, owner: Any, name: str, after: After) -> None:
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

        self._place(owner, name, hook, original)

    def put_light(
        self, owner: Any, name: str, wanted: Dict[int, Any], note: After, failed: After
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

        self._place(owner, name, hook, original)

    def remove(self) -> None:
        """Put the original methods back, unless somebody else has replaced ours since."""
        for placed in reversed(self._placed):
            if vars(placed.owner).get(placed.name) is not placed.hook:
                continue
            if placed.own:
                setattr(placed.owner, placed.name, placed.original)
            else:
                delattr(placed.owner, placed.name)
        self._placed.clear()

    def _place(self, owner: Any, name: str, hook: Any, original: Any) -> None:
        own = name in vars(owner)
        setattr(owner, name, hook)
        self._placed.append(_Placed(owner, name, hook, original, own))

    def _begin(self, name: str, self_: Any, args: Any, kwargs: Any) -> Call:
        call = Call(name, self_, (args, kwargs))
        self.under_way.add(call)
        return call

    def _end(self, call: Optional[Call]) -> None:
        if call is not None:
            call.arguments = None
            self._inbox(functools.partial(self.under_way.discard, call))

    def _note(self, note: After, self_: Any, args: Any, kwargs: Any) -> None:
        try:
            note(self_, args, kwargs)
        except Exception as error:
            self._on_fault(error)

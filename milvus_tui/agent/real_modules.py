"""`threading`, `socket` and `queue` as Python has them, whatever gevent or eventlet patched.

In a patched program `threading` starts green threads, which run only while the program lets them.
The agent's own threads must run even if the program hangs in a call of gRPC. So they use a copy of
these modules, made of the parts that were there before the patch. Code that runs in the program's
threads uses the program's modules: there a green thread counts as a thread.
"""

from __future__ import annotations

import builtins
import importlib
import importlib.util
import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any, Dict

__all__ = ["is_patched", "queue", "real_module", "socket", "threading"]

Saved = Dict[str, Dict[str, Any]]
"""What gevent has replaced: by module and name."""


def real_module(name: str) -> Any:
    """Return a module of the standard library without patches; the module itself if it has none."""
    try:
        monkey: Any = sys.modules.get("gevent.monkey")
        saved: Saved = dict(getattr(monkey, "saved", None) or {})
        if saved:
            return _copy(name, saved)
        patcher: Any = sys.modules.get("eventlet.patcher")
        if getattr(patcher, "already_patched", None):
            return patcher.original(name)
    except Exception:
        return importlib.import_module(name)  # the agent then runs in the program's green threads
    return importlib.import_module(name)


def is_patched() -> bool:
    """Whether gevent or eventlet has replaced parts of the standard library."""
    monkey: Any = sys.modules.get("gevent.monkey")
    patcher: Any = sys.modules.get("eventlet.patcher")
    return bool(getattr(monkey, "saved", None) or getattr(patcher, "already_patched", None))


def _copy(name: str, saved: Saved) -> ModuleType:
    """Return a module that is executed anew, and imports modules of C as they were."""
    spec: Any = importlib.util.find_spec(name)
    copy = ModuleType(name)
    copy.__file__, copy.__spec__ = spec.origin, spec
    unpatched = {each: _unpatched(each, saved[each]) for each in ("_thread",) if each in saved}

    def import_(wanted: str, *args: Any, **kwargs: Any) -> Any:
        return unpatched.get(wanted) or builtins.__import__(wanted, *args, **kwargs)

    vars(copy)["__builtins__"] = {**vars(builtins), "__import__": import_}
    exec(spec.loader.get_code(name), vars(copy))  # noqa: S102 - the standard library's own code
    return copy


def _unpatched(name: str, saved: Dict[str, Any]) -> ModuleType:
    found = ModuleType(name)
    vars(found).update(vars(importlib.import_module(name)), **saved)
    return found


if TYPE_CHECKING:
    import queue
    import socket
    import threading
else:
    queue, socket, threading = map(real_module, ("queue", "socket", "threading"))

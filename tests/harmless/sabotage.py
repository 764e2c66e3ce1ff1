"""Breaks the agent's functions one after the other, and runs a short program with each broken.

`python sabotage.py URI MODULE…` prints a line of JSON for each function of these modules of the
agent: its module, its name, the results of the program, and what of pymilvus differs from before.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import inspect
import json
import logging
import os
import socket
import sys
import tempfile
import threading
import warnings
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

warnings.simplefilter("ignore")
logging.disable()

import pymilvus  # noqa: E402
from program_life import life  # type: ignore[import-not-found]  # noqa: E402
from pymilvus.client.async_grpc_handler import AsyncGrpcHandler  # noqa: E402
from pymilvus.client.grpc_handler import GrpcHandler  # noqa: E402

import milvus_tui.agent  # noqa: E402

CLASSES = (
    pymilvus.MilvusClient,
    pymilvus.AsyncMilvusClient,
    type(pymilvus.connections),
    GrpcHandler,
    AsyncGrpcHandler,
)

run: dict[str, Any] = {"crashes": []}
"""The current run of the program."""

run_of_thread: dict[threading.Thread, dict[str, Any]] = {}
"""The run in which a thread started. The thread may crash after that run."""


def crashed(crash: threading.ExceptHookArgs) -> None:
    of = run_of_thread.get(crash.thread, run) if crash.thread is not None else run
    of["crashes"].append(f"{crash.exc_type.__name__}: {crash.exc_value}")


threading.excepthook = crashed


class Injected(Exception):
    """The exception that a broken function raises."""


def broken(*_: object, **__: object) -> None:
    raise Injected


def functions(module: Any) -> Iterator[tuple[Any, str, str]]:
    """Yield owner, name and qualified name of each function and method of a module."""
    for name, value in list(vars(module).items()):
        if getattr(value, "__module__", None) != module.__name__:
            continue
        if inspect.isfunction(value):
            yield module, name, name
        elif inspect.isclass(value) and not hasattr(value, "_fields"):
            is_dataclass = getattr(value, "__dataclass_params__", None) is not None
            for inner, method in list(vars(value).items()):
                if inspect.isfunction(method) and not (is_dataclass and inner.startswith("__")):
                    yield value, inner, f"{name}.{inner}"


@contextlib.contextmanager
def viewer() -> Iterator[None]:
    """Listen for the agent, and read all that the agent sends."""
    with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as listener:
        listener.bind(f"{folder}/run")
        listener.listen(512)
        os.environ["MILVUS_TUI_RUN"] = f"{folder}/run"
        threading.Thread(target=_read_all, args=(listener,), daemon=True).start()
        yield


def _read_all(listener: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while True:
            peer, _ = listener.accept()
            threading.Thread(target=_read, args=(peer,), daemon=True).start()


def _read(peer: socket.socket) -> None:
    with contextlib.suppress(OSError), peer:
        while peer.recv(65536):
            pass


def attributes() -> dict[str, Any]:
    return {
        f"{each.__name__}.{name}": value for each in CLASSES for name, value in vars(each).items()
    }


def changed(before: dict[str, Any]) -> list[str]:
    now = attributes()
    return sorted(name for name in {*before, *now} if now.get(name) is not before.get(name))


def restore(before: dict[str, Any], names: list[str]) -> None:
    """Remove hooks that stayed, so that the next run starts like the first."""
    classes = {each.__name__: each for each in CLASSES}
    for name in names:
        owner, _, attribute = name.partition(".")
        if name in before:
            setattr(classes[owner], attribute, before[name])
        else:
            delattr(classes[owner], attribute)


def watched(
    uri: str, name: str, breaking: Callable[[], None], mending: Callable[[], None]
) -> dict[str, Any]:
    global run
    before = attributes()
    run = {"broken": name, "crashes": []}
    breaking()
    try:
        milvus_tui.agent.start(interval=0.05)
        lived = life(uri)
        milvus_tui.agent.stop()
    except Exception as error:
        lived = [f"ended by {error!r}"]
    mending()
    milvus_tui.agent.stop()
    left = changed(before)
    restore(before, left)
    for thread in threading.enumerate():
        run_of_thread.setdefault(thread, run)
    run.update(life=lived, left=left)
    return run


def main(uri: str, *modules: str) -> None:
    nothing: Callable[[], None] = lambda: None  # noqa: E731
    runs = [{"module": "", "broken": "alone", "life": life(uri), "left": [], "crashes": []}]
    gc.freeze()  # so that the program's gc.collect() is fast
    with viewer():
        runs.append({"module": "", **watched(uri, "nothing", nothing, nothing)})
        for module in map(importlib.import_module, modules):
            for owner, name, called in functions(module):
                original = vars(owner)[name]
                lived = watched(
                    uri,
                    f"{module.__name__}.{called}",
                    lambda owner=owner, name=name: setattr(owner, name, broken),  # type: ignore[misc]
                    lambda owner=owner, name=name, value=original: setattr(owner, name, value),  # type: ignore[misc]
                )
                runs.append({"module": module.__name__, **lived})
    for line in runs:
        sys.stdout.write(json.dumps(line) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])

"""Prints what of pymilvus, grpc and the standard library differs after the agent stopped."""

from __future__ import annotations

import inspect
import json
import logging
import sys
import threading
import warnings
from typing import Any

warnings.simplefilter("ignore")
logging.disable()

import pymilvus  # noqa: E402
from program_life import life  # type: ignore[import-not-found]  # noqa: E402

import milvus_tui.agent  # noqa: E402

COMPARED = ("pymilvus", "grpc", "asyncio", "threading", "multiprocessing", "os", "gc", "weakref")


def everything() -> dict[str, Any]:
    """Return each function and method of the compared modules, by name."""
    found: dict[str, Any] = {}
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] in COMPARED:
            for key, value in list(vars(module).items()):
                if inspect.isclass(value):
                    for inner, method in list(vars(value).items()):
                        if callable(method) or isinstance(method, (staticmethod, classmethod)):
                            found[f"{name}.{key}.{inner}"] = method
                elif inspect.isroutine(value):
                    found[f"{name}.{key}"] = value
    return found


def main(uri: str) -> None:
    life(uri)  # pymilvus initializes itself at its first use
    threads = set(threading.enumerate())
    before = everything()
    milvus_tui.agent.start(interval=0.05)
    during = everything()
    hooked = [name for name in before if during.get(name) is not before[name]]
    life(uri)
    milvus_tui.agent.stop()
    after = everything()
    left = sorted(name for name in before if after.get(name) is not before[name])
    added = sorted(
        name
        for name in set(after) - set(before)
        if name.startswith("pymilvus.") and "milvus_tui" in getattr(after[name], "__module__", "")
    )
    ours = [each for each in threading.enumerate() if each not in threads]
    for each in ours:
        if each.name.startswith("milvus-tui"):
            each.join(60)
    alive = [each.name for each in ours if each.name.startswith("milvus-tui") and each.is_alive()]
    result = {"hooked": len(hooked), "left": left, "added": added, "threads": alive}
    sys.stdout.write(json.dumps({"pymilvus": pymilvus.__version__, **result}))


if __name__ == "__main__":
    main(sys.argv[1])

"""The agent's own threads: daemons, named so that a stack dump tells whose they are."""

from __future__ import annotations

import threading
from typing import Any, Callable

PREFIX = "milvus-tui-"


def start(target: Callable[..., None], name: str, *args: Any) -> threading.Thread:
    """Start a daemon thread. It never keeps the program from ending."""
    thread = threading.Thread(target=target, args=args, name=PREFIX + name, daemon=True)
    thread.start()
    return thread


def is_ours() -> bool:
    """Whether the current thread is one of the agent's."""
    return threading.current_thread().name.startswith(PREFIX)

"""A program that watches itself and makes calls of each kind: `calls_program.py URI`.

It prints, as a line of JSON after each step, what its agent knows of its connection.
"""

from __future__ import annotations

import contextlib
import json
import sys
import threading
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent / "programs" / "corpus"))

import milvus_tui.agent as agent_package

agent_package.start(interval=0.1)

from parts.gate import Gate  # type: ignore[import-not-found]  # noqa: E402
from pymilvus import MilvusClient  # noqa: E402

from milvus_tui import wire  # noqa: E402


def show(step: str) -> None:
    """Print the connection's row, the findings and the events."""
    watcher = agent_package._watcher
    assert watcher is not None
    agent = watcher._agent
    assert agent is not None
    agent.enqueue(lambda: agent._tick(False))
    agent.enqueue(agent._read_channels)
    assert agent.wait_until_processed(60)
    tables = watcher._tables
    rows = {
        name: [wire.plain_row(tables.get(name, key)) for key in tables.keys(name)]
        for name in ("connections", "findings", "events")
    }
    sys.stdout.write(json.dumps({"step": step, "faults": agent.faults, **rows}) + "\n")
    sys.stdout.flush()


def wait_for_another_try(thread: threading.Thread) -> None:
    """Wait until pymilvus repeats the thread's call. A release that repeats none ends it."""
    while thread.is_alive() and not is_repeated():
        time.sleep(0.01)


def is_repeated() -> bool:
    """Whether the agent shows a call that is in its second try, or a later one."""
    assert agent_package._watcher is not None
    tables = agent_package._watcher._tables
    rows = [tables.get("connections", key) for key in tables.keys("connections")]
    running = [call for row in rows if row is not None for call in row.running]
    return any(tries > 1 for _, _, tries, _ in running)


def failing(call: Any, *args: Any, **kwargs: Any) -> None:
    with contextlib.suppress(Exception):
        call(*args, **kwargs)


def main(uri: str) -> None:
    gate = Gate(uri)
    client = MilvusClient(gate.uri)
    client.list_collections()
    show("works")
    failing(client.describe_collection, "none_such")
    failing(client.describe_collection, "none_such")
    show("refused")
    failing(client.describe_collection, 5)
    show("mistake")
    client.list_collections()
    show("works again")
    gate.shut()
    failing(client.list_collections, timeout=1)
    failing(client.list_collections, timeout=1)
    show("outage")
    thread = threading.Thread(
        target=failing, args=(client.list_collections,), name="patient", daemon=True
    )
    thread.start()
    wait_for_another_try(thread)
    show("waiting")
    gate.open()
    end = time.monotonic() + 30
    while time.monotonic() < end:
        with contextlib.suppress(Exception):
            client.list_collections(timeout=1)
            break
        time.sleep(0.1)
    thread.join(30)
    show("over")


if __name__ == "__main__":
    main(*sys.argv[1:])

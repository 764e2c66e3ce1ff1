"""A program that watches itself and prints what its agent knows: `watched.py PART URI`."""

from __future__ import annotations

import asyncio
import gc
import json
import sys
import threading
from typing import Any

import milvus_tui.agent as door
from milvus_tui import wire

door.start(interval=0.1)

import pymilvus  # noqa: E402
from pymilvus import MilvusClient  # noqa: E402

uri = sys.argv[2]


class Store(MilvusClient):  # type: ignore[misc]
    """A subclass of the program's own."""

    def __init__(self, name: str) -> None:
        super().__init__(uri, user=name)


def make(**given: Any) -> Any:
    return MilvusClient(uri, **given)


def show() -> None:
    """Print every table as the agent has it now."""
    watch = door._watcher
    assert watch is not None
    assert watch._agent is not None
    watch._agent.probe_now()
    watch._agent.enqueue(watch._agent._read_channels)
    assert watch._agent.wait_until_processed(60)
    tables = watch._tables
    rows = {
        name: [wire.plain_row(tables.get(name, key)) for key in tables.keys(name)]
        for name in wire.TABLES
    }
    faults = watch._agent.faults
    sys.stdout.write(json.dumps({"faults": faults, **rows}) + "\n")
    sys.stdout.flush()


def places() -> None:
    kept = [make(user="one"), Store("two")]
    other = threading.Thread(target=lambda: kept.append(make(user="three")), name="worker")
    other.start()
    other.join()
    closer = threading.Thread(target=kept[0].close, name="closer")
    closer.start()
    closer.join()
    gc.collect()
    show()


def asynchronous() -> None:
    kept: list[Any] = []

    async def main() -> None:
        kept.append(pymilvus.AsyncMilvusClient(uri, user="loop"))
        await kept[0].drop_collection("none_such")
        show()

    asyncio.run(main())
    show()

    async def elsewhere() -> None:
        call = asyncio.ensure_future(kept[0].drop_collection("none_such", timeout=1))
        await asyncio.wait([call], timeout=3)
        call.cancel()
        call.cancelled() or call.exception()

    asyncio.run(elsewhere())
    show()


def closed_late() -> None:
    """The agent stands still while a client and then its loop are closed."""
    still, go_on = threading.Event(), threading.Event()
    assert door._watcher is not None
    agent = door._watcher._agent
    assert agent is not None

    def stand() -> None:
        still.set()
        go_on.wait()
        agent._tick(False)

    async def main() -> Any:
        client = pymilvus.AsyncMilvusClient(uri, user="late")
        await client.drop_collection("none_such")
        assert agent.wait_until_processed(60)
        agent.enqueue(stand)
        still.wait()
        await client.close()
        return client

    kept = asyncio.run(main())
    go_on.set()
    show()
    del kept


def orm() -> None:
    from pymilvus import connections, utility

    connections.connect("books", uri=uri)
    utility.list_collections(using="books")
    show()
    connections.disconnect("books")
    show()


def asked() -> None:
    kept = [make(user="one"), make(user="one", db_name="default")]
    show()
    del kept


PARTS = {
    "places": places,
    "asynchronous": asynchronous,
    "closed_late": closed_late,
    "orm": orm,
    "asked": asked,
}

PARTS[sys.argv[1]]()

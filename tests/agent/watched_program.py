"""A program that watches itself and prints what its agent knows: `watched_program.py PART URI`."""

from __future__ import annotations

import asyncio
import gc
import json
import os
import sys
import threading
import time
from pathlib import Path
from typing import Any

import milvus_tui.agent as agent_package
from milvus_tui import wire

agent_package.start(interval=0.1)

import pymilvus  # noqa: E402
from pymilvus import MilvusClient  # noqa: E402

uri = sys.argv[2]


class Store(MilvusClient):  # type: ignore[misc]
    """A subclass of the program's own."""

    def __init__(self, name: str) -> None:
        super().__init__(uri, user=name)


def create(**parameters: Any) -> Any:
    return MilvusClient(uri, **parameters)


def show() -> None:
    """Print every table as it is now."""
    watcher = agent_package._watcher
    assert watcher is not None
    assert watcher._agent is not None
    watcher._agent.probe_now()
    watcher._agent.enqueue(watcher._agent._read_channels)
    assert watcher._agent.wait_until_processed(60)
    tables = watcher._tables
    rows = {
        name: [wire.plain_row(tables.get(name, key)) for key in tables.keys(name)]
        for name in wire.TABLES
    }
    faults = watcher._agent.faults
    sys.stdout.write(json.dumps({"faults": faults, **rows}) + "\n")
    sys.stdout.flush()


def places() -> None:
    kept = [create(user="one"), Store("two")]
    other = threading.Thread(target=lambda: kept.append(create(user="three")), name="worker")
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
    """The agent's thread is stopped while a client and then its event loop are closed."""
    stopped, go_on = threading.Event(), threading.Event()
    assert agent_package._watcher is not None
    agent = agent_package._watcher._agent
    assert agent is not None

    def wait_in_agent() -> None:
        stopped.set()
        go_on.wait()
        agent._tick(False)

    async def main() -> Any:
        client = pymilvus.AsyncMilvusClient(uri, user="late")
        await client.drop_collection("none_such")
        assert agent.wait_until_processed(60)
        agent.enqueue(wait_in_agent)
        stopped.wait()
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


def requested() -> None:
    kept = [create(user="one"), create(user="one", db_name="default")]
    show()
    del kept


def failover() -> None:
    """A client of a global cluster; its primary ends before the next line is read."""
    client = create(token="root:Milvus")
    client.list_collections()
    show()
    sys.stdin.readline()
    client.list_collections()
    show()


def async_failover() -> None:
    async def main() -> None:
        client = pymilvus.AsyncMilvusClient(uri, token="root:Milvus")
        await client.list_collections()
        show()
        sys.stdin.readline()
        await client.list_collections()
        show()

    asyncio.run(main())


def tls_files() -> None:
    """Two clients with one certificate's file, by two paths, and a third with another file."""
    token, pem, other = sys.argv[3:]
    tls = {"token": token, "server_name": "localhost", "secure": True}
    first = create(server_pem_path=pem, **tls)
    kept = [first, create(server_pem_path=pem.replace("/tls", "/./tls"), **tls)]
    kept.append(create(server_pem_path=other, **tls))
    first.list_collections()
    show()


def embedded() -> None:
    os.chdir(Path(uri).parent)
    kept = [create(), MilvusClient(Path(uri).name)]
    pymilvus.connections.connect("file", uri=uri)
    show()
    del kept


def embedded_released() -> None:
    from milvus_lite.server_manager import server_manager_instance

    client = create()
    watcher = agent_package._watcher
    assert watcher is not None
    assert watcher._agent is not None
    assert watcher._agent.wait_until_processed(60)  # what was released at once was never seen
    server_manager_instance.release_server(uri)
    time.sleep(1)  # what the end of a program releases is no finding
    show()
    del client


def embedded_replaced() -> None:
    client = create()
    client.has_collection("none")
    Path(uri).unlink()
    show()
    Path(uri).touch()
    time.sleep(0.1)
    client.has_collection("none")
    show()


PARTS = {
    "embedded": embedded,
    "embedded_released": embedded_released,
    "embedded_replaced": embedded_replaced,
    "tls_files": tls_files,
    "failover": failover,
    "async_failover": async_failover,
    "places": places,
    "asynchronous": asynchronous,
    "closed_late": closed_late,
    "orm": orm,
    "requested": requested,
}

PARTS[sys.argv[1]]()

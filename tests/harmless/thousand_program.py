"""A user's program: does a thousand operations and prints the results. Its exit code is 3.

The output depends on the server's data only, so two runs print the same.
"""

import asyncio
import gc
import random
import sys
import threading
import time
import weakref
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pymilvus
from pymilvus import AsyncMilvusClient, DataType, MilvusClient, connections, utility

NAME = "thousand"
VERSION = tuple(map(int, pymilvus.__version__.split(".")[:3]))

number = random.Random(4)
operations = 0


class Store(MilvusClient):  # type: ignore[misc]
    """A subclass of the program."""

    def names(self) -> list[str]:
        return sorted(self.list_collections())


def say(*values: object) -> None:
    sys.stdout.write(" ".join(map(str, values)) + "\n")


def did(result: Any) -> Any:
    global operations
    operations += 1
    return result


def vector() -> list[float]:
    return [round(number.random(), 3) for _ in range(4)]


def prepare(client: Any) -> None:
    if did(client.has_collection(NAME)):
        client.drop_collection(NAME)
    schema = client.create_schema(auto_id=False)
    schema.add_field("id", DataType.INT64, is_primary=True)
    schema.add_field("v", DataType.FLOAT_VECTOR, dim=4)
    index = client.prepare_index_params()
    index.add_index("v", index_type="FLAT", metric_type="L2")
    client.create_collection(NAME, schema=schema, index_params=index, consistency_level="Strong")
    for start in range(0, 100, 10):
        rows = [{"id": row, "v": vector()} for row in range(start, start + 10)]
        say("insert", did(client.insert(NAME, rows))["insert_count"])


def search(client: Any) -> str:
    (hits,) = did(client.search(NAME, [vector()], limit=3))
    return " ".join(f"{hit['id']}:{hit['distance']:.3f}" for hit in hits)


def query(client: Any) -> list[int]:
    rows = did(client.query(NAME, filter=f"id < {number.randrange(100)}", output_fields=["id"]))
    return sorted(row["id"] for row in rows)[-3:]


def reopen(uri: str) -> None:
    """Create clients that share, close them, use them after the close, and drop them."""
    for turn in range(20):
        client, other = Store(uri), MilvusClient(uri, user=f"u{turn % 3}", password="secret")
        say(did(client.names()), len(did(other.list_databases())))
        did(client.close())
        for each in (client, other):
            try:
                say(len(did(each.list_collections())))
            except Exception as error:
                say(type(error).__name__, str(error)[:60])
        did(other.close())


def threads(client: Any, uri: str) -> None:
    def work(turn: int) -> int:
        mine = MilvusClient(uri, user="worker", password="secret") if turn % 4 == 0 else client
        return len(did(mine.list_collections()))

    with ThreadPoolExecutor(8, thread_name_prefix="work") as pool:
        say("threads", sum(pool.map(work, range(250))))
    say(sorted({thread.name.split("_")[0] for thread in threading.enumerate()})[:1])


async def tasks(uri: str) -> int:
    client = AsyncMilvusClient(uri)
    found = await asyncio.gather(
        *(client.search(NAME, [[0.1, 0.2, 0.3, 0.4]], limit=2) for _ in range(20))
    )
    await client.close()
    return sum(len(did(hits[0])) for hits in found)


def collected(uri: str) -> list[bool]:
    """Whether reference counting alone collects clients."""
    gc.disable()
    results = []
    for kind in (MilvusClient, Store):
        client = kind(uri)
        reference = weakref.ref(client)
        del client
        results.append(did(is_collected(reference)))
    gc.enable()
    return results


def is_collected(reference: Any) -> bool:
    """Whether a client is collected soon: the agent may hold it for the moment of a scan."""
    end = time.monotonic() + 60
    while reference() is not None and time.monotonic() < end:
        time.sleep(0.01)
    return reference() is None


def refused(uri: str) -> list[str]:
    """Return the exceptions of parameters that pymilvus refuses."""
    outcomes = []
    for arguments in ({"uri": "ftp://nowhere"}, {"uri": uri, "db_name": "none_such"}):
        try:
            did(MilvusClient(**arguments, timeout=2)).list_collections()
            outcomes.append("accepted")
        except Exception as error:
            outcomes.append(type(error).__name__)
    return outcomes


def main(uri: str) -> None:
    client = MilvusClient(uri)
    prepare(client)
    for _ in range(275):
        say(search(client), query(client))
    reopen(uri)
    client = MilvusClient(uri)
    threads(client, uri)
    for _ in range(5):
        say("async", asyncio.run(tasks(uri)))
    connections.connect("orm", uri=uri)
    say("orm", [did(utility.has_collection(NAME, using="orm")) for _ in range(20)][-1])
    connections.disconnect("orm")
    say("gone", collected(uri), refused(uri))
    say(client.close.__name__, MilvusClient.__init__.__qualname__, MilvusClient.__name__)
    MilvusClient(uri).drop_collection(NAME)
    say(operations >= 1000 or operations)


if __name__ == "__main__":
    main(sys.argv[1])
    sys.exit(3)

"""A target that reports its own figures: `python watched_main.py`, JSON lines in and out.

It is built like the lab's process (`agent.lab.lab_host`), and the first line has the same settings.
Then `{"spawn": N, "databases": [names]}` creates clients with the process's own pymilvus, in turn
on each database. `{"count": true}` gives the figures so far:

    {"calls": RPCs started on all channels, as gRPC's channelz counts them,
     "cpu": seconds of processor time of the agent's threads,
     "distinct": pairs of (connection, database) that the clients resolve to,
     "clients": how many there are}
"""

from __future__ import annotations

import json
import sys
import threading
import time
from pathlib import Path
from typing import Any

sys.path[0] = str(Path(__file__).resolve().parent.parent.parent)

from milvus_tui.agent.lab.lab_host import LabHost  # noqa: E402
from milvus_tui.agent.threads import PREFIX  # noqa: E402


def calls() -> int:
    """RPCs since the start of the process."""
    from grpc._cython import cygrpc

    total, start, end = 0, 0, False
    while not end:
        page = json.loads(cygrpc.channelz_get_top_channels(start))
        for channel in page.get("channel", []):
            total += int(channel["data"].get("callsStarted", 0))
            start = int(channel["ref"]["channelId"]) + 1
        end = page.get("end", True)
    return total


def cpu() -> float:
    """Processor seconds of the agent's threads; of the whole process on macOS."""
    if not hasattr(time, "pthread_getcpuclockid"):  # macOS
        return time.process_time()
    return sum(
        time.clock_gettime(time.pthread_getcpuclockid(thread.ident))
        for thread in threading.enumerate()
        if thread.ident is not None and thread.name.startswith(PREFIX)
    )


def distinct(clients: list[Any]) -> int:
    """Distinct pairs of connection and database; resolves each client by itself."""
    # The database is the connection's own up to 2.6.6; later one connection serves several.
    return len(
        {(id(client._get_connection()), getattr(client, "_db_name", "")) for client in clients}
    )


def spawn(settings: dict[str, Any], count: int, databases: list[str]) -> list[Any]:
    """Clients that share a connection for each database."""
    import pymilvus

    spawned = []
    for name in databases:
        first = pymilvus.MilvusClient(settings["uri"])
        if name and name not in first.list_databases():
            first.create_database(name)
        first.close()
    for number in range(count):
        name = databases[number % len(databases)]
        spawned.append(pymilvus.MilvusClient(settings["uri"], db_name=name))
    return spawned


def main() -> None:
    """Serve until standard input ends."""
    settings = json.loads(sys.stdin.readline())
    host = LabHost(settings)
    print(json.dumps({"socket": str(host.listen())}), flush=True)
    host.prepare()
    clients: list[Any] = []
    for line in sys.stdin:
        request = json.loads(line)
        if "spawn" in request:
            clients += spawn(settings, request["spawn"], request["databases"])
        counted = {"calls": calls(), "cpu": cpu(), "distinct": distinct(clients)}
        print(json.dumps({**counted, "clients": len(clients)}), flush=True)
    host.close()


if __name__ == "__main__":
    main()

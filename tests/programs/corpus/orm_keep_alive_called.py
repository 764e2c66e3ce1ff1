"""An alias with keep_alive: its channel is idle for three seconds, and pymilvus connects it anew;
a thread calls meanwhile.

on: A 2.5.18
must: error alias not connected in calls
"""

import sys
import time
from typing import Any

import grpc
from pymilvus import connections, utility

open_channel = grpc.insecure_channel


def impatient(target: str, options: Any = (), **rest: Any) -> grpc.Channel:
    """A channel that is idle after a second without calls, not after half an hour."""
    return open_channel(target, [*options, ("grpc.client_idle_timeout_ms", 1_000)], **rest)


def calls(before: Any) -> bool:
    """Whether the alias has another connection; it has none for a moment."""
    try:
        return connections._fetch_handler("default") is not before
    except Exception:
        return False


def main(uri: str) -> None:
    grpc.insecure_channel = impatient
    connections.connect("default", uri=uri, keep_alive=True)
    utility.list_collections()
    before = connections._fetch_handler("default")
    end = time.monotonic() + 30
    while not calls(before) and time.monotonic() < end:
        time.sleep(0.002)
    utility.list_collections()
    connections.disconnect("default")


if __name__ == "__main__":
    main(*sys.argv[1:])

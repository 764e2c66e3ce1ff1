"""A program disconnects an alias with keep_alive while pymilvus connects it anew.

on: A 2.5.18
note: accumulating connections
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


def connection() -> Any:
    """The alias has its connection before connect() has checked that it is ready."""
    return dict(connections.list_connections()).get("default")


def main(uri: str) -> None:
    grpc.insecure_channel = impatient
    connections.connect("default", uri=uri, keep_alive=True)
    utility.list_collections()
    before = connections._fetch_handler("default")
    end = time.monotonic() + 30
    while connection() in (None, before) and time.monotonic() < end:
        time.sleep(0.0005)
    connections.disconnect("default")


if __name__ == "__main__":
    main(*sys.argv[1:])

"""An alias with keep_alive: its channel is idle for three seconds, and pymilvus connects it anew.

on: A 2.5.18
"""

import sys
import threading
import time
from typing import Any

import grpc
from pymilvus import connections, utility

open_channel = grpc.insecure_channel


def impatient(target: str, options: Any = (), **rest: Any) -> grpc.Channel:
    """A channel that is idle after a second without calls, not after half an hour."""
    return open_channel(target, [*options, ("grpc.client_idle_timeout_ms", 1_000)], **rest)


def wait_for_pymilvus() -> None:
    """Wait until its connect() is over: the alias has its connection before that is ready."""
    for thread in threading.enumerate():
        if "reconnect" in thread.name:
            thread.join(30)


def main(uri: str) -> None:
    grpc.insecure_channel = impatient
    connections.connect("default", uri=uri, keep_alive=True)
    utility.list_collections()
    before = connections._fetch_handler("default")
    end = time.monotonic() + 30
    while not connections.has_connection("default") or (
        connections._fetch_handler("default") is before and time.monotonic() < end
    ):
        time.sleep(0.1)
    assert connections._fetch_handler("default") is not before
    utility.list_collections()
    wait_for_pymilvus()
    connections.disconnect("default")


if __name__ == "__main__":
    main(*sys.argv[1:])

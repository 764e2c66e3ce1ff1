"""A program disconnects an alias with keep_alive while pymilvus connects it anew.

on: A 2.5.18
note: accumulating connections
"""

import sys
import threading
from typing import Any

import grpc
from pymilvus import connections, utility
from pymilvus.client.grpc_handler import GrpcHandler

open_channel = grpc.insecure_channel
ready, disconnected = threading.Event(), threading.Event()
register = GrpcHandler._setup_identifier_interceptor


def impatient(target: str, options: Any = (), **rest: Any) -> grpc.Channel:
    """A channel that is idle after a second without calls, not after half an hour."""
    return open_channel(target, [*options, ("grpc.client_idle_timeout_ms", 1_000)], **rest)


def register_late(handler: Any, *args: Any, **kwargs: Any) -> Any:
    """As with a server that answers late."""
    ready.set()
    disconnected.wait(30)
    return register(handler, *args, **kwargs)


def main(uri: str) -> None:
    grpc.insecure_channel = impatient
    connections.connect("default", uri=uri, keep_alive=True)
    utility.list_collections()
    GrpcHandler._setup_identifier_interceptor = register_late
    assert ready.wait(30)
    connections.disconnect("default")
    disconnected.set()


if __name__ == "__main__":
    main(*sys.argv[1:])

"""A connection of the lab's own for a moment: it affects no client and no alias of the lab."""

from __future__ import annotations

import contextlib
import threading
from typing import Any, Dict, Iterator

from milvus_tui.agent.registries.resolution import PRIVATE


@contextlib.contextmanager
def private_handler(timeout: float, parameters: Dict[str, Any]) -> Iterator[Any]:
    """Yield a connection object, and close it afterwards.

    Args:
        timeout: seconds that connecting may take.
        parameters: as `connections.connect()` takes them.
    """
    try:
        from pymilvus.orm.connections import connections
    except ImportError:  # pymilvus says that the ORM is removed in 3.1
        yield from _without_orm(timeout, parameters)
        return
    alias = f"{PRIVATE}{threading.get_ident()}"
    try:
        connections.connect(alias, timeout=timeout, **parameters)
        yield connections._fetch_handler(alias)
    finally:
        connections.remove_connection(alias)


def _without_orm(timeout: float, parameters: Dict[str, Any]) -> Iterator[Any]:
    from pymilvus.client.grpc_handler import GrpcHandler

    handler = GrpcHandler(**parameters)
    try:
        handler._wait_for_channel_ready(timeout=timeout)
        yield handler
    finally:
        handler.close()

"""Creates and drops databases over a temporary connection.

So neither affects a client or an alias of the lab.
"""

from __future__ import annotations

import contextlib
import threading
from typing import Any, Iterator

from milvus_tui.agent.lab.client_parameters import ClientParameters
from milvus_tui.agent.registries.resolution import PRIVATE


def create(parameters: ClientParameters, timeout: float) -> bool:
    """Create the database of these parameters; return False if it existed already."""
    name = parameters.database
    with _handler(parameters, timeout) as handler:
        if name in handler.list_database(timeout=timeout):
            return False
        try:
            handler.create_database(name, timeout=timeout)
        except Exception:
            if name in handler.list_database(timeout=timeout):
                return False  # another process created it at the same moment
            raise
    return True


def drop(parameters: ClientParameters, timeout: float) -> None:
    """Drop the database of these parameters. The server refuses if it holds collections."""
    with _handler(parameters, timeout) as handler:
        handler.drop_database(parameters.database, timeout=timeout)


@contextlib.contextmanager
def _handler(parameters: ClientParameters, timeout: float) -> Iterator[Any]:
    from pymilvus.orm.connections import connections

    alias = f"{PRIVATE}databases {threading.get_ident()}"
    connections.connect(
        alias,
        uri=parameters.uri,
        user=parameters.user,
        password=parameters.password,
        token=parameters.token,
        db_name="default",
        timeout=timeout,
        **parameters.options,
    )
    try:
        yield connections._fetch_handler(alias)
    finally:
        connections.remove_connection(alias)

"""Databases that a viewer asks for, made and dropped over a connection that is gone afterwards.

So no client and no alias of the lab is touched by it.
"""

from __future__ import annotations

import contextlib
import threading
from typing import Any, Iterator

from milvus_tui.agent.lab.client_parameters import ClientParameters
from milvus_tui.agent.registries.resolution import PRIVATE


def create(parameters: ClientParameters, timeout: float) -> bool:
    """Make the database of these parameters unless it is there; gives whether it was made."""
    name = parameters.database
    with _handler(parameters, timeout) as handler:
        if name in handler.list_database(timeout=timeout):
            return False
        try:
            handler.create_database(name, timeout=timeout)
        except Exception:
            if name in handler.list_database(timeout=timeout):
                return False  # somebody else made it at the same moment
            raise
    return True


def drop(parameters: ClientParameters, timeout: float) -> None:
    """Drop the database of these parameters. The server refuses where collections are in it."""
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

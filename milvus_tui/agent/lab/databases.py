"""Creates and drops databases over a temporary connection.

So neither affects a client or an alias of the lab.
"""

from __future__ import annotations

from typing import Any, ContextManager

from milvus_tui.agent.lab.client_parameters import ClientParameters
from milvus_tui.agent.lab.private_connections import private_handler


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


def _handler(parameters: ClientParameters, timeout: float) -> ContextManager[Any]:
    requested = {
        "uri": parameters.uri,
        "user": parameters.user,
        "password": parameters.password,
        "token": parameters.token,
        "db_name": "default",
        **parameters.options,
    }
    return private_handler(timeout, requested)

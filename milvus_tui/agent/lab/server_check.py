"""Checks the lab's server: whether it answers, and accepts the login and the database.

The check connects with pymilvus itself, under a temporary alias if this pymilvus has the ORM. So it
accepts the same URIs, logins and TLS options as a client.
"""

from __future__ import annotations

import re
from typing import Any, Dict, List, Optional

from milvus_tui.agent import masking
from milvus_tui.agent.lab.client_parameters import ClientParameters
from milvus_tui.agent.lab.private_connections import private_handler
from milvus_tui.agent.registries.resolution import error_text

# Words of the errors of Milvus 2.3 to 2.6 and Milvus Lite 3.2, in lower case.
_LOGIN = re.compile(r"unauthenticated|auth check failure|authenticat|permission ?denied")
_DATABASE = re.compile(r"database not (found|exist)|database.*(not found|not exist|doesn't exist)")
_ILLEGAL = ("ConnectionConfigException", "ParamError")


class UnusableServer(Exception):
    """The server cannot be used; the text says why and what to do, in one line."""


def check_server(parameters: ClientParameters, tls: Dict[str, Any], timeout: float) -> str:
    """Connect, list collections and disconnect. Returns the server's name and version.

    Raises:
        UnusableServer: no server, a wrong login, a missing database or an illegal URI.
    """
    requested = {
        "uri": parameters.uri,
        "user": parameters.user,
        "password": parameters.password,
        "token": parameters.token,
        "db_name": parameters.database,
        **tls,
    }
    try:
        with private_handler(timeout, requested) as handler:
            _require_database(handler, parameters.database, timeout)
            handler.list_collections(timeout=timeout)
            return server_name(str(handler.get_server_version(timeout=timeout)))
    except UnusableServer:
        raise
    except Exception as error:
        raise UnusableServer(explain(error, parameters, timeout)) from None


def server_name(version: str) -> str:
    """`milvus_lite-3.2.2` as `Milvus Lite 3.2.2`, `v2.3.5` as `Milvus 2.3.5`."""
    lite = version.partition("milvus_lite-")[2]
    return f"Milvus Lite {lite}" if lite else f"Milvus {version.lstrip('v')}"


def explain(error: BaseException, parameters: ClientParameters, timeout: float) -> str:
    """Why connecting failed and what to do, in one line, without secrets."""
    uri = masking.uri(parameters.uri)
    texts = [
        masking.message(error_text(each), parameters.password, parameters.token)
        for each in _chain(error)
    ]
    if type(error).__name__ in _ILLEGAL:
        return f"{uri} cannot be used: {texts[0]}"
    if any(_DATABASE.search(text.lower()) for text in texts):
        return _no_database(parameters.database, uri)
    refused = next((text for text in texts if _LOGIN.search(text.lower())), "")
    if refused:
        login = parameters.login()
        who = f"the login {login}" if login else "a client without a login"
        return f"{uri} refuses {who}: set MILVUS_TOKEN, or --user and MILVUS_PASSWORD ({refused})"
    if isinstance(error, OSError):
        return f"{uri}: {texts[0]}; check the paths of the TLS options"
    hint = {
        "https": " with a certificate that is trusted (--server-pem-path, --server-name)",
        "http": ", and not behind https",
    }.get(uri.partition("://")[0], "")
    return f"no Milvus server answers at {uri} within {timeout:g} s: is it running there{hint}?"


def _require_database(handler: Any, database: str, timeout: float) -> None:
    """Some servers list no collections for a database that does not exist, instead of an error."""
    if not database:
        return
    known: Optional[List[str]]
    try:
        known = handler.list_database(timeout=timeout)
    except Exception:
        known = None  # the login may not list databases; list_collections will show it
    if known is not None and database not in known:
        raise UnusableServer(_no_database(database, str(handler.server_address)))


def _no_database(database: str, where: str) -> str:
    return (
        f"{where} has no database {database!r}: leave out --db and create it when spawning, "
        "or name a database that exists"
    )


def _chain(error: Optional[BaseException]) -> List[BaseException]:
    """An exception and its causes: in some releases only the cause says UNAUTHENTICATED."""
    found: List[BaseException] = []
    while error is not None and error not in found:
        found.append(error)
        error = error.__cause__ or error.__context__
    return found

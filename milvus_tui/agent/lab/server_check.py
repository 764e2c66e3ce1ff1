"""The lab's first look at a server: is it there, and does it let us in?

It takes pymilvus's own way to connect, under an alias that is gone afterwards, so that the
same URIs, logins and TLS options are understood as by a client.
"""

from __future__ import annotations

import re
from typing import Any, Dict, List, Optional

from milvus_tui.agent import masking
from milvus_tui.agent.lab.client_parameters import ClientParameters
from milvus_tui.agent.registries.resolution import PRIVATE, error_text

_ALIAS = f"{PRIVATE}check"

# What servers and releases say, in lower case. Milvus 2.3 to 2.6, Milvus Lite 3.2.
_LOGIN = re.compile(r"unauthenticated|auth check failure|authenticat|permission ?denied")
_DATABASE = re.compile(r"database not (found|exist)|database.*(not found|not exist|doesn't exist)")
_ILLEGAL = ("ConnectionConfigException", "ParamError")


class Unusable(Exception):
    """The server cannot be used; the text says why and what to do, in one line."""


def server(parameters: ClientParameters, tls: Dict[str, Any], timeout: float) -> str:
    """Connect, list collections and leave. Gives the server's name and version.

    Raises:
        Unusable: no server, a wrong login, a missing database or an illegal URI.
    """
    from pymilvus.orm.connections import connections

    try:
        try:
            connections.connect(
                _ALIAS,
                uri=parameters.uri,
                user=parameters.user,
                password=parameters.password,
                token=parameters.token,
                db_name=parameters.database,
                timeout=timeout,
                **tls,
            )
            handler = connections._fetch_handler(_ALIAS)
            _require_database(handler, parameters.database, timeout)
            handler.list_collections(timeout=timeout)
            return named(str(handler.get_server_version(timeout=timeout)))
        finally:
            connections.remove_connection(_ALIAS)
    except Unusable:
        raise
    except Exception as error:
        raise Unusable(explain(error, parameters, timeout)) from None


def named(version: str) -> str:
    """`milvus_lite-3.2.2` as `Milvus Lite 3.2.2`, `v2.3.5` as `Milvus 2.3.5`."""
    lite = version.partition("milvus_lite-")[2]
    return f"Milvus Lite {lite}" if lite else f"Milvus {version.lstrip('v')}"


def explain(error: BaseException, parameters: ClientParameters, timeout: float) -> str:
    """Why connecting failed and what to do, in one line, without secrets."""
    uri = masking.uri(parameters.uri)
    said = [
        masking.message(error_text(each), parameters.password, parameters.token)
        for each in _chain(error)
    ]
    if type(error).__name__ in _ILLEGAL:
        return f"{uri} cannot be used: {said[0]}"
    if any(_DATABASE.search(words.lower()) for words in said):
        return _no_database(parameters.database, uri)
    refused = next((words for words in said if _LOGIN.search(words.lower())), "")
    if refused:
        login = parameters.login()
        who = f"the login {login}" if login else "a client without a login"
        return f"{uri} refuses {who}: set MILVUS_TOKEN, or --user and MILVUS_PASSWORD ({refused})"
    if isinstance(error, OSError):
        return f"{uri}: {said[0]}; check the paths of the TLS options"
    hint = {
        "https": " with a certificate that is trusted (--server-pem-path, --server-name)",
        "http": ", and not behind https",
    }.get(uri.partition("://")[0], "")
    return f"no Milvus server answers at {uri} within {timeout:g} s: is it running there{hint}?"


def _require_database(handler: Any, database: str, timeout: float) -> None:
    """Some servers list the collections of a database that is not there as none."""
    if not database:
        return
    known: Optional[List[str]]
    try:
        known = handler.list_database(timeout=timeout)
    except Exception:
        known = None  # may not list them: listing its collections will tell
    if known is not None and database not in known:
        raise Unusable(_no_database(database, str(handler.server_address)))


def _no_database(database: str, where: str) -> str:
    return (
        f"{where} has no database {database!r}: leave out --db and make it when spawning, "
        "or name one that is there"
    )


def _chain(error: Optional[BaseException]) -> List[BaseException]:
    """An exception and its causes: some releases say UNAUTHENTICATED in the cause alone."""
    found: List[BaseException] = []
    while error is not None and error not in found:
        found.append(error)
        error = error.__cause__ or error.__context__
    return found

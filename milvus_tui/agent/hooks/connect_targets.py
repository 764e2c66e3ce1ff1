"""What an attempt to connect was given: the target and the login, without secrets."""

from __future__ import annotations

from typing import Any, Dict, NamedTuple, Optional, Tuple

from milvus_tui.agent import masking
from milvus_tui.agent.embedded import database_file
from milvus_tui.agent.hooks import requested
from milvus_tui.agent.registries.connection_info import ConnectionInfo

CONNECT_PARAMETERS = ("alias", "user", "password", "db_name", "token")
"""Parameters of `connections.connect()` that may be given by position."""

_SECRETS = ("password", "token")


class ConnectTarget(NamedTuple):
    """Where an attempt connects to, masked."""

    address: str
    """`host:port` or the path of a `.db` file."""
    login: str = ""
    secure: bool = False
    database: str = ""
    alias: str = ""
    """Of the ORM's `connect()`, or what a client names; empty for none."""
    file: str = ""
    """Absolute path of a `.db` file; empty for a server."""
    timeout: Optional[float] = None
    nones: str = ""
    """The arguments of the login that were None and whose text `None` was sent; empty for none."""


def target_of(is_connect: bool, args: Tuple[Any, ...], kwargs: Dict[str, Any]) -> ConnectTarget:
    """Return the target of a call.

    Args:
        is_connect: whether it is a `connections.connect()`, else a constructor.
        args: the positional arguments.
        kwargs: the keyword arguments.
    """
    given = dict(zip(CONNECT_PARAMETERS, args)) if is_connect else {}
    given.update(kwargs)
    asked = requested.read((), given) if is_connect else requested.read(args, kwargs)
    uri = asked.uri if not is_connect or "uri" in given else ""
    timeout = given.get("timeout", args[5] if not is_connect and len(args) > 5 else None)
    file = database_file.requested(uri)
    alias = given.get("alias", "default" if is_connect else None)
    return ConnectTarget(
        address=_address(given, asked.address if uri else "") or uri,
        login=asked.login,
        secure=asked.secure,
        database=asked.database,
        alias=masking.alias(str(alias)) if alias is not None else "",
        file=file.path if file is not None else "",
        timeout=timeout if isinstance(timeout, (int, float)) else None,
    )


def nones_sent(is_connect: bool, args: Tuple[Any, ...], kwargs: Dict[str, Any], secret: str) -> str:
    """Return the arguments of the login that were None, if their text was sent; else nothing.

    Args:
        is_connect: whether it is a `connections.connect()`, else a constructor.
        args: the positional arguments.
        kwargs: the keyword arguments.
        secret: fingerprint of the login that the connection sent.
    """
    given = {**dict(zip(CONNECT_PARAMETERS, args)), **kwargs} if is_connect else kwargs
    asked = requested.read(() if is_connect else args, given)
    return asked.nones if asked.sent_none(secret) else ""


def target_of_connection(info: ConnectionInfo) -> ConnectTarget:
    """Return what a connection object connects to."""
    return ConnectTarget(info.address, info.login, info.secure)


def target_of_config(config: Any) -> ConnectTarget:
    """Return what an async client of pymilvus 2.6.10 or later connects to at its first call."""
    given = dict(getattr(config, "handler_kwargs", None) or ())
    file = database_file.requested(str(config.uri))
    return ConnectTarget(
        masking.uri(str(config.address)),
        masking.login(token=str(config.token or "")),
        str(config.uri).startswith("https://") or given.get("secure") is True,
        str(config.db_name or ""),
        file=file.path if file is not None else "",
    )


def secrets_of(args: Tuple[Any, ...], kwargs: Dict[str, Any]) -> Tuple[str, ...]:
    """Return all texts among the arguments that may be secrets, to mask them in messages."""
    named = [str(kwargs.get(name) or "") for name in _SECRETS]
    token = named[-1].partition(":")[2]
    return (*named, token, *(each for each in args[2:5] if isinstance(each, str)))


def _address(given: Dict[str, Any], of_uri: str) -> str:
    if of_uri:
        return of_uri
    address, host, port = (given.get(name) for name in ("address", "host", "port"))
    if isinstance(address, str) and address:
        return masking.uri(address)
    if host or port:
        return f"{host or 'localhost'}:{port or 19530}"
    return ""

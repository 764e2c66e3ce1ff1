"""Reads what a constructor call requests: the values to show, and those to compare later.

Secrets are read here, in the program's thread. Only hashes of them are kept.
"""

from __future__ import annotations

from typing import Any, Dict, List, NamedTuple, Optional, Tuple
from urllib.parse import urlsplit

from milvus_tui.agent import connection_settings, masking
from milvus_tui.agent.embedded import database_file
from milvus_tui.agent.embedded.database_file import DatabaseFile

DEFAULT_URI = "http://localhost:19530"
"""The URI that `MilvusClient` uses if none is given."""

_PARAMETERS = ("uri", "user", "password", "db_name", "token", "timeout")

_LOGIN = ("user", "password", "token")

Arguments = Dict[str, Any]


class Requested(NamedTuple):
    """The requested parameters of a client. Every secret is masked or hashed."""

    uri: str
    login: str
    alias: str
    dedicated: bool
    database: str
    """Empty if none was named."""
    address: str
    """`host:port` in lower case; empty if the URI has none (a file)."""
    secure: bool
    user: str
    """Fingerprint of the user, empty for none."""
    secret: str
    """Fingerprint of the whole login, empty for none."""
    secret_as_text: str = ""
    """Where `user`, `password` or `token` was given as None: fingerprint of the login that releases
    up to 2.6.9 send, which is made of the text `None`. Else empty."""
    nones: str = ""
    """The arguments of the login that were given as None, such as `user=None and password=None`."""
    settings: connection_settings.Settings = ()
    """TLS files, gRPC options, timeout and keep-alive."""
    has_path: bool = False
    """Whether the URI has a path; a slash alone is one."""
    file: Optional[DatabaseFile] = None
    """The `.db` file of an embedded Milvus Lite; None for a server."""

    def sent_none(self, secret: str) -> bool:
        """Whether the text `None` was sent as a login, or part of it.

        Args:
            secret: fingerprint of the login that a connection sends.
        """
        as_text = self.secret_as_text
        return bool(as_text) and as_text != self.secret and as_text == secret


UNKNOWN = "?"
"""The fingerprint of a login that releases interpret differently."""

NOTHING = Requested("", "", "", False, "", "", False, "", "")
"""For a client that was created before the agent started."""


MOST_READ = 1_000
"""Calls whose parameters are kept: most programs create their clients by a few."""

_read: Dict[int, Requested] = {}
"""By the hash of the arguments: no secret is kept."""


def read(args: Tuple[Any, ...], kwargs: Arguments) -> Requested:
    """Return what a call `MilvusClient(*args, **kwargs)` requests."""
    try:
        key = hash((args, *kwargs.items()))
    except TypeError:  # a dict of gRPC options, or the like
        return _read_anew(args, kwargs)
    known = _read.get(key)
    if known is None:
        known = _read_anew(args, kwargs)
        # What a path means depends on the file system, and on the working directory.
        if known.file is None and not any(each.is_file for each in known.settings):
            if len(_read) >= MOST_READ:
                _read.clear()
            _read[key] = known
    return known


def _read_anew(args: Tuple[Any, ...], kwargs: Arguments) -> Requested:
    given: Arguments = {"uri": DEFAULT_URI, **dict(zip(_PARAMETERS, args)), **kwargs}
    uri = _text(given, "uri")
    user, password, token = (_text(given, name) for name in _LOGIN)
    parts = _split(uri)
    login = token or (f"{user}:{password}" if user and password else "")
    lone = False
    if not login and parts.username:
        login = f"{parts.username}:{parts.password}"
        # Up to 2.6.9 a lone user name in the URI is no login; from 2.6.10 it is a token.
        lone = not parts.password
    return Requested(
        uri=masking.uri(uri),
        # Credentials in the URI count only if no others are given.
        login=masking.login(user, password, token) or masking.uri_login(uri),
        alias=masking.alias(_text(given, "alias")),
        dedicated=bool(given.get("dedicated")),
        database=_text(given, "db_name") or parts.path.strip("/").partition("/")[0],
        # From 2.6.10 on, `host` and `port` count for more than the URI; before, for nothing.
        address="" if "host" in given or "port" in given else _address(parts),
        secure=parts.scheme == "https" or given.get("secure") is True,
        user=UNKNOWN if lone else masking.login_fingerprints(login)[0],
        secret=UNKNOWN if lone else masking.login_fingerprints(login)[1],
        secret_as_text=_secret_as_text(given),
        nones=" and ".join(f"{name}=None" for name in _nones(given)),
        settings=connection_settings.requested(given),
        has_path=bool(parts.path),
        file=database_file.requested(uri),
    )


def _nones(given: Arguments) -> List[str]:
    """The arguments of the login that were given as None."""
    return [name for name in _LOGIN if name in given and given[name] is None]


def _secret_as_text(given: Arguments) -> str:
    if not _nones(given):
        return ""
    # As `connections.connect()` does it: str() of each argument, None included.
    user, password, token = (str(given.get(name, "")) for name in _LOGIN)
    login = token or (f"{user}:{password}" if user and password else "")
    return masking.login_fingerprints(login)[1]


def _text(given: Arguments, name: str) -> str:
    value = given.get(name)
    return value if isinstance(value, str) else ""


class _UriParts(NamedTuple):
    scheme: str
    host: str
    port: int
    username: str
    password: str
    path: str


_NO_URI_PARTS = _UriParts("", "", 0, "", "", "")


def _split(uri: str) -> _UriParts:
    """Split the URI of a server; all parts are empty for a file, a socket or an invalid URI."""
    try:
        found = urlsplit(uri)
        if found.scheme.lower() not in ("http", "https", "tcp", "grpc"):
            return _NO_URI_PARTS
        port = found.port or (443 if found.scheme == "https" else 19530)
        return _UriParts(
            found.scheme.lower(),
            found.hostname or "localhost",
            port,
            found.username or "",
            found.password or "",
            found.path,
        )
    except ValueError:  # pymilvus itself reports what is wrong with it
        return _NO_URI_PARTS


def _address(parts: _UriParts) -> str:
    return f"{parts.host}:{parts.port}" if parts.host else ""

"""What a constructor was asked for: what is shown of it, masked, and what a connection must have.

Secrets are read here, in the program's thread, and only hashes of them are kept.
"""

from __future__ import annotations

from typing import Any, Dict, NamedTuple, Tuple
from urllib.parse import urlsplit

from milvus_tui.agent import masking

DEFAULT_URI = "http://localhost:19530"
"""What `MilvusClient` takes where no URI is given."""

_PARAMETERS = ("uri", "user", "password", "db_name", "token", "timeout")

Arguments = Dict[str, Any]


class Requested(NamedTuple):
    """The parameters of a client. Every secret is masked or hashed."""

    uri: str
    login: str
    alias: str
    dedicated: bool
    database: str
    """Empty where none was named."""
    address: str
    """`host:port` in lower case, or empty where the URI does not tell (a file)."""
    secure: bool
    user: str
    """Fingerprint of the user, empty for none."""
    secret: str
    """Fingerprint of the whole login, empty for none."""


UNKNOWN = "?"
"""The fingerprint of a login that releases read in different ways."""

NOTHING = Requested("", "", "", False, "", "", False, "", "")
"""Of a client that was made before the agent came."""


def read(args: Tuple[Any, ...], kwargs: Arguments) -> Requested:
    """What a call of `MilvusClient(*args, **kwargs)` asks for."""
    given: Arguments = {"uri": DEFAULT_URI, **dict(zip(_PARAMETERS, args)), **kwargs}
    uri = _text(given, "uri")
    user, password, token = (_text(given, name) for name in ("user", "password", "token"))
    parts = _split(uri)
    login = token or (f"{user}:{password}" if user and password else "")
    lone = False
    if not login and parts.username:
        login = f"{parts.username}:{parts.password}"
        # Up to 2.6.9 a lone user name in the URI is no login, later it is a token.
        lone = not parts.password
    return Requested(
        uri=masking.uri(uri),
        # Credentials in the URI count where none are given beside it.
        login=masking.login(user, password, token) or masking.uri_login(uri),
        alias=masking.alias(_text(given, "alias")),
        dedicated=bool(given.get("dedicated")),
        database=_text(given, "db_name") or parts.path.strip("/").partition("/")[0],
        address=_address(parts),
        secure=parts.scheme == "https" or given.get("secure") is True,
        user=UNKNOWN if lone else login_of(login)[0],
        secret=UNKNOWN if lone else login_of(login)[1],
    )


def login_of(header: str) -> Tuple[str, str]:
    """Fingerprints of the user and of the whole login that a connection sends; empty for none."""
    return _hash(header.partition(":")[0] if ":" in header else ""), _hash(header)


def _hash(text: str) -> str:
    return masking.fingerprint(text) if text else ""


def _text(given: Arguments, name: str) -> str:
    value = given.get(name)
    return value if isinstance(value, str) else ""


class _Parts(NamedTuple):
    scheme: str
    host: str
    port: int
    username: str
    password: str
    path: str


_NO_PARTS = _Parts("", "", 0, "", "", "")


def _split(uri: str) -> _Parts:
    """A URI of a server in parts; nothing of a file's, a socket's, or one that is broken."""
    try:
        found = urlsplit(uri)
        if found.scheme.lower() not in ("http", "https", "tcp", "grpc"):
            return _NO_PARTS
        port = found.port or (443 if found.scheme == "https" else 19530)
        return _Parts(
            found.scheme.lower(),
            found.hostname or "localhost",
            port,
            found.username or "",
            found.password or "",
            found.path,
        )
    except ValueError:  # pymilvus says what is wrong with it
        return _NO_PARTS


def _address(parts: _Parts) -> str:
    return f"{parts.host}:{parts.port}" if parts.host else ""

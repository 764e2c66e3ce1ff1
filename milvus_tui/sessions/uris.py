"""Checks the URI of a Milvus server before anything is started, and masks its login."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

EXAMPLES = "http://localhost:19530, https://…, tcp://…, unix:/path/to/socket or ./file.db"

SCHEMES = ("http", "https", "tcp")

_CREDENTIALS = re.compile(r"(?<=://)[^/@\s]*@")


def masked(uri: str) -> str:
    """The URI without its login, to be shown."""
    return _CREDENTIALS.sub("••••@", uri)


def check(uri: str) -> None:
    """Check that a Milvus client could accept a URI.

    Raises:
        ValueError: one line says what is wrong and what to do; it shows no secret.
    """
    shown = masked(uri)
    if re.search(r"[\s\x00-\x1f]", uri):
        raise ValueError(f"{shown!r} contains a blank: use a URI such as {EXAMPLES}")
    if uri.startswith("unix:"):
        if not uri.removeprefix("unix:").removeprefix("//"):
            raise ValueError(f"{shown!r} names no socket: unix:/path/to/socket")
        return
    if "://" not in uri:
        _check_without_scheme(uri, shown)
        return
    try:
        parts = urlsplit(uri)
    except ValueError as error:  # its text may quote the URI, with its login
        raise ValueError(f"{shown!r} is not a URI: use {EXAMPLES}") from error
    if parts.scheme.lower() not in SCHEMES:
        raise ValueError(f"{shown!r} has a scheme that Milvus does not support: use {EXAMPLES}")
    if not parts.hostname:
        raise ValueError(f"{shown!r} names no host: use {EXAMPLES}")
    try:
        port = parts.port
    except ValueError:
        port = 0
    if port == 0:
        raise ValueError(f"{shown!r} has a port that is not between 1 and 65535")


def _check_without_scheme(uri: str, shown: str) -> None:
    if not uri.endswith(".db"):
        hint = f"did you mean http://{shown}?" if re.match(r"[\w.-]+(:\d+)?$", uri) else ""
        raise ValueError(f"{shown!r} is not the URI of a Milvus server: {hint or EXAMPLES}")
    folder = Path(uri).expanduser().parent
    if not folder.is_dir():
        raise ValueError(f"{shown!r}: there is no directory {folder}")


def secrets(uri: str) -> tuple[str, ...]:
    """The parts of a URI that must not be shown: the password or the token before its `@`."""
    found = _CREDENTIALS.search(uri)
    if found is None:
        return ()
    user, _, password = found.group()[:-1].partition(":")
    return (password or user,)

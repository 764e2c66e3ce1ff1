"""The settings of a connection: its TLS files, gRPC options, timeout and keep-alive.

A client that joins another client's connection gets the settings of the client that opened it.
So what each client requested is compared with what is in effect.
"""

from __future__ import annotations

import os
from typing import Any, Dict, Iterable, List, NamedTuple, Optional, Tuple

from milvus_tui.agent import masking

TLS_FILES = ("server_pem_path", "ca_pem_path", "client_pem_path", "client_key_path")
SERVER_NAME = "server_name"
OPTIONS, TIMEOUT, KEEP_ALIVE = "grpc_options", "timeout", "keep_alive"

DEFAULT_TIMEOUT = 10.0
"""Seconds that pymilvus waits for a connection where a client gives no `timeout=`."""

MOST_OPTIONS = 64
"""Options of one client, or of one channel, that are compared."""

LONGEST_VALUE = 40
"""Most characters of a value that are shown."""


_UNSEEN = (TIMEOUT, KEEP_ALIVE)
"""Settings of which nothing but the request of the client that opened the connection tells."""


class Setting(NamedTuple):
    """One setting that a client requested."""

    name: str
    """The argument's name; for an option of gRPC `grpc_options KEY`."""
    shown: str
    """The value for a person: of a file its name, without the folder."""
    fingerprint: str
    """Equal for equal values; the same for a file by any spelling of its path."""

    @property
    def is_tls(self) -> bool:
        """Whether TLS alone heeds it."""
        return self.is_file or self.name == SERVER_NAME

    @property
    def is_file(self) -> bool:
        """Whether it is the path of a file."""
        return self.name in TLS_FILES


Settings = Tuple[Setting, ...]


def requested(given: Dict[str, Any]) -> Settings:
    """Return the settings among a constructor's arguments, without those that mean the default."""
    found = [_file(name, given.get(name)) for name in TLS_FILES]
    name = given.get(SERVER_NAME)
    if isinstance(name, str) and name:
        found.append(Setting(SERVER_NAME, name[:LONGEST_VALUE], masking.fingerprint(name)))
    found += options(given.get(OPTIONS))
    timeout = given.get(TIMEOUT)
    if isinstance(timeout, (int, float)) and not isinstance(timeout, bool):
        found.append(Setting(TIMEOUT, f"{timeout:g} s", masking.fingerprint(f"{timeout:g}")))
    if given.get(KEEP_ALIVE) is True:
        found.append(Setting(KEEP_ALIVE, "True", masking.fingerprint("True")))
    return tuple(each for each in found if each is not None)


def options(given: Any) -> List[Optional[Setting]]:
    """Return the options of a gRPC channel, given as a dict or as pairs."""
    pairs = list(given.items() if isinstance(given, dict) else given or ())[:MOST_OPTIONS]
    return [_option(*pair) for pair in pairs if isinstance(pair, tuple) and len(pair) == 2]


def of_handler(handler: Any) -> Settings:
    """Return the settings that a connection object was made with, its gRPC options left out."""
    found = {name: getattr(handler, f"_{name}", "") for name in (*TLS_FILES, SERVER_NAME)}
    keeps_alive = getattr(handler, "_reconnect_handler", None) is not None
    return requested({**found, KEEP_ALIVE: keeps_alive})


def ignored(
    wanted: Iterable[Setting], in_effect: Iterable[Setting], first: Optional[Settings]
) -> Settings:
    """Return the settings that a client requested, and another client's request has displaced.

    Args:
        wanted: what the client requested.
        in_effect: what its connection was made with.
        first: what the client requested that opened the connection; None if that was not seen. A
            setting that both requested is ignored by the release, and not for the other client.
    """
    actual = {(each.name, each.fingerprint) for each in (*in_effect, *(first or ()))}
    if not any(each.name == TIMEOUT for each in first or ()):
        actual.add((TIMEOUT, masking.fingerprint(f"{DEFAULT_TIMEOUT:g}")))
    found = [each for each in wanted if (each.name, each.fingerprint) not in actual]
    return tuple(each for each in found if first is not None or each.name not in _UNSEEN)


def _file(name: str, path: Any) -> Optional[Setting]:
    if not isinstance(path, (str, os.PathLike)) or not os.fspath(path):
        return None
    real = os.path.realpath(os.fspath(path))
    return Setting(name, os.path.basename(str(real)), masking.fingerprint(str(real)))


def _option(key: Any, value: Any) -> Setting:
    # gRPC takes True for 1.
    plain = int(value) if isinstance(value, bool) else value
    text = f"{key!s}={plain!s}" if isinstance(plain, (int, str)) else f"{key!s}=…"
    shown = masking.message(text)[: LONGEST_VALUE + len(str(key))]
    return Setting(f"{OPTIONS} {key!s}", shown, masking.fingerprint(repr(plain)))

"""Whether gRPC asked an HTTP proxy for a server, as the environment tells it to.

gRPC reads `grpc_proxy`, `https_proxy` and `http_proxy`, in this order, and takes the first that is
set for every address that `no_grpc_proxy` or `no_proxy` does not name
(https://github.com/grpc/grpc/blob/master/doc/environment_variables.md).
"""

from __future__ import annotations

import os
import re
from typing import Mapping, NamedTuple
from urllib.parse import urlsplit

VARIABLES = ("grpc_proxy", "https_proxy", "http_proxy")

_ANSWER = "HTTP proxy returned"
_PEER = re.compile(r"(?:ipv4:[\d.]+|ipv6:(?:\[|%5B)[^\s]+?(?:\]|%5D)):(\d+)")


class Proxy(NamedTuple):
    """A proxy that the environment names, without a login."""

    variable: str
    host: str
    port: int

    @property
    def address(self) -> str:
        return f"{self.host}:{self.port}"


def proxy_of(environment: Mapping[str, str]) -> Proxy:
    """Return the proxy that gRPC takes; an empty one if it takes none."""
    variable = next((name for name in VARIABLES if environment.get(name)), "")
    try:
        parts = urlsplit(environment.get(variable, ""))
        return Proxy(variable, parts.hostname or "", parts.port or 80)
    except ValueError:  # no port number
        return Proxy("", "", 0)


def asked(text: str, address: str) -> str:
    """Return the variable and the proxy that a text of gRPC speaks of; empty for none.

    Args:
        text: what gRPC says of a channel, or of a call.
        address: `host:port` of the server, which gRPC resolves.
    """
    proxy = proxy_of(os.environ)
    if not proxy.host or proxy.address == address:
        return ""
    port = address.rpartition(":")[2]
    peers = set(_PEER.findall(text)) - {port}
    if _ANSWER in text or proxy.address in text or str(proxy.port) in peers:
        return f"{proxy.variable} names {proxy.address}"
    return ""

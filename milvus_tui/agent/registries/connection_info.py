"""Describes connection objects: each is read once, in the thread that first sees it.

The object may be collected before the agent's thread processes a resolution. The values that
were read stay available.
"""

from __future__ import annotations

import itertools
import weakref
from typing import Any, NamedTuple, Optional

from milvus_tui.agent import connection_settings, masking
from milvus_tui.agent.registries import headers
from milvus_tui.agent.registries.global_clusters import GlobalCluster


class ConnectionInfo(NamedTuple):
    """Values read from a connection object. Contains neither the object nor a secret."""

    number: int
    """Unique in this process, never reused."""
    handler: "weakref.ref[Any]"
    address: str
    """`host:port`, as pymilvus stores it. A failover changes it."""
    secure: bool
    login: str
    """Masked; empty for none."""
    user: str
    """Fingerprint of the user, empty for none."""
    secret: str
    """Fingerprint of the whole login, empty for none."""
    is_async: bool
    """Whether the connection belongs to an event loop."""
    settings: connection_settings.Settings = ()
    """What the connection was made with; the options of its channel left out."""
    cluster: Optional[GlobalCluster] = None
    """The global cluster that gave the address; None for a connection to one server."""

    @property
    def requested_address(self) -> str:
        """The address to ask for to get this connection."""
        return self.address if self.cluster is None else self.cluster.address


class KnownConnections:
    """The `ConnectionInfo` of every connection object that is alive. Safe in any thread."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)
        self._infos: "weakref.WeakKeyDictionary[Any, ConnectionInfo]" = weakref.WeakKeyDictionary()

    def known_info(self, handler: Any) -> ConnectionInfo:
        """Return the info of a connection object as it was read last; read now if never."""
        return self._infos.get(handler) or self.info_of(handler)

    def info_of(self, handler: Any, cluster: Optional[GlobalCluster] = None) -> ConnectionInfo:
        """Return the info of a connection object; all but the address is read at the first call.

        Args:
            handler: the connection object.
            cluster: its global cluster, as it is now.
        """
        known = self._infos.get(handler)
        if known is None:
            # Two threads may get here at once: setdefault() keeps the number of the first.
            known = self._infos.setdefault(handler, _read(handler, next(self._numbers)))
        address = _address(handler)
        if address != known.address or cluster != known.cluster:
            known = self._infos[handler] = known._replace(address=address, cluster=cluster)
        return known


def _read(handler: Any, number: int) -> ConnectionInfo:
    plain = headers.login(handler)
    user, secret = masking.login_fingerprints(plain)
    return ConnectionInfo(
        number=number,
        handler=weakref.ref(handler),
        address=_address(handler),
        secure=bool(getattr(handler, "_secure", False)),
        login=masking.login(token=plain),
        user=user,
        secret=secret,
        is_async=hasattr(handler, "_async_channel"),
        settings=connection_settings.of_handler(handler),
    )


def _address(handler: Any) -> str:
    return str(getattr(handler, "server_address", ""))

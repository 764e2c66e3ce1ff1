"""Global clusters: one address, behind which a primary cluster and its replicas stand.

From 2.6.10 on, pymilvus asks the address for the topology, connects to the primary, asks again
every 300 s and after an error, and moves the connection when a call fails and the primary is
another one.
"""

from __future__ import annotations

import weakref
from typing import Any, Callable, NamedTuple, Optional, Tuple

from milvus_tui.agent import masking

MOST_CLUSTERS = 32
"""Clusters of one topology that are read."""


class Cluster(NamedTuple):
    """One cluster of a topology."""

    id: str
    endpoint: str
    """Its URI, secrets masked."""
    writable: bool
    """Whether it takes writes: the first such cluster is the primary."""


class GlobalCluster(NamedTuple):
    """A global cluster as pymilvus last saw it."""

    address: str
    """`host:port` that clients request."""
    version: int
    """The topology's version; -1 before the first topology."""
    clusters: Tuple[Cluster, ...]

    @property
    def primary(self) -> Optional[Cluster]:
        """The cluster that calls should go to; None if no cluster takes writes."""
        return next((each for each in self.clusters if each.writable), None)


class GlobalClusters:
    """Reads the global cluster of connections. Safe in any thread; keeps nothing alive."""

    def __init__(self) -> None:
        self._entries: "weakref.WeakKeyDictionary[Any, Optional[weakref.ref[Any]]]" = (
            weakref.WeakKeyDictionary()
        )
        """By connection, its entry in pymilvus's connection manager; None for one server."""

    def of(self, handler: Any, entry_of: Callable[[Any], Optional[Any]]) -> Optional[GlobalCluster]:
        """Return the global cluster of a connection now; None for a connection to one server.

        Args:
            handler: the connection.
            entry_of: finds its entry in the connection manager; called once for a connection.
        """
        if handler in self._entries:
            ref = self._entries[handler]
            entry = ref() if ref is not None else None
        else:
            entry = entry_of(handler)
        return self.of_entry(handler, entry) if entry is not None else None

    def of_entry(self, handler: Any, entry: Any) -> Optional[GlobalCluster]:
        """Return the same for a connection whose entry is known."""
        is_global = getattr(entry.config, "is_global", False)
        if handler not in self._entries:
            self._entries[handler] = weakref.ref(entry) if is_global else None
        return _read(entry.config, entry.strategy) if is_global else None


def _read(config: Any, strategy: Any) -> GlobalCluster:
    # Without a lock: pymilvus replaces the topology as a whole.
    topology = getattr(strategy, "_topology", None)
    clusters = list(getattr(topology, "clusters", ()))[:MOST_CLUSTERS]
    return GlobalCluster(
        str(config.address).lower(),
        int(getattr(topology, "version", -1)),
        tuple(
            Cluster(str(each.cluster_id), masking.uri(str(each.endpoint)), bool(each.is_primary))
            for each in clusters
        ),
    )

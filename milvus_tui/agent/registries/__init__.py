"""One adapter for each way in which pymilvus keeps its connections.

An adapter knows where pymilvus keeps connections, and assumes nothing about who shares them:
a client's connection is the connection object that the client itself resolves to now.
"""

from __future__ import annotations

from typing import Any, Union

from milvus_tui.agent.registries.alias_registry import AliasRegistry
from milvus_tui.agent.registries.manager_registry import ManagerRegistry

Registry = Union[AliasRegistry, ManagerRegistry]


def choose(pymilvus: Any) -> Registry:
    """Return the adapter for an imported pymilvus, chosen by the code of `MilvusClient.close`.

    Raises:
        LookupError: no adapter knows how this pymilvus keeps its connections.
    """
    close = pymilvus.MilvusClient.close
    names = set(close.__code__.co_names)
    if "release" in names:
        return ManagerRegistry(pymilvus)
    if names & {"disconnect", "remove_connection"}:
        return AliasRegistry(pymilvus)
    raise LookupError(
        f"milvus-tui does not know how pymilvus {pymilvus.__version__} keeps connections"
    )

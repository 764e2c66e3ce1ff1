"""One adapter for each way in which pymilvus keeps its connections.

An adapter knows where to look, never what must be so: which connection a client rides is
what the client itself resolves to when asked.
"""

from __future__ import annotations

from typing import Any, Union

from milvus_tui.agent.registries.alias_registry import AliasRegistry
from milvus_tui.agent.registries.manager_registry import ManagerRegistry

Registry = Union[AliasRegistry, ManagerRegistry]


def choose(pymilvus: Any) -> Registry:
    """The adapter for an imported pymilvus, chosen by what its `MilvusClient.close` does.

    Raises:
        LookupError: this pymilvus keeps its connections in a way that we do not know.
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

"""In a few words, what the installed release shares, read off what its code has.

The words stand in the dashboard's header only. Who shares with whom, and what a close
breaks, is always observed. The generations are those measured in docs (2.4.0 to 3.0.2).
"""

from __future__ import annotations

from typing import Any


def describe(pymilvus: Any) -> str:
    """One sentence for the header."""
    client = pymilvus.MilvusClient
    if "release" in client.close.__code__.co_names:
        return (
            "Clients with the same server and login share a connection; "
            "closing one breaks no other; alias= is ignored."
        )
    own = getattr(client, "_create_connection", None)
    if own is None:
        if hasattr(client, "_generate_call_context"):
            return (
                "Clients with the same URI and login share a connection, whatever their "
                "database; closing one breaks all that share it."
            )
        return (
            "Clients with the same URI, login and database share a connection; "
            "closing one breaks all that share it."
        )
    if "uuid4" not in own.__code__.co_names:
        return (
            "Clients with the same URI and user share an alias, and each new one replaces "
            "its connection; closing one breaks all that share it."
        )
    if "alias" in own.__code__.co_consts:
        return (
            "Each client has a connection of its own, unless alias= names the same one; "
            "closing one breaks those that do."
        )
    return "Each client has a connection of its own; closing one breaks no other."

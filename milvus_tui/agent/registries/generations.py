"""Detects the generation of pymilvus from its code, and says what that generation shares.

Both are used in texts only: the header's sentence and the advice of a finding. Which clients
share a connection, and what a close breaks, is always observed. The generations were measured
with the releases from 2.4.0 to 3.0.2.
"""

from __future__ import annotations

from typing import Any

RULES = {
    "A": "Each client has a connection of its own; closing one breaks no other.",
    "B": (
        "Each client has a connection of its own, unless alias= names the same one; "
        "closing one breaks those that do."
    ),
    "C": (
        "Clients with the same URI and user share an alias, and each new one replaces "
        "its connection; closing one breaks all that share it."
    ),
    "D": (
        "Clients with the same URI, login and database share a connection; "
        "closing one breaks all that share it."
    ),
    "E": (
        "Clients with the same URI and login share a connection, whatever their "
        "database; closing one breaks all that share it."
    ),
    "F": (
        "Clients with the same server and login share a connection; "
        "closing one breaks no other; alias= is ignored."
    ),
}
"""One sentence for each generation."""


def generation(pymilvus: Any) -> str:
    """Return the generation.

    `A` up to 2.5.9, `B` to 2.5.11, `C` 2.5.12, `D` to 2.6.6, `E` to 2.6.9, `F` from 2.6.10.
    """
    client = pymilvus.MilvusClient
    if "release" in _code(client.close).co_names:
        return "F"
    own = getattr(client, "_create_connection", None)
    if own is None:
        return "E" if hasattr(client, "_generate_call_context") else "D"
    if "uuid4" not in own.__code__.co_names:
        return "C"
    return "B" if "alias" in own.__code__.co_consts else "A"


def describe(pymilvus: Any) -> str:
    """Return the sentence for the header."""
    return RULES[generation(pymilvus)]


def _code(method: Any) -> Any:
    """Return the code of a method, hooked or not."""
    import inspect

    return inspect.unwrap(method).__code__

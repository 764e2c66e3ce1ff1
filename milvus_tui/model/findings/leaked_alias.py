"""Leaked alias: what the dashboard says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.model.findings.advice_parts import CLOSING, ONE_CLIENT
from milvus_tui.model.findings.explanation import LEAK, WARNING, Explanation, Variant
from milvus_tui.wire import Kind

if TYPE_CHECKING:
    from milvus_tui.model.findings.titles import FindingGroup


def title(group: FindingGroup) -> str:
    """Which alias it is."""
    dedicated = group.row.detail == "dedicated"
    if group.size > 1:
        noun = "dedicated connections" if dedicated else "aliases"
        return f"{group.size:,} {noun} leaked, with no client left"
    noun = f"Alias {group.alias}" if group.alias.strip() else "An alias"
    return f"{'A dedicated connection' if dedicated else noun} leaked, with no client left"


EXPLANATION = Explanation(
    Kind.LEAKED_ALIAS,
    WARNING,
    "An alias is in pymilvus's registry, and no client is left that could close it: one was "
    "dropped without close().",
    "Connection and channel stay open until the process ends. A program that creates clients again "
    "and again opens more and more of them.",
    CLOSING.strip(),
    "A new client uses the alias, or the alias is not registered any more.",
    {
        "A": f"{CLOSING}{ONE_CLIENT}In this release each client has its own connection.",
        "B": f"{CLOSING}{ONE_CLIENT}In this release each client has its own connection, unless "
        "alias= names the same one.",
        "CDE": f"{CLOSING}In this release that breaks all clients that share its connection: close "
        f"the last one only, or give each its own alias=. {ONE_CLIENT}",
        "F": "In this release a shared connection stays open in any case, one for each server and "
        "login. Where logins change, dedicated=True opens one that close() closes.",
    },
    {
        "dedicated": Variant(
            seen="A dedicated connection whose client was dropped without close().",
            advice={"F": f"{CLOSING}Nothing else closes a connection of dedicated=True."},
        )
    },
    returned=True,
    counts=LEAK,
    title=title,
)

"""Replaced alias: what the dashboard says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.model.findings.explanation import ERROR, WARNING, Explanation, Variant
from milvus_tui.wire import Kind

if TYPE_CHECKING:
    from milvus_tui.model.findings.titles import FindingGroup


def title(group: FindingGroup) -> str:
    """The alias, and how often it was used since."""
    row = group.row
    alias = f"alias {row.name!r} of the ORM" if row.name else "an alias of the ORM"
    times = f", {group.count:,} times" if group.count > 1 else ""
    if row.detail == "left out":
        return f"A second connect() left out what {alias} had been connected with"
    return f"A thread used {alias}, which another thread had connected elsewhere{times}"


EXPLANATION = Explanation(
    Kind.REPLACED_ALIAS,
    ERROR,
    "A thread connected an alias of the ORM to another database, or as another user, and a thread "
    "that had connected the alias before goes on using it.",
    "An alias has one connection for the whole process, the last: reads and writes of the first "
    "thread go to the database, and carry the login, of the second. No call fails.",
    "Give each database and each login an alias of its own, by connections.connect(name, …) "
    "and using=name, or a MilvusClient of its own.",
    "It does not end: what was written stays where it is.",
    variants={
        "left out": Variant(
            severity=WARNING,
            why="An alias has one connection, the last: its calls go to the default database, or "
            "carry no login, and no connect() says so.",
            general="Connect an alias once, where the program starts, with all that it needs; or "
            "give the second connect() a name of its own, and using=name to what needs it.",
        )
    },
    title=title,
)

"""Calls elsewhere: what the dashboard says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.model.findings.explanation import ERROR, WARNING, Explanation, Variant
from milvus_tui.wire import Kind

if TYPE_CHECKING:
    from milvus_tui.model.findings.titles import FindingGroup

_TITLES = {
    "iterator": "An iterator goes on in another database than it began in",
    "collection": "A Collection is used in another place than it was made in",
    "switched": "A Collection is used in another database than it was made in",
    "address": "An alias was taken by its address, and is in another database",
    "overridden": "A thread's using_database() was overridden by another thread's",
}


def title(group: FindingGroup) -> str:
    """What is used elsewhere."""
    if group.row.detail.startswith("no database"):
        return "pymilvus sent a call without its database"
    return _TITLES.get(group.row.detail, "Calls go elsewhere than their caller asked for")


def _left_out(advice: str) -> Variant:
    """A call that this release of pymilvus sends without its database."""
    return Variant(
        why="The server takes the default database for it: the call fails, or reads and changes "
        "what has the same name there.",
        general=f"This release of pymilvus leaves the database out of this call. {advice}",
    )


_BULK = "Instead of utility.do_bulk_insert() call pymilvus.bulk_writer.bulk_import() with db_name=."

EXPLANATION = Explanation(
    Kind.CALLS_ELSEWHERE,
    ERROR,
    "Calls go to another database or server than their caller asked for.",
    "They read and write in the wrong place, and no call fails, as long as that place has a "
    "collection of this name.",
    "Open a separate client for each database, with db_name=, and make Collections and iterators "
    "anew after a change of the database.",
    "It cannot be undone: what was read or written there stays.",
    variants={
        "iterator": Variant(
            why="The batches that follow come from another collection of the same name, after the "
            "last primary key of the first one: the result is a mixture, and no call fails.",
            general="Read an iterator to its end, and close it, before use_database(). Better, "
            "open a separate client for each database, with db_name=. From 2.6.7 on an iterator "
            "keeps its database.",
        ),
        "collection": Variant(
            general="A Collection looks its alias up at each call, and keeps the schema of the "
            "place where it was made. Make it anew after the alias was connected anew, or give "
            "each database and server an alias of its own: Collection(name, using=alias).",
        ),
        "switched": Variant(
            severity=WARNING,
            why="It keeps the schema of the database where it was made, and reads and writes in "
            "the other one. All that uses this alias, in any thread, was moved with it.",
            general="Make the Collection anew after db.using_database(). Better, give each "
            "database an alias of its own: connections.connect(alias, db_name=…), and "
            "Collection(name, using=alias).",
        ),
        "address": Variant(
            general="The address does not tell databases or logins apart. Name the alias after "
            "the database and the user, and look for it by connections.has_connection(alias); or "
            "use MilvusClient(db_name=…).",
        ),
        "overridden": Variant(
            why="An alias has one database for the whole process, the last that any thread set: "
            "reads and writes of the first thread go to the database of the second. No call "
            "fails, as long as that place has a collection of this name.",
            general="Give each database an alias of its own, by connections.connect(alias, "
            "db_name=…) and using=alias, or a MilvusClient(db_name=…) of its own. "
            "using_database() is for programs with one thread.",
        ),
        "no database: describe_collection": _left_out(
            "search_iterator() brings its database from 2.6.9 on: use a later release, or in 2.6.7 "
            "and 2.6.8 search() with offset= and limit=."
        ),
        "no database: list_aliases": _left_out(
            "Instead of utility.list_aliases() call list_aliases() of a MilvusClient(db_name=…)."
        ),
        "no database: do_bulk_insert": _left_out(_BULK),
        "no database: list_bulk_insert_tasks": _left_out(_BULK),
        "no database: compact": _left_out(
            "Instead of optimize() of an AsyncMilvusClient call its compact(), or optimize() of a "
            "MilvusClient."
        ),
    },
    title=title,
)

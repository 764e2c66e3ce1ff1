"""Alias not connected: what the dashboard says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.model.findings.explanation import ERROR, NOTE, Explanation, Variant
from milvus_tui.wire import Kind

if TYPE_CHECKING:
    from milvus_tui.model.findings.titles import FindingGroup

HOW = {
    "disconnected": "it had been disconnected",
    "internal": "it is a client's own name",
    "configured": "it was only configured",
    "no login": "its connect() had named no login",
    "failed": "its connect() had failed",
    "lost": "it had lost its connection",
    "keep alive": "pymilvus was connecting it anew",
    "tried": "it was connected only then",
}
"""The last words of a title by the cause; the words for `never` for all others."""


def title(group: FindingGroup) -> str:
    """The alias, and why it has no connection."""
    row = group.row
    alias = f"Alias {row.name!r} of the ORM" if row.name else "An alias of the ORM"
    how = HOW.get(row.detail, "it was never connected")
    times = f" {group.count:,} times" if group.count > 1 else ""
    return f"{alias} was used{times}, and {how}"


EXPLANATION = Explanation(
    Kind.ALIAS_NOT_CONNECTED,
    ERROR,
    "A call of the ORM (Collection, utility, db, Role …) found no connection under its alias, "
    "which is “default” where using= is not given.",
    "The call fails with “should create connection first”. The ORM uses only what "
    "connections.connect() connected under this very alias, in this very process.",
    "Call connections.connect() with this alias once, when the program starts, before any code "
    "uses the alias. Or use MilvusClient and its own methods.",
    "The alias is connected.",
    variants={
        "client": Variant(
            general="A MilvusClient connects no alias of the ORM. Use the client's own methods "
            "(client.has_collection(…), client.search(…)) in place of utility and Collection; or "
            "call connections.connect() as well, once, before the ORM is used.",
        ),
        "other": Variant(
            general="Give the call the alias that is connected, as in "
            "utility.list_collections(using=…) or Collection(name, using=…). Or call "
            "connections.connect() without alias=, which connects “default”.",
        ),
        "configured": Variant(
            general="connections.add_connection() only stores an address. Call "
            "connections.connect() with the alias after it.",
        ),
        "internal": Variant(
            general="Use the client's own methods in place of Collection and utility; or call "
            "connections.connect() with an alias of your own, and pass that as using=.",
            advice={
                "ABCDE": "The client was closed, and its connection with it. Use the client's own "
                "methods, and close the client last; or call connections.connect() with an alias "
                "of your own, and pass that as using=.",
                "F": "From 2.6.10 on client._using is no alias of the ORM. Use the client's own "
                "methods in place of Collection and utility; or call connections.connect() with an "
                "alias of your own, and pass that as using=. For code of others that passes "
                "client._using: langchain-milvus from 0.4 on does not, and pymilvus 2.6.9 still "
                "takes it.",
            },
        ),
        "worker": Variant(
            why="A process that multiprocessing starts has none of its parent's connections: a "
            "spawned one imports the program anew, and what stands under `if __name__ == "
            "'__main__'` does not run in it. The call fails with “should create connection first”.",
            general="Call connections.connect() in the worker, before its first task: in a pool, "
            "in its initializer=.",
        ),
        "disconnected": Variant(
            why="The call fails with “should create connection first”. The error names neither "
            "the disconnect() nor its place.",
            general="Call connections.disconnect() once, when no part of the program uses the "
            "alias any more; or connect the alias again before it is used.",
        ),
        "failed": Variant(
            general="The program went on after its connect() had failed. Find out why that failed, "
            "and let the program stop there, or try again before it uses the alias.",
        ),
        "no login": Variant(
            general="Give connections.connect() the login (token=, or user= and password=): that "
            "of a MilvusClient counts for the client's own calls only. Or use the client's own "
            "methods in place of utility and Collection.",
        ),
        "keep alive": Variant(
            general="With keep_alive=True pymilvus disconnects an idle alias, and connects it "
            "again after three seconds or more; calls fail meanwhile. Leave keep_alive out: gRPC "
            "itself connects an idle channel again.",
        ),
        "tried": Variant(
            severity=NOTE,
            why="The call failed, and its thread connected the alias at once.",
            general="connections.has_connection(alias) tells whether an alias is connected, "
            "without an exception.",
        ),
    },
    title=title,
)

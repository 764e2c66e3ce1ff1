"""What goes wrong in the use of a client: closed under others, used afterwards, elsewhere."""

from __future__ import annotations

from milvus_tui.model.findings.explanation import ERROR, WARNING, Explanation, Variant
from milvus_tui.wire import Kind

UPGRADE = "From pymilvus 2.6.10 on, close() touches no other client."
OWNER = (
    "Keep one client for the process, hand it to whoever needs it (threads included) and close it "
    "last; or give each part of the program its own alias=, and let it close that. "
)

COLLATERAL = Explanation(
    Kind.COLLATERAL_CLOSE,
    ERROR,
    "A close() took the connection from other clients, or from aliases of the ORM's.",
    "Every other client on the connection fails at its next call, in whatever thread, with “should "
    "create connection first”, which names neither the close nor its place.",
    "Let one place own the connection, and close it when nobody else needs it.",
    "All clients that it broke have a connection again, or are closed or gone. A new client with "
    "the same parameters brings them all back, as if nothing had happened, up to 2.6.9.",
    {
        "A": "Each client has a connection of its own in this release, so somebody disconnected "
        "its alias by hand. Close a client by its own close(), and only there.",
        "B": "These clients were given the same alias=. Give each its own, or none: then each has "
        "a connection of its own. Or close only the last one.",
        "C": "In 2.5.12 clients with the same URI and user share, whatever their database or "
        f"token. {OWNER}{UPGRADE}",
        "D": "In this release clients with the same URI, login and database share. "
        f"{OWNER}{UPGRADE}",
        "E": "In this release clients with the same URI and login share, whatever their database. "
        f"{OWNER}{UPGRADE}",
        "F": "close() of a client touches no other in this release, so somebody disconnected the "
        "connection by hand. Leave that to close(), or to the end of the process.",
    },
    {
        "orm": Variant(
            general="connections.disconnect() takes an alias from all who use it: call it once, "
            "at the end.",
            advice={
                "BCDE": "MilvusClient(alias=…) takes up a connection of connections.connect() if "
                "it is given that alias, and its close() deletes it. Give the client another "
                "alias=, or none; or do not close it, and call connections.disconnect() once, at "
                "the end.",
            },
        ),
        "unused": Variant(
            severity=WARNING,
            why="No client was used while it was without a connection. One that is, in whatever "
            "thread, fails with “should create connection first”, which names neither the close "
            "nor its place.",
        ),
    },
)

AFTER = (
    "Close a client where nothing calls it any more: join its threads first. For more calls make "
    "a new client. "
)

ZOMBIE = Explanation(
    Kind.REVIVED_CLIENT,
    WARNING,
    "A closed client was used again and worked, since its alias had been made anew.",
    "It works by the grace of another client, and breaks when that one is closed. It hides a use "
    "after close(), which fails as soon as the other client comes a little later.",
    AFTER.strip(),
    "It is gone.",
    {
        "BCDE": f"{AFTER}In this release a closed client finds the connection of any other that is "
        "made later with the same alias; from 2.6.10 on it stays closed."
    },
)

USED_CLOSED = Explanation(
    Kind.USED_AFTER_CLOSE,
    ERROR,
    "A closed client was used again, and failed.",
    "The call did not reach the server, and its error tells neither that the client was closed "
    "nor where.",
    AFTER.strip(),
    "It is gone.",
    {
        "ABCDE": f"{AFTER}The error is ConnectionNotExistException, “should create connection "
        "first.”",
        "F": f"{AFTER}The error is a MilvusException, “should create connection first” (in 2.6.10 "
        "an AttributeError on None).",
    },
)

MOVED = Explanation(
    Kind.MOVED_TO_ANOTHER_DATABASE,
    ERROR,
    "Somebody else's use_database(), or constructor, put clients on another database.",
    "They read and write in a database that they did not ask for, and no call says so.",
    "Open a client of its own for each database, with db_name=.",
    "They are on the database again that they asked for, or closed or gone.",
    {
        "B": "A client with the same alias= and another db_name= moves all who hold that alias. "
        "Give each database its own alias=, or leave alias= out.",
        "C": "In 2.5.12 clients with the same URI and user share, whatever their database, and the "
        "last one's database counts for all. Give each database its own alias=, and do not call "
        "use_database() where others share.",
        "D": "In this release use_database() changes the connection: all who share it move, and so "
        "do clients that are made later. Open a client of its own for each database, with "
        "db_name=, and do not call use_database(). From 2.6.7 on it moves its own client only.",
    },
)

FORK = Explanation(
    Kind.USED_AFTER_FORK,
    ERROR,
    "A client that was made before a fork was used in the child.",
    "The child has the channel without the threads that serve it: a call may hang for ever, in the "
    "child and then in the parent (seen with grpcio 1.67.1), or the child crashes (with 1.85.1).",
    "Make the client in the child, after the fork; in a pool, in its initializer. Or start "
    "children without a fork: multiprocessing.set_start_method('spawn').",
    "It is gone.",
)

IN_LOOP = (
    "Make an AsyncMilvusClient in the event loop that uses it, and await its close() in the same "
    "loop: in a finally of the coroutine that asyncio.run() is given. "
)

LOOP = Explanation(
    Kind.WRONG_EVENT_LOOP,
    ERROR,
    "An async client was used in another event loop than its connection's, or left on a closed "
    "one.",
    "Its channel belongs to the loop that it was made in: elsewhere its calls fail with “Event "
    "loop is closed”, or wait for what never comes.",
    IN_LOOP.strip(),
    "It is gone.",
    {
        "C": f"{IN_LOOP}In 2.5.12 async clients with the same URI and user share, whatever their "
        "loop.",
        "D": f"{IN_LOOP}Up to 2.6.3 clients with the same parameters share, whatever their loop: "
        "without the close() the next asyncio.run() gets the connection of the closed one.",
    },
    {
        "left": Variant(
            severity=WARNING,
            seen="An async client was not closed before its event loop was.",
            why="Its connection can no longer be closed in order, since close() needs the loop; it "
            "stays until the process ends.",
            advice={
                "F": f"{IN_LOOP}This release keeps a connection manager for each loop that ever "
                "was, so use one loop for the life of the process where you can."
            },
        ),
    },
)

USED = (COLLATERAL, USED_CLOSED, ZOMBIE, MOVED, FORK, LOOP)

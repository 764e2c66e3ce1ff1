"""Connections that are kept though nobody needs them, or made anew all the time."""

from __future__ import annotations

from milvus_tui.model.findings.explanation import NOTE, WARNING, Explanation, Variant
from milvus_tui.wire import Kind

CLOSING = (
    "Close a client that is no longer needed: in a finally, or by contextlib.closing(client). "
)
ONE = "Better, make one client for the process, and hand it round: threads may share it. "

LEAKED = Explanation(
    Kind.LEAKED_ALIAS,
    WARNING,
    "A connection is in pymilvus's registry, and no client is left that could close it, though "
    "one was dropped without close().",
    "Connection and channel stay open until the process ends. Where clients are made again and "
    "again, they add up.",
    CLOSING.strip(),
    "A client takes the alias up again, or the registry loses it.",
    {
        "A": f"{CLOSING}{ONE}In this release each client has a connection of its own.",
        "B": f"{CLOSING}{ONE}In this release each client has a connection of its own, unless "
        "alias= names the same one.",
        "CDE": f"{CLOSING}In this release that breaks all who share its connection: close the last "
        f"one only, or give each its own alias=. {ONE}",
        "F": "In this release a shared connection stays open in any case, one for each server and "
        "login. Where logins change, dedicated=True makes one that close() closes.",
    },
    {
        "dedicated": Variant(
            seen="A dedicated connection whose client was dropped without close().",
            advice={"F": f"{CLOSING}Nothing else closes a connection of dedicated=True."},
        )
    },
    returned=True,
)

IDLE = Explanation(
    Kind.IDLE_CONNECTION,
    NOTE,
    "A shared connection is open, and none of its clients is left. Three or more at a time are a "
    "warning.",
    "pymilvus never closes it. Each server and login that was ever used keeps a connection until "
    "the process ends.",
    "Nothing needs to be done about one or two: the next client with the same server and login "
    "takes the connection up again.",
    "A client takes it up again, or it is closed.",
    {
        "F": "Where tokens change, connections add up: make such clients with dedicated=True, "
        "whose close() closes the connection. Nothing needs to be done about one or two: the next "
        "client with the same server and login takes the connection up again.",
    },
    returned=True,
)

UNCLOSED = Explanation(
    Kind.UNCLOSED_CLIENT,
    WARNING,
    "Clients were collected without close(), and left their connection behind.",
    "Collecting a client closes nothing, in any release: its alias stays in pymilvus's registry, "
    "and the connection open, until the process ends.",
    CLOSING.strip(),
    "Never: what happened stays.",
    {
        "A": f"{CLOSING}{ONE}In this release each client has a connection of its own.",
        "B": f"{CLOSING}{ONE}In this release each client has a connection of its own, unless "
        "alias= names the same one.",
        "CDE": "A client with an alias= of its own must be closed: in a finally, or by "
        "contextlib.closing(client). Of clients that share a connection (same URI and login, no "
        f"alias=) close the last one only. {ONE}",
        "F": f"{CLOSING}Nothing else closes a connection of dedicated=True.",
    },
    {
        "collected": Variant(),
        "shared": Variant(
            severity=NOTE,
            seen="Clients of a shared connection were collected without close().",
            why="In this release close() would not have closed a shared connection either.",
            general="Nothing needs to be done: one connection stays for each server and login. "
            "close() is right all the same, for other releases and for dedicated=True.",
        ),
        "exit": Variant(
            severity=NOTE,
            seen="Clients were alive and not closed when the program ended.",
            why="The connection ends with the process: nothing is left behind, but the server sees "
            "it break off.",
            general="Nothing needs to be done. A close() in a finally at the end of the program "
            "ends it in order.",
        ),
    },
)

CHURN = Explanation(
    Kind.SHORT_LIVED_CONNECTIONS,
    WARNING,
    "At least 10 connections were opened from one place within a minute, and each lived less than "
    "10 seconds.",
    "Each costs a channel, a handshake and a login before its first call, and the server as much.",
    ONE.replace("Better, make", "Make").strip(),
    "None was opened there for a minute.",
    {
        "AB": "Each MilvusClient() opens a connection of its own in this release. Make one client "
        "for the process, and hand it round: threads may share it.",
        "C": "In 2.5.12 each MilvusClient() opens a connection, and replaces the one that others "
        "share. Make one client for the process, and hand it round: threads may share it.",
        "DE": "The last client's close() closes the connection, and the next client opens another. "
        "Keep one client open for the process, and hand it round: threads may share it.",
        "F": "In this release only dedicated=True, and a server or token that is new, open "
        "connections. Leave dedicated=True out, or keep the client and hand it round.",
    },
)

KEPT = (LEAKED, UNCLOSED, IDLE, CHURN)

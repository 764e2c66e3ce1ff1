"""Clients that are bound to something else than they asked for, or cannot be bound."""

from __future__ import annotations

from milvus_tui.model.findings.explanation import ERROR, NOTE, WARNING, Explanation
from milvus_tui.wire import Kind

HIJACKED = Explanation(
    Kind.HIJACKED_ALIAS,
    ERROR,
    "A client asked for one server, database or user, and is bound to another.",
    "It reads and writes in the wrong place, and no call fails.",
    "Compare what the client asked for with what its connection is, and give each server, "
    "database and user a connection of its own.",
    "It is on what it asked for, or closed or gone.",
    {
        "A": "Each client has an alias of its own in this release, so somebody connected this one "
        "anew by hand. Do not connect an alias that a client holds.",
        "B": "A client with the same alias= and another database or login takes the connection of "
        "all who hold that alias. Give each its own alias=, or leave alias= out.",
        "C": "In 2.5.12 clients with the same URI and user share, and the last one's database and "
        "token count for all. Give each database and each token its own alias=.",
        "D": "The alias= was taken, and the first client's server, database and login count for "
        "all who give it. Give each its own alias=, or none: then URI, database and login tell "
        "connections apart.",
        "E": "The alias= was taken, and the first client's server and login count for all who give "
        "it. Give each its own alias=, or none: then URI and login tell connections apart.",
        "F": "In this release address and token tell connections apart, and all else that the "
        "first client asked for counts for those after it. dedicated=True gives a client a "
        "connection of its own.",
    },
)

PASSWORD = Explanation(
    Kind.UNCHECKED_PASSWORD,
    WARNING,
    "A client was given a connection that was opened with another password.",
    "The server never saw this password: a wrong one goes unnoticed for as long as the other "
    "client lives, and one that was changed is not in use.",
    "Have the server check the password on a connection of its own.",
    "It is closed or gone.",
    {
        "DE": "In this release the user tells connections apart, the password does not. Give a "
        "client whose password must be checked its own alias=. From 2.6.10 on each password is "
        "checked.",
    },
)

PLAIN = Explanation(
    Kind.PLAIN_TEXT_FOR_HTTPS,
    ERROR,
    "A client that asked for TLS is on a connection without.",
    "Its login and its data travel unencrypted, and no call says so.",
    "Do not use http:// and https:// with the same server and login in one process.",
    "It is closed or gone.",
    {
        "BCDE": "The alias= was taken by a client without TLS. Give the https:// client its own "
        "alias=, or none: the URI then tells them apart.",
        "F": "In this release address and token tell connections apart, the scheme does not: the "
        "first client's counts. Use https:// for all of them, or give this one dedicated=True.",
    },
)

IGNORED = Explanation(
    Kind.IGNORED_ALIAS,
    NOTE,
    "`alias=` was asked for, and this release does not heed it.",
    "The names keep nothing apart: clients with the same server and login share one connection.",
    "Leave out what this release does not heed.",
    "It is closed or gone.",
    {
        "A": "This release takes no alias= (a TypeError), and swallows dedicated=True: each client "
        "has a connection of its own anyway.",
        "BCDE": "This release heeds alias=, and swallows dedicated=True: an alias= of its own "
        "gives a client a connection of its own.",
        "F": "Leave alias= out. Where a client needs a connection of its own, dedicated=True makes "
        "one, and its close() closes it.",
    },
)

ONE_IS_ENOUGH = (
    "One connection carries the calls of many threads side by side; sockets of their own gained 17 "
    "to 32 % on Milvus Lite, and nothing on Milvus 2.3.5. "
)
POOL = 'grpc_options={"grpc.use_local_subchannel_pool": 1}'

SEPARATION = Explanation(
    Kind.FALSE_SEPARATION,
    NOTE,
    "Connections of their own were asked for, and ride one TCP socket.",
    "gRPC shares a socket among all channels with the same address and options, so these add no "
    "throughput.",
    ONE_IS_ENOUGH.strip(),
    "Fewer than two of them are left on the socket.",
    {
        "BCD": f"{ONE_IS_ENOUGH}This release takes no grpc_options: only another name of the "
        "server, such as 127.0.0.1 for localhost, gets a socket of its own.",
        "E": f"{ONE_IS_ENOUGH}{POOL} gives a client one of its own, in 2.6.9; 2.6.7 and 2.6.8 "
        "ignore it.",
        "F": f"{ONE_IS_ENOUGH}dedicated=True with {POOL} gives a client one of its own.",
    },
)

DOOMED = Explanation(
    Kind.NEVER_READY,
    WARNING,
    "An alias is stored, and its channel never became ready.",
    "Whoever asks for the same connection gets this one at once, and its calls wait, or fail.",
    "See that the server is up and the address is right, and give clients a timeout=.",
    "Its channel is ready, or it is gone.",
    {
        "DE": "In this release an alias is stored before its connection is ready, so a constructor "
        "in another thread returns with it at once. Make the first client before the threads "
        "start, with a timeout=; see that the server is up and the address is right.",
    },
)

HELD = Explanation(
    Kind.HELD_UP,
    WARNING,
    "A constructor or close() waited for the lock under which another client connects.",
    "While one client connects or recovers, all others in the process wait to be made or closed, "
    "those of healthy servers too.",
    "Give each client a timeout=, and make clients before the threads that need them start.",
    "The call goes on.",
    {
        "F": "In this release one lock is held for as long as a client connects. Give each client "
        "a timeout= (2.6.10 to 2.6.12 wait for ever without one), and make clients before the "
        "threads that need them start.",
    },
)

BOUND = (HIJACKED, PLAIN, PASSWORD, DOOMED, HELD, IGNORED, SEPARATION)

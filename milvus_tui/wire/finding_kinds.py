"""What an agent can find wrong.

Standard library and Python 3.8 syntax only.
"""

from __future__ import annotations

from typing import Tuple


class Kind:
    """What an agent can find wrong; see `Finding` and docs/findings.md.

    A kind's name in small letters is the name of its modules: `agent/findings/leaked_alias.py`
    detects `LEAKED_ALIAS`, and `model/findings/leaked_alias.py` explains it.
    """

    COLLATERAL_CLOSE = "collateral close"
    """A close() or disconnect() took the connection from other clients."""
    ALIAS_NOT_CONNECTED = "alias not connected"
    """A call of the ORM found no connection under its alias."""
    REPLACED_ALIAS = "replaced alias"
    """A thread connected an alias of the ORM to another database, or as another user, and another
    thread that had connected the alias before goes on using it."""
    USED_AFTER_CLOSE = "used after close"
    """A closed client was used, and failed."""
    REVIVED_CLIENT = "revived client"
    """A closed client was used and worked, since another client had opened its alias again."""
    MOVED_TO_ANOTHER_DATABASE = "moved to another database"
    """Another client's use_database(), or constructor, moved clients to another database."""
    CALLS_ELSEWHERE = "calls elsewhere"
    """An iterator, a Collection or a borrowed alias sends calls to another database or server than
    its user asked for."""
    USED_AFTER_FORK = "used after fork"
    """A client created before a fork was used in the child."""
    WRONG_EVENT_LOOP = "wrong event loop"
    """An async client was used in another event loop than its connection's, or was not closed
    before its event loop was."""
    BLOCKED_EVENT_LOOP = "blocked event loop"
    """A plain call held up the other tasks of a running event loop."""
    HIJACKED_ALIAS = "hijacked alias"
    """A client is bound to another server, database or user than the client requested."""
    PLAIN_TEXT_FOR_HTTPS = "plain text for https"
    """A client requested TLS, and its connection has none."""
    UNCHECKED_PASSWORD = "unchecked password"
    """A client gave another password or token than its connection was opened with."""
    FAILED_CONNECTION = "failed connection"
    """A constructor, connect() or first async call failed."""
    HANGING_CONNECTION = "hanging connection"
    """A constructor, connect() or first async call takes long, or was given up."""
    NEVER_READY = "never ready"
    """An alias is registered, and its channel never became ready."""
    OUTAGE = "outage"
    """A server that had answered did not answer calls any more, or its channel cannot connect."""
    REFUSED_CALLS = "refused calls"
    """The server answered calls with an error."""
    FAILED_CALLS = "failed calls"
    """pymilvus raised for a call that no server refused: its arguments are wrong, or its
    timeout= passed."""
    HELD_UP = "held up"
    """A constructor or close() waited for the lock under which another client connects."""
    IGNORED_ALIAS = "ignored alias"
    """A client requested `alias=`, and this release ignores the argument."""
    IGNORED_SETTINGS = "ignored settings"
    """A client joined a connection that was made with other TLS files, gRPC options, timeout or
    keep-alive than the client requested."""
    FALSE_SEPARATION = "false separation"
    """Clients requested separate connections, and gRPC put these on one socket."""
    REPLACED_FILE = "replaced file"
    """The `.db` file of an embedded Milvus Lite was removed or replaced under a client."""
    EMBEDDED_SERVER_GONE = "embedded server gone"
    """The embedded Milvus Lite of a client ended, and nobody closed the client."""
    LEAKED_ALIAS = "leaked alias"
    """An alias, or a dedicated connection, is in pymilvus's registry; its last client was dropped
    without close()."""
    UNCLOSED_CLIENT = "unclosed client"
    """Clients were dropped, or alive at the program's end, without close()."""
    IDLE_CONNECTION = "idle connection"
    """A shared connection is open, all of its clients are closed or dropped, and pymilvus never
    closes it."""
    ACCUMULATING_CONNECTIONS = "accumulating connections"
    """One place opens connection after connection; each is kept, and no longer used."""
    SHORT_LIVED_CONNECTIONS = "short-lived connections"
    """One place opens connection after connection, and each is closed soon."""


KINDS: Tuple[str, ...] = tuple(
    value for name, value in vars(Kind).items() if name.isupper() and isinstance(value, str)
)
"""Every kind, in the order of the documentation."""


def module_name(kind: str) -> str:
    """The name of a kind's modules: `leaked alias` gives `leaked_alias`."""
    return kind.replace(" ", "_").replace("-", "_")

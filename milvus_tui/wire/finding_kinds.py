"""What an agent can find wrong.

Standard library and Python 3.8 syntax only.
"""

from __future__ import annotations


class Kind:
    """What an agent can find wrong; see `Finding` and docs/findings.md."""

    COLLATERAL = "collateral close"
    """A close (or disconnect) took the connection from others."""
    LEAKED = "leaked alias"
    """An alias, or a dedicated connection, in pymilvus's registry that no client is left to close,
    though one was dropped."""
    IDLE = "idle connection"
    """A shared connection whose clients are all closed or gone, which pymilvus never closes."""
    UNCLOSED = "unclosed client"
    """Clients that were collected, or alive at the program's end, without close()."""
    HIJACKED = "hijacked alias"
    """A client bound to another server, database or user than it asked for."""
    PASSWORD = "unchecked password"
    """A client with another password or token than the connection that it was given."""
    PLAIN = "plain text for https"
    """A client that asked for TLS on a connection without."""
    ZOMBIE = "zombie"
    """A closed client that was used again and worked, since its alias was made anew."""
    USED_CLOSED = "used after close"
    """A closed client that was used again, and failed."""
    CHURN = "churn"
    """Short-lived connections opened again and again from one place."""
    IGNORED = "ignored alias"
    """`alias=` was asked for, and this release does not heed it."""
    SEPARATION = "false separation"
    """Connections of their own that were asked for, and ride one socket."""
    FORK = "used after fork"
    """A client made before a fork, used in the child."""
    LOOP = "wrong event loop"
    """An async client used in another event loop than its connection's, or left behind on one
    that is closed."""
    MOVED = "moved to another database"
    """Clients that somebody else's use_database(), or constructor, put on another database."""
    DOOMED = "doomed connection"
    """An alias is stored, and its channel never became ready."""
    HELD = "held up"
    """A constructor or close() that waited for the lock under which another one connects."""

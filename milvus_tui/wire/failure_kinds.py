"""What a failed call was, for its caller.

Standard library and Python 3.8 syntax only.
"""

from __future__ import annotations


class FailureKind:
    """How a call failed; see `Connection.failed_kind`."""

    UNREACHABLE = "unreachable"
    """No server answered."""
    TIMED_OUT = "timed out"
    """The call reached its deadline."""
    CLOSED = "closed"
    """The program, or pymilvus, had closed the channel."""
    REFUSED = "refused"
    """The server answered with an error."""
    MISTAKE = "mistake"
    """pymilvus raised before it sent anything: the call's arguments are wrong."""

    NO_ANSWER = (UNREACHABLE, TIMED_OUT)

"""What a failed call of a connection was: a status of gRPC, an answer of Milvus, or neither.

The exception itself says it. The server's answer has a plain number as its code. A code that is
an enumeration's is pymilvus's own: it raised before, or without, an answer.
"""

from __future__ import annotations

import enum
from typing import Any, Iterator, List, NamedTuple, Tuple

from milvus_tui.agent.registries.resolution import error_text
from milvus_tui.wire import FailureKind

MOST_CAUSES = 6
"""Most exceptions of a chain of causes that are looked at."""

MOST_TEXT = 200
"""Most characters of an exception's message that are kept."""

END_OF_TEXT = 60
"""Characters that are kept of the end of a longer message: asyncio describes a whole task first,
and says last that it is “attached to a different loop”."""

_KINDS = {
    "UNAVAILABLE": FailureKind.UNREACHABLE,
    "DEADLINE_EXCEEDED": FailureKind.TIMED_OUT,
    "CANCELLED": FailureKind.CLOSED,
}
"""By gRPC's status; every other status is an answer of the server."""

_CONNECT_FAILED = "Fail connecting to server"
_CLOSED_CHANNEL = ("closed channel", "Channel closed")


class Failure(NamedTuple):
    """How a call failed, as the caller got it. Contains no exception and no secret."""

    kind: str
    """One of `wire.FailureKind`."""
    code: str
    """Name of gRPC's status, number of Milvus's code, or class of the exception."""
    error_class: str
    text: str
    """The message in one line, masked."""


def failure_of(error: BaseException) -> Failure:
    """Return what an exception says about the call that raised it."""
    kind, code = _kind_and_code(error)
    text = error_text(error)
    if text.startswith(f"{code}: "):
        text = text[len(code) + 2 :]
    return Failure(kind, code, type(error).__name__, _shortened(text))


def _shortened(text: str) -> str:
    if len(text) <= MOST_TEXT:
        return text
    return f"{text[: MOST_TEXT - END_OF_TEXT - 1]}…{text[-END_OF_TEXT:]}"


def _kind_and_code(error: BaseException) -> Tuple[str, str]:
    chain = list(_chain(error))
    if any(_is_closed_channel(each) for each in chain):
        return FailureKind.CLOSED, "closed"
    status = next(filter(None, map(_status, chain)), "")
    if status:
        return _KINDS.get(status, FailureKind.REFUSED), status
    if _CONNECT_FAILED in str(getattr(error, "message", "")):
        return FailureKind.UNREACHABLE, "UNAVAILABLE"
    code = getattr(error, "code", None)
    if isinstance(code, int) and not isinstance(code, enum.Enum):
        return FailureKind.REFUSED, str(code)
    return FailureKind.MISTAKE, _own_class(chain)


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Yield an exception and its causes. pymilvus raises some exceptions from themselves."""
    seen: List[Any] = []
    found: Any = error
    while found is not None and len(seen) < MOST_CAUSES and all(each is not found for each in seen):
        seen.append(found)
        yield found
        found = found.__cause__ or found.__context__


def _status(error: BaseException) -> str:
    """Return the name of gRPC's status in an exception; empty for none."""
    code = getattr(error, "code", None)
    if callable(code):
        code = code()
    # The code of a MilvusException may be the status; pymilvus's own codes are integers.
    if isinstance(code, enum.Enum) and not isinstance(code, int):
        return str(code.name)
    return ""


def _is_closed_channel(error: BaseException) -> bool:
    """Whether gRPC says that the program itself closed the channel."""
    return isinstance(error, ValueError) and any(each in str(error) for each in _CLOSED_CHANNEL)


def _own_class(chain: List[BaseException]) -> str:
    """Return the class of the first cause: pymilvus wraps a TypeError into a MilvusException."""
    first = chain[-1] if "Unexpected error" in str(getattr(chain[0], "message", "")) else chain[0]
    return type(first).__name__

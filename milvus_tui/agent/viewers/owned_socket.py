"""Sockets of the agent in a process whose program may close any descriptor, and reuse its number.

A program that daemonises calls `os.closerange(3, 1000)`; the next file that it opens gets a number
that was the agent's. So a descriptor is compared with what it was when it was opened, before each
use; and it has a high number, which the program's next files do not get.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import resource
import struct
from typing import Optional, Tuple

from milvus_tui.agent.real_modules import socket

HIGHEST = 4_000
"""The descriptors are moved to this number or a later one. Each process has a table of pointers up
to its highest descriptor."""

SPARE = 64
"""Numbers left between the agent's descriptors and the process's limit, if that is lower."""


LOOK_SECONDS = 1.0
"""Seconds after which a call that waits for a peer returns, to look at the descriptor again."""


class LostSocket(OSError):
    """The program has closed the descriptor, which may be a file of its own now."""


class OwnedSocket:
    """A socket that never touches a descriptor of the program.

    Args:
        given: the socket; it is moved to another number, and closed.
    """

    def __init__(self, given: socket.socket) -> None:
        given.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, timeval(LOOK_SECONDS))
        self._socket = _moved(given)
        self._opened = _identity(self._socket.fileno())

    @property
    def is_ours(self) -> bool:
        """Whether the descriptor is still the one that was opened."""
        number = self._socket.fileno()
        return number >= 0 and _identity(number) == self._opened

    def checked(self) -> socket.socket:
        """Return the socket, for one operation.

        Raises:
            LostSocket: the program has closed its descriptor.
        """
        if not self.is_ours:
            self._forget()
            raise LostSocket("the program closed the descriptor")
        return self._socket

    def send(self, data: bytes) -> None:
        """Send all of some bytes.

        Raises:
            OSError: the peer is gone or takes nothing, or the descriptor is lost.
        """
        view = memoryview(data)
        while view:
            view = view[self.checked().send(view) :]

    def close(self) -> None:
        """Close the socket, unless the program did. Never raises."""
        with contextlib.suppress(OSError):
            self.checked().shutdown(socket.SHUT_RDWR)
        self.close_descriptor()

    def close_descriptor(self) -> None:
        """Close the descriptor only, as in a forked child. Never raises."""
        with contextlib.suppress(OSError):
            self.checked().close()

    def _forget(self) -> None:
        # The number is not ours any more: nothing may close it, the socket's destructor included.
        with contextlib.suppress(OSError):
            self._socket.detach()


def timeval(seconds: float) -> bytes:
    """Return a duration as a socket's option has it."""
    return struct.pack("ll", int(seconds), int(seconds % 1 * 1_000_000))


def _identity(number: int) -> Optional[Tuple[int, int]]:
    """Device and inode of an open file; None if the descriptor is closed."""
    try:
        found = os.fstat(number)
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _moved(given: socket.socket) -> socket.socket:
    """Return a socket with a high number in the place of one with the lowest free number."""
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    limit = HIGHEST + SPARE if soft == resource.RLIM_INFINITY else soft
    lowest = max(3, min(HIGHEST, limit - SPARE))
    try:
        number = fcntl.fcntl(given.fileno(), fcntl.F_DUPFD_CLOEXEC, lowest)
    except OSError:
        return given  # no number is free there
    moved = socket.socket(fileno=number)
    moved.settimeout(given.gettimeout())
    given.close()
    return moved

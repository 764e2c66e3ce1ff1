"""A program on a terminal of its own, started without a fork of the tests' process.

A fork copies the threads' locks of the process and runs gRPC's fork handlers in it; a child of a
process with gRPC threads may hang, or print gRPC's complaints, before it becomes another program.
`posix_spawn` starts a program without a fork handler.
"""

from __future__ import annotations

import fcntl
import os
import select
import signal
import struct
import termios
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

CHUNK = 65536
PAUSE = 0.2
"""Seconds that one read waits for the program."""


class PseudoTerminal:
    """A program, and the terminal that is its standard input, output and error.

    Attributes:
        pid: the program's process id; it leads a session and the terminal's foreground group.
        file: the descriptor of the terminal's other end.
        modes: what the terminal's modes are before the program runs, as `termios.tcgetattr` has it.
    """

    def __init__(
        self,
        command: Sequence[str],
        environment: Mapping[str, str],
        rows: int = 24,
        columns: int = 80,
    ) -> None:
        self.file, terminal = os.openpty()
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.modes = termios.tcgetattr(self.file)
        # The leader of a session that opens a terminal is controlled by that terminal.
        files = [
            (os.POSIX_SPAWN_OPEN, 0, os.ttyname(terminal), os.O_RDWR, 0),
            (os.POSIX_SPAWN_DUP2, 0, 1),
            (os.POSIX_SPAWN_DUP2, 0, 2),
        ]
        try:
            self.pid = os.posix_spawnp(
                command[0],
                list(command),
                dict(environment),
                file_actions=files,
                setsid=True,
                setsigdef=[signal.SIGPIPE],
            )
        finally:
            os.close(terminal)
        self._code: int | None = None

    def read(self) -> bytes | None:
        """What the program wrote; empty if it wrote nothing for a moment, None at its end."""
        over = self.code is not None  # looked at first: what it wrote last is here by then
        if not select.select([self.file], [], [], 0 if over else PAUSE)[0]:
            return None if over else b""
        try:
            return os.read(self.file, CHUNK) or None
        except OSError:  # Linux: nobody has the terminal open any more
            return None

    def read_to_the_end(self) -> bytes:
        """All that the program still writes."""
        written = b""
        while (part := self.read()) is not None:
            written += part
        return written

    def write(self, keys: str) -> None:
        """Type keys."""
        os.write(self.file, keys.encode())

    @property
    def code(self) -> int | None:
        """The exit code, negative for a signal; None as long as the program runs."""
        if self._code is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self._code = os.waitstatus_to_exitcode(status)
        return self._code

    def kill(self, number: int) -> None:
        """Send the program a signal, unless it has ended."""
        if self.code is None:
            os.kill(self.pid, number)

    def wait(self) -> int:
        """Wait for the program's end; gives its exit code, negative for a signal."""
        if self._code is None:
            self._code = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        return self._code

    def hang_up(self) -> None:
        """Close the terminal, as closing a terminal's window does."""
        if self.file >= 0:
            os.close(self.file)
            self.file = -1

    def close(self) -> None:
        """End the program if it still runs, and close the terminal."""
        self.kill(signal.SIGKILL)
        self.wait()
        self.hang_up()

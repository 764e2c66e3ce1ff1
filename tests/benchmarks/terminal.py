"""A program on a pseudo-terminal, and when which bytes of it came: what a user would see."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from typing import TYPE_CHECKING

import pyte

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from typing_extensions import Self

COLUMNS, LINES = 120, 36

Screen = list[str]
"""The lines of a terminal, top to bottom."""


class GaveUp(RuntimeError):
    """What was waited for did not come up; with the screen as it was."""


class Terminal:
    """A child process whose screen can be waited on.

    Bytes are stamped with the time when they are read, and interpreted after that, so what
    interpreting costs is in no measurement, as long as the child waits for nobody to read.
    """

    def __init__(
        self,
        argv: Sequence[str],
        environment: dict[str, str] | None = None,
        pass_fds: Sequence[int] = (),
    ) -> None:
        """Start the program on a terminal of 120 × 36."""
        self._screen = pyte.Screen(COLUMNS, LINES)
        self._stream = pyte.ByteStream(self._screen)
        master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
        inherited = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "LINES")}
        names = {"TERM": "xterm-256color", "COLORTERM": "truecolor", **(environment or {})}
        self.started = time.perf_counter()
        """When the process was started (`time.perf_counter`)."""
        self._child = subprocess.Popen(
            argv,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env={**inherited, **names},
            start_new_session=True,
            pass_fds=pass_fds,
        )
        os.close(slave)
        self._master = master

    @property
    def pid(self) -> int:
        """The process id of the program."""
        return self._child.pid

    def until(self, shows: Callable[[Screen], bool], seconds: float = 60.0) -> float:
        """When (`time.perf_counter`) the bytes came after which the screen shows something.

        Raises:
            GaveUp: it does not, within so many seconds.
        """
        end = time.perf_counter() + seconds
        for at in self._reads(end):
            if shows(self._screen.display):
                return at
        shown = "\n".join(line.rstrip() for line in self._screen.display)
        raise GaveUp(f"gave up waiting for the dashboard, which shows:\n{shown}")

    def watch(self, seconds: float) -> None:
        """Go on reading for so long; a terminal that nobody reads stops its program."""
        for _ in self._reads(time.perf_counter() + seconds):
            pass

    def _reads(self, end: float) -> Iterator[float]:
        """Take in what comes until then; gives the time of each piece."""
        while (left := end - time.perf_counter()) > 0:
            ready, _, _ = select.select([self._master], [], [], left)
            now = time.perf_counter()
            if not ready:
                return
            try:
                data = os.read(self._master, 1 << 20)
            except OSError:  # Linux: the child closed its end
                return
            if not data:
                return
            self._stream.feed(data)
            yield now

    def type(self, keys: str) -> None:
        """Press keys; the terminal keeps them until the program reads them."""
        os.write(self._master, keys.encode())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """End the program. It can block on a terminal that nobody reads, so that is closed."""
        self._child.send_signal(signal.SIGTERM)
        os.close(self._master)
        try:
            self._child.wait(5)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()


def python(*argv: str) -> list[str]:
    """A command that runs this interpreter."""
    return [sys.executable, *argv]

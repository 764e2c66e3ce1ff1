"""Ends a program, or detaches from it, when its dashboard ends."""

from __future__ import annotations

import signal
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from milvus_tui.sessions.session import Program

STOP, DETACH = "stop", "detach"
"""The choices of a user who quits while the program runs."""

HANGUP_SECONDS = 10.0
"""How long a program may take to end after SIGHUP before the dashboard detaches from it.

No user waits for this: the terminal is closed.
"""

NOTICE_SECONDS = 0.5
"""Seconds of waiting for a program's end after which a line says so."""


class ProgramExit:
    """A program, and how it is ended when the dashboard ends.

    The dashboard sets `choice` and `signal`. The code that ends the dashboard calls `finish`.
    """

    def __init__(self, program: Program, *, exits: bool = False) -> None:
        """Create the exit of a program; nothing is decided yet.

        Args:
            exits: whether the dashboard ends when the program ends.
        """
        self.program = program
        self.exits = exits
        self.choice = ""
        """`STOP`, `DETACH`, or empty: the user did not choose."""
        self.signal = 0
        """The last signal that the dashboard got and forwarded."""
        self._watched: list[int] = []
        """Pids of the processes that still ran when the dashboard ended."""

    def forward_signal(self, number: int) -> None:
        """Forward a signal of the dashboard to the program, and let the dashboard end with it."""
        self.signal = number
        self.exits = True
        if self.program.exit_code is None:
            self.program.signal(number)

    def finish(self, code: int, *, crashed: bool, report: Callable[[str], None]) -> int:
        """End the program, or detach from it. Gives the exit code.

        Args:
            code: the exit code if the program keeps running.
            crashed: whether the dashboard failed: its failure must not end the program.
            report: prints a line.
        """
        program = self.program
        if program.exit_code is None and self.signal == signal.SIGHUP:
            _wait(program, HANGUP_SECONDS)
        self._watched = [
            row.pid
            for session in program.sessions
            if session.failure is None and (row := session.snapshot.target.get(0))
        ]
        detach = crashed or self.choice == DETACH or self.signal == signal.SIGHUP
        if program.exit_code is None and detach:
            program.detach()
        else:
            with _WaitNotice(program, report):
                program.stop()
            code = program.exit_code if program.exit_code is not None else code
        return code

    def outcome(self) -> str:
        """How the program ended, or that it still runs and how to watch it again."""
        program = self.program
        if program.ending:
            return program.ending
        text = f"still running (pid {program.pid})"
        if self._watched:
            text += f". To watch it again: milvus-tui attach {self._watched[0]}"
        return text


class _WaitNotice:
    """Reports that the dashboard waits for a program's end, if the wait takes long."""

    def __init__(self, program: Program, report: Callable[[str], None]) -> None:
        text = f"milvus-tui: waiting for {program.command} (pid {program.pid}) to end …"
        self._timer = threading.Timer(NOTICE_SECONDS, report, [text])
        self._timer.daemon = True

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()


def _wait(program: Program, seconds: float) -> None:
    """Wait for a program's end, for at most so many seconds."""
    ended = threading.Event()

    def check() -> None:
        if program.exit_code is not None:
            ended.set()

    program.listen(check)
    check()
    ended.wait(seconds)

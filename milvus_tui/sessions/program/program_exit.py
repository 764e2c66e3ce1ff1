"""What becomes of a program that was run when its dashboard ends."""

from __future__ import annotations

import signal
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from milvus_tui.sessions.session import Program

STOP, DETACH = "stop", "detach"
"""What a user can choose for a program that still runs."""

HUNG_UP_SECONDS = 10.0
"""How long a program that was told of a hang-up has to end before it is left to itself.

Nobody waits for that: the terminal is gone, and with it whoever looked at it.
"""

QUIET_SECONDS = 0.5
"""After which it is said that a program is being waited for."""


class ProgramExit:
    """A program, and how the dashboard parts from it.

    The dashboard says how by `chosen` and `signal`; whoever ends it calls `part`.
    """

    def __init__(self, program: Program, *, exits: bool = False) -> None:
        """Nothing is decided yet.

        Args:
            exits: whether the dashboard ends with the program.
        """
        self.program = program
        self.exits = exits
        self.choice = ""
        """`STOP`, `DETACH`, or nothing."""
        self.signal = 0
        """The last signal that came to the dashboard, and was passed on."""
        self._watched: list[int] = []
        """Pids of the processes that could be watched at the end."""

    def forward_signal(self, number: int) -> None:
        """Send a signal that came to the dashboard on to the program, and end with it."""
        self.signal = number
        self.exits = True
        if self.program.exit_code is None:
            self.program.signal(number)

    def finish(self, code: int, *, crashed: bool, tell: Callable[[str], None]) -> int:
        """End the program, or let go of it. Gives the exit code.

        Args:
            code: the exit code where the program goes on.
            crashed: whether the dashboard failed, for which the program is not to suffer.
            tell: prints a line.
        """
        program = self.program
        if program.exit_code is None and self.signal == signal.SIGHUP:
            _wait(program, HUNG_UP_SECONDS)
        self._watched = [
            row.pid
            for session in program.sessions
            if session.failure is None and (row := session.snapshot.target.get(0))
        ]
        left = crashed or self.choice == DETACH or self.signal == signal.SIGHUP
        if program.exit_code is None and left:
            program.detach()
        else:
            with _Patience(program, tell):
                program.stop()
            code = program.exit_code if program.exit_code is not None else code
        return code

    def ending(self) -> str:
        """How the program ended, or that it goes on, and how to see it again."""
        program = self.program
        if program.ending:
            return program.ending
        again = [f"milvus-tui attach {pid} watches it again" for pid in self._watched[:1]]
        return "; ".join([f"goes on (pid {program.pid})", *again])


class _Patience:
    """Says that a program is being waited for, if that takes long enough to be wondered at."""

    def __init__(self, program: Program, tell: Callable[[str], None]) -> None:
        said = f"milvus-tui: waiting for {program.command} (pid {program.pid}) to end …"
        self._timer = threading.Timer(QUIET_SECONDS, tell, [said])
        self._timer.daemon = True

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()


def _wait(program: Program, seconds: float) -> None:
    """Wait for a program's end, for so long at most."""
    ended = threading.Event()

    def look() -> None:
        if program.exit_code is not None:
            ended.set()

    program.listen(look)
    look()
    ended.wait(seconds)

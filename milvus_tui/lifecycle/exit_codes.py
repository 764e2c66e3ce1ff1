"""How `milvus-tui` ends, as a number for the shell."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """The exit codes that every command shares.

    `check` and `demo` add a 4 each. The signals stand as numbers, since Windows has no SIGHUP.
    """

    OK = 0
    """The user quit."""
    FAILURE = 1
    """The server or the target could not be reached or started."""
    USAGE = 2
    """An option or argument is wrong, or there is no terminal."""
    CRASH = 3
    """The dashboard itself failed; a log file says how."""
    HANGUP = 128 + 1
    """SIGHUP: the terminal was closed."""
    INTERRUPT = 128 + 2
    """SIGINT, or Ctrl+C before the dashboard was shown."""
    TERMINATED = 128 + 15
    """SIGTERM."""

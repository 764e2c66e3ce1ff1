"""Runs a command as a shell does: with our own input and output, and the terminal's signals."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
from typing import TYPE_CHECKING

from milvus_tui.sessions.program import command_line

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

FORWARDED = frozenset(
    {
        signal.SIGINT,
        signal.SIGTERM,
        signal.SIGHUP,
        signal.SIGQUIT,
        signal.SIGUSR1,
        signal.SIGUSR2,
    }
)
"""Signals that are forwarded to the command."""


def run(command: Sequence[str], environment: Mapping[str, str], started: Callable[[], None]) -> int:
    """Run a command and wait for its end. Call it from the main thread, before others exist.

    Args:
        command: the command and its arguments.
        environment: its complete environment.
        started: called once the command runs. It may start threads: they get no signals.

    Returns:
        The exit code, as a shell gives it.

    Raises:
        CommandError: the command could not be started.
    """
    waited = FORWARDED | {signal.SIGCHLD}
    # Blocked signals stay pending until `_next_signal`: none is lost, none ends this process.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, waited)
    try:
        process = _start(command, environment, before)
        started()
        while process.poll() is None:
            number, group = _next_signal(waited)
            # The terminal sends its signals to the whole group, so to the command as well.
            if number != signal.SIGCHLD and not group:
                process.send_signal(number)
        return command_line.exit_code(process.returncode)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _start(
    command: Sequence[str], environment: Mapping[str, str], mask: set[signal.Signals | int]
) -> subprocess.Popen[bytes]:
    def restore_mask() -> None:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)

    def start(argv: Sequence[str]) -> subprocess.Popen[bytes]:
        return subprocess.Popen(argv, env=environment, preexec_fn=restore_mask)  # noqa: PLW1509 - one thread only

    try:
        try:
            return start(command)
        except OSError as error:
            if error.errno != errno.ENOEXEC:
                raise
            return start(["/bin/sh", *command])  # a script without `#!`: shells run it so
    except OSError as error:
        raise command_line.start_error(command, error) from error


def _next_signal(numbers: frozenset[signal.Signals]) -> tuple[int, bool]:
    """Wait for a signal; gives its number, and whether the whole process group got it."""
    if hasattr(signal, "sigwaitinfo"):
        info = signal.sigwaitinfo(numbers)
        return info.si_signo, info.si_code > 0  # from the kernel, not from kill()
    number = signal.sigwait(numbers)
    return number, number in (signal.SIGINT, signal.SIGQUIT) and _in_foreground()


def _in_foreground() -> bool:
    for descriptor in (0, 1, 2):
        try:
            return os.tcgetpgrp(descriptor) == os.getpgrp()
        except OSError:
            continue
    return False

"""Runs a command as a shell would: with our own input and output, and the terminal's signals."""

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
"""What is meant for the command when it is sent to us."""


def run(
    command: Sequence[str], environment: Mapping[str, str], meanwhile: Callable[[], None]
) -> int:
    """Run a command and wait for it. Called from the main thread, as long as it is the only one.

    Args:
        command: what is run.
        environment: all of its environment.
        meanwhile: called when it runs; may start threads, which no signal is to reach.

    Returns:
        Its exit code, as a shell gives it.

    Raises:
        CommandError: it could not be started.
    """
    waited = FORWARDED | {signal.SIGCHLD}
    # From here on a signal waits until it is asked for below: none is lost, none ends us.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, waited)
    try:
        process = _start(command, environment, before)
        meanwhile()
        while process.poll() is None:
            number, group = _next(waited)
            # What the terminal sends, it sends to the command as well, of the same group.
            if number != signal.SIGCHLD and not group:
                process.send_signal(number)
        return command_line.exit_code(process.returncode)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _start(
    command: Sequence[str], environment: Mapping[str, str], mask: set[signal.Signals | int]
) -> subprocess.Popen[bytes]:
    def as_before() -> None:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)

    def start(argv: Sequence[str]) -> subprocess.Popen[bytes]:
        return subprocess.Popen(argv, env=environment, preexec_fn=as_before)  # noqa: PLW1509 - there is one thread

    try:
        try:
            return start(command)
        except OSError as error:
            if error.errno != errno.ENOEXEC:
                raise
            return start(["/bin/sh", *command])  # a script without `#!`, as shells do
    except OSError as error:
        raise command_line.failed(command, error) from error


def _next(numbers: frozenset[signal.Signals]) -> tuple[int, bool]:
    """Wait for a signal: its number, and whether the whole process group was sent it."""
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

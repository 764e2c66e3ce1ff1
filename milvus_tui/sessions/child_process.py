"""A child process that sends JSON lines, and ends when the dashboard ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import threading
from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

STDERR_LINES = 50
"""Lines of a child's standard error that are kept."""

GRACE = 3.0
"""Seconds that a child has to exit by itself, before SIGTERM."""

TERMINATE_SECONDS = 3.0
"""Seconds that a child has to exit after SIGTERM, before SIGKILL."""

DRAIN_SECONDS = 10.0
"""How long the pipes are read after a child's end. Its own children may never close them."""

Message = dict[str, Any]


class ChildProcess:
    """A child process with JSON lines on its standard output.

    A child exits when its standard input ends. This object keeps that pipe open while the child
    should run; the kernel closes the pipe if the dashboard is killed. The child has its own
    session (`setsid`), so that Ctrl+C and SIGHUP of the terminal reach the dashboard only, which
    then ends the child in order.
    """

    def __init__(
        self, argv: Sequence[str | Path], receive: Callable[[Message | None], None]
    ) -> None:
        """Start the process.

        Args:
            argv: the command.
            receive: called by the reading thread with each message, and with None when the
                process has ended.

        Raises:
            OSError: the command cannot be started.
        """
        self._receive = receive
        self._errors: deque[str] = deque(maxlen=STDERR_LINES)
        self._process = subprocess.Popen(
            [str(part) for part in argv],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
            env={**os.environ, "MILVUS_TUI": "0"},  # the dashboard's own children have no agent
        )
        name = Path(argv[min(1, len(argv) - 1)]).stem
        self._threads = [
            threading.Thread(target=self._read_errors, name=f"{name}-stderr", daemon=True),
            threading.Thread(target=self._read_messages, name=f"{name}-stdout", daemon=True),
        ]
        for thread in self._threads:
            thread.start()

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    @property
    def last_error(self) -> str:
        """The last line of the child's standard error; empty if there is none."""
        return self._errors[-1] if self._errors else ""

    def send(self, message: Message) -> None:
        """Write one line. If the child has ended, `receive(None)` reports that."""
        stdin = self._process.stdin
        assert stdin is not None
        try:
            stdin.write(json.dumps(message).encode() + b"\n")
            stdin.flush()
        except (OSError, ValueError):
            pass

    def describe_exit(self) -> str:
        """How the process ended: `exit code 1`, `killed by SIGKILL`, with its last error line."""
        code = self._process.poll()
        if code is None:
            return "still running"
        text = f"exit code {code}"
        if code < 0:
            text = f"killed by {_signal_name(-code)}"
        return f"{text}: {self.last_error}" if self.last_error else text

    def request_exit(self) -> None:
        """Close the child's standard input, so that the child exits. Returns at once."""
        stdin = self._process.stdin
        assert stdin is not None
        try:
            stdin.close()
        except OSError:
            pass

    def kill(self) -> None:
        """Send SIGKILL to the child."""
        self._process.kill()

    def stop(self, grace: float | None = None) -> None:
        """End the child and wait for it: end of its input, then SIGTERM, then SIGKILL.

        Args:
            grace: seconds that the child has to exit by itself; None for `GRACE`.
        """
        self.request_exit()
        first = GRACE if grace is None else grace
        steps = ((first, self._process.terminate), (TERMINATE_SECONDS, self._process.kill))
        for seconds, send_signal in steps:
            try:
                self._process.wait(seconds)
            except subprocess.TimeoutExpired:
                send_signal()
        self._process.wait()
        for thread in self._threads:
            if thread is not threading.current_thread():
                thread.join(DRAIN_SECONDS)

    def _read_errors(self) -> None:
        assert self._process.stderr is not None
        with self._process.stderr as stream:
            # Long lines are cut, so that a line without an end does not fill the memory.
            while line := stream.readline(4096):
                text = line.decode(errors="replace").strip()
                if text:
                    self._errors.append(text)

    def _read_messages(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as stream:
            for line in stream:
                try:
                    message = json.loads(line)
                except ValueError:
                    continue
                if isinstance(message, dict):
                    self._receive(message)
        self._threads[0].join(DRAIN_SECONDS)
        self._process.wait()
        self._receive(None)


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"

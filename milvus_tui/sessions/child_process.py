"""A helper process that speaks JSON lines, and cannot outlive the dashboard."""

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
"""Seconds that a child has to end by itself, before SIGTERM."""

INSIST_SECONDS = 3.0
"""Seconds that it has to end after SIGTERM, before SIGKILL."""

LAST_WORDS_SECONDS = 10.0
"""How long what it said is read on after its end; what it has started may never close its pipes."""

Message = dict[str, Any]


class ChildProcess:
    """A child process with JSON lines on its standard output.

    Its standard input stays open for as long as the child should live: a child ends at its
    EOF, which also comes when the dashboard is killed. It has a session of its own, so that
    Ctrl+C and a hang-up of the terminal reach the dashboard only, which then ends it in order.
    """

    def __init__(
        self, argv: Sequence[str | Path], receive: Callable[[Message | None], None]
    ) -> None:
        """Start the process.

        Args:
            argv: the command.
            receive: gets each message from a thread of its own, and None after the last one,
                when the process has ended.

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
            env={**os.environ, "MILVUS_TUI": "0"},  # no agent watches a helper of ours
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
        """The last line of the child's standard error, empty for none."""
        return self._errors[-1] if self._errors else ""

    def send(self, message: Message) -> None:
        """Write one line. A child that is gone already is reported by `receive(None)`."""
        stdin = self._process.stdin
        assert stdin is not None
        try:
            stdin.write(json.dumps(message).encode() + b"\n")
            stdin.flush()
        except (OSError, ValueError):
            pass

    def ending(self) -> str:
        """How the process ended: `exit code 1`, `killed by SIGKILL`, with its last words."""
        code = self._process.poll()
        if code is None:
            return "still running"
        text = f"exit code {code}"
        if code < 0:
            text = f"killed by {_signal_name(-code)}"
        return f"{text}: {self.last_error}" if self.last_error else text

    def hang_up(self) -> None:
        """Ask the child to end: close its standard input. Returns at once."""
        stdin = self._process.stdin
        assert stdin is not None
        try:
            stdin.close()
        except OSError:
            pass

    def kill(self) -> None:
        """End the child without asking."""
        self._process.kill()

    def stop(self, grace: float | None = None) -> None:
        """End the child and wait for it: EOF, then SIGTERM, then SIGKILL.

        Args:
            grace: seconds that it has to end by itself, if it should have others than `GRACE`.
        """
        self.hang_up()
        alone = GRACE if grace is None else grace
        steps = ((alone, self._process.terminate), (INSIST_SECONDS, self._process.kill))
        for seconds, insist in steps:
            try:
                self._process.wait(seconds)
            except subprocess.TimeoutExpired:
                insist()
        self._process.wait()
        for thread in self._threads:
            if thread is not threading.current_thread():
                thread.join(LAST_WORDS_SECONDS)

    def _read_errors(self) -> None:
        assert self._process.stderr is not None
        with self._process.stderr as stream:
            # A line is cut, so that a child that never ends one fills no memory.
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
        self._threads[0].join(LAST_WORDS_SECONDS)
        self._process.wait()
        self._receive(None)


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"

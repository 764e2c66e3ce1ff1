"""A program that the dashboard starts, and every Python process in it that has an agent."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING, BinaryIO

from milvus_tui.sessions.program import command_line, supervisor_main
from milvus_tui.sessions.program.agent_listener import AgentListener
from milvus_tui.sessions.program.scrollback import Scrollback
from milvus_tui.sessions.program.supervisor_main import GROUP, HEADER
from milvus_tui.sessions.program.watched_environment import WatchSettings, environment
from milvus_tui.wire import private_sockets

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from milvus_tui.sessions.program.agent_listener import RunSession
    from milvus_tui.sessions.session import OutputLine

GRACE = 5.0
"""Seconds that a program has to end after SIGTERM, before SIGKILL."""

KILLED_SECONDS = 10.0
"""How long the news of its end may take after SIGKILL."""

SUPERVISOR_SECONDS = 1.0
"""How long its supervisor is waited for; while somebody may still print, it lives on."""

TO_GROUP = (signal.SIGINT, signal.SIGQUIT, signal.SIGHUP)
"""What a terminal sends to everybody who runs in it."""


class RunProgram:
    """A `Program` (see `targets.session`).

    Between it and the dashboard stands a process of its own (`run_main`), so that the program
    does not notice how the dashboard ends.

    Args:
        command: what is run, and its arguments.
        how: how its processes are watched.
        file: a file that all output is written to as well; it is emptied.
        terminal: whether its standard output, and standard error, is to be a terminal.
    """

    def __init__(
        self,
        command: Sequence[str],
        how: WatchSettings = WatchSettings(),  # noqa: B008 - frozen
        *,
        file: Path | None = None,
        terminal: tuple[bool, bool] = (True, True),
    ) -> None:
        self._command = list(command)
        self._how = how
        self._file = file
        self._terminal = terminal
        self._scrollback = Scrollback()
        self._listeners: list[Callable[[], None]] = []
        self._pid: int | None = None
        self._status: int | None = None
        self._refused: command_line.CommandError | None = None
        self._ended = threading.Event()
        self._reception: AgentListener | None = None
        self._reaper: threading.Thread | None = None
        self._socket: socket.socket | None = None
        self._lock = threading.Lock()  # of what is sent
        self._left = False

    # --- what is known -----------------------------------------------------------------------

    @property
    def command(self) -> str:
        """What was started, without its arguments."""
        return command_line.title(self._command)

    @property
    def pid(self) -> int | None:
        """Of the command itself; None before it runs."""
        return self._pid

    @property
    def exit_code(self) -> int | None:
        """As a shell gives it; None as long as it runs."""
        if self._refused is not None:
            return self._refused.code
        return None if self._status is None else command_line.exit_code(self._status)

    @property
    def ending(self) -> str:
        """How it ended; empty as long as it runs."""
        if self._refused is not None:
            return str(self._refused)
        return "" if self._status is None else command_line.ending(self._status)

    @property
    def sessions(self) -> tuple[RunSession, ...]:
        """The processes with an agent, in the order in which they came."""
        return self._reception.sessions if self._reception else ()

    @property
    def output(self) -> Sequence[OutputLine]:
        """The last lines that were printed, oldest first."""
        return self._scrollback.lines

    def listen(self, callback: Callable[[], None]) -> None:
        """Call `callback` from any thread after each change."""
        self._listeners.append(callback)

    # --- what can be done --------------------------------------------------------------------

    def start(self) -> None:
        """Start the command and return at once.

        Raises:
            CommandError: there is no such command.
            OSError: there can be no socket, or no such file.
        """
        command_line.check(self._command)
        with self._file.open("wb") if self._file else contextlib.nullcontext() as file:
            reception = AgentListener(self._changed)
            try:
                connected = self._start_supervisor(reception.path, file)
            except OSError:
                reception.close()
                raise
        self._reception = reception
        reception.start()
        reader = threading.Thread(
            target=self._read, args=(connected,), name="supervisor", daemon=True
        )
        reader.start()

    def signal(self, number: int) -> None:
        """Send a signal to the command; to its group where a terminal would."""
        self._order(f"{GROUP if number in TO_GROUP else 'signal'} {int(number)}")

    def resize(self, columns: int, rows: int) -> None:
        """Tell the program how large its terminal is."""
        self._order(f"size {max(1, columns)} {max(1, rows)}")

    def detach(self) -> None:
        """Let go of the program, which runs on."""
        self._left = True
        if self._reception is not None:
            self._reception.close()
            self._reception.detach()
        self._hang_up()

    def stop(self) -> None:
        """End the program if it still runs, and leave nothing behind."""
        if self._pid is not None and not self._ended.is_set():
            end = time.monotonic() + GRACE
            self._order(f"{GROUP} {int(signal.SIGTERM)}")
            self._ended.wait(GRACE)
            while private_sockets.group_is_running(self._pid) and time.monotonic() < end:
                time.sleep(0.02)  # what it started may have things to do, too
            self._order(f"{GROUP} {int(signal.SIGKILL)}")
            self._ended.wait(KILLED_SECONDS)
        if self._reception is not None:
            self._reception.finish()
            self._reception.detach()
        self._hang_up()
        if self._reaper is not None:
            self._reaper.join(SUPERVISOR_SECONDS)

    # --- the supervisor ----------------------------------------------------------------------

    def _start_supervisor(self, waiting: Path, file: BinaryIO | None) -> socket.socket:
        ours, theirs = socket.socketpair()
        passed = [theirs.fileno(), *([file.fileno()] if file else [])]
        with theirs:
            supervisor = subprocess.Popen(
                [sys.executable, "-I", "-S", supervisor_main.__file__, str(theirs.fileno())],
                env=environment(os.environ, waiting, self._how),
                # The dashboard needs the terminal's keys; what is no terminal is the program's.
                stdin=subprocess.DEVNULL if os.isatty(0) else None,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=passed,
                start_new_session=True,
            )
        self._socket = ours
        # It may outlive this object, and even the dashboard.
        self._reaper = threading.Thread(target=supervisor.wait, name="reaper", daemon=True)
        self._reaper.start()
        settings = {
            "command": self._command,
            "terminal": self._terminal,
            "size": tuple(shutil.get_terminal_size()),
            "file": file.fileno() if file else None,
            "listener": str(waiting),
            "private": private_sockets.__file__,
        }
        self._order(json.dumps(settings))
        return ours

    def _order(self, line: str) -> None:
        with self._lock, contextlib.suppress(OSError):
            if self._socket is not None:
                self._socket.sendall(line.encode() + b"\n")

    def _hang_up(self) -> None:
        with contextlib.suppress(OSError):
            if self._socket is not None:
                self._socket.shutdown(socket.SHUT_RDWR)

    def _read(self, connected: socket.socket) -> None:
        with connected, connected.makefile("rb") as stream, contextlib.suppress(OSError):
            while header := stream.read(HEADER.size):
                kind, length = HEADER.unpack(header)
                self._take(kind, stream.read(length))
                self._changed()
        if self._status is None and self._refused is None and not self._left:
            text = "its supervisor was killed, and it may still run"
            self._refused = command_line.CommandError(text, 128 + signal.SIGKILL)
        self._ended.set()
        self._changed()

    def _take(self, kind: bytes, data: bytes) -> None:
        if kind in b"oe":
            self._scrollback.feed(kind == b"e", data)
        elif kind == b"p":
            self._pid = int(data)
        elif kind == b"l":
            self._scrollback.say(f"[{int(data):,} bytes of output are not shown]")
        elif kind == b"x":
            self._status = int(data)
            self._ended.set()
        elif kind == b"f":
            number = int(data)
            self._refused = command_line.failed(self._command, OSError(number, os.strerror(number)))
            self._ended.set()

    def _changed(self) -> None:
        for listener in tuple(self._listeners):
            # A listener's window may be closing; the others are to hear of it all the same.
            with contextlib.suppress(Exception):
                listener()

"""A program that the dashboard starts, and its Python processes with an agent."""

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
"""How long the supervisor may take to report the end after SIGKILL."""

SUPERVISOR_SECONDS = 1.0
"""How long to wait for the supervisor. It runs while a process of the program may print."""

GROUP_SIGNALS = (signal.SIGINT, signal.SIGQUIT, signal.SIGHUP)
"""Signals that a terminal sends to the whole process group."""


class RunProgram:
    """A `Program` (see `sessions.session`).

    A supervisor process (`supervisor_main`) runs the command, so that the end of the dashboard
    does not affect the program.

    Args:
        command: the command and its arguments.
        settings: how its processes are watched.
        file: a file that gets all output as well; it is truncated first.
        terminal: whether the program's standard output and standard error are terminals.
    """

    def __init__(
        self,
        command: Sequence[str],
        settings: WatchSettings = WatchSettings(),  # noqa: B008 - frozen
        *,
        file: Path | None = None,
        terminal: tuple[bool, bool] = (True, True),
    ) -> None:
        self._command = list(command)
        self._settings = settings
        self._file = file
        self._terminal = terminal
        self._scrollback = Scrollback()
        self._listeners: list[Callable[[], None]] = []
        self._pid: int | None = None
        self._returncode: int | None = None
        self._start_error: command_line.CommandError | None = None
        self._ended = threading.Event()
        self._listener: AgentListener | None = None
        self._reaper: threading.Thread | None = None
        self._socket: socket.socket | None = None
        self._lock = threading.Lock()  # one request at a time
        self._detached = False

    # --- properties --------------------------------------------------------------------------

    @property
    def command(self) -> str:
        """A short name of the command, without its arguments."""
        return command_line.title(self._command)

    @property
    def pid(self) -> int | None:
        """The pid of the command; None before it runs."""
        return self._pid

    @property
    def exit_code(self) -> int | None:
        """The exit code as a shell gives it; None while the command runs."""
        if self._start_error is not None:
            return self._start_error.code
        return None if self._returncode is None else command_line.exit_code(self._returncode)

    @property
    def ending(self) -> str:
        """How the command ended; empty while it runs."""
        if self._start_error is not None:
            return str(self._start_error)
        return "" if self._returncode is None else command_line.describe_exit(self._returncode)

    @property
    def sessions(self) -> tuple[RunSession, ...]:
        """The processes with an agent, in the order in which they connected."""
        return self._listener.sessions if self._listener else ()

    @property
    def output(self) -> Sequence[OutputLine]:
        """The last lines that the program printed, oldest first."""
        return self._scrollback.lines

    def listen(self, callback: Callable[[], None]) -> None:
        """Call `callback` from any thread after each change."""
        self._listeners.append(callback)

    # --- actions -----------------------------------------------------------------------------

    def start(self) -> None:
        """Start the command and return at once.

        Raises:
            CommandError: the command does not exist.
            OSError: the socket or the output file cannot be created.
        """
        command_line.check(self._command)
        with self._file.open("wb") if self._file else contextlib.nullcontext() as file:
            listener = AgentListener(self._changed)
            try:
                connected = self._start_supervisor(listener.path, file)
            except OSError:
                listener.close()
                raise
        self._listener = listener
        listener.start()
        reader = threading.Thread(
            target=self._read, args=(connected,), name="supervisor", daemon=True
        )
        reader.start()

    def signal(self, number: int) -> None:
        """Send a signal to the command, or to its process group as a terminal would."""
        self._request(f"{GROUP if number in GROUP_SIGNALS else 'signal'} {int(number)}")

    def resize(self, columns: int, rows: int) -> None:
        """Set the size of the program's terminal."""
        self._request(f"size {max(1, columns)} {max(1, rows)}")

    def detach(self) -> None:
        """Disconnect from the program, which keeps running."""
        self._detached = True
        if self._listener is not None:
            self._listener.close()
            self._listener.detach()
        self._disconnect()

    def stop(self) -> None:
        """End the program if it still runs, and all processes that it started."""
        if self._pid is not None and not self._ended.is_set():
            end = time.monotonic() + GRACE
            self._request(f"{GROUP} {int(signal.SIGTERM)}")
            self._ended.wait(GRACE)
            while private_sockets.group_is_running(self._pid) and time.monotonic() < end:
                time.sleep(0.02)  # its children may need time to exit, too
            self._request(f"{GROUP} {int(signal.SIGKILL)}")
            self._ended.wait(KILLED_SECONDS)
        if self._listener is not None:
            self._listener.finish()
            self._listener.detach()
        self._disconnect()
        if self._reaper is not None:
            self._reaper.join(SUPERVISOR_SECONDS)

    # --- the supervisor ----------------------------------------------------------------------

    def _start_supervisor(self, listener: Path, file: BinaryIO | None) -> socket.socket:
        ours, theirs = socket.socketpair()
        passed = [theirs.fileno(), *([file.fileno()] if file else [])]
        with theirs:
            supervisor = subprocess.Popen(
                [sys.executable, "-I", "-S", supervisor_main.__file__, str(theirs.fileno())],
                env=environment(os.environ, listener, self._settings),
                # The dashboard reads the keys of a terminal; any other input is the program's.
                stdin=subprocess.DEVNULL if os.isatty(0) else None,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=passed,
                start_new_session=True,
            )
        self._socket = ours
        # The supervisor may outlive this object, and even the dashboard.
        self._reaper = threading.Thread(target=supervisor.wait, name="reaper", daemon=True)
        self._reaper.start()
        settings = {
            "command": self._command,
            "terminal": self._terminal,
            "size": tuple(shutil.get_terminal_size()),
            "file": file.fileno() if file else None,
            "listener": str(listener),
            "private": private_sockets.__file__,
        }
        self._request(json.dumps(settings))
        return ours

    def _request(self, line: str) -> None:
        with self._lock, contextlib.suppress(OSError):
            if self._socket is not None:
                self._socket.sendall(line.encode() + b"\n")

    def _disconnect(self) -> None:
        with contextlib.suppress(OSError):
            if self._socket is not None:
                self._socket.shutdown(socket.SHUT_RDWR)

    def _read(self, connected: socket.socket) -> None:
        with connected, connected.makefile("rb") as stream, contextlib.suppress(OSError):
            while header := stream.read(HEADER.size):
                kind, length = HEADER.unpack(header)
                self._handle_frame(kind, stream.read(length))
                self._changed()
        if self._returncode is None and self._start_error is None and not self._detached:
            text = "the supervisor was killed; the program may still run"
            self._start_error = command_line.CommandError(text, 128 + signal.SIGKILL)
        self._ended.set()
        self._changed()

    def _handle_frame(self, kind: bytes, data: bytes) -> None:
        if kind in b"oe":
            self._scrollback.feed(kind == b"e", data)
        elif kind == b"p":
            self._pid = int(data)
        elif kind == b"l":
            self._scrollback.add_notice(f"[{int(data):,} bytes of output are not shown]")
        elif kind == b"x":
            self._returncode = int(data)
            self._ended.set()
        elif kind == b"f":
            number = int(data)
            self._start_error = command_line.start_error(
                self._command, OSError(number, os.strerror(number))
            )
            self._ended.set()

    def _changed(self) -> None:
        for listener in tuple(self._listeners):
            # One listener may fail, as its window closes; the others still have to be called.
            with contextlib.suppress(Exception):
                listener()

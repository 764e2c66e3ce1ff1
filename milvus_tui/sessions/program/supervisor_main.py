"""The supervisor of a program: `PYTHON -I -S supervisor_main.py DESCRIPTOR`.

It starts the command and reads its output, so that the program does not notice when the
dashboard is killed. The descriptor is a socket to the dashboard. The dashboard sends one line of
JSON (`settings` below), then requests, a line each: `signal N`, `group N` (to the whole process
group), `size COLUMNS ROWS`. The supervisor sends frames (`HEADER`: a kind and a length):

    p  the command's pid
    f  the error number, if the command could not be started
    o  standard output                     e  standard error
    l  how many bytes of output were discarded, because the dashboard does not read
    x  the command has ended: `returncode` of `subprocess`

It exits when the command has ended, no process can print any more, and the dashboard has
disconnected. Its environment, working directory and standard input are the program's.
Standard library only.
"""

from __future__ import annotations

import errno
import fcntl
import json
import os
import pty
import runpy
import selectors
import signal
import socket
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path
from typing import Any

HEADER = struct.Struct(">cI")

CHUNK = 64 * 1024

MAX_UNREAD = 256 * 1024
"""Bytes that the dashboard has not read, beyond which the program waits as for a slow terminal."""

STALL_SECONDS = 1.0
"""Seconds in which the dashboard reads no byte, after which the program stops waiting for it."""

MAX_READS = 256
"""Reads of one output in a row; then the other output is read, or the end is reported."""

GROUP = "group"

settings: dict[str, Any] = {
    "command": [],
    "terminal": [True, True],  # whether standard output, standard error are terminals
    "size": [80, 24],  # of that terminal: columns, rows
    "file": None,  # the descriptor of the file that gets all output
    "listener": "",  # the agents' socket; removed if the dashboard is killed
    "private": "",  # the path of private_sockets.py
}


class DashboardConnection:
    """The connection to the dashboard. Sending never blocks."""

    def __init__(self, connected: socket.socket) -> None:
        self.socket = connected
        self.closed = False
        self.unread = bytearray()
        self._discarded = 0
        self._last_read = time.monotonic()

    def send(self, kind: bytes, data: bytes) -> None:
        """Queue a frame. Output may be discarded; frames about the command are not."""
        if self.closed:
            return
        if kind in b"oe" and len(self.unread) > MAX_UNREAD:
            self._discarded += len(data)
            return
        if self._discarded:
            discarded, self._discarded = self._discarded, 0
            self.send(b"l", str(discarded).encode())
        self.unread += HEADER.pack(kind, len(data)) + data
        self.flush()

    def flush(self) -> None:
        """Send as much as possible without waiting."""
        try:
            while self.unread and not self.closed:
                sent = self.socket.send(self.unread[:CHUNK])
                del self.unread[:sent]
                self._last_read = time.monotonic()
        except BlockingIOError:
            pass  # the dashboard does not read at the moment
        except OSError:
            self.close()

    def close(self) -> None:
        self.closed = True
        self.unread.clear()

    def is_full(self) -> bool:
        """Whether the program has to wait: the dashboard reads, but slowly."""
        if self.closed or len(self.unread) <= MAX_UNREAD:
            return False
        return time.monotonic() - self._last_read < STALL_SECONDS


class Supervisor:
    """Runs one command."""

    def __init__(self, dashboard: DashboardConnection, first: bytes) -> None:
        self._dashboard = dashboard
        self._unparsed = first
        self._outputs: dict[int, bytes] = {}
        self._terminals: list[int] = []
        self._process: subprocess.Popen[bytes] | None = None
        self._reported_end = False

    # --- starting ----------------------------------------------------------------------------

    def start(self) -> None:
        """Start the command, or send the error number."""
        ends = [
            self._output(kind, tty) for kind, tty in zip("oe", settings["terminal"], strict=True)
        ]
        self.size(*settings["size"])
        out, err = ends
        try:
            self._process = _popen(settings["command"], out, err)
        except OSError as error:
            self._dashboard.send(b"f", str(error.errno or errno.EINVAL).encode())
        else:
            self._dashboard.send(b"p", str(self._process.pid).encode())
        for end in ends:
            os.close(end)

    def _output(self, kind: str, terminal: bool) -> int:
        """Open a terminal or a pipe; gives the end that the program gets."""
        ours, theirs = pty.openpty() if terminal else os.pipe()
        if terminal:
            self._terminals.append(ours)
            modes = termios.tcgetattr(theirs)
            modes[1] &= ~termios.OPOST  # keep the line ends of the program
            modes[3] &= ~termios.ECHO
            termios.tcsetattr(theirs, termios.TCSANOW, modes)
        os.set_blocking(ours, False)
        self._outputs[ours] = kind.encode()
        return theirs

    # --- running -----------------------------------------------------------------------------

    def run(self) -> None:
        """Forward output and handle requests until the program and the dashboard have ended."""
        woken, wake = socket.socketpair()
        for end in (woken, wake, self._dashboard.socket):
            end.setblocking(False)
        signal.set_wakeup_fd(wake.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
            if signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, lambda number, _: self.signal(number, group=True))
        self._handle_requests(b"")
        while not self._is_finished():
            with selectors.DefaultSelector() as selector:
                selector.register(woken, selectors.EVENT_READ)
                self._register(selector)
                full = self._dashboard.is_full()
                events = selector.select(STALL_SECONDS / 4 if full else None)
            ready = {key.fileobj: mask for key, mask in events}
            if woken in ready:
                woken.recv(4096)
            if self._dashboard.socket in ready:
                self._serve(ready[self._dashboard.socket])
            outputs = [each for each in self._outputs if each in ready]
            # If both have data, their order is unknown: read standard error last, for tracebacks.
            self._drain(outputs[:-1])
            self._drain(outputs[-1:], reads=1)
            self._report_end()

    def _register(self, selector: selectors.BaseSelector) -> None:
        dashboard = self._dashboard
        if not dashboard.closed:
            wanted = selectors.EVENT_READ
            if dashboard.unread:
                wanted |= selectors.EVENT_WRITE
            selector.register(dashboard.socket, wanted)
        if not dashboard.is_full():
            for descriptor in self._outputs:
                selector.register(descriptor, selectors.EVENT_READ)

    def _is_finished(self) -> bool:
        ended = self._process is None or self._process.returncode is not None
        return ended and not self._outputs and self._dashboard.closed

    def _serve(self, mask: int) -> None:
        if mask & selectors.EVENT_WRITE:
            self._dashboard.flush()
        if mask & selectors.EVENT_READ:
            try:
                data = self._dashboard.socket.recv(CHUNK)
            except BlockingIOError:
                return
            except OSError:
                data = b""
            if not data:
                self._dashboard.close()
                _remove(settings["listener"])  # no process listens there any more
            self._handle_requests(data)

    def _handle_requests(self, data: bytes) -> None:
        *requests, self._unparsed = (self._unparsed + data).split(b"\n")
        for request in requests:
            word, *numbers = request.decode().split()
            if word == "size":
                self.size(*map(int, numbers))
            else:
                self.signal(int(numbers[0]), group=word == GROUP)

    def _drain(self, descriptors: list[int], reads: int = MAX_READS) -> None:
        for descriptor in descriptors:
            for _ in range(reads):
                if not self._forward_output(descriptor):
                    break

    def _forward_output(self, descriptor: int) -> bool:
        """Read once; False if there was nothing to read."""
        try:
            data = os.read(descriptor, CHUNK)
        except BlockingIOError:
            return False
        except OSError:  # Linux: all other ends of the terminal are closed
            data = b""
        if not data:
            os.close(descriptor)
            del self._outputs[descriptor]
            if descriptor in self._terminals:
                self._terminals.remove(descriptor)
            return False
        if settings["file"] is not None:
            _write_all(settings["file"], data)
        self._dashboard.send(self._outputs[descriptor], data)
        return True

    def _report_end(self) -> None:
        if self._process is None or self._reported_end or self._process.poll() is None:
            return
        self._reported_end = True
        self._drain(list(self._outputs))  # the last output of the command
        self._dashboard.send(b"x", str(self._process.returncode).encode())

    # --- requests ----------------------------------------------------------------------------

    def size(self, columns: int, rows: int) -> None:
        """Set the size of the program's terminals, and send SIGWINCH as a terminal does."""
        for terminal in self._terminals:
            fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        if self._terminals:
            self.signal(signal.SIGWINCH, group=True)

    def signal(self, number: int, *, group: bool) -> None:
        """Send a signal to the command, or to its process group: the group may outlive it."""
        process = self._process
        if process is None:
            return
        try:
            if group:
                os.killpg(process.pid, number)
            else:
                process.send_signal(number)
        except OSError:
            pass  # no process is left


def _popen(command: list[str], out: int, err: int) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(command, stdout=out, stderr=err, start_new_session=True)
    except OSError as error:
        if error.errno != errno.ENOEXEC:
            raise
    script = ["/bin/sh", *command]  # without `#!`: shells run it so
    return subprocess.Popen(script, stdout=out, stderr=err, start_new_session=True)


def _write_all(descriptor: int, data: bytes) -> None:
    try:
        while data:
            data = data[os.write(descriptor, data) :]
    except OSError:
        settings["file"] = None  # the disk is full: the program still runs


def _remove(path: str) -> None:
    try:
        Path(path).unlink()
    except OSError:
        pass  # the dashboard has removed it


def main() -> None:
    """Run the command to its end, and remove the sockets that are left."""
    connected = socket.socket(fileno=int(sys.argv[1]))
    connected.set_inheritable(False)
    data = b""
    while b"\n" not in data:
        part = connected.recv(CHUNK)
        if not part:
            return  # the dashboard was killed before it sent the settings
        data += part
    line, _, rest = data.partition(b"\n")
    settings.update(json.loads(line))
    if settings["file"] is not None:
        os.set_inheritable(settings["file"], False)
    connected.setblocking(False)
    supervisor = Supervisor(DashboardConnection(connected), rest)
    supervisor.start()
    supervisor.run()
    _remove(settings["listener"])
    runpy.run_path(settings["private"])["remove_stale_files"](Path(settings["listener"]).parent)


if __name__ == "__main__":
    main()

"""The supervisor of a program: `PYTHON -I -S run_main.py DESCRIPTOR`.

It starts the command, owns what it prints, and stands between it and the dashboard, so that the
program does not notice when the dashboard is killed. The descriptor is a socket to the dashboard.
On it comes one line of JSON (`settings` below), then lines: `signal N`, `group N` (to the whole
process group), `size COLUMNS ROWS`. Frames go the other way (`HEADER`: a kind and a length):

    p  the command's pid
    f  why it could not be started: an error number
    o  what came by standard output        e  by standard error
    l  how many bytes were thrown away, because the dashboard does not read
    x  the command has ended: `returncode` of `subprocess`

It ends when the command has ended, nobody can print any more, and the dashboard is gone. Its
environment, working directory and standard input are the program's. Standard library only.
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

MOST_UNREAD = 256 * 1024
"""Bytes that wait for the dashboard before the program has to wait, as for a slow terminal."""

PATIENCE = 1.0
"""Seconds without a byte read after which the program no longer waits for the dashboard."""

MOST_READS = 256
"""After which the other output has its turn, or the end is told of, though there is more."""

GROUP = "group"

settings: dict[str, Any] = {
    "command": [],
    "terminal": [True, True],  # whether standard output, standard error is to be one
    "size": [80, 24],  # of that terminal: columns, rows
    "file": None,  # the descriptor of a file that gets all output
    "listener": "",  # where agents are waited for; removed should the dashboard be killed
    "private": "",  # the path of private.py
}


class Dashboard:
    """The way to the dashboard. It is never waited for."""

    def __init__(self, connected: socket.socket) -> None:
        self.socket = connected
        self.gone = False
        self.unread = bytearray()
        self._lost = 0
        self._moved = time.monotonic()

    def send(self, kind: bytes, data: bytes) -> None:
        """Queue a frame. Output may be thrown away; what becomes of the command never is."""
        if self.gone:
            return
        if kind in b"oe" and len(self.unread) > MOST_UNREAD:
            self._lost += len(data)
            return
        if self._lost:
            lost, self._lost = self._lost, 0
            self.send(b"l", str(lost).encode())
        self.unread += HEADER.pack(kind, len(data)) + data
        self.flush()

    def flush(self) -> None:
        """Send as much as goes without waiting."""
        try:
            while self.unread and not self.gone:
                sent = self.socket.send(self.unread[:CHUNK])
                del self.unread[:sent]
                self._moved = time.monotonic()
        except BlockingIOError:
            pass  # it is busy
        except OSError:
            self.leave()

    def leave(self) -> None:
        self.gone = True
        self.unread.clear()

    def is_full(self) -> bool:
        """Whether the program is to wait: the dashboard is slow, but reads."""
        if self.gone or len(self.unread) <= MOST_UNREAD:
            return False
        return time.monotonic() - self._moved < PATIENCE


class Supervisor:
    """Runs one command."""

    def __init__(self, dashboard: Dashboard, first: bytes) -> None:
        self._dashboard = dashboard
        self._orders = first
        self._outputs: dict[int, bytes] = {}
        self._terminals: list[int] = []
        self._process: subprocess.Popen[bytes] | None = None
        self._told_end = False

    # --- starting ----------------------------------------------------------------------------

    def start(self) -> None:
        """Start the command, or say why it cannot be."""
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
        """The end of a new terminal, or pipe, that the program gets."""
        ours, theirs = pty.openpty() if terminal else os.pipe()
        if terminal:
            self._terminals.append(ours)
            modes = termios.tcgetattr(theirs)
            modes[1] &= ~termios.OPOST  # lines end as the program ends them
            modes[3] &= ~termios.ECHO
            termios.tcsetattr(theirs, termios.TCSANOW, modes)
        os.set_blocking(ours, False)
        self._outputs[ours] = kind.encode()
        return theirs

    # --- running -----------------------------------------------------------------------------

    def run(self) -> None:
        """Pass on output and orders until there is nothing left to pass on."""
        woken, wake = socket.socketpair()
        for end in (woken, wake, self._dashboard.socket):
            end.setblocking(False)
        signal.set_wakeup_fd(wake.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
            if signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, lambda number, _: self.signal(number, group=True))
        self._obey(b"")
        while not self._is_over():
            with selectors.DefaultSelector() as selector:
                selector.register(woken, selectors.EVENT_READ)
                self._register(selector)
                full = self._dashboard.is_full()
                events = selector.select(PATIENCE / 4 if full else None)
            ready = {key.fileobj: mask for key, mask in events}
            if woken in ready:
                woken.recv(4096)
            if self._dashboard.socket in ready:
                self._serve(ready[self._dashboard.socket])
            outputs = [each for each in self._outputs if each in ready]
            # Where both have something, nobody knows which was first: a traceback comes last.
            self._drain(outputs[:-1])
            self._drain(outputs[-1:], reads=1)
            self._look_for_the_end()

    def _register(self, selector: selectors.BaseSelector) -> None:
        dashboard = self._dashboard
        if not dashboard.gone:
            wanted = selectors.EVENT_READ
            if dashboard.unread:
                wanted |= selectors.EVENT_WRITE
            selector.register(dashboard.socket, wanted)
        if not dashboard.is_full():
            for descriptor in self._outputs:
                selector.register(descriptor, selectors.EVENT_READ)

    def _is_over(self) -> bool:
        ended = self._process is None or self._process.returncode is not None
        return ended and not self._outputs and self._dashboard.gone

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
                self._dashboard.leave()
                _remove(settings["listener"])  # nobody listens there any more
            self._obey(data)

    def _obey(self, data: bytes) -> None:
        *orders, self._orders = (self._orders + data).split(b"\n")
        for order in orders:
            word, *numbers = order.decode().split()
            if word == "size":
                self.size(*map(int, numbers))
            else:
                self.signal(int(numbers[0]), group=word == GROUP)

    def _drain(self, descriptors: list[int], reads: int = MOST_READS) -> None:
        for descriptor in descriptors:
            for _ in range(reads):
                if not self._pass_on(descriptor):
                    break

    def _pass_on(self, descriptor: int) -> bool:
        """Read once; False if there was nothing to read."""
        try:
            data = os.read(descriptor, CHUNK)
        except BlockingIOError:
            return False
        except OSError:  # Linux says so when the last one has closed its end of a terminal
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

    def _look_for_the_end(self) -> None:
        if self._process is None or self._told_end or self._process.poll() is None:
            return
        self._told_end = True
        self._drain(list(self._outputs))  # what it printed last
        self._dashboard.send(b"x", str(self._process.returncode).encode())

    # --- orders ------------------------------------------------------------------------------

    def size(self, columns: int, rows: int) -> None:
        """Set the size of the program's terminals, and tell it as a terminal does."""
        for terminal in self._terminals:
            fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        if self._terminals:
            self.signal(signal.SIGWINCH, group=True)

    def signal(self, number: int, *, group: bool) -> None:
        """Send a signal to the command, or to its whole group even after its end."""
        process = self._process
        if process is None:
            return
        try:
            if group:
                os.killpg(process.pid, number)
            else:
                process.send_signal(number)
        except OSError:
            pass  # nobody is left


def _popen(command: list[str], out: int, err: int) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(command, stdout=out, stderr=err, start_new_session=True)
    except OSError as error:
        if error.errno != errno.ENOEXEC:
            raise
    script = ["/bin/sh", *command]  # without `#!`: as shells do
    return subprocess.Popen(script, stdout=out, stderr=err, start_new_session=True)


def _write_all(descriptor: int, data: bytes) -> None:
    try:
        while data:
            data = data[os.write(descriptor, data) :]
    except OSError:
        settings["file"] = None  # the disk is full: the program goes on


def _remove(path: str) -> None:
    try:
        Path(path).unlink()
    except OSError:
        pass  # the dashboard did it


def main() -> None:
    """Run the command until all is over, and remove what is left behind."""
    connected = socket.socket(fileno=int(sys.argv[1]))
    connected.set_inheritable(False)
    data = b""
    while b"\n" not in data:
        part = connected.recv(CHUNK)
        if not part:
            return  # the dashboard was killed before it said anything
        data += part
    line, _, rest = data.partition(b"\n")
    settings.update(json.loads(line))
    if settings["file"] is not None:
        os.set_inheritable(settings["file"], False)
    connected.setblocking(False)
    supervisor = Supervisor(Dashboard(connected), rest)
    supervisor.start()
    supervisor.run()
    _remove(settings["listener"])
    runpy.run_path(settings["private"])["remove_stale_files"](Path(settings["listener"]).parent)


if __name__ == "__main__":
    main()

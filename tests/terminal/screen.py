"""The installed command in a pseudo-terminal, with a screen that can be read."""

from __future__ import annotations

import os
import re
import sysconfig
import termios
import time
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pyte

from tests.terminal.pseudo_terminal import PseudoTerminal

if TYPE_CHECKING:
    from collections.abc import Callable

SECONDS = 60
ROWS, COLUMNS = 36, 120

COMMAND = Path(sysconfig.get_path("scripts")) / "milvus-tui"


class Terminal:
    """A terminal of 120 x 36 in which `milvus-tui` runs as the only program.

    The emulated screen is fed whatever the program writes; `wait` reads until it shows, or
    does no longer show, what a test asks for.
    """

    def __init__(
        self, arguments: tuple[str, ...], environment: dict[str, str], command: Path = COMMAND
    ) -> None:
        self.screen = pyte.Screen(COLUMNS, ROWS)
        self._stream = pyte.ByteStream(self.screen)
        self.written = b""
        # What is set there (by a runner of tests, say) would count more than the terminal's size.
        inherited = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "LINES")}
        self.child = PseudoTerminal(
            [str(command), *arguments],
            {**inherited, "TERM": "xterm-256color", **environment},
            ROWS,
            COLUMNS,
        )
        self.modes = self.child.modes
        self.processes: list[psutil.Process] = []

    def text(self) -> str:
        """What the screen shows."""
        return "\n".join(line.rstrip() for line in self.screen.display).rstrip()

    def wait(self, *shown: str) -> str:
        """Read until the screen shows every text; gives the screen."""
        return self.wait_until(lambda: all(text in self.text() for text in shown), shown)

    def wait_for_news(self, *texts: str) -> None:
        """Read until the program has written every text, which may be gone again by then."""
        news = [text.encode() for text in texts]
        self.wait_until(lambda: all(text in self.written for text in news), texts)

    def wait_until(self, condition: Callable[[], bool], what: object = "") -> str:
        """Read until a condition holds; gives the screen."""
        end = time.monotonic() + SECONDS
        while not condition():
            assert time.monotonic() < end, f"never came: {what}\n{self.text()}"
            self._read()
        return self.text()

    def press(self, keys: str) -> None:
        """Type keys."""
        self.child.write(keys)

    def remember_processes(self, count: int = 0) -> None:
        """Note who runs now, once there are so many, to see later that nobody is left."""

        def found() -> bool:
            self.processes = psutil.Process(self.child.pid).children(recursive=True)
            return len(self.processes) >= count

        self.wait_until(found, f"{count} processes")

    def end(self) -> int:
        """Read to the end of the program; gives its exit code, negative for a signal."""
        end = time.monotonic() + SECONDS
        while self._read():
            assert time.monotonic() < end, f"it does not end\n{self.text()}"
        return self.child.wait()

    def close(self) -> None:
        """End what still runs, for a test that failed."""
        self.child.close()

    def hang_up(self) -> None:
        """Do what closing a terminal's window does."""
        self.child.hang_up()

    def modes_now(self) -> list[object]:
        """The terminal's modes: echo, line discipline, control characters."""
        return termios.tcgetattr(self.child.file)

    @property
    def alternate_screen(self) -> bool:
        """Whether the program shows the alternate screen."""
        return self._last(rb"1049")

    @property
    def mouse_reports(self) -> bool:
        """Whether the terminal would report the mouse."""
        return self._last(rb"100[03]")

    @property
    def cursor_shown(self) -> bool:
        """Whether the cursor is visible."""
        return self._last(rb"25", otherwise=b"h")

    def _last(self, mode: bytes, otherwise: bytes = b"l") -> bool:
        """Whether a private mode of the terminal was set rather than reset last."""
        switched: list[bytes] = re.findall(rb"\x1b\[\?" + mode + rb"([hl])", self.written)
        return (switched[-1] if switched else otherwise) == b"h"

    def left_running(self) -> list[psutil.Process]:
        """Those of the remembered processes that did not end."""
        return list(psutil.wait_procs(self.processes, timeout=SECONDS)[1])

    def _read(self) -> bool:
        data = self.child.read()
        if data:
            self._show(data)
        return data is not None

    def _show(self, data: bytes) -> None:
        self.written += data
        before, left, after = data.partition(b"\x1b[?1049l")
        self._stream.feed(before)
        if left:
            self.screen.reset()  # pyte has no second screen to leave the alternate one for
            self._stream.feed(after)

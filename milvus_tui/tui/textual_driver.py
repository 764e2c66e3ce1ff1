"""Textual's driver: takes the terminal over from the first frame, and back from a shell."""

from __future__ import annotations

import functools
import os
import signal
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.driver import Driver

ALTERNATE = "\x1b[?1049h"


@contextmanager
def without_tls() -> Iterator[None]:
    """Let asyncio be imported without `ssl`, as on a Python that was built without OpenSSL.

    The dashboard uses Unix sockets only; OpenSSL would take 4 MB and 10 ms.
    """
    hidden = "ssl" not in sys.modules
    if hidden:
        sys.modules["ssl"] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        if hidden:
            del sys.modules["ssl"]


def driver(*, drawn: bool) -> type[Driver]:
    """Textual's driver, for a terminal that may show a first frame.

    Args:
        drawn: whether the terminal shows a first frame. The driver then does not switch to the
                alternate screen, which would clear the frame.
    """
    import asyncio

    from textual.drivers.linux_driver import LinuxDriver

    class TakeoverDriver(LinuxDriver):
        _drawn = drawn

        def write(self, data: str) -> None:
            if self._drawn and data == ALTERNATE:
                self._drawn = False
                return
            super().write(data)

        def resume_application_mode(self) -> None:
            """Resume after SIGCONT. After a SIGSTOP, which gives no notice, the key thread still
            runs: it is stopped first, so that it does not run twice."""
            if self._key_thread is not None and self._key_thread.is_alive():
                if not foreground(self.fileno):
                    os.kill(os.getpid(), signal.SIGSTOP)
                    return
                self.suspend_application_mode()
            super().resume_application_mode()
            # Textual itself draws only with the next message, which may never come.
            redraw = functools.partial(self._app.refresh, layout=True)
            asyncio.get_running_loop().call_soon_threadsafe(redraw)

    return TakeoverDriver


def foreground(terminal: int) -> bool:
    """Whether this process may write to a terminal, by its file number."""
    try:
        return os.tcgetpgrp(terminal) == os.getpgrp()
    except OSError:
        return True  # not the controlling terminal

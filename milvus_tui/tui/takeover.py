"""What makes the change from the first frame to Textual quick, and not to be seen."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.driver import Driver

ALTERNATE = "\x1b[?1049h"


@contextmanager
def without_tls() -> Iterator[None]:
    """Let asyncio be imported without `ssl`, as on a Python that was built without it.

    The dashboard speaks over a Unix socket only; OpenSSL would take 4 MB and 10 ms.
    """
    hidden = "ssl" not in sys.modules
    if hidden:
        sys.modules["ssl"] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        if hidden:
            del sys.modules["ssl"]


def driver() -> type[Driver]:
    """Textual's driver, but for going to the alternate screen once more: that would clear it."""
    from textual.drivers.linux_driver import LinuxDriver

    class TakeoverDriver(LinuxDriver):
        def write(self, data: str) -> None:
            if data != ALTERNATE:
                super().write(data)

    return TakeoverDriver

"""Reports a crash of the dashboard: one line on the terminal, the traceback in a file."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from milvus_tui.lifecycle import terminal_modes
from milvus_tui.lifecycle.exit_codes import ExitCode

if TYPE_CHECKING:
    from collections.abc import Sequence


def report(crash: BaseException, secrets: Sequence[str]) -> ExitCode:
    """Write the log of a crash, and a line that names the log. Returns the exit code.

    A terminal that was closed while Textual wrote to it is a hang-up, not a crash.

    Args:
        crash: what ended the dashboard.
        secrets: texts that the log must not show.
    """
    if isinstance(crash, OSError) and crash.errno == errno.EIO:
        return ExitCode.HANGUP
    request = _write_log(crash, secrets)
    terminal_modes.write_line(f"milvus-tui crashed ({type(crash).__name__}): {request}")
    return ExitCode.CRASH


def _write_log(error: BaseException, secrets: Sequence[str]) -> str:
    """Write the traceback to a file that only the user can read. Returns a request to report it."""
    # Imported here, because a start without a crash is to be quick.
    import tempfile
    import time
    import traceback

    text = "".join(traceback.format_exception(error))
    for secret in secrets:
        if secret:
            text = text.replace(secret, "••••")
    name = f"crash-{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}.log"
    state = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    for folder in (Path(state, "milvus-tui"), Path(tempfile.gettempdir())):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            path = folder / name
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError:
            continue
        header = f"milvus-tui, Python {sys.version}, {sys.platform}\n"
        os.write(descriptor, (header + text).encode(errors="replace"))
        os.close(descriptor)
        return f"please report it, with {path}"
    return "and its log could not be written"

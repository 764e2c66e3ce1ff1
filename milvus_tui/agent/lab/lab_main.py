"""The lab's target: `PYTHON …/milvus_tui/agent/lab/lab_main.py`, with any interpreter.

It reads one line of JSON from standard input, the settings of `LabHost`. It ends when standard
input ends, so it never outlives the dashboard. It prints lines of JSON on standard output:
`{"socket": path}` once viewers may connect, before pymilvus is imported; then `{"ready": true}`
or `{"failure": line}`, the latter with exit code 2. Everything else that this process prints goes
to standard error.
"""

from __future__ import annotations

import contextlib
import json
import os
import runpy
import signal
import sys
import threading
import time
from pathlib import Path
from typing import Any, Dict, TextIO

END_WITHIN = 5.0
"""Seconds that an orderly end may take before the process ends by `os._exit()`."""


def make_importable() -> None:
    """Make `milvus_tui` importable, and nothing else from its directory."""
    here = Path(__file__).resolve().parent
    if sys.path and sys.path[0] and Path(sys.path[0]).resolve() == here:
        del sys.path[0]  # a script's own directory
    runpy.run_path(str(here.parent / "watch" / "import_path.py"))["make_importable"]()


def main() -> int:
    """Run the lab; returns the exit code."""
    out = _take_stdout()
    settings = json.loads(sys.stdin.readline() or "{}")
    make_importable()
    from milvus_tui.agent.lab.lab_host import LabHost, UnusableServer

    host = LabHost(settings)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the dashboard
    signal.signal(signal.SIGTERM, lambda *_: host.end())
    threading.Thread(target=_end_with_stdin, args=(host.end,), daemon=True).start()
    try:
        _print_line(out, socket=str(host.listen()))
        try:
            host.prepare()
        except UnusableServer as error:
            _print_line(out, failure=str(error))
            return 2
        _print_line(out, ready=True)
        host.run()
        return 0
    finally:
        host.close()


def _take_stdout() -> TextIO:
    """Standard output for `_print_line`; other prints go to standard error."""
    out = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)
    return out


def _print_line(out: TextIO, **line: Any) -> None:
    # If the dashboard has ended, standard input ends, too.
    with contextlib.suppress(OSError):
        out.write(json.dumps(line) + "\n")


def _end_with_stdin(end: Any) -> None:
    while os.read(0, 4096):
        pass  # the dashboard sends nothing more
    end()
    time.sleep(END_WITHIN)
    os._exit(1)


if __name__ == "__main__":
    code: Dict[str, int] = {}
    try:
        code["code"] = main()
    finally:
        # Threads of gRPC, or of a client that hangs, must not keep the process running.
        watchdog = threading.Timer(END_WITHIN, os._exit, args=(code.get("code", 1),))
        watchdog.daemon = True
        watchdog.start()
    sys.exit(code.get("code", 1))

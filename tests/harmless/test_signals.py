"""A signal handler of the program may run at any line of the agent's code, and nothing waits."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tests import servers

if TYPE_CHECKING:
    from tests.servers import Server

PROGRAM = Path(__file__).with_name("signals_program.py")

RELEASE = "3.0.2"
"""A release in which a handler may close its client without breaking others."""

SECONDS = 200
"""Only a program that hangs takes this long."""


def test_a_signal_at_each_line_of_the_hooks(lite: Server) -> None:
    check = [sys.executable, "-m", "milvus_tui", "check", "--fail-on", "never", "--"]
    done = subprocess.run(
        [*check, servers.interpreter(RELEASE), PROGRAM, lite.uri],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS,
    )
    assert done.returncode == 0, done.stderr
    lines = re.fullmatch(r"(\d+) lines\n", done.stdout)
    assert lines, done.stdout
    assert int(lines[1]) > 400
    assert "defect" not in done.stderr

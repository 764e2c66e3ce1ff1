"""A dashboard without a screen, to be killed: `dashboard.py [detach] COMMAND…`."""

from __future__ import annotations

import sys

from milvus_tui.sessions.program.run_program import RunProgram

words = sys.argv[1:]
detaches = words[0] == "detach"
program = RunProgram(words[detaches:])
program.start()
sys.stdin.readline()  # until the test writes a line
if detaches:
    program.detach()

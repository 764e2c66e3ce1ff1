"""A dashboard without a screen, to be killed: `dashboard.py [leave] COMMAND…`."""

from __future__ import annotations

import sys

from milvus_tui.sessions.program.run_program import RunProgram

words = sys.argv[1:]
leaves = words[0] == "leave"
program = RunProgram(words[leaves:])
program.start()
sys.stdin.readline()  # the test's word
if leaves:
    program.detach()

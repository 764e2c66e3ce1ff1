"""The last line of `milvus-tui run`: how the program ended, and what was found in it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from milvus_tui.model import coverage
from milvus_tui.model.findings.severity import Thresholds
from milvus_tui.reports.findings_report import report_lines

if TYPE_CHECKING:
    from milvus_tui.sessions.program.program_exit import ProgramExit


def last_line(program_exit: ProgramExit, thresholds: Thresholds | None) -> str:
    """How a program ended, and the first line of the report of its findings."""
    snapshots = [session.snapshot for session in program_exit.program.sessions]
    gaps = coverage.cut_short(
        (session.snapshot, session.failure) for session in program_exit.program.sessions
    )
    found = report_lines(snapshots, thresholds or Thresholds(), time.time(), gaps)[0]
    name = f"milvus-tui: {program_exit.program.command}: {program_exit.outcome()}"
    return f"{name}; {found.removeprefix('milvus-tui: ')}"

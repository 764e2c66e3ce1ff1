"""What the environment says of how a program is to be watched."""

from __future__ import annotations

import os

from milvus_tui.wire import ENVIRONMENT, RUN, RUN_VARIABLE

PROBE, INTERVAL, TIMEOUT = "MILVUS_TUI_PROBE", "MILVUS_TUI_INTERVAL", "MILVUS_TUI_TIMEOUT"
"""Environment variables: `1` for probes, and seconds."""


def started_by() -> str:
    """Through which started_by an agent comes in that the program did not call."""
    return RUN if run_socket() else ENVIRONMENT


def run_socket() -> str:
    """Where `milvus-tui run` or `check` waits for this process; empty for nowhere."""
    return os.environ.get(RUN_VARIABLE, "")


def probe() -> bool:
    return os.environ.get(PROBE, "") not in ("", "0")


def interval() -> float:
    """Seconds between two looks."""
    return _seconds(INTERVAL, 1.0)


def timeout() -> float:
    """Seconds that a probe may take."""
    return _seconds(TIMEOUT, 3.0)


def _seconds(name: str, otherwise: float) -> float:
    try:
        given = float(os.environ.get(name, ""))
    except ValueError:
        return otherwise
    return given if given >= 0.05 else otherwise

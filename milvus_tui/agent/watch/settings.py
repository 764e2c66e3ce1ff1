"""The settings of the agent in a watched program, from the environment."""

from __future__ import annotations

import os

from milvus_tui.wire import ENVIRONMENT, RUN, RUN_VARIABLE

PROBE, INTERVAL, TIMEOUT = "MILVUS_TUI_PROBE", "MILVUS_TUI_INTERVAL", "MILVUS_TUI_TIMEOUT"
"""Environment variables: `1` turns probes on; the other two are in seconds."""


def started_by() -> str:
    """What started an agent that the program did not start itself."""
    return RUN if run_socket() else ENVIRONMENT


def run_socket() -> str:
    """The socket on which `milvus-tui run` or `check` listens for this process; empty for none."""
    return os.environ.get(RUN_VARIABLE, "")


def probe() -> bool:
    return os.environ.get(PROBE, "") not in ("", "0")


def interval() -> float:
    """Seconds between two scans."""
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

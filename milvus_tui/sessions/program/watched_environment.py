"""The environment of a program that is watched, so that every Python in it has an agent."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from milvus_tui import wire

if TYPE_CHECKING:
    from collections.abc import Mapping

BOOTSTRAP = Path(__file__).parent.parent.parent / "agent" / "watch" / "bootstrap"
"""A directory that holds `sitecustomize.py`, and nothing else that could be imported."""


@dataclass(frozen=True, slots=True)
class WatchSettings:
    """How programs are watched; see `agent.watch.settings`."""

    probe: bool = False
    """Whether their agents call `list_collections` at an interval."""
    interval: float = 1.0
    """Seconds between two looks."""
    timeout: float = 3.0
    """Seconds that a probe may take."""


def environment(base: Mapping[str, str], waiting: Path, how: WatchSettings) -> dict[str, str]:
    """What is added to an environment; everything else in it stays as it is.

    Args:
        base: the environment of the program without us.
        waiting: the socket on which its agents are waited for.
        how: told to the agents.
    """
    before = base.get("PYTHONPATH")
    # An empty one means nothing to Python, but an empty entry means the working directory.
    path = f"{BOOTSTRAP}{os.pathsep}{before}" if before else str(BOOTSTRAP)
    return {
        **base,
        "PYTHONPATH": path,
        wire.RUN_VARIABLE: str(waiting),
        "MILVUS_TUI_PROBE": "1" if how.probe else "0",
        "MILVUS_TUI_INTERVAL": f"{how.interval:g}",
        "MILVUS_TUI_TIMEOUT": f"{how.timeout:g}",
    }

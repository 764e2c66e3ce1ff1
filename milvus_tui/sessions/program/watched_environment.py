"""The environment variables of a watched program: they start an agent in every Python."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from milvus_tui import wire

if TYPE_CHECKING:
    from collections.abc import Mapping

BOOTSTRAP = Path(__file__).parent.parent.parent / "agent" / "watch" / "bootstrap"
"""A directory that holds `sitecustomize.py` and no other module."""


@dataclass(frozen=True, slots=True)
class WatchSettings:
    """How agents watch a program; see `agent.watch.settings`."""

    probe: bool = False
    """Whether the agents probe: call `list_collections` at an interval."""
    interval: float = 1.0
    """Seconds between two scans of a process."""
    timeout: float = 3.0
    """Seconds after which a probe counts as timed out."""


def environment(base: Mapping[str, str], listener: Path, settings: WatchSettings) -> dict[str, str]:
    """An environment with the variables of the agent added; all others keep their value.

    Args:
        base: the environment of the program if it was not watched.
        listener: the socket that the agents connect to.
        settings: the settings of the agents.
    """
    own = base.get("PYTHONPATH")
    # Python ignores an empty PYTHONPATH, but takes an empty entry as the working directory.
    path = f"{BOOTSTRAP}{os.pathsep}{own}" if own else str(BOOTSTRAP)
    return {
        **base,
        "PYTHONPATH": path,
        wire.RUN_VARIABLE: str(listener),
        "MILVUS_TUI_PROBE": "1" if settings.probe else "0",
        "MILVUS_TUI_INTERVAL": f"{settings.interval:g}",
        "MILVUS_TUI_TIMEOUT": f"{settings.timeout:g}",
    }

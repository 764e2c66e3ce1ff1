"""The directory in which the agents of a user listen.

Standard library and Python 3.8 syntax only.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

RUN_VARIABLE = "MILVUS_TUI_RUN"
"""Environment variable: the socket on which `milvus-tui run` listens for the agents it starts."""


def runtime_dir() -> Path:
    """The directory of the agents' sockets; the same for every process of this user.

    `MILVUS_TUI_RUNTIME_DIR` overrides the default. The path of a Unix socket may have about 100
    bytes, so the default outside of `XDG_RUNTIME_DIR` is short. It contains the user id.
    """
    own = os.environ.get("MILVUS_TUI_RUNTIME_DIR")
    if own:
        return Path(own)
    base = os.environ.get("XDG_RUNTIME_DIR")
    if base and sys.platform != "darwin" and os.path.isdir(base):
        return Path(base) / "milvus-tui"
    import tempfile  # slower to import than this module, and seldom needed

    return Path(tempfile.gettempdir()) / f"milvus-tui-{os.getuid()}"

"""A Milvus 2.3.5 standalone server, which checks logins: from the PyPI package `milvus`."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from milvus_tui.sessions.child_process import ChildProcess, Message

if TYPE_CHECKING:
    from collections.abc import Callable

SCRIPT = Path(__file__).with_name("standalone_main.py")

START_SECONDS = 150.0
"""How long a start may take; some seconds on a fast machine."""

USER, PASSWORD = "root", "Milvus"
"""The login that a new server has."""

MISSING = (
    "a server that checks logins is needed: pip install 'milvus==2.3.5' (Linux on x86-64 only)"
)


def start(receive: Callable[[Message | None], None], *tls: Path) -> ChildProcess:
    """Start a server. It sends one message, `uri` or `failure`, and None when it has ended.

    Args:
        receive: called from another thread with each message.
        tls: the files of a certificate for `localhost` and of its key; none for no TLS.
    """
    return ChildProcess([sys.executable, SCRIPT, *tls], receive)


def is_installed() -> bool:
    """Whether the package `milvus` is installed, without an import of it."""
    return find_spec("milvus") is not None

"""The title of a program, for a person. Without arguments, which may hold secrets."""

from __future__ import annotations

import os
import sys
from typing import Any

LONGEST = 200
"""Most characters of a title."""


def title() -> str:
    """`python app.py`, `python -m package` or `uvicorn`, followed by a worker process's name."""
    name = _program(sys.argv[0] if sys.argv else "")
    process: Any = sys.modules.get("multiprocessing.process")
    worker = process.current_process().name if process is not None else "MainProcess"
    return f"{name} ({worker})"[:LONGEST] if worker != "MainProcess" else name[:LONGEST]


def _program(path: str) -> str:
    folder, base = os.path.split(path)
    if base == "__main__.py":
        return f"python -m {_module(folder)}"
    if base.endswith(".py") or base == "-c":
        return f"python {base}"
    return base if base and base != "-" else "python"


def _module(folder: str) -> str:
    """The dotted name of a package by its folder."""
    package: Any = getattr(sys.modules.get("__main__"), "__package__", None)
    return str(package or os.path.basename(folder))

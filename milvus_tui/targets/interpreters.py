"""Interpreters that a target can run in: any Python 3.8 or later that has a pymilvus."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

CHECK_SECONDS = 20.0

OLDEST_PYTHON = (3, 8)
OLDEST_PYMILVUS = (2, 4)

_ASK = """
import json, sys
from importlib import metadata
try:
    release = metadata.version("pymilvus")
except Exception:
    release = ""
print(json.dumps([list(sys.version_info[:2]), release]))
"""


def own_pymilvus() -> str:
    """The release beside this dashboard, without importing it; empty for none."""
    try:
        return version("pymilvus")
    except PackageNotFoundError:
        return ""


def find(path: Path | None) -> Path:
    """The interpreter to run a target in; None is the dashboard's own.

    A directory is taken for a virtual environment.

    Raises:
        ValueError: it does not run or cannot hold a target; one line says why and what to do.
    """
    if path is None:
        if not own_pymilvus():
            raise ValueError("pymilvus is not installed: pip install 'milvus-tui[lab]'")
        return Path(sys.executable)
    # Not resolved: a virtual environment's python is a link, and where it is matters.
    python = path / "bin" / "python" if path.is_dir() else path
    python = python.absolute()
    found, release = _ask(python)
    if found < OLDEST_PYTHON:
        raise ValueError(f"{python} is Python {found[0]}.{found[1]}: a target needs 3.8 or later")
    if not release:
        raise ValueError(f"{python} has no pymilvus: {python} -m pip install pymilvus")
    if tuple(int(part) for part in release.split(".")[:2] if part.isdigit()) < OLDEST_PYMILVUS:
        raise ValueError(f"{python} has pymilvus {release}: a target needs 2.4 or later")
    return python


def _ask(python: Path) -> tuple[tuple[int, ...], str]:
    try:
        done = subprocess.run(
            [python, "-c", _ASK],
            capture_output=True,
            stdin=subprocess.DEVNULL,
            timeout=CHECK_SECONDS,
            check=True,
        )
        numbers, release = json.loads(done.stdout)
        return tuple(numbers), str(release)
    except OSError as error:
        raise ValueError(f"{python} cannot be run: {error.strerror}") from error
    except (subprocess.SubprocessError, ValueError, TypeError) as error:
        raise ValueError(f"{python} is not a Python that works") from error

"""Interpreters that can run a target: any Python 3.8 or later that has pymilvus 2.4 or later."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

CHECK_SECONDS = 20.0
"""How long an interpreter may take to print its versions."""

OLDEST_PYTHON = (3, 8)
OLDEST_PYMILVUS = (2, 4)

_PRINT_VERSIONS = """
import json, sys
from importlib import metadata
def version(package):
    try:
        return metadata.version(package)
    except Exception:
        return ""
print(json.dumps([list(sys.version_info[:2]), version("pymilvus"), version("milvus-lite")]))
"""


def own(package: str) -> str:
    """The version of a package beside the dashboard, without an import; empty if it is missing."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def find(path: Path | None, *, for_file: bool = False) -> Path:
    """The interpreter that runs a target.

    Args:
        path: an interpreter or a virtual environment; None is the dashboard's own.
        for_file: whether the target's clients open a file, which needs Milvus Lite.

    Raises:
        ValueError: it cannot run a target; one line says why and what to do.
    """
    if path is None:
        for package in ("pymilvus", "milvus_lite") if for_file else ("pymilvus",):
            if find_spec(package) is None:
                name = package.replace("_", "-")
                raise ValueError(f"{name} is not installed: pip install {name}")
        return Path(sys.executable)
    # Not resolved: the python of a virtual environment is a link, and its place matters.
    python = path / "bin" / "python" if path.is_dir() else path
    python = python.absolute()
    found, pymilvus, milvus_lite = _versions(python)
    if found < OLDEST_PYTHON:
        raise ValueError(f"{python} is Python {found[0]}.{found[1]}: a target needs 3.8 or later")
    if not pymilvus:
        raise ValueError(f"{python} has no pymilvus: {python} -m pip install pymilvus")
    if tuple(int(part) for part in pymilvus.split(".")[:2] if part.isdigit()) < OLDEST_PYMILVUS:
        raise ValueError(f"{python} has pymilvus {pymilvus}: a target needs 2.4 or later")
    if for_file and not milvus_lite:
        raise ValueError(
            f"{python} has no milvus-lite, which a .db file needs: {python} -m pip install"
            " milvus-lite"
        )
    return python


def _versions(python: Path) -> tuple[tuple[int, ...], str, str]:
    """The versions of Python, pymilvus and Milvus Lite; empty for a missing package."""
    try:
        done = subprocess.run(
            [python, "-c", _PRINT_VERSIONS],
            capture_output=True,
            stdin=subprocess.DEVNULL,
            timeout=CHECK_SECONDS,
            check=True,
        )
        numbers, pymilvus, milvus_lite = json.loads(done.stdout)
        return tuple(numbers), str(pymilvus), str(milvus_lite)
    except OSError as error:
        raise ValueError(f"{python} cannot be run: {error.strerror}") from error
    except (subprocess.SubprocessError, ValueError, TypeError) as error:
        raise ValueError(f"{python} is not a working Python") from error

"""Environments with packages from PyPI, in versions that work together."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from milvus_tui.sessions.releases import release_environments

REQUIREMENTS = Path(__file__).with_name("requirements")

PYTHON = release_environments.OLD_PYTHON


def python_of(name: str, requirements: Path = REQUIREMENTS) -> Path:
    """The Python of the environment that a file of a folder of requirements describes.

    It is made at the first time, which takes some seconds and a network, and kept beside those of
    the releases of pymilvus.

    Raises:
        RuntimeError: it cannot be made; says what uv says.
    """
    wanted = requirements / f"{name}.txt"
    mark = hashlib.sha256(wanted.read_bytes()).hexdigest()[:8]
    where = release_environments.folder() / f"{name}-{mark}"
    if where.exists():
        return where / "bin" / "python"
    part = where.with_name(f"{where.name}.part")
    part.parent.mkdir(parents=True, exist_ok=True)
    with where.with_name(f"{where.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if where.exists():  # another process of the tests made it meanwhile
            return where / "bin" / "python"
        _uv("venv", "--clear", "--no-project", "--python", PYTHON, str(part))
        options = ("--no-deps", "--only-binary", ":all:", "--python", str(part / "bin/python"))
        _uv("pip", "install", *options, "--requirement", str(wanted))
        shutil.rmtree(where, ignore_errors=True)
        part.rename(where)
    return where / "bin" / "python"


_INHERITED = dict(os.environ)
"""Taken once: pytest changes `os.environ` while threads of the tests start programs."""


def environment() -> dict[str, str]:
    """An environment that keeps its bytecode: without it each start takes seconds longer.

    Nor does it have pytest-xdist's COLUMNS, at which `ps` cuts its lines.
    """
    left_out = ("PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX", "COLUMNS", "LINES")
    return {name: value for name, value in _INHERITED.items() if name not in left_out}


def _uv(*arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "uv", *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=release_environments.folder(),
        env={**environment(), "NO_COLOR": "1"},
    )
    if done.returncode:
        raise RuntimeError(done.stderr)

"""Interpreters with any release of pymilvus, in environments that uv makes once and keeps."""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import shutil
import subprocess
import sys
import threading
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from milvus_tui.sessions.releases import interpreters

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

INSTALLED = "installed"
"""The release that the dashboard's own interpreter has."""

FOLDER_VARIABLE = "MILVUS_TUI_RELEASES"
"""Environment variable: where the environments are kept, if not in the user's cache."""

EXTRA = "pip install 'milvus-tui[releases]'"

POLL_SECONDS = 0.1
"""How soon an installation ends that nobody waits for any more."""

_LINES = {
    "2.4": range(16),
    "2.5": range(19),
    "2.6": range(18),
    "3.0": range(3),
}
KNOWN = tuple(f"{line}.{patch}" for line, patches in _LINES.items() for patch in patches)
"""Every release from 2.4.0 on that there was when this was written, oldest first."""

REPRESENTATIVES = (
    "2.4.15",
    "2.5.11",
    "2.5.12",
    "2.5.18",
    "2.6.6",
    "2.6.9",
    "2.6.10",
    "2.6.17",
    "3.0.2",
)
"""Releases that stand for every generation of pymilvus's connections, oldest first."""

OLD_PYTHON = "3.11"
"""The Python that every release has wheels for; uv finds one, or fetches it."""

_PKG_RESOURCES = "setuptools<81"  # later ones lack what these, or their Milvus Lite, import
_WITH = {
    "2.4.": (_PKG_RESOURCES, "marshmallow<4"),  # later ones lack what their environs wants
    "2.5.": (_PKG_RESOURCES,),
    "2.6.": (_PKG_RESOURCES,),
}
"""What a release needs and does not ask for, by the beginning of its version."""

_SHAPE = re.compile(r"(\d+)\.(\d+)\.(\d+)((?:a|b|rc|\.post|\.dev)\d+)?", re.ASCII)

# What uv says, and what it means. Its line is long, wrapped, and not for users of this program.
_MEANINGS = (
    (r"no version of pymilvus|pymilvus was not found in the package registry", "missing"),
    (r"no usable wheels|no wheels|--no-build", "wheel"),
    (r"error sending request|Failed to fetch|Request failed|dns error|connect error", "network"),
)


class ReleaseError(ValueError):
    """Why there is no interpreter with a release, and what to do; one line."""


class _NoWheel(ReleaseError):
    """A package that the release needs has no wheel for some Python."""


class Stopped(Exception):
    """The one who asked for an interpreter does not want it any more."""


def check(release: str) -> None:
    """Refuse at once what can be no release, without asking anybody.

    Raises:
        ReleaseError: it is neither `installed` nor a version from 2.4.0 on, or uv is missing.
    """
    if is_own(release):
        if find_spec("pymilvus") is None:
            raise ReleaseError("pymilvus is not installed: pip install 'milvus-tui[lab]'")
        return
    shape = _SHAPE.fullmatch(release)
    if shape is None:
        raise ReleaseError(
            f"{release!r} is no release of pymilvus: give one such as {KNOWN[-1]}, or {INSTALLED}"
        )
    if (int(shape[1]), int(shape[2])) < interpreters.OLDEST_PYMILVUS:
        raise ReleaseError(f"pymilvus {release} is too old: a target needs 2.4 or later")
    _uv()
    folder()


def is_own(release: str) -> bool:
    """Whether it is the release beside the dashboard."""
    return release in (INSTALLED, interpreters.own("pymilvus"))


def folder() -> Path:
    """Where the environments are kept.

    Raises:
        ReleaseError: `platformdirs` is missing.
    """
    if given := os.environ.get(FOLDER_VARIABLE):
        return Path(given)
    try:
        from platformdirs import user_cache_dir
    except ImportError as error:
        raise ReleaseError(f"platformdirs is not installed: {EXTRA}") from error
    return Path(user_cache_dir("milvus-tui", appauthor=False), "releases")


def python_for(
    release: str,
    tell: Callable[[str], None] = lambda _: None,
    stop: threading.Event | None = None,
) -> Path:
    """An interpreter that has this release of pymilvus, and nothing of ours.

    It is made at the first time, which takes some seconds and a network, and kept. Blocks.

    Args:
        release: such as `2.6.6`, or `installed` for the dashboard's own interpreter.
        tell: is told what is being waited for: `installing pymilvus 2.6.6`.
        stop: once it is set, what was begun is ended and cleared away.

    Raises:
        ReleaseError: there is none; one line says why and what to do.
        Stopped: `stop` was set.
    """
    check(release)
    if is_own(release):
        return Path(sys.executable)
    where = folder() / f"{release}-{sys.implementation.cache_tag}"
    python = where / "bin" / "python"
    if python.exists():
        return python
    stop = stop or threading.Event()
    try:
        where.parent.mkdir(parents=True, exist_ok=True)
        tell(f"installing pymilvus {release}")
        with _lock(where.with_name(f"{where.name}.lock"), stop):
            if not python.exists():  # else another process made it meanwhile
                _make(where, release, stop)
    except OSError as error:
        raise ReleaseError(
            f"pymilvus {release} cannot be installed in {where.parent}: {error.strerror}"
        ) from error
    return python


def _make(where: Path, release: str, stop: threading.Event) -> None:
    """Make an environment, and move it into place when it is complete."""
    part = where.with_name(f"{where.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    wanted = [f"pymilvus=={release}", *_WITH.get(release[:4], ())]
    try:
        try:
            _install(part, sys.executable, release, wanted, stop)
        except _NoWheel:
            _install(part, OLD_PYTHON, release, wanted, stop)
        shutil.rmtree(where, ignore_errors=True)  # one whose Python was uninstalled
        part.rename(where)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _install(
    part: Path, python: str, release: str, wanted: Sequence[str], stop: threading.Event
) -> None:
    uv, inside = _uv(), str(part / "bin" / "python")
    _run(release, stop, *uv, "venv", "--clear", "--no-project", "--python", python, str(part))
    # Only wheels: building grpcio takes a quarter of an hour, if it ends well.
    pip = (*uv, "pip", "install", "--only-binary", ":all:", "--python", inside)
    _run(release, stop, *pip, *wanted)
    # Proves that it can be imported, and leaves the bytecode, without which each start would
    # take two seconds longer.
    _run(release, stop, inside, "-c", "import pymilvus")


def _uv() -> list[str]:
    """The command that runs uv: ours, else the user's."""
    if find_spec("uv") is not None:
        return [sys.executable, "-m", "uv"]
    if found := shutil.which("uv"):
        return [found]
    raise ReleaseError(f"uv is not installed, which installs other releases of pymilvus: {EXTRA}")


def _run(release: str, stop: threading.Event, *command: str) -> None:
    # In the cache's folder, so that no project around decides what is installed. In a session of
    # its own, so that Ctrl+C reaches the dashboard only, which then ends it in order.
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        cwd=folder(),
        start_new_session=True,
        text=True,
        errors="replace",
        env=_environment(),
    )
    with process:
        while True:
            try:
                _, said = process.communicate(timeout=POLL_SECONDS)
                break
            except subprocess.TimeoutExpired:
                if stop.is_set():
                    process.kill()
                    raise Stopped from None
            except BaseException:
                process.kill()
                raise
    if process.returncode:
        raise _error(release, said)


def _environment() -> dict[str, str]:
    left_out = ("PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX")
    kept = {name: value for name, value in os.environ.items() if name not in left_out}
    return {**kept, "NO_COLOR": "1", "UV_NO_PROGRESS": "1"}


def _error(release: str, said: str) -> ReleaseError:
    """What uv wrote, in one line."""
    text = " ".join(said.split())
    meaning = next((word for shape, word in _MEANINGS if re.search(shape, text)), "")
    cannot = f"pymilvus {release} cannot be installed"
    if meaning == "missing":
        return ReleaseError(f"there is no pymilvus {release}: its history on PyPI lists them all")
    if meaning == "wheel":
        version = ".".join(str(number) for number in sys.version_info[:2])
        return _NoWheel(
            f"{cannot}: it needs a package without a wheel for this machine, neither for Python"
            f" {version} nor {OLD_PYTHON}"
        )
    if meaning == "network":
        return ReleaseError(f"{cannot}: the package index cannot be reached ({_cause(said)})")
    if text.startswith("Traceback"):
        text = said.strip().splitlines()[-1]  # of the import that has to work
    masked = re.sub(r"//[^/\s@]*@", "//••••@", text)
    return ReleaseError(f"{cannot}: {masked[-300:]}")


def _cause(said: str) -> str:
    """The innermost of the causes that uv lists."""
    causes = re.findall(r"^\s*(?:caused by|cause):\s*(.+)$", said, re.IGNORECASE | re.MULTILINE)
    return str(causes[-1]) if causes else "no network"


@contextlib.contextmanager
def _lock(path: Path, stop: threading.Event) -> Iterator[None]:
    """Hold a lock against other processes and threads; it ends with the process."""
    with path.open("w") as file:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if stop.wait(POLL_SECONDS):
                    raise Stopped from None
        yield

"""Interpreters with any release of pymilvus, in environments that uv creates once."""

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
"""The name of the release that the dashboard's own interpreter has."""

FOLDER_VARIABLE = "MILVUS_TUI_RELEASES"
"""Environment variable: the folder of the environments, if it is not in the user's cache."""

INSTALL_HINT = "pip install uv platformdirs"

POLL_SECONDS = 0.1
"""Seconds between two checks whether an installation is still wanted."""

_PATCHES = {
    "2.4": range(16),
    "2.5": range(19),
    "2.6": range(18),
    "3.0": range(3),
}
KNOWN = tuple(f"{minor}.{patch}" for minor, patches in _PATCHES.items() for patch in patches)
"""Every release from 2.4.0 on that existed when this was written, oldest first."""

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
"""Releases that represent each generation of pymilvus's connections, oldest first."""

OLD_PYTHON = "3.11"
"""The Python that every release has wheels for; uv finds it or downloads it."""

_PKG_RESOURCES = "setuptools<81"  # later ones lack a module that pymilvus or Milvus Lite imports
_MISSING_REQUIREMENTS = {
    "2.4.": (_PKG_RESOURCES, "marshmallow<4"),  # later ones lack a name that environs imports
    "2.5.": (_PKG_RESOURCES,),
    "2.6.": (_PKG_RESOURCES,),
}
"""Requirements that a release needs and does not declare, by the beginning of its version."""

_VERSION = re.compile(r"(\d+)\.(\d+)\.(\d+)((?:a|b|rc|\.post|\.dev)\d+)?", re.ASCII)

# Patterns of uv's errors. The errors are long and wrapped, and say nothing to our users.
_CAUSES = (
    (r"no version of pymilvus|pymilvus was not found in the package registry", "missing"),
    (r"no usable wheels|no wheels|--no-build", "wheel"),
    (r"error sending request|Failed to fetch|Request failed|dns error|connect error", "network"),
)


class ReleaseError(ValueError):
    """Why no interpreter has the release, and what to do; one line."""


class _NoWheel(ReleaseError):
    """A package that the release needs has no wheel for the Python that was tried."""


class InstallationStopped(Exception):
    """The caller set `stop`: the interpreter is no longer needed."""


def check(release: str) -> None:
    """Check at once, without a network, whether a text can be a release.

    Raises:
        ReleaseError: the text is neither `installed` nor a version from 2.4.0 on, or uv is missing.
    """
    if is_own(release):
        if find_spec("pymilvus") is None:
            raise ReleaseError("pymilvus is not installed: pip install pymilvus")
        return
    version = _VERSION.fullmatch(release)
    if version is None:
        raise ReleaseError(
            f"{release!r} is no release of pymilvus: give one such as {KNOWN[-1]}, or {INSTALLED}"
        )
    if (int(version[1]), int(version[2])) < interpreters.OLDEST_PYMILVUS:
        raise ReleaseError(f"pymilvus {release} is too old: a target needs 2.4 or later")
    _uv()
    folder()


def is_own(release: str) -> bool:
    """Whether the dashboard's own interpreter has this release."""
    return release in (INSTALLED, interpreters.own("pymilvus"))


def folder() -> Path:
    """The folder of the environments.

    Raises:
        ReleaseError: `platformdirs` is missing.
    """
    if given := os.environ.get(FOLDER_VARIABLE):
        return Path(given)
    try:
        from platformdirs import user_cache_dir
    except ImportError as error:
        raise ReleaseError(f"platformdirs is not installed: {INSTALL_HINT}") from error
    return Path(user_cache_dir("milvus-tui", appauthor=False), "releases")


def python_for(
    release: str,
    report: Callable[[str], None] = lambda _: None,
    stop: threading.Event | None = None,
) -> Path:
    """An interpreter that has this release of pymilvus, and no package of the dashboard.

    The first call for a release creates its environment, which takes some seconds and a network.
    Blocks.

    Args:
        release: such as `2.6.6`, or `installed` for the dashboard's own interpreter.
        report: called with what is in progress: `installing pymilvus 2.6.6`.
        stop: once it is set, the installation ends and its files are removed.

    Raises:
        ReleaseError: no interpreter can be had; one line says why and what to do.
        InstallationStopped: `stop` was set.
    """
    check(release)
    if is_own(release):
        return Path(sys.executable)
    environment = folder() / f"{release}-{sys.implementation.cache_tag}"
    python = environment / "bin" / "python"
    if python.exists():
        return python
    stop = stop or threading.Event()
    try:
        environment.parent.mkdir(parents=True, exist_ok=True)
        report(f"installing pymilvus {release}")
        with _lock(environment.with_name(f"{environment.name}.lock"), stop):
            if not python.exists():  # otherwise another process has created it
                _create(environment, release, stop)
    except OSError as error:
        raise ReleaseError(
            f"pymilvus {release} cannot be installed in {environment.parent}: {error.strerror}"
        ) from error
    return python


def _create(environment: Path, release: str, stop: threading.Event) -> None:
    """Create an environment, and move it into place when it is complete."""
    part = environment.with_name(f"{environment.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    wanted = [f"pymilvus=={release}", *_MISSING_REQUIREMENTS.get(release[:4], ())]
    try:
        try:
            _install(part, sys.executable, release, wanted, stop)
        except _NoWheel:
            _install(part, OLD_PYTHON, release, wanted, stop)
        shutil.rmtree(environment, ignore_errors=True)  # its Python was uninstalled
        part.rename(environment)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _install(
    part: Path, python: str, release: str, wanted: Sequence[str], stop: threading.Event
) -> None:
    uv, inside = _uv(), str(part / "bin" / "python")
    _run(release, stop, *uv, "venv", "--clear", "--no-project", "--python", python, str(part))
    # Only wheels: a build of grpcio takes a quarter of an hour, if it succeeds.
    pip = (*uv, "pip", "install", "--only-binary", ":all:", "--python", inside)
    _run(release, stop, *pip, *wanted)
    # Proves that pymilvus can be imported, and writes the bytecode: without it, each start
    # would take two seconds longer.
    _run(release, stop, inside, "-c", "import pymilvus")


def _uv() -> list[str]:
    """The command that runs uv: the package beside the dashboard, else the user's."""
    if find_spec("uv") is not None:
        return [sys.executable, "-m", "uv"]
    if found := shutil.which("uv"):
        return [found]
    raise ReleaseError(
        f"uv is not installed; it is needed to install other releases of pymilvus: {INSTALL_HINT}"
    )


def _run(release: str, stop: threading.Event, *command: str) -> None:
    # In the cache's folder, so that no project file changes what uv installs. In a new session
    # (`setsid`), so that Ctrl+C reaches the dashboard only, which then ends uv in order.
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        cwd=folder(),
        start_new_session=True,
        text=True,
        errors="replace",
        env=_uv_environment(),
    )
    with process:
        while True:
            try:
                _, errors = process.communicate(timeout=POLL_SECONDS)
                break
            except subprocess.TimeoutExpired:
                if stop.is_set():
                    process.kill()
                    raise InstallationStopped from None
            except BaseException:
                process.kill()
                raise
    if process.returncode:
        raise _error(release, errors)


def _uv_environment() -> dict[str, str]:
    removed = ("PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX")
    kept = {name: value for name, value in os.environ.items() if name not in removed}
    return {**kept, "NO_COLOR": "1", "UV_NO_PROGRESS": "1"}


def _error(release: str, errors: str) -> ReleaseError:
    """The error that uv printed, as one line."""
    text = " ".join(errors.split())
    cause = next((name for pattern, name in _CAUSES if re.search(pattern, text)), "")
    cannot = f"pymilvus {release} cannot be installed"
    if cause == "missing":
        return ReleaseError(f"there is no pymilvus {release}: PyPI lists all releases")
    if cause == "wheel":
        version = ".".join(str(number) for number in sys.version_info[:2])
        return _NoWheel(
            f"{cannot}: it needs a package without a wheel for this machine, neither for Python"
            f" {version} nor {OLD_PYTHON}"
        )
    if cause == "network":
        return ReleaseError(
            f"{cannot}: the package index cannot be reached ({_innermost_cause(errors)})"
        )
    if text.startswith("Traceback"):
        text = errors.strip().splitlines()[-1]  # of the import of pymilvus
    masked = re.sub(r"//[^/\s@]*@", "//••••@", text)
    return ReleaseError(f"{cannot}: {masked[-300:]}")


def _innermost_cause(errors: str) -> str:
    """The innermost of the causes that uv lists."""
    causes = re.findall(r"^\s*(?:caused by|cause):\s*(.+)$", errors, re.IGNORECASE | re.MULTILINE)
    return str(causes[-1]) if causes else "no network"


@contextlib.contextmanager
def _lock(path: Path, stop: threading.Event) -> Iterator[None]:
    """Hold a lock against other processes and threads. The kernel releases it at our end."""
    with path.open("w") as file:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if stop.wait(POLL_SECONDS):
                    raise InstallationStopped from None
        yield

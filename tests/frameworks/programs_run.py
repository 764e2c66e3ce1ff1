"""Runs a program with a framework, alone and under `milvus-tui check`."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests import servers
from tests.programs import program
from tests.thirdparty import environments

if TYPE_CHECKING:
    from tests.programs.program import Program

FOLDER = Path(__file__).parent

SECONDS = 100
"""Only a program that hangs takes so long."""

TRIES = 3
"""gRPC may hang in a process that ends or forks, with or without an agent: the program then runs
anew."""

RUN_ALONE = (
    "celery_prefork", "flask_reloader", "gevent_prepared", "eventlet_patched", "gunicorn_lifespan",
    "notebook_in_kernel", "pytest_session_fixture", "uvicorn_at_import",
)  # fmt: skip
"""Programs whose output and exit code are compared with those of the program alone."""

PARTS = FOLDER / "programs" / "parts"

RUNNERS = {
    "uvicorn": (str(PARTS / "serve.py"),),
    "gunicorn": (str(PARTS / "serve.py"),),
    "notebook": (str(PARTS / "notebook.py"),),
    "pytest": (str(PARTS / "run_pytest.py"),),
}
"""What runs a program that does not run itself, by the first word of the program's name."""

_MARK = "MILVUS_TUI_TEST_RUN"
"""A variable that all processes of one run inherit, with a value of its own."""


@dataclass(frozen=True)
class Ended:
    """How a run ended."""

    output: str
    exit_code: int
    said: str
    """On standard error, by the program and the command."""
    left: tuple[str, ...]
    """Commands of the processes that still ran when it had ended."""


@dataclass(frozen=True)
class Runs:
    """What a program gave alone, and under `milvus-tui check`."""

    alone: Ended | None
    """None for a program that was not run alone: it does nothing that others do not."""
    watched: Ended
    report: dict[str, Any]


def programs() -> list[Program]:
    """The programs with a framework, by name."""
    return [program.read(path) for path in sorted((FOLDER / "programs").glob("[a-z]*.py"))]


def python_for(release: str) -> Path:
    """The Python of an environment with the frameworks and a release of pymilvus."""
    return environments.python_of(f"frameworks-pymilvus-{release}", FOLDER / "requirements")


def command_of(each: Program, uri: str) -> list[str]:
    """The command of a program."""
    python = [str(python_for(each.releases[0])), "-W", "ignore"]
    runner = RUNNERS.get(each.path.stem.partition("_")[0], ())
    return [*python, *runner, str(each.path), uri]


def run_both(each: Program, uri: str, report: Path) -> Runs:
    """Run a program under `milvus-tui check`, and some alone before."""
    command = command_of(each, uri)
    alone = run(command) if each.path.stem in RUN_ALONE else None
    check = [sys.executable, "-m", "milvus_tui", "check", "--json", str(report)]
    watched = run([*check, "--fail-on", "never", *each.options, "--", *command])
    return Runs(alone, watched, json.loads(report.read_text("utf-8")))


def run(command: list[str]) -> Ended:
    """Run a command to its end, and look for processes that it left."""
    for _ in range(TRIES - 1):
        with contextlib.suppress(subprocess.TimeoutExpired):
            return _run_once(command)
    return _run_once(command)


def _run_once(command: list[str]) -> Ended:
    mark, environment = new_mark()
    try:
        return _ended(command, mark, environment)
    except subprocess.TimeoutExpired:
        for pid in _pids_of(mark):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        raise


def _ended(command: list[str], mark: str, environment: dict[str, str]) -> Ended:
    done = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        cwd=servers.ROOT,
        env=environment,
        timeout=SECONDS,
    )
    return Ended(done.stdout, done.returncode, done.stderr, left_by(mark))


def new_mark() -> tuple[str, dict[str, str]]:
    """A mark for the processes of one run, and an environment that has it."""
    mark = uuid.uuid4().hex
    return mark, {**environments.environment(), _MARK: mark}


def left_by(mark: str) -> tuple[str, ...]:
    """The commands of the processes that have a mark; Linux tells them, others none."""
    return tuple(_read(Path(f"/proc/{pid}/cmdline")) for pid in _pids_of(mark))


def _pids_of(mark: str) -> list[int]:
    folders = [path for path in Path("/proc").glob("[0-9]*") if path.name != str(os.getpid())]
    return [int(path.name) for path in folders if mark in _read(path / "environ")]


def _read(path: Path) -> str:
    try:
        return path.read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:  # it has ended, or belongs to another user
        return ""

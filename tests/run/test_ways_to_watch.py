"""`MILVUS_TUI=1` in the environment, and an agent that cannot start."""

from __future__ import annotations

import ast
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import milvus_tui
from milvus_tui.sessions import attached_session
from milvus_tui.sessions.program.watched_environment import BOOTSTRAP, WatchSettings, environment
from tests import servers
from tests.run.conftest import PROGRAMS, SECONDS, running

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.servers import Server

WAITING = """
import sys, pymilvus
client = pymilvus.MilvusClient(sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
"""


@contextmanager
def waiting(*command: str | Path, **variables: str) -> Iterator[subprocess.Popen[str]]:
    """A program that has a client and waits."""
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **variables},
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield process
    finally:
        if process.returncode is None:
            process.communicate("end\n", timeout=SECONDS)


def only(
    until: Callable[[attached_session.FoundProcess], object] = bool,
) -> attached_session.FoundProcess:
    """The only process with an agent, once a condition on it holds."""
    end, never = time.monotonic() + SECONDS, threading.Event()
    while True:
        found = attached_session.list_agents()
        assert len(found) <= 1
        if found and until(found[0]):
            return found[0]
        assert time.monotonic() < end, f"never saw it in {found}"
        never.wait(0.05)


def run(
    *arguments: str | Path, python: str | Path = sys.executable, **variables: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [python, "-W", "ignore", *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS,
        env={**os.environ, **variables},
    )


# --- MILVUS_TUI=1 ------------------------------------------------------------------------------


def test_a_variable_is_enough_where_milvus_tui_is_installed(
    lite: Server, runtime_dir: Path
) -> None:
    with waiting(sys.executable, "-c", WAITING, lite.uri, MILVUS_TUI="1") as process:
        found = only(lambda found: found.clients)
        assert (found.target.pid, found.target.started_by) == (process.pid, "env")
        assert found.clients == 1
        assert not found.target.probes
    assert list(runtime_dir.iterdir()) == []


@pytest.mark.parametrize("value", ["", "0"])
def test_without_the_variable_nothing_of_milvus_tui_is_imported(
    value: str, runtime_dir: Path
) -> None:
    code = "import sys; print(sorted(n for n in sys.modules if n.startswith('milvus')))"
    assert run("-c", code, MILVUS_TUI=value).stdout == "[]\n"


def test_with_the_variable_nothing_starts_before_pymilvus_is_imported(runtime_dir: Path) -> None:
    code = "import os, sys, threading; print(threading.active_count(), 'typing' in sys.modules)"
    without = run("-c", code).stdout
    assert run("-c", code, MILVUS_TUI="1").stdout == without
    assert list(runtime_dir.iterdir()) == []


def test_probes_in_the_environment(lite: Server, runtime_dir: Path) -> None:
    variables = {"MILVUS_TUI": "1", "MILVUS_TUI_PROBE": "1", "MILVUS_TUI_INTERVAL": "nonsense"}
    with waiting(sys.executable, "-c", WAITING, lite.uri, **variables):
        found = only()
        assert found.target.probes
        assert found.target.interval == 1.0


def test_under_run_a_program_can_be_attached_to(lite: Server, runtime_dir: Path) -> None:
    with running(sys.executable, "-c", WAITING + "\nimport time; time.sleep(60)", lite.uri) as one:
        one.wait(lambda: any(s.clients for s in one.snapshots), "the client")
        found = only()
        assert (found.target.pid, found.target.started_by) == (one.program.pid, "run")


def test_a_program_that_calls_start_itself_has_one_agent(lite: Server, runtime_dir: Path) -> None:
    code = "import milvus_tui.agent; milvus_tui.agent.start(probe=True)" + WAITING
    with running(sys.executable, "-c", code + "\nimport time; time.sleep(60)", lite.uri) as one:
        one.wait(lambda: any(s.clients for s in one.snapshots), "the client")
        assert only().target.probes
        assert len(one.program.sessions) == 1


# --- the environment of a program --------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after"),
    [(None, ""), ("", ""), ("/a", ":/a"), (":/a", "::/a"), ("/a::/b", ":/a::/b")],
)
def test_the_users_import_path_is_kept(before: str | None, after: str) -> None:
    base = {"A": "b"} if before is None else {"A": "b", "PYTHONPATH": before}
    variables = environment(base, Path("/r/1.run"), WatchSettings(probe=True))
    assert variables.pop("PYTHONPATH") == f"{BOOTSTRAP}{after}"
    assert variables.pop("A") == "b"
    assert all(name.startswith("MILVUS_TUI_") for name in variables)
    assert [path.name for path in BOOTSTRAP.iterdir() if path.name != "__pycache__"] == [
        "sitecustomize.py"
    ]


def test_the_bootstrap_is_written_for_every_python() -> None:
    """By its syntax; `test_transparency` runs it with the interpreters of this machine."""
    tree = ast.parse((BOOTSTRAP / "sitecustomize.py").read_text())
    newer = (
        *(ast.JoinedStr, ast.AnnAssign, ast.NamedExpr, ast.AsyncFunctionDef, ast.Nonlocal),
        *(ast.Starred, ast.YieldFrom, ast.MatMult),
    )
    assert not [node for node in ast.walk(tree) if isinstance(node, newer)]
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            assert node.returns is None
            assert not node.args.kwonlyargs
            assert not any(argument.annotation for argument in node.args.args)


# --- an agent that cannot start ------------------------------------------------------------------


def with_bootstrap(**more: str) -> dict[str, str]:
    return {"PYTHONPATH": str(BOOTSTRAP), **more}


def test_no_dashboard_listens(lite: Server, runtime_dir: Path) -> None:
    done = run(PROGRAMS, "exits", lite.uri, **with_bootstrap(MILVUS_TUI_RUN="/no/such/socket"))
    assert (done.returncode, done.stdout, done.stderr) == (3, "", "")
    assert list(runtime_dir.iterdir()) == []


def test_a_dashboard_that_does_not_answer(lite: Server, runtime_dir: Path) -> None:
    """The dashboard is stopped and its queue is full: the program waits for a moment only."""
    path = runtime_dir / "full"
    with socket.socket(socket.AF_UNIX) as listener, socket.socket(socket.AF_UNIX) as first:
        listener.bind(str(path))
        listener.listen(0)
        first.connect(str(path))
        done = run(PROGRAMS, "exits", lite.uri, **with_bootstrap(MILVUS_TUI_RUN=str(path)))
    assert (done.returncode, done.stderr) == (3, "")


def test_a_dashboard_that_does_not_read(lite: Server, runtime_dir: Path) -> None:
    path = runtime_dir / "deaf"
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))
        listener.listen(8)
        done = run(PROGRAMS, "many", lite.uri, **with_bootstrap(MILVUS_TUI_RUN=str(path)))
    assert (done.returncode, done.stdout, done.stderr) == (0, "3000\n", "")


def test_a_dashboard_that_sends_garbage(lite: Server, runtime_dir: Path) -> None:
    path = runtime_dir / "mad"
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))
        listener.listen(8)
        listener.settimeout(SECONDS)
        variables = with_bootstrap(MILVUS_TUI_RUN=str(path))
        code = f"{WAITING}\nsys.exit(3)"
        command = (sys.executable, "-W", "ignore", "-c", code, lite.uri)
        with waiting(*command, **variables) as process:
            with listener.accept()[0] as peer:
                peer.settimeout(SECONDS)
                peer.sendall(b"\xff" * 1_000)
                with suppress(ConnectionResetError):
                    while peer.recv(4096):
                        pass  # until the agent disconnects
            out, errors = process.communicate("end\n", timeout=SECONDS)
    assert (process.returncode, out, errors) == (3, "", "")


@pytest.mark.parametrize("reason", ["others may enter", "not a directory", "no room for it"])
def test_a_directory_that_cannot_be_used_is_one_line(
    reason: str, lite: Server, tmp_path: Path
) -> None:
    folder = tmp_path / "r"
    if reason == "others may enter":
        folder.mkdir()
        folder.chmod(0o777)
    elif reason == "not a directory":
        folder.write_text("")
    else:
        folder = tmp_path / ("x" * 120)
    done = run(PROGRAMS, "exits", lite.uri, **with_bootstrap(MILVUS_TUI_RUNTIME_DIR=str(folder)))
    assert done.returncode == 3
    (line,) = done.stderr.splitlines()
    assert line.startswith("milvus-tui cannot watch this process: ")


@pytest.mark.parametrize(
    "broken",
    ["watch/import_path.py", "__init__.py", "core.py", "watch/watcher.py", "watch/import_hook.py"],
)
def test_an_agent_that_cannot_be_loaded_is_one_line(
    broken: str, lite: Server, runtime_dir: Path, tmp_path: Path
) -> None:
    """As with a Python that is too new for the agent, or a broken installation."""
    package = Path(milvus_tui.__file__).parent
    copy = tmp_path / "milvus_tui"
    shutil.copytree(package, copy, ignore=shutil.ignore_patterns("__pycache__", "tui"))
    (copy / "agent" / broken).write_text("raise RuntimeError('of ours')\n")
    path = str(copy / "agent" / "watch" / "bootstrap")
    python = servers.interpreter("3.0.2")  # where milvus-tui is not installed
    done = run(PROGRAMS, "exits", lite.uri, python=python, PYTHONPATH=path)
    assert done.returncode == 3
    assert done.stderr == "milvus-tui cannot watch this process: of ours\n"
    assert list(runtime_dir.iterdir()) == []


def test_the_import_of_pymilvus_fails_as_without_milvus_tui(
    tmp_path: Path, runtime_dir: Path
) -> None:
    (tmp_path / "pymilvus.py").write_text("raise RuntimeError('of its own')\n")
    code = (
        "try: import pymilvus\n"
        "except RuntimeError as error: print(error)\n"
        f"open({str(tmp_path / 'pymilvus.py')!r}, 'w').write('now = True')\n"
        "import importlib.util, sys\n"
        "spec = importlib.util.find_spec('pymilvus')\n"
        "print(type(spec.loader).__name__)\n"
        "sys.dont_write_bytecode = True\n"
    )
    done = run("-c", code, PYTHONPATH=f"{BOOTSTRAP}:{tmp_path}")
    assert done.stdout == "of its own\nSourceFileLoader\n"
    assert done.stderr == ""
    code = "import pymilvus, importlib; importlib.reload(pymilvus); print(pymilvus.__loader__)"
    watched = run("-c", code, PYTHONPATH=f"{BOOTSTRAP}:{tmp_path}").stdout.partition(" at ")
    assert watched[0] == run("-c", code, PYTHONPATH=str(tmp_path)).stdout.partition(" at ")[0]


def test_an_agent_of_another_release_is_reported(
    lite: Server, runtime_dir: Path, tmp_path: Path
) -> None:
    """The program has another milvus-tui, and has imported it before pymilvus."""
    package = Path(milvus_tui.__file__).parent
    copy = tmp_path / "milvus_tui"
    shutil.copytree(package, copy, ignore=shutil.ignore_patterns("__pycache__", "tui"))
    with (copy / "wire" / "messages.py").open("a") as wire:
        wire.write("\nPROTOCOL = 99\n")
    code = (
        f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n"
        f"import milvus_tui, pymilvus; pymilvus.MilvusClient({lite.uri!r})"
    )
    done = run("-m", "milvus_tui", "check", "--", sys.executable, "-c", code)
    assert done.returncode == 0
    said = " ".join(done.stderr.split())
    assert "a process that was not seen: the target's agent is milvus-tui" in said
    assert "protocol 99" in said

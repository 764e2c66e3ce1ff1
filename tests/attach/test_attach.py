"""A program is watched: the viewer sees what the program does, and the program stays the same."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from milvus_tui.sessions import attached_session
from tests import servers

SECONDS = 60.0
"""How long a test waits for a condition; far longer than needed."""

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from milvus_tui.model.snapshot import Snapshot
    from tests.servers import Server

PROGRAM = Path(__file__).with_name("program.py")


@pytest.fixture(autouse=True)
def every_agent_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for the answer of every agent, however late."""
    monkeypatch.setattr(attached_session, "ANSWER_SECONDS", SECONDS)


class Program:
    """The running program."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.pid = process.pid

    def read(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def send(self, order: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(order + "\n")
        self.process.stdin.flush()

    def ask(self, order: str) -> str:
        self.send(order)
        return self.read()


@contextmanager
def program(
    uri: str, when: str = "first", probe: str = "", release: str = "2.6.6"
) -> Iterator[Program]:
    process = subprocess.Popen(
        [servers.interpreter(release), "-W", "ignore", PROGRAM, uri, when, probe],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(servers.ROOT)},
    )
    running = Program(process)
    try:
        assert running.read() == "ready"
        yield running
    finally:
        process.communicate(timeout=SECONDS)


class Viewer:
    """A dashboard's session with the program, without its screen."""

    def __init__(self, pid: int) -> None:
        self._change = threading.Condition()
        self.session = attached_session.AttachedSession(listening(pid))
        self.session.listen(self._changed)
        self.session.start()

    def _changed(self) -> None:
        with self._change:
            self._change.notify_all()

    @property
    def snapshot(self) -> Snapshot:
        return self.session.snapshot

    def wait(self, until: Callable[[], object], what: str) -> None:
        with self._change:
            assert self._change.wait_for(until, timeout=SECONDS), f"never saw {what}"

    def event(self, text: str) -> None:
        """Wait for an event that contains a text."""
        self.wait(lambda: any(text in event.text for event in self.snapshot.events.values()), text)


def listening(pid: int) -> Path:
    """The socket of a process, once it exists: a forked child opens it at its first use."""
    end, never = time.monotonic() + SECONDS, threading.Event()
    while True:
        try:
            return attached_session.find_socket(pid)
        except attached_session.NoTarget:
            assert time.monotonic() < end, f"process {pid} never listened"
            never.wait(0.05)


@contextmanager
def viewer(pid: int) -> Iterator[Viewer]:
    watching = Viewer(pid)
    try:
        yield watching
    finally:
        watching.session.stop()


@pytest.mark.parametrize("release", ["2.4.15", "2.6.6", "3.0.2"])
def test_the_viewer_sees_what_the_program_does(
    release: str, lite: Server, runtime_dir: Path
) -> None:
    with program(lite.uri, release=release) as run, viewer(run.pid) as view:
        assert run.ask("make w") == "done"
        view.wait(lambda: len(view.snapshot.clients) == 3, "three clients")
        target = view.snapshot.target[0]
        assert (target.pid, target.pymilvus, target.lab) == (run.pid, release, False)
        assert all(row.site.startswith("program.py:") for row in view.snapshot.clients.values())
        assert run.ask("close 0") == "done"
        view.event("c1.close() from program.py:")
        assert run.ask("list 2" if release != "2.6.6" else "make w").startswith(("[", "done"))
    assert list(runtime_dir.iterdir()) == []


def test_clients_from_before_the_agent(lite: Server, runtime_dir: Path) -> None:
    with program(lite.uri, when="late") as run, viewer(run.pid) as view:
        view.wait(lambda: view.snapshot.clients, "the early client")
        assert view.snapshot.clients[1].site == "before milvus-tui started"
        run.ask("make early")
        view.wait(lambda: len(view.snapshot.clients) == 4, "the others")
        assert len({row.alias for row in view.snapshot.clients.values()}) == 1
        run.ask("close 0")
        view.event("broke c2 … c4 (3)")


def test_a_program_is_watched_not_touched(lite: Server, runtime_dir: Path) -> None:
    with program(lite.uri) as run, viewer(run.pid) as view:
        run.ask("make x")
        view.wait(lambda: len(view.snapshot.clients) == 3, "the clients")
        for command in ("spawn", "close", "drop", "start_threads", "probe", "pause", "end"):
            reply = view.session.call(command).result(SECONDS)
            assert not reply.ok
            assert "watched, not touched" in reply.text
        assert run.ask("list 0") == "[]"
        assert view.snapshot.verdicts == {}, "without probes the program makes the only calls"


def test_probes_can_be_turned_on(lite: Server, runtime_dir: Path) -> None:
    with program(lite.uri, probe="probe") as run, viewer(run.pid) as view:
        run.ask("make y")
        view.wait(lambda: view.snapshot.verdicts, "a verdict")
        assert view.session.call("pause", on=True).result(SECONDS).ok
        view.wait(lambda: view.snapshot.target[0].paused, "the pause")
        run.ask("close 0")
        view.event("broke c2, c3")


def test_a_viewer_that_reconnects_sees_everything(lite: Server, runtime_dir: Path) -> None:
    with program(lite.uri) as run:
        with viewer(run.pid) as first, viewer(run.pid) as second:
            run.ask("make z")
            for view in (first, second):
                view.wait(lambda view=view: len(view.snapshot.clients) == 3, "the clients")  # type: ignore[misc]
        run.ask("close 0")
        with viewer(run.pid) as back:
            back.event("c1.close() from program.py")
            assert len(back.snapshot.clients) == 3


def test_a_forked_child_is_a_separate_target(lite: Server, runtime_dir: Path) -> None:
    """The parent has no connection yet at the fork: gRPC may fail in the child of a later fork."""
    with program(lite.uri) as run, viewer(run.pid) as parent:
        child = int(run.ask("fork").removeprefix("child "))
        with viewer(child) as view:
            view.wait(lambda: view.snapshot.clients, "the child's client")
            (row,) = view.snapshot.clients.values()
            assert row.login == "child"
            assert view.snapshot.target[0].pid == child
        assert [found.target.pid for found in attached_session.list_agents()] == sorted(
            [run.pid, child]
        )
        assert run.ask("end") == "forked"
        assert parent.session.failure is None
        assert [found.target.pid for found in attached_session.list_agents()] == [run.pid]
        run.ask("make more")
        parent.wait(lambda: len(parent.snapshot.clients) == 3, "the parent's new clients")
    assert list(runtime_dir.iterdir()) == []


def test_stop_undoes_everything(lite: Server, runtime_dir: Path) -> None:
    with program(lite.uri) as run, viewer(run.pid) as view:
        run.ask("make s")
        run.ask("stop")
        view.wait(lambda: view.session.failure, "the end of watching")
        assert list(runtime_dir.iterdir()) == []
        run.ask("make s")
        assert run.ask("list 4") == "[]"


def test_a_program_that_is_killed_leaves_its_last_state(lite: Server, runtime_dir: Path) -> None:
    with program(lite.uri) as run, viewer(run.pid) as view:
        run.ask("make k")
        view.wait(lambda: len(view.snapshot.clients) == 3, "the clients")
        os.kill(run.pid, signal.SIGKILL)
        view.wait(lambda: view.session.failure, "the loss")
        assert len(view.snapshot.clients) == 3
        run.process.wait(SECONDS)
        assert attached_session.list_agents() == []
        assert list(runtime_dir.iterdir()) == [], "another process removes the socket file"


# --- the commands ----------------------------------------------------------------------------


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "milvus_tui", *arguments],
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
        cwd=servers.ROOT,
    )


def test_ps_lists_the_processes_with_an_agent(lite: Server, runtime_dir: Path) -> None:
    with program(lite.uri) as run, viewer(run.pid) as view:
        run.ask("make p")
        view.wait(lambda: len(view.snapshot.clients) == 3, "the clients")
        view.wait(lambda: view.snapshot.connections, "their connection")
        table = command("ps")
        assert table.returncode == 0
        head, line = table.stdout.splitlines()
        assert head.split()[0] == "PID"
        assert line.split() == [str(run.pid), "2.6.6", "3", "1", "off", "python", "program.py"]
        (row,) = json.loads(command("ps", "--json").stdout)
        assert (row["pid"], row["clients"], row["lab"]) == (run.pid, 3, False)


def test_ps_without_a_process_says_how_to_start_one(runtime_dir: Path) -> None:
    done = command("ps")
    assert (done.returncode, done.stdout) == (0, "")
    assert "milvus_tui.agent.start()" in done.stderr
    assert json.loads(command("ps", "--json").stdout) == []


@pytest.mark.parametrize(
    ("pid", "says"),
    [
        (os.getpid(), "has no agent, or has not imported pymilvus: start it with `milvus-tui run"),
        (2**22 + 1, "there is no process"),
        (None, "none of your processes has an agent"),
    ],
    ids=["no agent", "no process", "none at all"],
)
def test_a_process_that_cannot_be_attached_to_is_explained(
    pid: int | None, says: str, runtime_dir: Path
) -> None:
    with pytest.raises(attached_session.NoTarget, match=says):
        attached_session.find_socket(pid)


def test_several_processes_are_named(lite: Server, runtime_dir: Path) -> None:
    with program(lite.uri) as one, program(lite.uri) as two:
        with pytest.raises(attached_session.NoTarget) as refused:
            attached_session.find_socket(None)
        assert str(one.pid) in str(refused.value)
        assert str(two.pid) in str(refused.value)


def test_start_never_harms_the_program(tmp_path: Path) -> None:
    """A directory that is open to others is refused with one line, and the program continues."""
    tmp_path.chmod(0o777)
    code = "import milvus_tui.agent as a; a.start(); a.start(); a.stop(); a.stop(); print('on')"
    done: Any = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "MILVUS_TUI_RUNTIME_DIR": str(tmp_path)},
        cwd=servers.ROOT,
    )
    assert done.stdout == "on\n"
    assert done.stderr.count("\n") == 2
    assert "others may enter" in done.stderr

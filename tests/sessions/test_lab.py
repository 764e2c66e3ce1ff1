"""The lab with real servers: how it starts, why it fails, and that it leaves nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil
import pytest

from milvus_tui.sessions.lab_session import LabOptions, LabSession
from milvus_tui.sessions.servers.lite_main import PREFIX

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.servers import Server

SECONDS = 120
"""How long a test waits for what must happen; far longer than it takes."""

PATIENT = LabOptions(timeout=60.0)
"""For a server that answers, however slow the machine is."""


class Lab:
    """A lab session, and what tests do with it.

    Args:
        options: the options of the session.
        held_at: the beginning of a status at which the session stays until it is stopped.
    """

    def __init__(self, options: LabOptions, held_at: str = "") -> None:
        self.session = LabSession(options)
        self._held_at = held_at
        self._change = threading.Condition()
        self.statuses = [self.session.status]
        self.session.listen(self._changed)
        self.session.start()

    def _changed(self) -> None:
        with self._change:
            if self.statuses[-1] != self.session.status:
                self.statuses.append(self.session.status)
            self._change.notify_all()
        held = self._held_at and self.session.status.startswith(self._held_at)
        if held and threading.current_thread() is self.session._thread:
            self.session._stopping.wait(SECONDS)

    def wait(self, until: Callable[[LabSession], object]) -> None:
        with self._change:
            assert self._change.wait_for(lambda: until(self.session), timeout=SECONDS)

    def failure(self) -> str:
        self.wait(lambda session: session.failure)
        assert self.session.failure is not None
        assert "\n" not in self.session.failure
        return self.session.failure

    def live(self) -> None:
        self.wait(lambda session: session.failure or not session.status)
        assert self.session.failure is None

    def call(self, name: str, **args: Any) -> str:
        reply = self.session.call(name, **args).result(timeout=SECONDS)
        assert reply.ok, reply.text
        return reply.text

    @property
    def pid(self) -> int:
        return self.session.snapshot.target[0].pid


@contextmanager
def lab(options: LabOptions = PATIENT, held_at: str = "") -> Iterator[Lab]:
    before, threads_before = traces(), set(threading.enumerate())
    opened = Lab(options, held_at)
    try:
        yield opened
    finally:
        opened.session.stop()
    assert traces() - before == set()
    for thread in set(threading.enumerate()) - threads_before:
        thread.join(SECONDS)
        assert not thread.is_alive(), thread.name


def traces() -> set[str]:
    """What a lab could leave behind: processes, sockets, directories."""
    found = {f"process {child.pid}" for child in psutil.Process().children(recursive=True)}
    found |= {str(path) for path in Path(tempfile.gettempdir()).glob(PREFIX + "*")}
    return found | {str(path) for path in Path(os.environ["MILVUS_TUI_RUNTIME_DIR"]).iterdir()}


@pytest.fixture(autouse=True)
def own_directories(
    runtime_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lite: Server
) -> None:
    """Sockets and temporary directories in folders that no other test uses."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)


def test_without_a_uri_it_starts_a_server() -> None:
    with lab() as opened:
        opened.live()
        opened.wait(lambda _: opened.statuses[-1] == "")
        assert opened.statuses[0] == "starting Milvus Lite"
        assert [status.split(" to ")[0] for status in opened.statuses] == [
            "starting Milvus Lite",
            "starting the target",
            "connecting",
            "",
        ]
        target = opened.session.snapshot.target[0]
        assert target.server.startswith("Milvus Lite 3.")
        assert target.uri.startswith("http://127.0.0.1:")
        opened.call("spawn", count=3)
        opened.wait(lambda session: len(session.snapshot.clients) == 3)


def test_data_is_kept_in_the_users_directory(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    with lab(replace(PATIENT, data=kept)) as opened:
        opened.live()
        opened.call("spawn", database="books", create_database=True)
    with lab(replace(PATIENT, data=kept, database="books")) as opened:
        opened.live()


def test_a_data_directory_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    a_file = tmp_path / "file"
    a_file.write_text("not a database")
    with lab(LabOptions(data=a_file)) as opened:
        assert opened.failure().startswith(f"Milvus Lite cannot use {a_file}: ")


def test_a_server_that_does_not_answer(unused_port: int) -> None:
    uri = f"http://127.0.0.1:{unused_port}"
    with lab(LabOptions(uri=uri, timeout=0.5)) as opened:
        assert opened.failure().startswith(f"no Milvus server answers at {uri}")


def test_a_missing_database(lite: Server) -> None:
    with lab(replace(PATIENT, uri=lite.uri, database="nowhere")) as opened:
        assert "no database 'nowhere'" in opened.failure()


def test_a_wrong_token_is_refused_and_not_shown(standalone: Server) -> None:
    options = replace(PATIENT, uri=standalone.uri, token="root:Secret-4711")
    with lab(options) as opened:
        failure = opened.failure()
        assert "refuses the login root:" in failure
        assert "Secret-4711" not in failure


def test_a_token_opens_a_server_with_authentication(standalone: Server) -> None:
    with lab(replace(PATIENT, uri=standalone.uri, token=standalone.token)) as opened:
        opened.live()
        assert opened.session.snapshot.target[0].server == "Milvus 2.3.5-lite"


def test_a_killed_target_leaves_its_last_rows_and_a_reason(lite: Server) -> None:
    with lab(replace(PATIENT, uri=lite.uri)) as opened:
        opened.live()
        opened.call("spawn", count=2)
        opened.wait(lambda session: len(session.snapshot.clients) == 2)
        os.kill(opened.pid, signal.SIGKILL)
        assert opened.failure() == f"the target (process {opened.pid}) ended: killed by SIGKILL"
        assert len(opened.session.snapshot.clients) == 2
        assert not opened.session.call("probe").result(SECONDS).ok


def test_a_killed_embedded_server_changes_the_clients_states_and_ends_nothing() -> None:
    with lab(replace(PATIENT, interval=0.1)) as opened:
        opened.live()
        opened.call("spawn", count=2)
        opened.wait(lambda session: session.snapshot.verdicts)
        assert opened.session._lite is not None
        os.kill(opened.session._lite.pid, signal.SIGKILL)
        opened.wait(
            lambda session: any(row.state != "works" for row in session.snapshot.verdicts.values())
        )
        assert opened.session.failure is None


def test_a_stopped_target_is_ended(lite: Server) -> None:
    with lab(replace(PATIENT, uri=lite.uri)) as opened:
        opened.live()
        os.kill(opened.pid, signal.SIGSTOP)


@pytest.mark.parametrize("status", ["starting Milvus Lite", "starting the target", "connecting"])
def test_stopping_while_it_starts(status: str) -> None:
    # The session stays at that status, or at the next one: its first status is not reported.
    held_at = status if status == "connecting" else "starting the target"
    with lab(held_at=held_at) as opened:
        opened.wait(lambda _: any(each.startswith(status) for each in opened.statuses))
        assert not opened.session.call("probe").result(SECONDS).ok


def test_stopping_twice_and_before_the_start(lite: Server) -> None:
    LabSession(LabOptions()).stop()
    with lab(replace(PATIENT, uri=lite.uri)) as opened:
        opened.live()
        opened.session.stop()


def test_an_interpreter_that_cannot_be_started(lite: Server, tmp_path: Path) -> None:
    missing = tmp_path / "python"
    with lab(replace(LabOptions(uri=lite.uri), python=missing)) as opened:
        assert opened.session.failure == f"cannot start {missing}: No such file or directory"


DASHBOARD = """
import sys, time
from milvus_tui.sessions.lab_session import LabOptions, LabSession
session = LabSession(LabOptions(timeout=60))
session.start()
while session.status:
    assert not session.failure, session.failure
    time.sleep(0.01)
print(session.snapshot.target[0].pid, session._lite.pid, flush=True)
sys.stdin.read()
"""


def test_nothing_outlives_a_dashboard_that_is_killed() -> None:
    before = traces()
    with subprocess.Popen(
        [sys.executable, "-c", DASHBOARD], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as dashboard:
        assert dashboard.stdout is not None
        processes = [psutil.Process(int(pid)) for pid in dashboard.stdout.readline().split()]
        assert len(processes) == 2
        dashboard.kill()
    _, alive = psutil.wait_procs(processes, timeout=SECONDS)
    assert not alive
    assert traces() - before == set()

"""Child processes: their messages arrive, and they exit when they are asked to."""

from __future__ import annotations

import queue
import signal
import sys
from typing import TYPE_CHECKING

import psutil
import pytest

from milvus_tui.sessions import child_process
from milvus_tui.sessions.child_process import ChildProcess, Message
from milvus_tui.sessions.servers.lite import SCRIPT, LiteServer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SECONDS = 120
"""How long a test waits for what must happen; far longer than it takes."""


@pytest.fixture(autouse=True)
def long_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each child has time to exit when it is asked to, and to print its last error."""
    for limit in ("GRACE", "TERMINATE_SECONDS", "DRAIN_SECONDS"):
        monkeypatch.setattr(child_process, limit, SECONDS)


class Run:
    """A child that runs some Python code, and its messages."""

    def __init__(self, code: str) -> None:
        self.heard: queue.SimpleQueue[Message | None] = queue.SimpleQueue()
        self.child = ChildProcess([sys.executable, "-c", code], self.heard.put)

    def next(self) -> Message | None:
        return self.heard.get(timeout=SECONDS)


@pytest.fixture
def started() -> Iterator[list[ChildProcess]]:
    children: list[ChildProcess] = []
    yield children
    for child in children:
        child.stop()


def run(started: list[ChildProcess], code: str) -> Run:
    child = Run(code)
    started.append(child.child)
    return child


def test_messages_arrive_and_then_the_end(started: list[ChildProcess]) -> None:
    child = run(
        started, "print('{\"a\": 1}'); print('not JSON'); print('[1]'); print('{\"b\": 2}')"
    )
    assert [child.next(), child.next(), child.next()] == [{"a": 1}, {"b": 2}, None]
    assert child.child.describe_exit() == "exit code 0"


def test_what_is_sent_arrives(started: list[ChildProcess]) -> None:
    child = run(started, "print(input(), flush=True); input()")
    child.child.send({"password": "Secret-4711"})
    assert child.next() == {"password": "Secret-4711"}
    assert child.child.describe_exit() == "still running"


def test_the_last_error_of_a_child_that_fails_is_kept(started: list[ChildProcess]) -> None:
    child = run(started, "import sys; print('first', file=sys.stderr); sys.exit('out of luck')")
    assert child.next() is None
    assert child.child.describe_exit() == "exit code 1: out of luck"
    child.child.send({"too": "late"})


def test_a_line_without_an_end_does_not_fill_the_memory(started: list[ChildProcess]) -> None:
    child = run(started, "import sys\nsys.stderr.write('x' * 5_000_000 + '\\nlast\\n')")
    assert child.next() is None
    assert child.child.last_error == "last"
    assert len(child.child._errors) == child_process.STDERR_LINES


@pytest.mark.parametrize(
    ("code", "ending", "limits"),
    [
        (
            "print('{}', flush=True); input()",
            "exit code 1: EOFError: EOF when reading a line",
            (SECONDS, SECONDS),
        ),
        (
            "import time; print('{}', flush=True); time.sleep(600)",
            "killed by SIGTERM",
            (0.2, SECONDS),
        ),
        (
            "import signal, time; signal.signal(15, 1); print('{}', flush=True); time.sleep(600)",
            "killed by SIGKILL",
            (0.2, 0.2),
        ),
    ],
)
def test_stopping_escalates(
    monkeypatch: pytest.MonkeyPatch, code: str, ending: str, limits: tuple[float, float]
) -> None:
    monkeypatch.setattr(child_process, "GRACE", limits[0])
    monkeypatch.setattr(child_process, "TERMINATE_SECONDS", limits[1])
    child = Run(code)
    assert child.next() == {}
    child.child.stop()
    assert child.next() is None
    assert child.child.describe_exit() == ending
    assert not any(thread.is_alive() for thread in child.child._threads)
    child.child.stop()


def test_a_child_with_data_to_write_gets_the_time(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(child_process, "GRACE", 0.01)
    kept = tmp_path / "kept"
    work = f"time.sleep(0.3); open({str(kept)!r}, 'w').write('all')"  # takes longer than usual
    child = Run(f"import sys, time; print('{{}}', flush=True); sys.stdin.read(); {work}")
    assert child.next() == {}
    child.child.stop(SECONDS)
    assert child.child.describe_exit() == "exit code 0"
    assert kept.read_text() == "all"


class Lite:
    """An embedded server and its messages."""

    def __init__(self) -> None:
        self.heard: queue.SimpleQueue[Message | None] = queue.SimpleQueue()
        self.server = LiteServer(self.heard.put)

    def next(self) -> Message | None:
        return self.heard.get(timeout=SECONDS)


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    return tmp_path


@pytest.fixture
def lite(temporary: Path) -> Iterator[Lite]:
    made = Lite()
    yield made
    made.server.stop()


def test_an_embedded_server_listens_on_this_machine_only(temporary: Path, lite: Lite) -> None:
    assert str((lite.next() or {})["data"]).startswith(str(temporary))
    uri = str((lite.next() or {})["uri"])
    listening = [
        f"http://{found.laddr.ip.removeprefix('::ffff:')}:{found.laddr.port}"
        for found in psutil.Process(lite.server.pid).net_connections()
        if found.status == psutil.CONN_LISTEN
    ]
    assert set(listening) == {uri}
    lite.server.stop()
    assert list(temporary.iterdir()) == []


def test_the_directory_of_a_server_that_was_killed_is_removed(temporary: Path, lite: Lite) -> None:
    lite.next()
    lite.next()
    psutil.Process(lite.server.pid).send_signal(signal.SIGKILL)
    assert lite.next() is None
    assert len(list(temporary.iterdir())) == 1
    lite.server.stop()
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_ends_the_server_in_order(temporary: Path, lite: Lite, number: int) -> None:
    lite.next()
    psutil.Process(lite.server.pid).send_signal(number)  # it is still importing
    while lite.next() is not None:
        pass
    assert lite.server.describe_exit() == "exit code 0"
    assert list(temporary.iterdir()) == []


WITHOUT_LITE = "import runpy, sys; sys.modules['milvus_lite'] = None; sys.argv[1:] = []\n"
OLD_PYMILVUS = """
import runpy, sys, types
messages = types.ModuleType("pymilvus.grpc_gen.milvus_pb2")
class ShowCollectionsResponse:
    class DESCRIPTOR:
        fields_by_name = ("collection_names",)
messages.ShowCollectionsResponse = ShowCollectionsResponse
import milvus_lite.adapter.grpc.server
sys.modules[messages.__name__] = messages
"""


@pytest.mark.parametrize(
    ("before", "message"),
    [
        (WITHOUT_LITE, " cannot serve (No module named 'milvus_lite"),
        (OLD_PYMILVUS, " is too old to serve;"),
    ],
)
def test_a_server_that_cannot_start_reports_what_to_install(
    started: list[ChildProcess], before: str, message: str
) -> None:
    code = f"{before}\nrunpy.run_path({str(SCRIPT)!r}, run_name='__main__')"
    lite = run(started, code)
    lite.next()
    failure = str((lite.next() or {})["failure"])
    assert failure.startswith("Milvus Lite 3.")
    assert message in failure
    assert failure.endswith("pip install -U milvus-lite 'pymilvus>=2.6.6'")
    assert lite.next() is None
    assert lite.child.describe_exit().startswith("exit code 2")

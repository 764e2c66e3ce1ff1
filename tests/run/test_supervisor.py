"""A program does not depend on its dashboard, nor the dashboard on the program's output."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pytest

from milvus_tui.sessions.program.command_line import CommandError, title
from milvus_tui.sessions.program.run_program import RunProgram
from milvus_tui.sessions.program.scrollback import MAX_LINE_LENGTH, Scrollback
from tests import servers
from tests.run.conftest import SECONDS, python, running

if TYPE_CHECKING:
    from tests.servers import Server

DASHBOARD = Path(__file__).with_name("dashboard.py")

ECHOES_ORDERS = """
import sys, pymilvus
client = pymilvus.MilvusClient(sys.argv[1])
def tell(line):
    with open(sys.argv[2], "a") as file: file.write(line + "\\n")
tell("ready")
with open(sys.argv[3]) as orders:
    for line in orders:
        print("x" * 200_000)
        print("y" * 200_000, file=sys.stderr)
        client.list_collections()
        tell("did " + line.strip())
tell("over")
"""


def lines(path: Path) -> list[str]:
    return path.read_text().splitlines() if path.exists() else []


@pytest.mark.parametrize("how", ["SIGKILL", "detach"])
def test_the_program_keeps_running_without_its_dashboard(
    how: str, lite: Server, runtime_dir: Path, tmp_path: Path
) -> None:
    (tmp_path / "app.py").write_text(ECHOES_ORDERS)
    told, orders = tmp_path / "told", tmp_path / "orders"
    os.mkfifo(orders)
    command: list[str | Path] = [sys.executable, tmp_path / "app.py", lite.uri, told, orders]
    words = [*(["detach"] if how == "detach" else []), *command]
    dashboard = subprocess.Popen(
        [sys.executable, DASHBOARD, *words],
        stdin=subprocess.PIPE,
        cwd=servers.ROOT,
        env={**os.environ, "PYTHONPATH": str(servers.ROOT)},
    )
    with orders.open("w") as say:  # blocks until the program opens it
        say.write("one\n")
        say.flush()
        watching = psutil.Process(dashboard.pid)
        (supervisor,) = watching.children()
        (program,) = supervisor.children()
        if how == "SIGKILL":
            dashboard.kill()
        dashboard.communicate(timeout=SECONDS)
        say.write("two\nthree\n")
    assert psutil.wait_procs([program, supervisor], timeout=SECONDS)[1] == []
    assert lines(told) == ["ready", "did one", "did two", "did three", "over"]
    assert list(runtime_dir.iterdir()) == []


def test_the_file_gets_all_output(runtime_dir: Path, tmp_path: Path) -> None:
    file = tmp_path / "output.txt"
    script = "i=0; while [ $i -lt 30000 ]; do echo line $i; i=$((i+1)); done; echo over >&2"
    with running("sh", "-c", script, file=file) as run:
        assert run.ended() == 0
        run.wait(lambda: run.program.output[-1].number == 30_001, "the last line")
        assert len(run.printed) == 10_000
    written = file.read_text().splitlines()
    written.remove("over")  # the order of two streams is the kernel's
    assert written == [f"line {number}" for number in range(30_000)]


def test_output_is_shown_as_on_a_terminal(runtime_dir: Path) -> None:
    code = (
        "import os, sys; print(sys.stdout.isatty(), sys.stderr.isatty(), sys.stdin.isatty());"
        "print(*os.get_terminal_size(), file=sys.stderr);"
        "sys.stdout.write('10%\\r50%\\r100%\\nask: '); sys.stdin.readline()"
    )
    with running(sys.executable, "-c", code) as run:
        assert run.ended() == 0
        out = [line.text for line in run.program.output if not line.error]
        (size,) = [line.text for line in run.program.output if line.error]
        assert out == ["True True False", "100%", "ask: "]
        assert len(size.split()) == 2


def test_the_size_of_its_terminal(runtime_dir: Path) -> None:
    code = (
        "import os, signal\n"
        "signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGWINCH])\n"
        "print('ready', flush=True)\n"
        "while os.get_terminal_size(1) != (61, 17): signal.sigwait([signal.SIGWINCH])\n"
    )
    with running(sys.executable, "-c", code) as run:
        run.wait(lambda: "ready" in run.printed, "its start")
        run.program.resize(61, 17)
        assert run.ended() == 0


def test_an_unfinished_line_is_shown(runtime_dir: Path) -> None:
    with running("sh", "-c", "printf 'name: '; sleep 60") as run:
        run.wait(lambda: run.printed == ["name: "], "the prompt")


def test_a_process_that_outlives_the_command_can_print(lite: Server, runtime_dir: Path) -> None:
    with python("outlives", lite.uri) as run:
        run.wait(lambda: run.program.exit_code == 0, "the end")
        run.wait(lambda: run.printed == ["first", "later"], "what came later")


PARENT = """
import signal, subprocess, sys
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1])
signal.signal(signal.SIGINT, signal.SIG_IGN)
child = subprocess.Popen([sys.executable, "-c", sys.argv[1]])
signal.sigwait([signal.SIGUSR1])
print("parent", flush=True)
sys.exit(3 + child.wait())
"""

CHILD = """
import signal
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
signal.signal(signal.SIGINT, signal.default_int_handler)  # its parent ignores it
print("ready", flush=True)
signal.sigwait([signal.SIGINT])
print("child")
"""


def test_signals_reach_the_command_and_ctrl_c_its_group(runtime_dir: Path) -> None:
    with running(sys.executable, "-c", PARENT, CHILD) as run:
        run.wait(lambda: "ready" in run.printed, "the child")
        run.program.signal(signal.SIGUSR1)
        # An unbuffered Python writes a line's end separately: other output may come between.
        run.wait(lambda: "parent" in "".join(run.printed), "the parent's")
        run.program.signal(signal.SIGINT)
        assert run.ended() == 3
        assert "".join(run.printed) == "readyparentchild"


def test_stop_ends_a_command_that_ignores_sigterm(
    runtime_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("milvus_tui.sessions.program.run_program.GRACE", 0.3)
    with running("sh", "-c", "trap '' TERM; echo ready; while :; do sleep 0.1; done") as run:
        run.wait(lambda: "ready" in run.printed, "its start")
        assert run.program.pid is not None
        children = psutil.Process(run.program.pid).children()
        run.program.stop()
        assert run.program.exit_code == 128 + signal.SIGKILL
        assert run.program.ending == "killed by SIGKILL"
        assert psutil.wait_procs(children, timeout=SECONDS)[1] == []
    assert list(runtime_dir.iterdir()) == []


def test_the_program_runs_on_if_the_dashboard_does_not_read(
    runtime_dir: Path, tmp_path: Path
) -> None:
    """A suspended dashboard: the program waits a moment, as for a terminal, and continues."""
    done, word = tmp_path / "done", tmp_path / "word"
    os.mkfifo(word)
    code = (
        f"open({str(word)!r}).read();"
        f"print(('x' * 99 + '\\n') * 100_000); open({str(done)!r}, 'w').close()"
    )
    dashboard = subprocess.Popen(
        [sys.executable, DASHBOARD, sys.executable, "-c", code],
        stdin=subprocess.PIPE,
        cwd=servers.ROOT,
        env={**os.environ, "PYTHONPATH": str(servers.ROOT)},
    )
    with word.open("w"):  # blocks until the program opens it, which reads until it is closed
        (supervisor,) = psutil.Process(dashboard.pid).children()
        (program,) = supervisor.children()
        dashboard.send_signal(signal.SIGSTOP)
        os.waitid(os.P_PID, dashboard.pid, os.WSTOPPED)
    assert psutil.wait_procs([program], timeout=SECONDS)[1] == []
    assert done.exists()
    dashboard.kill()
    dashboard.communicate(timeout=SECONDS)
    assert psutil.wait_procs([supervisor], timeout=SECONDS)[1] == []


@pytest.mark.parametrize(
    ("command", "code"), [("no-such-command", 127), ("./README.md", 126), ("./nowhere", 127)]
)
def test_a_command_that_cannot_be_run(
    command: str, code: int, runtime_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(servers.ROOT)
    with pytest.raises(CommandError, match=command) as refused:
        RunProgram([command]).start()
    assert refused.value.code == code
    assert list(runtime_dir.iterdir()) == []


@pytest.mark.parametrize(
    ("command", "called"),
    [
        ("python app.py --token secret", "python app.py"),
        ("/usr/bin/python3.11 -u -W ignore /srv/app.py", "python3.11 app.py"),
        ("python -m uvicorn app:main", "python -m uvicorn"),
        ("python -c secret", "python -c"),
        ("/venv/bin/uvicorn app:main", "uvicorn"),
        ("./start.sh secret", "start.sh"),
        ("bash -x ./start.sh secret", "bash start.sh"),
        ("python", "python"),
    ],
)
def test_the_name_of_a_command_has_no_arguments(command: str, called: str) -> None:
    assert title(command.split()) == called


def test_lines_split_anywhere() -> None:
    text = "first\n\ngrün 100%\r\na\rb\rcd\r\nlast"
    for size in range(1, 12):
        kept = Scrollback()
        data = text.encode()
        for start in range(0, len(data), size):
            kept.feed(False, data[start : start + size])
        assert [line.text for line in kept.lines] == ["first", "", "grün 100%", "cd", "last"]


def test_each_stream_has_its_own_lines() -> None:
    kept = Scrollback(max_lines=3)
    kept.feed(False, b"out ")
    kept.feed(True, b"err ")
    kept.feed(False, b"put\nmore")
    kept.feed(True, b"or\n")
    assert [(line.number, line.text) for line in kept.lines] == [
        (1, "out put"),
        (2, "err or"),
        (3, "more"),
    ]
    kept.feed(True, b"1\n2\n3\n4\n5\n6\n7\n")
    kept.feed(False, b" than is kept\n")
    assert [line.text for line in kept.lines] == ["5", "6", "7"]
    kept.feed(False, b"x" * (MAX_LINE_LENGTH + 1))
    assert [len(line.text) for line in kept.lines] == [1, MAX_LINE_LENGTH, 1]


def test_lines_at_once_are_kept_as_lines_one_by_one() -> None:
    data = b"".join(b"%d\n" % number for number in range(100)) + b"a\rb\nend"
    at_once, slowly = Scrollback(max_lines=10), Scrollback(max_lines=10)
    for kept in (at_once, slowly):
        kept.feed(True, b"unfinished ")
        kept.feed(False, b"half ")
    at_once.feed(False, data)
    for byte in data:
        slowly.feed(False, bytes([byte]))
    for kept in (at_once, slowly):
        kept.feed(True, b"line\n")
    assert at_once.lines == slowly.lines
    assert [line.text for line in at_once.lines[-3:]] == ["99", "b", "end"]
    assert at_once.lines[-1].number == 103

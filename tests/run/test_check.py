"""`milvus-tui check`: the command's own exit code, signals and output, and a report at the end."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests import servers
from tests.run.conftest import PROGRAMS, SECONDS
from tests.terminal.pseudo_terminal import PseudoTerminal

if TYPE_CHECKING:
    from pathlib import Path

    from tests.servers import Server

MILVUS_TUI = (sys.executable, "-m", "milvus_tui", "check")


NOTHING = "nothing was watched: no Python process that imports pymilvus was seen."


def check(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*MILVUS_TUI, *arguments],
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
        cwd=servers.ROOT,
        env={**os.environ, **environment},
    )


def program(name: str, uri: str) -> tuple[str | Path, ...]:
    return sys.executable, "-W", "ignore", PROGRAMS, name, uri


def test_findings_are_printed_at_the_end(lite: Server, runtime_dir: Path, tmp_path: Path) -> None:
    code = (
        "import pymilvus, sys; one, other = (pymilvus.MilvusClient(sys.argv[1]) for _ in '12')\n"
        "one.close()\n"
        "try: other.list_collections()\n"
        "except pymilvus.MilvusException: print('its own words')\n"
    )
    (tmp_path / "app.py").write_text(code)
    done = check(sys.executable, tmp_path / "app.py", lite.uri)
    assert (done.stdout, done.returncode) == ("its own words\n", 4)
    assert "c1.close() broke 1 other client" in done.stderr
    assert f"{tmp_path / 'app.py'}:2 <module>" in done.stderr
    assert list(runtime_dir.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "fail_on", "code"),
    [
        ("short", "note", 0),
        ("last", "note", 4),
        ("last", "error", 0),
        ("last", "never", 0),
        ("exits", "note", 3),
        ("raises", "never", 1),
    ],
)
def test_the_exit_code(name: str, fail_on: str, code: int, lite: Server, runtime_dir: Path) -> None:
    done = check("--fail-on", fail_on, "--", *program(name, lite.uri))
    assert done.returncode == code


def test_a_report_as_data(lite: Server, runtime_dir: Path, tmp_path: Path) -> None:
    file = tmp_path / "found.json"
    done = check("--json", file, "--leak-after", "0", *program("spawn", lite.uri))
    assert (done.stdout, done.returncode) == ("[0, 0]\n", 0)
    report: dict[str, Any] = json.loads(file.read_text())
    assert report["exit_code"] == 0
    created = {row["command"]: row["clients_made"] for row in report["processes"]}
    assert created["python programs.py (worker-0)"] == 1
    assert all(row["findings"] == [] for row in report["processes"])


def test_data_on_standard_output_follows_the_commands_output(runtime_dir: Path) -> None:
    done = check("--json", "-", "sh", "-c", "echo mine; exit 2")
    own, _, rest = done.stdout.partition("\n")
    assert own == "mine"
    assert json.loads(rest) == {"exit_code": 2, "not_judged": [], "processes": []}


@pytest.mark.parametrize(
    ("command", "code", "says"),
    [
        ("no-such-command", 127, "no-such-command: command not found"),
        ("./no-such-file", 127, "./no-such-file: no such file"),
        ("./README.md", 126, "./README.md: is not executable"),
        ("./tests", 126, "./tests: is a directory"),
    ],
)
def test_a_command_that_cannot_be_run(
    command: str, code: int, says: str, runtime_dir: Path
) -> None:
    done = check(command, "--an-option")
    assert (done.returncode, done.stdout, done.stderr) == (code, "", f"milvus-tui: {says}\n")
    assert list(runtime_dir.iterdir()) == []


def test_errors_are_reported_before_the_command_runs(runtime_dir: Path, tmp_path: Path) -> None:
    done = check("--json", tmp_path / "none" / "x", "touch", tmp_path / "ran")
    assert done.returncode == 1
    assert done.stderr == f"milvus-tui: {tmp_path / 'none' / 'x'}: No such file or directory\n"
    runtime_dir.chmod(0o755)
    done = check("touch", tmp_path / "ran")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "chmod 700" in done.stderr
    assert list(tmp_path.iterdir()) == []


UNWRITABLE = ["2>/dev/full", ">/dev/full 2>&1"] if sys.platform == "linux" else []


@pytest.mark.parametrize("redirection", ["2>&-", ">&-", ">&- <&- 2>&-", *UNWRITABLE])
@pytest.mark.parametrize("arguments", [(), ("--json", "-")], ids=str)
def test_a_report_that_cannot_be_written_changes_no_exit_code(
    arguments: tuple[str, ...], redirection: str, runtime_dir: Path
) -> None:
    command = (*MILVUS_TUI, *arguments, "sh", "-c", "exit 3")
    done = subprocess.run(
        ["sh", "-c", f'"$@" {redirection}', "sh", *command], check=False, capture_output=True
    )
    assert done.returncode == 3
    assert b"Traceback" not in done.stderr


TRAP = """
import os, signal, sys, time
def handle(number, frame):
    print("got", number, flush=True)
    sys.exit(7)
for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGUSR1):
    signal.signal(number, handle)
print("ready", flush=True)
while True:
    time.sleep(0.1)  # a signal right before a longer sleep would be handled after it
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGUSR1])
def test_signals_are_forwarded_once(number: signal.Signals, runtime_dir: Path) -> None:
    process = subprocess.Popen(
        [*MILVUS_TUI, sys.executable, "-c", TRAP],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    process.send_signal(number)
    out, err = process.communicate(timeout=SECONDS)
    assert (out, process.returncode) == (f"got {int(number)}\n", 7)
    assert err.startswith("milvus-tui: nothing was watched")
    assert list(runtime_dir.iterdir()) == []


def test_ctrl_c_reaches_the_command_once_and_the_report_is_printed(runtime_dir: Path) -> None:
    """Both are in the terminal's foreground group: the command gets SIGINT from the terminal."""
    terminal = PseudoTerminal([*MILVUS_TUI, sys.executable, "-c", TRAP], os.environ)
    output = b""
    while b"ready" not in output:
        output += terminal.read() or b""
    terminal.write("\x03")
    output += terminal.read_to_the_end()
    assert terminal.wait() == 7
    terminal.close()
    assert output.count(b"got 2") == 1
    assert b"nothing was watched" in output


def test_the_socket_of_a_killed_worker_is_removed(lite: Server, runtime_dir: Path) -> None:
    done = check("--fail-on", "never", *program("worker_killed", lite.uri))
    assert done.stdout == "-15\n"
    assert "watched 1 client in" in done.stderr
    assert list(runtime_dir.iterdir()) == []


def test_two_at_once_and_one_within_the_other(lite: Server, runtime_dir: Path) -> None:
    inner = (*MILVUS_TUI, *program("short", lite.uri))
    done = check("sh", "-c", '"$@"; "$@"', "sh", *inner)
    inside, again, outside = done.stderr.splitlines()
    assert (
        inside
        == again
        == ("milvus-tui: no findings; watched 1 client in 1 process with pymilvus 2.6.6.")
    )
    assert (
        outside
        == "milvus-tui: nothing was watched: no Python process that imports pymilvus was seen."
    )


def test_a_program_may_refuse_the_agent(lite: Server, runtime_dir: Path) -> None:
    done = check(*program("short", lite.uri), MILVUS_TUI="0")
    assert done.stderr == (f"milvus-tui: {NOTHING}\n")

"""`milvus-tui demo`: its arguments and output, how it ends, and that it leaves nothing behind."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import psutil
import pytest

from milvus_tui.scenarios.catalog_files import scenarios
from milvus_tui.scenarios.scenario_runner import Job, ScenarioRunner
from milvus_tui.scenarios.scenario_servers import SilentServer
from milvus_tui.sessions.lab_session import LabOptions
from milvus_tui.sessions.releases import release_environments

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.servers import Server

SECONDS = 120.0
"""How long a test waits for what must happen; far longer than it takes."""

PATIENT = ("--timeout", "60")
"""For a server that answers, however slow the machine is."""

LIST_ALL = """
import sys
from pymilvus import MilvusClient
client = MilvusClient(sys.argv[1], token=sys.argv[2])
print(*map(sorted, (client.list_databases(), client.list_users(), client.list_collections())))
"""

BROKEN = """
from milvus_tui.scenarios.scenario import Scenario

def play(context):
    yield "Make a client."
    client = context.new_client()
    yield "Read the row of a client that does not exist."
    context.row(client + 1)

SCENARIO = Scenario(number=101, name="broken", about="", play=play)
"""

MINE = """
from milvus_tui.scenarios.scenario import Scenario

def play(context):
    yield "Make two clients, one of them dedicated."
    clients = [context.new_client(), context.new_client(dedicated=True)]
    context.facts["connections"] = context.count_connections(clients)

SCENARIO = Scenario(number=100, name="my own", about="Two.", play=play)
"""


def start(*arguments: str | Path, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "milvus_tui", "demo", *map(str, arguments)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **environment},
    )


def run(*arguments: str | Path, **environment: str) -> tuple[int, str, list[str]]:
    """Exit code, what is printed, and the lines on standard error."""
    process = start(*arguments, **environment)
    out, errors = process.communicate(timeout=SECONDS * 2)
    return process.returncode, out, errors.splitlines()


def refusal(*arguments: str | Path, **environment: str) -> str:
    """The one line that a refused command gives."""
    code, out, (line,) = run(*arguments, **environment)
    assert (code, out) == (2, "")
    return line.removeprefix("milvus-tui: ")


class TestWrongUsage:
    def test_an_unknown_scenario_lists_all(self) -> None:
        line = refusal("20")
        assert line.startswith("no scenario '20'; there are: 1 shared, one thread; 2 shared close")
        assert line.endswith("19 close while connecting")

    def test_a_release_must_look_like_one(self) -> None:
        assert refusal("--pymilvus", "2.6", "2") == (
            "'2.6' is no release of pymilvus: give one such as"
            f" {release_environments.KNOWN[-1]}, or installed"
        )
        assert "is too old" in refusal("--pymilvus", "2.3.7", "2")
        assert "'-h;x'" in refusal("--pymilvus", "-h;x", "2")

    def test_a_release_and_an_interpreter_exclude_each_other(self) -> None:
        line = refusal("--python", sys.executable, "--pymilvus", "2.6.6")
        assert line.startswith("--python and --pymilvus both name a pymilvus")

    def test_a_file_is_no_server_for_several_targets(self) -> None:
        assert refusal("2", "./file.db").startswith("a .db file is opened by one target at a time")

    def test_two_servers_are_refused_and_not_shown(self) -> None:
        line = refusal("http://root:Secret-4711@a:1", "http://b:1")
        assert line == "one server at a time, not 2: leave out a URI"

    def test_an_illegal_uri_is_refused(self) -> None:
        assert "has a scheme that Milvus does not support" in refusal("ftp://localhost")

    def test_without_uv_it_says_what_to_install(self) -> None:
        hide = "import sys; sys.modules['uv'] = None; from milvus_tui.cli.main import main; main()"
        command = [sys.executable, "-c", hide, "demo", "--pymilvus", "2.5.1"]
        env = {**os.environ, "PATH": ""}
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=env)
        assert done.returncode == 2
        (line,) = done.stderr.splitlines()
        assert "uv is not installed" in line
        assert "pip install uv platformdirs" in line


class TestReleasesThatCannotBeInstalled:
    @pytest.fixture
    def nothing_cached(self, tmp_path: Path) -> dict[str, str]:
        return {
            release_environments.FOLDER_VARIABLE: str(tmp_path / "envs"),
            "UV_CACHE_DIR": str(tmp_path / "uv"),
        }

    def test_one_that_does_not_exist(self, nothing_cached: dict[str, str]) -> None:
        code, out, lines = run("--pymilvus", "2.5.99", "2", **nothing_cached)
        assert (code, out) == (1, "")
        assert "there is no pymilvus 2.5.99" in lines[-1]
        assert sum("2.5.99" in line and line.startswith("milvus-tui:") for line in lines) == 1

    def test_no_network(self, nothing_cached: dict[str, str], unused_port: int) -> None:
        index = f"http://127.0.0.1:{unused_port}/simple"
        code, out, lines = run(
            "--pymilvus", "2.5.17", "2", **nothing_cached, UV_DEFAULT_INDEX=index, UV_INDEX=""
        )
        assert (code, out) == (1, "")
        assert (
            "pymilvus 2.5.17 cannot be installed: the package index cannot be reached"
            in (lines[-1])
        )

    def test_the_other_releases_are_played(
        self, nothing_cached: dict[str, str], lite: Server
    ) -> None:
        arguments = (
            "--pymilvus",
            "2.5.99",
            "--pymilvus",
            "installed",
            "2",
            "8",
            lite.uri,
            *PATIENT,
        )
        code, out, _ = run(*arguments, **nothing_cached)
        assert code == 4
        assert "breaks 10" in out
        assert out.count("there is no pymilvus 2.5.99") == 1


class TestResults:
    def test_a_list_of_objects(self, lite: Server) -> None:
        code, out, _ = run("shared close", "9", "--json", lite.uri, *PATIENT)
        assert code == 0
        close, conflict = json.loads(out)
        assert list(close) == [
            *("release", "scenario", "name", "guide", "observed", "agrees", "reason")
        ]
        assert (close["release"], close["scenario"], close["name"]) == ("2.6.6", 2, "shared close")
        assert close["guide"].startswith("Close one of the eleven")
        assert close["observed"]["broken_by_close"] == 10
        assert close["agrees"] is True
        assert close["reason"] is None
        assert conflict["scenario"] == 9

    def test_a_table_with_a_column_for_each_release_and_progress(self, lite: Server) -> None:
        code, out, progress = run(
            *("2", "8", lite.uri, "--pymilvus", "installed", "--pymilvus", "2.6.10"), *PATIENT
        )
        assert code == 0
        head, close, aliases, *_ = out.splitlines()
        assert head.split() == ["scenario", "2.6.6", "2.6.10"]
        assert close.split("  ", 1)[1].split() == ["breaks", "10", "✗", "breaks", "none"]
        assert "2 on 1 socket" in aliases
        assert "✗ ignored" in aliases
        assert "✗ is not as the guide says" in out
        assert any(line.startswith("[4/4]") for line in progress)

    def test_a_users_interpreter(self, lite: Server) -> None:
        code, out, _ = run("2", "--python", sys.executable, lite.uri, *PATIENT)
        assert code == 0
        assert "2.6.6" in out.splitlines()[0]

    def test_a_list_of_all_scenarios(self) -> None:
        code, out, errors = run("--list")
        assert (code, errors) == (0, [])
        for number, scenario in scenarios().items():
            assert f"\n{number:>2}  {scenario.name}\n" in f"\n{out}"
        assert out.count("The guide: ") == 10
        assert out.count("The guide is silent.") == 9

    def test_a_server_that_does_not_answer(self, unused_port: int) -> None:
        uri = f"http://127.0.0.1:{unused_port}"
        code, out, lines = run("2", "8", uri, "--timeout", "0.5")
        assert (code, out) == (1, "")
        assert lines[-1].startswith(f"milvus-tui: no Milvus server answers at {uri}")


class TestAServerThatChecksLogins:
    def test_every_scenario_runs_and_leaves_the_server_unchanged(self, standalone: Server) -> None:
        def list_all() -> str:
            argv = [
                sys.executable,
                "-W",
                "ignore",
                "-c",
                LIST_ALL,
                standalone.uri,
                standalone.token,
            ]
            return subprocess.run(argv, capture_output=True, text=True, check=True).stdout

        before = list_all()
        arguments = ("--json", "--user", standalone.user, standalone.uri, "--timeout", "10")
        code, out, _ = run(*arguments, MILVUS_PASSWORD=standalone.password)
        assert code == 0, out
        rows = json.loads(out)
        assert [row["scenario"] for row in rows] == list(scenarios())
        assert {row["scenario"]: row["agrees"] for row in rows if row["guide"]} == dict.fromkeys(
            range(1, 11), True
        )
        assert rows[1]["observed"]["broken_by_close"] == 10
        assert rows[11]["observed"]["other_login"] == "the old one"
        assert rows[12]["observed"]["later_client_moved"] is True
        assert list_all() == before

    def test_a_wrong_password_is_one_line(self, standalone: Server) -> None:
        arguments = ("2", "--user", standalone.user, standalone.uri, *PATIENT)
        code, out, lines = run(*arguments, MILVUS_PASSWORD="Wrong-4711")
        assert (code, out) == (1, "")
        assert f"{standalone.uri} refuses the login root:••••" in lines[-1]
        assert not any("Wrong-4711" in line for line in lines)


class TestAUsersScenarios:
    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        (tmp_path / "mine.py").write_text(MINE)
        return tmp_path

    def test_they_are_played_as_the_others(self, folder: Path, lite: Server) -> None:
        code, out, _ = run("my own", "--scenarios-dir", folder, lite.uri, *PATIENT)
        assert code == 0
        assert "100 my own    connections 1" in out

    def test_a_defect_is_no_pass_and_names_its_line(self, folder: Path, lite: Server) -> None:
        (folder / "broken.py").write_text(BROKEN)
        arguments = ("100", "101", "--json", "--scenarios-dir", folder, lite.uri)
        code, out, lines = run(*arguments, *PATIENT)
        assert code == 4
        mine, broken = json.loads(out)
        assert mine["observed"] == {"connections": 1}
        assert broken["observed"] == {}
        assert broken["agrees"] is None
        assert broken["reason"] == "the scenario is broken (broken.py, line 8): KeyError: 2"
        assert not any("Traceback" in line for line in lines)

    @pytest.mark.parametrize(
        ("text", "says"),
        [
            ("SCENARIO = 1", "mine.py defines no SCENARIO"),
            ("import nowhere", "mine.py: ModuleNotFoundError: No module named 'nowhere'"),
            ("def play(:", "mine.py: SyntaxError: invalid syntax (mine.py, line 1)"),
            ("raise SystemExit('a\\nb')", "mine.py: SystemExit: a b"),
            (MINE.replace("100", "2"), "mine.py: scenario 2 exists already"),
        ],
    )
    def test_a_broken_file_is_one_line(self, folder: Path, text: str, says: str) -> None:
        (folder / "mine.py").write_text(text)
        assert refusal("--scenarios-dir", folder, "--list").endswith(says)

    def test_a_folder_without_a_scenario_is_refused(self, tmp_path: Path) -> None:
        assert refusal("--scenarios-dir", tmp_path) == f"there is no scenario in {tmp_path}"


@contextlib.contextmanager
def silent_server() -> Iterator[SilentServer]:
    server = SilentServer()
    try:
        yield server
    finally:
        server.stop()


class TestEnding:
    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
    def test_a_signal_leaves_nothing_behind(
        self, number: signal.Signals, runtime_dir: Path, tmp_path: Path
    ) -> None:
        process = start(TMPDIR=str(tmp_path))
        started = self.children_at_work(process)
        process.send_signal(number)
        out, errors = process.communicate(timeout=SECONDS)
        assert process.returncode == 128 + number
        assert out == ""
        assert "Traceback" not in errors
        gone, alive = psutil.wait_procs(started, timeout=SECONDS)
        assert gone
        assert not alive
        assert list(runtime_dir.iterdir()) == []
        assert list(tmp_path.iterdir()) == []

    @staticmethod
    def children_at_work(process: subprocess.Popen[str]) -> list[psutil.Process]:
        """The processes of `demo`, once one scenario has ended and others are being played."""
        assert process.stderr is not None
        line = process.stderr.readline()
        assert line.startswith("[1/19]"), line
        children: list[psutil.Process] = psutil.Process(process.pid).children(recursive=True)
        return children

    def test_a_signal_that_another_thread_gets_is_handled(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The kernel chooses a thread; the handler runs in the main thread, which has to poll."""
        monkeypatch.setattr("milvus_tui.scenarios.scenario_servers.CONNECTION_SECONDS", SECONDS)
        with silent_server() as server:
            options = LabOptions(uri=server.uri, timeout=SECONDS)
            runner = ScenarioRunner(options, [Job("", scenarios()[2])], lambda *_: None)

            def elsewhere() -> None:
                server.wait_for_connection()
                signal.pthread_kill(threading.get_ident(), signal.SIGUSR1)

            before = signal.signal(signal.SIGUSR1, lambda *_: runner.interrupt())
            try:
                threading.Thread(target=elsewhere).start()
                (result,) = runner.run()
            finally:
                signal.signal(signal.SIGUSR1, before)
        assert result.reason == "stopped"

    def test_a_signal_ends_an_installation(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("milvus_tui.scenarios.scenario_servers.CONNECTION_SECONDS", SECONDS)
        with silent_server() as index:
            process = start(
                *("2", "--pymilvus", "2.5.17"),
                **{
                    release_environments.FOLDER_VARIABLE: str(tmp_path / "envs"),
                    "UV_CACHE_DIR": str(tmp_path / "uv"),
                },
                UV_DEFAULT_INDEX=f"{index.uri}/simple",
            )
            index.wait_for_connection()
            started = psutil.Process(process.pid).children(recursive=True)
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=SECONDS)
        assert process.returncode == 130
        assert not psutil.wait_procs(started, timeout=SECONDS)[1]
        assert [path.name for path in (tmp_path / "envs").iterdir() if path.is_dir()] == []

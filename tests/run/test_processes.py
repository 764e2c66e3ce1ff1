"""Every process with clients is a target, watched from its first client to its end."""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from milvus_tui.model.coverage import clients_created
from milvus_tui.wire import Kind
from tests import servers
from tests.run.conftest import PROGRAMS, python, running

if TYPE_CHECKING:
    from milvus_tui.model.snapshot import Snapshot
    from milvus_tui.wire import Target
    from tests.servers import Server


def target(snapshot: Snapshot) -> Target:
    return snapshot.target[0]


def kinds(snapshot: Snapshot) -> set[str]:
    return {finding.kind for finding in snapshot.findings.values()}


@pytest.mark.parametrize("release", ["2.4.15", "2.6.6", "3.0.2"])
def test_a_short_process_is_seen_completely(release: str, lite: Server, runtime_dir: Path) -> None:
    with python("short", lite.uri, servers.interpreter(release)) as run:
        assert run.ended() == 0
        (snapshot,) = run.snapshots
        row = target(snapshot)
        assert (row.started_by, row.pid, row.pymilvus) == ("run", run.program.pid, release)
        assert (row.command, bool(row.ended), row.probes) == ("python programs.py", True, False)
        (place,) = [site for site in snapshot.sites.values() if site.created]
        assert (place.created, place.closed, place.dropped) == (1, 1, 0)
        assert place.text.startswith("programs.py:")
        (session,) = run.program.sessions
        assert session.failure == f"process {row.pid} has ended"
    assert list(runtime_dir.iterdir()) == []


def test_thousands_of_rows_arrive_before_the_end(lite: Server, runtime_dir: Path) -> None:
    with python("many", lite.uri) as run:
        assert run.ended() == 0
        (snapshot,) = run.snapshots
        assert clients_created(snapshot) == 3_000
        assert target(snapshot).ended


@pytest.mark.parametrize(("name", "code"), [("exits", 3), ("raises", 1), ("last", 0)])
def test_the_last_rows_arrive_however_the_process_ends(
    name: str, code: int, lite: Server, runtime_dir: Path
) -> None:
    with python(name, lite.uri) as run:
        assert run.ended() == code
        (snapshot,) = run.snapshots
        assert target(snapshot).ended
        assert clients_created(snapshot) == 1
        assert Kind.UNCLOSED_CLIENT in kinds(snapshot)


def test_a_killed_process_leaves_its_last_rows(lite: Server, runtime_dir: Path) -> None:
    with python("killed", lite.uri) as run:
        run.wait(lambda: "created" in run.printed, "the client")
        run.wait(lambda: any(snapshot.clients for snapshot in run.snapshots), "its row")
        run.program.signal(signal.SIGKILL)
        assert run.ended() == 128 + signal.SIGKILL
        assert run.program.ending == "killed by SIGKILL"
        (session,) = run.program.sessions
        assert not target(session.snapshot).ended
        assert session.failure == f"process {run.program.pid} was killed, or ended by os._exit()"
        assert len(session.snapshot.clients) == 1
    assert list(runtime_dir.iterdir()) == [], "the supervisor removes its socket"


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_each_worker_is_a_target(method: str, lite: Server, runtime_dir: Path) -> None:
    with python(method, lite.uri) as run:
        assert run.ended() == 0
        assert "[0, 0]" in run.printed
        workers = [snapshot for snapshot in run.snapshots if clients_created(snapshot)]
        named = {target(snapshot).command for snapshot in workers}
        assert named == {f"python programs.py (worker-{number})" for number in range(2)}
        assert all(target(snapshot).ended for snapshot in workers)
        assert sum(site.closed for each in workers for site in each.sites.values()) == 2
        if method != "forkserver":
            assert {target(snapshot).parent for snapshot in workers} == {run.program.pid}
    assert list(runtime_dir.iterdir()) == []


def test_a_pool_of_processes(lite: Server, runtime_dir: Path) -> None:
    with python("pool", lite.uri) as run:
        assert run.ended() == 0
        workers = [snapshot for snapshot in run.snapshots if clients_created(snapshot)]
        assert sum(map(clients_created, workers)) == 4
        assert all(target(snapshot).ended for snapshot in workers)


def test_forks_are_seen_once_they_use_pymilvus(lite: Server, runtime_dir: Path) -> None:
    with python("forks", lite.uri) as run:
        assert run.ended() == 0
        parent, child = run.snapshots
        assert target(parent).pid == run.program.pid
        assert target(child).parent == run.program.pid
        assert clients_created(child) == 1
        assert clients_created(parent) == 0
    assert list(runtime_dir.iterdir()) == []


def test_a_child_process_is_seen_and_a_plain_exec_is_not(lite: Server, runtime_dir: Path) -> None:
    with python("subprocesses", lite.uri) as run:
        assert run.ended() == 0
        assert "0 0" in run.printed
        parent, child = run.snapshots
        assert target(child).parent == target(parent).pid == run.program.pid
        assert clients_created(child) == 1


def test_without_pymilvus_there_is_no_target(lite: Server, runtime_dir: Path) -> None:
    with running("sh", "-c", "echo hello") as run:
        assert run.ended() == 0
        assert run.program.sessions == ()
        assert run.printed == ["hello"]
    with python("none", lite.uri) as run:
        assert run.ended() == 0
        assert [clients_created(snapshot) for snapshot in run.snapshots] == [0]


def test_a_shell_script_and_another_environment(
    lite: Server, runtime_dir: Path, tmp_path: Path
) -> None:
    other = servers.interpreter("2.6.10")
    script = tmp_path / "start.sh"
    script.write_text(f'cd {PROGRAMS.parent}\n{other} -m programs short "$1" && echo over\n')
    with running("sh", script, lite.uri) as run:
        assert run.ended() == 0
        assert run.printed == ["over"]
        (snapshot,) = run.snapshots
        assert target(snapshot).pymilvus == "2.6.10"
        assert target(snapshot).command == "python programs.py"
        assert target(snapshot).pid != run.program.pid


def test_a_test_suite(lite: Server, runtime_dir: Path, tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text(
        "import pymilvus\n"
        f"def test_one(): pymilvus.MilvusClient({lite.uri!r}).close()\n"
        f"def test_two(): assert pymilvus.MilvusClient({lite.uri!r}).close()\n"
    )
    suite = Path(sys.executable).with_name("pytest")
    with running(suite, "-q", "--color=no", "-p", "no:cacheprovider", tmp_path) as run:
        assert run.ended() == 1
        assert "1 failed, 1 passed" in run.printed[-1]
        (snapshot,) = run.snapshots
        assert clients_created(snapshot) == 2
        assert target(snapshot).command == "pytest"


def test_probes_run_if_they_are_requested(lite: Server, runtime_dir: Path) -> None:
    with python("killed", lite.uri, probe=True) as run:
        run.wait(lambda: any(snapshot.verdicts for snapshot in run.snapshots), "a verdict")
        (snapshot,) = run.snapshots
        assert target(snapshot).probes

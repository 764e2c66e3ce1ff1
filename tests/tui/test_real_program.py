"""Real programs under the dashboard: worker processes, short-lived ones, one that only starts."""

from __future__ import annotations

import sys
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from milvus_tui.sessions.program.program_exit import ProgramExit
from milvus_tui.sessions.program.run_program import RunProgram
from milvus_tui.tui.app import MilvusTui
from milvus_tui.tui.placeholder_sessions import PendingSession
from tests.tui.conftest import dump, until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from textual.pilot import Pilot

    from tests.servers import Server

WORKERS = """
import multiprocessing, os, signal, sys, time

def use(uri, ready, leave):
    from pymilvus import MilvusClient
    client = MilvusClient(uri)
    print("collections:", client.list_collections(), flush=True)
    ready.release()
    leave.acquire()

def look(uri):
    import pymilvus
    return 1

if __name__ == "__main__":
    context = multiprocessing.get_context(sys.argv[2])
    with context.Pool(2, maxtasksperchild=1) as pool:
        print(sum(pool.map(look, [sys.argv[1]] * 4, chunksize=1)), "have looked", flush=True)
        pool.close()
        pool.join()  # each ends by itself: who is killed right away may not have told of himself
    ready, leave = context.Semaphore(0), context.Semaphore(0)
    workers = [context.Process(target=use, args=(sys.argv[1], ready, leave)) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        ready.acquire()
    print("all are ready", flush=True)
    while not os.path.exists(sys.argv[3]):  # until the test has seen them
        time.sleep(0.02)
    workers[0].kill()
    workers[0].join()
    signal.pause()
"""


@asynccontextmanager
async def running(*command: str) -> AsyncIterator[tuple[MilvusTui, Pilot[None], RunProgram]]:
    """A program under the dashboard."""
    program = RunProgram(command)
    app = MilvusTui(PendingSession(program), program_exit=ProgramExit(program))
    program.start()
    try:
        async with app.run_test(size=(120, 36)) as pilot:
            yield app, pilot, program
    finally:
        program.stop()


def lines_of(app: MilvusTui, text: str) -> list[str]:
    return [line for line in dump(app).splitlines() if text in line]


async def shows(app: MilvusTui, pilot: Pilot[None], *texts: str) -> None:
    await until(pilot, lambda: all(text in dump(app) for text in texts))


@pytest.mark.parametrize("method", ["spawn", "fork"])
async def test_workers_are_targets_and_those_without_clients_are_left_out(
    method: str, lite: Server, runtime_dir: Path, tmp_path: Path
) -> None:
    script = tmp_path / "workers.py"
    script.write_text(WORKERS)
    seen = tmp_path / "seen"
    command = [sys.executable, "-W", "ignore", str(script), lite.uri, method, str(seen)]
    async with running(*command) as (app, pilot, program):
        await shows(app, pilot, "4 have looked", "all are ready", "collections: []")
        await shows(app, pilot, "4 processes without clients are hidden")
        await until(pilot, lambda: len(lines_of(app, "workers.py")) > 2)
        seen.touch()
        await shows(app, pilot, "✗ was killed", "c1")
        await shows(app, pilot, "2 processes, 1 running")

        def below() -> bool:
            """Whether the one that ended stands below the one that runs."""
            lines = lines_of(app, "workers.py")
            return len(lines) > 2 and "✗" not in lines[1] and "✗ was killed" in lines[2]

        await until(pilot, below)
        program.stop()
        await shows(app, pilot, "workers.py ended: ")


async def test_a_program_that_is_no_python(runtime_dir: Path) -> None:
    async with running("sh", "-c", "echo out; echo err >&2; exit 4") as (app, pilot, program):
        await shows(app, pilot, "sh -c ended (exit code 4) and has made no client", "out", "┃ err")
        assert program.exit_code == 4


async def test_a_command_that_cannot_be_started_says_so_in_the_dashboard(
    runtime_dir: Path, tmp_path: Path
) -> None:
    script = tmp_path / "broken"
    script.write_text("#!/no/such/interpreter\n")
    script.chmod(0o755)
    async with running(str(script)) as (app, pilot, _):
        await shows(app, pilot, "broken ended: ", "No such file")

"""Choosing a process that runs already: a list that follows them, and several side by side."""

from __future__ import annotations

import re
import threading
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from milvus_tui.sessions.attached_session import AttachedSession, find_socket
from milvus_tui.sessions.process_list import ProcessList
from milvus_tui.tui.app import MilvusTui
from milvus_tui.tui.placeholder_sessions import NoSession
from tests.attach.test_attach import program
from tests.tui.conftest import dump, notifications, until
from tests.tui.idle import SECONDS

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from textual.pilot import Pilot

    from milvus_tui.sessions.session import Session
    from tests.servers import Server

Running = tuple[MilvusTui, "Pilot[None]"]


@asynccontextmanager
async def attached(pid: int | None = None, probes: bool | None = None) -> AsyncIterator[Running]:
    """The dashboard of `milvus-tui attach`, on a process or on the list."""
    process_list = ProcessList()
    session: Session = NoSession()
    if pid is not None:
        session = AttachedSession(find_socket(pid))
        session.start()
    app = MilvusTui(session, process_list=process_list, probes=probes)
    try:
        async with app.run_test(size=(120, 36)) as pilot:
            await pilot.pause()
            yield app, pilot
    finally:
        process_list.stop()
        session.stop()


async def shows(running: Running, *texts: str) -> None:
    app, pilot = running
    await until(pilot, lambda: all(text in dump(app) for text in texts))


def listed(app: MilvusTui) -> list[tuple[str, str]]:
    """The processes in the list: pid, and number of clients."""
    return re.findall(r"(\d+) +python program\.py +2\.6\.6 +(\d+) +start", dump(app))


async def test_the_list_follows_processes_as_they_come_and_go(
    lite: Server, runtime_dir: Path
) -> None:
    async with attached() as running:
        app, pilot = running
        await shows(running, "Watch a process", "None of your processes has an agent")
        with program(lite.uri) as one:
            await shows(running, f"❯  {one.pid}", "program.py")
            with program(lite.uri) as two:
                await shows(running, str(two.pid))
                pids = sorted((one.pid, two.pid))
                await until(pilot, lambda: listed(app) == [(str(pid), "0") for pid in pids])
                two.ask("make x")
                await until(pilot, lambda: (str(two.pid), "3") in listed(app))
            await until(pilot, lambda: str(two.pid) not in dump(app))
            await shows(running, f"❯  {one.pid}")
        await shows(running, "None of your processes has an agent")
        await pilot.press("q")
        await until(pilot, lambda: not app.is_running)


async def test_several_can_stand_side_by_side(lite: Server, runtime_dir: Path) -> None:
    with program(lite.uri) as one, program(lite.uri) as two:
        for each in (one, two):
            each.ask("make x")
        first, second = sorted((one.pid, two.pid))
        async with attached() as running:
            app, pilot = running
            await shows(running, f"❯  {first}", str(second))
            await pilot.press("j")
            await shows(running, f"❯  {second}")
            await pilot.press("enter")
            await shows(running, "c3", f"pid {second}")
            await pilot.press("n")
            await shows(running, f"❯  {first}")
            # One that is watched already is not listed.
            await until(pilot, lambda: listed(app) == [(str(first), "3")])
            await pilot.press("enter")
            await shows(running, f"▾ {first} python program.py", f"▾ {second} python program.py")
            await pilot.press("n", "escape")
            await pilot.pause()
            assert app.is_running
            await pilot.press("end", "w")
            await until(pilot, lambda: f"{first} python program.py" not in dump(app))
            await shows(running, "c3", f"pid {second}")
            await pilot.press("w")
            await pilot.pause()
            assert notifications(app)[-1] == "End target: q leaves the last one."
        assert one.ask("list 0") == two.ask("list 0") == "[]", "both go on"


def test_a_list_that_is_left_late_closes_none_that_was_opened_since(
    lite: Server, runtime_dir: Path
) -> None:
    told: list[str] = []
    news = threading.Condition()

    def hearing(name: str) -> Callable[[], None]:
        def hear() -> None:
            with news:
                told.append(name)
                news.notify_all()

        return hear

    def pids() -> list[int]:
        return [found.target.pid for found in process_list.found]

    process_list, first, second = ProcessList(), hearing("first"), hearing("second")
    with program(lite.uri) as run:
        try:
            process_list.open(first)
            process_list.open(second)
            process_list.close(first)  # in a thread of its own, which may be slow
            process_list.refresh()
            with news:
                assert news.wait_for(lambda: pids() == [run.pid], SECONDS)
            assert set(told) == {"second"}
            process_list.close(second)
            assert pids() == []
        finally:
            process_list.stop()


@pytest.mark.parametrize("chosen", [True, False])
async def test_probes_are_paused_and_resumed_only_where_the_program_has_them(
    lite: Server, runtime_dir: Path, chosen: bool
) -> None:
    with program(lite.uri, probe="probe") as run:
        run.ask("make x")
        async with attached(run.pid, probes=chosen) as running:
            app, pilot = running
            await shows(running, "c3")
            shown_target = app.main.selected_target
            await until(
                pilot,
                lambda: (
                    shown_target.was_live
                    and shown_target.view.snapshot.target[0].paused is not chosen
                ),
            )
            words = "probes go on, as --probe" if chosen else "probes are paused, as --no-probe"
            await shows(running, f"{run.pid}  {words} asks")
            await shows(running, "p Probe")


async def test_a_viewer_cannot_make_a_program_probe(lite: Server, runtime_dir: Path) -> None:
    with program(lite.uri) as run:
        run.ask("make x")
        async with attached(run.pid, probes=True) as running:
            app, pilot = running
            await shows(running, "c3")
            await until(pilot, lambda: bool(notifications(app)))
            assert "--probe: this process is watched, not touched" in notifications(app)[-1]
            assert "p Probe" not in dump(app)
            await pilot.press("p")
            await pilot.pause()
            assert "watched without probes" in notifications(app)[-1]
            assert app.main.selected_target.view.snapshot.verdicts == {}

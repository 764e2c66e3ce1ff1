"""Makes the pictures of the README, or only the named ones: `python screenshots/make.py [NAME]...`.

The script drives a real lab on an embedded Milvus Lite by the keys that a user would press.
"""

from __future__ import annotations

import asyncio
import re
import sys
import time
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from shutil import copy
from subprocess import PIPE, Popen
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from textual.widgets import Input

from milvus_tui.model.headline import target_of
from milvus_tui.sessions.attached_session import AttachedSession, find_socket
from milvus_tui.sessions.lab_session import LabOptions, LabSession
from milvus_tui.sessions.program.program_exit import ProgramExit
from milvus_tui.sessions.program.run_program import RunProgram
from milvus_tui.sessions.target_group import TargetGroup
from milvus_tui.tui.app import MilvusTui
from milvus_tui.tui.placeholder_sessions import PendingSession

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

    from textual.pilot import Pilot

    from milvus_tui.model.snapshot import Snapshot
    from milvus_tui.sessions.session import Session

HERE = Path(__file__).parent
SIZE = (120, 30)
SECONDS = 60
FONT_FACE = re.compile(r"@font-face \{[^}]*\}\s*")
ROUNDS = 12
"""Rounds of probes to wait for, so that the history of latencies shows a curve."""


class Driver:
    """Presses keys, and waits for their effects in the target."""

    def __init__(self, session: Session, pilot: Pilot[None]) -> None:
        self.session = session
        self.pilot = pilot

    async def wait(self, until: Callable[[Snapshot], object]) -> None:
        """Wait until the snapshot meets a condition.

        Raises:
            RuntimeError: the target was lost, or the condition did not hold in time.
        """
        end = time.monotonic() + SECONDS
        while not until(self.session.snapshot):
            if self.session.failure or time.monotonic() > end:
                raise RuntimeError(self.session.failure or "the wait took too long")
            await self.pilot.pause(0.05)

    async def spawn(self, count: int = 1, alias: str = "") -> None:
        """Spawn clients by the dialog."""
        before = len(self.session.snapshot.clients)
        await self.pilot.press("s")
        for name, value in (("count", str(count)), ("alias", alias)):
            self.pilot.app.screen.query_one(f"#{name}", Input).value = value
        await self.pilot.press("enter")
        await self.wait(lambda snapshot: len(snapshot.clients) == before + count)

    async def select(self, client: int) -> None:
        """Go to a client."""
        await self.pilot.press("c", *str(client), "enter")
        await self.pilot.pause()

    async def probed(self) -> None:
        """Wait for some rounds of probes."""
        for _ in range(ROUNDS):
            before = {row.id: row.at for row in self.session.snapshot.verdicts.values()}
            await self.wait(
                lambda now, then=before: any(  # type: ignore[misc]
                    row.at > then.get(row.id, 0.0) for row in now.verdicts.values()
                )
            )

    async def shows(self, text: str) -> None:
        """Wait until the screen shows a text."""

        def shown(_: Snapshot) -> bool:
            strips = self.pilot.app.screen._compositor.render_strips()
            return any(text in strip.text for strip in strips)

        await self.wait(shown)

    async def save(self, name: str) -> None:
        """Write a picture of the screen."""
        await self.pilot.pause(0.3)
        svg = self.pilot.app.export_screenshot(title="milvus-tui")
        svg = FONT_FACE.sub("", svg)  # a picture must load no font from the network
        (HERE / f"{name}.svg").write_text(svg, encoding="utf-8")
        sys.stdout.write(f"{name}.svg\n")


@asynccontextmanager
async def driver(size: tuple[int, int] = SIZE) -> AsyncIterator[Driver]:
    """A dashboard on its own lab, which ends with the context."""
    options = LabOptions(interval=0.4)
    session = LabSession(options)
    target_group = TargetGroup(session, options)
    session.start()
    try:
        app = MilvusTui(session, target_group=target_group)
        async with app.run_test(size=size) as pilot:
            drive = Driver(session, pilot)
            await drive.wait(lambda _: not session.status)
            yield drive
    finally:
        target_group.stop()
        session.stop()


async def shared() -> None:
    """Eleven clients on one connection, before and after one of them is closed."""
    async with driver() as drive:
        await drive.spawn(11)
        await drive.probed()
        await drive.select(1)
        await drive.save("shared")
        await drive.pilot.press("x")
        await drive.pilot.press("y")
        await drive.wait(
            lambda now: all(alias.connection is None for alias in now.aliases.values())
        )
        await drive.select(2)
        await drive.save("shared-close")


async def aliases() -> None:
    """Two clients with their own aliases: two connections on one socket."""
    async with driver() as drive:
        await drive.spawn(1, "c1-alias")
        await drive.spawn(1, "c2-alias")
        await drive.probed()
        await drive.select(1)
        await drive.save("aliases")


async def leak() -> None:
    """A client with its own alias that is dropped without close()."""
    async with driver() as drive:
        await drive.spawn(2)
        await drive.spawn(1, "c3-alias")
        await drive.probed()
        await drive.select(3)
        await drive.pilot.press("d")
        await drive.pilot.press("y")
        await drive.wait(lambda now: 3 not in now.clients)
        await drive.save("leak")


async def releases() -> None:
    """The same close in two releases: it breaks ten clients in one, and none in the other."""
    async with driver((120, 36)) as drive:
        await drive.pilot.press("n")
        await drive.pilot.press(*"2.6.10", "enter")
        await drive.shows("▾ pymilvus 2.6.10 · pid")
        await drive.pilot.press("m")
        await drive.spawn(11)
        await drive.probed()
        await drive.select(1)
        await drive.pilot.press("x")
        await drive.shows("nobody else")
        await drive.pilot.press("y")
        await drive.shows("kept the connection, as predicted")
        await drive.save("releases")


async def scenario() -> None:
    """The shared close as a scenario, played to its end."""
    async with driver((120, 36)) as drive:
        await drive.pilot.press("o", "down", "r")
        await drive.shows("does what the guide says")
        await drive.save("scenario")


@contextmanager
def shop(uri: str) -> Iterator[int]:
    """Runs a program with two mistakes in another folder; yields its pid."""
    with TemporaryDirectory(prefix="shop-") as folder:
        copied = copy(HERE / "shop.py", folder)
        with Popen([sys.executable, copied, uri], stdin=PIPE, stdout=PIPE, text=True) as program:
            try:
                assert program.stdout is not None
                program.stdout.readline()  # a call has failed
                yield program.pid
            finally:
                program.kill()


async def findings() -> None:
    """The findings in a program that leaks aliases and closes a shared connection."""
    async with driver() as lab:
        target = target_of(lab.session.snapshot)
        assert target is not None
        with shop(target.uri) as pid:
            session = AttachedSession(find_socket(pid))
            session.start()
            try:
                async with MilvusTui(session).run_test(size=(120, 36)) as pilot:
                    drive = Driver(session, pilot)
                    await drive.shows("3 findings")
                    await pilot.press("f")
                    await drive.save("findings")
            finally:
                session.stop()


async def run() -> None:
    """A program under `run`, whose threads share the connection that a report closes."""
    async with driver() as lab:
        target = target_of(lab.session.snapshot)
        assert target is not None
        command = [sys.executable, "-W", "ignore", str(HERE / "orders.py"), target.uri]
        program = RunProgram(command)
        app = MilvusTui(PendingSession(program), program_exit=ProgramExit(program))
        program.start()
        try:
            async with app.run_test(size=(120, 34)) as pilot:
                drive = Driver(PendingSession(program), pilot)
                await drive.shows("no answer")
                await drive.shows("1 finding")
                await pilot.press("down")
                await drive.save("run")
        finally:
            program.stop()


MAKERS = (shared, aliases, leak, releases, scenario, findings, run)


async def main(names: list[str]) -> None:
    """Make the named pictures, or all."""
    for make in MAKERS:
        if not names or make.__name__ in names:
            await make()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))

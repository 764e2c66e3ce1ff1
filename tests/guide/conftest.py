"""The dashboard on a real lab, used as a person would: keys in, the screen's text out."""

from __future__ import annotations

import re
import time
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Checkbox, Input, RadioSet

from milvus_tui.sessions.lab_session import LabOptions, LabSession
from milvus_tui.sessions.target_group import TargetGroup
from milvus_tui.tui.app import MilvusTui
from tests.tui.conftest import dump
from tests.tui.idle import SECONDS, be_patient, quiet

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from textual.pilot import Pilot

    from tests.servers import Server

SIZE = (150, 44)

ROW = re.compile(r"[●✗◐○◌] (?P<name>c\d+|worker-\d+) +(?P<state>works|fails|timed out|closed)\b")


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys are pressed when what the one before did is done."""
    be_patient(monkeypatch)


class User:
    """Presses keys and reads the screen; waits for what it says, for nothing else."""

    def __init__(self, app: MilvusTui, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def screen(self) -> str:
        """The text that is on the screen."""
        return dump(self.app)

    @property
    def states(self) -> dict[str, str]:
        """The state's word that stands in the row of each client and thread on the screen."""
        return {match["name"]: match["state"] for match in ROW.finditer(self.screen)}

    async def see(self, condition: Callable[[], object], what: str) -> None:
        """Wait until the screen is as described."""
        end = time.monotonic() + SECONDS
        while not condition():
            assert time.monotonic() < end, f"the screen never showed {what}:\n{self.screen}"
            await self.pilot.pause(0.05)
        await quiet()

    async def sees(self, text: str) -> None:
        """Wait until the screen shows a text."""
        await self.see(lambda: text in self.screen, repr(text))

    async def sees_states(self, **states: str) -> None:
        """Wait until the rows of all clients and threads say this, and there are no others."""
        expected = {name.replace("_", "-"): word for name, word in states.items()}
        await self.see(lambda: self.states == expected, f"{expected}, but {self.states}")

    async def spawn(self, **fields: str | bool) -> None:
        """Fill in the form, field by field, and press Enter.

        `login` is `user` or `token`; fields that are not named are emptied.
        """
        await self.pilot.press("s")
        await self.see(lambda: self.app.screen.query("#count"), "the form")
        for name in ("count", "own_thread", "uri", "database", "create_database", "login"):
            await self._fill(name, fields.get(name, "1" if name == "count" else ""))
        login = {"user": ("user", "password"), "token": ("token",)}
        for name in login.get(str(fields.get("login", "")), ()):
            await self._fill(name, fields[name])
        for name in ("alias", "dedicated"):
            await self._fill(name, fields.get(name, ""))
        self.app.screen.query_one("#count").focus()
        await self.pilot.press("enter")
        await self.see(lambda: self.app.screen is self.app.main, "the form gone")

    async def _fill(self, name: str, value: str | bool) -> None:
        field = self.app.screen.query_one(f"#{name}")
        field.focus()
        await self.pilot.pause()
        if isinstance(field, Input):
            await self.pilot.press("end", "ctrl+u", *str(value))
        elif isinstance(field, Checkbox) and field.value != bool(value):
            await self.pilot.press("space")
        elif isinstance(field, RadioSet):
            steps = (("", "user", "token").index(str(value)) - field.pressed_index) % 3
            await self.pilot.press(*["down"] * steps, "space")
        await self.pilot.pause()

    async def select(self, client: str) -> None:
        """Go to a client by its number."""
        await self.pilot.press("c", *client.removeprefix("c"), "enter")
        await self.see(lambda: f"─ {client} ─" in self.screen, f"{client} in the inspector")

    async def close(self, client: str, *, breaks: str = "") -> None:
        """Close a client; `breaks` is what the question must name, empty for no question."""
        await self.select(client)
        await self.pilot.press("x")
        if breaks:
            await self.sees(breaks)
            await self.pilot.press("y")


@asynccontextmanager
async def dashboard(
    server: Server, *, size: tuple[int, int] = SIZE, **options: object
) -> AsyncIterator[User]:
    """A dashboard on a lab of its own, logged in if the server asks for it.

    Further targets can be opened beside the lab. All of them end with the dashboard.
    """
    values = {"uri": server.uri, "token": server.token, "interval": 0.1, **options}
    settings = LabOptions(**values)  # type: ignore[arg-type]
    session = LabSession(settings)
    targets = TargetGroup(session, settings)
    session.start()
    try:
        app = MilvusTui(session, target_group=targets)
        async with app.run_test(size=size) as pilot:
            user = User(app, pilot)
            await user.sees("No client yet")
            yield user
    finally:
        targets.stop()
        session.stop()

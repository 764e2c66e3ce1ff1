"""The dashboard reports what goes wrong in a real lab, and that it has ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.guide.conftest import dashboard
from tests.tui.test_findings import chosen

if TYPE_CHECKING:
    from tests.servers import Server


async def test_a_close_that_breaks_others_is_found(lite: Server) -> None:
    async with dashboard(lite) as user:
        await user.spawn(count="3")
        await user.close("c1", breaks="c2, c3")
        await user.sees("1 finding")
        await user.pilot.press("f")
        await user.sees("c1.close() broke 2 other clients")
        await user.sees("In this release clients with the same URI, login and database share.")
        await user.pilot.press("enter")
        await user.sees("─ c2 ─")
        await user.spawn()
        await user.pilot.press("f")
        await user.sees("· c1.close() broke 2 other clients")
        await user.sees("note: collateral close")  # nobody called meanwhile


async def test_a_leak_is_found_and_its_return_is_reported(lite: Server) -> None:
    async with dashboard(lite) as user:
        await user.spawn(alias="leaky")
        await user.select("c1")
        await user.pilot.press("d")
        await user.sees("That is a leak.")
        await user.pilot.press("y")
        await user.sees("⚠ leaked: no client left")
        await user.pilot.press("f")
        await user.sees("Alias leaky leaked, with no client left")
        await user.pilot.press("home")
        while not chosen(user.app).startswith("Alias leaky leaked"):
            before = chosen(user.app)
            await user.pilot.press("down")
            assert chosen(user.app) != before, "it is in the list"
        await user.pilot.press("enter")
        await user.sees("─ connection A ─")
        await user.spawn(alias="leaky")
        await user.pilot.press("f")
        await user.sees("⚠ Alias leaky leaked")
        await user.sees("returned after")

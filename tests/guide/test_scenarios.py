"""A scenario played with the user's keys, on a real target, to its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.guide.conftest import dashboard

if TYPE_CHECKING:
    from tests.servers import Server


async def test_the_shared_close_step_by_step(lite: Server) -> None:
    async with dashboard(lite, size=(120, 36)) as user:
        await user.pilot.press("o")
        await user.sees("19 close while connecting")
        await user.pilot.press("down")
        await user.sees("2 · shared close")
        await user.pilot.press("n")
        await user.sees("▸ Next (n): Make eleven clients")
        await user.pilot.press("n")
        await user.sees("▸ Next (n): Close c1.")
        await user.see(lambda: user.screen.count("● c") == 11, "eleven that work")
        await user.see(lambda: user.screen.count("↯├") + user.screen.count("↯  ") >= 10, "marks")
        await user.pilot.press("n")
        await user.sees("▸ Next (n): Let each of the other ten")
        await user.sees("c1.close() from the lab broke c2 … c11 (10)")
        await user.see(lambda: user.screen.count("✗ c") == 10, "ten that fail")
        await user.pilot.press("n")
        await user.sees("Observed here    breaks 10")
        await user.sees("✓ pymilvus 2.6.6 does what the guide says.")
        await user.pilot.press("escape")
        await user.sees("No client yet")

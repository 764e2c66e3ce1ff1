"""A scenario played with the user's keys, on a real target, to its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.sessions.lab_session import LabOptions, LabSession
from milvus_tui.sessions.target_group import TargetGroup
from milvus_tui.tui.app import MilvusTui
from tests.guide.conftest import User

if TYPE_CHECKING:
    from tests.servers import Server


async def test_the_shared_close_step_by_step(lite: Server) -> None:
    options = LabOptions(uri=lite.uri, interval=0.1)
    session = LabSession(options)
    fleet = TargetGroup(session, options)
    session.start()
    try:
        app = MilvusTui(session, fleet=fleet)
        async with app.run_test(size=(120, 36)) as pilot:
            user = User(app, pilot)
            await user.sees("No client yet")
            await pilot.press("o")
            await user.sees("19 close while connecting")
            await pilot.press("down")
            await user.sees("2 · shared close")
            await pilot.press("n")
            await user.sees("▸ Next (n): Make eleven clients")
            await pilot.press("n")
            await user.sees("▸ Next (n): Close c1.")
            await user.see(lambda: user.screen.count("● c") == 11, "eleven that work")
            await user.see(
                lambda: user.screen.count("↯├") + user.screen.count("↯  ") >= 10, "marks"
            )
            await pilot.press("n")
            await user.sees("▸ Next (n): Let each of the other ten")
            await user.sees("c1.close() from the lab broke c2 … c11 (10)")
            await user.see(lambda: user.screen.count("✗ c") == 10, "ten that fail")
            await pilot.press("n")
            await user.sees("Observed here    breaks 10")
            await user.sees("✓ pymilvus 2.6.6 does what the guide says.")
            await pilot.press("escape")
            await user.sees("No client yet")
    finally:
        fleet.stop()
        session.stop()

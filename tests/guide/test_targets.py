"""Two releases side by side on one server: the same close breaks ten clients, and none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from milvus_tui.sessions.lab_session import LabOptions, LabSession
from milvus_tui.sessions.target_group import TargetGroup
from milvus_tui.tui.app import MilvusTui
from tests import servers
from tests.guide.conftest import User

if TYPE_CHECKING:
    from tests.servers import Server


async def test_the_same_close_breaks_ten_in_one_and_none_in_the_other(lite: Server) -> None:
    servers.interpreter("2.6.10")
    options = LabOptions(uri=lite.uri, interval=0.1)
    session = LabSession(options)
    fleet = TargetGroup(session, options)
    session.start()
    try:
        app = MilvusTui(session, fleet=fleet)
        async with app.run_test(size=(120, 36)) as pilot:
            user = User(app, pilot)
            await user.sees("No client yet")
            await pilot.press("n")
            await user.sees("New target")
            await pilot.press(*"2.6.10", "enter")
            await user.sees("▾ pymilvus 2.6.10 · pid")
            await pilot.press("m")
            await user.spawn(count="11")
            await user.see(lambda: user.screen.count("● 11 work") >= 2, "11 and 11 that work")
            await user.select("c1")
            await user.see(lambda: user.screen.count("↯") == 10, "ten marks")
            await pilot.press("x")
            await user.sees("2.6.6  c2 … c11 (10 clients)")
            await user.sees("2.6.10  nobody else")
            await pilot.press("y")
            await user.see(lambda: user.screen.count("✗ c") == 10, "ten that fail")
            await user.see(lambda: user.screen.count("● c") == 10, "ten that work")
            await user.see(lambda: user.screen.count("○ c1 ") == 2, "two that are closed")
            await user.see(lambda: user.screen.count("as foretold") >= 2, "both predictions")
            for release, words in (
                ("2.6.6", "✗ 10 fail  ○ 1 closed"),
                ("2.6.10", "● 10 work  ○ 1 closed"),
            ):
                heading = re.compile(f"▾ pymilvus {re.escape(release)} .*{words}")
                await user.see(lambda heading=heading: heading.search(user.screen), words)  # type: ignore[misc]
    finally:
        fleet.stop()
        session.stop()

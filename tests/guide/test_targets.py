"""Two releases side by side on one server: the same close breaks ten clients, and none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests import servers
from tests.guide.conftest import dashboard

if TYPE_CHECKING:
    from tests.servers import Server


async def test_the_same_close_breaks_ten_in_one_and_none_in_the_other(lite: Server) -> None:
    servers.interpreter("2.6.10")
    async with dashboard(lite, size=(120, 36)) as user:
        await user.pilot.press("n")
        await user.sees("New target")
        await user.pilot.press(*"2.6.10", "enter")
        await user.sees("▾ pymilvus 2.6.10 · pid")
        await user.pilot.press("m")
        await user.spawn(count="11")
        await user.see(lambda: user.screen.count("● 11 work") >= 2, "11 and 11 that work")
        await user.select("c1")
        await user.see(lambda: user.screen.count("↯") == 10, "ten marks")
        await user.pilot.press("x")
        await user.sees("2.6.6  c2 … c11 (10 clients)")
        await user.sees("2.6.10  nobody else")
        await user.pilot.press("y")
        await user.see(lambda: user.screen.count("✗ c") == 10, "ten that fail")
        await user.see(lambda: user.screen.count("● c") == 10, "ten that work")
        await user.see(lambda: user.screen.count("○ c1 ") == 2, "two that are closed")
        await user.see(lambda: user.screen.count("as predicted") >= 2, "both predictions")
        for release, words in (
            ("2.6.6", "✗ 10 fail  ○ 1 closed"),
            ("2.6.10", "● 10 work  ○ 1 closed"),
        ):
            heading = re.compile(f"▾ pymilvus {re.escape(release)} .*{words}")
            await user.see(lambda heading=heading: heading.search(user.screen), words)  # type: ignore[misc]

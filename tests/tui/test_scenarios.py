"""The screen of the scenarios: chosen, played step by step, run through, begun again, left."""

from __future__ import annotations

import threading
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from milvus_tui import wire
from milvus_tui.model import example_snapshots
from milvus_tui.model.snapshot import EMPTY, apply
from milvus_tui.scenarios import catalog_files
from milvus_tui.scenarios.facts import CannotRun
from milvus_tui.scenarios.scenario import Scenario
from milvus_tui.tui.app import MilvusTui
from tests.tui.conftest import NOW, dump, notifications, until
from tests.tui.idle import SECONDS
from tests.tui.replay import Replay

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

    from syrupy.assertion import SnapshotAssertion
    from textual.pilot import Pilot

    from milvus_tui.scenarios.scenario_context import ScenarioContext
    from milvus_tui.sessions.session import Session


class Targets:
    """Opens empty targets, and keeps account of them."""

    def __init__(self, *, refusal: str = "", status: str = "") -> None:
        self.refusal = refusal
        self.status = status
        self.opened: list[Replay] = []
        self.ended: list[Session] = []

    def open(self, release: str) -> Session:
        if self.refusal:
            raise ValueError(self.refusal)
        self.opened.append(Replay(example_snapshots.snapshot(), status=self.status))
        return self.opened[-1]

    def end(self, session: Session) -> None:
        self.ended.append(session)

    def at_end(self, stop: Callable[[], None]) -> None:
        """Nothing is started that would have to be stopped."""


def shares(context: ScenarioContext) -> Iterator[str]:
    """A shared close on a session that only replays."""
    session = context.session
    assert isinstance(session, Replay)
    yield "Make eleven clients."
    session.show(example_snapshots.many(11))
    context.facts["connections"] = 1
    yield "Close c1."
    row = wire.Event(9, NOW, "closed", "c1.close() from the lab broke c2 … c11 (10)", 1, ((2, 11),))
    lost = example_snapshots.after_close().aliases[1]
    session.show(apply(session.snapshot, wire.Update(events=[row], aliases=[lost])))
    context.facts["broken_by_close"] = 10


def needs(_: ScenarioContext) -> Iterator[str]:
    """One that cannot run."""
    yield "Start a server that checks logins."
    raise CannotRun("the package milvus is not installed: pip install milvus")


GO = threading.Event()


def hangs(_: ScenarioContext) -> Iterator[str]:
    """One that takes as long as a test wants."""
    yield "Wait."
    GO.wait(SECONDS)


CATALOG = {
    2: Scenario(
        2, "shared close", "Eleven clients hold one alias. One is closed.", shares,
        "Every other one fails.", {"broken_by_close": 10},
        cell=lambda facts: f"breaks {facts['broken_by_close']}",
    ),
    3: Scenario(3, "other", "The same.", shares, "Nobody fails.", {"broken_by_close": 0}),
    14: Scenario(14, "wrong password", "Needs a server.", needs),
    17: Scenario(17, "silent", "The guide says nothing.", shares),
    19: Scenario(19, "slow", "Takes long.", hangs),
}  # fmt: skip


@asynccontextmanager
async def playing(
    monkeypatch: pytest.MonkeyPatch,
    size: tuple[int, int] = (120, 36),
    targets: Targets | None = None,
) -> AsyncIterator[tuple[MilvusTui, Pilot[None], Targets]]:
    """The screen of the scenarios, opened by its key."""
    monkeypatch.setattr(catalog_files, "scenarios", lambda: CATALOG)
    targets = targets or Targets()
    app = MilvusTui(Replay(example_snapshots.shared()), clock=lambda: NOW, target_group=targets)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await pilot.press("o")
        await pilot.pause()
        yield app, pilot, targets


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (50, 14)], ids=["120x36", "80x24", "50x14"])
async def test_a_scenario_to_its_end(
    size: tuple[int, int], screen: SnapshotAssertion, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with playing(monkeypatch, size) as (app, pilot, _):
        assert dump(app) == screen(name="before")
        await pilot.press("n")
        await until(pilot, lambda: "▸ Next (n): Make eleven clients." in dump(app))
        await pilot.press("n")
        await until(pilot, lambda: "▸ Next (n): Close c1." in dump(app))
        assert dump(app) == screen(name="during")
        await pilot.press("enter")
        await until(pilot, lambda: "does what the guide says" in dump(app))
        await pilot.pause()
        assert dump(app) == screen(name="after")


async def test_each_result_has_a_mark_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    async with playing(monkeypatch) as (app, pilot, _):
        for words in (
            "does what the guide says",
            "differs from the guide: broken by close: 10, not 0",
            "Could not run    the package milvus is not installed",
            "nothing of this.",
        ):
            await pilot.press("r")
            await until(pilot, lambda words=words: words in " ".join(dump(app).split("│")))  # type: ignore[misc]
            await pilot.press("down")
        await pilot.press("home")
        await pilot.pause()
        for mark in ("❯✓  2 shared close", " ✗  3 other", " – 14 wrong", " · 17 silent"):
            assert mark in dump(app)
        await pilot.press("escape", "o")
        await pilot.pause()
        assert "❯✓  2 shared close" in dump(app)


async def test_back_to_the_start_is_another_target(monkeypatch: pytest.MonkeyPatch) -> None:
    async with playing(monkeypatch) as (app, pilot, targets):
        await pilot.press("r")
        await until(pilot, lambda: "does what the guide says" in dump(app))
        assert len(targets.opened) == 2
        await pilot.press("b")
        await until(pilot, lambda: targets.ended == targets.opened[:1])
        await pilot.pause()
        assert "Press n or Enter to begin." in dump(app)
        assert "✗ c2" not in dump(app)
        await pilot.press("r")
        await until(pilot, lambda: "does what the guide says" in dump(app))
        assert len(targets.opened) == 3


async def test_leaving_ends_every_target(monkeypatch: pytest.MonkeyPatch) -> None:
    async with playing(monkeypatch) as (app, pilot, targets):
        await pilot.press("n")
        await until(pilot, lambda: "▸ Next (n): Make eleven clients." in dump(app))
        await pilot.press("escape")
        await until(pilot, lambda: len(targets.ended) == 2)
        assert app.screen is app.main
        assert {id(s) for s in targets.ended} == {id(s) for s in targets.opened}


async def test_a_long_step_can_be_left(monkeypatch: pytest.MonkeyPatch) -> None:
    GO.clear()
    async with playing(monkeypatch) as (app, pilot, targets):
        await pilot.press("end", "n")
        await until(pilot, lambda: "▸ Next (n): Wait." in dump(app))
        await pilot.press("n", "n")
        await until(pilot, lambda: "… Wait." in dump(app))
        await pilot.press("up", "r")
        await until(pilot, lambda: "nothing of this." in dump(app))
        await pilot.press("escape")
        GO.set()
        await until(pilot, lambda: len(targets.ended) == len(targets.opened))


async def test_one_waits_for_the_target_and_hears_why_there_is_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with playing(monkeypatch, targets=Targets(status="installing pymilvus 2.6.10")) as (
        app, pilot, targets,
    ):  # fmt: skip
        await pilot.press("n")
        await until(pilot, lambda: "… installing pymilvus 2.6.10" in dump(app))
        targets.opened[0].show(EMPTY, failure="the package index cannot be reached")
        await until(pilot, lambda: "the package index cannot be reached" in dump(app))
        await pilot.press("escape")
        await until(pilot, lambda: len(targets.ended) == 2)


async def test_where_no_target_can_be_opened_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    async with playing(monkeypatch, targets=Targets(refusal="uv is not installed")) as (
        app, pilot, _,
    ):  # fmt: skip
        await pilot.press("n")
        await pilot.pause()
        assert "No target: uv is not installed" in dump(app)


async def test_without_a_lab_there_are_no_scenarios() -> None:
    app = MilvusTui(Replay(example_snapshots.shared()), clock=lambda: NOW)
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("f2")
        await pilot.pause()
        assert app.screen is app.main
        assert any(words.startswith("Scenarios: only a lab") for words in notifications(app))


async def test_the_mouse_does_what_the_keys_do(monkeypatch: pytest.MonkeyPatch) -> None:
    async with playing(monkeypatch) as (app, pilot, _):
        await pilot.click("#scenarios", offset=(8, 2))
        await pilot.pause()
        assert "❯   3 other" in dump(app)
        await pilot.click("#keys-of-scenarios", offset=(2, 0))
        await until(pilot, lambda: "▸ Next (n): Make eleven clients." in dump(app))


@pytest.mark.parametrize("size", [(1, 1), (12, 4), (300, 60)], ids=str)
async def test_no_size_breaks_it(size: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    async with playing(monkeypatch, size) as (app, pilot, _):
        await pilot.press("r", "down", "tab", "tab", "down", "home")
        await pilot.pause()
        assert app.is_running

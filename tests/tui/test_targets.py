"""Several targets, one under the other: opened, told apart, acted on together, ended."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input

from milvus_tui import wire
from milvus_tui.model import example_snapshots
from milvus_tui.model.snapshot import EMPTY, Snapshot, apply
from milvus_tui.tui.app import MilvusTui
from milvus_tui.tui.dialogs.release_dialog import ReleaseDialog
from tests.tui.conftest import NOW, dump, notifications, until
from tests.tui.replay import Replay

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from syrupy.assertion import SnapshotAssertion
    from textual.pilot import Pilot

    from milvus_tui.sessions.session import Session

KEPT = "clients with the same server and login share a connection; closing one touches no other"


def shared(release: str, pid: int) -> Snapshot:
    """Eleven clients on one connection."""
    fate = release == "2.6.6"
    target = replace(example_snapshots.TARGET, pymilvus=release, pid=pid)
    target = target if fate else replace(target, rule=KEPT)
    return apply(
        example_snapshots.many(11),
        wire.Update(
            target=[target], aliases=[example_snapshots.alias(1, 1, close_breaks_sharers=fate)]
        ),
    )


class Opened:
    """Opens targets that serve what they are given."""

    def __init__(self, *sessions: Replay, refusal: str = "") -> None:
        self.sessions = list(sessions)
        self.refusal = refusal
        self.asked: list[str] = []
        self.ended: list[Session] = []

    def open(self, release: str) -> Session:
        self.asked.append(release)
        if self.refusal:
            raise ValueError(self.refusal)
        return self.sessions[len(self.asked) - 1]

    def end(self, session: Session) -> None:
        self.ended.append(session)

    def at_end(self, stop: Callable[[], None]) -> None:
        """Nothing is started that would have to be stopped."""


@asynccontextmanager
async def two(
    size: tuple[int, int] = (120, 36), second: Replay | None = None
) -> AsyncIterator[tuple[MilvusTui, Pilot[None], Replay, Replay, Opened]]:
    """A dashboard with 2.6.6, in which 2.6.10 was opened by keys."""
    first, second = Replay(shared("2.6.6", 4711)), second or Replay(shared("2.6.10", 4712))
    opened = Opened(second)
    app = MilvusTui(first, clock=lambda: NOW, target_group=opened)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await pilot.press("n", *"2.6.10", "enter")
        await pilot.pause()
        yield app, pilot, first, second, opened


@pytest.mark.parametrize("size", [(120, 36), (80, 24)], ids=["120x36", "80x24"])
async def test_two_targets(size: tuple[int, int], screen: SnapshotAssertion) -> None:
    async with two(size) as (app, pilot, *_, opened):
        await pilot.press("m")
        await pilot.pause()
        assert opened.asked == ["2.6.10"]
        assert dump(app) == screen


@pytest.mark.parametrize("size", [(120, 36), (80, 24)], ids=["120x36", "80x24"])
async def test_the_list_of_releases(size: tuple[int, int], screen: SnapshotAssertion) -> None:
    app = MilvusTui(Replay(shared("2.6.6", 1)), clock=lambda: NOW, target_group=Opened())
    async with app.run_test(size=size) as pilot:
        await pilot.press("n", "down", "down")
        await pilot.pause()
        assert dump(app) == screen


async def test_a_release_can_be_typed_that_the_list_does_not_know() -> None:
    opened = Opened(Replay(EMPTY, status="installing pymilvus 3.9.9"))
    app = MilvusTui(Replay(shared("2.6.6", 1)), clock=lambda: NOW, target_group=opened)
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("n", *"3.9.9", "enter")
        await pilot.pause()
        assert opened.asked == ["3.9.9"]
        assert "pymilvus 3.9.9 · installing pymilvus 3.9.9 …" in dump(app)


async def test_enter_chooses_by_all_that_was_typed_though_the_list_is_not_filtered_yet() -> None:
    opened = Opened(Replay(EMPTY))
    app = MilvusTui(Replay(shared("2.6.6", 1)), clock=lambda: NOW, target_group=opened)
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("n")
        dialog = app.screen
        assert isinstance(dialog, ReleaseDialog)
        dialog.on_input_submitted(Input.Submitted(dialog.query_one(Input), "2.6.10"))
        await until(pilot, lambda: app.screen is app.main)
        assert opened.asked == ["2.6.10"]


async def test_an_action_goes_to_the_target_of_the_selected_row() -> None:
    async with two() as (_, pilot, first, second, _):
        await pilot.press("end", "x")
        await pilot.pause()
        assert (first.sent, second.sent) == ([], [("close", {"client": 11})])


async def test_an_action_can_go_to_all() -> None:
    async with two() as (app, pilot, first, second, _):
        await pilot.press("m", "end", "x")
        await pilot.pause()
        assert "2.6.6  c1 … c10 (10 clients)" in dump(app)
        assert "2.6.10  nobody else" in dump(app)
        await pilot.press("y", "s", "enter", "p", "space", "a")
        await pilot.pause()
        names = ["close", "spawn", "probe", "pause", "duplicate"]
        assert [name for name, _ in first.sent] == names
        assert first.sent == second.sent


async def test_a_thread_is_stopped_in_its_own_target_only() -> None:
    async with two() as (_, pilot, first, second, _):
        rows = wire.Update(workers=[example_snapshots.worker(1, 11)])
        first.show(apply(first.snapshot, rows))
        second.show(apply(second.snapshot, rows))
        await pilot.press("m", "end", "T", "up", "T")
        await pilot.pause()
        assert first.sent == [("stop_threads", {"client": 11})]
        assert second.sent == [("stop_threads", {"worker": 1}), ("stop_threads", {"client": 11})]


async def test_drop_and_threads_go_to_all_too() -> None:
    async with two() as (app, pilot, first, second, _):
        await pilot.press("m", "d")
        await pilot.pause()
        assert "without close(), in all targets" in dump(app)
        await pilot.press("y", "t", "enter")
        await pilot.pause()
        assert [name for name, _ in first.sent] == ["drop", "start_threads"]
        assert first.sent == second.sent


async def test_only_targets_that_have_such_a_client_are_asked() -> None:
    async with two() as (app, pilot, first, second, _):
        first.show(apply(first.snapshot, wire.Update(gone={"clients": [11]})))
        await pilot.press("m", "end", "x")
        await pilot.pause()
        assert app.screen is app.main
        assert (first.sent, second.sent) == ([], [("close", {"client": 11})])


async def test_marks_are_in_all_targets_that_an_action_goes_to() -> None:
    async with two() as (app, pilot, *_):
        await pilot.press("end")
        await pilot.pause()
        assert dump(app).count("↯") == 0
        await pilot.press("m")
        await pilot.pause()
        assert dump(app).count("↯") == 10
        assert "keys act on all targets" in dump(app)


async def test_events_say_where() -> None:
    async with two() as (app, pilot, _, second, _):
        row = wire.Event(5, NOW, "lab", "something happened", 1)
        second.show(apply(second.snapshot, wire.Update(events=[row])))
        await until(pilot, lambda: "2.6.10  something happened" in dump(app))


async def test_a_target_can_be_folded() -> None:
    async with two() as (app, pilot, *_):
        await pilot.press("end", "home", "enter")
        await pilot.pause()
        assert "▸ pymilvus 2.6.6" in dump(app)
        assert dump(app).count("● c11") == 1
        await pilot.press("x")
        await pilot.pause()
        assert "Close: select a client first." in notifications(app)
        await pilot.press("enter")
        await pilot.pause()
        assert dump(app).count("● c11") == 2


async def test_a_target_can_be_ended_and_the_first_one_stays() -> None:
    async with two() as (app, pilot, _, second, opened):
        await pilot.press("w")
        await pilot.pause()
        assert any("the first one ends with the dashboard" in words for words in notifications(app))
        await pilot.press("end", "w")
        await pilot.pause()
        assert "11 clients end with it." in dump(app)
        await pilot.press("y")
        await until(pilot, lambda: opened.ended == [second])
        await pilot.pause()
        assert "2.6.10" not in dump(app)
        assert app.main.selected is not None
        assert "socket 127.0.0.1:45174" in dump(app)


async def test_a_target_that_cannot_start_is_one_line() -> None:
    async with two(second=Replay(EMPTY, status="installing pymilvus 2.6.10")) as (
        app, pilot, first, second, opened,
    ):  # fmt: skip
        second.show(failure="there is no pymilvus 2.6.10")
        await until(pilot, lambda: "✗ there is no pymilvus 2.6.10" in dump(app))
        assert app.is_running
        await pilot.press("home", "down", "down", "down", "x", "y")
        await pilot.pause()
        assert first.sent == [("close", {"client": 2})]
        await pilot.press("end", "w")
        await until(pilot, lambda: bool(opened.ended))
        assert "✗ there is no" not in dump(app).split("Events")[0]


@pytest.mark.parametrize("target_group", [None, Opened(refusal="uv is not installed")])
async def test_where_there_can_be_no_other_target_it_is_said(target_group: Opened | None) -> None:
    first = Replay(shared("2.6.6", 1))
    app = MilvusTui(first, clock=lambda: NOW, target_group=target_group)
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("n", "enter", "m")
        await pilot.pause()
        why = "New target: uv is not installed" if target_group else "New target: only a lab"
        assert any(words.startswith(why) for words in notifications(app))
        assert len(app.main.target_list.targets) == 1


async def test_two_of_the_same_release_are_numbered() -> None:
    async with two(second=Replay(shared("2.6.6", 4712))) as (app, *_):
        assert "pymilvus 2.6.6 #1" in dump(app)
        assert "pymilvus 2.6.6 #2" in dump(app)


async def test_the_filter_and_the_list_are_for_all_targets() -> None:
    async with two() as (app, pilot, *_):
        await pilot.press("slash", *"c11", "enter")
        await pilot.pause()
        assert dump(app).count("● c11") == 2
        assert "● c10" not in dump(app)
        await pilot.press("escape", "g")
        await pilot.pause()
        assert dump(app).count("● c11 ") == 2


@pytest.mark.parametrize("size", [(1, 1), (20, 5), (60, 17), (300, 60)], ids=str)
async def test_no_size_breaks_it(size: tuple[int, int]) -> None:
    async with two(size) as (app, pilot, *_):
        await pilot.press("m", "end", "home", "pagedown", "enter", "n")
        await pilot.pause()
        assert app.is_running

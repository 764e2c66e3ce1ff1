"""What is wrong, on a screen of its own, and in the header of the other one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from milvus_tui import wire
from milvus_tui.model import example_snapshots
from milvus_tui.model.snapshot import apply
from milvus_tui.tui.app import MilvusTui
from milvus_tui.tui.screens.findings_screen import FindingsScreen
from tests.tui.conftest import NOW, dump, notifications, running, until
from tests.tui.replay import Replay
from tests.tui.test_targets import Opened

if TYPE_CHECKING:
    from syrupy.assertion import SnapshotAssertion

SIZES = [(120, 36), (80, 24), (40, 12)]
IDS = ["120x36", "80x24", "40x12"]


def chosen(app: MilvusTui) -> str:
    """The title of the finding that is selected."""
    assert isinstance(app.screen, FindingsScreen)
    assert app.screen.list.chosen is not None
    return app.screen.list.chosen.one.title


@pytest.mark.parametrize("size", SIZES, ids=IDS)
async def test_the_findings(size: tuple[int, int], screen: SnapshotAssertion) -> None:
    async with running(example_snapshots.with_findings(), size) as (app, pilot, _):
        await pilot.press("f")
        await pilot.pause()
        assert dump(app) == screen


@pytest.mark.parametrize("size", SIZES, ids=IDS)
async def test_nothing_found(size: tuple[int, int], screen: SnapshotAssertion) -> None:
    async with running(example_snapshots.shared(), size) as (app, pilot, _):
        await pilot.press("f")
        await pilot.pause()
        assert dump(app) == screen


@pytest.mark.parametrize("size", SIZES, ids=IDS)
async def test_the_header_counts_them(size: tuple[int, int], screen: SnapshotAssertion) -> None:
    async with running(example_snapshots.with_findings(), size) as (app, _, _):
        assert "3 findings" in dump(app)
        assert dump(app) == screen


GAP = "findings beyond the 500 that are kept"


async def test_what_was_not_judged_is_in_the_header_and_with_the_findings() -> None:
    target = replace(example_snapshots.TARGET, not_judged=(GAP,))
    found = apply(example_snapshots.shared(), wire.Update(target=[target]))
    async with running(found) as (app, pilot, _):
        assert "1 not judged" in dump(app)
        await pilot.press("f")
        await pilot.pause()
        assert "Not judged" in dump(app)


async def test_the_page_of_a_finding_says_what_was_not_judged() -> None:
    target = replace(example_snapshots.TARGET, not_judged=(GAP,))
    found = apply(example_snapshots.with_findings(), wire.Update(target=[target]))
    async with running(found, (120, 60)) as (app, pilot, _):
        assert "3 findings  1 not judged" in dump(app)
        await pilot.press("f")
        await pilot.pause()
        assert "Not judged" in dump(app)


async def test_the_rest_of_a_finding_is_a_page_down() -> None:
    async with running(example_snapshots.with_findings(), (80, 24)) as (app, pilot, _):
        await pilot.press("f")
        await pilot.pause()
        assert "What to do" not in dump(app)
        await pilot.press("pagedown")
        await until(pilot, lambda: "What to do, with pymilvus 2.6.6" in dump(app))


async def test_arrows_choose_and_letters_too() -> None:
    async with running(example_snapshots.with_findings()) as (app, pilot, _):
        await pilot.press("f")
        await pilot.pause()
        seen = [chosen(app)]
        for key in ("down", "j", "up", "end", "home"):
            await pilot.press(key)
            seen.append(chosen(app))
        assert seen[0] == "c1.close() broke 10 other clients"
        assert seen[1] == seen[3] != seen[2]
        assert seen[4].startswith("Alias http://localhost:19530-test_DB leaked")
        assert seen[5] == seen[0]
        assert "✗ error" not in dump(app)


async def test_it_opens_at_what_concerns_the_selected_row() -> None:
    async with running(example_snapshots.with_findings()) as (app, pilot, _):
        await pilot.press("c", *"13", "enter")
        await pilot.pause()
        await pilot.press("f")
        await pilot.pause()
        assert chosen(app).startswith("c13 is bound to another server")


@pytest.mark.parametrize(
    ("moves", "row"),
    [([], ("client", 2)), (["down"], ("client", 13)), (["down", "down"], ("connection", 4))],
)
async def test_enter_goes_to_what_it_is_about(moves: list[str], row: tuple[str, int]) -> None:
    async with running(example_snapshots.with_findings()) as (app, pilot, _):
        await pilot.press("slash", *"nothing has this", "enter")
        await pilot.press("f", *moves, "enter")
        await pilot.pause()
        assert app.screen is app.main
        assert app.main.selected == row


async def test_enter_says_so_where_it_is_gone() -> None:
    gone = example_snapshots.snapshot(
        findings=[example_snapshots.finding(1, wire.Kind.USED_AFTER_FORK, client=9)]
    )
    async with running(gone) as (app, pilot, _):
        await pilot.press("f", "enter")
        await pilot.pause()
        assert notifications(app) == ["Go to: the finding is about c9, which no longer exists."]


async def test_a_finding_can_be_copied() -> None:
    async with running(example_snapshots.with_findings()) as (app, pilot, _):
        await pilot.press("f", "y")
        await pilot.pause()
        for words in (
            "✗ c1.close() broke 10 other clients",
            "/srv/shop/app/store.py:41 release",
            "Why it matters",
            "Keep one client for the process",
        ):
            assert words in app.clipboard.replace("\n", " ")


@pytest.mark.parametrize("key", ["escape", "f", "q"])
async def test_leaving_it_leaves_everything_as_it_was(key: str) -> None:
    async with running(example_snapshots.with_findings()) as (app, pilot, session):
        await pilot.press("end")
        before = app.main.selected
        await pilot.press("f", "down", key)
        await pilot.pause()
        assert app.screen is app.main
        assert app.main.selected == before
        assert session.sent == []


async def test_help_is_there() -> None:
    async with running(example_snapshots.with_findings()) as (app, pilot, _):
        await pilot.press("f", "question_mark")
        await pilot.pause()
        assert "Keys" in dump(app)


async def test_clicks_choose_and_press() -> None:
    async with running(example_snapshots.with_findings()) as (app, pilot, _):
        await pilot.press("f")
        await pilot.pause()
        assert await pilot.click("#findings", offset=(5, 4))
        await pilot.pause()
        assert chosen(app).startswith("c13")
        assert await pilot.click("#keys-of-findings", offset=(2, 0))
        await pilot.pause()
        assert app.main.selected == ("client", 13)


async def test_it_follows_what_happens_and_keeps_what_is_selected() -> None:
    async with running(example_snapshots.with_findings()) as (app, pilot, session):
        await pilot.press("f", "down", "down")
        await pilot.pause()
        assert chosen(app).startswith("Alias c2-alias")
        rows = session.snapshot.findings
        session.show(
            apply(
                session.snapshot,
                wire.Update(
                    findings=[
                        example_snapshots.finding(9, wire.Kind.USED_AFTER_FORK, client=3),
                        replace(rows[2], ended_at=NOW, ended_by="c20 uses it"),
                    ]
                ),
            )
        )
        await until(pilot, lambda: "returned after 55 s" in dump(app))
        assert "c3, created before a fork" in dump(app)
        assert "Alias c2-alias" in chosen(app)


async def test_the_events_say_what_was_found_and_what_is_over() -> None:
    async with running(example_snapshots.with_findings()) as (app, pilot, session):
        leaked = "Alias c2-alias leaked, with no client left"
        await until(pilot, lambda: leaked in [note.text for note in app.main.events.notes])
        texts = [note.text for note in app.main.events.notes]
        assert not any("broke 10 other" in text for text in texts), "the close is an event"
        over = replace(session.snapshot.findings[2], ended_at=NOW)
        session.show(apply(session.snapshot, wire.Update(findings=[over])))
        await until(
            pilot, lambda: app.main.events.notes[-1].text == f"returned after 55 s: {leaked}"
        )


async def test_a_leak_counts_once_it_is_old_enough() -> None:
    now = [example_snapshots.NOON + 22.0]
    leak = example_snapshots.snapshot(
        findings=[example_snapshots.finding(20, wire.Kind.LEAKED_ALIAS)]
    )
    app = MilvusTui(Replay(leak), clock=lambda: now[0])
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        assert "finding" not in dump(app)
        now[0] += 4
        await until(pilot, lambda: "⚠ 1 finding" in dump(app))


async def test_several_targets_say_which_is_meant() -> None:
    first = Replay(example_snapshots.with_findings())
    other = apply(
        example_snapshots.shared(),
        wire.Update(
            target=[replace(example_snapshots.TARGET, pid=4712, pymilvus="2.6.10", generation="F")],
            findings=[
                example_snapshots.finding(
                    1, wire.Kind.PLAIN_TEXT_FOR_HTTPS, client=3, affected=((3, 3),)
                )
            ],
        ),
    )
    app = MilvusTui(first, clock=lambda: NOW, target_group=Opened(Replay(other)))
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        app.main.add_target(Replay(other), "2.6.10")
        await pilot.pause()
        assert "✗ 4 findings, 3 here" in dump(app)
        await pilot.press("f")
        await until(pilot, lambda: "c3 requested TLS" in dump(app))
        assert isinstance(app.screen, FindingsScreen)
        titles = [found.one.title for found in app.screen.list.found]
        (place,) = [place for place, title in enumerate(titles) if title.startswith("c3 ")]
        await pilot.press(*["down"] * place)
        assert "In pid 4712" in dump(app)
        await pilot.press("enter")
        await pilot.pause()
        assert app.main.selected_target.number == 1
        assert app.main.selected == ("client", 3)


@pytest.mark.parametrize("width", [1, 5, 12, 20, 33, 61, 79, 101, 300])
async def test_no_size_breaks_it(width: int) -> None:
    async with running(example_snapshots.with_findings(), (width, max(1, width // 4))) as (
        app,
        pilot,
        _,
    ):
        await pilot.press("f", "down", "tab", "down", "pagedown", "end", "y", "enter")
        await pilot.pause()
        assert app.is_running


async def test_it_can_be_found_in_the_palette() -> None:
    async with running(example_snapshots.with_findings()) as (app, pilot, _):
        await pilot.press("ctrl+p", *"findings")
        await until(pilot, lambda: "What is wrong, since when" in dump(app))
        await pilot.press("down", "enter")
        await until(pilot, lambda: isinstance(app.screen, FindingsScreen))

"""What each key does."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from textual.events import MouseScrollDown
from textual.widgets import Input, Static

from milvus_tui import wire
from milvus_tui.model import example_snapshots
from milvus_tui.model.snapshot import EMPTY, Snapshot, apply
from milvus_tui.tui.action import LAB, SCREENS
from milvus_tui.tui.actions import keys_page
from milvus_tui.tui.actions.registry import ACTIONS
from milvus_tui.tui.dialogs.confirm_dialog import ConfirmDialog
from milvus_tui.tui.dialogs.help_screen import HelpScreen
from milvus_tui.tui.render.header_lines import fitting, size
from tests.tui.conftest import NOW, dump, notifications, running, until
from tests.tui.replay import Replay

if TYPE_CHECKING:
    from milvus_tui.tui.app import MilvusTui


def alone() -> Snapshot:
    """Two clients, each with a connection of its own."""
    return example_snapshots.snapshot(
        clients=[example_snapshots.client(1), example_snapshots.client(2, 2)],
        aliases=[example_snapshots.alias(1, 1), example_snapshots.alias(2, 2, "other")],
        connections=[example_snapshots.connection(1), example_snapshots.connection(2)],
        sockets=[wire.Socket(1, "a", "b")],
        verdicts=[example_snapshots.verdict(1, 1), example_snapshots.verdict(2, 2)],
    )


# --- close and drop --------------------------------------------------------------------------


async def test_close_asks_and_names_those_that_break() -> None:
    async with running(example_snapshots.shared()) as (app, pilot, session):
        await pilot.press("x")
        await pilot.pause()
        assert "c2 … c11 (10 clients, 3 threads)" in dump(app)
        assert not session.sent
        await pilot.press("y")
        await pilot.pause()
        assert session.sent == [("close", {"client": 1})]


@pytest.mark.parametrize("answer", ["n", "escape", "enter"])
async def test_close_can_be_called_off(answer: str) -> None:
    async with running(example_snapshots.shared()) as (app, pilot, session):
        await pilot.press("x", answer)
        await pilot.pause()
        assert app.screen is app.main
        assert not session.sent


async def test_close_asks_nothing_where_nobody_breaks() -> None:
    async with running(alone()) as (_, pilot, session):
        await pilot.press("x")
        await pilot.pause()
        assert session.sent == [("close", {"client": 1})]


async def test_close_means_the_client_that_was_selected_when_the_key_was_pressed() -> None:
    async with running(example_snapshots.shared()) as (app, pilot, session):
        app.main.panels.go_to(("client", 7))
        await pilot.press("x")
        session.show(apply(session.snapshot, wire.Update(gone={"clients": [1, 2, 3]})))
        await pilot.press("y")
        await pilot.pause()
        assert session.sent == [("close", {"client": 7})]


async def test_drop_explains_that_the_alias_stays() -> None:
    async with running(alone()) as (app, pilot, session):
        await pilot.press("d")
        await pilot.pause()
        assert "stays registered" in dump(app)
        await pilot.press("y")
        await pilot.pause()
        assert session.sent == [("drop", {"client": 1})]


async def test_no_key_hits_what_stands_in_the_place_of_a_client_that_is_gone() -> None:
    async with running(alone()) as (app, pilot, session):
        session.show(apply(session.snapshot, wire.Update(gone={"clients": [1]})))
        await pilot.press("x", "d")
        await pilot.pause()
        assert app.screen is app.main
        assert not session.sent
        assert all("c1 is gone" in words for words in notifications(app))
        assert "c1 is gone" in dump(app)
        await pilot.press("down", "down", "x")
        await pilot.pause()
        assert session.sent == [("close", {"client": 2})]


# --- what a close would break ----------------------------------------------------------------


def marked(app: MilvusTui) -> list[str]:
    """What stands behind the mark of rows that would break."""
    return [line.split("↯")[1] for line in dump(app).splitlines() if "↯" in line]


async def test_rows_that_would_break_are_marked_until_one_does_not_want_it() -> None:
    async with running(example_snapshots.shared()) as (app, pilot, _):
        assert len(marked(app)) == 10 + 3
        assert "c2 " in marked(app)[0]
        await pilot.press("b")
        await pilot.pause()
        assert not marked(app)
        await pilot.press("b")
        app.main.panels.go_to(("client", 12))
        await pilot.pause()
        assert not marked(app)
        app.main.panels.go_to(("client", 2))
        await pilot.pause()
        assert len(marked(app)) == 10 + 3


async def test_marks_follow_what_clients_resolve_to() -> None:
    async with running(example_snapshots.shared()) as (app, pilot, session):
        session.show(example_snapshots.after_close())
        await pilot.pause()
        assert not marked(app)


async def test_a_close_is_compared_with_its_prediction() -> None:
    async with running(example_snapshots.shared()) as (app, pilot, session):
        await pilot.press("x", "y")
        row = wire.Event(
            9, example_snapshots.NOON + 60, "closed", "c1.close() broke some", 1, ((2, 11),)
        )
        session.show(apply(example_snapshots.after_close(), wire.Update(events=[row])))
        await pilot.pause()
        assert "✗ c1.close() broke some, as predicted" in dump(app)
        assert "c2 … c11 (10), as" in dump(app)
        assert "finding" not in dump(app)


async def test_a_wrong_prediction_is_a_finding() -> None:
    async with running(example_snapshots.shared()) as (app, pilot, session):
        await pilot.press("x", "y")
        row = wire.Event(9, example_snapshots.NOON + 60, "closed", "c1.close() broke nobody", 1)
        probed = replace(session.snapshot.verdicts[1], at=example_snapshots.NOON + 61)
        session.show(apply(session.snapshot, wire.Update(events=[row], verdicts=[probed])))
        await pilot.pause()
        assert "≠ c1.close(): predicted c2 … c11 (10), but nobody broke" in dump(app)
        assert "⚠ 1 finding" in dump(app)


# --- spawn, another, threads -----------------------------------------------------------------


async def test_spawn_sends_what_was_typed() -> None:
    async with running(example_snapshots.snapshot()) as (app, pilot, session):
        await pilot.press("s", "1", "1", "tab", "space", "tab")
        await pilot.press(*"http://h:1", "tab", *"books", "enter")
        await pilot.pause()
        args = {"count": 11, "own_thread": True, "uri": "http://h:1", "database": "books"}
        assert session.sent == [("spawn", {**args, "create_database": False})]
        assert app.screen is app.main


async def test_spawn_selects_the_client_as_soon_as_it_is_there() -> None:
    session = Replay(alone())
    session.replies["spawn"] = wire.Reply(1, ok=True, data={"clients": [3]})
    async with running(session) as (app, pilot, _):
        await pilot.press("s", "enter")
        await pilot.pause()
        assert app.main.selected == ("client", 1)
        session.show(apply(session.snapshot, wire.Update(clients=[example_snapshots.client(3, 2)])))
        await pilot.pause()
        assert app.main.selected == ("client", 3)


async def test_the_form_refuses_what_cannot_be() -> None:
    async with running(example_snapshots.snapshot()) as (app, pilot, session):
        await pilot.press("s", *"many", "enter")
        await pilot.pause()
        assert "a whole number from 1 to" in dump(app)
        assert not session.sent
        app.screen.query_one("#count", Input).value = "2"
        app.screen.query_one("#uri", Input).value = "localhost:19530"
        await pilot.press("enter")
        await pilot.pause()
        assert "http://localhost:19530?" in str(app.screen.query_one(".problem", Static).content)
        assert not session.sent


async def test_an_error_keeps_the_form_and_is_kept_in_the_log() -> None:
    session = Replay(example_snapshots.snapshot())
    session.replies["spawn"] = wire.Reply(1, ok=False, text="database 'books' not found")
    async with running(session) as (app, pilot, _):
        await pilot.press("s", "4", "enter")
        await pilot.pause()
        assert "database 'books' not found" in dump(app)
        assert app.screen.query_one("#count", Input).value == "4"
        await pilot.press("escape")
        await pilot.pause()
        assert "! spawn: database 'books' not found" in dump(app)
        await pilot.press("s")
        await pilot.pause()
        assert app.screen.query_one("#count", Input).value == "4"


@pytest.mark.parametrize("first", ["reply", "event"])
async def test_an_error_that_the_agent_logs_too_is_said_once(first: str) -> None:
    session = Replay(alone())
    session.replies["duplicate"] = wire.Reply(1, ok=False, text="no such client")
    logged = wire.Event(99, NOW, "error", "duplicate: no such client")
    after = apply(session.snapshot, wire.Update(events=[logged]))
    async with running(session) as (app, pilot, _):
        if first == "event":
            session.show(after)
        await pilot.press("a")
        await pilot.pause()
        session.show(after)
        await pilot.pause()
        assert [note.text for note in app.main.events.notes] == ["duplicate: no such client"]


async def test_secrets_are_masked() -> None:
    async with running(example_snapshots.snapshot()) as (app, pilot, session):
        await pilot.press("s")
        await pilot.pause()
        login = app.screen.query_one("#login")
        login.focus()
        await pilot.press("right", "right", "space", "tab", *"hush:hush")
        await pilot.pause()
        assert "hush" not in dump(app)
        await pilot.press("enter")
        await pilot.pause()
        assert session.sent == [("spawn", {"count": 1, "token": "hush:hush"})]


async def test_another_one_like_the_selected() -> None:
    async with running(alone()) as (_, pilot, session):
        await pilot.press("a")
        await pilot.pause()
        assert session.sent == [("duplicate", {"client": 1})]


async def test_threads_asks_how_many_and_how_often() -> None:
    async with running(alone()) as (app, pilot, session):
        await pilot.press("t", "3", "tab", *"0.5", "enter")
        await pilot.pause()
        assert session.sent == [("start_threads", {"client": 1, "count": 3, "interval": 0.5})]
        assert app.screen is app.main


async def test_threads_refuses_what_cannot_be() -> None:
    async with running(alone()) as (app, pilot, session):
        await pilot.press("t", "0", "enter")
        await pilot.pause()
        assert "Threads: a whole number" in dump(app)
        assert not session.sent


async def test_stop_one_thread_or_all_of_a_client() -> None:
    async with running(example_snapshots.shared()) as (app, pilot, session):
        app.main.panels.go_to(("client", 2))
        await pilot.press("T")
        app.main.panels.go_to(("worker", 2))
        await pilot.press("T")
        await pilot.pause()
        assert session.sent == [("stop_threads", {"client": 2}), ("stop_threads", {"worker": 2})]


async def test_probe_and_pause() -> None:
    async with running(alone()) as (app, pilot, session):
        await pilot.press("p", "space")
        paused = replace(example_snapshots.TARGET, paused=True)
        session.show(apply(session.snapshot, wire.Update(target=[paused])))
        await pilot.pause()
        assert "paused" in dump(app)
        await pilot.press("space")
        await pilot.pause()
        assert session.sent == [("probe", {}), ("pause", {"on": True}), ("pause", {"on": False})]


async def test_what_is_watched_only_cannot_be_changed() -> None:
    watched = replace(example_snapshots.TARGET, lab=False)
    now = apply(example_snapshots.shared(), wire.Update(target=[watched]))
    async with running(now) as (app, pilot, session):
        await pilot.press("s", "a", "t", "x", "d")
        await pilot.pause()
        assert app.screen is app.main
        assert not session.sent
        assert all("only watched" in words for words in notifications(app))


# --- look and move ---------------------------------------------------------------------------


async def test_the_cursor_moves_and_stays_with_its_row() -> None:
    async with running(example_snapshots.shared()) as (app, pilot, session):
        await pilot.press("j", "down")
        assert app.main.selected == ("worker", 1)
        session.show(apply(session.snapshot, wire.Update(gone={"clients": [1]})))
        await pilot.pause()
        assert app.main.selected == ("worker", 1)
        line = next(line for line in dump(app).splitlines() if "❯" in line)
        assert "worker-1" in line
        await pilot.press("k")
        assert app.main.selected == ("client", 2)


async def test_the_cursor_keeps_its_place_on_the_screen_among_10000() -> None:
    async with running(example_snapshots.many(10_000)) as (app, pilot, session):
        app.main.panels.go_to(("client", 5_000))
        await pilot.pause()
        before = [n for n, line in enumerate(dump(app).splitlines()) if "❯" in line]
        gone = {"clients": list(range(100, 200))}
        session.show(apply(session.snapshot, wire.Update(gone=gone)))
        await pilot.pause()
        shown = dump(app).splitlines()
        assert "c5000" in shown[before[0]]


async def test_first_last_and_pages() -> None:
    async with running(example_snapshots.many(500)) as (app, pilot, _):
        await pilot.press("end")
        assert app.main.selected == ("client", 500)
        await pilot.press("home")
        assert app.main.selected == ("socket", 1)
        await pilot.press("pagedown")
        assert app.main.selected == ("client", app.main.connections_panel.rows - 2)
        await pilot.press("G")
        await pilot.pause()
        assert "c500" in dump(app)


async def test_filter_takes_letters_literally_and_escape_shows_all() -> None:
    async with running(example_snapshots.after_close()) as (app, pilot, session):
        await pilot.press("slash", *"xd", "enter")
        await pilot.pause()
        assert app.screen is app.main
        assert not session.sent
        assert "0 of 13 clients" in dump(app)
        await pilot.press("escape")
        await pilot.pause()
        assert "of 13 clients" not in dump(app)
        await pilot.press("slash", *"test_DB", "enter")
        await pilot.pause()
        shown = dump(app)
        assert "1 of 13 clients" in shown
        assert "● c12" in shown
        assert "c13" not in shown.split("Events")[0]


async def test_a_filter_follows_the_states() -> None:
    async with running(example_snapshots.shared()) as (app, pilot, session):
        await pilot.press("slash", *"fails", "enter")
        await pilot.pause()
        assert "0 of 13 clients" in dump(app)
        session.show(example_snapshots.after_close())
        await pilot.pause()
        assert "10 of 13 clients" in dump(app)


async def test_go_to_a_client_by_its_number() -> None:
    async with running(example_snapshots.shared()) as (app, pilot, _):
        await pilot.press("c", *"c12", "enter")
        await pilot.pause()
        assert app.main.selected == ("client", 12)
        await pilot.press("c", *"77", "enter")
        await pilot.pause()
        assert notifications(app) == ["Go to: there is no c77."]


async def test_panels_come_and_go() -> None:
    async with running(example_snapshots.shared()) as (app, pilot, _):
        await pilot.press("i", "e")
        await pilot.pause()
        assert not app.main.inspector.display
        assert not app.main.bottom.display
        await pilot.press("i", "e")
        await pilot.pause()
        assert "shared by" in dump(app)
        assert "Events" in dump(app)


async def test_copy_what_is_known_to_the_clipboard() -> None:
    async with running(example_snapshots.after_close()) as (app, pilot, _):
        app.main.panels.go_to(("client", 7))
        await pilot.press("y")
        assert app.clipboard.startswith("c7\n✗ fails")
        assert "should create connection first." in app.clipboard


async def test_help_names_every_key() -> None:
    async with running(example_snapshots.shared(), (120, 90)) as (app, pilot, _):
        await pilot.press("question_mark")
        await pilot.pause()
        assert isinstance(app.screen, HelpScreen)
        shown = " ".join(dump(app).split())
        for action in ACTIONS:
            assert (" ".join(action.help.split()[:3]) in shown) is (LAB in action.modes)
        await pilot.press("question_mark")
        await pilot.pause()
        assert app.screen is app.main  # type: ignore[comparison-overlap]


async def test_the_palette_finds_an_action() -> None:
    async with running(example_snapshots.shared()) as (app, pilot, _):
        await pilot.press("ctrl+p", *"drop")
        await until(pilot, lambda: "Drop the selected client" in dump(app))
        await pilot.press("down", "enter")
        await until(pilot, lambda: isinstance(app.screen, ConfirmDialog))


@pytest.mark.parametrize("key", ["q", "ctrl+q"])
async def test_quit(key: str) -> None:
    async with running(example_snapshots.shared()) as (app, pilot, _):
        await pilot.press(key)
        await pilot.pause()
        assert not app.is_running
    assert app.return_code in (0, None)


# --- the mouse -------------------------------------------------------------------------------


async def test_a_click_selects() -> None:
    async with running(example_snapshots.shared()) as (app, pilot, _):
        await pilot.click("#connections", offset=(9, 8))
        assert app.main.selected == ("client", 3)


async def test_the_wheel_scrolls_and_leaves_the_selection() -> None:
    async with running(example_snapshots.many(100)) as (app, pilot, _):
        for _ in range(5):
            await pilot._post_mouse_events([MouseScrollDown], "#connections", (5, 5), button=0)
        await until(pilot, lambda: "❯" not in dump(app))
        assert app.main.selected == ("client", 1)


async def test_the_footer_can_be_clicked() -> None:
    async with running(example_snapshots.shared()) as (app, pilot, _):
        line = dump(app).splitlines()[-1]
        await pilot.click("#footer", offset=(line.index("Help"), 0))
        await pilot.pause()
        assert isinstance(app.screen, HelpScreen)


@pytest.mark.parametrize("width", [20, 40, 60, 80, 120, 200])
def test_the_footer_fits_and_keeps_help_and_quit(width: int) -> None:
    shown = fitting(width, [action for action in ACTIONS if LAB in action.modes])
    assert 1 + sum(map(size, shown)) <= max(width, 20)
    assert {"help", "quit"} <= {action.id for action in shown}


# --- the registry ----------------------------------------------------------------------------


def test_no_two_actions_share_a_key() -> None:
    for screen in ("", *SCREENS):
        on = [a for a in ACTIONS if (a.group if a.group in SCREENS else "") == screen]
        keys = [key for action in on for key in action.keys]
        assert len(keys) == len(set(keys))


def test_the_page_of_keys_names_every_action() -> None:
    page = keys_page.page()
    assert all(action.help in page for action in ACTIONS)


# --- the session -----------------------------------------------------------------------------


async def test_a_target_that_never_came_up_ends_the_dashboard() -> None:
    async with running(Replay(EMPTY, status="starting the target")) as (app, pilot, session):
        session.show(failure="127.0.0.1:1 does not answer: is Milvus running there?")
        await pilot.pause()
    assert app.return_code == 1


async def test_a_target_that_is_lost_is_a_state_and_not_the_end() -> None:
    async with running(example_snapshots.shared()) as (app, pilot, session):
        session.show(failure="the target (pid 4711) was killed")
        await pilot.press("x", "p")
        await pilot.pause()
        shown = dump(app)
        assert "✗ the target (pid 4711) was killed" in shown
        assert "c11" in shown
        assert notifications(app) == [
            "Close: this process has ended.",
            "Probe: this process has ended.",
        ]
        assert not session.sent


async def test_changes_from_another_thread_reach_the_screen() -> None:
    import threading

    async with running(example_snapshots.shared()) as (app, pilot, session):
        thread = threading.Thread(target=session.show, args=(example_snapshots.after_close(),))
        thread.start()
        thread.join()
        await pilot.pause()
        assert "✗ 10 fail" in dump(app)


async def test_what_happened_is_logged_once_and_the_newest_is_in_sight() -> None:
    async with running(example_snapshots.shared(), (80, 24)) as (app, pilot, session):
        session.show(example_snapshots.after_close())
        session.show(example_snapshots.after_close())
        await pilot.pause()
        assert dump(app).count("broke c2 … c11") == 1


@pytest.mark.parametrize(("failure", "age"), [(None, "2 min"), ("it was killed", "15 s")])
async def test_ages_go_on_as_long_as_there_is_a_target(failure: str | None, age: str) -> None:
    async with running(example_snapshots.after_close()) as (app, pilot, session):
        app.main.panels.go_to(("client", 1))
        session.show(failure=failure)
        await pilot.pause()
        app.main.view.clock = lambda: NOW + 120
        app.main.tick()
        await pilot.pause()
        assert f"({age})" in dump(app)

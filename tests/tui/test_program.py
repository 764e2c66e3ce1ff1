"""A program under `milvus-tui run`: its processes come and go, what it prints, how it is left."""

from __future__ import annotations

import signal
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from milvus_tui import wire
from milvus_tui.model import example_snapshots
from milvus_tui.model.snapshot import EMPTY, Snapshot, apply
from milvus_tui.sessions.program.program_exit import DETACH, STOP, ProgramExit
from milvus_tui.tui.app import MilvusTui
from milvus_tui.tui.placeholder_sessions import PendingSession
from tests.tui.conftest import NOW, dump, notifications, until
from tests.tui.program import ReplayProgram
from tests.tui.replay import Replay

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from syrupy.assertion import SnapshotAssertion
    from textual.pilot import Pilot

SIZES = [(120, 36), (80, 24), (40, 12)]
IDS = ["120x36", "80x24", "40x12"]

TARGET = replace(
    example_snapshots.TARGET,
    started_by="run",
    command="python app.py",
    lab=False,
    probes=False,
    uri="",
    server="",
)


def process(pid: int, clients: int = 0) -> Replay:
    """A process of the program, with so many clients on one connection."""
    rows = example_snapshots.many(clients) if clients else EMPTY
    return Replay(apply(rows, wire.Update(target=[replace(TARGET, pid=pid)])))


def rows_of(session: Replay, count: int) -> Snapshot:
    """The rows of a process that has made so many clients meanwhile."""
    return apply(
        example_snapshots.many(count), wire.Update(target=list(session.snapshot.target.values()))
    )


Running = tuple[MilvusTui, "Pilot[None]", ReplayProgram, ProgramExit]


@asynccontextmanager
async def program(
    size: tuple[int, int] = (120, 36), *, exits: bool = False
) -> AsyncIterator[Running]:
    """The dashboard of a program that runs, and has started nothing yet."""
    replay = ReplayProgram()
    program_exit = ProgramExit(replay, exits=exits)
    app = MilvusTui(PendingSession(replay), clock=lambda: NOW, program_exit=program_exit)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield app, pilot, replay, program_exit


async def shows(running: Running, *texts: str) -> None:
    app, pilot, *_ = running
    await until(pilot, lambda: all(text in dump(app) for text in texts))


async def lacks(running: Running, text: str) -> None:
    app, pilot, *_ = running
    await until(pilot, lambda: text not in dump(app))


# --- its processes ---------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES, ids=IDS)
async def test_before_there_is_a_process(size: tuple[int, int], screen: SnapshotAssertion) -> None:
    async with program(size) as running:
        app, _, replay, _ = running
        assert dump(app) == screen
        replay.print("hello")
        await shows(running, "it has not imported" if size[0] > 40 else "python app.py is running")


@pytest.mark.parametrize("size", SIZES, ids=IDS)
async def test_two_processes_and_what_they_print(
    size: tuple[int, int], screen: SnapshotAssertion
) -> None:
    async with program(size) as running:
        app, pilot, replay, _ = running
        replay.start(process(4711, 3), process(4712, 2))
        replay.print("ready", "\x1b[1;32mgreen\x1b[0m and plain")
        replay.print("Traceback (most recent call last):", error=True)
        await shows(running, "4712 python app.py")
        await pilot.pause()
        assert dump(app) == screen


async def test_one_process_has_no_line_of_its_own() -> None:
    async with program() as running:
        app, _, replay, _ = running
        replay.start(process(4713, 3))
        await shows(running, "● c3", "run · python app.py · pid 4713")
        assert "▾" not in dump(app)


async def test_a_process_that_ended_keeps_its_last_state_below_the_others() -> None:
    async with program() as running:
        app, pilot, replay, _ = running
        first, second = process(4712, 3), process(4713, 2)
        replay.start(first, second)
        await shows(running, "▾ 4712", "▾ 4713")
        await pilot.press("end")
        first.show(failure="process 4712 has ended")
        await shows(running, "▸ 4712 python app.py · ✗ has ended")
        lines = [line for line in dump(app).splitlines() if "python app.py" in line]
        assert "4713" in lines[1]
        await pilot.press("end", "enter")
        await shows(running, "▾ 4712", "● c3")
        await pilot.press("w")
        await lacks(running, "4712 python app.py")
        await pilot.press("w")
        await pilot.pause()
        assert notifications(app)[-1] == "End target: it still runs; q ends all."


async def test_hundreds_of_short_processes_without_clients_are_left_out() -> None:
    async with program() as running:
        app, _, replay, _ = running
        passing = [process(5000 + number) for number in range(300)]
        replay.start(process(4712, 3), *passing)
        await shows(running, "● c3")
        for session in passing:
            session.show(failure="process has ended")
        await shows(running, "300 processes without clients are hidden")
        assert "python app.py · " not in dump(app).split("\n", 2)[2]


async def test_of_those_that_ended_in_order_the_last_few_are_shown() -> None:
    async with program() as running:
        app, _, replay, _ = running
        replay.start(process(4712, 3))
        await shows(running, "● c3")
        for number in range(20):
            session = process(5000 + number)
            rows = wire.Update(clients=[example_snapshots.client(1, closed=NOW)])
            session.show(apply(session.snapshot, rows))
            replay.start(session)
            session.show(failure="process has ended")
        await shows(
            running, "17 processes with nothing wrong are hidden", "5017 python", "5019 python"
        )
        assert "5016 python" not in dump(app)
        unclosed = process(5100, 2)
        replay.start(unclosed)
        unclosed.show(failure="process has ended")
        await shows(running, "5100 python", "5017 python")


async def test_a_client_that_comes_late_is_seen() -> None:
    async with program() as running:
        _, _, replay, _ = running
        session = process(4712)
        replay.start(session)
        await shows(running, "No client yet: the program has created none")
        session.show(rows_of(session, 2))
        await shows(running, "● c2")


async def test_events_say_in_which_process() -> None:
    async with program() as running:
        _, pilot, replay, _ = running
        first, second = process(4712, 3), process(4713, 2)
        replay.start(first, second)
        row = wire.Event(5, NOW, "lab", "something happened", 1)
        second.show(apply(second.snapshot, wire.Update(events=[row])))
        await shows(running, "1 new event: e")
        await pilot.press("e")
        await shows(running, "4713  something happened")


# --- its end ---------------------------------------------------------------------------------


async def test_a_program_that_ended_without_a_client_says_so() -> None:
    async with program() as running:
        _, pilot, replay, _ = running
        replay.end(3)
        await shows(running, "python app.py ended (exit code 3) and has made no client.")
        await shows(running, "○ python app.py ended: exit code 3.")
        await pilot.press("q")
        await until(pilot, lambda: not running[0].is_running)


async def test_the_dashboard_can_end_with_the_program() -> None:
    async with program(exits=True) as running:
        app, pilot, replay, _ = running
        session = process(4712, 3)
        replay.start(session)
        await shows(running, "● c3")
        replay.end(0)
        await shows(running, "1 process still runs")
        session.show(failure="process 4712 has ended")
        await until(pilot, lambda: not app.is_running)


@pytest.mark.parametrize(("key", "chosen"), [("e", STOP), ("l", DETACH)])
async def test_quitting_asks_what_becomes_of_the_program(key: str, chosen: str) -> None:
    async with program() as running:
        app, pilot, _, program_exit = running
        await pilot.press("q")
        await shows(running, "The program still runs", "python app.py (pid 4711)")
        await pilot.press(key)
        await until(pilot, lambda: not app.is_running)
        assert program_exit.choice == chosen


@pytest.mark.parametrize("key", ["k", "escape", "enter", "q"])
async def test_keep_watching(key: str) -> None:
    async with program() as running:
        app, pilot, _, program_exit = running
        await pilot.press("ctrl+q", key)
        await pilot.pause()
        assert app.screen is app.main
        assert program_exit.choice == ""


async def test_ctrl_q_in_a_dialog_asks_too() -> None:
    async with program() as running:
        _, pilot, *_ = running
        await pilot.press("question_mark", "ctrl+q")
        await shows(running, "The program still runs")


@pytest.mark.parametrize("size", SIZES, ids=IDS)
async def test_the_question(size: tuple[int, int], screen: SnapshotAssertion) -> None:
    async with program(size) as (app, pilot, *_):
        await pilot.press("q")
        await pilot.pause()
        assert dump(app) == screen


async def test_signals_are_passed_on_and_the_dashboard_ends_with_the_program() -> None:
    async with program() as running:
        app, pilot, replay, _ = running
        app.handle_signal(signal.SIGTERM)
        assert replay.signals == [signal.SIGTERM]
        await shows(running, "SIGTERM was sent to python app.py: waiting for its end.")
        assert app.is_running
        replay.end(143, "killed by SIGTERM")
        await until(pilot, lambda: not app.is_running)


async def test_a_hang_up_is_passed_on_and_ends_the_dashboard_at_once() -> None:
    async with program() as running:
        app, pilot, replay, _ = running
        app.handle_signal(signal.SIGHUP)
        await until(pilot, lambda: not app.is_running)
        assert replay.signals == [signal.SIGHUP]


async def test_ctrl_c_interrupts_the_program_and_nothing_else() -> None:
    async with program() as running:
        app, pilot, replay, _ = running
        await pilot.press("ctrl+c")
        await pilot.press("l", "ctrl+c")
        await pilot.pause()
        assert replay.signals == [signal.SIGINT, signal.SIGINT]
        assert app.is_running
        replay.end(130, "killed by SIGINT")
        await shows(running, "ended: killed by SIGINT")
        await pilot.press("ctrl+c")
        await pilot.pause()
        assert notifications(app)[-1] == "Interrupt: python app.py has ended: killed by SIGINT."


# --- what makes no sense here ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "says"),
    [
        ("x", "only a lab's clients can be changed"),
        ("s", "only a lab's clients can be changed"),
        ("p", "watched without probes"),
        ("space", "watched without probes"),
        ("n", "processes appear by themselves"),
        ("m", "only a lab's targets"),
        ("o", "only a lab can open targets"),
    ],
)
async def test_what_makes_no_sense_is_one_line(key: str, says: str) -> None:
    async with program() as running:
        app, pilot, replay, _ = running
        session = process(4712, 3)
        replay.start(session)
        await shows(running, "● c3")
        await pilot.press(key)
        await pilot.pause()
        assert says in notifications(app)[-1]
        assert session.sent == []


async def test_it_is_not_offered_either() -> None:
    async with program((200, 60)) as running:
        app, pilot, replay, _ = running
        replay.start(process(4712, 3))
        await shows(running, "● c3")
        footer = dump(app).splitlines()[-1]
        for label in ("Spawn", "Close", "Drop", "Probe", "Pause", "Scenarios", "New target"):
            assert label not in footer
        assert "l Output" in footer
        assert "Ctrl+C Interrupt" in footer
        await pilot.press("question_mark")
        await shows(running, "Send SIGINT to the program")
        assert "Call close()" not in dump(app)
        await pilot.press("escape", "ctrl+p", *"spawn")
        await pilot.pause()
        await shows(running, "No matches found")


async def test_a_lab_offers_no_output() -> None:
    app = MilvusTui(Replay(example_snapshots.shared()), clock=lambda: NOW)
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("l", "ctrl+c")
        await pilot.pause()
        assert [line.split(":")[0] for line in notifications(app)] == ["Output", "Interrupt"]


# --- what it prints --------------------------------------------------------------------------


async def test_the_output_is_followed_unless_one_scrolls_away() -> None:
    async with program() as running:
        app, pilot, replay, _ = running
        replay.print(*(f"line {number}" for number in range(1, 101)))
        await shows(running, "line 100", "100 lines")
        await pilot.press("tab", "tab", "home")
        assert app.main.output is not None
        assert app.main.output.has_focus
        await shows(running, "line 1 ", "more below · End follows")
        replay.print("line 101")
        await shows(running, "101 lines", "line 1 ")
        assert "line 101" not in dump(app)
        await pilot.press("end")
        await shows(running, "line 101")
        replay.print("line 102")
        await shows(running, "line 102")


async def test_standard_error_is_marked_by_more_than_a_colour() -> None:
    async with program() as running:
        app, _, replay, _ = running
        replay.print("fine")
        replay.print("not fine", error=True)
        await shows(running, "┃ not fine")
        assert "┃ fine" not in dump(app)


async def test_a_line_that_goes_on_is_shown_as_it_is_now() -> None:
    async with program() as running:
        app, _, replay, _ = running
        replay.print("first", "\x1b[31mloading")
        await shows(running, "loading")
        replay.continue_line(" and done\x1b[0m")
        await shows(running, "loading and done")
        replay.print("next")
        await shows(running, "next")
        assert dump(app).count("loading") == 1


async def test_lines_that_are_no_longer_kept_are_reported() -> None:
    async with program() as running:
        _, pilot, replay, _ = running
        replay.print(*(f"line {number}" for number in range(1, 51)))
        await shows(running, "line 50")
        replay.print(*(f"line {number}" for number in range(51, 251)), keep=20)
        await shows(running, "line 250")
        await pilot.press("tab", "tab", "home")
        await shows(running, "… 230 earlier lines not kept (--output FILE keeps all)", "line 231")


async def test_a_long_line_is_broken_as_a_terminal_does_it() -> None:
    async with program((80, 24)) as running:
        _, pilot, replay, _ = running
        replay.print("x" * 100 + "END", "日本語" * 20)
        await shows(running, "END", "日本語")
        assert replay.size == (74, 5)
        await pilot.resize_terminal(120, 36)
        await until(pilot, lambda: replay.size == (114, 9))
        await shows(running, "x" * 100 + "END")


async def test_nothing_that_is_printed_reaches_the_terminal_but_text_and_colours() -> None:
    async with program() as running:
        app, _, replay, _ = running
        replay.print(
            "\x1b]0;a title\x07one\x1b[2J\x1b[31mred\x1b[0m",
            "\x1b]52;c;c2VjcmV0\x07two\x9b5A\x85",
            "three\x1b[?1049l\x1bc\x00\x07",
            "fo\u202eur",
        )
        await shows(running, "onered", "two", "three", "four")
        written = "".join(
            segment.text for strip in app.screen._compositor.render_strips() for segment in strip
        )
        assert not any(ord(letter) < 32 or 127 <= ord(letter) < 160 for letter in written)


async def test_the_output_can_be_searched() -> None:
    async with program() as running:
        app, pilot, replay, _ = running
        replay.start(process(4712, 3))
        replay.print(*(f"line {number}" for number in range(1, 101)))
        await shows(running, "line 100", "● c3")
        await pilot.press("tab", "tab", "slash", *"LINE 7", "enter")
        await shows(running, "line 79", "11 contain 'line 7'")
        assert "line 80" not in dump(app)
        replay.print("line 700", "line 800")
        await shows(running, "line 700")
        assert "line 800" not in dump(app)
        assert "● c3" in dump(app), "the connections panel is not filtered"
        await pilot.press("y")
        assert app.clipboard.splitlines()[0] == "line 7"
        await pilot.press("escape")
        await shows(running, "line 800")


@pytest.mark.parametrize("size", [(120, 36), (80, 24)], ids=str)
async def test_output_and_events_change_places_and_can_be_enlarged(size: tuple[int, int]) -> None:
    async with program(size) as running:
        app, pilot, replay, _ = running
        replay.print("printed")
        await shows(running, "printed", "Output")
        await pilot.press("e")
        await shows(running, "╭─ Events")
        assert "printed" not in dump(app)
        await pilot.press("l")
        await shows(running, "printed")
        await pilot.press("z")
        await lacks(running, "Connections")
        await shows(running, "printed")
        around = app.main.header.size.height + app.main.footer.size.height
        assert app.main.bottom.size.height == app.size.height - around
        await pilot.press("escape")
        await shows(running, "Connections")
        await pilot.press("l", "e")
        await lacks(running, "╭─ Events")
        await pilot.press("l")
        await shows(running, "printed")


@pytest.mark.parametrize("size", [(1, 1), (12, 5), (60, 17), (300, 60)], ids=str)
async def test_no_size_breaks_it(size: tuple[int, int]) -> None:
    async with program(size) as (app, pilot, replay, _):
        replay.start(process(4712, 3), process(4713, 2))
        replay.print(*("word " * 40 for _ in range(50)), error=True)
        await pilot.press("l", "z", "home", "end", "slash", "w", "enter", "escape", "z", "e", "q")
        await pilot.pause()
        assert app.is_running

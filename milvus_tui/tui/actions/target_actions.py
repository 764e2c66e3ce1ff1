"""Actions on whole targets: open one, end one, send to all, interrupt the program."""

from __future__ import annotations

import asyncio
import signal
from typing import TYPE_CHECKING

from milvus_tui.model.headline import target_of
from milvus_tui.model.text import plural
from milvus_tui.tui.action import ATTACH, CHANGE, LAB, RUN, Action
from milvus_tui.tui.actions.sending import confirm

if TYPE_CHECKING:
    from pathlib import Path

    from milvus_tui.sessions.process_list import ProcessList
    from milvus_tui.tui.actions.screen_interface import ScreenInterface
    from milvus_tui.tui.process_tracker import ProcessTracker
    from milvus_tui.tui.target_list import ShownTarget


def new_target(screen: ScreenInterface) -> None:
    """Ask for a release and open a target with it; in attach, ask for a running process."""
    from milvus_tui.tui.dialogs.release_dialog import ReleaseDialog

    if screen.process_list is not None:
        choose_process(screen, screen.process_list)
        return
    target_group = screen.target_group
    if target_group is None:
        text = "New target: only a lab can open further targets."
        screen.report(text, "warning", keep=False)
        return

    def opened(release: str | None) -> None:
        if release is None:
            return
        try:
            session = target_group.open(release)
        except ValueError as error:
            screen.report(f"New target: {error}", "error")
            return
        screen.add_target(session, release)

    screen.open(ReleaseDialog(), opened)


def choose_process(screen: ScreenInterface, process_list: ProcessList) -> None:
    """Ask for a process and watch it. With no choice and no watched process, end the dashboard."""
    from milvus_tui.tui.dialogs.process_dialog import ProcessDialog

    def watched_pids() -> set[int]:
        live = [shown_target for shown_target in screen.target_list.targets if shown_target.live]
        targets = (target_of(shown_target.view.snapshot) for shown_target in live)
        return {target.pid for target in targets if target is not None}

    def chosen(path: Path | None) -> None:
        if path is not None:
            screen.add_target(process_list.attach(path), "")
        elif not screen.target_list.watched:
            screen.exit()

    screen.open(ProcessDialog(process_list, watched_pids, screen.clock), chosen)


def set_probes(screen: ScreenInterface, shown_target: ShownTarget, *, on: bool) -> None:
    """Resume or pause a process's probes as the command line asked, and report that."""
    option, done = ("--probe", "probes go on") if on else ("--no-probe", "probes are paused")

    async def send_pause() -> None:
        reply = await asyncio.wrap_future(shown_target.session.call("pause", on=not on))
        name = screen.target_list.name(shown_target)
        if reply.ok:
            screen.add_note(f"{name}  {done}, as {option} asks")
        else:
            screen.report(f"{name}  {option}: {reply.text}", "error")

    screen.run(send_pause())


def end_target(screen: ScreenInterface) -> None:
    """End the selected target, or no longer show the selected process."""
    if screen.process_list is not None:
        detach(screen)
    elif screen.process_tracker is not None:
        hide_ended_process(screen, screen.process_tracker)
    else:
        end_lab(screen)


def detach(screen: ScreenInterface) -> None:
    """No longer watch the selected process."""
    shown_target = screen.selected_target
    if not screen.target_list.several:
        screen.report("End target: q leaves the last one.", "warning", keep=False)
        return
    screen.remove_target(shown_target)
    screen.run_in_thread(shown_target.session.stop)


def hide_ended_process(screen: ScreenInterface, process_tracker: ProcessTracker) -> None:
    """No longer show a process of the program that has ended."""
    shown_target = screen.selected_target
    if shown_target.session.failure is None:
        screen.report("End target: it still runs; q ends all.", "warning", keep=False)
    elif screen.target_list.several:
        process_tracker.dismiss(shown_target)
    else:
        screen.report("End target: the last one stays.", "warning", keep=False)


def end_lab(screen: ScreenInterface) -> None:
    """End the selected lab; ask first if clients end with it."""
    shown_target, target_group = screen.selected_target, screen.target_group
    if target_group is None or shown_target.number == 0:
        text = "End target: the first one ends with the dashboard (q)."
        screen.report(text, "warning", keep=False)
        return

    def end() -> None:
        if shown_target in screen.target_list.targets:
            screen.remove_target(shown_target)
            screen.run_in_thread(lambda: target_group.end(shown_target.session))

    clients = len(shown_target.view.snapshot.clients)
    if not clients or shown_target.session.failure is not None:
        end()
        return
    lines = [f"{plural(clients, 'client')} end with it."]
    confirm(screen, f"End {screen.target_list.name(shown_target)}?", lines, "End", end)


def all_targets(screen: ScreenInterface) -> None:
    """Send commands to all targets, or to the selected one only."""
    if screen.target_list.several:
        screen.send_to_all(not screen.panels.connections.to_all)
    else:
        text = "All targets: there is only one; n opens another."
        screen.report(text, "warning", keep=False)


def interrupt(screen: ScreenInterface) -> None:
    """Send SIGINT to the program."""
    if screen.process_tracker is None:
        return
    program = screen.process_tracker.program
    if program.exit_code is not None:
        text = f"Interrupt: {program.command} has ended: {program.ending}."
        screen.report(text, "warning", keep=False)
        return
    program.signal(signal.SIGINT)
    screen.report(f"SIGINT was sent to {program.command}.", "information")


TARGET_ACTIONS = (
    Action(
        "new_target", ("n",), "New target",
        "Open one more target, with a release of pymilvus from a list; in attach, watch one more"
        " process.",
        CHANGE, new_target, 8, modes=(LAB, ATTACH),
        elsewhere="the program's processes appear by themselves; `milvus-tui attach` watches"
        " others",
    ),
    Action(
        "end_target", ("w",), "End target",
        "End the selected target and its clients; in run and attach, no longer show the selected"
        " process.",
        CHANGE, end_target, 19,
    ),
    Action(
        "all_targets", ("m",), "All targets",
        "Send commands to all targets, or to the selected one only.", CHANGE, all_targets, 18,
        modes=(LAB,), elsewhere="only a lab's targets can be acted on together",
    ),
    Action(
        "interrupt", ("ctrl+c",), "Interrupt",
        "Send SIGINT to the program, as Ctrl+C in a terminal does.", CHANGE, interrupt, 12,
        modes=(RUN,), elsewhere="only to a program that `milvus-tui run` started",
    ),
)  # fmt: skip

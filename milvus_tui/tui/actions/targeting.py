"""Actions on whole targets: open one more, end it, act on all; play scenarios on fresh ones."""

from __future__ import annotations

import asyncio
import signal
from typing import TYPE_CHECKING

from milvus_tui.model.headline import target_of
from milvus_tui.model.layout import TARGET
from milvus_tui.model.text import plural
from milvus_tui.tui.actions.sending import Sender
from milvus_tui.tui.widgets.event_log import Note

if TYPE_CHECKING:
    from pathlib import Path

    from milvus_tui.sessions.process_list import ProcessList
    from milvus_tui.tui.target_stack import Slot


class TargetActions(Sender):
    """Carries out what concerns targets rather than clients."""

    def do_target(self) -> None:
        """Ask for a release, and open a target with it; or for a process that runs already."""
        from milvus_tui.tui.screens.release_dialog import ReleaseDialog

        screen = self.screen
        if screen.roster is not None:
            self._choose(screen.roster)
            return
        fleet = screen.fleet
        if fleet is None:
            screen.report(
                "New target: only a lab can open targets beside it.", "warning", keep=False
            )
            return

        def opened(release: str | None) -> None:
            if release is None:
                return
            try:
                session = fleet.open(release)
            except ValueError as error:
                screen.report(f"New target: {error}", "error")
                return
            screen.add_target(session, release)

        screen.app.push_screen(ReleaseDialog(), opened)

    def _choose(self, roster: ProcessList) -> None:
        """Ask for a process, and watch it. Without any that is watched, none means to leave."""
        from milvus_tui.tui.screens.process_dialog import ProcessDialog

        screen = self.screen

        def known() -> set[int]:
            found = (target_of(slot.view.snapshot) for slot in screen.stack.slots)
            return {t.pid for t, s in zip(found, screen.stack.slots, strict=True) if t and s.live}

        def chosen(path: Path | None) -> None:
            if path is not None:
                screen.add_target(roster.attach(path), "")
            elif not screen.stack.watched:
                screen.app.exit()

        screen.app.push_screen(ProcessDialog(roster, known, screen.clock), chosen)

    def set_probes(self, slot: Slot, *, on: bool) -> None:
        """Do with a process's probes what the command line asked for, and say so."""
        option, said = ("--probe", "probes go on") if on else ("--no-probe", "probes are paused")
        screen = self.screen

        async def ask() -> None:
            reply = await asyncio.wrap_future(slot.session.call("pause", on=not on))
            name = screen.stack.name(slot)
            if reply.ok:
                note = Note(screen.clock(), "lab", f"{name}  {said}, as {option} asks")
                screen.events.add(note)
            else:
                screen.report(f"{name}  {option}: {reply.text}", "error")

        self.run(ask())

    def _leave(self) -> None:
        """Watch the selected process no longer."""
        screen, slot = self.screen, self.screen.slot
        if not screen.stack.several:
            screen.report("End target: the last one is left by q.", "warning", keep=False)
            return
        screen.remove_target(slot)
        screen.run_worker(slot.session.stop, thread=True, exit_on_error=False)

    def do_end(self) -> None:
        """End the selected target."""
        screen, slot = self.screen, self.screen.slot
        fleet = screen.fleet
        if screen.roster is not None:
            self._leave()
            return
        if screen.follower is not None:
            if slot.session.failure is not None and screen.stack.several:
                screen.follower.dismiss(slot)
            else:
                said = "the last one stays" if slot.session.failure else "it still runs; q ends all"
                screen.report(f"End target: {said}.", "warning", keep=False)
            return
        if fleet is None or slot.number == 0:
            screen.report(
                "End target: the first one ends with the dashboard (q).", "warning", keep=False
            )
            return

        def end() -> None:
            if slot in screen.stack.slots:
                screen.remove_target(slot)
                screen.run_worker(lambda: fleet.end(slot.session), thread=True, exit_on_error=False)

        clients = len(slot.view.snapshot.clients)
        if not clients or slot.session.failure is not None:
            end()
            return
        name = screen.stack.name(slot)
        self.confirm(f"End {name}?", [f"{plural(clients, 'client')} end with it."], "End", end)

    def do_interrupt(self) -> None:
        """Send SIGINT to the program."""
        screen, follower = self.screen, self.screen.follower
        if follower is None:
            return
        program = follower.program
        if program.exit_code is not None:
            said = f"Interrupt: {program.command} has ended: {program.ending}."
            screen.report(said, "warning", keep=False)
            return
        program.signal(signal.SIGINT)
        screen.report(f"SIGINT was sent to {program.command}.", "information")

    def do_everywhere(self) -> None:
        """Act on all targets, or on one."""
        screen = self.screen
        if not screen.stack.several:
            screen.report("All targets: there is one only; n opens more.", "warning", keep=False)
            return
        screen.send_to_all(not screen.connections_panel.to_all)

    def do_fold(self) -> None:
        """Hide what stands below the selected row's heading, or show it."""
        screen, slot, row = self.screen, self.screen.slot, self.screen.selected
        layout = slot.view.layout
        if row is None:
            return
        if row[0] == TARGET or (screen.stack.several and not layout.tree):
            slot.folded = screen.stack.several and not slot.folded
            screen.connections_panel.folded((TARGET, slot.number))
        elif not layout.tree:
            screen.report("Fold: a list has no headings; g shows the tree.", "warning", keep=False)
        elif layout.matches is not None:
            said = "the filter shows all that match; Esc ends it"
            screen.report(f"Fold: {said}.", "warning", keep=False)
        elif (heading := layout.heading(row)) is None:
            screen.report("Fold: what was selected is gone.", "warning", keep=False)
        else:
            layout.fold(heading)
            screen.connections_panel.folded(heading)

    def do_scenarios(self) -> None:
        """Open the screen of the scenarios."""
        from milvus_tui.scenarios.catalog_files import scenarios
        from milvus_tui.tui.screens.scenario_screen import ScenarioScreen

        screen = self.screen
        if screen.fleet is None:
            screen.report(
                "Scenarios: only a lab can open targets to play on.", "warning", keep=False
            )
            return
        try:
            found = scenarios()
        except ValueError as error:
            screen.report(f"Scenarios: {error}", "error")
            return
        slot = screen.slot
        results = screen.results.setdefault(slot.pymilvus, {})
        screen.app.push_screen(
            ScenarioScreen(
                found, results, screen.fleet, slot.release, slot.pymilvus, slot.view.clock
            )
        )

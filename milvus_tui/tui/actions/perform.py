"""What each action does: sends commands, opens dialogs. Ids are those of `actions.py`.

An action takes its client by id at the moment of the key press; what is selected later, or
while a dialog is open, changes nothing.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from milvus_tui.model import close_impact, headline
from milvus_tui.model.layout import CLIENT, WORKER
from milvus_tui.model.text import client_name, plural
from milvus_tui.tui.actions import registry
from milvus_tui.tui.actions.finding import FindingActions
from milvus_tui.tui.form_values import SpawnValues, ThreadsValues

if TYPE_CHECKING:
    from collections.abc import Sequence

    from milvus_tui import wire
    from milvus_tui.tui.screens.main_screen import MainScreen
    from milvus_tui.tui.target_stack import Slot

MOST_COPIED = 200_000
"""Characters of the output that are copied: terminals refuse what is much longer."""


class Performer(FindingActions):
    """Carries out actions for the main screen."""

    def __init__(self, screen: MainScreen) -> None:
        super().__init__(screen)
        self.last_spawn = SpawnValues()
        self.last_copy = ThreadsValues()

    def refusal(self, action: registry.Action) -> str:
        """Why an action does not apply to what is selected now; empty if it does."""
        snapshot = self.screen.view.snapshot
        if self.screen.door not in action.doors:
            return f"{action.label}: {registry.ELSEWHERE[action.id]}."
        return registry.refusal(
            action, snapshot, headline.target_of(snapshot), self.screen.live, self.screen.selected
        )

    def perform(self, name: str) -> None:
        """Do it, or say why not."""
        action = registry.BY_ID[name]
        reason = self.refusal(action)
        if reason:
            self.screen.report(reason, "warning", keep=False)
        elif action.needs:
            client = registry.client_of(self.screen.view.snapshot, self.screen.selected)
            getattr(self, f"do_{name}")(client)
        else:
            getattr(self, f"do_{name}")()

    # --- change the target -------------------------------------------------------------------

    def do_spawn(self) -> None:
        """Open the form, filled with the last values."""
        from milvus_tui.tui.screens.spawn_dialog import SpawnDialog

        chosen, slots = self.screen.slot, self.slots()

        def keep(choice: SpawnValues) -> None:
            self.last_spawn = choice

        async def send(name: str, **args: Any) -> wire.Reply:
            """The reply of the selected target; the others' failures are in the log."""
            found = await asyncio.gather(*(self.reply(slot, name, **args) for slot in slots))
            return found[slots.index(chosen)]

        target = headline.target_of(self.screen.view.snapshot)
        if target is not None:
            self.screen.app.push_screen(
                SpawnDialog(self.last_spawn, target, send, keep, self.screen.follow)
            )

    def do_like(self, client: int) -> None:
        """Spawn one like the selected one."""
        chosen = self.screen.slot

        async def spawn(slot: Slot) -> None:
            reply = await self.reply(slot, "duplicate", client=client)
            if slot is chosen:
                self.screen.follow(reply)

        for slot in self.slots(client):
            self.run(spawn(slot))

    def do_copy(self, client: int) -> None:
        """Ask how many threads, at which interval."""
        from milvus_tui.tui.screens.threads_dialog import ThreadsDialog

        slots = self.slots(client)

        def start(choice: ThreadsValues | None) -> None:
            if choice is not None:
                self.last_copy = choice
                self.send(slots, "start_threads", client=client, **choice.arguments())

        target = headline.target_of(self.screen.view.snapshot)
        interval = target.interval if target is not None else 1.0
        self.screen.app.push_screen(ThreadsDialog(client, self.last_copy, interval), start)

    def do_stop(self, client: int) -> None:
        """Stop the selected thread, or all of the selected client."""
        row = self.screen.selected
        if row is not None and row[0] == WORKER:
            # Its number says nothing in another target.
            self.send([self.screen.slot], "stop_threads", worker=row[1])
        elif client in self.screen.view.index.workers:
            self.send(self.slots(client), "stop_threads", client=client)
        else:
            name = client_name(client)
            self.screen.report(
                f"Stop threads: {name} was handed to no thread.", "warning", keep=False
            )

    def do_close(self, client: int) -> None:
        """Close it; where that breaks others, ask first, and name them."""
        name, slots = client_name(client), self.slots(client)
        foretold = [(slot, close_impact.would_break(slot.view.index, client)) for slot in slots]
        if not any(damage for _, damage in foretold):
            self.close(slots, client)
            return
        lines = [f"{name}.close() would break"]
        if len(slots) > 1:
            for slot, damage in foretold:
                lines += ["", f"{self.screen.stack.name(slot)}  {damage.text or 'nobody else'}"]
        else:
            lines.append(foretold[0][1].text)
            if foretold[0][1].clients:
                lines += ["", f"They resolve through the same alias as {name}."]
            else:
                lines += ["", f"They call with {name} itself."]
        where = " in all targets" if len(slots) > 1 else ""
        self.confirm(f"Close {name}{where}?", lines, "Close", lambda: self.close(slots, client))

    def close(self, slots: Sequence[Slot], client: int) -> None:
        """Close it, and remember what was said of it."""

        async def send(slot: Slot) -> None:
            ledger = slot.view.ledger
            ledger.expect(slot.view.index, client)
            reply = await self.reply(slot, "close", client=client)
            if not reply.ok:
                ledger.forget(client)

        for slot in slots:
            self.run(send(slot))

    def do_drop(self, client: int) -> None:
        """Drop it; explain what stays behind."""
        view = self.screen.view
        row = view.snapshot.clients[client]
        alias = view.index.alias_of(row)
        name = client_name(client)
        lines = [f"{name} is let go of without close()."]
        if alias is not None and alias.connection is not None:
            others = len(view.index.members.get(alias.id, ())) - 1
            said = "Its alias stays registered, and the connection stays open: "
            if others:
                verb = "still uses it." if others == 1 else "still use it."
                said += f"{plural(others, 'other client')} {verb}"
            else:
                said += "no client is left that could close it. That is a leak."
            lines += ["", said, "", alias.text]
        slots = self.slots(client)
        if len(slots) > 1:
            lines[0] = f"{name} is let go of without close(), in all targets."
        self.confirm(
            f"Drop {name}?", lines, "Drop", lambda: self.send(slots, "drop", client=client)
        )

    def do_probe(self) -> None:
        """Probe everything now."""
        self.send(self.slots(), "probe")

    def do_pause(self) -> None:
        """Pause the rounds, or go on."""
        target = headline.target_of(self.screen.view.snapshot)
        if target is not None:
            self.send(self.slots(), "pause", on=not target.paused)

    # --- look --------------------------------------------------------------------------------

    def do_filter(self) -> None:
        """Open the filter."""
        self.screen.open_filter()

    def do_clear(self) -> None:
        """Leave a filter, or what was enlarged: one thing at a time, the nearest first."""
        screen = self.screen
        if screen.output is not None and screen.close_filter(screen.output):
            return
        if screen.has_class("-zoom"):
            screen.zoom(on=False)
        elif not screen.close_filter(screen.connections_panel):
            screen.connections_panel.focus()

    def do_arrange(self) -> None:
        """Tree, or list."""
        self.screen.lay_out(tree=not self.screen.view.layout.tree)

    def do_blast(self) -> None:
        """Mark what the selected client's close() would break, or no longer."""
        marking = not self.screen.view.marking
        for slot in self.screen.stack.slots:
            slot.view.marking = marking
        self.screen.connections_panel.aim()
        self.screen.connections_panel.touch()

    def do_inspector(self) -> None:
        """Show or hide the inspector."""
        self.screen.toggle("inspector")

    def do_events(self) -> None:
        """Show or hide the events."""
        self.screen.switch(self.screen.events)

    def do_output(self) -> None:
        """Show what the program prints, or the events again."""
        screen = self.screen
        output = screen.output
        if output is None:
            return
        if screen.bottom.shows(output):
            screen.switch(screen.events)
        else:
            screen.switch(output)
            output.focus()

    def do_zoom(self) -> None:
        """Give the bottom the whole screen, or take it back."""
        self.screen.zoom(on=not self.screen.has_class("-zoom"))

    def do_yank(self) -> None:
        """Copy the selected row's sheet, or the output if that has the focus."""
        output = self.screen.output
        if output is not None and output.has_focus:
            copied = output.text[-MOST_COPIED:]
            self.screen.app.copy_to_clipboard(copied)
            lines = plural(len(copied.splitlines()), "line")
            self.screen.report(f"Copied {lines} of the output.", "information", keep=False)
            return
        sheet = self.screen.sheet()
        self.screen.app.copy_to_clipboard(sheet.text)
        self.screen.report(f"Copied what is known of {sheet.title}.", "information", keep=False)

    # --- move --------------------------------------------------------------------------------

    def do_jump(self) -> None:
        """Ask for a client's number."""
        from milvus_tui.tui.screens.go_to_dialog import GoToDialog

        def go(client: int | None) -> None:
            if client is not None and not self.screen.go_to((CLIENT, client)):
                said = f"Go to: there is no {client_name(client)}."
                self.screen.report(said, "warning", keep=False)

        self.screen.app.push_screen(GoToDialog(), go)

    def do_down(self) -> None:
        """One row down."""
        self.screen.connections_panel.step(1)

    def do_up(self) -> None:
        """One row up."""
        self.screen.connections_panel.step(-1)

    def do_page_down(self) -> None:
        """One page down."""
        self.screen.connections_panel.step(max(2, self.screen.connections_panel.rows - 1))

    def do_page_up(self) -> None:
        """One page up."""
        self.screen.connections_panel.step(-max(2, self.screen.connections_panel.rows - 1))

    def do_first(self) -> None:
        """The first row."""
        self.screen.connections_panel.select(0)

    def do_last(self) -> None:
        """The last row."""
        self.screen.connections_panel.select(self.screen.stack.height - 1)

    # --- program -----------------------------------------------------------------------------

    def do_help(self) -> None:
        """Show all keys."""
        from milvus_tui.tui.screens.help_screen import HelpScreen

        self.screen.app.push_screen(HelpScreen(self.screen.offers))

    def do_palette(self) -> None:
        """Open the command palette."""
        self.screen.app.action_command_palette()

    def do_quit(self) -> None:
        """End the dashboard; the session is stopped by who started it."""
        app = self.screen.app
        follower = self.screen.follower
        if follower is None or follower.program.exit_code is not None:
            app.exit()
            return
        from milvus_tui.tui.screens.quit_dialog import QuitDialog

        def answered(chosen: str | None) -> None:
            if chosen is not None:
                follower.parting.choice = chosen
                app.exit()

        if not isinstance(app.screen, QuitDialog):
            program = follower.program
            app.push_screen(QuitDialog(program.command, program.pid), answered)

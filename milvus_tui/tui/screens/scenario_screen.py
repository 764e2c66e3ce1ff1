"""The scenarios: a list of them, what each is about, and the wiring while one is played."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.screen import Screen

from milvus_tui.model.snapshot import EMPTY
from milvus_tui.scenarios.scenario_servers import Servers
from milvus_tui.tui.actions.registry import ACTIONS, LAB, PLAY
from milvus_tui.tui.scenario_player import BEFORE, Moment, ScenarioPlayer
from milvus_tui.tui.target_stack import Slot, Stack
from milvus_tui.tui.widgets.connections_panel import ConnectionsPanel
from milvus_tui.tui.widgets.scenario_list import Keys, ScenarioList, Story

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from concurrent.futures import Future

    from textual.app import ComposeResult

    from milvus_tui import wire
    from milvus_tui.scenarios.scenario import Result, Scenario
    from milvus_tui.sessions.session import Opener, Session

WAITING = "Nothing runs yet. Press n for the first step, r to run it through."


class Played(Message, bubble=False):
    """The player or its target has something new."""


class ScenarioScreen(Screen[None]):
    """Plays scenarios step by step, each on a fresh target of its own.

    Args:
        scenarios: by number.
        results: the last result of each; kept up to date here.
        fleet: opens the targets.
        release: of pymilvus, that the targets have; empty for what the first one has.
        named: what it is called.
        clock: seconds since the epoch.
    """

    CSS_PATH = "scenario_screen.tcss"
    AUTO_FOCUS = "#scenarios"
    BINDINGS = [
        *(
            Binding(",".join(action.keys), f"play('{action.id}')", show=False)
            for action in ACTIONS
            if action.group == PLAY
        ),
        Binding("up,k", "move(-1)", show=False),
        Binding("down,j", "move(1)", show=False),
        Binding("home", "move(-1000)", show=False),
        Binding("end,G", "move(1000)", show=False),
        Binding("question_mark", "help", show=False),
        Binding("ctrl+q", "app.quit", show=False),
    ]

    def __init__(
        self,
        scenarios: Mapping[int, Scenario],
        results: dict[int, Result],
        fleet: Opener,
        release: str,
        named: str,
        clock: Callable[[], float],
    ) -> None:
        super().__init__()
        self.fleet = fleet
        self.release = release
        self.clock = clock
        self.player: ScenarioPlayer | None = None
        self.refusal = ""
        """Why no target can be had."""
        self._servers = Servers()
        fleet.at_end(self._servers.stop)
        self._next: Session | None = None
        """A target that starts while one reads, so that playing can begin at once."""
        self._told = False
        self.list = ScenarioList(scenarios, results, named)
        self.story = Story()
        self.connections_panel = ConnectionsPanel(Stack(self._empty_slot()))
        self.keys = Keys()

    def compose(self) -> ComposeResult:
        """The list on the left; on the right what is said, above what is seen."""
        with Horizontal(id="play"):
            yield self.list
            with Vertical(id="stage"):
                yield self.story
                yield self.connections_panel
        yield self.keys

    def on_mount(self) -> None:
        """A target may as well start while the user reads."""
        self.connections_panel.border_title = "Wiring: socket → connection and its alias → clients"
        self.set_interval(1.0, self._tick)
        self._prefetch()
        self._show()

    def on_unmount(self) -> None:
        """End the targets and the servers, while the dashboard goes on."""
        self._drop_player()
        ahead, self._next = self._next, None

        def end() -> None:
            if ahead is not None:
                self.fleet.end(ahead)
            self._servers.stop()

        # No daemon: what was started is ended, even as the program ends.
        threading.Thread(target=end, name="scenarios-end").start()

    # --- what the keys do --------------------------------------------------------------------

    def action_play(self, name: str) -> None:
        """Do an action of the registry."""
        getattr(self, f"do_{name}")()

    def do_step(self) -> None:
        """Start, or do the step that was announced."""
        if self.player is None:
            self._start()
        elif not self.player.moment.busy:
            self.player.next()

    def do_through(self) -> None:
        """Do all steps that are left; once at the end, from the start again."""
        if self.player is not None and self.player.moment.result is not None:
            self._drop_player()
        if self.player is None:
            self._start()
        if self.player is not None:
            self.player.through()

    def do_back(self) -> None:
        """To the start: the next step begins on another fresh target."""
        self._drop_player()
        self._show()

    def do_leave(self) -> None:
        """Back to the main screen."""
        self.dismiss(None)

    def action_move(self, by: int) -> None:
        """Another scenario, or, where that has the focus, another row of the wiring."""
        if self.connections_panel.has_focus:
            self.connections_panel.step(by)
        elif self.list.move(by):
            self._drop_player()
            self._show()

    def action_help(self) -> None:
        """All keys."""
        from milvus_tui.tui.screens.help_screen import HelpScreen

        self.app.push_screen(HelpScreen(lambda action: LAB in action.doors))

    def on_scenario_list_chosen(self, message: ScenarioList.Chosen) -> None:
        """A line of the list was clicked."""
        self.action_move(message.by)

    def on_key_line_chosen(self, message: Keys.Chosen) -> None:
        """A key at the bottom was clicked."""
        self.action_play(message.action)

    # --- targets -----------------------------------------------------------------------------

    def _prefetch(self) -> None:
        try:
            self._next = self.fleet.open(self.release)
            self.refusal = ""
        except ValueError as error:
            self._next, self.refusal = None, str(error)

    def _start(self) -> None:
        if self._next is None:
            self._prefetch()
        if self._next is None:
            self._show()
            return
        session, self._next = self._next, None
        slot = Slot(1, session, self.clock)
        self._take(slot)
        session.listen(self.tell)
        self.player = ScenarioPlayer(
            self.list.chosen, session, self._servers, self.fleet, self.tell
        )
        self._prefetch()
        self._show()

    def _drop_player(self) -> None:
        if self.player is not None:
            self.player.leave()
            self.player = None
            if self.is_attached:
                self._take(self._empty_slot())

    def _take(self, slot: Slot) -> None:
        """Show the wiring of another target."""
        self.connections_panel.stack.slots[:] = [slot]
        self.connections_panel.slot, self.connections_panel.selected = slot, None
        self.connections_panel.rearranged()

    def _empty_slot(self) -> Slot:
        slot = Slot(0, _Nothing(), self.clock)
        slot.waiting = WAITING
        return slot

    # --- what is shown -----------------------------------------------------------------------

    def tell(self) -> None:
        """Called by the player and its target, from any thread, as often as they like."""
        if not self._told and self.is_attached:
            self._told = True
            try:
                self.post_message(Played())
            except RuntimeError:
                self._told = False  # the loop has ended

    def on_played(self) -> None:
        """Show how far it is."""
        self._told = False
        self._show()

    def _show(self) -> None:
        moment = self.player.moment if self.player is not None else BEFORE
        if self.player is not None:
            self._follow(self.player.session, moment)
            if moment.result is not None:
                self.list.note(moment.result)
        self.story.tell(self.list.chosen, moment, self.refusal)
        self.keys.say(self.player is not None, moment)

    def _follow(self, session: Session, moment: Moment) -> None:
        slot = self.connections_panel.slot
        slot.waiting = f"{moment.busy} …" if moment.busy else "No client yet."
        snapshot = session.snapshot
        if snapshot is slot.view.snapshot:
            self.connections_panel.touch()
            return
        found, rearranged = slot.view.move(snapshot)
        self.connections_panel.moved(slot, rearranged, found)

    def _tick(self) -> None:
        self.connections_panel.slot.view.now = self.clock()
        self.connections_panel.touch()


class _Nothing:
    """What stands for a session as long as there is none."""

    snapshot = EMPTY
    stage = WAITING
    failure: str | None = None

    def listen(self, callback: Callable[[], None]) -> None:
        """Nothing will change."""

    def call(self, name: str, **args: Any) -> Future[wire.Reply]:
        """There is nobody to ask."""
        raise NotImplementedError

    def stop(self) -> None:
        """Nothing was started."""

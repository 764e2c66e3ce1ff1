"""The scenarios: their list, the story of the selected one, and its target's connections."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.screen import Screen

from milvus_tui.model.snapshot import EMPTY
from milvus_tui.scenarios.scenario_servers import ScenarioServers
from milvus_tui.tui.actions.scenario_actions import SCENARIO_ACTIONS
from milvus_tui.tui.scenario_player import BEFORE, Moment, ScenarioPlayer
from milvus_tui.tui.target_list import ShownTarget, TargetList
from milvus_tui.tui.widgets.connections_panel import ConnectionsPanel
from milvus_tui.tui.widgets.scenario_list import Keys, ScenarioList, Story

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from concurrent.futures import Future

    from textual.app import ComposeResult

    from milvus_tui import wire
    from milvus_tui.scenarios.scenario import Result, Scenario
    from milvus_tui.sessions.session import Session, TargetOpener
    from milvus_tui.tui.action import Action

WAITING = "Nothing runs yet. Press n for the first step, r to run it through."


class Played(Message, bubble=False):
    """The player or its target changed."""


class ScenarioScreen(Screen[None]):
    """Plays scenarios step by step, each on a fresh target.

    Args:
        scenarios: by number.
        results: the last result of each; this screen updates them.
        target_group: opens the targets.
        release: the release of pymilvus for the targets; empty for the installed one.
        release_name: the name of that release on the screen.
        clock: seconds since the epoch.
        help_actions: gives the actions that the help shows.
    """

    CSS_PATH = "scenario_screen.tcss"
    AUTO_FOCUS = "#scenarios"
    BINDINGS = [
        *(
            Binding(",".join(action.keys), f"perform('{action.id}')", show=False)
            for action in SCENARIO_ACTIONS
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
        target_group: TargetOpener,
        release: str,
        release_name: str,
        clock: Callable[[], float],
        help_actions: Callable[[], Sequence[Action[Any]]],
    ) -> None:
        super().__init__()
        self.target_group = target_group
        self.release = release
        self.clock = clock
        self.help_actions = help_actions
        self.player: ScenarioPlayer | None = None
        self.refusal = ""
        """Why no target can be opened."""
        self._servers = ScenarioServers()
        target_group.at_end(self._servers.stop)
        self._next: Session | None = None
        """A target that starts while the user reads, so that playing can begin at once."""
        self._notified = False
        self.list = ScenarioList(scenarios, results, release_name)
        self.story = Story()
        self.connections_panel = ConnectionsPanel(TargetList(self._empty_target()))
        self.keys = Keys(SCENARIO_ACTIONS)

    def compose(self) -> ComposeResult:
        """The list on the left; on the right the story above the connections."""
        with Horizontal(id="play"):
            yield self.list
            with Vertical(id="stage"):
                yield self.story
                yield self.connections_panel
        yield self.keys

    def on_mount(self) -> None:
        """Start a target while the user reads."""
        self.connections_panel.border_title = (
            "Connections: socket → connection and its alias → clients"
        )
        self.set_interval(1.0, self._tick)
        self._prefetch()
        self._show()

    def on_unmount(self) -> None:
        """End the targets and the servers while the dashboard goes on."""
        self._drop_player()
        ahead, self._next = self._next, None

        def end() -> None:
            if ahead is not None:
                self.target_group.end(ahead)
            self._servers.stop()

        # Not a daemon: the servers must be ended even while the dashboard ends.
        threading.Thread(target=end, name="scenarios-end").start()

    # --- what the keys do --------------------------------------------------------------------

    def action_perform(self, name: str) -> None:
        """Do an action of the scenario screen."""
        next(action for action in SCENARIO_ACTIONS if action.id == name).do(self)

    def start_player(self) -> None:
        """Start to play the selected scenario; leaves `player` None if no target can be had."""
        self._start()

    def stop_player(self) -> None:
        """Leave the scenario that is played, and its target."""
        self._drop_player()
        self._show()

    def close(self) -> None:
        """Go back to the main screen."""
        self.dismiss(None)

    def action_move(self, by: int) -> None:
        """Select another scenario; with the focus on the connections, another row."""
        if self.connections_panel.has_focus:
            self.connections_panel.step(by)
        elif self.list.move(by):
            self.stop_player()

    def action_help(self) -> None:
        """Show all keys."""
        from milvus_tui.tui.dialogs.help_screen import HelpScreen

        self.app.push_screen(HelpScreen(self.help_actions()))

    def on_scenario_list_chosen(self, message: ScenarioList.Chosen) -> None:
        """A line of the list was clicked."""
        self.action_move(message.by)

    def on_key_line_chosen(self, message: Keys.Chosen) -> None:
        """A key at the bottom was clicked."""
        self.action_perform(message.action)

    # --- targets -----------------------------------------------------------------------------

    def _prefetch(self) -> None:
        try:
            self._next = self.target_group.open(self.release)
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
        shown_target = ShownTarget(1, session, self.clock)
        self._show_target(shown_target)
        session.listen(self.notify_change)
        self.player = ScenarioPlayer(
            self.list.chosen, session, self._servers, self.target_group, self.notify_change
        )
        self._prefetch()
        self._show()

    def _drop_player(self) -> None:
        if self.player is not None:
            self.player.leave()
            self.player = None
            if self.is_attached:
                self._show_target(self._empty_target())

    def _show_target(self, shown_target: ShownTarget) -> None:
        """Show the connections of another target."""
        self.connections_panel.target_list.targets[:] = [shown_target]
        self.connections_panel.selected_target, self.connections_panel.selected = shown_target, None
        self.connections_panel.rearranged()

    def _empty_target(self) -> ShownTarget:
        shown_target = ShownTarget(0, _NoTarget(), self.clock)
        shown_target.waiting = WAITING
        return shown_target

    # --- what is shown -----------------------------------------------------------------------

    def notify_change(self) -> None:
        """Post one message for any number of changes; may be called from any thread."""
        if not self._notified and self.is_attached:
            self._notified = True
            try:
                self.post_message(Played())
            except RuntimeError:
                self._notified = False  # the event loop has ended

    def on_played(self) -> None:
        """Show the state of the player."""
        self._notified = False
        self._show()

    def _show(self) -> None:
        moment = self.player.moment if self.player is not None else BEFORE
        if self.player is not None:
            self._follow(self.player.session, moment)
            if moment.result is not None:
                self.list.note(moment.result)
        self.story.show(self.list.chosen, moment, self.refusal)
        self.keys.show_applicable(self.player is not None, moment)

    def _follow(self, session: Session, moment: Moment) -> None:
        shown_target = self.connections_panel.selected_target
        shown_target.waiting = f"{moment.busy} …" if moment.busy else "No client yet."
        snapshot = session.snapshot
        if snapshot is shown_target.view.snapshot:
            self.connections_panel.redraw_changed()
            return
        found, rearranged = shown_target.view.update(snapshot)
        self.connections_panel.follow_view(shown_target, rearranged, found)

    def _tick(self) -> None:
        self.connections_panel.selected_target.view.now = self.clock()
        self.connections_panel.redraw_changed()


class _NoTarget:
    """A session in place of the target of a scenario that is not played yet."""

    snapshot = EMPTY
    status = WAITING
    failure: str | None = None

    def listen(self, callback: Callable[[], None]) -> None:
        """Do nothing: this session never changes."""

    def call(self, name: str, **args: Any) -> Future[wire.Reply]:
        """Refuse every command."""
        raise NotImplementedError

    def stop(self) -> None:
        """Do nothing: nothing was started."""

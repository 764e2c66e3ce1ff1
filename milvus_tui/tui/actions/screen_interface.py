"""What an action may ask of the main screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Mapping, Sequence

    from textual.notifications import SeverityLevel
    from textual.screen import Screen

    from milvus_tui.model.row_ids import RowId
    from milvus_tui.scenarios.scenario import Scenario
    from milvus_tui.sessions.process_list import ProcessList
    from milvus_tui.sessions.session import Session, TargetOpener
    from milvus_tui.tui.action import Action
    from milvus_tui.tui.actions.applicability import Selection
    from milvus_tui.tui.form_values import LastForms
    from milvus_tui.tui.panels import Panels
    from milvus_tui.tui.process_tracker import ProcessTracker
    from milvus_tui.tui.target_list import ShownTarget, TargetList
    from milvus_tui.tui.view import View
    from milvus_tui.tui.widgets.event_log import EventLog
    from milvus_tui.tui.widgets.finding_list import Located


class ScreenInterface(Protocol):
    """The main screen, as far as its actions use it."""

    # --- what is shown and selected ----------------------------------------------------------

    @property
    def target_list(self) -> TargetList:
        """The targets, top to bottom."""
        ...

    @property
    def selected_target(self) -> ShownTarget:
        """The target of the selected row."""
        ...

    @property
    def view(self) -> View:
        """The view of that target."""
        ...

    @property
    def selected(self) -> RowId | None:
        """The id of the selected row."""
        ...

    @property
    def selection(self) -> Selection:
        """What decides whether an action applies, and the selected client."""
        ...

    @property
    def panels(self) -> Panels:
        """The panels: shown, hidden, enlarged and filtered."""
        ...

    @property
    def events(self) -> EventLog:
        """The log of events."""
        ...

    @property
    def clock(self) -> Callable[[], float]:
        """Seconds since the epoch."""
        ...

    # --- what the dashboard was opened with --------------------------------------------------

    @property
    def target_group(self) -> TargetOpener | None:
        """What opens further targets; None where there can be none."""
        ...

    @property
    def process_list(self) -> ProcessList | None:
        """The processes among which the user chooses, in the mode `attach`."""
        ...

    @property
    def process_tracker(self) -> ProcessTracker | None:
        """What follows the processes of a program, in the mode `run`."""
        ...

    @property
    def forms(self) -> LastForms:
        """The values with which the forms were sent last."""
        ...

    # --- what an action can do ---------------------------------------------------------------

    def offered_actions(self) -> Sequence[Action[Any]]:
        """The actions that can apply in this dashboard, in the order of the registry."""
        ...

    def report(self, text: str, severity: SeverityLevel, *, keep: bool = True) -> None:
        """Show a message, and keep the message in the log of events."""
        ...

    def add_note(self, text: str) -> None:
        """Add a line to the log of events."""
        ...

    def open(self, screen: Screen[Any], answered: Callable[[Any], None] | None = None) -> None:
        """Open a dialog or a screen over this one; `answered` is called with its answer."""
        ...

    def run(self, work: Coroutine[Any, Any, object]) -> None:
        """Run a coroutine beside the screen."""
        ...

    def run_in_thread(self, work: Callable[[], object]) -> None:
        """Run a function that may block, in a thread."""
        ...

    def copy(self, text: str) -> None:
        """Copy a text to the clipboard."""
        ...

    def open_findings(self, answered: Callable[[Located | None], None]) -> None:
        """Open the findings screen; `answered` is called with the finding to go to."""
        ...

    def open_scenarios(self, catalog: Mapping[int, Scenario], target_group: TargetOpener) -> None:
        """Open the scenario screen."""
        ...

    def open_palette(self) -> None:
        """Open the command palette."""
        ...

    def exit(self) -> None:
        """End the dashboard."""
        ...

    def lay_out(self, *, tree: bool | None = None, needle: str | None = None) -> None:
        """Arrange the rows as a tree or as a list; all of them, or those that match."""
        ...

    def add_target(self, session: Session, release: str) -> ShownTarget:
        """Show one more target, below the others."""
        ...

    def remove_target(self, shown_target: ShownTarget) -> None:
        """No longer show a target."""
        ...

    def send_to_all(self, on: bool) -> None:
        """Send commands to all targets, or to the selected row's target only."""
        ...

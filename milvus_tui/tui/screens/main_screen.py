"""The main screen: header, connections, inspector, events, footer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.binding import Binding
from textual.containers import Container
from textual.screen import Screen

from milvus_tui.model.headline import target_of
from milvus_tui.model.row_ids import CLIENT, RowId
from milvus_tui.tui.action import LAB, RUN
from milvus_tui.tui.actions.applicability import Selection, offered, refusal
from milvus_tui.tui.actions.registry import ACTIONS, BY_ID, MAIN_ACTIONS
from milvus_tui.tui.form_values import LastForms
from milvus_tui.tui.panels import Panels
from milvus_tui.tui.target_list import ShownTarget, TargetList
from milvus_tui.tui.target_log import TargetLog
from milvus_tui.tui.widgets.bottom_panel import BottomPanel
from milvus_tui.tui.widgets.connections_panel import ConnectionsPanel, reaches_others
from milvus_tui.tui.widgets.event_log import EventLog, Note
from milvus_tui.tui.widgets.footer import Footer
from milvus_tui.tui.widgets.header import Banner, Header
from milvus_tui.tui.widgets.inspector import Inspector
from milvus_tui.tui.widgets.output import OutputPane

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Mapping
    from typing import Any

    from textual.app import ComposeResult
    from textual.notifications import SeverityLevel

    from milvus_tui.model.changes import Changes
    from milvus_tui.model.findings.severity import Thresholds
    from milvus_tui.model.snapshot import Snapshot
    from milvus_tui.scenarios.scenario import Result, Scenario
    from milvus_tui.sessions.process_list import ProcessList
    from milvus_tui.sessions.session import Session, TargetOpener
    from milvus_tui.tui.action import Action
    from milvus_tui.tui.process_tracker import ProcessTracker
    from milvus_tui.tui.view import View
    from milvus_tui.tui.widgets.finding_list import Located


class MainScreen(Screen[None]):
    """Shows one target, or several targets one below the other."""

    BINDINGS = [
        # An id lets users remap the keys.
        Binding(",".join(a.keys), f"perform('{a.id}')", a.label, show=False, id=a.id)
        for a in MAIN_ACTIONS
    ]
    AUTO_FOCUS = "#connections"

    def __init__(
        self,
        session: Session,
        clock: Callable[[], float],
        target_group: TargetOpener | None,
        notify_change: Callable[[], None],
        mode: str = LAB,
    ) -> None:
        """The screen of a session.

        Args:
            target_group: opens further targets; None where there can be none.
            notify_change: called by the sessions, from any thread, after each change.
            mode: what the dashboard was opened for: `LAB`, `RUN` or `ATTACH`.
        """
        super().__init__(classes=f"-{mode}")
        self.clock = clock
        self.mode = mode
        self.target_group = target_group
        self.notify_change = notify_change
        self.thresholds: Thresholds | None = None
        """How long something must last to be a finding; None for the defaults."""
        self.results: dict[str, dict[int, Result]] = {}
        """By release, the last result of each scenario that was played."""
        self.process_list: ProcessList | None = None
        """The processes that can be watched, where the user chooses among them."""
        self.process_tracker: ProcessTracker | None = None
        """What shows the processes of a program, in the mode `run`."""
        self.target_list = TargetList(ShownTarget(0, session, clock, by_pid=mode != LAB))
        self.connections_panel = ConnectionsPanel(self.target_list)
        self.header = Header(self.view, self.target_list)
        self.banner = Banner()
        self.inspector = Inspector(self.view)
        self.events = EventLog()
        self.target_log = TargetLog(self.target_list, self.events)
        self.output = OutputPane() if mode == RUN else None
        self.bottom = BottomPanel(self.events, self.output)
        self.notice = ""
        """The text above everything about the whole program, rather than one target."""
        self._remark = ""
        self.forms = LastForms()
        self.footer = Footer(self.offered_actions, lambda action: not self.refusal(action))
        self.panels = Panels(
            self,
            self.connections_panel,
            self.bottom,
            self.footer,
            lambda text: self.lay_out(needle=text),
        )
        self._name_panel()

    @property
    def selected_target(self) -> ShownTarget:
        """The target of the selected row."""
        return self.connections_panel.selected_target

    @property
    def view(self) -> View:
        """The view of that target."""
        return self.selected_target.view

    @property
    def selected(self) -> RowId | None:
        """The id of the selected row."""
        return self.connections_panel.selected

    @property
    def selection(self) -> Selection:
        """What decides whether an action applies, and the selected client."""
        return Selection(self.mode, self.view.snapshot, self.selected_target.live, self.selected)

    def offered_actions(self) -> list[Action[Any]]:
        """The actions that can apply in this dashboard, in the order of the registry."""
        target = target_of(self.view.snapshot)
        return [action for action in ACTIONS if offered(action, self.mode, target)]

    def refusal(self, action: Action[Any]) -> str:
        """Why an action does not apply now; empty if the action applies."""
        return refusal(action, self.selection)

    def compose(self) -> ComposeResult:
        """The panels."""
        yield self.header
        yield self.banner
        with Container(id="body"):
            yield self.connections_panel
            yield self.inspector
        yield self.bottom
        yield self.footer

    def on_mount(self) -> None:
        """Update ages each second."""
        self.set_interval(1.0, self.tick, name="ages")

    # --- what is shown -----------------------------------------------------------------------

    def show_snapshot(self, shown_target: ShownTarget, snapshot: Snapshot) -> None:
        """Show another snapshot of a target: draw only what differs."""
        view = shown_target.view
        if snapshot is view.snapshot:
            return
        view.thresholds = self.thresholds
        found, rearranged = view.update(snapshot)
        self.connections_panel.follow_view(shown_target, rearranged, found)
        if found.events:
            self.target_log.add_events(shown_target)
            self.bottom.show_unseen()
        settled = self.target_log.add_outcomes(shown_target)
        self.target_log.add_findings(shown_target)
        self.header.redraw_changed()
        if shown_target is not self.selected_target:
            return
        if rearranged or found.target:
            self._name_panel()
            self.footer.refresh()
        if rearranged or settled or may_concern(found, self.selected):
            self.show_selected()

    def show_selected(self) -> None:
        """Bring the inspector up to date."""
        self.inspector.view = self.view
        self.inspector.show(self.selected)

    def set_status(self, shown_target: ShownTarget, live: bool, waiting: str, banner: str) -> None:
        """Show the state of a target: what it waits for, or that it ended."""
        before = shown_target.live, shown_target.waiting, shown_target.banner
        if (live, waiting, banner) != before:
            shown_target.live, shown_target.waiting, shown_target.banner = live, waiting, banner
            self.connections_panel.redraw_changed()
            self._show_selected_target()

    def _show_selected_target(self) -> None:
        """Show another selected target, or its new state."""
        self.header.view = self.view
        self.header.redraw_changed()
        banner = "" if self.target_list.several else self.selected_target.banner
        self.banner.show(self.notice or banner)
        self.footer.refresh()

    def tick(self) -> None:
        """Update ages. The last state of an ended target does not grow older."""
        for shown_target in self.target_list.targets:
            if shown_target.session.failure is None:
                shown_target.view.now = shown_target.view.clock()
                self.target_log.add_findings(shown_target)
        self.header.redraw_changed()
        self.connections_panel.redraw_changed()
        if self.selected_target.session.failure is None:
            self.show_selected()

    # --- targets -----------------------------------------------------------------------------

    def add_target(self, session: Session, release: str) -> ShownTarget:
        """Show one more target, below the others."""
        shown_target = self.new_target(session, release)
        self.set_targets([*self.target_list.watched, shown_target])
        session.listen(self.notify_change)
        self.notify_change()
        return shown_target

    def new_target(self, session: Session, release: str = "") -> ShownTarget:
        """A target for a session, arranged as the others are; not on the screen yet."""
        return self.target_list.create(session, self.clock, release, by_pid=self.mode != LAB)

    def remove_target(self, shown_target: ShownTarget) -> None:
        """No longer show a target."""
        self.set_targets([other for other in self.target_list.targets if other is not shown_target])

    def set_targets(self, targets: list[ShownTarget]) -> None:
        """Show these targets, top to bottom. Several targets are drawn more densely."""
        if targets == self.target_list.targets:
            return
        self.target_list.targets = targets
        several = self.target_list.several
        self.set_class(several, "-several")
        for shown_target in self.target_list.targets:
            if shown_target.view.layout.compact != several:
                shown_target.view.arrange(compact=several)
        self.connections_panel.to_all &= several
        self.connections_panel.targets_changed()
        self.connections_panel.mark_close_impact()
        self._name_panel()
        self._show_selected_target()
        self.show_selected()

    def send_to_all(self, on: bool) -> None:
        """Send commands to all targets, or to the selected row's target only."""
        self.connections_panel.to_all = on
        self.connections_panel.mark_close_impact()
        self.connections_panel.redraw_changed()
        self._name_panel()

    def lay_out(self, *, tree: bool | None = None, needle: str | None = None) -> None:
        """Arrange the rows as a tree or as a list; all of them, or those that match."""
        for shown_target in self.target_list.targets:
            shown_target.view.arrange(tree=tree, needle=needle)
        self.connections_panel.rearranged()
        self._name_panel()

    def _name_panel(self) -> None:
        self.panels.show_title(self.view, self._remark)

    def show_notice(self, text: str) -> None:
        """Show a notice about the whole program above everything else; hide an empty one."""
        if text != self.notice:
            self.notice = text
            self._show_selected_target()

    def show_remark(self, text: str) -> None:
        """Show a remark below the connections panel; hide an empty one."""
        if text != self._remark:
            self._remark = text
            self._name_panel()

    def report(self, text: str, severity: SeverityLevel, *, keep: bool = True) -> None:
        """Show a message, and keep the message in the log of events."""
        self.notify(text, severity=severity, markup=False)
        if keep:
            self.events.add(Note(self.clock(), "error" if severity == "error" else "lab", text))

    def add_note(self, text: str) -> None:
        """Add a line to the log of events."""
        self.events.add(Note(self.clock(), "lab", text))

    # --- selecting ---------------------------------------------------------------------------

    def on_connections_panel_selected(self) -> None:
        """The inspector, the header and the footer follow the cursor."""
        self._show_selected_target()
        self.show_selected()

    def on_connections_panel_opened(self) -> None:
        """A heading was clicked twice."""
        self.action_perform("fold")

    # --- actions -----------------------------------------------------------------------------

    def action_perform(self, name: str) -> None:
        """Do an action of the registry, or report why the action does not apply."""
        action = BY_ID[name]
        reason = self.refusal(action)
        if reason:
            self.report(reason, "warning", keep=False)
        else:
            action.do(self)

    def on_footer_chosen(self, message: Footer.Chosen) -> None:
        """A key of the footer was clicked."""
        self.action_perform(message.action)

    def open(self, screen: Screen[Any], answered: Callable[[Any], None] | None = None) -> None:
        """Open a dialog or a screen over this one; `answered` is called with its answer."""
        self.app.push_screen(screen, answered)

    def run(self, work: Coroutine[Any, Any, object]) -> None:
        """Run a coroutine beside the screen."""
        self.run_worker(work, group="commands", exit_on_error=False)

    def run_in_thread(self, work: Callable[[], object]) -> None:
        """Run a function that may block, in a thread."""
        self.run_worker(work, thread=True, exit_on_error=False)

    def copy(self, text: str) -> None:
        """Copy a text to the clipboard."""
        self.app.copy_to_clipboard(text)

    def open_findings(self, answered: Callable[[Located | None], None]) -> None:
        """Open the findings screen; `answered` is called with the finding to go to."""
        from milvus_tui.tui.screens.findings_screen import FindingsScreen

        row, offered = self.selected, self.offered_actions
        self.open(FindingsScreen(self.target_list, self.selected_target, row, offered), answered)

    def open_scenarios(self, catalog: Mapping[int, Scenario], target_group: TargetOpener) -> None:
        """Open the scenario screen, for the release of the selected target."""
        from milvus_tui.tui.screens.scenario_screen import ScenarioScreen

        release, name = self.selected_target.release, self.selected_target.pymilvus
        results = self.results.setdefault(name, {})
        clock, offered = self.view.clock, self.offered_actions
        self.open(ScenarioScreen(catalog, results, target_group, release, name, clock, offered))

    def open_palette(self) -> None:
        """Open the command palette."""
        self.app.action_command_palette()

    def exit(self) -> None:
        """End the dashboard."""
        self.app.exit()


def may_concern(found: Changes, row: RowId | None) -> bool:
    """Whether a change may alter the details of a row."""
    if reaches_others(found) or found.findings or found.sites:
        return True
    return row is not None and row[0] == CLIENT and row[1] in found.clients.changed

"""The main screen: header, connections, inspector, events, footer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.binding import Binding
from textual.containers import Container
from textual.screen import Screen

from milvus_tui.model.headline import target_of
from milvus_tui.model.row_ids import CLIENT, RowId
from milvus_tui.model.text import joined
from milvus_tui.tui.actions.action import LAB, RUN
from milvus_tui.tui.actions.applicability import Selection, offered, refusal
from milvus_tui.tui.actions.registry import ACTIONS, BY_ID, MAIN_ACTIONS
from milvus_tui.tui.form_values import LastForms
from milvus_tui.tui.panels import Panels
from milvus_tui.tui.target_stack import Slot, Stack
from milvus_tui.tui.widgets.bottom_panel import BottomPanel
from milvus_tui.tui.widgets.connections_panel import ConnectionsPanel, reaches_others
from milvus_tui.tui.widgets.event_log import EventLog, Note
from milvus_tui.tui.widgets.footer import Footer
from milvus_tui.tui.widgets.header import Banner, Header
from milvus_tui.tui.widgets.inspector import Inspector
from milvus_tui.tui.widgets.output import OutputPane

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from typing import Any

    from textual.app import ComposeResult
    from textual.notifications import SeverityLevel

    from milvus_tui import wire
    from milvus_tui.model.changes import Changes
    from milvus_tui.model.details.entries import Details
    from milvus_tui.model.findings.severity import Thresholds
    from milvus_tui.model.snapshot import Snapshot
    from milvus_tui.scenarios.scenario import Result
    from milvus_tui.sessions.process_list import ProcessList
    from milvus_tui.sessions.session import Opener, Session
    from milvus_tui.tui.actions.action import Action
    from milvus_tui.tui.process_tracker import ProcessTracker
    from milvus_tui.tui.view import View


class MainScreen(Screen[None]):
    """Everything of one target, or of several one under the other."""

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
        target_group: Opener | None,
        tell: Callable[[], None],
        mode: str = LAB,
    ) -> None:
        """The screen of a session.

        Args:
            target_group: opens further targets; None where there can be none.
            tell: what their sessions call after each change.
            mode: what the dashboard was opened for, one of `actions.LAB`, `RUN`, `ATTACH`.
        """
        super().__init__(classes=f"-{mode}")
        self.clock = clock
        self.mode = mode
        self.target_group = target_group
        self.tell = tell
        self.thresholds: Thresholds | None = None
        """What must last how long to be a finding; None for the usual."""
        self.results: dict[str, dict[int, Result]] = {}
        """By release, the last result of each scenario that was played."""
        self.process_list: ProcessList | None = None
        """The processes that can be watched, where the user chooses among them."""
        self.process_tracker: ProcessTracker | None = None
        """What brings in the processes of a program, where there is one."""
        self.stack = Stack(Slot(0, session, clock, by_pid=mode != LAB))
        self.connections_panel = ConnectionsPanel(self.stack)
        self.header = Header(self.view, self.stack)
        self.banner = Banner()
        self.inspector = Inspector(self.view)
        self.events = EventLog()
        self.output = OutputPane() if mode == RUN else None
        self.bottom = BottomPanel(self.events, self.output)
        self.notice = ""
        """What is to be said of the whole, rather than of the selected target."""
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
    def slot(self) -> Slot:
        """The target of the selected row."""
        return self.connections_panel.slot

    @property
    def view(self) -> View:
        """The view of that target."""
        return self.slot.view

    @property
    def live(self) -> bool:
        """Whether commands can be sent to it."""
        return self.slot.live

    @property
    def selected(self) -> RowId | None:
        """The id of the selected row."""
        return self.connections_panel.selected

    @property
    def client(self) -> int | None:
        """The selected client, or the client of the selected thread."""
        return self._selection.client

    @property
    def _selection(self) -> Selection:
        return Selection(self.mode, self.view.snapshot, self.live, self.selected)

    def offered_actions(self) -> list[Action[Any]]:
        """The actions that can apply in this dashboard, in the order of the registry."""
        target = target_of(self.view.snapshot)
        return [action for action in ACTIONS if offered(action, self.mode, target)]

    def refusal(self, action: Action[Any]) -> str:
        """Why an action does not apply now; empty if the action applies."""
        return refusal(action, self._selection)

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
        """Ages are written anew each second."""
        self.set_interval(1.0, self.tick, name="ages")

    # --- what is shown -----------------------------------------------------------------------

    def follow_slot(self, slot: Slot, snapshot: Snapshot) -> None:
        """Show another snapshot of a target: draw what is different, and nothing else."""
        view = slot.view
        if snapshot is view.snapshot:
            return
        view.thresholds = self.thresholds
        found, rearranged = view.update(snapshot)
        self.connections_panel.follow_view(slot, rearranged, found)
        name = self.stack.name(slot) if self.stack.several else ""
        if found.events:
            self.events.add_events(snapshot.events, slot.number, name)
            self.bottom.show_unseen()
        settled = self._note_outcomes(slot, name)
        self.events.add_findings(view.findings, view.now, slot.number, name)
        self.header.redraw_changed()
        if slot is not self.slot:
            return
        if rearranged or found.target:
            self._name_panel()
            self.footer.refresh()
        if rearranged or settled or self._concerns_selected(found):
            self.show_selected()

    def _note_outcomes(self, slot: Slot, name: str) -> bool:
        """Say what became of predictions; says whether there were any."""
        fresh = slot.view.predictions.update(slot.view.index)
        lead = f"{name}  " if name else ""
        for outcome in fresh:
            if outcome.agrees:
                self.events.amend((slot.number, outcome.event), ", as predicted")
            else:
                self.events.add(Note(outcome.at, "finding", lead + outcome.text))
        return bool(fresh)

    def show_selected(self) -> None:
        """Bring the inspector up to date."""
        self.inspector.view = self.view
        self.inspector.show(self.selected)

    def _concerns_selected(self, found: Changes) -> bool:
        """Whether the inspector may have something else to say."""
        row = self.selected
        if reaches_others(found) or found.findings or found.sites:
            return True
        return row is not None and row[0] == CLIENT and row[1] in found.clients.changed

    def set_status(self, slot: Slot, live: bool, waiting: str, banner: str) -> None:
        """Show how a target is: what is waited for, or that it was lost."""
        if (live, waiting, banner) != (slot.live, slot.waiting, slot.banner):
            slot.live, slot.waiting, slot.banner = live, waiting, banner
            self.connections_panel.redraw_changed()
            self._show_slot()

    def _show_slot(self) -> None:
        """Another target is the selected one, or it is otherwise than before."""
        self.header.view = self.view
        self.header.redraw_changed()
        own = "" if self.stack.several else self.slot.banner
        self.banner.show(self.notice or own)
        self.footer.refresh()

    def tick(self) -> None:
        """A second went by. What was seen last of a lost target does not grow older."""
        for slot in self.stack.slots:
            if slot.session.failure is None:
                view = slot.view
                view.now = view.clock()
                name = self.stack.name(slot) if self.stack.several else ""
                self.events.add_findings(view.findings, view.now, slot.number, name)
        self.header.redraw_changed()
        self.connections_panel.redraw_changed()
        if self.slot.session.failure is None:
            self.show_selected()

    # --- targets -----------------------------------------------------------------------------

    def add_target(self, session: Session, release: str) -> Slot:
        """Show one more target, below the others."""
        slot = self.new_slot(session, release)
        self.restack([*self.stack.watched, slot])
        session.listen(self.tell)
        self.tell()
        return slot

    def new_slot(self, session: Session, release: str = "") -> Slot:
        """What shows a session in the same way as the others are shown; not on the screen yet."""
        number, by_pid = self.stack.next_number(), self.mode != LAB
        slot = Slot(number, session, self.clock, release, by_pid=by_pid)
        layout = self.view.layout
        needle = layout.matches.needle if layout.matches else None
        slot.view.arrange(tree=layout.tree, needle=needle)
        return slot

    def remove_target(self, slot: Slot) -> None:
        """Show a target no longer."""
        self.restack([other for other in self.stack.slots if other is not slot])

    def restack(self, slots: list[Slot]) -> None:
        """Show these targets, top to bottom; several stand closer together."""
        if slots == self.stack.slots:
            return
        self.stack.slots = slots
        several = self.stack.several
        self.set_class(several, "-several")
        for slot in self.stack.slots:
            if slot.view.layout.compact != several:
                slot.view.arrange(compact=several)
        self.connections_panel.to_all &= several
        self.connections_panel.restacked()
        self.connections_panel.mark_close_impact()
        self._name_panel()
        self._show_slot()
        self.show_selected()

    def send_to_all(self, on: bool) -> None:
        """Do what is done to all targets, or to the selected row's only."""
        self.connections_panel.to_all = on
        self.connections_panel.mark_close_impact()
        self.connections_panel.redraw_changed()
        self._name_panel()

    def details(self) -> Details:
        """Everything known of the selected row."""
        return self.view.details(self.selected)

    def lay_out(self, *, tree: bool | None = None, needle: str | None = None) -> None:
        """Lay the rows out in another way."""
        for slot in self.stack.slots:
            slot.view.arrange(tree=tree, needle=needle)
        self.connections_panel.rearranged()
        self._name_panel()

    def _name_panel(self) -> None:
        layout = self.view.layout
        title, below = "Connections" if layout.tree else "Clients", None
        if layout.matches is not None:
            shown = sum(map(len, layout.matches.members.values()))
            below = f"{shown:,} of {len(self.view.snapshot.clients):,} clients"
        panel = self.connections_panel
        below = joined([below or "", self._remark]) or None
        if panel.to_all:
            title += " · keys act on all targets"
        if (panel.border_title, panel.border_subtitle) != (title, below):
            # Setting a title draws the whole widget again, even the same one.
            panel.border_title, panel.border_subtitle = title, below

    def notify_all(self, text: str) -> None:
        """Say above everything how the whole is; nothing for an empty text."""
        if text != self.notice:
            self.notice = text
            self._show_slot()

    def remark(self, text: str) -> None:
        """Say something below the connections panel; nothing for an empty text."""
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

    def go_to(self, row: RowId) -> bool:
        """Select a row; leaves the filter if that hides it. Says whether there is such a row."""
        if self.connections_panel.select_row(row):
            return True
        self.panels.close_filter(self.connections_panel)
        return self.connections_panel.select_row(row)

    def select_new_client(self, reply: wire.Reply) -> None:
        """Select the first client that a command created. Its row may follow the reply."""
        created = reply.data.get("clients") if reply.ok else None
        if created:
            row = (CLIENT, int(created[0]))
            if not self.connections_panel.select_row(row):
                self.connections_panel.pending_selection = self.slot, row

    def on_connections_panel_selected(self) -> None:
        """The inspector, the header and the footer follow the cursor."""
        self._show_slot()
        self.show_selected()

    def on_connections_panel_opened(self) -> None:
        """A heading was clicked twice."""
        self.perform("fold")

    # --- actions -----------------------------------------------------------------------------

    def perform(self, name: str) -> None:
        """Do an action of the registry, or report why the action does not apply."""
        action = BY_ID[name]
        reason = self.refusal(action)
        if reason:
            self.report(reason, "warning", keep=False)
        else:
            action.do(self)

    def action_perform(self, name: str) -> None:
        """A key was pressed."""
        self.perform(name)

    def on_footer_chosen(self, message: Footer.Chosen) -> None:
        """A key of the footer was clicked."""
        self.perform(message.action)

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

    def open_palette(self) -> None:
        """Open the command palette."""
        self.app.action_command_palette()

    def exit(self) -> None:
        """End the dashboard."""
        self.app.exit()

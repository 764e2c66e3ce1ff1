"""The main screen: header, wiring, inspector, events, footer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.binding import Binding
from textual.containers import Container
from textual.reactive import reactive
from textual.screen import Screen

from milvus_tui.model.describe import Sheet, describe
from milvus_tui.model.layout import CLIENT, RowId
from milvus_tui.model.snapshot import EMPTY, Snapshot
from milvus_tui.tui.actions import ACTIONS
from milvus_tui.tui.perform import Performer
from milvus_tui.tui.view import View
from milvus_tui.tui.widgets.eventlog import EventLog, Note
from milvus_tui.tui.widgets.footer import Footer
from milvus_tui.tui.widgets.header import Banner, Header
from milvus_tui.tui.widgets.inspector import Inspector
from milvus_tui.tui.widgets.wiring import Wiring, reaches_others

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from textual.app import ComposeResult
    from textual.notifications import SeverityLevel
    from textual.widget import Widget

    from milvus_tui import wire
    from milvus_tui.model.changes import Changes
    from milvus_tui.targets.session import Session
    from milvus_tui.tui.widgets.filterbar import FilterBar


def bindings() -> Iterator[Binding]:
    """The bindings of the registry. Each has an id, so that its keys can be remapped."""
    for action in ACTIONS:
        keys = ",".join(action.keys)
        yield Binding(keys, f"perform('{action.id}')", action.label, show=False, id=action.id)


class MainScreen(Screen[None]):
    """Everything of one target. What it shows is a function of `snapshot`."""

    BINDINGS = list(bindings())
    AUTO_FOCUS = "#wiring"

    snapshot: reactive[Snapshot] = reactive(EMPTY, always_update=True, repaint=False)
    """What is shown. Setting it draws what is different, and nothing else."""

    def __init__(self, session: Session, clock: Callable[[], float]) -> None:
        super().__init__()
        self.session = session
        self.view = View(clock)
        self.live = False
        """Whether commands can be sent."""
        self.header = Header(self.view)
        self.banner = Banner()
        self.wiring = Wiring(self.view)
        self.inspector = Inspector(self.view)
        self.events = EventLog()
        self.performer = Performer(self)
        self.footer = Footer(lambda action: not self.performer.refusal(action))
        self._filter: FilterBar | None = None
        self._name_panel()

    @property
    def selected(self) -> RowId | None:
        """The id of the selected row."""
        return self.wiring.selected

    def compose(self) -> ComposeResult:
        """The panels."""
        yield self.header
        yield self.banner
        with Container(id="body"):
            yield self.wiring
            yield self.inspector
        yield self.events
        yield self.footer

    def on_mount(self) -> None:
        """Ages are written anew each second."""
        self.set_interval(1.0, self.tick, name="ages")

    # --- what is shown -----------------------------------------------------------------------

    def watch_snapshot(self, snapshot: Snapshot) -> None:
        """Go on to another snapshot."""
        before = self.view.snapshot
        if snapshot is before:
            return
        found, rearranged = self.view.move(snapshot)
        self.wiring.moved(rearranged, found)
        if found.events:
            self.events.follow(snapshot.events)
        for outcome in self.view.ledger.follow(self.view.index):
            kind = "foretold" if outcome.agrees else "finding"
            self.events.add(Note(outcome.at, kind, outcome.text))
            rearranged |= outcome.client == (self.selected or ("", 0))[1]
        self.header.touch()
        if rearranged or found.target:
            self._name_panel()
            self.footer.refresh()
        if rearranged or self._concerns_selected(found):
            self.inspector.show(self.selected)

    def _concerns_selected(self, found: Changes) -> bool:
        """Whether the inspector may have something else to say."""
        row = self.selected
        if reaches_others(found):
            return True
        return row is not None and row[0] == CLIENT and row[1] in found.clients.changed

    def set_stage(self, live: bool, waiting: str, banner: str) -> None:
        """Show how the target is: what is waited for, or that it was lost."""
        if (live, waiting, banner) != (self.live, self.wiring.waiting, self.banner.text):
            self.live = live
            self.wiring.waiting = waiting
            self.banner.say(banner)
            self.wiring.touch()
            self.footer.refresh()

    def tick(self) -> None:
        """A second went by. What was seen last of a lost target does not grow older."""
        if self.session.failure is not None:
            return
        self.view.now = self.view.clock()
        self.wiring.touch()
        self.inspector.show(self.selected)

    def sheet(self) -> Sheet:
        """Everything known of the selected row."""
        view = self.view
        return describe(view.index, view.history, self.selected, view.now, view.ledger.outcomes)

    def lay_out(self, *, tree: bool | None = None, needle: str | None = None) -> None:
        """Lay the rows out in another way."""
        self.view.arrange(tree=tree, needle=needle)
        self.wiring.rearranged()
        self._name_panel()

    def _name_panel(self) -> None:
        layout = self.view.layout
        title, below = "Wiring" if layout.tree else "Clients", None
        if layout.matches is not None:
            shown = sum(map(len, layout.matches.members.values()))
            below = f"{shown:,} of {len(self.view.snapshot.clients):,} clients"
        wiring = self.wiring
        if (wiring.border_title, wiring.border_subtitle) != (title, below):
            # Setting a title draws the whole widget again, even the same one.
            wiring.border_title, wiring.border_subtitle = title, below

    def toggle(self, name: str) -> None:
        """Show or hide a panel, whatever the size of the terminal would do."""
        widget: Widget = self.query_one(f"#{name}")
        shown = widget.display
        widget.set_class(shown, "-off")
        widget.set_class(not shown, "-on")
        if shown and widget.has_focus:
            self.wiring.focus()

    def report(self, text: str, severity: SeverityLevel, *, keep: bool = True) -> None:
        """Say something once, and keep it in the log of events."""
        self.notify(text, severity=severity, markup=False)
        if keep:
            self.events.add(
                Note(self.view.clock(), "error" if severity == "error" else "lab", text)
            )

    # --- the filter --------------------------------------------------------------------------

    def open_filter(self) -> None:
        """Show the line in which the filter is typed."""
        from milvus_tui.tui.widgets.filterbar import FilterBar

        if self._filter is None:
            self._filter = FilterBar(lambda needle: self.lay_out(needle=needle))
            self.mount(self._filter, before=self.footer)
        self._filter.open()

    def close_filter(self) -> None:
        """Show everything again."""
        if self._filter is not None and self._filter.display:
            self._filter.close()
            self.lay_out(needle="")
        self.wiring.focus()

    # --- selecting ---------------------------------------------------------------------------

    def go_to(self, row: RowId) -> bool:
        """Select a row; leaves the filter if that hides it. Says whether there is such a row."""
        if self.wiring.select_row(row):
            return True
        self.close_filter()
        return self.wiring.select_row(row)

    def follow(self, reply: wire.Reply) -> None:
        """Select the first client that a command made; its row may come after the reply."""
        made = reply.data.get("clients") if reply.ok else None
        if made:
            row = (CLIENT, int(made[0]))
            if not self.wiring.select_row(row):
                self.wiring.wanted = row

    def on_wiring_selected(self) -> None:
        """The inspector and the footer follow the cursor."""
        self.inspector.show(self.selected)
        self.footer.refresh()

    # --- actions -----------------------------------------------------------------------------

    def action_perform(self, name: str) -> None:
        """Do an action of the registry."""
        self.performer.perform(name)

    def on_footer_chosen(self, message: Footer.Chosen) -> None:
        """A key of the footer was clicked."""
        self.performer.perform(message.action)

"""Actions that change what is shown, and how."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.model.headline import target_of
from milvus_tui.model.row_ids import ALIAS, CONNECTION, TARGET
from milvus_tui.model.text import plural
from milvus_tui.tui.action import LOOK, RUN, Action
from milvus_tui.tui.actions.sending import receivers, send

if TYPE_CHECKING:
    from collections.abc import Iterator

    from milvus_tui.model.row_ids import RowId
    from milvus_tui.tui.actions.screen_interface import ScreenInterface
    from milvus_tui.tui.widgets.finding_list import Located

MOST_COPIED = 200_000
"""Characters of the output that are copied: terminals refuse much longer texts."""


def probe(screen: ScreenInterface) -> None:
    """Probe every connection now."""
    send(screen, receivers(screen), "probe")


def findings(screen: ScreenInterface) -> None:
    """Open the screen of the findings."""

    def go(found: Located | None) -> None:
        if found is not None:
            go_to_finding(screen, found)

    screen.open_findings(go)


def go_to_finding(screen: ScreenInterface, found: Located) -> None:
    """Select the row that a finding is about."""
    from milvus_tui.model.details.missing_row import row_name

    if found.shown_target not in screen.target_list.targets:
        screen.report("Go to: that target is no longer shown.", "warning", keep=False)
        return
    connections = screen.panels.connections
    rows = list(rows_of(found))
    for _ in range(2):
        if any(connections.select_row(row, found.shown_target) for row in rows):
            return
        screen.panels.close_filter(connections)  # the filter may hide all rows
    subject = f"{row_name(rows[0])}, which" if rows else "clients that"
    verb = "no longer exists" if rows else "no longer exist"
    screen.report(f"Go to: the finding is about {subject} {verb}.", "warning", keep=False)


def rows_of(found: Located) -> Iterator[RowId]:
    """The rows that a finding is about. An only alias stands on its connection's line."""
    aliases = found.shown_target.view.snapshot.aliases
    for kind, key in found.one.rows:
        yield kind, key
        alias = aliases.get(key) if kind == ALIAS else None
        if alias is not None and alias.connection is not None:
            yield CONNECTION, alias.connection


def pause(screen: ScreenInterface) -> None:
    """Pause the rounds of probes, or resume them."""
    target = target_of(screen.view.snapshot)
    if target is not None:
        send(screen, receivers(screen), "pause", on=not target.paused)


def open_filter(screen: ScreenInterface) -> None:
    """Open the filter of the focused panel."""
    screen.panels.open_filter()


def show_all(screen: ScreenInterface) -> None:
    """Undo one thing, the nearest first: a filter of the output, the zoom, the rows' filter."""
    panels = screen.panels
    if panels.output is not None and panels.close_filter(panels.output):
        return
    if panels.zoomed:
        panels.zoom(on=False)
    elif not panels.close_filter(panels.connections):
        panels.connections.focus()


def arrange(screen: ScreenInterface) -> None:
    """Arrange the rows as a tree, or as a list."""
    screen.lay_out(tree=not screen.view.layout.tree)


def impact(screen: ScreenInterface) -> None:
    """Mark the rows that the selected client's close() would break, or unmark them."""
    marking = not screen.view.marking
    for shown_target in screen.target_list.targets:
        shown_target.view.marking = marking
    screen.panels.connections.mark_close_impact()
    screen.panels.connections.redraw_changed()


def inspector(screen: ScreenInterface) -> None:
    """Show or hide the inspector."""
    screen.panels.toggle("inspector")


def events(screen: ScreenInterface) -> None:
    """Show or hide the events."""
    screen.panels.switch(screen.events)


def output(screen: ScreenInterface) -> None:
    """Show what the program prints, or the events again."""
    panels = screen.panels
    if panels.output is None:
        return
    if panels.bottom.shows(panels.output):
        panels.switch(screen.events)
    else:
        panels.switch(panels.output)
        panels.output.focus()


def zoom(screen: ScreenInterface) -> None:
    """Give the bottom panel the whole screen, or take it back."""
    screen.panels.zoom(on=not screen.panels.zoomed)


def copy(screen: ScreenInterface) -> None:
    """Copy the selected row's details, or the output if the output has the focus."""
    pane = screen.panels.output
    if pane is not None and pane.has_focus:
        text = pane.text[-MOST_COPIED:]
        done = f"Copied {plural(len(text.splitlines()), 'line')} of the output."
    else:
        details = screen.view.details(screen.selected)
        text, done = details.text, f"Copied the details of {details.title}."
    screen.copy(text)
    screen.report(done, "information", keep=False)


def fold(screen: ScreenInterface) -> None:
    """Hide or show the rows below the selected row's heading."""
    shown_target, row, connections = (
        screen.selected_target,
        screen.selected,
        screen.panels.connections,
    )
    layout = shown_target.view.layout
    if row is None:
        return
    if row[0] == TARGET or (screen.target_list.several and not layout.tree):
        shown_target.folded = screen.target_list.several and not shown_target.folded
        connections.folded((TARGET, shown_target.number))
        return
    heading = layout.heading_of(row) if layout.tree and layout.matches is None else None
    if heading is not None:
        layout.fold(heading)
        connections.folded(heading)
        return
    if not layout.tree:
        why = "a list has no headings; g shows the tree"
    elif layout.matches is not None:
        why = "the filter shows every row that matches; Esc ends the filter"
    else:
        why = "the selected row no longer exists"
    screen.report(f"Fold: {why}.", "warning", keep=False)


VIEW_ACTIONS = (
    Action("probe", ("p",), "Probe", "Probe every connection now.", LOOK, probe, 6, probes=True),
    Action(
        "findings", ("f",), "Findings",
        "What is wrong, since when, where in the code, and what to do.", LOOK, findings, 5,
    ),
    Action(
        "pause", ("space",), "Pause", "Pause the rounds of probes, or resume them.", LOOK, pause,
        11, probes=True,
    ),
    Action(
        "filter", ("slash",), "Filter", "Show only rows that contain a text; Esc shows all.", LOOK,
        open_filter, 9,
    ),
    Action(
        "clear", ("escape",), "All", "End the filter or the enlarged panel; show everything.",
        LOOK, show_all,
    ),
    Action(
        "arrange", ("g",), "Tree/List", "Arrange as a tree of connections, or as a list.", LOOK,
        arrange, 17,
    ),
    Action(
        "impact", ("b",), "Impact",
        "Mark the rows that closing the selected client would break (↯).", LOOK, impact, 16,
    ),
    Action("inspector", ("i",), "Inspector", "Show or hide the inspector.", LOOK, inspector, 13),
    Action("events", ("e",), "Events", "Show or hide the events.", LOOK, events, 14),
    Action(
        "output", ("l",), "Output",
        "Show the program's output in place of the events, or the events again.", LOOK, output, 5,
        modes=(RUN,), elsewhere="only a program that `milvus-tui run` started prints here",
    ),
    Action(
        "zoom", ("z",), "Enlarge",
        "Give the events or the output the whole screen, or take it back.", LOOK, zoom, 15,
    ),
    Action(
        "copy", ("y",), "Copy",
        "Copy the details of the selected row; in the output, copy the output.", LOOK, copy, 15,
    ),
    Action(
        "fold", ("enter",), "Fold",
        "Hide or show the rows below the selected heading, or below a client's heading.", LOOK,
        fold, 20,
    ),
)  # fmt: skip

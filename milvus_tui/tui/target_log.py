"""Writes what happens in the targets to the log of events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.tui.widgets.event_log import Note

if TYPE_CHECKING:
    from milvus_tui.tui.target_list import ShownTarget, TargetList
    from milvus_tui.tui.widgets.event_log import EventLog


class TargetLog:
    """Adds events, findings and the outcomes of predictions, named by target if several exist."""

    def __init__(self, target_list: TargetList, events: EventLog) -> None:
        self._target_list = target_list
        self._events = events

    def add_events(self, shown_target: ShownTarget) -> None:
        """Add the events of a target that are not in the log yet."""
        events = shown_target.view.snapshot.events
        self._events.add_events(events, shown_target.number, self._name(shown_target))

    def add_findings(self, shown_target: ShownTarget) -> None:
        """Add the findings of a target that are new, and those that ended."""
        view, number = shown_target.view, shown_target.number
        self._events.add_findings(view.findings, view.now, number, self._name(shown_target))

    def add_outcomes(self, shown_target: ShownTarget) -> bool:
        """Add the outcomes of predictions; returns whether there were any."""
        fresh = shown_target.view.predictions.update(shown_target.view.index)
        name = self._name(shown_target)
        lead = f"{name}  " if name else ""
        for outcome in fresh:
            if outcome.agrees:
                self._events.amend((shown_target.number, outcome.event), ", as predicted")
            else:
                self._events.add(Note(outcome.at, "finding", lead + outcome.text))
        return bool(fresh)

    def _name(self, shown_target: ShownTarget) -> str:
        return self._target_list.name(shown_target) if self._target_list.several else ""

"""The event log, oldest first. The newest line stays in sight unless the user scrolls away."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from milvus_tui.model import text
from milvus_tui.model.findings import explanation
from milvus_tui.model.findings.wrong_prediction import WRONG_PREDICTION
from milvus_tui.model.snapshot import MAX_EVENTS
from milvus_tui.tui.render.styled_text import wrap
from milvus_tui.tui.widgets.scrolling_page import ScrollingPage
from milvus_tui.wire import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from milvus_tui import wire
    from milvus_tui.model.findings.reported import Reported
    from milvus_tui.tui.render.styled_text import Span

REPORTED_BY_EVENT = frozenset(
    {Kind.COLLATERAL_CLOSE, Kind.MOVED_TO_ANOTHER_DATABASE, WRONG_PREDICTION}
)
"""Kinds of findings that begin with an event which reports the same."""

RECENT, SAME = 8, 30.0
"""An error is not repeated if one of the last 8 notes, at most 30 seconds apart, says the same."""

KINDS = {
    "spawned": ("+", "plain"),
    "closed": ("○", "muted"),
    "broke": ("✗", "fails"),
    "revived": ("↻", "works"),
    "dropped": ("⚠", "warning"),
    "moved": ("→", "plain"),
    "failing": ("✗", "fails"),
    "works": ("●", "works"),
    "error": ("!", "fails"),
    "lab": ("·", "muted"),
    "finding": ("≠", "warning"),
    "found error": (explanation.GLYPHS[explanation.ERROR], "fails"),
    "found warning": (explanation.GLYPHS[explanation.WARNING], "warning"),
    "over": ("✓", "muted"),
}
"""Glyph and tone of each kind of event."""


@dataclass(frozen=True, slots=True)
class Note:
    """One line of the log, from the agent or from the dashboard."""

    at: float
    kind: str
    text: str
    event: tuple[int, int] | None = None
    """Target and id of the event that the line reports; None for the dashboard's notes."""


def tone_kind(event: wire.Event) -> str:
    """The kind that an event is drawn as: a close that breaks other clients is a `broke`."""
    return "broke" if event.kind == "closed" and event.affected else event.kind


class EventLog(ScrollingPage):
    """The agent's events and the dashboard's notes, at most `MAX_EVENTS`."""

    BORDER_TITLE = "Events"

    def __init__(self) -> None:
        super().__init__(id="events")
        self.notes: deque[Note] = deque(maxlen=MAX_EVENTS)
        self._seen: dict[int, int] = {}
        """The newest event of each target that the log has."""
        self._found: dict[int, dict[str, Reported]] = {}
        """The findings of each target that the log has, by their keys."""
        self.unseen = 0
        """How many notes were added while the log was hidden."""
        self._following = True
        """Whether the log keeps the newest line in sight."""

    def add_events(self, events: dict[int, wire.Event], number: int = 0, name: str = "") -> None:
        """Add the events of a target that are new since the last call.

        Args:
            number: the target's number.
            name: the target's name, where there are several.
        """
        fresh = []
        for key in reversed(events):
            if key <= self._seen.get(number, 0):
                break
            fresh.append(events[key])
        if fresh:
            self._seen[number] = fresh[0].id
            lead = f"{name}  " if name else ""
            self.add(
                *(
                    Note(row.at, tone_kind(row), lead + row.text, (number, row.id))
                    for row in reversed(fresh)
                )
            )

    def add_findings(
        self, found: Sequence[Reported], now: float, number: int, name: str = ""
    ) -> None:
        """Add notes about the findings of a target that are new, and about those that ended.

        Args:
            found: all findings of the target.
            now: seconds since the epoch.
            number: the target's number.
            name: the target's name, where there are several.
        """
        before, lead = self._found.get(number), f"{name}  " if name else ""
        alarms = {one.key: one for one in found if one.needs_attention}
        self._found[number] = alarms
        if before is None:
            before, now = {}, 0.0  # a finding from before the first call is noted at its own time
        ended = {before[key].identity for key in before.keys() - alarms.keys()}
        for one in [one for key, one in alarms.items() if key not in before]:
            if one.ended_at is None and one.kind not in REPORTED_BY_EVENT:
                self.add(Note(now or one.since, f"found {one.severity}", lead + one.title))
            elif one.ended_at is not None and one.identity in ended:
                self.add(
                    Note(one.ended_at, "over", f"{lead}{one.short_duration(0.0)}: {one.title}")
                )

    def add(self, *notes: Note) -> None:
        """Append notes; the log stays at its end if it was there."""
        # An error of a command arrives by its reply and by the agent's events, in any order.
        notes = tuple(note for note in notes if note.kind != "error" or not self._repeats(note))
        self.notes.extend(notes)
        if not self.display:
            self.unseen += len(notes)
        if not self.room:
            return
        lines = [line for note in notes for line in self._lines(note)]
        self._show_page([*self.page, *lines][-2 * MAX_EVENTS :])

    def amend(self, event: tuple[int, int], more: str) -> None:
        """Append a text to the line of an event."""
        for place in range(len(self.notes) - 1, -1, -1):
            if self.notes[place].event == event:
                note = self.notes[place]
                self.notes[place] = replace(note, text=note.text + more)
                self.on_resize()
                return

    def _repeats(self, note: Note) -> bool:
        recent = islice(reversed(self.notes), RECENT)
        return any(n.text == note.text and abs(n.at - note.at) < SAME for n in recent)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Stop to follow the newest line when the user scrolls away, until they scroll back."""
        super().watch_scroll_y(old_value, new_value)
        self._following = new_value >= self.max_scroll_y

    def on_show(self) -> None:
        """Show what was added while the log was hidden."""
        self.unseen = 0
        self.on_resize()

    def on_resize(self) -> None:
        """Wrap the lines anew."""
        if not self.room:
            return
        self._show_page([line for note in self.notes for line in self._lines(note)])

    def _show_page(self, page: list[list[Span]]) -> None:
        self.set_page(page)
        if self._following:
            end = max(0, len(page) - self.size.height)
            self.scroll_to(y=end, animate=False, force=True)

    def _lines(self, note: Note) -> list[list[Span]]:
        glyph, tone = KINDS.get(note.kind, ("·", "plain"))
        first, *more = wrap(note.text, self.room - 12)
        lead: list[Span] = [(f"{text.clock(note.at)} ", "muted"), (f"{glyph} ", tone)]
        return [[*lead, (first, tone)], *([(" " * 11, "plain"), (line, tone)] for line in more)]

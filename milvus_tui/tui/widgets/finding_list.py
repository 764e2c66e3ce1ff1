"""The list of findings, and the page about one finding."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

from milvus_tui.model import coverage, headline, text
from milvus_tui.model.findings.explanation import GLYPHS, SEVERITIES
from milvus_tui.model.findings.kinds import KINDS
from milvus_tui.tui.render.connection_rows import MARK
from milvus_tui.tui.render.styled_text import crop, crop_spans, spread_spans, wrap
from milvus_tui.tui.widgets.scrolling_page import ScrollingPage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.strip import Strip

    from milvus_tui.model.findings.reported import Frame, Reported
    from milvus_tui.tui.render.styled_text import Span
    from milvus_tui.tui.target_list import ShownTarget

HIGH = 2
"""How many lines a finding takes in the list."""


@dataclass(frozen=True, slots=True)
class Located:
    """A finding and its target."""

    shown_target: ShownTarget
    name: str
    """The target's name, where there are several; else empty."""
    one: Reported

    @property
    def key(self) -> tuple[int, str]:
        """Stays the same as long as the finding exists."""
        return self.shown_target.number, self.one.key

    @property
    def identity(self) -> tuple[int, str]:
        """Stays the same when the finding ends."""
        return self.shown_target.number, self.one.identity

    @property
    def tone(self) -> str:
        """Its colour; a finding that ended is paler."""
        return "muted" if self.one.ended_at is not None else self.one.tone


def entry(found: Located, width: int) -> list[list[Span]]:
    """A finding in the list: its title, and below it since when and where."""
    one = found.one
    title = "muted" if one.ended_at is not None else "strong"
    first: list[Span] = [(f"{one.glyph} ", found.tone), (crop(one.title, width - 3), title)]
    brief = one.short_duration(found.shown_target.view.now)
    below: list[Span] = [("  ", "plain"), (brief, "muted" if one.ended_at is not None else "plain")]
    where = text.joined([one.place.rsplit("/", 1)[-1], found.name], "  ")
    second = spread_spans(below, [(where, "muted")], width - 1)
    if not any(where in text for text, _ in second):
        second = crop_spans([*below, (f"  {where}", "muted")], width - 1)
    return [first, second]


class FindingList(ScrollingPage):
    """All findings, two lines each."""

    class Chosen(Message):
        """The user clicked another finding, `by` places below the selected one."""

        def __init__(self, by: int) -> None:
            super().__init__()
            self.by = by

    def __init__(self) -> None:
        super().__init__(id="findings")
        self.found: list[Located] = []
        self.place = 0

    @property
    def chosen(self) -> Located | None:
        """The selected finding."""
        return self.found[self.place] if self.place < len(self.found) else None

    def show(self, found: list[Located]) -> None:
        """Show findings; the selected one stays selected, whatever its new place."""
        before, self.found = self.chosen, found
        if before is not None:
            keys, identities = [row.key for row in found], [row.identity for row in found]
            if before.key in keys:
                self.place = keys.index(before.key)
            elif before.identity in identities:
                self.place = identities.index(before.identity)
        self.place = max(0, min(self.place, len(found) - 1))
        self._write()
        self._show_cursor()

    def move(self, by: int) -> bool:
        """Move the selection by some places; returns whether it moved."""
        place = max(0, min(self.place + by, len(self.found) - 1))
        moved, self.place = place != self.place, place
        self.refresh()
        self._show_cursor()
        return moved

    def on_resize(self) -> None:
        """Crop the lines anew."""
        self._write()
        self._show_cursor()

    def _show_cursor(self) -> None:
        top, height, line = self.scroll_offset.y, self.size.height, self.place * HIGH
        if line < top or not height:
            self.scroll_to(y=line, animate=False, force=True)
        elif line + HIGH > top + height:
            self.scroll_to(y=line + HIGH - height, animate=False, force=True)

    def _write(self) -> None:
        width = self.room
        if width:
            self.set_page([line for row in self.found for line in entry(row, width)])

    def render_line(self, y: int) -> Strip:
        """Line API of Textual."""
        line = self.scroll_offset.y + y
        if line >= len(self.page):
            return self.strip([], self.room)
        spans = self.page[line]
        if line // HIGH != self.place:
            return self.strip([(" ", "plain"), *spans], self.room)
        under = "cursor" if self.has_focus else "cursor-blurred"
        mark = MARK if line % HIGH == 0 else " "
        return self.strip([(mark, "label"), *spans], self.room, under)

    def on_click(self, event: events.Click) -> None:
        """Select the finding that was clicked."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        place = (self.scroll_offset.y + offset.y) // HIGH
        if place < len(self.found):
            self.post_message(self.Chosen(place - self.place))


class FindingPage(ScrollingPage):
    """Everything about one finding; without a finding, what could be found."""

    def __init__(self) -> None:
        super().__init__(id="finding")
        self._shown: Located | None = None
        self._targets: Sequence[ShownTarget] = ()
        self._gaps: Sequence[str] = ()

    def show(
        self, found: Located | None, targets: Sequence[ShownTarget], gaps: Sequence[str]
    ) -> None:
        """Show a finding; without one, show what was checked. Either way, what was not judged."""
        other = (found.key if found else None) != (self._shown.key if self._shown else None)
        self._shown, self._targets, self._gaps = found, targets, gaps
        title = "Nothing was found" if found is None else f"{found.one.severity}: {found.one.kind}"
        if self.border_title != title:
            self.border_title = title
        if other:
            self.scroll_to(y=0, animate=False, force=True)
        if self.room:
            width = self.room - 1
            lines = nothing(targets, gaps, width) if found is None else page(found, width)
            self.set_page(lines + (not_judged(gaps, width) if found is not None else []))

    def on_resize(self) -> None:
        """Wrap the lines anew."""
        self.show(self._shown, self._targets, self._gaps)


def page(found: Located, width: int) -> list[list[Span]]:
    """The page of one finding."""
    one, view = found.one, found.shown_target.view
    target = headline.target_of(view.snapshot)
    lines: list[list[Span]] = paragraph(f"{one.glyph} {one.title}", found.tone, width)
    since = one.full_duration(view.now)
    lines += paragraph(since[:1].upper() + since[1:], "plain", width)
    if found.name and target is not None:
        place = text.joined([f"pid {target.pid}", target.command, f"pymilvus {target.pymilvus}"])
        lines += paragraph(f"In {place}", "muted", width)
    lines += section("What was seen", width)
    for fact in one.evidence:
        lines += paragraph(fact, "plain", width)
    if one.clients:
        lines += paragraph(f"Clients: {text.client_list(one.clients)}", "muted", width)
    lines += section("Where", width)
    lines += where(one.place, one.frames, width)
    if one.also:
        lines += section("And where", width) + where(one.also, one.also_frames, width)
    lines += section("Why it matters", width) + paragraph(one.why, "plain", width)
    release = f", with pymilvus {target.pymilvus}" if target and target.pymilvus else ""
    return lines + section(f"What to do{release}", width) + paragraph(one.advice, "plain", width)


def where(place: str, frames: Sequence[Frame], width: int) -> list[list[Span]]:
    """A call site, and the calls that led to it: the program's own frames first."""
    if not place and not frames:
        return paragraph("The call site is not known.", "muted", width)
    if not frames:
        return paragraph(place, "strong", width)
    lines: list[list[Span]] = []
    for path, number, function, own in frames:
        tone = "faint" if not own else "plain" if lines else "strong"
        shown = path if own else "/".join(path.rsplit("/", 2)[-2:])
        lines += paragraph(f"{shown}:{number} {function}", tone, width)
    return lines


def not_judged(gaps: Sequence[str], width: int) -> list[list[Span]]:
    """What was not judged; nothing where nothing was left out."""
    lines = section("Not judged", width) if gaps else []
    for gap in gaps:
        lines += paragraph(gap, "warning", width)
    return lines


def nothing(targets: Sequence[ShownTarget], gaps: Sequence[str], width: int) -> list[list[Span]]:
    """What was checked, and which kinds of findings there are."""
    seen = coverage.watched([shown_target.view.snapshot for shown_target in targets])
    checked = f"Nothing was found so far. Watched: {seen or 'nothing yet'}."
    lines = paragraph(checked, "warning" if gaps or not seen else "works", width)
    lines += not_judged(gaps, width)
    lines += section("What can be found", width)
    for words in KINDS.values():
        glyph = (f"{GLYPHS[words.severity]} ", "muted")
        first, *more = [words.kind.capitalize(), *wrap(words.seen, width - 4)]
        lines.append([glyph, (first, "strong")])
        lines += [[("    ", "plain"), (line, "muted")] for line in more]
    return lines


def section(title: str, width: int) -> list[list[Span]]:
    """A blank line and a title."""
    return [[], [(crop(title, width), "title")]]


def paragraph(words: str, tone: str, width: int, indent: str = "") -> list[list[Span]]:
    """A text as wrapped lines."""
    lines = wrap(words, width - len(indent))
    return [[(indent, "plain"), (line, tone)] if indent else [(line, tone)] for line in lines]


def as_text(found: Located) -> str:
    """The page of one finding as plain text, for the clipboard."""
    return "\n".join("".join(span for span, _ in line).rstrip() for line in page(found, 100))


def counted(found: Sequence[Located]) -> str:
    """How many findings of each severity there are, and how many ended."""
    held = [row.one.severity for row in found if row.one.ended_at is None]
    counts = [text.plural(held.count(grave), grave) for grave in SEVERITIES if grave in held]
    ended = len(found) - len(held)
    return text.joined([*counts, f"{ended:,} ended" if ended else ""])

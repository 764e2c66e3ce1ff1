"""The widgets of the scenario screen: the list, the story, and the keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

from milvus_tui.tui.render.styled_text import crop, wrap
from milvus_tui.tui.widgets.key_line import KeyLine
from milvus_tui.tui.widgets.scrolling_page import ScrollingPage

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from textual import events
    from textual.strip import Strip

    from milvus_tui.scenarios.facts import Facts
    from milvus_tui.scenarios.scenario import Result, Scenario
    from milvus_tui.tui.action import Action
    from milvus_tui.tui.render.styled_text import Span
    from milvus_tui.tui.scenario_player import Moment

AGREES, DIFFERS, OBSERVED, COULD_NOT = "✓", "✗", "·", "–"

PRIMER = (
    "The panel below shows the connections. A client (c1, c2, …) holds an alias, which is a name. "
    "The alias stands for a connection (A, B, …), and the connection uses a TCP socket to the "
    "server. Clients that hold the same alias hang below the same connection. Each client calls "
    "list_collections again and again: ● it works, ✗ it fails, ○ the client was closed."
)
"""An introduction for a user who has never heard of aliases."""

LEGEND = "↯ breaks if the selected client (❯) is closed"


def mark(result: Result | None) -> Span:
    """A result as one character."""
    if result is None:
        return " ", "plain"
    if result.agrees is not None:
        return (AGREES, "works") if result.agrees else (DIFFERS, "fails")
    return (OBSERVED, "plain") if result.ran else (COULD_NOT, "warning")


class ScenarioList(ScrollingPage):
    """All scenarios, and the last result of each."""

    class Chosen(Message):
        """The user clicked another scenario, `by` lines below the selected one."""

        def __init__(self, by: int) -> None:
            super().__init__()
            self.by = by

    def __init__(
        self, scenarios: Mapping[int, Scenario], results: dict[int, Result], release: str
    ) -> None:
        super().__init__(id="scenarios")
        self.border_title = f"Scenarios · {release}"
        self.border_subtitle = f"guide: {AGREES} agrees {DIFFERS} differs"
        self.scenarios = list(scenarios.values())
        self.results = results
        self.place = 0

    @property
    def chosen(self) -> Scenario:
        """The selected scenario."""
        return self.scenarios[self.place]

    def move(self, by: int) -> bool:
        """Move the selection by some lines; returns whether it moved."""
        place = max(0, min(self.place + by, len(self.scenarios) - 1))
        moved, self.place = place != self.place, place
        self.refresh()
        top, height = self.scroll_offset.y, self.size.height
        if not top <= place < top + height:
            y = place if place < top else place - height + 1
            self.scroll_to(y=y, animate=False, force=True)
        return moved

    def note(self, result: Result) -> None:
        """Show the result of a scenario."""
        if self.results.get(result.scenario) is not result:
            self.results[result.scenario] = result
            self._write()

    def on_resize(self) -> None:
        """Crop the lines anew."""
        self._write()

    def _write(self) -> None:
        width = self.room
        self.set_page(
            [
                [
                    (" ", "plain"),
                    mark(self.results.get(row.number)),
                    (f" {row.number:>2} ", "label"),
                    (crop(row.name, width - 6), "plain"),
                ]
                for row in self.scenarios
            ]
        )

    def render_line(self, y: int) -> Strip:
        """Line API of Textual."""
        place = self.scroll_offset.y + y
        if place != self.place or place >= len(self.page):
            return super().render_line(y)
        under = "cursor" if self.has_focus else "cursor-blurred"
        return self.strip([("❯", "label"), *self.page[place][1:]], self.room, under)

    def on_click(self, event: events.Click) -> None:
        """Select the line that was clicked."""
        offset = event.get_content_offset(self)
        if offset is not None and self.scroll_offset.y + offset.y < len(self.scenarios):
            self.post_message(self.Chosen(self.scroll_offset.y + offset.y - self.place))


def story(scenario: Scenario, moment: Moment, refusal: str, width: int) -> list[list[Span]]:
    """The text about a scenario and the steps done so far."""
    page: list[list[Span]] = [[(line, "plain")] for line in wrap(scenario.about, width)]
    if moment.result is None:
        page += labelled("The guide says", scenario.guide or "nothing of this.", "muted", width)
    page.append([])
    for done in moment.done:
        page += marked("✓", done.step, "muted", width)
        for event in done.events:
            page += [[("  ", "plain"), *line] for line in marked("→", event, "plain", width - 2)]
    if moment.result is not None:
        return [*page, [], *ending(scenario, moment.result, width)]
    page += upcoming(moment, refusal, width)
    if moment.facts:
        page += labelled("Observed so far", facts_line(moment.facts), "plain", width)
    return page


def upcoming(moment: Moment, refusal: str, width: int) -> list[list[Span]]:
    """The step that is running, or what a key would do."""
    if moment.busy:
        return marked("…", moment.announced or moment.busy, "warning", width)
    if moment.announced:
        return marked("▸", f"Next (n): {moment.announced}", "strong", width)
    if refusal:
        return marked("✗", f"No target: {refusal}", "fails", width)
    begin = marked("▸", "Press n or Enter to begin.", "strong", width)
    return [*begin, [], *([(line, "muted")] for line in wrap(PRIMER, width))]


def ending(scenario: Scenario, result: Result, width: int) -> list[list[Span]]:
    """What the guide says, and what was observed."""
    page = labelled("The guide says", result.guide or "nothing of this.", "plain", width)
    if not result.ran:
        return [*page, *labelled("Could not run", result.reason or "", "warning", width)]
    page += labelled("Observed here", scenario.cell(result.observed), "strong", width)
    if scenario.legend:
        page += labelled("", f"({scenario.legend})", "muted", width)
    page += labelled("", facts_line(result.observed), "muted", width)
    glyph, tone = mark(result)
    if result.agrees is None:
        return page
    release = f"pymilvus {result.release}"
    if result.agrees:
        verdict = f"{release} does what the guide says."
    else:
        verdict = f"{release} differs from the guide: {result.reason}"
    return [*page, *marked(glyph, verdict, tone, width)]


def facts_line(facts: Facts) -> str:
    """All facts in one line."""
    words = {True: "yes", False: "no"}
    return " · ".join(
        f"{name.replace('_', ' ')}: {words[value] if isinstance(value, bool) else value}"
        for name, value in facts.items()
    )


def labelled(label: str, words: str, tone: str, width: int) -> list[list[Span]]:
    """A label, and a text beside it."""
    indent = 17
    first, *more = wrap(words, width - indent)
    return [
        [(f"{label:<{indent}}", "title"), (first, tone)],
        *([(" " * indent, "plain"), (line, tone)] for line in more),
    ]


def marked(glyph: str, words: str, tone: str, width: int) -> list[list[Span]]:
    """A glyph, and a text beside it."""
    first, *more = wrap(words, width - 2)
    return [[(f"{glyph} ", tone), (first, tone)], *([("  ", "plain"), (m, tone)] for m in more)]


class Story(ScrollingPage):
    """What a scenario is about, its steps, and what was observed. As high as its text."""

    def __init__(self) -> None:
        super().__init__(id="story")
        self._shown: tuple[Scenario, Moment, str] | None = None

    def show(self, scenario: Scenario, moment: Moment, refusal: str) -> None:
        """Show a scenario and the steps done so far."""
        title = f"{scenario.number} · {scenario.name}"
        if self.border_title != title:
            self.border_title = title
        self._shown = scenario, moment, refusal
        if self.room:
            page = story(*self._shown, self.room)
            height = len(page) + 2
            if self.styles.height is None or self.styles.height.value != height:
                self.styles.height = height
            self.set_page(page)
            end = max(0, len(page) - self.size.height)
            self.scroll_to(y=end if moment.done else 0, animate=False, force=True)

    def on_resize(self) -> None:
        """Wrap the lines anew."""
        if self._shown is not None:
            self.show(*self._shown)


class Keys(KeyLine):
    """The keys of the scenario screen."""

    def __init__(self, actions: Sequence[Action[Any]]) -> None:
        more: list[Span] = [("↑ ↓", "key"), (" Choose  ", "muted"), (LEGEND, "muted")]
        super().__init__(actions, id="keys-of-scenarios", more=more)

    def show_applicable(self, playing: bool, moment: Moment) -> None:
        """Show which keys apply now."""
        self.show(
            {
                "next_step": not moment.busy and moment.result is None,
                "run_through": moment.result is not None or not moment.busy,
                "restart": playing,
            }
        )

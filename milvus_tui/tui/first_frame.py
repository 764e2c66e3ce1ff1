"""The first frame: what the main screen will show, drawn before Textual is imported.

Importing Textual takes a quarter of a second, the rows come within some hundredths. So they are
drawn at once, by the functions that the widgets use too, in the same places and colours. Textual
then takes over and draws the same again; what only it can tell, such as the inspector, is blank
until then. Keys that are pressed meanwhile wait in the terminal.
"""

from __future__ import annotations

import os
import termios
import threading
import time
from typing import TYPE_CHECKING, Any

from milvus_tui.model.headline import target_of
from milvus_tui.model.layout import CLIENT
from milvus_tui.model.text import client_name
from milvus_tui.tui.actions.registry import LAB, RUN, offered, refusal
from milvus_tui.tui.render import connection_rows, header_lines
from milvus_tui.tui.render.columns import columns
from milvus_tui.tui.render.styled_text import Span, crop, crop_parts, width_of
from milvus_tui.tui.view import View

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from milvus_tui.model.layout import RowId
    from milvus_tui.sessions.session import Session

INSPECTOR = 38
"""Cells of the inspector, where the terminal is wide enough for it."""

Run = tuple[str, str, str]
"""A text, its tone, and what it stands on: `screen`, `bar` or `cursor`."""

# Of Textual's default theme. Tests hold this, and the places, equal to what Textual draws.
COLOURS = {
    "plain": "e0e0e0", "muted": "a0a0a0", "faint": "6c6c6c", "strong": "e0e0e0",
    "label": "ffc473", "title": "57a5e2", "key": "ffc473", "works": "8ad4a1", "fails": "d17e92",
    "timed-out": "ffc473", "closed": "a0a0a0", "not-probed": "a0a0a0", "warning": "ffc473",
    "spark": "57a5e2", "border": "0178d4", "border-blurred": "4f4f4f",
}  # fmt: skip
GROUNDS = {"screen": "121212", "bar": "242f38", "cursor": "0c304c"}
ON_BAR = {"muted": "a7abaf", "closed": "a7abaf", "not-probed": "a7abaf", "faint": "777e83"}
BOLD = frozenset({"strong", "label", "title", "key"})


class FirstFrame:
    """Draws a session's state until Textual takes over."""

    def __init__(
        self, session: Session, clock: Callable[[], float] = time.time, door: str = LAB
    ) -> None:
        """Draw what there is, and once more when the target is live."""
        self._session = session
        self._clock = clock
        self._door = door
        self._lock = threading.Lock()
        self._drawn: tuple[str, bool] | None = None
        self._terminal = all(map(os.isatty, (0, 1, 2)))
        self._before: list[Any] = []
        session.listen(self._draw)
        self._draw()

    def leave(self) -> bool:
        """Leave the terminal to Textual. Says whether something stands on it."""
        with self._lock:
            self._terminal = False
            if self._before:
                termios.tcsetattr(0, termios.TCSANOW, self._before)
            return self._drawn is not None

    def _draw(self) -> None:
        """Called by the session, from any thread."""
        with self._lock:
            session = self._session
            snapshot, stage = session.snapshot, session.stage
            state = stage, target_of(snapshot) is not None
            if not self._terminal or session.failure is not None or state == self._drawn:
                return
            if self._drawn is None:
                self._take_terminal()
            self._drawn = state
            view = View(self._clock)
            view.move(snapshot)
            columns, lines = size()
            frame = draw(view, columns, lines, stage, self._door)[:lines]
            _write(encoded(frame, colours=coloured()))

    def _take_terminal(self) -> None:
        """Go to the alternate screen, without a cursor; what is typed is not to be seen there."""
        self._before = termios.tcgetattr(0)
        quiet = termios.tcgetattr(0)
        quiet[0] &= ~(termios.ICRNL | termios.IXON)
        quiet[3] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN)
        termios.tcsetattr(0, termios.TCSANOW, quiet)
        _write("\x1b[?1049h\x1b[?25l")


def size() -> tuple[int, int]:
    """Columns and lines, as Textual finds them: the environment comes before the terminal."""
    told = [os.environ.get(name, "") for name in ("COLUMNS", "LINES")]
    columns, lines = (int(value) if value.isdecimal() else 0 for value in told)
    if not (columns and lines):
        found = os.get_terminal_size(1)
        columns, lines = columns or found.columns, lines or found.lines
    return columns or 80, lines or 25


def coloured() -> bool:
    """Whether the colours are those of the default theme, on a terminal that has them all."""
    named = os.environ.get
    truecolor = named("COLORTERM", "").lower() in ("truecolor", "24bit")
    return truecolor and not named("NO_COLOR") and not named("TEXTUAL_THEME")


# --- the frame --------------------------------------------------------------------------------


def draw(view: View, width: int, height: int, stage: str, door: str = LAB) -> list[list[Run]]:
    """The lines of the main screen, as `screens/main.tcss` has them."""
    small, narrow, low, flat = width < 60, width < 100, height < 30, height < 18
    top = 1 if small or flat else 3 if narrow else 2
    log = 0 if flat else (7 if low else 11) if door == RUN else 5 if low else 8
    side = 0 if narrow else INSPECTOR
    body = max(0, height - top - log - 1)
    selected = first_client(view)
    view.aim(selected)
    chosen = client_name(selected[1]) if selected else "nothing selected"
    head = header_lines.header(view, width)[:top]
    frame = [bar(parts, width) for parts in [*head, *([[]] * (top - len(head)))]]
    edge = 0 if small else 2
    inside = wiring(view, width - side - edge, body - edge, stage, selected, titled=not flat)
    if small:
        return [*frame, *inside, *([[]] * log), footer(view, width, stage, selected, door)]
    left = box("Wiring", "border", inside, width - side, body)
    right = box(chosen, "border-blurred", [], side, body) if side else [[]] * body
    frame += [a + b for a, b in zip(left, right, strict=True)]
    if log:
        frame += box("Output" if door == RUN else "Events", "border-blurred", [], width, log)
    return [*frame, footer(view, width, stage, selected, door)]


def first_client(view: View) -> RowId | None:
    """The row that will be selected: the first client, if it stands near the top."""
    near = (view.layout.row(line) for line in range(min(view.layout.height, 4)))
    return next((row.id for row in near if row is not None and row.id[0] == CLIENT), None)


def bar(parts: Sequence[Span], width: int) -> list[Run]:
    """A line at the top or the bottom."""
    return [(text, tone, "bar") for text, tone in filled(parts, width)]


def footer(view: View, width: int, stage: str, selected: RowId | None, door: str) -> list[Run]:
    """The keys, paler where they do not apply yet."""
    target = target_of(view.snapshot)
    live = not stage and target is not None
    keys = header_lines.footer(
        width,
        lambda action: not refusal(action, view.snapshot, target, live, selected),
        lambda action: offered(action, door, target),
    )
    return bar(keys, width)


def wiring(
    view: View, width: int, height: int, stage: str, selected: RowId | None, *, titled: bool
) -> list[list[Run]]:
    """Titles and rows. The last cell of a line is the scrollbar's."""
    room = width - 1
    shown = columns(max(1, room - 1), tree=True)
    found: list[list[Run]] = []
    if titled:
        found.append([(*part, "screen") for part in filled(header_lines.titles(shown), width)])
    height -= len(found)
    said, top = (
        header_lines.empty(header_lines.waiting(stage, target_of(view.snapshot)), room),
        min(1, height - 1),
    )
    for number in range(height):
        row = view.layout.row(number)
        parts: list[Span] = []
        under = "screen"
        if row is not None:
            chosen = row.id == selected
            under = "cursor" if chosen else under
            parts = [
                connection_rows.margin(view, row, chosen),
                *connection_rows.line(view, row, shown, room - 1),
            ]
        elif not view.layout.height and 0 <= number - top < len(said):
            parts = said[number - top]
        found.append([*((*part, under) for part in filled(parts, room)), (" ", "plain", "screen")])
    return found


def box(
    title: str, tone: str, inside: Sequence[list[Run]], width: int, height: int
) -> list[list[Run]]:
    """A border round some lines."""
    if height < 2:
        return [[] for _ in range(height)]
    name = f" {crop(title, width - 6)} " if title else ""
    rest = "─" * (width - 3 - width_of([(name, "")]))
    edge: Run = ("│", tone, "screen")
    found: list[list[Run]] = [
        [("╭─", tone, "screen"), (name, "title", "screen"), (f"{rest}╮", tone, "screen")]
    ]
    for number in range(height - 2):
        blank: list[Run] = [(" " * (width - 2), "plain", "screen")]
        found.append([edge, *(inside[number] if number < len(inside) else blank), edge])
    return [*found, [("╰" + "─" * (width - 2) + "╯", tone, "screen")]]


def filled(parts: Sequence[Span], width: int) -> list[Span]:
    """The parts in exactly so many cells."""
    shown = crop_parts(parts, width)
    return [*shown, (" " * (width - width_of(shown)), "plain")]


# --- the terminal -----------------------------------------------------------------------------


def encoded(frame: Sequence[Sequence[Run]], *, colours: bool) -> str:
    """What a terminal is sent to show the lines from its first one on."""
    said = []
    for number, runs in enumerate(frame, 1):
        said.append(f"\x1b[{number};1H")
        said += [f"\x1b[{style(tone, on, colours)}m{text}" for text, tone, on in runs if text]
    return "".join(said) + "\x1b[0m"


def style(tone: str, on: str, colours: bool) -> str:
    """A tone as the parameters of SGR."""
    bold = ";1" if tone in BOLD or on == "cursor" else ""
    if not colours:
        return f"0{bold}"
    colour = ON_BAR.get(tone, COLOURS[tone]) if on == "bar" else COLOURS[tone]
    return f"0{bold};38;2;{_rgb(colour)};48;2;{_rgb(GROUNDS[on])}"


def _rgb(colour: str) -> str:
    return ";".join(str(byte) for byte in bytes.fromhex(colour))


def _write(text: str) -> None:
    data = text.encode()
    try:
        while data:
            data = data[os.write(2, data) :]
    except OSError:
        pass  # it was hung up; a signal says so

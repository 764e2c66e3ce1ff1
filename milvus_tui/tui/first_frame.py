"""The first frame: the main screen, drawn before Textual is imported.

Importing Textual takes a quarter of a second, but the rows arrive within some hundredths of a
second. This module draws them at once, in the same places and colours as the main screen, by the
functions that the widgets use. Textual then takes over and draws the same again. Panels that need
Textual, such as the inspector, are blank until then. Keys pressed meanwhile wait in the terminal.
"""

from __future__ import annotations

import os
import termios
import threading
import time
from typing import TYPE_CHECKING, Any

from milvus_tui.model.headline import target_of
from milvus_tui.model.row_ids import CLIENT
from milvus_tui.model.text import client_name
from milvus_tui.tui.action import LAB, RUN
from milvus_tui.tui.actions.applicability import Selection, offered, refusal
from milvus_tui.tui.actions.registry import ACTIONS
from milvus_tui.tui.render import connection_rows, header_lines
from milvus_tui.tui.render.columns import columns
from milvus_tui.tui.render.styled_text import Span, crop, crop_spans, width_of
from milvus_tui.tui.view import View

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from milvus_tui.model.row_ids import RowId
    from milvus_tui.sessions.session import Session

INSPECTOR = 38
"""How many cells the inspector takes, where the terminal is wide enough for it."""

FrameSpan = tuple[str, str, str]
"""A text, its tone, and its background: `screen`, `bar` or `cursor`."""

# The colours of Textual's default theme. Tests compare colours and places with what Textual draws.
COLOURS = {
    "plain": "e0e0e0", "muted": "a0a0a0", "faint": "6c6c6c", "strong": "e0e0e0",
    "label": "ffc473", "title": "57a5e2", "key": "ffc473", "works": "8ad4a1", "fails": "d17e92",
    "timed-out": "ffc473", "refused": "ffc473", "bad-call": "ffc473", "closed": "a0a0a0",
    "not-probed": "a0a0a0", "warning": "ffc473",
    "spark": "57a5e2", "border": "0178d4", "border-blurred": "4f4f4f",
}  # fmt: skip
GROUNDS = {"screen": "121212", "bar": "242f38", "cursor": "0c304c"}
ON_BAR = {"muted": "a7abaf", "closed": "a7abaf", "not-probed": "a7abaf", "faint": "777e83"}
BOLD = frozenset({"strong", "label", "title", "key"})


class FirstFrame:
    """Draws a session's state until Textual takes over."""

    def __init__(
        self, session: Session, clock: Callable[[], float] = time.time, mode: str = LAB
    ) -> None:
        """Draw the session's state, and once more when the target is live."""
        self._session = session
        self._clock = clock
        self._mode = mode
        self._lock = threading.Lock()
        self._drawn: tuple[str, bool] | None = None
        self._terminal = all(map(os.isatty, (0, 1, 2)))
        self._before: list[Any] = []
        session.listen(self._draw)
        self._draw()

    def leave(self) -> bool:
        """Leave the terminal to Textual; returns whether a frame is drawn on it."""
        with self._lock:
            self._terminal = False
            if self._before:
                termios.tcsetattr(0, termios.TCSANOW, self._before)
            return self._drawn is not None

    def _draw(self) -> None:
        """The session calls this after each change, from any thread."""
        with self._lock:
            session = self._session
            snapshot, status = session.snapshot, session.status
            state = status, target_of(snapshot) is not None
            if not self._terminal or session.failure is not None or state == self._drawn:
                return
            if self._drawn is None:
                self._take_terminal()
            self._drawn = state
            view = View(self._clock)
            view.update(snapshot)
            columns, lines = size()
            frame = draw(view, columns, lines, status, self._mode)[:lines]
            _write(encoded(frame, colours=coloured()))

    def _take_terminal(self) -> None:
        """Switch to the alternate screen, without a cursor and without echo of what is typed."""
        self._before = termios.tcgetattr(0)
        quiet = termios.tcgetattr(0)
        quiet[0] &= ~(termios.ICRNL | termios.IXON)
        quiet[3] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN)
        termios.tcsetattr(0, termios.TCSANOW, quiet)
        _write("\x1b[?1049h\x1b[?25l")


def size() -> tuple[int, int]:
    """Columns and lines, as Textual finds them: the environment comes before the terminal."""
    values = [os.environ.get(name, "") for name in ("COLUMNS", "LINES")]
    columns, lines = (int(value) if value.isdecimal() else 0 for value in values)
    if not (columns and lines):
        found = os.get_terminal_size(1)
        columns, lines = columns or found.columns, lines or found.lines
    return columns or 80, lines or 25


def coloured() -> bool:
    """Whether the terminal has 24-bit colours and the dashboard the default theme."""
    variable = os.environ.get
    truecolor = variable("COLORTERM", "").lower() in ("truecolor", "24bit")
    return truecolor and not variable("NO_COLOR") and not variable("TEXTUAL_THEME")


# --- the frame --------------------------------------------------------------------------------


def draw(
    view: View, width: int, height: int, status: str, mode: str = LAB
) -> list[list[FrameSpan]]:
    """The lines of the main screen, laid out as `screens/main_screen.tcss` does."""
    small, narrow, low, flat = width < 60, width < 100, height < 30, height < 18
    top = 1 if small or flat else 3 if narrow else 2
    log = 0 if flat else (7 if low else 11) if mode == RUN else 5 if low else 8
    side = 0 if narrow else INSPECTOR
    body = max(0, height - top - log - 1)
    selected = first_client(view)
    view.mark_close_impact(selected)
    chosen = client_name(selected[1]) if selected else "nothing selected"
    head = header_lines.header(view, width)[:top]
    frame = [bar(spans, width) for spans in [*head, *([[]] * (top - len(head)))]]
    edge = 0 if small else 2
    inside = connections(view, width - side - edge, body - edge, status, selected, titled=not flat)
    if small:
        return [*frame, *inside, *([[]] * log), footer(view, width, status, selected, mode)]
    left = box("Connections", "border", inside, width - side, body)
    right = box(chosen, "border-blurred", [], side, body) if side else [[]] * body
    frame += [a + b for a, b in zip(left, right, strict=True)]
    if log:
        frame += box("Output" if mode == RUN else "Events", "border-blurred", [], width, log)
    return [*frame, footer(view, width, status, selected, mode)]


def first_client(view: View) -> RowId | None:
    """The row that Textual will select: the first client, if it is near the top."""
    near = (view.layout.row(line) for line in range(min(view.layout.height, 4)))
    return next((row.id for row in near if row is not None and row.id[0] == CLIENT), None)


def bar(spans: Sequence[Span], width: int) -> list[FrameSpan]:
    """A line of the header or the footer."""
    return [(text, tone, "bar") for text, tone in filled(spans, width)]


def footer(
    view: View, width: int, status: str, selected: RowId | None, mode: str
) -> list[FrameSpan]:
    """The keys; a key that does not apply yet is paler."""
    target = target_of(view.snapshot)
    selection = Selection(mode, view.snapshot, not status and target is not None, selected)
    keys = header_lines.footer(
        width,
        [action for action in ACTIONS if offered(action, mode, target)],
        lambda action: not refusal(action, selection),
    )
    return bar(keys, width)


def connections(
    view: View, width: int, height: int, status: str, selected: RowId | None, *, titled: bool
) -> list[list[FrameSpan]]:
    """Column titles and rows. The last cell of a line is left to the scrollbar."""
    room = width - 1
    shown = columns(max(1, room - 1), tree=True)
    found: list[list[FrameSpan]] = []
    if titled:
        found.append([(*span, "screen") for span in filled(header_lines.titles(shown), width)])
    height -= len(found)
    message, top = (
        header_lines.empty(header_lines.waiting(status, target_of(view.snapshot)), room),
        min(1, height - 1),
    )
    for number in range(height):
        row = view.layout.row(number)
        spans: list[Span] = []
        under = "screen"
        if row is not None:
            chosen = row.id == selected
            under = "cursor" if chosen else under
            spans = [
                connection_rows.margin(view, row, chosen),
                *connection_rows.line(view, row, shown, room - 1),
            ]
        elif not view.layout.height and 0 <= number - top < len(message):
            spans = message[number - top]
        found.append([*((*span, under) for span in filled(spans, room)), (" ", "plain", "screen")])
    return found


def box(
    title: str, tone: str, inside: Sequence[list[FrameSpan]], width: int, height: int
) -> list[list[FrameSpan]]:
    """A border around lines."""
    if height < 2:
        return [[] for _ in range(height)]
    name = f" {crop(title, width - 6)} " if title else ""
    rest = "─" * (width - 3 - width_of([(name, "")]))
    edge: FrameSpan = ("│", tone, "screen")
    found: list[list[FrameSpan]] = [
        [("╭─", tone, "screen"), (name, "title", "screen"), (f"{rest}╮", tone, "screen")]
    ]
    for number in range(height - 2):
        blank: list[FrameSpan] = [(" " * (width - 2), "plain", "screen")]
        found.append([edge, *(inside[number] if number < len(inside) else blank), edge])
    return [*found, [("╰" + "─" * (width - 2) + "╯", tone, "screen")]]


def filled(spans: Sequence[Span], width: int) -> list[Span]:
    """The spans in exactly `width` cells."""
    shown = crop_spans(spans, width)
    return [*shown, (" " * (width - width_of(shown)), "plain")]


# --- the terminal -----------------------------------------------------------------------------


def encoded(frame: Sequence[Sequence[FrameSpan]], *, colours: bool) -> str:
    """The control sequences and texts that make a terminal show the frame."""
    data = []
    for number, runs in enumerate(frame, 1):
        data.append(f"\x1b[{number};1H")
        data += [f"\x1b[{style(tone, on, colours)}m{text}" for text, tone, on in runs if text]
    return "".join(data) + "\x1b[0m"


def style(tone: str, on: str, colours: bool) -> str:
    """A tone as the parameters of the SGR control sequence."""
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
        pass  # the terminal was closed; SIGHUP ends the program

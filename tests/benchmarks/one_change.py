"""How long it takes to show the change of one client among 10,000.

A: the dashboard's application with 10,000 clients on one connection. An update, as an agent sends
it, changes one client's row. The time is from applying the update to writing the bytes with the new
text for the terminal, so it includes Textual's compositor.

B: Textual's `DataTable` with the same 10,000 rows and columns. `update_cell` changes one cell; the
time is taken in the same way, on a terminal of the same size.

Each runs in its own process with Textual's real driver on a pseudo-terminal of 120 × 36, and
changes another visible row each turn. A turn is the median of eleven changes. Textual draws at
most 60 frames a second, so a change waits for the next frame. This wait is the same for both and
would hide the difference, so the benchmark sets it to a thousandth of a second.
"""

from __future__ import annotations

import statistics
from pathlib import Path
from typing import TYPE_CHECKING

from tests.benchmarks.harness import Benchmark, Pair, interleave

if TYPE_CHECKING:
    from tests.benchmarks.terminal import Terminal

CLIENTS = 10_000
CHANGES = 11
SCRIPT = Path(__file__).with_name("one_change_main.py")
FRAMES = "1000"
"""Frames a second; Textual's default is 60."""


class Painter:
    """A process that shows rows, and changes a row on request."""

    def __init__(self, kind: str) -> None:
        import os

        from tests.benchmarks.terminal import Terminal, python

        (requests, self._request), (self._answer, answers) = os.pipe(), os.pipe()
        self.terminal: Terminal = Terminal(
            python(str(SCRIPT), kind, str(CLIENTS), str(requests), str(answers)),
            {"TEXTUAL_FPS": FRAMES},
            pass_fds=(requests, answers),
        )
        os.close(requests)
        os.close(answers)
        self._changes = 0
        self.terminal.until(lambda screen: any(" c20 " in line for line in screen))

    def turn(self) -> float:
        """Milliseconds of a change, the median of `CHANGES`."""
        return statistics.median(self._change() for _ in range(CHANGES))

    def _change(self) -> float:
        import os

        self._changes += 1
        os.write(self._request, f"{self._changes}\n".encode())
        # The screen must show the change as well.
        self.terminal.until(lambda screen: any(f" db{self._changes} " in line for line in screen))
        return float(os.read(self._answer, 100))


def measure(pairs: int) -> list[Pair]:
    """Measure a number of pairs."""
    ours, theirs = Painter("dashboard"), Painter("datatable")
    with ours.terminal, theirs.terminal:
        return interleave(ours.turn, theirs.turn, pairs, warm=2)


BENCHMARK = Benchmark(
    name="one-change",
    ours="one client's change to painted frame among 10,000",
    theirs="Textual's DataTable",
    unit="ms",
    goal=0.04,
    measure=measure,
)

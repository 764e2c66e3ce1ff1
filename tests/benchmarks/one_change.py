"""What it costs to show one client's change among 10,000.

A: the dashboard's application with 10,000 clients on one connection. One client's row changes,
by an update as an agent sends it; the time is from applying the update to the moment when the
bytes with the new text are written for the terminal, compositor and all.

B: Textual's `DataTable` with the same 10,000 rows and columns, one cell of which is updated
(`update_cell`), timed in the same way, on a terminal of the same size.

Each runs in a process of its own with Textual's real driver on a pseudo-terminal of 120 × 36,
and changes another visible row each turn. A turn is the median of eleven changes. Textual draws
at most 60 frames a second and lets a change wait for the next one; the same wait would be in
both, and hide what is compared, so for both it is set to a thousandth of a second.
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
"""A second; Textual's own are 60."""


class Painter:
    """A process that shows rows, and changes one when told to."""

    def __init__(self, kind: str) -> None:
        import os

        from tests.benchmarks.terminal import Terminal, python

        (told, self._tell), (self._heard, answer) = os.pipe(), os.pipe()
        self.terminal: Terminal = Terminal(
            python(str(SCRIPT), kind, str(CLIENTS), str(told), str(answer)),
            {"TEXTUAL_FPS": FRAMES},
            pass_fds=(told, answer),
        )
        os.close(told)
        os.close(answer)
        self._changes = 0
        self.terminal.until(lambda screen: any(" c20 " in line for line in screen))

    def turn(self) -> float:
        """Milliseconds of a change, the median of some."""
        return statistics.median(self._change() for _ in range(CHANGES))

    def _change(self) -> float:
        import os

        self._changes += 1
        os.write(self._tell, f"{self._changes}\n".encode())
        # What is timed must be there for a user, too.
        self.terminal.until(lambda screen: any(f" db{self._changes} " in line for line in screen))
        return float(os.read(self._heard, 100))


def measure(pairs: int) -> list[Pair]:
    """Measure so many pairs."""
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

"""The reports in the closing lines of a test run, however many processes it ran in."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from tests.reported.reports import FURTHER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from _pytest.terminal import TerminalReporter

NAMED = "report named"
"""The property of a test's report: the number of the situation, whether all that must be found was
found, and how much else was."""


def print_reported(terminalreporter: TerminalReporter) -> None:
    """Print `reported: named 31 of 31, 0 false`, if a reported program was run."""
    rows = list(_rows(terminalreporter))
    if not rows:
        return
    terminalreporter.section("what was reported in public")
    for title, first, end in (("reported", 0, FURTHER), ("further reports", FURTHER, 1000)):
        named: dict[int, bool] = defaultdict(lambda: True)
        for number, right, _ in rows:
            if first <= number < end:
                named[number] = named[number] and right
        false = sum(count for number, _, count in rows if first <= number < end)
        if named:
            terminalreporter.line(
                f"{title}: named {sum(named.values())} of {len(named)}, {false} false"
            )


def _rows(terminalreporter: TerminalReporter) -> Iterator[tuple[int, bool, int]]:
    for reports in terminalreporter.stats.values():
        for report in reports:
            for name, value in getattr(report, "user_properties", ()):
                if name == NAMED and report.when == "call":
                    yield tuple(value)

"""The corpus in the closing lines of a test run, however many processes it ran in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.programs.judge import Score

if TYPE_CHECKING:
    from _pytest.terminal import TerminalReporter

SCORE = "corpus score"
"""The property of a test's report that holds its score."""


def print_corpus(terminalreporter: TerminalReporter) -> None:
    """Print precision and recall, if a program of the corpus was run."""
    total, runs = Score(), 0
    for reports in terminalreporter.stats.values():
        for report in reports:
            for name, value in getattr(report, "user_properties", ()):
                if name == SCORE and report.when == "call":
                    total.add(Score(**value))
                    runs += 1
    if runs:
        terminalreporter.section("findings in the corpus")
        terminalreporter.line(
            f"{runs} runs; of {len(total.right) + len(total.missed)} findings"
            f" {len(total.right)} found, and {len(total.false)} false alarms:"
            f" precision {total.precision:.3f}, recall {total.recall:.3f}"
        )

"""What a scenario observes, and the error it raises when it cannot run."""

from __future__ import annotations

from collections.abc import Mapping

Fact = str | int | bool
"""The value of a fact: it becomes JSON, and a word in a table."""

Facts = Mapping[str, Fact]
"""The facts of one scenario with one release, by name."""


class CannotRun(Exception):
    """A scenario needs something that is missing; the text names it, in one line."""


def every_fact(facts: Facts) -> str:
    """All facts in a row: the table cell of a scenario that defines no other text."""
    return ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in facts.items())

"""What the lab's commands share: refusals, bounds of numbers, and counted nouns."""

from __future__ import annotations

from typing import Any

MOST_AT_ONCE = 20_000
"""Most clients or threads of one command."""


class Refused(Exception):
    """A command that cannot be carried out; the text says why, in one line."""


def bounded(count: Any, noun: str, most: int = MOST_AT_ONCE) -> int:
    """Return a count between 1 and `most`.

    Raises:
        Refused: it is not a whole number in these bounds.
    """
    if not isinstance(count, int) or not 1 <= count <= most:
        raise Refused(f"{count} {noun}: a whole number from 1 to {most} is needed")
    return count


def counted(number: int, noun: str) -> str:
    """`1 thread`, `2 threads`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"

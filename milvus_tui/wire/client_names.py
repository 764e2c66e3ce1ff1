"""Names of clients, one or many: the agent's events and the screen use the same.

Standard library and Python 3.8 syntax only, like `wire`.
"""

from __future__ import annotations

from typing import Iterable, List, Tuple

MOST_RANGES = 4
"""Most ranges that are written out; an ellipsis stands for the rest."""

Ranges = Tuple[Tuple[int, int], ...]
"""Inclusive ranges of ids, in ascending order, with a gap between two ranges."""


def client_name(client: int) -> str:
    """The name of a client. A process never uses an id twice."""
    return f"c{client}"


def ranges(ids: Iterable[int]) -> Ranges:
    """The ids as ranges: `[2, 3, 4, 7]` gives `((2, 4), (7, 7))`."""
    found: List[Tuple[int, int]] = []
    for number in sorted(ids):
        if found and number == found[-1][1] + 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return tuple(found)


def count(spans: Ranges) -> int:
    """How many ids the ranges hold."""
    return sum(last - first + 1 for first, last in spans)


def clients(spans: Ranges) -> str:
    """`c2`, `c2, c3`, or `c2 … c11 (10)`: with the count where not every name is written."""
    words: List[str] = []
    for first, last in spans[:MOST_RANGES]:
        if last - first < 2:
            words.extend(client_name(number) for number in range(first, last + 1))
        else:
            words.append(f"{client_name(first)} … {client_name(last)}")
    if len(spans) > MOST_RANGES:
        words.append("…")
    total = count(spans)
    text = ", ".join(words)
    return text if total == len(words) else f"{text} ({total})"

"""One finding for one cause: what else the agent saw of it becomes evidence.

A client that is dropped without close() leaves an alias behind, and a connection: the agent reports
each. Shown are the most telling of them, with a sentence of each other one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.wire import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from milvus_tui import wire

    Groups = dict[tuple[object, ...], list[wire.Finding]]

_DROPPED = ("collected", "last", "shared")
"""The details of `UNCLOSED_CLIENT` that are the cause of a leak."""

_LEFT, _AT_EXIT = "left", "exit"


def rank(row: wire.Finding) -> int | None:
    """How telling a finding is, of those that one unclosed client causes; None for all others."""
    if row.kind == Kind.WRONG_EVENT_LOOP and row.detail != _LEFT:
        return -2
    if row.kind == Kind.ACCUMULATING_CONNECTIONS:
        return -1
    if row.kind == Kind.UNCLOSED_CLIENT and row.detail == _AT_EXIT:
        return 4
    if row.kind == Kind.WRONG_EVENT_LOOP and row.detail == _LEFT:
        return 0
    if row.kind == Kind.LEAKED_ALIAS:
        return 1
    if row.kind == Kind.IDLE_CONNECTION:
        return 2
    return 3 if row.kind == Kind.UNCLOSED_CLIENT and row.detail in _DROPPED else None


def join(groups: Groups) -> dict[tuple[object, ...], list[wire.Finding]]:
    """Take out the groups that are evidence for another; return these, by the other's key.

    Findings have one cause if they are about clients that one place in the code created.
    """
    by_place: dict[int, list[tuple[int, tuple[object, ...]]]] = {}
    for key, rows in groups.items():
        found = rank(rows[0])
        if found is not None and rows[0].place:
            by_place.setdefault(rows[0].place, []).append((found, key))
    evidence: dict[tuple[object, ...], list[wire.Finding]] = {}
    for ranked in by_place.values():
        first = min(ranked, key=lambda each: (each[0], groups[each[1]][0].ended_at is not None))
        for found, key in ranked:
            # A client that was open at the end is no part of a leak of other clients.
            other = groups[key][0].detail == _AT_EXIT and first[0] > 0
            if found > first[0] and not other:
                evidence.setdefault(first[1], []).extend(groups.pop(key))
    for key, lesser in _failed_connects(groups):
        evidence.setdefault(key, []).extend(groups.pop(lesser))
    return evidence


def _failed_connects(groups: Groups) -> Iterator[tuple[tuple[object, ...], tuple[object, ...]]]:
    """The findings that have a failed connect() as their cause, and of each pair the lesser."""
    attempts = {
        rows[0].place: key
        for key, rows in groups.items()
        if rows[0].kind == Kind.FAILED_CONNECTION and rows[0].place
    }
    for key, rows in list(groups.items()):
        attempt = attempts.get(rows[0].also)
        is_alias = rows[0].kind == Kind.ALIAS_NOT_CONNECTED
        if not is_alias or attempt is None or attempt not in groups:
            continue
        # Whether the alias was used is the lesser finding, unless a client connected later.
        is_open = groups[attempt][0].ended_at is None
        yield (attempt, key) if rows[0].detail == "failed" and is_open else (key, attempt)

"""One finding for one cause: what else the agent saw of it becomes evidence.

A client that is dropped without close() leaves an alias behind, and a connection: the agent reports
each. Shown are the most telling of them, with a sentence of each other one. In the same way, calls
that fail since an outage, or in the wrong event loop, are evidence for that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.model.findings.explanation import SEVERITIES
from milvus_tui.wire import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from milvus_tui import wire
    from milvus_tui.model.snapshot import Snapshot

    Key = tuple[object, ...]
    Groups = dict[Key, list[wire.Finding]]

_DROPPED = ("collected", "last", "shared")
"""The details of `UNCLOSED_CLIENT` that are the cause of a leak."""

_LEFT, _AT_EXIT = "left", "exit"

_ATTEMPTS = (Kind.FAILED_CONNECTION, Kind.HANGING_CONNECTION)
_NO_SERVER = (Kind.OUTAGE, *_ATTEMPTS)
"""Kinds that say that no server was reached."""

_FAULTS = (*_NO_SERVER, Kind.WRONG_EVENT_LOOP, Kind.REPLACED_FILE, Kind.EMBEDDED_SERVER_GONE)
"""Kinds of which failed calls, and clients that were not closed in the end, are a consequence."""

_CALLS = ("", "all", "timeout")
"""The details of failed and refused calls that say nothing of their own cause."""

SLACK = 1.0
"""Seconds by which the times of two findings may be out of order: an agent looks once a second."""


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


def join(groups: Groups, snapshot: Snapshot) -> Groups:
    """Take out the groups that are evidence for another; return these, by the other's key."""
    evidence = _of_one_place(groups)
    faults = [key for key, rows in groups.items() if _is_fault(rows[0])]
    for key, rows in list(groups.items()) if faults else ():
        cause = next((each for each in faults if _explains(each, key, groups, snapshot)), None)
        if cause is not None:
            evidence.setdefault(cause, []).extend([*rows, *evidence.pop(key, [])])
            del groups[key]
    return evidence


def _explains(cause: Key, effect: Key, groups: Groups, snapshot: Snapshot) -> bool:
    """Whether all findings of one group come from what those of another say."""
    first, rows = groups[cause][0], groups[effect]
    if not _may_explain(first, rows[0]):
        return False
    if SEVERITIES.index(str(cause[-1])) > SEVERITIES.index(str(effect[-1])):
        return False  # the more severe one stays
    if rows[0].kind == Kind.UNCLOSED_CLIENT:
        return first.place == rows[0].place != 0
    return all(
        any(_meet(each, row, snapshot) and _in_time(each, row) for each in groups[cause])
        for row in rows
    )


def _is_fault(row: wire.Finding) -> bool:
    return row.kind in _FAULTS and row.detail != _LEFT


def _may_explain(cause: wire.Finding, effect: wire.Finding) -> bool:
    """Whether a finding of one kind may come from what one of another kind says."""
    if effect.kind == Kind.NEVER_READY:
        return cause.kind in _NO_SERVER
    if effect.kind == Kind.UNCLOSED_CLIENT:
        return effect.detail == _AT_EXIT
    return effect.kind in (Kind.FAILED_CALLS, Kind.REFUSED_CALLS) and effect.detail in _CALLS


def _meet(cause: wire.Finding, effect: wire.Finding, snapshot: Snapshot) -> bool:
    """Whether two findings are about one connection, or one address."""
    mine, other = _connections(cause, snapshot), _connections(effect, snapshot)
    if not mine.isdisjoint(other):
        return True
    return not _addresses(cause, mine, snapshot).isdisjoint(_addresses(effect, other, snapshot))


def _connections(row: wire.Finding, snapshot: Snapshot) -> set[int]:
    alias = snapshot.aliases.get(row.alias) if row.alias is not None else None
    found = {row.connection, alias.connection if alias is not None else None}
    return {each for each in found if each is not None}


def _addresses(row: wire.Finding, connections: set[int], snapshot: Snapshot) -> set[str]:
    """The addresses of servers that could not be reached."""
    if row.kind not in (*_NO_SERVER, Kind.NEVER_READY):
        return set()
    known = (snapshot.connections.get(each) for each in connections)
    named = {row.name} - {""} if row.kind in _ATTEMPTS else set()
    return named | {each.address for each in known if each is not None}


def _in_time(cause: wire.Finding, effect: wire.Finding) -> bool:
    """Whether an effect may have come from a cause: it does not begin before it, or after it."""
    if cause.ended_at is not None and effect.at > cause.ended_at + SLACK:
        return False
    return effect.kind == Kind.NEVER_READY or effect.at >= cause.at - SLACK


def _of_one_place(groups: Groups) -> Groups:
    """Take out what is evidence for another about clients that one place in the code created."""
    by_place: dict[int, list[tuple[int, tuple[object, ...]]]] = {}
    for key, rows in groups.items():
        found = rank(rows[0])
        if found is not None and rows[0].place:
            by_place.setdefault(rows[0].place, []).append((found, key))
    evidence: Groups = {}
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

"""The findings of programs that were watched: as lines for a person, and as data."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

from milvus_tui.model import headline, text
from milvus_tui.model.findings.explanation import SEVERITIES
from milvus_tui.model.findings.reported import Reported, shown, worst
from milvus_tui.wire import client_names

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from milvus_tui.model.findings.severity import Thresholds
    from milvus_tui.model.snapshot import Snapshot

WIDTH = 100
"""Cells of a line; a path, or another word that is longer, is not broken."""

INDENT = " " * 13
MOST_FRAMES = 3
"""Calls of the program's own that are printed; the data has all."""


def report_lines(snapshots: Sequence[Snapshot], thresholds: Thresholds, now: float) -> list[str]:
    """What was found in some processes, gravest first; one line where that is nothing.

    Args:
        snapshots: the last rows of each process.
        thresholds: how long something must last before it counts.
        now: seconds since the epoch.
    """
    found = [(snapshot, gravest_first(snapshot, thresholds, now)) for snapshot in snapshots]
    watched = _watched(snapshots)
    total = sum(len(findings) for _, findings in found)
    if not total:
        return [f"milvus-tui: no findings; {watched}."]
    counts = [
        text.plural(sum(one.severity == grave for _, all_ in found for one in all_), grave)
        for grave in SEVERITIES
    ]
    said = ", ".join(count for count in counts if not count.startswith("0 "))
    lines = [f"milvus-tui: {said}; {watched}."]
    given: dict[str, str] = {}
    for snapshot, findings in found:
        if findings:
            lines += ["", _process_line(snapshot)]
        for one in findings:
            lines += _finding(one, given)
    return lines


def report_data(
    snapshots: Sequence[Snapshot], thresholds: Thresholds, now: float
) -> list[dict[str, Any]]:
    """The processes and their findings, of what JSON can hold.

    Times are seconds since the epoch; `over` is None for what still held at the end. `clients` are
    inclusive ranges of ids, `frames` are innermost first with the program's own before others;
    `connections` as `connections()` gives them.
    """
    return [
        {
            "pid": target.pid if target else None,
            "command": target.command if target else "",
            "pymilvus": target.pymilvus if target else "",
            "clients_made": clients_made(snapshot),
            "connections": connections(snapshot),
            "findings": [as_data(one) for one in gravest_first(snapshot, thresholds, now)],
        }
        for snapshot in snapshots
        for target in [headline.target_of(snapshot)]
    ]


def gravest_first(snapshot: Snapshot, thresholds: Thresholds, now: float) -> list[Reported]:
    """The findings of a process that ended, where it no longer matters what held to the last."""
    found = shown(snapshot, thresholds, now)
    return sorted(found, key=lambda one: SEVERITIES.index(one.severity))


def worst_of(snapshots: Sequence[Snapshot], thresholds: Thresholds, now: float) -> str:
    """The gravest severity in all processes: `error`, `warning`, `note`, or empty for none."""
    return worst(one for snapshot in snapshots for one in shown(snapshot, thresholds, now))


def as_data(one: Reported) -> dict[str, Any]:
    """One finding, of what JSON can hold."""
    return {
        "kind": one.kind,
        "severity": one.severity,
        "title": one.title,
        "evidence": list(one.evidence),
        "place": one.place,
        "frames": [
            {"path": path, "line": line, "function": function, "own": own}
            for path, line, function, own in one.frames
        ],
        "why": one.why,
        "advice": one.advice,
        "since": one.since,
        "over": one.over,
        "ended": one.ended,
        "count": one.count,
        "clients": [list(span) for span in one.clients],
    }


def clients_made(snapshot: Snapshot) -> int:
    """How many clients a process made; their rows may be gone, their ids are never used again."""
    last = max(snapshot.clients, default=0)
    hit = (span[1] for row in snapshot.findings.values() for span in row.affected)
    return max(last, sum(site.created for site in snapshot.sites.values()), max(hit, default=0))


def connections(snapshot: Snapshot) -> dict[str, int]:
    """How many connections a process opened, and what it had of them when it was last seen.

    `left` are those that pymilvus's registry still holds, under `aliases` names, on `sockets`.
    """
    registered = [row for row in snapshot.aliases.values() if row.registered]
    held = {row.connection for row in registered}
    left = [row for key, row in snapshot.connections.items() if key in held]
    sockets = {row.socket for row in left} - {None}
    return {
        "opened": sum(site.opened for site in snapshot.sites.values()),
        "left": len(left),
        "aliases": len(registered),
        "sockets": len(sockets),
    }


def _watched(snapshots: Sequence[Snapshot]) -> str:
    """What was looked at, so that nothing found can be told from nothing seen."""
    with_agent = [snapshot for snapshot in snapshots if headline.target_of(snapshot)]
    if not with_agent:
        return "no Python process that imports pymilvus was seen"
    made = text.plural(sum(map(clients_made, with_agent)), "client")
    count = len(with_agent)
    where = f"{count:,} process" if count == 1 else f"{count:,} processes"
    targets = (headline.target_of(snapshot) for snapshot in with_agent)
    releases = sorted({target.pymilvus for target in targets if target and target.pymilvus})
    release = f" with pymilvus {', '.join(releases)}" if releases else ", without pymilvus"
    return f"watched {made} in {where}{release}"


def _process_line(snapshot: Snapshot) -> str:
    target = headline.target_of(snapshot)
    if target is None:
        return "a process of which nothing else is known"
    release = f"pymilvus {target.pymilvus}" if target.pymilvus else ""
    made = f"{text.plural(clients_made(snapshot), 'client')} made"
    return text.joined([f"pid {target.pid}", target.command, release, made])


def _finding(one: Reported, given: dict[str, str]) -> Iterator[str]:
    """One finding; advice that was given before is not given again.

    Args:
        given: by advice, the finding with which it was given.
    """
    yield f"  {one.glyph} {one.severity:<8} {one.title}"
    for said in one.evidence:
        yield from _labelled("seen", said)
    if one.over is not None:
        yield from _labelled("ended", one.since_line(one.over).removeprefix("over "))
    own = [f"{path}:{line} {function}" for path, line, function, mine in one.frames if mine]
    for place, call in enumerate(own[:MOST_FRAMES] or filter(None, [one.place])):
        yield f"    {'' if place else 'at':<8} {call}"
    if len(own) > MOST_FRAMES:
        yield f"{INDENT}… {len(own) - MOST_FRAMES} more calls of the program's own"
    if one.clients:
        yield from _labelled("clients", client_names.clients(one.clients))
    yield from _labelled("to do", given.get(one.advice) or one.advice)
    given.setdefault(one.advice, f"as above, “{one.title}”")


def _labelled(label: str, said: str) -> list[str]:
    wrapped = textwrap.wrap(
        said, WIDTH - len(INDENT), break_long_words=False, break_on_hyphens=False
    )
    return [f"    {'' if place else label:<8} {line}" for place, line in enumerate(wrapped)]

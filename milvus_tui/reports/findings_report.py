"""The findings of watched programs: as lines for a person, and as data."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

from milvus_tui.model import attempts, coverage, headline, text
from milvus_tui.model.details.embedded_details import server_words
from milvus_tui.model.findings.explanation import SEVERITIES
from milvus_tui.model.findings.other_processes import with_others
from milvus_tui.model.findings.reported import Frame, Reported, reported_findings, worst
from milvus_tui.wire import client_names

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from milvus_tui.model.findings.severity import Thresholds
    from milvus_tui.model.snapshot import Snapshot

WIDTH = 100
"""Cells of a line. A path, or another word, that is longer stays on one line."""

INDENT = " " * 13
MAX_GAPS = 8
"""Lines about what was not judged; the data has all of them."""

MAX_FRAMES = 3
"""How many calls of the program's own code are printed; the data has all of them."""


def report_lines(
    snapshots: Sequence[Snapshot],
    thresholds: Thresholds,
    now: float,
    not_judged: Sequence[str] = (),
) -> list[str]:
    """The findings of some processes, most severe first. The first line sums up.

    Args:
        snapshots: the last rows of each process.
        thresholds: how long a condition must last before it counts as a finding.
        now: seconds since the epoch.
        not_judged: what was not judged, beside what the agents say of it.
    """
    snapshots = [with_others(snapshot, snapshots) for snapshot in snapshots]
    found = [(snapshot, most_severe_first(snapshot, thresholds, now)) for snapshot in snapshots]
    gaps = [*coverage.not_judged(snapshots), *not_judged]
    summary = _summary([one for _, all_ in found for one in all_], bool(gaps))
    watched = coverage.watched(snapshots)
    if not watched and not gaps:
        return [f"milvus-tui: nothing was watched: {coverage.NOTHING_SEEN}."]
    lines = [f"milvus-tui: {summary}; watched {watched or 'no process'}."]
    for gap in gaps[:MAX_GAPS]:
        lines += textwrap.wrap(
            f"not judged: {gap}", WIDTH, initial_indent="  ", subsequent_indent=INDENT
        )
    if len(gaps) > MAX_GAPS:
        lines.append(f"  not judged: … {len(gaps) - MAX_GAPS:,} more")
    dropped = sum(map(coverage.dropped_events, snapshots))
    if dropped:
        lines.append(
            f"  not kept: {text.plural(dropped, 'event')}, the oldest; no finding needs one"
        )
    printed_advice: dict[str, str] = {}
    for snapshot, findings in found:
        if findings:
            lines += ["", _process_line(snapshot), *_embedded_lines(snapshot)]
        for one in findings:
            lines += _finding_lines(one, printed_advice)
    return lines


def report_data(
    snapshots: Sequence[Snapshot], thresholds: Thresholds, now: float
) -> list[dict[str, Any]]:
    """The processes and their findings, as values that JSON can hold.

    Times are seconds since the epoch. `over` is None for a finding that still held at the end.
    `clients` are inclusive ranges of ids. `frames` are innermost first, those of the program's
    own code before others. `connections()` describes `connections`.
    """
    return [
        {
            "pid": target.pid if target else None,
            "command": target.command if target else "",
            "pymilvus": target.pymilvus if target else "",
            "clients_made": coverage.clients_created(snapshot),
            "async_clients_made": coverage.async_clients_created(snapshot),
            "orm_aliases": len(snapshot.orm_aliases),
            "attempts": {
                "made": attempts.made([snapshot]),
                "failed": attempts.failed([snapshot]),
            },
            "not_judged": list(target.not_judged) if target else [],
            "events_dropped": coverage.dropped_events(snapshot),
            "connections": connections(snapshot),
            "embedded_servers": embedded_servers(snapshot),
            "findings": [as_data(one) for one in most_severe_first(snapshot, thresholds, now)],
        }
        for snapshot in [with_others(each, snapshots) for each in snapshots]
        for target in [headline.target_of(snapshot)]
    ]


def most_severe_first(snapshot: Snapshot, thresholds: Thresholds, now: float) -> list[Reported]:
    """The findings of a process that has ended, whether they held to its end or not."""
    found = reported_findings(snapshot, thresholds, now)
    return sorted(found, key=lambda one: SEVERITIES.index(one.severity))


def worst_of(snapshots: Sequence[Snapshot], thresholds: Thresholds, now: float) -> str:
    """The highest severity in all processes: `error`, `warning`, `note`, or empty for none."""
    found = (reported_findings(snapshot, thresholds, now) for snapshot in snapshots)
    return worst(one for findings in found for one in findings)


def as_data(one: Reported) -> dict[str, Any]:
    """One finding, as values that JSON can hold."""
    return {
        "kind": one.kind,
        "severity": one.severity,
        "title": one.title,
        "evidence": list(one.evidence),
        "place": one.place,
        "frames": _frames_data(one.frames),
        "also": one.also,
        "also_frames": _frames_data(one.also_frames),
        "why": one.why,
        "advice": one.advice,
        "since": one.since,
        "ended_at": one.ended_at,
        "ended_by": one.ended_by,
        "count": one.count,
        "clients": [list(span) for span in one.clients],
    }


def _frames_data(frames: Sequence[Frame]) -> list[dict[str, Any]]:
    return [
        {"path": path, "line": line, "function": function, "own": own}
        for path, line, function, own in frames
    ]


def connections(snapshot: Snapshot) -> dict[str, int]:
    """How many connections a process opened, and how many were left in its last snapshot.

    `left` counts the connections that pymilvus's registry still holds, `aliases` their aliases,
    `sockets` their sockets.
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


def embedded_servers(snapshot: Snapshot) -> list[dict[str, Any]]:
    """The embedded Milvus Lite of each `.db` file that a process opened.

    `owner` is the pid of the process that holds the file, `server` that of the server's process;
    `state` and `file` are as in `wire.EmbeddedServer`.
    """
    return [
        {
            "path": row.path,
            "owner": row.owner,
            "server": row.server,
            "state": row.state,
            "exit": row.exit,
            "file": row.file,
        }
        for row in snapshot.embedded.values()
    ]


def _summary(found: Sequence[Reported], has_gaps: bool) -> str:
    """How many there are of each severity: `2 errors, 1 note`."""
    counts = {each: sum(one.severity == each for one in found) for each in SEVERITIES}
    if not found:
        return "nothing was found in what could be judged" if has_gaps else "no findings"
    return ", ".join(text.plural(count, each) for each, count in counts.items() if count)


def _process_line(snapshot: Snapshot) -> str:
    target = headline.target_of(snapshot)
    if target is None:
        return "a process that reported nothing about itself"
    release = f"pymilvus {target.pymilvus}" if target.pymilvus else ""
    clients = f"{text.plural(coverage.clients_created(snapshot), 'client')} created"
    return text.joined([f"pid {target.pid}", target.command, release, clients])


def _embedded_lines(snapshot: Snapshot) -> Iterator[str]:
    """A line for each `.db` file."""
    for row in snapshot.embedded.values():
        words = text.joined([row.path, server_words(row), f"owner pid {row.owner}"])
        yield from _labelled("file", words)


def _finding_lines(one: Reported, printed_advice: dict[str, str]) -> Iterator[str]:
    """One finding. Advice that was printed before is replaced by a reference.

    Args:
        printed_advice: by advice, the reference to the finding that it was printed with.
    """
    yield f"  {one.glyph} {one.severity:<8} {one.title}"
    for sentence in one.evidence:
        yield from _labelled("seen", sentence)
    if one.ended_at is not None:
        yield from _labelled("ended", one.full_duration(one.ended_at).removeprefix("ended "))
    yield from _place_lines("at", one.place, one.frames)
    yield from _place_lines("and", one.also, one.also_frames)
    if one.clients:
        yield from _labelled("clients", client_names.clients(one.clients))
    yield from _labelled("to do", printed_advice.get(one.advice) or one.advice)
    printed_advice.setdefault(one.advice, f"as above, “{one.title}”")


def _place_lines(label: str, place: str, frames: Sequence[Frame]) -> Iterator[str]:
    """A place, and the calls of the program's own code that led there; nothing if not known."""
    own = [f"{path}:{line} {function}" for path, line, function, is_own in frames if is_own]
    for index, call in enumerate(own[:MAX_FRAMES] or filter(None, [place])):
        yield f"    {'' if index else label:<8} {call}"
    if len(own) > MAX_FRAMES:
        yield f"{INDENT}… {len(own) - MAX_FRAMES} more calls of the program's own code"


def _labelled(label: str, sentence: str) -> list[str]:
    wrapped = textwrap.wrap(
        sentence, WIDTH - len(INDENT), break_long_words=False, break_on_hyphens=False
    )
    return [f"    {'' if index else label:<8} {line}" for index, line in enumerate(wrapped)]

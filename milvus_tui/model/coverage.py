"""What was watched and judged, and what could not be: without it, "no findings" says nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.model import attempts, headline, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from milvus_tui.model.snapshot import Snapshot

NOTHING_SEEN = "no Python process that imports pymilvus was seen"


def watched(snapshots: Sequence[Snapshot]) -> str:
    """What was watched, such as `3 clients and 1 ORM alias in 2 processes with pymilvus 2.6.6`."""
    targets = [target for target in map(headline.target_of, snapshots) if target]
    if not targets:
        return ""
    seen = [snapshot for snapshot in snapshots if headline.target_of(snapshot)]
    counts = [text.plural(sum(map(clients_created, seen)), "client")]
    awaited = sum(map(async_clients_created, seen))
    if awaited:
        counts[0] += f" ({awaited:,} async)"
    orm = sum(len(snapshot.orm_aliases) for snapshot in seen)
    if orm:
        counts.append(f"{orm:,} ORM {'alias' if orm == 1 else 'aliases'}")
    failed = attempts.failed(seen)
    if failed:
        counts.append(text.plural(failed, "failed attempt") + " to connect")
    where = f"{len(seen):,} process" if len(seen) == 1 else f"{len(seen):,} processes"
    releases = sorted({target.pymilvus for target in targets if target.pymilvus})
    release = f" with pymilvus {', '.join(releases)}" if releases else ", without pymilvus"
    return f"{_listed(counts)} in {where}{release}"


def _listed(parts: Sequence[str]) -> str:
    """Words as a list: `a, b and c`."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if parts[1:] else parts)


def not_judged(snapshots: Iterable[Snapshot]) -> list[str]:
    """What the agents themselves could not watch or judge, a line for each process and reason."""
    return [
        f"{_name(snapshot)}: {why}"
        for snapshot in snapshots
        for target in [headline.target_of(snapshot)]
        if target is not None
        for why in target.not_judged
    ]


def cut_short(processes: Iterable[tuple[Snapshot, str | None]]) -> list[str]:
    """The processes whose agent did not report their end: what they did last was not judged.

    Args:
        processes: the last rows of each, and how it ended (None while it runs).
    """
    return [
        f"{_name(snapshot)}: {ending or 'the process still runs'}"
        for snapshot, ending in processes
        for target in [headline.target_of(snapshot)]
        if target is not None and target.ended is None
    ]


def clients_created(snapshot: Snapshot) -> int:
    """How many clients a process created.

    The rows of closed clients may have been removed; the ids of clients are not used again.
    """
    at_sites = sum(site.created for site in snapshot.sites.values())
    if any(row.inherited for row in snapshot.clients.values()):
        return at_sites  # the ids of a forked child go on from its parent's
    last = max(snapshot.clients, default=0)
    affected = (span[1] for row in snapshot.findings.values() for span in row.affected)
    return max(last, at_sites, max(affected, default=0))


def async_clients_created(snapshot: Snapshot) -> int:
    """How many of the clients of a process are async, of those whose call site was seen."""
    at_sites = sum(site.created_async for site in snapshot.sites.values())
    return max(at_sites, sum(row.is_async for row in snapshot.clients.values()))


def dropped_events(snapshot: Snapshot) -> int:
    """How many events an agent no longer keeps. Findings are judged without them."""
    return max(0, min(snapshot.events, default=1) - 1)


def short(gaps: Sequence[str]) -> str:
    """How much was not judged, in a few words; empty if nothing was left out."""
    return f"{len(gaps):,} not judged" if gaps else ""


def _name(snapshot: Snapshot) -> str:
    target = headline.target_of(snapshot)
    return text.joined([f"pid {target.pid}", target.command]) if target else ""

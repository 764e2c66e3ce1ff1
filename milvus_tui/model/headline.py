"""The lines at the top of the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.model import states, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from milvus_tui import wire
    from milvus_tui.model.findings.reported import Reported
    from milvus_tui.model.index import Index
    from milvus_tui.model.snapshot import Snapshot

VERBS = {
    states.WORKS: ("works", "work"),
    states.FAILS: ("fails", "fail"),
    states.TIMED_OUT: ("timed out", "timed out"),
    states.CLOSED: ("closed", "closed"),
    states.QUIET: ("quiet", "quiet"),
    states.UNKNOWN: ("not probed", "not probed"),
}


def target_of(snapshot: Snapshot) -> wire.Target | None:
    """The one row of the target's table, None until it came."""
    return next(iter(snapshot.target.values()), None)


def process_line(target: wire.Target) -> str:
    """Which process this is: `lab · pid 4711 · pymilvus 2.6.6`, or `run · python app.py · …`."""
    release = f"pymilvus {target.pymilvus}" if target.pymilvus else "no pymilvus yet"
    command = "" if target.lab else target.command
    return text.joined([target.started_by, command, f"pid {target.pid}", release])


def server_lines(target: wire.Target) -> list[str]:
    """The server that the lab talks to, said at length and ever more briefly."""
    where = text.joined([target.database, target.login, target.server])
    return [
        text.joined([target.uri, where]),
        text.joined([target.uri.split("://", 1)[-1], where]),
        text.joined([target.uri.split("://", 1)[-1], target.server]),
        target.server or target.uri,
    ]


def found(here: Sequence[Reported], all_: Iterable[Sequence[Reported]]) -> tuple[str, str] | None:
    """How many findings hold in all targets, and in the selected one, as a tone and words.

    Notes are not counted. Where nothing holds any more, how many are over; None for none.

    Args:
        here: the selected target's.
        all_: of each target, the selected one's among them.
    """
    alarms = [one for each in all_ for one in each if one.alarm]
    held = [one for one in alarms if one.over is None]
    if not held:
        return ("muted", f"✓ {text.plural(len(alarms), 'finding')} over") if alarms else None
    gravest = min(held, key=lambda one: one.rank)
    own = sum(one.alarm and one.over is None for one in here)
    where = f", {own:,} here" if own != len(held) else ""
    return gravest.tone, f"{gravest.glyph} {text.plural(len(held), 'finding')}{where}"


def counts(index: Index, aliases: Iterable[int] | None = None) -> list[tuple[str, str]]:
    """How many clients are in each state, as (state, `● 3 work`); states without any left out.

    Args:
        aliases: the only ones whose clients are meant; None for all.
    """
    total = states.count(index, aliases)
    return [
        (word, f"{states.GLYPHS[word]} {total[word]:,} {VERBS[word][total[word] != 1]}")
        for word in states.STATES
        if total[word]
    ]

"""The lines at the top of the screen: the process, the server, and the counts."""

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
    states.REFUSED: ("refused", "refused"),
    states.BAD_CALL: ("bad call", "bad calls"),
    states.CLOSED: ("closed", "closed"),
    states.REACHABLE: ("reachable", "reachable"),
    states.NOT_CALLED: ("not called", "not called"),
    states.UNKNOWN: ("not probed", "not probed"),
}
"""The verb of each state for one client, and for several."""


def target_of(snapshot: Snapshot) -> wire.Target | None:
    """The only row of the target's table, None before it arrives."""
    return next(iter(snapshot.target.values()), None)


def process_line(target: wire.Target) -> str:
    """The target's process: `lab · pid 4711 · pymilvus 2.6.6`, or `run · python app.py · …`."""
    release = f"pymilvus {target.pymilvus}" if target.pymilvus else "no pymilvus yet"
    command = "" if target.lab else target.command
    return text.joined([target.started_by, command, f"pid {target.pid}", release])


def server_lines(target: wire.Target) -> list[str]:
    """The server of the lab, from the longest text to the shortest."""
    where = text.joined([target.database, target.login, target.server])
    return [
        text.joined([target.uri, where]),
        text.joined([target.uri.split("://", 1)[-1], where]),
        text.joined([target.uri.split("://", 1)[-1], target.server]),
        target.server or target.uri,
    ]


def found(here: Sequence[Reported], all_: Iterable[Sequence[Reported]]) -> tuple[str, str] | None:
    """How many findings all targets and the selected target have, as a tone and words.

    Notes do not count. If every finding ended, the words say how many; None without findings.

    Args:
        here: the findings of the selected target.
        all_: the findings of each target, including the selected one.
    """
    alarms = [one for each in all_ for one in each if one.needs_attention]
    held = [one for one in alarms if one.ended_at is None]
    if not held and alarms:
        gravest = min(alarms, key=lambda one: one.rank)
        return "muted", f"{gravest.glyph} {text.plural(len(alarms), 'finding')} ended"
    if not held:
        return None
    gravest = min(held, key=lambda one: one.rank)
    own = sum(one.needs_attention and one.ended_at is None for one in here)
    where = f", {own:,} here" if own != len(held) else ""
    return gravest.tone, f"{gravest.glyph} {text.plural(len(held), 'finding')}{where}"


def counts(index: Index, aliases: Iterable[int] | None = None) -> list[tuple[str, str]]:
    """How many clients are in each state, as (state, `● 3 work`), without empty states.

    Args:
        aliases: count only the clients of these; None for all.
    """
    total = states.count(index, aliases)
    own = not (index.verdicts or states.probed(index))
    verbs = {**VERBS, states.WORKS: (states.SUCCEEDED,) * 2} if own else VERBS
    return [
        (word, f"{states.GLYPHS[word]} {total[word]:,} {verbs[word][total[word] != 1]}")
        for word in states.STATES
        if total[word]
    ]

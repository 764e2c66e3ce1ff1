"""The findings of a target, ready to be shown, printed and counted.

An agent reports a leak for each alias; a program that leaks in a loop has hundreds of them. So
findings of one kind, from one place in the code, become one finding with a count.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from milvus_tui.model import text
from milvus_tui.model.findings import kinds, one_cause, titles, wrong_prediction
from milvus_tui.model.findings.explanation import ERROR, GLYPHS, NOTE, SEVERITIES, WARNING
from milvus_tui.model.findings.severity import Thresholds, count_idle, severity
from milvus_tui.model.row_ids import ALIAS, CLIENT, CONNECTION, RowId

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from milvus_tui import wire
    from milvus_tui.model.predictions import Outcome
    from milvus_tui.model.snapshot import Snapshot
    from milvus_tui.wire import client_names

MOST_EVIDENCE = 4
"""Sentences of evidence that are shown."""

MOST_FURTHER = 2
"""Sentences that are shown of other findings with the same cause."""

Frame = tuple[str, int, str, bool]
"""Path, line, function, and whether it is the program's own code."""


@dataclass(frozen=True, slots=True)
class Reported:
    """One finding in words, or several of one kind and place."""

    key: str
    """Stays the same as long as the finding exists, in its target."""
    kind: str
    """One of `kinds.KINDS`."""
    severity: str
    """`error`, `warning` or `note`."""
    title: str
    """One line."""
    evidence: tuple[str, ...]
    """What was seen, newest first; a sentence each."""
    place: str
    """`file:line function`, empty if it was not seen."""
    frames: tuple[Frame, ...]
    """The calls that led there: the program's own first, then others; each part innermost
    first."""
    also: str
    """A second place that it is about, such as where a client was created; empty for none."""
    also_frames: tuple[Frame, ...]
    """The calls that led to the second place, as `frames`."""
    why: str
    """Why it matters."""
    advice: str
    """What to do, in the release of its target."""
    since: float
    """When the first finding began, in seconds since the epoch."""
    ended_at: float | None
    """When the last finding ended; None as long as one has not ended."""
    returned: bool
    """Whether the end is a return, as of something that was lent."""
    lasted: float | None
    """Seconds that the finding lasted, the longest of several; None as long as it holds."""
    ended_by: str
    """What ended it, empty if that was not seen."""
    count: int
    """How often it was seen, or how many there are."""
    clients: client_names.Ranges
    """The affected clients, and the client that did it."""
    rows: tuple[RowId, ...]
    """Rows of the connections panel that it is about, best first; any of them may be removed."""

    @property
    def glyph(self) -> str:
        """The severity as one character. That a finding has ended undoes nothing."""
        return GLYPHS[self.severity]

    @property
    def needs_attention(self) -> bool:
        """Whether it is more than a note."""
        return self.severity != NOTE

    @property
    def identity(self) -> str:
        """Stays the same when the finding ends, or its severity changes."""
        return self.key.rsplit("/", 2)[0]

    @property
    def rank(self) -> tuple[bool, int, float, str]:
        """The sort key: findings that hold first, then the most severe, then the newest."""
        return self.ended_at is not None, SEVERITIES.index(self.severity), -self.since, self.key

    @property
    def tone(self) -> str:
        """The name of its colour."""
        return {ERROR: "fails", WARNING: "warning"}.get(self.severity, "muted")

    def concerns(self, row: RowId) -> bool:
        """Whether it is about a row of the connections panel."""
        if row[0] == CLIENT and any(first <= row[1] <= last for first, last in self.clients):
            return True
        return row in self.rows

    def full_duration(self, now: float) -> str:
        """How long it has lasted, or how it ended: `returned after 40 s, at 12:00:43: c12`."""
        if self.ended_at is None or self.lasted is None:
            return f"for {text.age(now - self.since)}, since {text.clock(self.since)}"
        by = f": {self.ended_by}" if self.ended_by else ""
        return f"{self.short_duration(now)}, at {text.clock(self.ended_at)}{by}"

    def short_duration(self, now: float) -> str:
        """How long it has lasted, or did last, in a few cells: `12 s`, `ended after 40 s`."""
        if self.lasted is None:
            return text.age(now - self.since)
        return f"{'returned' if self.returned else 'ended'} after {seconds_text(self.lasted)}"


def seconds_text(seconds: float) -> str:
    """A duration; one below ten seconds has a decimal."""
    return text.age(seconds) if seconds >= 10 else f"{max(0.0, seconds):.1f} s"


def reported_findings(
    snapshot: Snapshot,
    thresholds: Thresholds,
    now: float,
    outcomes: Iterable[Outcome] = (),
) -> tuple[Reported, ...]:
    """The findings of a target: those that hold first, then the most severe, then the newest.

    Args:
        snapshot: the target's rows.
        thresholds: how long a connection may be without a client before that counts.
        now: seconds since the epoch. In a target that has ended no finding lasts any longer.
        outcomes: what happened after predictions; a wrong prediction is a finding.
    """
    now = _until(snapshot, now)
    groups: dict[tuple[object, ...], list[wire.Finding]] = {}
    idle = count_idle(snapshot, thresholds, now)
    for row in snapshot.findings.values():
        lasting = thresholds.lasting(row, now)
        if lasting or (row.detail == "last" and _has_ended(snapshot)):
            how = severity(row, snapshot, idle) if lasting else NOTE
            groups.setdefault((*_group_key(row), how), []).append(row)
    evidence = one_cause.join(groups, snapshot)
    found = [
        _reported(rows, snapshot, str(key[-1]), evidence.get(key, ()))
        for key, rows in groups.items()
    ]
    found += [_wrong_prediction(outcome) for outcome in outcomes if not outcome.agrees]
    return tuple(sorted(found, key=lambda one: one.rank))


def next_due(snapshot: Snapshot, thresholds: Thresholds, now: float) -> float | None:
    """When the next finding will have lasted long enough to count, if nothing else changes."""
    if _until(snapshot, now) < now:
        return None
    waiting = [
        row.at + thresholds.of(row)
        for row in snapshot.findings.values()
        if row.ended_at is None and not thresholds.lasting(row, now)
    ]
    return min(waiting, default=None)


def worst(found: Iterable[Reported]) -> str:
    """The worst severity, of ended findings too; empty if nothing was found."""
    return min((one.severity for one in found), key=SEVERITIES.index, default="")


def _has_ended(snapshot: Snapshot) -> bool:
    return any(target.ended is not None for target in snapshot.target.values())


def _until(snapshot: Snapshot, now: float) -> float:
    """Now, or when the target ended."""
    target = next(iter(snapshot.target.values()), None)
    return now if target is None or target.ended is None else min(now, target.ended)


def _group_key(row: wire.Finding) -> tuple[object, ...]:
    """What findings that are shown as one have in common; without a place each stands alone."""
    detail = row.detail if row.detail in kinds.explanation_of(row.kind).variants else ""
    return row.kind, detail, row.place, row.ended_at is None, 0 if row.place else row.id


def _reported(
    rows: list[wire.Finding],
    snapshot: Snapshot,
    severity: str,
    further: Sequence[wire.Finding] = (),
) -> Reported:
    rows = sorted(rows, key=lambda row: (row.at, row.id))
    newest = rows[-1]
    explanation = kinds.explanation_of(newest.kind)
    target = next(iter(snapshot.target.values()), None)
    clients = _clients(rows)
    count = sum(max(1, row.count) for row in rows)
    ended = [row for row in rows if row.ended_at is not None]
    last = max(ended, key=lambda row: (row.ended_at or 0.0, row.id), default=None)
    place, frames = _place(newest, snapshot)
    also, also_frames = _frames(newest.also, snapshot)
    group = titles.group_of(newest, snapshot, len(rows), count, clients)
    detail = newest.detail if newest.detail in explanation.variants else ""
    state = "open" if last is None else "ended"
    return Reported(
        key=f"{newest.kind}/{detail}/{newest.place or -newest.id}/{state}/{severity}",
        kind=newest.kind,
        severity=severity,
        title=explanation.title_of(group),
        evidence=(*_evidence(rows), *_evidence(further)[:MOST_FURTHER]),
        place=place,
        frames=frames,
        also=also,
        also_frames=also_frames,
        why=explanation.why_of(newest.detail),
        advice=explanation.advice_of(target.generation if target else "", newest.detail),
        since=rows[0].at,
        ended_at=None if last is None else last.ended_at,
        returned=explanation.returned,
        lasted=max(((row.ended_at or row.at) - row.at for row in ended), default=None),
        ended_by="" if last is None else _one_line(last.ended_by).rstrip(" ,."),
        count=count,
        clients=clients,
        rows=_subjects(rows),
    )


def _wrong_prediction(outcome: Outcome) -> Reported:
    explanation = wrong_prediction.EXPLANATION
    clients = joined((*outcome.predicted, *outcome.broke, (outcome.client, outcome.client)))
    return Reported(
        key=f"{explanation.kind}/{outcome.client}/open/{WARNING}",
        kind=explanation.kind,
        severity=WARNING,
        title=wrong_prediction.title(outcome.client),
        evidence=(f"{outcome.text}.",),
        place="",
        frames=(),
        also="",
        also_frames=(),
        why=explanation.why,
        advice=explanation.general,
        since=outcome.at,
        ended_at=None,
        returned=False,
        lasted=None,
        ended_by="",
        count=1,
        clients=clients,
        rows=tuple((CLIENT, key) for key, _ in ((outcome.client, 0), *outcome.broke)),
    )


def _one_line(words: str) -> str:
    return " ".join(words.split())


def _evidence(rows: Sequence[wire.Finding]) -> tuple[str, ...]:
    """What was seen, each sentence once, the newest first."""
    seen = dict.fromkeys(filter(None, (_one_line(row.text) for row in reversed(rows))))
    if len(seen) <= MOST_EVIDENCE:
        return tuple(seen)
    first = list(seen)[: MOST_EVIDENCE - 1]
    return (*first, f"… and {len(seen) - len(first):,} more like these.")


def _clients(rows: Iterable[wire.Finding]) -> client_names.Ranges:
    spans: list[tuple[int, int]] = []
    for row in rows:
        spans += row.affected
        if row.client is not None:
            spans.append((row.client, row.client))
    return joined(spans)


def joined(spans: Iterable[tuple[int, int]]) -> client_names.Ranges:
    """All ids of some ranges, which may overlap. The cost does not grow with the ids."""
    found: list[tuple[int, int]] = []
    for first, last in sorted(map(tuple, spans)):
        if found and first <= found[-1][1] + 1:
            found[-1] = found[-1][0], max(found[-1][1], last)
        else:
            found.append((first, last))
    return tuple(found)


def _place(row: wire.Finding, snapshot: Snapshot) -> tuple[str, tuple[Frame, ...]]:
    text, frames = _frames(row.place, snapshot)
    if text:
        return text, frames
    client = snapshot.clients.get(row.client) if row.client is not None else None
    return (_one_line(client.site) if client is not None else ""), ()


def _frames(place: int, snapshot: Snapshot) -> tuple[str, tuple[Frame, ...]]:
    """A call site and the calls that led there; empty for one that was not seen."""
    site = snapshot.sites.get(place)
    if site is None:
        return "", ()
    own = [frame for frame in site.frames if frame[3]]
    others = [frame for frame in site.frames if not frame[3]]
    return _one_line(site.text), (*own, *others)


def _subjects(rows: Sequence[wire.Finding]) -> tuple[RowId, ...]:
    """The rows to look at: the affected clients, then the client that did it; newest first."""
    found: list[RowId] = []
    for row in reversed(rows[-MOST_EVIDENCE:]):
        found += [(CLIENT, first) for first, _ in row.affected]
        if row.client is not None:
            found.append((CLIENT, row.client))
        if row.alias is not None:
            found.append((ALIAS, row.alias))
        if row.connection is not None:
            found.append((CONNECTION, row.connection))
    return tuple(dict.fromkeys(found))

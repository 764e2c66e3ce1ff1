"""The findings of a target, ready to be shown, printed and counted.

An agent reports a leak for each alias; a program that leaks in a loop has hundreds of them. So
findings of one kind, from one place in the code, are one finding that says how many it is.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from milvus_tui.model import text
from milvus_tui.model.findings import kinds, titles
from milvus_tui.model.findings.explanation import ERROR, GLYPHS, NOTE, SEVERITIES, WARNING
from milvus_tui.model.findings.severity import Thresholds, counts_by, severity
from milvus_tui.model.layout import ALIAS, CLIENT, CONNECTION, RowId

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from milvus_tui import wire
    from milvus_tui.model.predictions import Outcome
    from milvus_tui.model.snapshot import Snapshot
    from milvus_tui.wire import client_names

MOST_SEEN = 4
"""Pieces of evidence that are spelled out where there are more."""

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
    """The calls that led there, the program's own first, each part innermost first."""
    why: str
    advice: str
    """For the release of its target."""
    since: float
    """When the first one began, in seconds since the epoch."""
    over: float | None
    """When the last one ceased; None as long as one of them holds."""
    returned: bool
    """Whether ending is returning, as of something that was lent."""
    returned_after: float | None
    """Seconds that it lasted, the longest of several; None as long as it holds."""
    ended: str
    """What ended it, empty if that was not seen."""
    count: int
    """How often it was seen, or how many it is."""
    clients: client_names.Ranges
    """The clients that it happened to, and the one that did it."""
    rows: tuple[RowId, ...]
    """Rows of the wiring that it is about, best first; any of them may be gone."""

    @property
    def glyph(self) -> str:
        """The severity as one character; a tick once it is over."""
        return "✓" if self.over is not None else GLYPHS[self.severity]

    @property
    def alarm(self) -> bool:
        """Whether it is more than a note."""
        return self.severity != NOTE

    @property
    def kin(self) -> str:
        """Stays the same also when it is over, or of another severity."""
        return self.key.rsplit("/", 2)[0]

    @property
    def rank(self) -> tuple[bool, int, float, str]:
        """Its place among others: those that hold first, then the gravest, then the newest."""
        return self.over is not None, SEVERITIES.index(self.severity), -self.since, self.key

    @property
    def tone(self) -> str:
        """How it is coloured: as what fails, as a warning, or not at all."""
        return {ERROR: "fails", WARNING: "warning"}.get(self.severity, "muted")

    def concerns(self, row: RowId) -> bool:
        """Whether it is about a row of the wiring."""
        if row[0] == CLIENT and any(first <= row[1] <= last for first, last in self.clients):
            return True
        return row in self.rows

    def since_line(self, now: float) -> str:
        """Since when it is so, or how it ended: `returned after 40 s, by c12`."""
        if self.over is None or self.returned_after is None:
            return f"for {text.age(now - self.since)}, since {text.clock(self.since)}"
        word = "returned" if self.returned else "over"
        by = f": {self.ended}" if self.ended else ""
        return f"{word} after {lasted(self.returned_after)}, at {text.clock(self.over)}{by}"

    def brief(self, now: float) -> str:
        """The same in a few cells: `12 s`, `over after 40 s`."""
        if self.returned_after is None:
            return text.age(now - self.since)
        return f"{'returned' if self.returned else 'over'} after {lasted(self.returned_after)}"


def lasted(seconds: float) -> str:
    """For how long something was so; what was short is told to the tenth."""
    return text.age(seconds) if seconds >= 10 else f"{max(0.0, seconds):.1f} s"


def shown(
    snapshot: Snapshot,
    thresholds: Thresholds,
    now: float,
    outcomes: Iterable[Outcome] = (),
) -> tuple[Reported, ...]:
    """The findings of a target: those that hold first, then the gravest, then the newest.

    Args:
        snapshot: the target's rows.
        thresholds: how long a connection may be without a client before that counts.
        now: seconds since the epoch. Of a target that ended nothing lasts any longer.
        outcomes: what became of predictions; those that were wrong are findings.
    """
    now = _until(snapshot, now)
    groups: dict[tuple[object, ...], list[wire.Finding]] = {}
    grave = counts_by(snapshot, thresholds, now)
    for row in snapshot.findings.values():
        if thresholds.lasting(row, now):
            groups.setdefault((*_alike(row), severity(row, snapshot, grave)), []).append(row)
    found = [_shown(rows, snapshot, str(key[-1])) for key, rows in groups.items()]
    found += [_wrong(outcome) for outcome in outcomes if not outcome.agrees]
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


def tally(found: Iterable[Reported]) -> Counter[str]:
    """How many findings hold, by severity; of those that are over, all but notes as `over`."""
    return Counter(
        "over" if one.over is not None else one.severity
        for one in found
        if one.over is None or one.alarm
    )


def worst(found: Iterable[Reported]) -> str:
    """The gravest severity, over or not; empty if nothing was found."""
    return min((one.severity for one in found), key=SEVERITIES.index, default="")


def _until(snapshot: Snapshot, now: float) -> float:
    """Now, or when the target ended."""
    target = next(iter(snapshot.target.values()), None)
    return now if target is None or target.ended is None else min(now, target.ended)


def _alike(row: wire.Finding) -> tuple[object, ...]:
    """What findings have in common that are told as one; those without a place stand alone."""
    detail = row.detail if row.detail in kinds.words_of(row.kind).variants else ""
    return row.kind, detail, row.place, row.ended_at is None, 0 if row.place else row.id


def _shown(rows: list[wire.Finding], snapshot: Snapshot, grave: str) -> Reported:
    rows = sorted(rows, key=lambda row: (row.at, row.id))
    last = rows[-1]
    words = kinds.words_of(last.kind)
    target = next(iter(snapshot.target.values()), None)
    hit = _clients(rows)
    count = sum(max(1, row.count) for row in rows)
    ended = [row for row in rows if row.ended_at is not None]
    final = max(ended, key=lambda row: (row.ended_at or 0.0, row.id), default=None)
    place, frames = _place(last, snapshot)
    open_, group = ("open" if final is None else "over"), (last.place or -last.id)
    detail = last.detail if last.detail in words.variants else ""
    return Reported(
        key=f"{last.kind}/{detail}/{group}/{open_}/{grave}",
        kind=last.kind,
        severity=grave,
        title=titles.title(titles.told(last, snapshot, len(rows), count, hit)),
        evidence=_evidence(rows),
        place=place,
        frames=frames,
        why=words.why_of(last.detail),
        advice=words.advice_of(target.generation if target else "", last.detail),
        since=rows[0].at,
        over=None if final is None else final.ended_at,
        returned=words.returned,
        returned_after=max(((row.ended_at or row.at) - row.at for row in ended), default=None),
        ended="" if final is None else _line(final.ended_by).rstrip(" ,."),
        count=count,
        clients=hit,
        rows=_subjects(rows),
    )


def _wrong(outcome: Outcome) -> Reported:
    words = kinds.words_of(kinds.WRONG_PREDICTION)
    hit = joined((*outcome.predicted, *outcome.broke, (outcome.client, outcome.client)))
    return Reported(
        key=f"predicted/{outcome.client}/open/{WARNING}",
        kind=words.kind,
        severity=WARNING,
        title=f"{text.client_name(outcome.client)}.close() broke others than predicted",
        evidence=(f"{outcome.text}.",),
        place="",
        frames=(),
        why=words.why,
        advice=words.general,
        since=outcome.at,
        over=None,
        returned=False,
        returned_after=None,
        ended="",
        count=1,
        clients=hit,
        rows=tuple((CLIENT, key) for key, _ in ((outcome.client, 0), *outcome.broke)),
    )


def _line(words: str) -> str:
    return " ".join(words.split())


def _evidence(rows: Sequence[wire.Finding]) -> tuple[str, ...]:
    """What was seen, each sentence once, the newest first."""
    said = dict.fromkeys(filter(None, (_line(row.text) for row in reversed(rows))))
    if len(said) <= MOST_SEEN:
        return tuple(said)
    shown = list(said)[: MOST_SEEN - 1]
    return (*shown, f"… and {len(said) - len(shown):,} more like these.")


def _clients(rows: Iterable[wire.Finding]) -> client_names.Ranges:
    spans: list[tuple[int, int]] = []
    for row in rows:
        spans += row.affected
        if row.client is not None:
            spans.append((row.client, row.client))
    return joined(spans)


def joined(spans: Iterable[tuple[int, int]]) -> client_names.Ranges:
    """All ids of some ranges, which may overlap; costs nothing for each id."""
    found: list[tuple[int, int]] = []
    for first, last in sorted(map(tuple, spans)):
        if found and first <= found[-1][1] + 1:
            found[-1] = found[-1][0], max(found[-1][1], last)
        else:
            found.append((first, last))
    return tuple(found)


def _place(row: wire.Finding, snapshot: Snapshot) -> tuple[str, tuple[Frame, ...]]:
    site = snapshot.sites.get(row.place)
    if site is not None:
        own = [frame for frame in site.frames if frame[3]]
        others = [frame for frame in site.frames if not frame[3]]
        return _line(site.text), (*own, *others)
    client = snapshot.clients.get(row.client) if row.client is not None else None
    return (_line(client.site) if client is not None else ""), ()


def _subjects(rows: Sequence[wire.Finding]) -> tuple[RowId, ...]:
    """Where to look in the wiring: at those that it hit, then at who did it, the newest first."""
    found: list[RowId] = []
    for row in reversed(rows[-MOST_SEEN:]):
        found += [(CLIENT, first) for first, _ in row.affected]
        if row.client is not None:
            found.append((CLIENT, row.client))
        if row.alias is not None:
            found.append((ALIAS, row.alias))
        if row.connection is not None:
            found.append((CONNECTION, row.connection))
    return tuple(dict.fromkeys(found))

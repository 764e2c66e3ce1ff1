"""What a run of `milvus-tui check` found, held against what it was to find."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.programs.program import Expected, Program


@dataclass
class Score:
    """Findings, each in a few words."""

    right: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    false: list[str] = field(default_factory=list)

    def add(self, other: Score) -> None:
        self.right += other.right
        self.missed += other.missed
        self.false += other.false

    @property
    def precision(self) -> float:
        """Of what was found, how much was there to be found; 1.0 where nothing was found."""
        return _share(len(self.right), len(self.false))

    @property
    def recall(self) -> float:
        """Of what was there to be found, how much was found."""
        return _share(len(self.right), len(self.missed))


def _share(right: int, wrong: int) -> float:
    return right / (right + wrong) if right + wrong else 1.0


def judge(program: Program, release: str, processes: Iterable[dict[str, Any]]) -> Score:
    """Hold the findings of all processes of a run against the program's header.

    Args:
        processes: `processes` of the JSON that `milvus-tui check` writes.
    """
    # Findings of one kind at one place are one, in however many processes.
    found: Counter[tuple[str, str, str, str]] = Counter()
    for process in processes:
        for each in process["findings"]:
            found[each["severity"], each["kind"], each["place"], each["also"]] += each["count"]
    score = Score()
    for expected in program.expected(release):
        match = next((key for key in found if _fits(expected, *key, found[key], program)), None)
        if match is None:
            score.missed.append(_words(expected))
        else:
            score.right.append(_words(expected))
            del found[match]
    score.false += [
        f"{severity} {kind} x{count} at {place}"
        for (severity, kind, place, _), count in found.items()
        if severity != "note" or not program.may(kind, release)
    ]
    return score


def _fits(
    expected: Expected,
    severity: str,
    kind: str,
    place: str,
    also: str,
    count: int,
    program: Program,
) -> bool:
    """Whether a finding is the one that was expected, and points into the program's own file."""
    return (
        (severity, kind) == (expected.severity, expected.kind)
        and expected.count in (None, count)
        and _points_at(place, expected.where, program)
        and _points_at(also, expected.also, program)
    )


def _points_at(place: str, function: str, program: Program) -> bool:
    """Whether a place is in a function of the program; no function means any place."""
    where, _, found = place.partition(" ")
    return not function or (found == function and where.startswith(f"{program.path.name}:"))


def _words(expected: Expected) -> str:
    count = "" if expected.count is None else f" x{expected.count}"
    where = f" in {expected.where}" if expected.where else ""
    also = f" and {expected.also}" if expected.also else ""
    return f"{expected.severity} {expected.kind}{count}{where}{also}"

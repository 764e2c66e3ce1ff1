"""Findings of an example target, as the dashboard reports them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from milvus_tui.model import example_snapshots
from milvus_tui.model.example_snapshots import NOON
from milvus_tui.model.findings.reported import Reported, reported_findings
from milvus_tui.model.findings.severity import Thresholds

if TYPE_CHECKING:
    from milvus_tui import wire

NOW = NOON + 1_000
LIMITS = Thresholds()


def report(
    *rows: wire.Finding, generation: str = "D", now: float = NOW, **tables: Any
) -> tuple[Reported, ...]:
    """What is reported of some rows, in a generation of pymilvus.

    Args:
        rows: what the agent found.
        generation: of the target's pymilvus.
        now: seconds since the epoch.
        tables: further rows, by table.
    """
    target = replace(example_snapshots.TARGET, generation=generation)
    snapshot = example_snapshots.snapshot(target=[target], findings=rows, **tables)
    return reported_findings(snapshot, LIMITS, now)


def report_one(*rows: wire.Finding, generation: str = "D", **tables: Any) -> Reported:
    """Like `report()`, for rows that make one finding."""
    (one,) = report(*rows, generation=generation, **tables)
    return one


def finding(kind: str, number: int = 1, **fields: Any) -> wire.Finding:
    """A row of the agent."""
    return example_snapshots.finding(number, kind, **fields)


def title(kind: str, detail: str = "", **fields: Any) -> str:
    """The title of one finding, in a target with the alias 4, `books`."""
    aliases: list[object] = [example_snapshots.alias(4, 4, "books")]
    return report_one(finding(kind, detail=detail, **fields), aliases=aliases).title


def title_of_several(kind: str, detail: str = "", **fields: Any) -> str:
    """The title of three findings that are reported as one."""
    rows = [finding(kind, number, detail=detail, place=1, **fields) for number in (1, 2, 3)]
    return report_one(*rows, sites=[example_snapshots.site(1)]).title


def severity(kind: str, detail: str = "", generation: str = "D") -> str:
    """The severity of one finding."""
    return report_one(finding(kind, detail=detail), generation=generation).severity


def advice(kind: str, generation: str, detail: str = "") -> str:
    """What to do about one finding, in a generation of pymilvus."""
    return report_one(finding(kind, detail=detail), generation=generation).advice

"""Results as a page of Markdown: what each release does, as the scenarios observed it."""

from __future__ import annotations

import itertools
import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING

from milvus_tui.reports import result_words
from milvus_tui.reports.results_table import by_release

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from milvus_tui.scenarios.scenario import Result, Scenario

WIDTH = 98

INTRODUCTION = """
# What each release of pymilvus does

Clients that look independent may share a connection, and `close()` of one may break the others.
That depends on the release. This page is the output of

```sh
milvus-tui demo --pymilvus all --markdown > docs/releases.md
```

The command plays every scenario with every release, each in a fresh process, against real
servers, and prints what it observes; `milvus-tui demo --list` describes the scenarios. Releases
with the same outcome share one column. ✗ marks what is not as the guide for pymilvus
("How to Manage MilvusClient in PyMilvus") says.
"""

WORDS = """
`no alias=`: the release refuses the argument with a TypeError. `ignored`: the release accepts
the argument and does nothing with it. `shared, breaks`: the two clients share one connection, and
closing one breaks the other.
"""


@dataclass(frozen=True)
class Generation:
    """Successive releases with the same outcome of every scenario."""

    releases: tuple[str, ...]
    cells: tuple[str, ...]
    """One cell for each scenario."""

    @property
    def title(self) -> str:
        """`2.4.0 – 2.5.9`."""
        first, last = self.releases[0], self.releases[-1]
        return first if first == last else f"{first} – {last}"


def generations(scenarios: Sequence[Scenario], results: Iterable[Result]) -> list[Generation]:
    """Group successive releases whose cells are all the same."""
    found: list[Generation] = []
    for release, row in by_release(results).items():
        cells = tuple(result_words.cell(each, row[each.number]).strip() for each in scenarios)
        if found and found[-1].cells == cells:
            found[-1] = Generation((*found[-1].releases, release), cells)
        else:
            found.append(Generation((release,), cells))
    return found


def text(scenarios: Sequence[Scenario], results: Sequence[Result]) -> str:
    """The page."""
    groups = generations(scenarios, results)
    parts = [
        INTRODUCTION.strip(),
        "## At a glance",
        *_tables(scenarios, groups),
        "## What the cells mean",
        WORDS.strip(),
        "\n".join(_legend(each) for each in scenarios),
        "## What changed, and when",
        *_changes(scenarios, groups),
        *_could_not_run(results),
    ]
    return "\n\n".join(parts)


def _tables(scenarios: Sequence[Scenario], groups: list[Generation]) -> Iterator[str]:
    """A table for each minor release (2.4, 2.5 …): one table of all would be too wide."""
    minors: dict[str, list[Generation]] = {}
    for group in groups:
        minors.setdefault(group.releases[0].rpartition(".")[0], []).append(group)
    for minor, members in minors.items():
        yield f"### From {minor}"
        rows = [["", *(group.title for group in members)], ["---"] * (1 + len(members))]
        for index, scenario in enumerate(scenarios):
            name = f"{scenario.number} {scenario.name}"
            rows.append([name, *(group.cells[index] for group in members)])
        yield "\n".join(f"| {' | '.join(map(_escaped, row))} |" for row in rows)


def _legend(scenario: Scenario) -> str:
    guide = f" The guide: {scenario.guide}" if scenario.guide else ""
    legend = scenario.legend or "the observed facts"
    line = f"- **{scenario.number} {scenario.name}**: {legend}.{guide}"
    return textwrap.fill(line, WIDTH, subsequent_indent="  ", break_long_words=False)


def _changes(scenarios: Sequence[Scenario], groups: list[Generation]) -> Iterator[str]:
    """What differs between each generation and the next one."""
    for before, after in itertools.pairwise(groups):
        yield f"### {after.releases[0]}"
        yield "\n".join(
            f"- {scenario.number} {scenario.name}: {_bare(old)} → **{_bare(new)}**"
            for scenario, old, new in zip(scenarios, before.cells, after.cells, strict=True)
            if old != new
        )
    if len(groups) == 1:
        yield "Nothing."


def _could_not_run(results: Iterable[Result]) -> Iterator[str]:
    lines = [
        f"- {result.release}, {result.scenario} {result.name}: {result.reason}"
        for result in results
        if not result.ran
    ]
    if lines:
        yield "## What could not run"
        yield "\n".join(lines)


def _bare(cell: str) -> str:
    """The cell without its mark."""
    return _escaped(cell.removeprefix(result_words.DIFFERS).strip())


def _escaped(cell: str) -> str:
    return cell.replace("|", "\\|")

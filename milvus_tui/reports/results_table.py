"""Results as a table: a row for each scenario, a column for each release, in blocks that fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.reports import result_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from milvus_tui.scenarios.scenario import Result, Scenario

GAP = "  "


def text(scenarios: Sequence[Scenario], results: Iterable[Result], width: int | None) -> str:
    """The table, and below the table what could not run and why.

    Args:
        scenarios: the rows.
        results: the results, in the order of their releases.
        width: columns of the terminal; None for one block of any width.
    """
    results = list(results)
    columns = by_release(results)
    names = ["scenario", *(f"{each.number:>2} {each.name}" for each in scenarios)]
    cells = [
        [
            f"  {release}",
            *(
                result_words.cell(scenario, found[scenario.number])
                if scenario.number in found
                else ""
                for scenario in scenarios
            ),
        ]
        for release, found in columns.items()
    ]
    blocks = _blocks(names, cells, width)
    return "\n\n".join(["\n\n".join(blocks), *_notes(scenarios, results)])


def by_release(results: Iterable[Result]) -> dict[str, dict[int, Result]]:
    """The results of each release, by the scenario's number."""
    found: dict[str, dict[int, Result]] = {}
    for result in results:
        found.setdefault(result.release, {})[result.scenario] = result
    return found


def _blocks(names: list[str], columns: list[list[str]], width: int | None) -> list[str]:
    first = max(map(len, names))
    blocks: list[list[list[str]]] = []
    room = 0
    for column in columns:
        needed = len(GAP) + max(map(len, column))
        if not blocks or (width is not None and needed > room):
            blocks.append([])
            room = (width or 0) - first
        blocks[-1].append(column)
        room -= needed
    return [_block([names, *block]) for block in blocks]


def _block(columns: list[list[str]]) -> str:
    widths = [max(map(len, column)) for column in columns]
    rows = (
        GAP.join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in zip(*columns, strict=True)
    )
    return "\n".join(rows)


def _notes(scenarios: Sequence[Scenario], results: list[Result]) -> list[str]:
    notes = []
    if any(result.agrees is False for result in results):
        notes.append(
            f"{result_words.DIFFERS} is not as the guide says. --list explains each scenario."
        )
    lines = dict.fromkeys(
        f"{result.release}: {result.reason}"
        if len(scenarios) > 1 and _nothing_ran(result.release, results)
        else f"{result.release}, {result.scenario} {result.name}: {result.reason}"
        for result in results
        if not result.ran
    )
    if lines:
        notes.append("\n".join(["Could not run:", *(f"  {line}" for line in lines)]))
    return notes


def _nothing_ran(release: str, results: list[Result]) -> bool:
    return not any(result.ran for result in results if result.release == release)

"""What the lines around the wiring say, as parts, without a widget."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.model import headline
from milvus_tui.tui.actions.registry import ACTIONS, Action, key_name
from milvus_tui.tui.render.styled_text import Span, fit, spread_parts, tone_of, width_of, wrap

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from milvus_tui import wire
    from milvus_tui.tui.render.columns import Columns
    from milvus_tui.tui.view import View

ALWAYS = ("help", "quit")
"""Actions that stay in the footer to the last: they lead to everything else."""


def header(view: View, width: int, views: Sequence[View] = (), whole: str = "") -> list[list[Span]]:
    """Process and server, findings, and the counts of clients by state; the release's rule.

    Args:
        views: of all targets, where there are several.
        whole: what they are together, in place of the selected one.
    """
    target = headline.target_of(view.snapshot)
    title: Span = (" milvus-tui ", "title")
    if target is None:
        return [[title]]
    right: list[Span] = []
    found = headline.found(view.findings, [each.findings for each in views or [view]])
    if found is not None:
        right.append((f"{found[1]}  ", found[0]))
    if target.paused and target.probes:
        right.append(("‖ paused  ", "warning"))
    quiet: list[Span] = []
    if not (target.lab or target.probes or whole):
        quiet = [("without probes  ", "muted")]
    for word, said in headline.counts(view.index):
        right += [(said, tone_of(word)), ("  ", "plain")]
    process: Span = (f" {whole or headline.process_line(target)}", "strong")
    named = f"pymilvus {target.pymilvus}" if target.pymilvus else target.command
    release: Span = (f" {named}", "strong")
    # What is wrong is said to the last.
    ways: list[tuple[list[Span], list[Span]]] = [
        ([title, process], [*quiet, *right]), ([title, process], right), ([process], right),
        ([release], right),
        ([release], right[:1]), ([], right),
    ]  # fmt: skip
    left, right = next((way for way in ways if width_of([*way[0], *way[1]]) < width), ways[-1])
    room = width - width_of(left) - width_of(right) - 3
    server = next((said for said in headline.server_lines(target) if len(said) <= room), "")
    if title in left:
        left = [*left, ("  ", "plain"), (server, "muted")]
    rule = target.rule[:1].upper() + target.rule[1:]
    first = spread_parts(left, right, width)
    return [first, *([(f" {line}", "muted")] for line in wrap(rule, width - 2))]


def waiting(stage: str, target: wire.Target | None) -> str:
    """What stands in the place of rows as long as there is none."""
    if stage:
        return f"{stage} …"
    if target is not None and not target.lab:
        return "No client yet: the program has made none since it is watched."
    return "No client yet. Press s to spawn one."


def empty(said: str, width: int) -> list[list[Span]]:
    """What stands in the place of rows, as lines."""
    return [[(f"  {line}", "muted")] for line in wrap(said, width - 3)]


def titles(columns: Columns) -> list[Span]:
    """The names of the wiring's columns."""
    words = (
        fit(column.title, size, right=column.right)
        for column, size in zip(columns.shown, columns.widths, strict=True)
    )
    return [(" " + " ".join(words), "faint")]


def footer(
    width: int, applies: Callable[[Action], bool], offered: Callable[[Action], bool]
) -> list[Span]:
    """The keys that fit, of those that are offered."""
    parts: list[Span] = [(" ", "plain")]
    for action in fitting(width, offered):
        parts += entry(action, applies(action))
    return parts


def fitting(width: int, offered: Callable[[Action], bool]) -> list[Action]:
    """The actions of the footer for so many cells, left to right."""
    ranked = sorted((a for a in ACTIONS if a.rank and offered(a)), key=lambda a: a.rank)
    room = width - 1 - sum(size(a) for a in ranked if a.id in ALWAYS)
    shown = []
    for action in ranked:
        if action.id in ALWAYS:
            continue
        room -= size(action)
        if room < 0:
            break
        shown.append(action)
    return [a for a in ACTIONS if a in shown or a.id in ALWAYS]


def size(action: Action) -> int:
    """Cells that an action takes in the footer."""
    return width_of(entry(action, True))


def entry(action: Action, applies: bool) -> list[Span]:
    """One action: its key and its label, paler where it does not apply."""
    key = key_name(action.keys[0])
    return [
        (key, "key" if applies else "faint"),
        (f" {action.label}  ", "muted" if applies else "faint"),
    ]

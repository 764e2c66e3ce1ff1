"""The lines around the connections panel as styled spans, without a widget."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.model import headline
from milvus_tui.tui.action import key_name
from milvus_tui.tui.render.styled_text import Span, fit, spread_spans, tone_of, width_of, wrap

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from milvus_tui import wire
    from milvus_tui.tui.action import Action
    from milvus_tui.tui.render.columns import Columns
    from milvus_tui.tui.view import View

ALWAYS = ("help", "quit")
"""Actions that stay in the footer at any width: they lead to everything else."""


def header(
    view: View, width: int, views: Sequence[View] = (), whole: str = "", gaps: str = ""
) -> list[list[Span]]:
    """A line of process, server, findings and client counts; below it the release's rule.

    Args:
        views: the views of all targets, where there are several.
        whole: names all targets together, in place of the selected one.
        gaps: how much was not judged; empty for nothing.
    """
    target = headline.target_of(view.snapshot)
    title: Span = (" milvus-tui ", "title")
    if target is None:
        return [[title]]
    right: list[Span] = []
    found = headline.found(view.findings, [each.findings for each in views or [view]])
    if found is not None:
        right.append((f"{found[1]}  ", found[0]))
    if gaps:
        right.append((f"{gaps}  ", "warning"))
    if target.paused and target.probes:
        right.append(("‖ paused  ", "warning"))
    quiet: list[Span] = []
    if not (target.lab or target.probes or whole):
        quiet = [("without probes  ", "muted")]
    for word, count in headline.counts(view.index):
        right += [(count, tone_of(word)), ("  ", "plain")]
    process: Span = (f" {whole or headline.process_line(target)}", "strong")
    name = f"pymilvus {target.pymilvus}" if target.pymilvus else target.command
    release: Span = (f" {name}", "strong")
    # The findings stay in the line at any width.
    ways: list[tuple[list[Span], list[Span]]] = [
        ([title, process], [*quiet, *right]), ([title, process], right), ([process], right),
        ([release], right),
        ([release], right[:1 + bool(found and gaps)]), ([], right),
    ]  # fmt: skip
    left, right = next((way for way in ways if width_of([*way[0], *way[1]]) < width), ways[-1])
    room = width - width_of(left) - width_of(right) - 3
    server = next((line for line in headline.server_lines(target) if len(line) <= room), "")
    if title in left:
        left = [*left, ("  ", "plain"), (server, "muted")]
    rule = target.rule[:1].upper() + target.rule[1:]
    first = spread_spans(left, right, width)
    return [first, *([(f" {line}", "muted")] for line in wrap(rule, width - 2))]


def waiting(status: str, target: wire.Target | None) -> str:
    """The text in the place of rows while there is no row."""
    if status:
        return f"{status} …"
    if target is not None and not target.lab:
        return "No client yet: the program has created none since the dashboard watches it."
    return "No client yet. Press s to spawn one."


def empty(message: str, width: int) -> list[list[Span]]:
    """The text in the place of rows, as lines."""
    return [[(f"  {line}", "muted")] for line in wrap(message, width - 3)]


def titles(columns: Columns) -> list[Span]:
    """The line of column titles."""
    words = (
        fit(column.title_in(size), size, right=column.right)
        for column, size in zip(columns.shown, columns.widths, strict=True)
    )
    return [(" " + " ".join(words), "faint")]


def footer(
    width: int, actions: Sequence[Action[Any]], applies: Callable[[Action[Any]], bool]
) -> list[Span]:
    """The footer: the keys that fit into `width` cells, of those that are offered."""
    spans: list[Span] = [(" ", "plain")]
    for action in fitting(width, actions):
        spans += entry(action, applies(action))
    return spans


def fitting(width: int, actions: Sequence[Action[Any]]) -> list[Action[Any]]:
    """The actions in a footer of `width` cells, left to right."""
    ranked = sorted((a for a in actions if a.rank), key=lambda a: a.rank)
    room = width - 1 - sum(size(a) for a in ranked if a.id in ALWAYS)
    shown = []
    for action in ranked:
        if action.id in ALWAYS:
            continue
        room -= size(action)
        if room < 0:
            break
        shown.append(action)
    return [a for a in actions if a in shown or a.id in ALWAYS]


def size(action: Action[Any]) -> int:
    """How many cells an action takes in the footer."""
    return width_of(entry(action, True))


def entry(action: Action[Any], applies: bool) -> list[Span]:
    """One action: its key and its label, paler where it does not apply."""
    key = key_name(action.keys[0])
    return [
        (key, "key" if applies else "faint"),
        (f" {action.label}  ", "muted" if applies else "faint"),
    ]

"""The page about findings.

`python -m milvus_tui.model.findings.findings_page > docs/findings.md` writes it.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from milvus_tui.model.findings.explanation import ERROR, GENERATIONS, GLYPHS, NOTE, WARNING
from milvus_tui.model.findings.kinds import KINDS
from milvus_tui.model.findings.severity import Thresholds

if TYPE_CHECKING:
    from collections.abc import Mapping

    from milvus_tui.model.findings.explanation import Explanation, Variant

DETAILS = {
    "orm": "an alias of the ORM",
    "unused": "as long as none of them was used",
    "made": "created where no event loop ran",
    "left": "not closed before its event loop",
    "database, path": "where the URI has a path",
    "dedicated": "of dedicated=True",
    "async": "of an async client",
    "shared": "of a shared connection, from 2.6.10 on",
    "exit": "at the program's end",
    "over": "of an outage that is over",
    "dead": "of a channel that pymilvus closed",
    "idle": "where no call was lost",
    "waiting": "as long as calls wait",
    "login": "of a login",
    "none": "of a login that is the text None",
    "limit": "of a limit",
    "all": "of every call",
    "timeout": "of a timeout=",
}
"""Headings by a finding's detail; a detail that is not here changes nothing."""

MEANING = {
    ERROR: "something broke, or reads and writes in the wrong place",
    WARNING: "a leak, waste or danger",
    NOTE: "worth knowing; no alarm, so neither the header nor an exit code counts it",
}


def page() -> str:
    """The whole page, as Markdown."""
    limits = Thresholds()
    introduction = INTRODUCTION.format(
        leak=f"{limits.leak_after:g}",
        idle=f"{limits.idle_after:g}",
        blocked=f"{limits.blocked_after:g}",
    )
    parts = [
        introduction,
        "\n".join(["| | |", "|---|---|", *severities()]),
        "## At a glance",
        "\n".join(["| | finding | what was seen |", "|---|---|---|", *overview()]),
        *(section(explanation) for explanation in KINDS.values()),
    ]
    return "\n\n".join(parts) + "\n"


def severities() -> list[str]:
    """What each severity means."""
    return [f"| {GLYPHS[severity]} {severity} | {text} |" for severity, text in MEANING.items()]


def overview() -> list[str]:
    """A line for each kind."""
    return [
        f"| {GLYPHS[each.severity]} | [{each.kind}](#{each.kind.replace(' ', '-')}) "
        f"| {cell(each.seen)} |"
        for each in KINDS.values()
    ]


def section(explanation: Explanation) -> str:
    """Everything about one kind."""
    paragraphs = [
        f"## {explanation.kind}",
        f"{GLYPHS[explanation.severity]} {explanation.severity}. {explanation.seen}",
        f"**Why it matters.** {explanation.why}",
        f"**What to do.**{advice(explanation.advice, explanation.general)}",
    ]
    for detail, name in DETAILS.items():
        variant = explanation.variants.get(detail)
        if variant is not None:
            paragraphs.append(f"**{name[:1].upper()}{name[1:]}.**{difference(variant)}")
    return "\n\n".join([*paragraphs, f"**Ends when.** {explanation.ends_when}"])


def difference(variant: Variant) -> str:
    """What is different in one variant of a kind; stands after a heading."""
    severity = f"{GLYPHS[variant.severity]} {variant.severity}." if variant.severity else ""
    text = "".join(f" {part}" for part in (severity, variant.seen, variant.why) if part)
    if variant.advice or variant.general:
        text += advice(variant.advice, variant.general)
    return text


def advice(by_release: Mapping[str, str], general: str) -> str:
    """What to do, release by release; stands after a heading."""
    if not by_release:
        return f" {general}"
    rows = [f"| {releases(letters)} | {cell(text)} |" for letters, text in by_release.items()]
    if general and set("".join(by_release)) != set(GENERATIONS):
        rows.append(f"| else | {cell(general)} |")
    return "\n".join(["", "", "| pymilvus | |", "|---|---|", *rows])


def releases(generations: str) -> str:
    """Generations that follow each other, as a range of releases."""
    first, last = GENERATIONS[generations[0]], GENERATIONS[generations[-1]]
    if len(generations) == 1 or generations[-1] == "F":
        return first if len(generations) == 1 else f"from {first.split(' – ')[0]}"
    if generations[0] == "A":
        return f"up to {last.rsplit(' – ', maxsplit=1)[-1]}"
    return f"{first.split(' – ')[0]} – {last.rsplit(' – ', maxsplit=1)[-1]}"


def cell(text: str) -> str:
    """A text as a cell of a table."""
    return text.replace("|", "\\|")


INTRODUCTION = """\
# Findings

What milvus-tui can find wrong in a program. `f` opens the list of what it found, with the place in
the code and the calls that led there; `milvus-tui check` prints the same at a program's end.

A finding is something that was *seen* in the process, never a guess about a release. What a finding
means and what to do about it does depend on the release: the tables below give both for each, as it
was measured (see [releases.md](releases.md)). A finding that ended stays in the list, with how long
it lasted and what ended it. Findings of one kind from one place in the code are shown as one, with
their number.

A connection whose last client was dropped, and a connection that never became ready, count after
{leak} seconds (`--leak-after`); a shared connection all of whose clients were closed, after {idle}
seconds (`--idle-after`). A plain call in a running event loop counts if it took longer than
{blocked} seconds (`--blocked-after`).

`python -m milvus_tui.model.findings.findings_page` writes this page, from the words that the
program uses."""

if __name__ == "__main__":
    sys.stdout.write(page())

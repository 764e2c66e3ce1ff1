"""The page about findings.

`python -m milvus_tui.model.findings.findings_page > docs/findings.md` writes it.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from milvus_tui.model.findings.explanation import ERROR, GENERATIONS, GLYPHS, NOTE, WARNING
from milvus_tui.model.findings.kinds import KINDS
from milvus_tui.model.findings.severity import SEVERAL, Thresholds

if TYPE_CHECKING:
    from collections.abc import Mapping

    from milvus_tui.model.findings.explanation import Explanation, Variant

DETAILS = {
    "orm": "an alias of the ORM's",
    "unused": "as long as none of them was used",
    "left": "left behind",
    "dedicated": "of dedicated=True",
    "shared": "of a shared connection, from 2.6.10 on",
    "exit": "at the program's end",
}
"""What a finding's details are called; those that are not here change nothing."""

MEANING = {
    ERROR: "something broke, or reads and writes in the wrong place",
    WARNING: "a leak, waste or danger",
    NOTE: "worth knowing; no alarm, so neither the header nor an exit code counts it",
}


def page() -> str:
    """The whole page, as Markdown."""
    limits = Thresholds()
    parts = [
        INTRODUCTION.format(age=f"{limits.age:g}", idle=f"{limits.idle:g}", several=SEVERAL),
        "\n".join(["| | |", "|---|---|", *severities()]),
        "## At a glance",
        "\n".join(["| | finding | what was seen |", "|---|---|---|", *overview()]),
        *(section(words) for words in KINDS.values()),
    ]
    return "\n\n".join(parts) + "\n"


def severities() -> list[str]:
    """What each severity means."""
    return [f"| {GLYPHS[grave]} {grave} | {said} |" for grave, said in MEANING.items()]


def overview() -> list[str]:
    """A line for each kind."""
    return [
        f"| {GLYPHS[words.severity]} | [{words.kind}](#{words.kind.replace(' ', '-')}) "
        f"| {cell(words.seen)} |"
        for words in KINDS.values()
    ]


def section(words: Explanation) -> str:
    """Everything about one kind."""
    paragraphs = [
        f"## {words.kind}",
        f"{GLYPHS[words.severity]} {words.severity}. {words.seen}",
        f"**Why it matters.** {words.why}",
        f"**What to do.**{advice(words.advice, words.general)}",
    ]
    for detail, name in DETAILS.items():
        variant = words.variants.get(detail)
        if variant is not None:
            paragraphs.append(f"**{name[:1].upper()}{name[1:]}.**{other(variant)}")
    return "\n\n".join([*paragraphs, f"**Over when.** {words.ends}"])


def other(variant: Variant) -> str:
    """What is otherwise in one variant of a kind; goes on after a label."""
    grave = f"{GLYPHS[variant.severity]} {variant.severity}." if variant.severity else ""
    said = "".join(f" {part}" for part in (grave, variant.seen, variant.why) if part)
    if variant.advice or variant.general:
        said += advice(variant.advice, variant.general)
    return said


def advice(by_release: Mapping[str, str], general: str) -> str:
    """What to do, release by release; goes on after a label."""
    if not by_release:
        return f" {general}"
    rows = [f"| {releases(of)} | {cell(said)} |" for of, said in by_release.items()]
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


def cell(said: str) -> str:
    """A text as a cell of a table."""
    return said.replace("|", "\\|")


INTRODUCTION = """\
# Findings

What milvus-tui can find wrong in a program. `f` opens the list of what it did find, with the place
in the code and the calls that led there; `milvus-tui check` prints the same at a program's end.

A finding is something that was *seen* in the process, never a guess about a release. What it means
and what to do about it does depend on the release: the tables below say so for each, as it was
measured (see [releases.md](releases.md)). A finding that no longer holds stays in the list and says
how long it lasted and what ended it. Findings of one kind from one place in the code are told as
one, with their number.

A connection without a client, and one that never became ready, count after {age} seconds
(`--leak-after`); a shared connection all of whose clients were closed, after {idle} seconds (`--idle-after`).

`python -m milvus_tui.model.findings.findings_page` writes this page, from what the program says."""

if __name__ == "__main__":
    sys.stdout.write(page())

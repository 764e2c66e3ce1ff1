"""The screen, the help and the generated pages keep to the plain words of the glossary."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from milvus_tui.cli.main import COMMANDS, group
from milvus_tui.tui.actions.registry import ACTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
SNAPSHOTS = Path(__file__).parent / "__snapshots__"
PAGES = ("keys", "findings", "command-line", "glossary")

RETIRED = {
    "astray": "differs from what the client requested",
    "blast": "what close() breaks",
    "colls": "collections",
    "doomed": "would break",
    "door": "way to watch a program, or started by",
    "fleet": "targets",
    "follower": "process tracker",
    "foretell": "predict",
    "foretold": "predicted",
    "heir": "inherited client",
    "ledger": "predictions",
    "let go of": "dropped",
    "lets go of": "drops",
    "letting go of": "dropping",
    "orphan": "leaked",
    "orphaned": "leaked",
    "parting": "the program's exit",
    "roster": "list of processes",
    "unwired": "without a connection",
    "wiring": "connections",
    "yank": "copy",
    "zombie": "a client that was closed",
}
"""By retired word or phrase, in lower case and in the singular: what to write instead."""

LONGEST_FIRST = sorted(map(re.escape, RETIRED), key=len, reverse=True)
PATTERN = re.compile(rf"(?<![\w/.-])({'|'.join(LONGEST_FIRST)})s?(?![\w/-])", re.IGNORECASE)


def retired(text: str) -> list[str]:
    """The retired words of a text, each with its line and with the words to use."""
    lines = enumerate(text.splitlines(), 1)
    found = ((number, match, line) for number, line in lines for match in PATTERN.finditer(line))
    return [
        f"{number}: {match[0]!r}, write {RETIRED[match[1].lower()]!r}: {line.strip()}"
        for number, match, line in found
    ]


def sentences(source: str) -> Iterator[str]:
    """The strings of a module that have a space, without its docstrings: texts for the user."""
    tree = ast.parse(source)
    docstrings = {
        id(each.value)
        for each in ast.walk(tree)
        if isinstance(each, ast.Expr) and isinstance(each.value, ast.Constant)
    }
    for each in ast.walk(tree):
        text = each.value if isinstance(each, ast.Constant) else None
        if isinstance(text, str) and " " in text and id(each) not in docstrings:
            yield text


@pytest.mark.parametrize("path", sorted(SNAPSHOTS.rglob("*.txt")), ids=lambda path: path.stem)
def test_no_screen_has_a_retired_word(path: Path) -> None:
    assert retired(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "package", ["agent", "cli", "model", "reports", "scenarios", "sessions", "tui"]
)
def test_no_message_has_a_retired_word(package: str) -> None:
    found = {
        str(path.relative_to(ROOT)): words
        for path in sorted((ROOT / "milvus_tui" / package).rglob("*.py"))
        if (words := retired("\n".join(sentences(path.read_text(encoding="utf-8")))))
    }
    assert found == {}


def test_no_action_has_a_retired_word() -> None:
    texts = (f"{each.label}: {each.help} {each.elsewhere} {each.group}" for each in ACTIONS)
    assert retired("\n".join(texts)) == []


@pytest.mark.parametrize("name", PAGES)
def test_no_page_has_a_retired_word(name: str) -> None:
    assert retired((ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_no_help_has_a_retired_word(name: str) -> None:
    arguments = [name, "--help"] if name else ["--help"]
    done = CliRunner().invoke(group, arguments, prog_name="milvus-tui")
    assert done.exit_code == 0
    assert "Usage" in done.output
    assert retired(done.output) == []


@pytest.mark.parametrize("word", RETIRED)
def test_each_retired_word_is_found(word: str) -> None:
    found = retired(f"The first line.\nHere the {word.capitalize()} stands, and two {word}s.\n")
    assert len(found) == 2
    assert found[0].startswith(f"2: {word.capitalize()!r}, write {RETIRED[word]!r}")


@pytest.mark.parametrize("text", ["doorway", "/tmp/door/a.py", "their", "the departing host"])
def test_other_words_are_left_alone(text: str) -> None:
    assert retired(text) == []


def test_messages_are_read_without_docstrings_and_names() -> None:
    source = 'def f():\n    """In a docstring."""\n    return f"no client {1} yet", "name"\n'
    assert list(sentences(source)) == ["no client ", " yet"]

"""Completion of commands, options and files in the shells that support it."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from milvus_tui.cli.main import COMMANDS
from tests.terminal.screen import COMMAND, Terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Open = Callable[[str], Terminal]

PROMPT = "ready>"

START = {
    "bash": ("--norc", "--noprofile", "-i"),
    "zsh": ("-f", "-i"),
}
"""Options of an interactive shell that reads no start-up file."""

SWITCH_ON = {
    "bash": 'eval "$(_MILVUS_TUI_COMPLETE=bash_source milvus-tui)"',
    "zsh": 'autoload -U compinit && compinit -u -D && eval "$(_MILVUS_TUI_COMPLETE=zsh_source'
    ' milvus-tui)"',
    "fish": "_MILVUS_TUI_COMPLETE=fish_source milvus-tui | source",
}
"""The documented line of each shell; zsh needs its completion system first."""

CASES = [
    ("che", "check"),
    ("at", "attach"),
    ("check --fa", "--fail-on"),
    ("check --fail-on e", "error"),
    ("--pym", "--pymilvus"),
    ("--db books --int", "--interval"),
    ("lab --int", "--interval"),
    ("attach --leak", "--leak-after"),
    ("run ./uni", "./unique_program.py"),
    ("check python uni", "unique_program.py"),
    ("check python --option uni", "unique_program.py"),
    ("./uni", "./unique_program.py"),
]
"""What is typed after `milvus-tui`, and the word that it becomes."""

VERSIONS = {"bash": (4, 4), "zsh": (5, 0), "fish": (3, 1)}
"""The oldest release of each shell that click's completion supports."""


def find(shell: str) -> str:
    """The path of a shell; skips the test where there is none, or one that is too old."""
    path = shutil.which(shell)
    if path is None:
        pytest.skip(f"{shell} is not installed")
    text = subprocess.run([path, "--version"], capture_output=True, text=True, check=True).stdout
    numbers = next(word for word in text.replace(",", " ").split() if word[0].isdigit())
    major, minor = numbers.split(".")[:2]
    if (int(major), int(minor)) < VERSIONS[shell]:
        pytest.skip(f"{shell} {numbers} is too old for click's completion")
    return path


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The variables of a shell in an empty directory with one file, which finds `milvus-tui`."""
    (tmp_path / "unique_program.py").touch()
    monkeypatch.chdir(tmp_path)
    path = f"{COMMAND.parent}{os.pathsep}{os.environ['PATH']}"
    homes = dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"), str(tmp_path))
    return {"PATH": path, "HISTFILE": "", **homes}


@pytest.fixture
def open_shell(environment: dict[str, str]) -> Iterator[Open]:
    """Opens an interactive shell with completion, in a terminal that is closed at the end."""
    opened: list[Terminal] = []

    def open_(shell: str) -> Terminal:
        terminal = Terminal(START[shell], environment, Path(find(shell)))
        opened.append(terminal)
        terminal.press(f"PS1='{PROMPT} '; {SWITCH_ON[shell]}; clear\r")
        terminal.wait_until(lambda: terminal.text() == PROMPT, "the prompt")
        return terminal

    yield open_
    for terminal in opened:
        terminal.child.close()


@pytest.mark.parametrize("shell", START)
def test_a_tab_completes_the_word(open_shell: Open, shell: str) -> None:
    terminal = open_shell(shell)
    for typed, completed in CASES:
        terminal.press(f"milvus-tui {typed}\t")
        before = typed.rpartition(" ")[0]
        line = " ".join(filter(None, (PROMPT, "milvus-tui", before, completed)))
        terminal.wait(line)
        terminal.press("\x15\x0c")  # clear the line, then the screen
        terminal.wait_until(lambda: terminal.text() == PROMPT, "an empty line")


@pytest.mark.parametrize("shell", START)
@pytest.mark.parametrize(
    ("typed", "listed"),
    [
        ("", list(COMMANDS)),
        ("--d", ["--data", "--db"]),
        ("run --o", ["--output"]),
        ("ps -", ["--json", "--help"]),
    ],
)
def test_two_tabs_list_the_words(
    open_shell: Open, shell: str, typed: str, listed: list[str]
) -> None:
    terminal = open_shell(shell)
    terminal.press(f"milvus-tui {typed}\t\t")
    terminal.wait(*listed)


def fish_words(line: str, environment: dict[str, str]) -> list[str]:
    """The words that fish suggests for the last word of a line."""
    done = subprocess.run(
        [find("fish"), "-c", f"{SWITCH_ON['fish']}; complete -C '{line}'"],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    return [suggestion.partition("\t")[0] for suggestion in done.stdout.splitlines()]


@pytest.mark.parametrize(("typed", "completed"), CASES)
def test_fish_suggests_the_word(environment: dict[str, str], typed: str, completed: str) -> None:
    assert fish_words(f"milvus-tui {typed}", environment) == [completed]


def test_fish_lists_commands_and_the_labs_options(environment: dict[str, str]) -> None:
    assert sorted(fish_words("milvus-tui ", environment)) == sorted(COMMANDS)
    assert fish_words("milvus-tui --d", environment) == ["--data", "--db"]


def test_former_names_of_options_are_not_suggested(environment: dict[str, str]) -> None:
    assert fish_words("milvus-tui check --ag", environment) == []
    assert fish_words("milvus-tui attach --idl", environment) == ["--idle-after"]

"""The documents name what the program has: options, exit codes, keys, completion, pictures."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from milvus_tui.cli.main import COMMANDS, EPILOG, group
from milvus_tui.lifecycle.exit_codes import ExitCode

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text()
COMMAND_LINE = (ROOT / "docs" / "command-line.md").read_text()


def test_the_page_of_keys_is_the_programs() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "milvus_tui.tui.actions.keys_page"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert (ROOT / "docs" / "keys.md").read_text() == done.stdout


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_is_named(name: str) -> None:
    command = group.get_command(click.Context(group), name)
    assert command is not None
    options = [option for option in command.params if isinstance(option, click.Option)]
    names = {name for option in options for name in (*option.opts, *option.secondary_opts)}
    missing = {name for name in names if not re.search(rf"`(ps )?{name}\b", COMMAND_LINE)}
    assert missing <= {"--version"}


@pytest.mark.parametrize("code", ExitCode)
def test_every_exit_code_is_named(code: ExitCode) -> None:
    assert re.search(rf"^\|[\d, ]*\b{code.value}\b[\d, ]*\|", COMMAND_LINE, re.MULTILINE)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_line_that_switches_completion_on_is_that_of_the_help(shell: str) -> None:
    line = re.search(rf"^  {shell} +(.*{shell}_source.*)$", EPILOG, re.MULTILINE)
    assert line is not None
    assert f"`{line[1]}`" in COMMAND_LINE.replace(r"\|", "|")


def test_every_picture_is_there() -> None:
    pictures = re.findall(r"!\[[^]]+\]\(([^)]+)\)", README)
    drawn = {f"screenshots/{path.name}" for path in (ROOT / "screenshots").glob("*.svg")}
    assert set(pictures) == drawn, "the README shows each picture, and each that it shows is there"
    assert [name for name in pictures if not (ROOT / name).is_file()] == []

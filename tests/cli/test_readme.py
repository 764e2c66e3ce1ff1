"""The README says what is so."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from milvus_tui.cli.attach import attach
from milvus_tui.cli.lab import lab
from milvus_tui.cli.run import run
from milvus_tui.lifecycle.exit_codes import ExitCode

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text()


def test_the_table_of_keys_is_the_programs() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "milvus_tui.tui.actions.keys_page"],
        capture_output=True,
        text=True,
        check=True,
    )
    found = re.search(r"<!-- keys: .*? -->\n(.*)\n<!-- end of keys -->", README, re.DOTALL)
    assert found is not None
    assert found.group(1).strip() == done.stdout.strip()


@pytest.mark.parametrize("command", [lab, run, attach], ids=str)
def test_every_option_is_named(command: click.Command) -> None:
    options = [option for option in command.params if isinstance(option, click.Option)]
    names = {name for option in options for name in (*option.opts, *option.secondary_opts)}
    missing = {name for name in names if f"`{name}" not in README}
    assert missing <= {"--version"}


@pytest.mark.parametrize("code", ExitCode)
def test_every_exit_code_is_named(code: ExitCode) -> None:
    assert re.search(rf"^\|[\d, ]*\b{code.value}\b[\d, ]*\|", README, re.MULTILINE)


def test_every_picture_is_there() -> None:
    pictures = re.findall(r"!\[[^]]+\]\(([^)]+)\)", README)
    made = {f"screenshots/{path.name}" for path in (ROOT / "screenshots").glob("*.svg")}
    assert set(pictures) == made, "each picture is shown, and each that is shown was made"
    assert [name for name in pictures if not (ROOT / name).is_file()] == []

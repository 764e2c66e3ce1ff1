"""The pages about the command line and the releases say what is true."""

from __future__ import annotations

import re
from pathlib import Path

import click

from milvus_tui.cli.demo import demo
from milvus_tui.scenarios.catalog_files import scenarios
from milvus_tui.sessions.releases import release_environments

ROOT = Path(__file__).resolve().parents[2]
COMMAND_LINE = (ROOT / "docs" / "command-line.md").read_text()
PAGE = (ROOT / "docs" / "releases.md").read_text()


def test_every_option_of_demo_is_named() -> None:
    options = [option for option in demo.params if isinstance(option, click.Option)]
    assert {
        name for option in options for name in option.opts if f"`{name}" not in COMMAND_LINE
    } == set()


def test_the_page_of_releases_has_every_release_and_scenario() -> None:
    titles = re.findall(r"^\|  \|(.*)\|$", PAGE, re.MULTILINE)
    covered: list[str] = []
    for title in (cell.strip() for line in titles for cell in line.split("|")):
        first, _, last = title.partition(" – ")
        begin, end = (release_environments.KNOWN.index(each) for each in (first, last or first))
        covered += release_environments.KNOWN[begin : end + 1]
    assert tuple(covered) == release_environments.KNOWN
    for number, scenario in scenarios().items():
        assert f"\n| {number} {scenario.name} |" in PAGE
        assert f"\n- **{number} {scenario.name}**: " in PAGE


def test_the_page_says_that_all_ran() -> None:
    assert "could not run" not in PAGE

"""The README says what is so."""

from __future__ import annotations

import re
from pathlib import Path

import click

from milvus_tui.headless.command import demo
from milvus_tui.scenarios.load import scenarios
from milvus_tui.targets import releases

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text()
PAGE = (ROOT / "docs" / "releases.md").read_text()


def test_every_option_of_demo_is_named() -> None:
    options = [option for option in demo.params if isinstance(option, click.Option)]
    assert {name for option in options for name in option.opts if f"`{name}" not in README} == set()


def test_the_page_of_releases_has_every_release_and_scenario() -> None:
    titles = re.findall(r"^\|  \|(.*)\|$", PAGE, re.MULTILINE)
    covered: list[str] = []
    for title in (cell.strip() for line in titles for cell in line.split("|")):
        first, _, last = title.partition(" – ")
        begin, end = (releases.KNOWN.index(each) for each in (first, last or first))
        covered += releases.KNOWN[begin : end + 1]
    assert tuple(covered) == releases.KNOWN
    for number, scenario in scenarios().items():
        assert f"\n| {number} {scenario.name} |" in PAGE
        assert f"\n- **{number} {scenario.name}**: " in PAGE


def test_the_page_says_that_all_ran() -> None:
    assert "could not run" not in PAGE

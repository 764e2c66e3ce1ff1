"""docs/troubleshooting.md: what its rows say of which program."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tests import servers

PAGE = servers.ROOT / "docs" / "troubleshooting.md"

_ROW = re.compile(
    r"\| (?P<says>.+?) <!-- (?P<name>\w+) --> "
    r"\| \[(?P<kind>[\w -]+)\]\(findings\.md#(?P<anchor>[\w-]+)\)"
)
_LINK = re.compile(r"\]\(#([\w-]+)\)")
_HEADING = re.compile(r"^## (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Row:
    """What a row of the page says of a program."""

    name: str
    """Of the program."""
    says: str
    """The title of the finding; `…` stands for any text."""
    kind: str
    anchor: str
    """Of the kind's section in docs/findings.md."""

    def fits(self, title: str) -> bool:
        """Whether a finding's title is what the row says."""
        return bool(re.fullmatch(".*".join(map(re.escape, self.says.split("…"))), title))


def rows() -> list[Row]:
    """The rows of all tables."""
    found = _ROW.finditer(PAGE.read_text("utf-8"))
    return [Row(each["name"], each["says"], each["kind"], each["anchor"]) for each in found]


def links() -> set[str]:
    """The sections that the first table leads to."""
    return set(_LINK.findall(PAGE.read_text("utf-8")))


def sections() -> set[str]:
    """The sections, by the anchors that GitHub gives them."""
    headings = _HEADING.findall(PAGE.read_text("utf-8"))
    return {re.sub(r"[^\w -]", "", each.lower()).replace(" ", "-") for each in headings}

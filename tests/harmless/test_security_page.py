"""`docs/security.md` names a test for each fault."""

from __future__ import annotations

import re

from tests import servers

ROWS = [
    line
    for line in (servers.ROOT / "docs" / "security.md").read_text("utf-8").splitlines()
    if line.startswith("| ") and not line.startswith("| fault")
]


def test_each_fault_has_a_test_that_is_there() -> None:
    assert len(ROWS) > 10
    for row in ROWS:
        named = re.findall(r"`(tests/\S+\.py)`", row)
        assert named, row
        assert all((servers.ROOT / path).is_file() for path in named), row

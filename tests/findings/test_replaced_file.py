"""A `.db` file that was removed under a client: its title, severity and advice."""

from __future__ import annotations

from milvus_tui.model.findings.explanation import ERROR, WARNING
from milvus_tui.wire import Kind
from tests.findings.reporting import advice, severity, title

KIND = Kind.REPLACED_FILE


def test_title() -> None:
    file = "after its .db file was removed or replaced"
    assert title(KIND, "opened", client=3) == f"c3 was made {file}"
    assert title(KIND, "used", client=3) == f"c3 was called {file}"
    assert title(KIND, "left") == f"A client stayed open {file}"


def test_severity() -> None:
    assert (severity(KIND, "opened"), severity(KIND, "used")) == (ERROR, ERROR)
    assert severity(KIND, "left") == WARNING


def test_advice_says_how_to_end_the_server() -> None:
    assert "release_server(path)" in advice(KIND, "A", "opened")

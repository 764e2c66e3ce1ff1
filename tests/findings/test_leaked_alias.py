"""An alias that no client can close: its title, severity and advice."""

from __future__ import annotations

from milvus_tui.model.example_snapshots import NOON
from milvus_tui.model.findings.explanation import NOTE, WARNING
from milvus_tui.wire import Kind
from tests.findings.reporting import advice, finding, report, severity, title, title_of_several

KIND = Kind.LEAKED_ALIAS


def test_title() -> None:
    assert title(KIND, alias=4) == "Alias books leaked, with no client left"
    assert title(KIND, alias=9) == "An alias leaked, with no client left"
    assert title(KIND, "dedicated", alias=4) == "A dedicated connection leaked, with no client left"
    assert title_of_several(KIND) == "3 aliases leaked, with no client left"
    assert (
        title_of_several(KIND, "dedicated") == "3 dedicated connections leaked, with no client left"
    )


def test_severity() -> None:
    assert severity(KIND) == WARNING


def test_an_alias_that_close_would_have_kept_is_no_leak() -> None:
    assert severity(KIND, generation="F") == NOTE
    assert severity(KIND, "dedicated", generation="F") == WARNING


def test_it_counts_after_a_while() -> None:
    row = finding(KIND, at=NOON)
    assert not report(row, now=NOON + 4)
    assert report(row, now=NOON + 5)


def test_advice_is_for_the_release_at_hand() -> None:
    assert "contextlib.closing" in advice(KIND, "A")
    assert "last one only" in advice(KIND, "D")
    assert "dedicated=True" in advice(KIND, "F")
    assert "Nothing else closes" in advice(KIND, "F", "dedicated")

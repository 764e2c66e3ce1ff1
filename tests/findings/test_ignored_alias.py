"""An `alias=` that the release ignores: its title, severity and advice."""

from __future__ import annotations

from milvus_tui.model.findings.explanation import NOTE
from milvus_tui.wire import Kind
from tests.findings.reporting import advice, severity, title, title_of_several

KIND = Kind.IGNORED_ALIAS


def test_title() -> None:
    assert title(KIND, client=3) == "The alias= of c3 is ignored"
    assert title_of_several(KIND, affected=((6, 8),)) == "The alias= of 3 clients is ignored"


def test_severity() -> None:
    assert severity(KIND) == NOTE


def test_advice_is_for_the_release_at_hand() -> None:
    assert "TypeError" in advice(KIND, "A")
    assert "swallows dedicated=True" in advice(KIND, "D")
    assert "TypeError" not in advice(KIND, "D")
    assert "dedicated=True opens one" in advice(KIND, "F")

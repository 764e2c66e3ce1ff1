"""A close() that broke other clients: its title, severity and advice."""

from __future__ import annotations

from milvus_tui.model.example_snapshots import NOON
from milvus_tui.model.findings.explanation import ERROR, NOTE, WARNING
from milvus_tui.wire import Kind
from tests.findings.reporting import advice, finding, report_one, severity, title, title_of_several

KIND = Kind.COLLATERAL_CLOSE


def test_title() -> None:
    assert title(KIND, client=1, affected=((2, 11),)) == "c1.close() broke 10 other clients"
    assert title(KIND) == "close() broke other clients"
    assert title(KIND, "orm", affected=((2, 2),)) == (
        "close() broke an alias of the ORM and 1 other client"
    )
    assert title(KIND, "orm") == "close() broke an alias of the ORM"
    assert title(KIND, "orm", name="books") == "close() broke alias 'books' of the ORM"
    assert title(KIND, "disconnect", name="books") == (
        "disconnect() took alias 'books' of the ORM from code that used it"
    )
    assert title_of_several(KIND) == "close() broke other clients, 3 times"


def test_severity() -> None:
    assert severity(KIND) == severity(KIND, "used") == severity(KIND, "orm") == ERROR
    assert severity(KIND, "disconnect") == ERROR
    assert severity(KIND, "unused") == WARNING


def test_a_close_without_a_failed_call_is_a_note_once_it_has_ended() -> None:
    assert report_one(finding(KIND, detail="unused", ended_at=NOON + 9)).severity == NOTE
    assert report_one(finding(KIND, detail="used", ended_at=NOON + 9)).severity == ERROR


def test_advice_is_for_the_release_at_hand() -> None:
    assert "its own connection" in advice(KIND, "A")
    assert "its own alias=" in advice(KIND, "D")
    assert "From pymilvus 2.6.10 on" in advice(KIND, "E")
    assert "disconnected" in advice(KIND, "F")
    assert "2.6.10" not in advice(KIND, "F")
    assert "connections.disconnect()" in advice(KIND, "D", "orm")
    assert "alias of its own" in advice(KIND, "D", "disconnect")

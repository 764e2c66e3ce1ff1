"""What is kept of the message of a call that failed."""

from __future__ import annotations

from milvus_tui.agent.hooks.call_failures import END_OF_TEXT, MOST_TEXT, failure_of


def test_a_long_message_keeps_its_beginning_and_its_end() -> None:
    """asyncio describes a whole task before it says what is wrong."""
    text = failure_of(RuntimeError(f"Task <{'x' * 500}> attached to a different loop")).text
    assert text.startswith("Task <xxx")
    assert text.endswith("x> attached to a different loop")
    assert len(text) == MOST_TEXT > END_OF_TEXT


def test_a_short_message_is_kept() -> None:
    assert failure_of(RuntimeError("x" * MOST_TEXT)).text == "x" * MOST_TEXT

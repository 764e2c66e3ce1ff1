"""To the program, a hooked method behaves like the original."""

from __future__ import annotations

import asyncio
import inspect
from typing import Any

import pytest

from milvus_tui.agent.hooks.method_hooks import MethodHooks


class Base:
    def inherited(self) -> str:
        return "inherited"


class Thing(Base):
    """Its methods return what they were called with."""

    def plain(self, one: int, two: int = 2) -> tuple[int, int]:
        """What it does."""
        return one, two

    async def later(self, one: int) -> int:
        return one

    def fails(self) -> None:
        raise KeyError("its own")

    async def fails_later(self) -> None:
        raise KeyError("its own")


METHODS = ("plain", "later", "fails", "fails_later", "inherited")


class Noted:
    """Hooks, and what they noted."""

    def __init__(self) -> None:
        self.notes: list[tuple[Any, ...]] = []
        self.faults: list[BaseException] = []
        self.inbox: list[Any] = []
        self.hooks = MethodHooks(self.inbox.append, self.faults.append)

    def note(self, *call: Any) -> None:
        self.notes.append(call)

    def process_inbox(self) -> None:
        """Call what is in the inbox, as the agent's thread does."""
        for action in self.inbox:
            action()


@pytest.fixture
def noted() -> Any:
    found = Noted()
    for name in METHODS:
        found.hooks.add(Thing, name, found.note)
    yield found
    found.hooks.remove()


def test_calls_go_through_and_are_noted(noted: Noted) -> None:
    thing = Thing()
    assert thing.plain(1, two=3) == (1, 3)
    assert asyncio.run(thing.later(5)) == 5
    assert thing.inherited() == "inherited"
    assert noted.notes == [(thing, (1,), {"two": 3}), (thing, (5,), {}), (thing, (), {})]


def test_an_exception_of_a_method_goes_through_and_is_not_noted(noted: Noted) -> None:
    with pytest.raises(KeyError, match="its own"):
        Thing().fails()
    with pytest.raises(KeyError, match="its own"):
        asyncio.run(Thing().fails_later())
    assert (noted.notes, noted.faults) == ([], [])


def test_a_hooked_method_looks_like_the_original(noted: Noted) -> None:
    assert inspect.iscoroutinefunction(Thing.later)
    assert not inspect.iscoroutinefunction(Thing.plain)
    assert (Thing.plain.__name__, Thing.plain.__doc__) == ("plain", "What it does.")
    assert str(inspect.signature(Thing.plain)) == str(inspect.signature(Thing.plain.__wrapped__))  # type: ignore[attr-defined]


def test_remove_restores_the_class() -> None:
    before = dict(vars(Thing))
    found = Noted()
    for name in METHODS:
        found.hooks.add(Thing, name, found.note)
    assert "inherited" in vars(Thing)
    found.hooks.remove()
    assert dict(vars(Thing)) == before


def test_remove_keeps_what_other_code_put_in_place_of_a_hook(noted: Noted) -> None:
    def theirs(self: Any) -> str:
        return "theirs"

    ours = vars(Thing)["plain"]
    Thing.plain = theirs  # type: ignore[assignment, method-assign]
    try:
        noted.hooks.remove()
        assert vars(Thing)["plain"] is theirs
    finally:
        Thing.plain = ours.__wrapped__  # type: ignore[method-assign]


@pytest.mark.parametrize("broken", ["_begin", "_note", "_end", "_raised"])
def test_an_exception_of_a_hook_never_reaches_the_program(
    noted: Noted, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    def fail(*_: Any, **__: Any) -> Any:
        raise ZeroDivisionError

    monkeypatch.setattr(noted.hooks, broken, fail)
    assert Thing().plain(1) == (1, 2)
    assert asyncio.run(Thing().later(5)) == 5


def test_an_exception_of_a_method_is_told_with_its_call(noted: Noted) -> None:
    raised = []
    noted.hooks.on_raise = lambda call, self_, error: raised.append((call.method, type(error)))
    with pytest.raises(KeyError):
        Thing().fails()
    with pytest.raises(KeyError):
        asyncio.run(Thing().fails_later())
    assert raised == [("fails", KeyError), ("fails_later", KeyError)]


def test_an_exception_of_a_note_is_a_fault_of_the_agent() -> None:
    found = Noted()

    def fail(*_: Any) -> None:
        raise ZeroDivisionError

    found.hooks.add(Thing, "plain", fail)
    try:
        assert Thing().plain(1) == (1, 2)
    finally:
        found.hooks.remove()
    assert [type(fault) for fault in found.faults] == [ZeroDivisionError]


def test_a_call_is_pending_until_its_note_is_processed(noted: Noted) -> None:
    running: list[bool] = []
    noted.hooks.add(
        Thing, "plain", lambda *_: running.extend(c.is_running for c in pending_calls())
    )

    def pending_calls() -> list[Any]:
        return list(noted.hooks.pending_calls)

    Thing().plain(1)
    assert any(running), "the call is running while it is noted"
    assert pending_calls()
    assert not any(call.is_running for call in pending_calls())
    noted.process_inbox()
    assert not pending_calls()


def test_calls_of_a_hot_method_are_noted_for_chosen_objects_only() -> None:
    found = Noted()
    chosen, other = Thing(), Thing()
    failed: list[Any] = []
    found.hooks.add_to_hot_method(
        Thing, "plain", {id(chosen): True}, found.note, lambda *call: failed.append(call)
    )
    found.hooks.add_to_hot_method(
        Thing, "fails", {id(chosen): True}, found.note, lambda *call: failed.append(call[0])
    )
    try:
        assert other.plain(1) == (1, 2)
        assert found.notes == []
        assert chosen.plain(1) == (1, 2)
        assert found.notes == [(chosen, (1,), {})]
        with pytest.raises(KeyError):
            other.fails()
    finally:
        found.hooks.remove()
    assert failed == [other], "a failure is noted for every object"

"""A hooked method is the method that it was, to everyone but us."""

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
    """Its methods say what they were called with."""

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
    """What the hooks told."""

    def __init__(self) -> None:
        self.notes: list[tuple[Any, ...]] = []
        self.faults: list[BaseException] = []
        self.inbox: list[Any] = []
        self.hooks = MethodHooks(self.inbox.append, self.faults.append)

    def note(self, *seen: Any) -> None:
        self.notes.append(seen)

    def settle(self) -> None:
        """Do what stands in the inbox, as the agent's thread would."""
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


def test_what_a_method_raises_goes_through_and_is_no_note(noted: Noted) -> None:
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


def test_all_hooks_come_off_without_a_trace() -> None:
    before = dict(vars(Thing))
    found = Noted()
    for name in METHODS:
        found.hooks.add(Thing, name, found.note)
    assert "inherited" in vars(Thing)
    found.hooks.remove()
    assert dict(vars(Thing)) == before


def test_a_hook_that_somebody_else_has_replaced_is_left_to_them(noted: Noted) -> None:
    def theirs(self: Any) -> str:
        return "theirs"

    ours = vars(Thing)["plain"]
    Thing.plain = theirs  # type: ignore[assignment, method-assign]
    try:
        noted.hooks.remove()
        assert vars(Thing)["plain"] is theirs
    finally:
        Thing.plain = ours.__wrapped__  # type: ignore[method-assign]


@pytest.mark.parametrize("broken", ["_begin", "_note", "_end"])
def test_no_step_of_ours_reaches_the_program(
    noted: Noted, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    def fail(*_: Any, **__: Any) -> Any:
        raise ZeroDivisionError

    monkeypatch.setattr(noted.hooks, broken, fail)
    assert Thing().plain(1) == (1, 2)
    assert asyncio.run(Thing().later(5)) == 5


def test_a_note_that_fails_is_told_to_us_alone() -> None:
    found = Noted()

    def fail(*_: Any) -> None:
        raise ZeroDivisionError

    found.hooks.add(Thing, "plain", fail)
    try:
        assert Thing().plain(1) == (1, 2)
    finally:
        found.hooks.remove()
    assert [type(fault) for fault in found.faults] == [ZeroDivisionError]


def test_a_call_is_under_way_until_its_note_has_left_the_inbox(noted: Noted) -> None:
    running: list[bool] = []
    noted.hooks.add(Thing, "plain", lambda *_: running.extend(c.is_running for c in pending_calls()))

    def pending_calls() -> list[Any]:
        return list(noted.hooks.pending_calls)

    Thing().plain(1)
    assert any(running), "the call that is noted"
    assert pending_calls()
    assert not any(call.is_running for call in pending_calls())
    noted.settle()
    assert not pending_calls()


def test_a_method_that_is_called_all_the_time_is_noted_for_those_wanted_only() -> None:
    found = Noted()
    wanted, other = Thing(), Thing()
    failed: list[Any] = []
    found.hooks.add_to_hot_method(
        Thing, "plain", {id(wanted): True}, found.note, lambda *seen: failed.append(seen)
    )
    found.hooks.add_to_hot_method(
        Thing, "fails", {id(wanted): True}, found.note, lambda *seen: failed.append(seen[0])
    )
    try:
        assert other.plain(1) == (1, 2)
        assert found.notes == []
        assert wanted.plain(1) == (1, 2)
        assert found.notes == [(wanted, (1,), {})]
        with pytest.raises(KeyError):
            other.fails()
    finally:
        found.hooks.remove()
    assert failed == [other], "a failure is noted for all"

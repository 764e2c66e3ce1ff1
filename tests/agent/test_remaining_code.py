"""Whether the program's own code had anything left to do when an object was collected."""

from __future__ import annotations

import sys
import weakref
from typing import TYPE_CHECKING

import pytest

from milvus_tui.agent.hooks import call_sites
from milvus_tui.agent.hooks.remaining_code import has_more_to_do

if TYPE_CHECKING:
    from collections.abc import Callable


class Client:
    """Stands for a client."""


seen: list[call_sites.Stack] = []
kept: list[weakref.ref[Client]] = []


def make() -> Client:
    client = Client()
    kept.append(weakref.ref(client, lambda _: seen.append(call_sites.own_frames())))
    return client


def work() -> int:
    client = make()
    return len(str(client))


def last() -> None:
    work()


def last_in_an_expression() -> None:
    sys.stdout.write(str(work())[:0])


def last_before_a_handler() -> None:
    try:
        work()
    except KeyboardInterrupt:
        sys.stdout.write("interrupted")


def last_before_a_return() -> int:
    number = work()
    return number  # noqa: RET504 - the point of this function


def goes_on() -> None:
    work()
    sys.stdout.write("")


def in_a_loop() -> None:
    for _ in range(1):
        work()


def in_a_finally() -> None:
    try:
        work()
    finally:
        sys.stdout.write("")


def deleted() -> None:
    client = make()
    del client


def replaced() -> None:
    client: Client | None = make()
    client = None
    assert client is None


@pytest.mark.parametrize(
    ("function", "more"),
    [
        (last, False),
        (last_in_an_expression, False),
        (last_before_a_handler, False),
        (last_before_a_return, False),
        (goes_on, True),
        (in_a_loop, True),
        (in_a_finally, True),
        (deleted, True),
        (replaced, True),
    ],
)
def test_code_after_the_collection(function: Callable[[], object], more: bool) -> None:
    seen.clear()
    function()
    (frames,) = seen
    of_the_function = tuple(frame for frame in frames if frame[0] is function.__code__)
    assert of_the_function
    assert has_more_to_do(of_the_function) is more


def test_without_code_of_the_program_nothing_is_left() -> None:
    assert not has_more_to_do(call_sites.NO_STACK)

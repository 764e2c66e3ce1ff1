"""Whether the program's own code had anything left to do when an object was collected."""

from __future__ import annotations

import contextlib
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


def last_in_a_with() -> None:
    with contextlib.suppress(KeyboardInterrupt):
        work()


def last_in_two_withs() -> None:
    with contextlib.suppress(KeyboardInterrupt), contextlib.ExitStack() as stack:
        stack.callback(sys.stdout.flush)
        work()


def last_before_a_finally() -> None:
    try:
        work()
    finally:
        sys.stdout.write("")
        sys.stdout.flush()


def last_before_an_exit() -> None:
    with contextlib.suppress(SystemExit):
        sys.exit(work() * 0)


def goes_on_after_a_with() -> None:
    with contextlib.suppress(KeyboardInterrupt):
        work()
    sys.stdout.write("")


def goes_on_in_a_with() -> None:
    with contextlib.suppress(KeyboardInterrupt):
        work()
        sys.stdout.write("")


def goes_on_with_a_with() -> None:
    work()
    with contextlib.suppress(KeyboardInterrupt): sys.stdout.write("")  # noqa: E701 # fmt: skip


def goes_on_after_a_finally() -> None:
    try:
        work()
    finally:
        sys.stdout.write("")
    sys.stdout.flush()


def goes_on_with_a_finally() -> None:
    work()
    try:
        sys.stdout.write("")
    finally:
        sys.stdout.flush()


def in_a_loop_with_a_finally() -> None:
    for _ in range(1):
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
        (last_in_a_with, False),
        (last_in_two_withs, False),
        (last_before_a_finally, False),
        (last_before_an_exit, False),
        (goes_on_after_a_with, True),
        (goes_on_in_a_with, True),
        (goes_on_with_a_with, True),
        (goes_on_after_a_finally, True),
        (goes_on_with_a_finally, True),
        (in_a_loop_with_a_finally, True),
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

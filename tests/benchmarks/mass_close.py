"""How soon a close() that breaks 10,000 clients is on the screen.

A: a dashboard on a real pseudo-terminal shows a real target, in which 10,000 clients and one
more share a connection. That one is closed, by a command of another viewer; the time is from
sending the command to the bytes after which the screen counts all others as failed, and shows
no client that works. Probes are 60 s apart, so waiting for one would take as long.

The connection is a second old by then: closing one that was only just opened waits, inside
gRPC, for up to 0.2 s, whoever watches.

B: nothing; the goal is absolute. After each turn a new client gives all of them a connection
again, which needs a pymilvus that shares as 2.5.13 to 2.6.6 do.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from tests.benchmarks.harness import Benchmark, Pair

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.benchmarks.scene import Lab
    from tests.benchmarks.terminal import Screen, Terminal

CLIENTS = 10_000
INTERVAL = 60.0
SETTLED = 1.0


def all_work(clients: int) -> Callable[[Screen], bool]:
    """Whether the screen counts so many that work, none that fails, and shows one."""
    return lambda screen: (
        f"● {clients:,} work " in screen[0]
        and "✗" not in screen[0]
        and any(" works " in line for line in screen[2:])
    )


def all_fail(clients: int) -> Callable[[Screen], bool]:
    """Whether the screen counts so many that fail, none that works, and shows one."""
    return lambda screen: (
        f"✗ {clients:,} fail " in screen[0]
        and "●" not in screen[0]
        and any(" fails " in line for line in screen[2:])
        and not any("● works " in line for line in screen[2:])
    )


def close_one(lab: Lab, terminal: Terminal) -> Pair:
    """Milliseconds from closing a new client until the screen shows all others as failed."""
    (new,) = lab.spawn(1)
    clients = lab.session.snapshot.clients.values()
    terminal.until(all_work(len(clients)))
    terminal.watch(SETTLED)
    left = sum(client.closed is None for client in clients) - 1
    begin = time.perf_counter()
    reply = lab.session.call("close", client=new)
    shown = terminal.until(all_fail(left))
    assert reply.result().ok
    return Pair((shown - begin) * 1000)


def measure(pairs: int) -> list[Pair]:
    """Measure so many times."""
    from tests.benchmarks.scene import lab
    from tests.benchmarks.terminal import Terminal

    with lab(CLIENTS, INTERVAL) as target, Terminal(target.dashboard) as terminal:
        if not any(
            alias.close_breaks_sharers for alias in target.session.snapshot.aliases.values()
        ):
            raise RuntimeError("needs a pymilvus whose close() breaks others, such as 2.6.6")
        close_one(target, terminal)  # does not count
        return [close_one(target, terminal) for _ in range(pairs)]


BENCHMARK = Benchmark(
    name="mass-close",
    ours="from close() of one of 10,000 sharers to the screen",
    theirs="",
    unit="ms",
    goal=100.0,
    measure=measure,
)

"""How soon a close() that breaks 10,000 clients is on the screen.

A: a dashboard on a real pseudo-terminal shows a real target, in which 10,001 clients share a
connection. Another viewer sends a command that closes one of them. The time is from the command to
the bytes after which the screen counts all other clients as failed, and shows no client that
works. Probes run every 60 s, so the dashboard does not wait for one.

The connection is a second old by then: gRPC takes up to 0.2 s to close a connection that was
opened just before, with or without an agent.

B: nothing; the goal is absolute. Each turn creates a new client, which gives all clients a
connection again. This needs a pymilvus that shares connections as 2.5.13 to 2.6.6 do.
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
    """A check: the screen counts this many clients that work, none that fails, and shows one."""
    return lambda screen: (
        f"● {clients:,} work " in screen[0]
        and "✗" not in screen[0]
        and any(" works " in line for line in screen[2:])
    )


def all_fail(clients: int) -> Callable[[Screen], bool]:
    """A check: the screen counts this many clients that fail, none that works, and shows one."""
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
    remaining = sum(client.closed is None for client in clients) - 1
    begin = time.perf_counter()
    reply = lab.session.call("close", client=new)
    shown = terminal.until(all_fail(remaining))
    assert reply.result().ok
    return Pair((shown - begin) * 1000)


def measure(pairs: int) -> list[Pair]:
    """Measure a number of turns."""
    from tests.benchmarks.scene import lab
    from tests.benchmarks.terminal import Terminal

    with lab(CLIENTS, INTERVAL) as target, Terminal(target.dashboard) as terminal:
        if not any(
            alias.close_breaks_sharers for alias in target.session.snapshot.aliases.values()
        ):
            raise RuntimeError("needs a pymilvus whose close() breaks others, such as 2.6.6")
        close_one(target, terminal)  # warm up
        return [close_one(target, terminal) for _ in range(pairs)]


BENCHMARK = Benchmark(
    name="mass-close",
    ours="from close() of one of 10,000 sharers to the screen",
    theirs="",
    unit="ms",
    goal=100.0,
    measure=measure,
)
